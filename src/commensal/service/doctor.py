"""Doctor: is the program well, and is the diary well as a file? Counts and places only, no word of what is in it."""

from __future__ import annotations

import platform
import shutil
import sqlite3
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from commensal.service.home import Home
from commensal.vocab.errors import CommensalError, NoDiaryYetError, OlderStoreError

if TYPE_CHECKING:
    from commensal.store.journal import Journal

_THINKING_PACKAGES = ("numpy", "pandas")
_LITTLE_ROOM_BYTES = 100_000_000


class State(StrEnum):
    """How a check came out."""

    GOOD = "good"
    ADVICE = "advice"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing looked at: a stable name, how it is, and what was seen."""

    name: str
    state: State = State.GOOD
    seen: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkup:
    """All checks, in the order they were made."""

    checks: tuple[Check, ...]

    @property
    def is_broken(self) -> bool:
        """Whether something does not work; advice alone is not broken."""
        return any(check.state is State.BROKEN for check in self.checks)


def check_up(home: Home) -> Checkup:
    """Look at versions, packages, places, permissions and the diary file; changes nothing."""
    return Checkup(checks=(*_program(), *_packages(), *_places(home), *_diary(home)))


def _program() -> Iterator[Check]:
    yield Check(name="commensal", seen=version("commensal"))
    yield Check(name="python", seen=f"{platform.python_version()} ({platform.python_implementation()})")
    yield Check(name="system", state=_state_of_system(), seen=f"{platform.system()} {platform.machine()}")
    yield Check(name="sqlite", seen=sqlite3.sqlite_version)


def _state_of_system() -> State:
    # Linux and macOS are tested; anything else may work and nobody has looked
    return State.GOOD if sys.platform in ("linux", "darwin") else State.ADVICE


def _packages() -> Iterator[Check]:
    for name in _THINKING_PACKAGES:
        try:
            import_module(name)
        except Exception as problem:
            yield Check(name=name, state=State.BROKEN, seen=type(problem).__name__)
        else:
            yield Check(name=name, seen=version(name))


def _places(home: Home) -> Iterator[Check]:
    yield Check(name="location", seen=home.shown_location)
    folder, file = home.folder, home.journal_file
    if folder is None or file is None or not folder.is_dir():
        return
    yield _privacy("folder_permissions", folder)
    if file.exists():
        yield _privacy("file_permissions", file)
    free_bytes = shutil.disk_usage(folder).free
    room = State.ADVICE if free_bytes < _LITTLE_ROOM_BYTES else State.GOOD
    yield Check(name="free_space", state=room, seen=f"{free_bytes / 1e9:.1f} GB")


def _privacy(name: str, path: Path) -> Check:
    mode = stat.S_IMODE(path.stat().st_mode)
    others_may_look = bool(mode & (stat.S_IRWXG | stat.S_IRWXO)) and sys.platform != "win32"
    return Check(name=name, state=State.ADVICE if others_may_look else State.GOOD, seen=f"{mode:04o}")


def _diary(home: Home) -> Iterator[Check]:
    if not home.has_diary:
        yield Check(name="diary", seen="none_yet")
        return
    if home.journal_file is not None:
        yield from _diary_file(home.journal_file)
    from commensal.store.journal import Journal  # noqa: PLC0415 - SQLAlchemy only when there is a diary

    try:
        # not through home, which would bring an older diary up to date: the doctor changes nothing
        with Journal.open(home.location, read_only=True) as journal:
            yield Check(name="entries", seen=f"{journal.n_entries():,}")
            yield from _integrity(journal)
    except NoDiaryYetError:
        yield Check(name="diary", seen="none_yet")
    except OlderStoreError as problem:
        yield Check(name="older", state=State.ADVICE, seen=problem.found)
    except CommensalError as problem:
        yield Check(name="diary", state=State.BROKEN, seen=f"{problem.found}. {problem.do}")


def _diary_file(file: Path) -> Iterator[Check]:
    """Ask SQLite itself, beside the store, so that a diary the store refuses can still be looked at."""
    questions: tuple[tuple[str, str, Callable[[str], State]], ...] = (
        ("schema", "SELECT version_num FROM alembic_version", lambda answer: State.GOOD if answer else State.BROKEN),
        # some network disks cannot do write-ahead logging: slower, not broken
        ("journal_mode", "PRAGMA journal_mode", lambda answer: State.GOOD if answer == "wal" else State.ADVICE),
    )
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            for name, question, state_of in questions:
                row = connection.execute(question).fetchone()
                answer = "" if row is None else str(row[0])
                yield Check(name=name, state=state_of(answer), seen=answer)
    except sqlite3.Error as problem:
        yield Check(name="file", state=State.BROKEN, seen=str(problem))


def _integrity(journal: Journal) -> Iterator[Check]:
    """What the store itself finds wrong; who may read the files is a check of its own."""
    from commensal.store.checkup import problems_of  # noqa: PLC0415 - SQLAlchemy only when there is a diary

    damage = problems_of(journal)
    if not damage:
        yield Check(name="integrity", seen="ok")
    for problem in damage:
        yield Check(name="integrity", state=State.BROKEN, seen=problem)
