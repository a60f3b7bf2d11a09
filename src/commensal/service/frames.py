"""A data frame as a day table: one row a day, numeric columns, NaN where nothing was recorded."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from commensal.records.day_table import DayTable, Role, Variable
from commensal.vocab.errors import NotAnalysableError
from commensal.vocab.presence import PresenceCode
from commensal.vocab.units import Unit


def table_from_frame(frame: Any, *, outcomes: Collection[str], exposures: Sequence[str] | None) -> DayTable:
    """A day table from a pandas or polars frame with a ``day`` column or a daily index.

    Raises
    ------
    NotAnalysableError : no days, a day twice, or a column that is missing or not a number.
    """
    data = _as_pandas(frame)
    days = _days_of(data)
    wanted = [*outcomes, *(exposures if exposures is not None else _others(data, outcomes))]
    names = list(dict.fromkeys(wanted))
    numbers = _numbers(data, names)
    order = np.argsort([day.toordinal() for day in days], kind="stable")
    first, last = days[order[0]], days[order[-1]]
    n_days = (last - first).days + 1
    values = np.full((n_days, len(names)), np.nan)
    values[[(day - first).days for day in days]] = numbers
    known = np.isfinite(values)
    presence = np.where(known, PresenceCode.RECORDED, PresenceCode.MISSING).astype(np.uint8)
    presence[known & (values == 0)] = PresenceCode.NONE
    return DayTable(
        days=tuple(first + timedelta(days=step) for step in range(n_days)),
        variables=_variables(names, values, outcomes),
        values=values,
        presence=presence,
        copied=np.zeros(values.shape, dtype=np.bool_),
    )


def _as_pandas(frame: Any) -> pd.DataFrame:
    if isinstance(frame, pd.DataFrame):
        return frame
    if type(frame).__module__.partition(".")[0] == "polars":
        # Column by column: polars' own conversion would need one more package.
        return pd.DataFrame({name: frame[name].to_list() for name in frame.columns})
    raise NotAnalysableError(
        where="find",
        found=type(frame).__name__,
        expected="a pandas or polars frame with one row a day, or a Diary",
        do="Read a file with cm.read_diary, or build a frame with a 'day' column.",
    )


def _days_of(data: pd.DataFrame) -> list[date]:
    source = data["day"] if "day" in data.columns else data.index.to_series()
    is_time = "day" in data.columns or isinstance(data.index, pd.DatetimeIndex | pd.PeriodIndex)
    if source.dtype.kind == "M" and source.dt.tz is None:
        source = source.dt.date
    try:
        days = [_day(value) for value in source] if is_time or source.dtype == object else []
    except (TypeError, ValueError):
        days = []
    if not days:
        raise NotAnalysableError(
            where="find, days",
            found="no 'day' column and no daily index" if len(data) else "a frame without rows",
            expected="one row a day",
            do="Add a column 'day' with dates, or set a daily DatetimeIndex.",
        )
    if len(set(days)) != len(days):
        twice = next(day for day in days if days.count(day) > 1)
        raise NotAnalysableError(
            where="find, days",
            found=f"{twice.isoformat()} more than once",
            expected="one row a day",
            do="Summarise each day in one row first.",
        )
    return days


def _day(value: Any) -> date:
    if isinstance(value, pd.Period):
        value = value.to_timestamp()
    if isinstance(value, datetime):
        if value is pd.NaT:
            raise ValueError("no date")
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, np.datetime64 | str):
        return pd.Timestamp(value).date()
    raise TypeError(value)


def _others(data: pd.DataFrame, outcomes: Collection[str]) -> list[str]:
    return [str(name) for name in data.columns if name != "day" and name not in outcomes]


def _numbers(data: pd.DataFrame, names: list[str]) -> NDArray[np.float64]:
    """The columns of these names, NaN for what is not finite. Shape (n_rows, n_names)."""
    for name in names:
        if name not in data.columns:
            raise NotAnalysableError(
                where="find",
                found=f"no column {name!r}",
                expected="one of " + ", ".join(str(column) for column in data.columns if column != "day"),
                do="Check the name.",
            )
    wanted = data[names]
    if set(wanted.dtypes) <= {np.dtype(np.float64), np.dtype(np.int64), np.dtype(np.bool_)}:
        numbers = wanted.to_numpy(dtype=np.float64)
    else:
        numbers = np.column_stack([_column(data, name) for name in names])
    return np.where(np.isfinite(numbers), numbers, np.nan)


def _column(data: pd.DataFrame, name: str) -> NDArray[np.float64]:
    try:
        return np.asarray(pd.to_numeric(data[name]).to_numpy(dtype=np.float64, na_value=np.nan))
    except (TypeError, ValueError) as problem:
        raise NotAnalysableError(
            where=f"find, column {name!r}",
            found="something that is not a number",
            expected="numbers, with NaN where nothing was recorded",
            do="Turn words into numbers, or leave the column out with exposures=[...].",
        ) from problem


def _variables(names: list[str], values: NDArray[np.float64], outcomes: Collection[str]) -> tuple[Variable, ...]:
    known = np.isfinite(values)
    is_binary = known.any(axis=0) & (~known | (values == 0.0) | (values == 1.0)).all(axis=0)
    return tuple(
        Variable(
            key=name,
            label=name.replace("_", " "),
            kind="column",
            role=Role.OUTCOME if name in outcomes else Role.EXPOSURE,
            unit=Unit.YES_NO if yes_no else Unit.POINTS if name in outcomes else Unit.COUNT,
        )
        for name, yes_no in zip(names, is_binary.tolist(), strict=True)
    )
