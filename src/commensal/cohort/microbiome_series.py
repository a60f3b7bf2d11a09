"""A long series of samples of one person, out of a table and what is known of their days."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from commensal.cohort.microbiome_files import PeopleTable, read_people, read_samples, sample_names
from commensal.microbiome.confounders import numbers_of
from commensal.microbiome.sample_table import FEWEST_READS
from commensal.microbiome.series import SeriesAnswer, lag_one, number_answer, period_answer, with_holm
from commensal.microbiome.table_alpha import alpha
from commensal.vocab.errors import NotAnalysableError, UsageError

_MEASURES = ("shannon", "richness")
_ASKED = "shannon"
"""The one measure that is asked about periods and numbers, fixed beforehand: with several, some fit by chance."""
_NO_PERIOD = frozenset({"no", "none", "0", "false", "home", ""})


def series_in_files(
    samples: Path,
    days: Path,
    *,
    day_column: str = "day",
    periods: Sequence[str] = (),
    numbers: Sequence[str] = (),
    fewest_reads: int = FEWEST_READS,
) -> SeriesAnswer:
    """What many samples of one person show in named periods, and with numbers of the same days.

    Parameters
    ----------
    samples : reads or shares, samples by taxa or taxa by samples, at whatever rank the file has.
    days : a row a sample, with its day (a date, or a number of days).
    periods : columns that say "no" (or nothing) outside a period and anything else in it.
    numbers : columns of numbers, such as fibre of the day before.

    Raises
    ------
    UsageError : no such column, or a day that is none.
    UnreadableFileError, NotAnalysableError : as the parts say.
    """
    down, along = sample_names(samples)
    known = read_people(days, (*down, *along))
    table = read_samples(samples, known_samples=known.samples, fewest_reads=fewest_reads)
    place_of = {name: place for place, name in enumerate(known.samples)}
    missing = [name for name in table.samples if name not in place_of]
    if missing:
        raise NotAnalysableError(
            where=days.name,
            found=f"no row for {len(missing)} samples, such as {missing[0]}",
            expected="a row for every sample",
            do="Add the rows; nothing was worked out.",
        )
    places = np.array([place_of[name] for name in table.samples])
    order = np.argsort(_days(known, day_column)[places], kind="stable")
    measured = {name: values[order] for name, values in alpha(table).items() if name in _MEASURES}
    rows = places[order]
    inside = {name: _inside(known, name)[rows] for name in periods}
    asked = {name: _numbers(known, name)[rows] for name in numbers}
    any_period = np.any(list(inside.values()), axis=0) if inside else np.zeros(len(rows), dtype=np.bool_)
    values = measured[_ASKED]
    found, fits = with_holm(
        [period_answer(_ASKED, values, name, one) for name, one in inside.items()],
        [number_answer(_ASKED, values, name, one) for name, one in asked.items()],
    )
    return SeriesAnswer(
        n_samples=len(rows),
        too_few_reads=table.too_few_reads,
        richness_reads=int(table.depth.min()) if table.are_counts else None,
        measures=tuple(measured),
        means=tuple(float(each.mean()) for each in measured.values()),
        day_to_day_sd=tuple(float(each[~any_period].std(ddof=1)) for each in measured.values()),
        lag_one=tuple(lag_one(each) for each in measured.values()),
        periods=found,
        numbers=fits,
    )


def _days(known: PeopleTable, column: str) -> NDArray[np.float64]:
    values = known.columns[known.column(column)]
    numbers = numbers_of(values)
    if numbers is None:
        try:
            numbers = np.array([np.datetime64(str(value), "D").astype(np.float64) for value in values])
        except ValueError as problem:
            raise _no_day(column) from problem
    if not np.isfinite(numbers).all():
        raise _no_day(column)
    return numbers


def _inside(known: PeopleTable, column: str) -> NDArray[np.bool_]:
    values = known.columns[known.column(column)]
    return np.array([str(value or "").casefold() not in _NO_PERIOD for value in values], dtype=np.bool_)


def _numbers(known: PeopleTable, column: str) -> NDArray[np.float64]:
    numbers = numbers_of(known.columns[known.column(column)])
    if numbers is None:
        raise UsageError(
            where=f"column {column!r}",
            found="words",
            expected="numbers, with nothing where none is known",
            do="A column of words may be a period: --period.",
        )
    return numbers


def _no_day(column: str) -> UsageError:
    return UsageError(
        where=f"column {column!r}",
        found="a value that is no day",
        expected="dates such as 2026-03-01, or numbers of days, for every sample",
        do="Name the column of the days with --day.",
    )
