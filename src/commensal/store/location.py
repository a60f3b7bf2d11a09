"""Where a diary lies: the folder of one person, the file in it, and who may read them."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from commensal.store.trouble import told_plainly
from commensal.vocab.errors import StoreError

JOURNAL_FILE = "journal.sqlite"
MIGRATION_COPY = "journal.sqlite.before-migration"
RESTORING_PREFIX = "journal.restoring."
SQLITE_COMPANIONS = ("-wal", "-shm", "-journal")
"""Endings of the files that SQLite keeps beside a database while it is in use, or after a crash."""

PRIVATE_FOLDER_MODE = 0o700
PRIVATE_FILE_MODE = 0o600
_FOR_OTHERS = stat.S_IRWXG | stat.S_IRWXO


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """One person's place on disk."""

    folder: Path

    @property
    def journal(self) -> Path:
        """The journal file."""
        return self.folder / JOURNAL_FILE


def home_at(folder: Path | str) -> Home:
    """The place a folder name stands for.

    Raises
    ------
    StoreError : something that is not a folder lies there.
    """
    path = Path(folder).expanduser().absolute()
    with told_plainly(str(path)):
        is_something_else = path.exists() and not path.is_dir()
    if is_something_else:
        raise StoreError(
            where=str(path), found="a file", expected="a folder, one for each person", do="Name a folder with --data."
        )
    return Home(folder=path)


def make_private_folder(folder: Path) -> None:
    """Create a folder, and those above it that are missing, for its owner alone.

    A folder that is already there keeps its permissions: it may be one that others share on purpose, and it is not
    ours to close. The files in it are private all the same; ``open_to_others`` tells.
    """
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    for path in reversed(missing):
        # Another process may make the same folder at the same moment.
        path.mkdir(mode=PRIVATE_FOLDER_MODE, exist_ok=True)


def make_private_file(file: Path) -> None:
    """Create an empty file that only its owner may read; an existing one is closed to others.

    SQLite gives its companions (-wal, -shm) the permissions of the database, so theirs follow.
    """
    try:
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE_FILE_MODE))
    except FileExistsError:
        close_to_others(file)


def close_to_others(file: Path) -> None:
    """Take away what a file permits to others, where we may."""
    for path in (file, *companions(file)):
        mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else 0
        if mode & _FOR_OTHERS:
            try:
                path.chmod(mode & ~_FOR_OTHERS)
            except PermissionError:
                # The file of another user that we may write: theirs to close. `open_to_others` reports it.
                continue


def companions(file: Path) -> tuple[Path, ...]:
    """The files that SQLite may keep beside a database file."""
    return tuple(file.with_name(file.name + ending) for ending in SQLITE_COMPANIONS)


def known_paths(home: Home) -> tuple[Path, ...]:
    """Everything of ours that lies in a folder now: the journal, its companions, and what a crash left behind."""
    databases = (home.journal, home.folder / MIGRATION_COPY)
    files = [path for file in databases for path in (file, *companions(file))]
    files += sorted(home.folder.glob(f"{JOURNAL_FILE}*.part*"))
    for folder in sorted(home.folder.glob(f"{RESTORING_PREFIX}*")):
        files += [*sorted(folder.iterdir()), folder]
    return tuple(path for path in files if path.exists() or path.is_symlink())


def open_to_others(folder: Path | str) -> tuple[Path, ...]:
    """The folder and those of its journal files that other users of the machine may read or enter."""
    home = home_at(folder)
    paths = (home.folder, home.journal, *companions(home.journal))
    return tuple(path for path in paths if path.exists() and stat.S_IMODE(path.stat().st_mode) & _FOR_OTHERS)


def sync_folder(folder: Path) -> None:
    """Make a new or renamed file name durable, where the system lets a folder be synced."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
