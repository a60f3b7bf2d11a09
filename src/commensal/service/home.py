"""Home: where one person's diary lives, and the clock on the wall. The one seam between stories and the world."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from commensal.vocab.errors import NoDiaryYetError, OlderStoreError, UsageError

if TYPE_CHECKING:
    from commensal.store.journal import Journal

Clock = Callable[[], datetime]

_OWN_FOLDER = "me"
_DEMO_FOLDER = "demo"
_NOTICE_MARK = "notice-shown"


def local_clock() -> datetime:
    """The instant now, with the offset of the place where the computer is."""
    return datetime.now(tz=UTC).astimezone()


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """Everything a story needs from the outside world, handed in so that a test can hand in its own.

    Parameters
    ----------
    location : the folder that holds one person's diary, or the URL of a database.
    clock : gives the aware local instant now.
    state_folder : private folder for the program's own log; nothing of the diary is ever written there.
    """

    location: Path | str
    clock: Clock = local_clock
    state_folder: Path

    @property
    def folder(self) -> Path | None:
        """The folder of this person, or None when the diary lives in a database server."""
        return self.location if isinstance(self.location, Path) else None

    @property
    def journal_file(self) -> Path | None:
        """The file that holds the diary, or None when it lives in a database server."""
        from commensal.store.location import JOURNAL_FILE  # noqa: PLC0415 - the store brings SQLAlchemy

        return None if self.folder is None else self.folder / JOURNAL_FILE

    @property
    def shown_location(self) -> str:
        """Where the diary is, fit for a screen: a password in a URL is left out."""
        return str(self.location) if isinstance(self.location, Path) else _without_password(self.location)

    @property
    def has_diary(self) -> bool:
        """Whether a diary is there already. A database server counts as one: only it can tell.

        A kill in the very first moment leaves an empty file, which is none yet.
        """
        file = self.journal_file
        return file is None or (file.exists() and file.stat().st_size > 0)

    def now(self) -> datetime:
        """The local instant now, with its offset."""
        instant = self.clock()
        assert instant.utcoffset() is not None, "a clock gives an offset"
        return instant

    def today(self) -> date:
        """The local day now."""
        return self.now().date()

    def instant(self, day: date, clock_time: time) -> datetime:
        """A clock time on a day in the place where the person is, with the offset that holds on that day."""
        return local_instant(day, clock_time, zone=self.now().tzinfo)

    def journal(self, *, read_only: bool = False) -> Journal:
        """Open the diary; the caller closes it (``with home.journal() as journal``).

        A diary of an older version is brought up to date, also when it is only to be read: whoever updates the
        program and asks for findings first should not be told to log something.

        Raises
        ------
        NoDiaryYetError : it is only to be read, and nothing was ever written.
        StoreError : the folder cannot be used, or the diary cannot be opened.
        """
        from commensal.store.journal import Journal  # noqa: PLC0415 - SQLAlchemy only when a diary is opened

        try:
            return Journal.open(self.location, read_only=read_only)
        except OlderStoreError:
            return Journal.open(self.location)

    @contextmanager
    def journal_to_read(self) -> Iterator[Journal | None]:
        """The diary for reading, or None where nothing was ever written."""
        try:
            journal = self.journal(read_only=True)
        except NoDiaryYetError:
            yield None
            return
        with journal:
            yield journal

    def notice_is_due(self) -> bool:
        """Whether "not a medical device, not a diagnosis" has still to be shown for this diary."""
        return not self._notice_mark.exists()

    def notice_was_shown(self) -> None:
        """Remember that the notice was shown; a folder that does not exist yet is not made for it."""
        mark = self._notice_mark
        if self.folder is not None and not self.folder.is_dir():
            return
        try:
            mark.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            mark.touch(mode=0o600)
        except OSError:
            return  # shown again next time: better twice than never

    def forget_notice(self) -> None:
        """Take away the mark that the notice was shown, as when the diary is erased."""
        self._notice_mark.unlink(missing_ok=True)

    @property
    def _notice_mark(self) -> Path:
        return (self.folder or self.state_folder) / _NOTICE_MARK


def open_home(data: str | None = None, *, clock: Clock = local_clock) -> Home:
    """The home named by ``data``, else by COMMENSAL_DATA, else the person's own data folder.

    Opening makes nothing: a folder appears with the first entry.

    Raises
    ------
    UsageError : ``data`` names a file, or is empty.
    """
    named = data if data is not None else os.environ.get("COMMENSAL_DATA") or None
    return Home(location=_location(named), clock=clock, state_folder=state_folder())


def demo_folder() -> Path:
    """Where the demo's synthetic person lives: beside the person's own folder, never in it."""
    return _data_folder() / _DEMO_FOLDER


def state_folder() -> Path:
    """The program's own private folder, for its log."""
    from platformdirs import user_state_path  # noqa: PLC0415 - only when a home is opened

    return user_state_path("commensal", appauthor=False)


def _location(named: str | None) -> Path | str:
    if named is None:
        return _data_folder() / _OWN_FOLDER
    if not named.strip():
        raise UsageError(where="--data", found="nothing", expected="a folder", do="Name a folder, or leave --data out.")
    if "://" in named:
        return named
    folder = Path(named).expanduser().absolute()
    if folder.is_file():
        raise UsageError(
            where=f"--data {folder}",
            found="a file",
            expected="the folder that holds the diary",
            do="Name the folder; to read a file into the diary, use: commensal import FILE",
        )
    return folder


def _data_folder() -> Path:
    from platformdirs import user_data_path  # noqa: PLC0415 - only when a home is opened

    return user_data_path("commensal", appauthor=False)


def _without_password(url: str) -> str:
    scheme, _, rest = url.partition("://")
    credentials, at, host = rest.rpartition("@")
    user = credentials.partition(":")[0]
    # a password may also stand in the query (?password=…): nothing after the question mark is shown
    return f"{scheme}://{user}{at}{host.partition('?')[0]}"


def local_instant(day: date, clock_time: time, *, zone: tzinfo | None) -> datetime:
    """A clock time on a day as an instant, with the offset that holds there on that day."""
    naive = datetime.combine(day, clock_time)
    # A bare offset cannot know whether summer time held on another day; the system's rules can.
    return naive.replace(tzinfo=zone) if isinstance(zone, ZoneInfo) else naive.astimezone()
