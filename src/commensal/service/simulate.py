"""Simulate: synthetic diaries with known truth, as files for benchmarks, notebooks and the curious."""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from commensal.service.home import Home
from commensal.service.people import PersonKind, synthetic_people
from commensal.service.truth import TRUTH_FILE, write_truth
from commensal.store.export import write_tsv
from commensal.store.journal import Journal
from commensal.vocab.errors import UsageError

if TYPE_CHECKING:
    from commensal.synthetic.person import SyntheticPerson

DIARY_FOLDER, DAYS_FILE = "diary", "days.csv"
_MOST_PEOPLE, _MOST_DAYS = 10_000, 36_525


class Form(StrEnum):
    """How a synthetic diary is written."""

    EXPORT = "export"  # every entry, as `commensal export` writes them
    CSV = "csv"  # one row a day, one column a variable


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulated:
    """What was written: one folder a person, with the diary and the truth in it."""

    folder: Path
    people: tuple[Path, ...]
    n_entries: int


def simulate_people(
    home: Home,
    folder: Path,
    *,
    n: int = 1,
    days: int = 180,
    seed: int = 0,
    kind: str = PersonKind.STATISTICAL,
    form: Form = Form.EXPORT,
) -> Simulated:
    """Write ``n`` synthetic diaries, each with what was built into it beside it.

    Parameters
    ----------
    home : lends its clock only; no diary of a person is touched.
    folder : a new or empty folder.
    days : length of each diary. [days]
    seed : the same seed gives the same people.
    kind : see ``synthetic_people``.

    Raises
    ------
    UsageError : the folder holds something, or a number is out of range; nothing was written.
    """
    _check(n, days, folder)
    width = max(3, len(str(n)))
    places = []
    n_entries = 0
    for number, person in enumerate(synthetic_people(n, days=days, seed=seed, kind=kind), start=1):
        place = folder / f"person-{number:0{width}d}"
        place.mkdir(mode=0o700, parents=True)
        if form is Form.EXPORT:
            _write_export(home, person, place / DIARY_FOLDER)
        else:
            _write_days(person, place / DAYS_FILE)
        write_truth(place / TRUTH_FILE, person)
        places.append(place)
        n_entries += len(person.diary.entries)
    return Simulated(folder=folder, people=tuple(places), n_entries=n_entries)


def _check(n: int, days: int, folder: Path) -> None:
    for option, number, most in (("-n", n, _MOST_PEOPLE), ("--days", days, _MOST_DAYS)):
        if not 1 <= number <= most:
            raise UsageError(
                where=option, found=str(number), expected=f"a number from 1 to {most:,}", do="Choose another."
            )
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(
            where=str(folder),
            found="something already there",
            expected="a new or an empty folder",
            do="Nothing was written. Name another one with --out.",
        )


def _write_export(home: Home, person: SyntheticPerson, folder: Path) -> None:
    with TemporaryDirectory(prefix="commensal-") as workshop, Journal.open(Path(workshop)) as journal:
        journal.append(person.diary.entries, action="simulate", now=home.now(), label=person.name)
        write_tsv(journal, folder)


def _write_days(person: SyntheticPerson, file: Path) -> None:
    """One row a day: blank where nothing is known, 0 where "none" was recorded."""
    table = person.diary.day_table()
    with file.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target)
        writer.writerow(["day", *(variable.key for variable in table.variables)])
        for day, values in zip(table.days, table.values.tolist(), strict=True):
            writer.writerow([day.isoformat(), *("" if math.isnan(value) else f"{value:g}" for value in values)])
