"""Whether how varied people's bacteria are goes with a number: between people, and within one person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from commensal.cohort.microbiome_files import PeopleTable, read_people, read_samples, sample_names
from commensal.microbiome.between_within import BetweenWithin, between_within, corrected
from commensal.microbiome.confounders import numbers_of
from commensal.microbiome.sample_table import FEWEST_READS, SampleTable
from commensal.microbiome.table_alpha import alpha
from commensal.microbiome.table_balances import table_balances
from commensal.vocab.errors import UsageError

USUAL_MEASURES = ("shannon",)


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberAnswers:
    """The answers, with what they rest on.

    Parameters
    ----------
    person_column : that tells people apart; None where each sample counts as a person, and "within" cannot be asked.
    """

    answers: tuple[BetweenWithin, ...]
    person_column: str | None
    n_samples: int
    too_few_reads: tuple[tuple[str, int], ...]


def numbers_in_files(
    samples: Path,
    people: Path,
    numbers: Sequence[str],
    *,
    measures: Sequence[str] = (),
    person_column: str | None = None,
    n_orders: int = 999,
    seed: int = 0,
    fewest_reads: int = FEWEST_READS,
) -> NumberAnswers:
    """Ask of each measure and number whether they go together between people, and within one person.

    Parameters
    ----------
    numbers : columns of ``people``.
    measures : of variety, or balances such as ``butyrate_makers``; Shannon alone where none is named. The more are
        named, the more is allowed for.

    Raises
    ------
    UsageError : no such column or measure.
    """
    down, along = sample_names(samples)
    known = read_people(people, (*down, *along))
    table = read_samples(samples, known_samples=known.samples, fewest_reads=fewest_reads)
    place_of = {name: place for place, name in enumerate(known.samples)}
    rows = np.array([row for row, name in enumerate(table.samples) if name in place_of], dtype=np.intp)
    table = table.of_samples(rows)
    places = np.array([place_of[name] for name in table.samples], dtype=np.intp)
    person = known.person_column(person_column, group_column="")
    measured = _measured(table, measures or USUAL_MEASURES)
    rng = np.random.default_rng(seed)
    found = [
        between_within(
            key, values, name, _column(known, name)[places], _people(known, person, places), n_orders=n_orders, rng=rng
        )
        for key, values in measured.items()
        for name in numbers
    ]
    return NumberAnswers(
        answers=corrected(found),
        person_column=person,
        n_samples=len(table.samples),
        too_few_reads=table.too_few_reads,
    )


def _measured(table: SampleTable, wanted: Sequence[str]) -> Mapping[str, NDArray[np.float64]]:
    all_measures = {**alpha(table), **table_balances(table)}
    if unknown := [name for name in wanted if name not in all_measures]:
        raise UsageError(
            where="measure",
            found=repr(unknown[0]),
            expected="one of " + ", ".join(all_measures),
            do="Name one of them with --measure.",
        )
    return {name: all_measures[name] for name in wanted}


def _column(known: PeopleTable, name: str) -> NDArray[np.float64]:
    numbers = numbers_of(known.columns[known.column(name)])
    if numbers is None:
        raise UsageError(
            where=f"column {name!r}",
            found="words",
            expected="numbers, with nothing where none is known",
            do="Words make groups: --group.",
        )
    return numbers


def _people(known: PeopleTable, person: str | None, places: NDArray[np.intp]) -> NDArray[np.intp]:
    if person is None:
        return np.arange(len(places), dtype=np.intp)
    _, number = np.unique(np.array([str(known.columns[person][place]) for place in places]), return_inverse=True)
    return np.asarray(number, dtype=np.intp)
