"""Keep: a person's diary leaves with them, is copied, comes back, or is deleted for good."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from commensal.service.home import Home
from commensal.store.backup import BackedUp, ErasureReport, Restored
from commensal.store.backup import backup as back_up_store
from commensal.store.backup import erase as erase_store
from commensal.store.backup import restore as restore_store
from commensal.store.export import Exported, write_tsv
from commensal.vocab.errors import StoreError


def export(home: Home, folder: Path) -> Exported:
    """Write everything the diary says as TSV files, one for each kind, into a new or empty folder.

    ``commensal import FOLDER`` brings it back, with the same content hash.

    Raises
    ------
    StoreError : there is no diary, or the folder holds something or cannot be written.
    """
    with home.journal(read_only=True) as journal:
        return write_tsv(journal, folder)


def backup(home: Home, file: Path, *, replace: bool = False) -> BackedUp:
    """Copy the whole diary, its history included, into one private file.

    Raises
    ------
    StoreError : there is no diary, or the file exists (unless ``replace``) or cannot be written.
    """
    with home.journal(read_only=True) as journal:
        return back_up_store(journal, file, replace=replace)


def restore(home: Home, file: Path, *, replace: bool = False) -> Restored:
    """Put a backup in the place of the diary.

    Raises
    ------
    StoreError : no whole backup, a diary with entries is there (unless ``replace``), or the diary is on a server.
    """
    if home.folder is None:
        raise StoreError(
            where=home.shown_location,
            found="a diary on a database server",
            expected="a folder",
            do="Nothing was changed. Name a folder with --data, or use the server's own tools.",
        )
    return restore_store(file, home.folder, replace=replace)


def erase(home: Home) -> ErasureReport:
    """Delete the diary for good, and say what cannot be reached from here.

    Raises
    ------
    StoreError : there is no diary, or another program has it open; nothing was deleted.
    """
    if not home.has_diary:
        raise StoreError(
            where=home.shown_location, found="no diary", expected="one to erase", do="Nothing was changed."
        )
    report = erase_store(home.location)
    home.forget_notice()
    if home.folder is None or not home.folder.is_dir():
        return report
    kept = tuple(str(path) for path in sorted(home.folder.iterdir()))
    if not kept:
        home.folder.rmdir()
    return dataclasses.replace(report, kept=kept)
