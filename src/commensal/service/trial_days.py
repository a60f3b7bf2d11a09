"""The days of a trial out of a frame or a file, and what is made of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from commensal.records.trial_facts import Adherence
from commensal.service.trial_studies import study_days
from commensal.trials.analyse import analyse
from commensal.trials.design import DesignKind, TrialDesign
from commensal.trials.outside import arms_in_order, compare_without_randomisation, design_from_words, stated_plan
from commensal.trials.plan import TrialOutcome, TrialPlan
from commensal.trials.result import TrialResult
from commensal.vocab.errors import NotAnalysableError, UnreadableFileError

Floats = NDArray[np.float64]

_ASSIGNMENT_NAMES = ("assignment", "assigned", "treatment", "arm", "condition", "regimen")
_DAY_NAMES = ("day", "date")


def analysed_by_plan(
    frame: Any,
    plan: TrialPlan,
    *,
    look_every_days: int | None,
    alpha: float | None,
    outcome: str | None,
    assignment: str | None,
) -> tuple[TrialResult, tuple[date, ...]]:
    """A frame analysed by its plan, and its dates where it has dates."""
    data = frame_of(frame)
    places, dates = _places(data, first_day=plan.first_day)
    values = _numbers(data, _column(data, outcome, ("outcome", plan.outcome.key), "outcome"))
    name = _column_or_none(data, assignment, _ASSIGNMENT_NAMES)
    assigned = None if name is None else [_arm(value, plan.arms) for value in data[name]]
    said = [_adherence(value) for value in data["adherence"]] if "adherence" in data.columns else None
    result = analyse(plan, places, values, assigned, said, look_every_days=look_every_days, alpha=alpha)
    return result, dates


def analysed_outside(
    frame: Any,
    design: DesignKind | TrialDesign | None,
    outcome: TrialOutcome,
    *,
    assignment: str | None,
    arms: Sequence[str] | None,
    block_days: int | None,
    washout_days: int,
    max_run: int | None,
    look_every_days: int,
    alpha: float,
) -> tuple[TrialResult, TrialPlan | None, tuple[str, ...], tuple[date, ...]]:
    """A trial that others ran; the names of its arms, the usual one first, and its dates."""
    data = frame_of(frame)
    places, dates = _places(data, first_day=None)
    values = _numbers(data, _column(data, outcome.key, ("outcome",), "outcome"))
    labels = data[_column(data, assignment, _ASSIGNMENT_NAMES, "assignment")]
    known = [None if pd.isna(value) else _label(value) for value in labels]
    names = tuple(arms) if arms is not None else arms_in_order([label for label in known if label is not None])
    n_days = max(places) + 1
    by_day: list[int | None] = [None] * n_days
    outcomes = np.full(n_days, np.nan)
    for place, label, value in zip(places, known, values, strict=True):
        by_day[place] = None if label is None else _arm(label, names)
        outcomes[place] = value
    if design is None:
        return compare_without_randomisation(names, by_day, outcomes, outcome), None, names, dates
    if not isinstance(design, TrialDesign):
        design = design_from_words(
            design, by_day, n_arms=len(names), block_days=block_days, washout_days=washout_days, max_run=max_run
        )
    by_day += [None] * (design.days - n_days)
    plan = stated_plan(design, names, by_day, outcome, look_every_days=look_every_days, alpha=alpha)
    return analyse(plan, list(range(min(n_days, design.days))), outcomes[: design.days]), plan, names, dates


def frame_of(frame: Any) -> pd.DataFrame:
    """A pandas frame, out of a pandas or polars frame or the path of a CSV file."""
    if isinstance(frame, pd.DataFrame):
        return frame
    if isinstance(frame, str | Path):
        return _frame_in_file(Path(frame))
    if type(frame).__module__.partition(".")[0] == "polars":
        # Column by column: polars' own conversion would need one more package.
        return pd.DataFrame({name: frame[name].to_list() for name in frame.columns})
    raise NotAnalysableError(
        where="trial, frame",
        found=type(frame).__name__,
        expected="a pandas or polars frame, or the path of a CSV file",
        do="Hand over one row for each day.",
    )


def _frame_in_file(path: Path) -> pd.DataFrame:
    try:
        if path.suffix.casefold() == ".json":
            return pd.DataFrame(study_days(json.loads(path.read_text(encoding="utf-8"))))
        return pd.read_csv(path)
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise UnreadableFileError(
            where=path.name,
            found="a file that cannot be read as the days of a trial",
            expected="a CSV file with the columns day, assignment and outcome",
            do="Check the path and the columns.",
        ) from problem


def _places(data: pd.DataFrame, *, first_day: date | None) -> tuple[list[int], tuple[date, ...]]:
    """The number of each row's day from 0, and the dates where there are dates."""
    name = _column_or_none(data, None, _DAY_NAMES)
    source = data[name] if name is not None else data.index.to_series()
    if len(source) == 0:
        raise _no_days("a frame without rows")
    if name is not None and pd.api.types.is_numeric_dtype(source):
        numbers = source.to_numpy(dtype=np.float64)
        if not np.isfinite(numbers).all() or (numbers != np.floor(numbers)).any():
            raise _no_days("a day that is not a whole number")
        begins_at = 0 if numbers.min() == 0 else 1
        return [int(number) - begins_at for number in numbers], ()
    if name is None and not isinstance(data.index, pd.DatetimeIndex | pd.PeriodIndex):
        return list(range(len(data))), ()
    try:
        days = [_date(value) for value in source]
    except (TypeError, ValueError) as problem:
        raise _no_days("a day that is not a date") from problem
    first = first_day or min(days)
    ordered = tuple(first + timedelta(days=n) for n in range((max(days) - first).days + 1))
    return [(day - first).days for day in days], ordered


def _no_days(found: str) -> NotAnalysableError:
    return NotAnalysableError(
        where="trial, days",
        found=found,
        expected="a column 'day' with dates, or with numbers from 1",
        do="Hand over one row for each day of the trial.",
    )


def _date(value: Any) -> date:
    if isinstance(value, pd.Period):
        value = value.to_timestamp()
    if isinstance(value, datetime):
        if pd.isna(value):
            raise ValueError("no date")
        return value.date()
    if isinstance(value, date):
        return value
    return pd.Timestamp(value).date()


def _column(data: pd.DataFrame, asked: str | None, usual: Sequence[str], what: str) -> str:
    name = _column_or_none(data, asked, usual)
    if name is None:
        raise NotAnalysableError(
            where=f"trial, {what}",
            found=f"no column {asked or usual[0]!r}",
            expected="one of " + ", ".join(str(column) for column in data.columns),
            do=f"Name the column: {what}=...",
        )
    return name


def _column_or_none(data: pd.DataFrame, asked: str | None, usual: Sequence[str]) -> str | None:
    if asked is not None and asked in data.columns:
        return asked
    return next((name for name in usual if name in data.columns), None)


def _numbers(data: pd.DataFrame, name: str) -> Floats:
    try:
        numbers = pd.to_numeric(data[name]).to_numpy(dtype=np.float64, na_value=np.nan)
    except (TypeError, ValueError) as problem:
        raise NotAnalysableError(
            where=f"trial, column {name!r}",
            found="something that is not a number",
            expected="numbers, with NaN where nothing was recorded",
            do="Turn words into numbers.",
        ) from problem
    return np.where(np.isfinite(numbers), numbers, np.nan)


def _label(value: Any) -> str:
    """An arm's name; numbers read from a file with gaps come as 1.0."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _arm(value: Any, names: Sequence[str]) -> int | None:
    """The number of an arm, from its name or its number."""
    if value is None or pd.isna(value):
        return None
    label = _label(value)
    if label in names:
        return names.index(label)
    if label.isdigit() and int(label) < len(names):
        return int(label)
    raise NotAnalysableError(
        where="trial, assignment",
        found=repr(label),
        expected="one of " + ", ".join(names),
        do="Name the arms as the plan does, or by their numbers from 0.",
    )


def _adherence(value: Any) -> Adherence | None:
    if value is None or pd.isna(value) or value == "":
        return None
    try:
        return Adherence(str(value).strip().casefold())
    except ValueError as problem:
        raise NotAnalysableError(
            where="trial, adherence",
            found=repr(value),
            expected=", ".join(one.value for one in Adherence),
            do="Use these words, and leave blank what nobody said.",
        ) from problem
