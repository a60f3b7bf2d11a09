"""A folder of diaries in, a folder of tables out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from commensal.cohort.answers import Answers
from commensal.cohort.run import find_many
from commensal.service.private_file import write_private
from commensal.vocab.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd

FINDINGS_FILE, PEOPLE_FILE, NOT_ASKED_FILE = "findings.tsv", "people.tsv", "not_asked.tsv"


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What was found, and the folder in which it lies as tables."""

    answers: Answers
    folder: Path


def find_in_folder(
    folder: Path,
    out: Path,
    outcome: str | Sequence[str],
    *,
    scheduler: Any = "threads",
    n_workers: int | None = None,
) -> Written:
    """Ask everybody in a folder, one file or sub-folder a person, and write the answers as tables.

    Parameters
    ----------
    folder : diaries in any layout the readers know; a person is named by the name of the file or sub-folder. What
        begins with a dot is passed over.
    out : a new or empty folder.
    outcome, scheduler, n_workers : as for ``find_many``.

    Raises
    ------
    UsageError : no such folder, nobody in it, or ``out`` holds something; nothing was written.
    """
    people = people_in(folder)
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise UsageError(
            where=str(out),
            found="something already there",
            expected="a new or an empty folder",
            do="Nothing was written. Name another one with --out.",
        )
    answers = find_many(people, outcome, scheduler=scheduler, n_workers=n_workers)
    out.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_private(out / FINDINGS_FILE, _tsv(answers.findings))
    write_private(out / PEOPLE_FILE, _tsv(answers.people))
    write_private(out / NOT_ASKED_FILE, _tsv(answers.not_asked_frame()))
    return Written(answers=answers, folder=out)


def people_in(folder: Path) -> dict[str, Path]:
    """The people of a folder by name, in the order of their names.

    Raises
    ------
    UsageError : no such folder, or nobody in it.
    """
    inside = sorted(folder.iterdir()) if folder.is_dir() else []
    people = {place.name: place for place in inside if not place.name.startswith(".")}
    if not people:
        raise UsageError(
            where=str(folder),
            found="nobody" if folder.is_dir() else "no folder",
            expected="a folder with one file or one sub-folder for each person",
            do="Check the name.",
        )
    return people


def _tsv(frame: pd.DataFrame) -> str:
    return frame.to_csv(sep="\t", index=False, lineterminator="\n")
