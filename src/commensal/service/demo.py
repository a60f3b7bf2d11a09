"""Demo: a synthetic person, years of days, and the whole loop from logged entries to a page, in a folder of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from commensal.service.home import Home, demo_folder
from commensal.service.people import synthetic_people
from commensal.service.reporting import Looked, look, write_page
from commensal.service.truth import SYNTHETIC_SOURCE, TRUTH_FILE, read_truth, write_truth
from commensal.store.backup import erase
from commensal.vocab.errors import UsageError

PAGE_FILE = "report.html"
# A person in whom some outcomes have something built in and others nothing, so that both answers are seen.
DEFAULT_SEED = 3


class Stage(StrEnum):
    """What the demo is doing."""

    MAKING = "making"
    KEEPING = "keeping"
    LOOKING = "looking"
    DRAWING = "drawing"


OnStage = Callable[[Stage], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    """What the demo made, and where.

    Parameters
    ----------
    page, truth_file : the report as a page, and what was built into the person.
    n_days, n_entries : days from the first to the last, and entries logged on them.
    replaced : an earlier demo was there and is gone.
    """

    folder: Path
    page: Path
    truth_file: Path
    person: str
    seed: int
    n_days: int
    n_entries: int
    replaced: bool
    looked: Looked


def demo(
    home: Home,
    *,
    folder: Path | None = None,
    days: int = 730,
    seed: int = DEFAULT_SEED,
    on_stage: OnStage | None = None,
) -> Demo:
    """Make a synthetic person and walk the loop: entries, store, findings, page. Never touches the person's diary.

    Parameters
    ----------
    home : lends its clock only.
    folder : where the synthetic person lives; a folder beside the person's own when None. An earlier demo there
        is replaced.
    days : length of the diary. [days]
    seed : the same seed gives the same person.

    Raises
    ------
    UsageError : the folder holds something that no demo made; nothing was changed.
    """
    place = demo_folder() if folder is None else folder
    demo_home = replace(home, location=place)
    replaced = _make_room(demo_home, place)
    tell = on_stage or (lambda _stage: None)

    tell(Stage.MAKING)
    (person,) = synthetic_people(1, days=days, seed=seed)
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    # The truth comes first: it marks the folder as a demo, so that one cut short can be replaced.
    write_truth(place / TRUTH_FILE, person)
    tell(Stage.KEEPING)
    with demo_home.journal() as journal:
        journal.append(person.diary.entries, action="demo", now=home.now(), label=person.name)
    tell(Stage.LOOKING)
    looked = look(demo_home, seed=seed)
    tell(Stage.DRAWING)
    write_page(looked, place / PAGE_FILE)
    return Demo(
        folder=place,
        page=place / PAGE_FILE,
        truth_file=place / TRUTH_FILE,
        person=person.name,
        seed=seed,
        n_days=len(looked.table.days),
        n_entries=len(person.diary.entries),
        replaced=replaced,
        looked=looked,
    )


def _make_room(home: Home, folder: Path) -> bool:
    """Take away an earlier demo, and nothing else. Whether there was one."""
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return False
    if not folder.is_dir() or read_truth(folder) is None:
        raise _not_a_demo(folder, "something that no demo made")
    if home.has_diary:
        with home.journal(read_only=True) as journal:
            n_own = sum(entry.source != SYNTHETIC_SOURCE for entry in journal.entries())
        if n_own:
            raise _not_a_demo(folder, f"a diary that was written in ({n_own:,}), which no demo made")
        erase(folder)
    for name in (PAGE_FILE, TRUTH_FILE):
        (folder / name).unlink(missing_ok=True)
    return True


def _not_a_demo(folder: Path, found: str) -> UsageError:
    return UsageError(
        where=str(folder),
        found=found,
        expected="a new folder, or an earlier demo",
        do="Nothing was changed. Name another folder with --folder.",
    )
