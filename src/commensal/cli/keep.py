"""``commensal export``, ``backup``, ``restore`` and ``erase``: the diary is the person's own."""

from __future__ import annotations

from pathlib import Path

import click

from commensal.cli.door import Door, pass_door, shared_options
from commensal.cli.progress import busy
from commensal.cli.words import counted, words
from commensal.service.keep import backup, erase, export, restore

_A_PATH = click.Path(path_type=Path)


@click.command("export")
@click.argument("folder", metavar="DIR", type=_A_PATH)
@shared_options
@pass_door
def export_command(door: Door, /, folder: Path) -> None:
    """Write everything the diary says as plain TSV files into DIR, a new or empty folder.

    'commensal import DIR' brings it back.
    """
    with busy(words("keep.exporting")):
        exported = export(door.home(), folder)
    document = {
        "folder": str(exported.folder),
        "n_entries": exported.n_entries,
        "n_by_kind": dict(exported.n_by_kind),
        "content_hash": exported.content_hash,
    }
    entries = counted(exported.n_entries, "keep.entry")
    door.answer(
        document,
        words("keep.exported", entries=entries, folder=exported.folder),
        words("keep.bring_back", folder=exported.folder),
        words("keep.not_encrypted"),
    )


@click.command("backup")
@click.argument("file", type=_A_PATH)
@click.option("--replace", is_flag=True, help="Replace FILE if it is there.")
@shared_options
@pass_door
def backup_command(door: Door, /, file: Path, *, replace: bool) -> None:
    """Copy the whole diary, its history included, into FILE. It may be in use meanwhile."""
    with busy(words("keep.copying")):
        backed_up = backup(door.home(), file, replace=replace)
    document = {
        "file": str(backed_up.file),
        "n_entries": backed_up.n_entries,
        "n_bytes": backed_up.n_bytes,
        "content_hash": backed_up.content_hash,
        "problems": list(backed_up.problems),
    }
    entries = counted(backed_up.n_entries, "keep.entry")
    door.answer(
        document,
        words("keep.backed_up", entries=entries, file=backed_up.file),
        *(words("keep.problem", problem=problem) for problem in backed_up.problems),
        words("keep.not_encrypted"),
    )


@click.command("restore")
@click.argument("file", type=_A_PATH)
@click.option("--replace", is_flag=True, help="Replace the diary that is there.")
@shared_options
@pass_door
def restore_command(door: Door, /, file: Path, *, replace: bool) -> None:
    """Bring back FILE, which 'commensal backup' wrote. A diary with entries is not replaced unasked."""
    with busy(words("keep.copying")):
        restored = restore(door.home(), file, replace=replace)
    document = {
        "folder": str(restored.folder),
        "n_entries": restored.n_entries,
        "content_hash": restored.content_hash,
        "replaced": restored.replaced,
    }
    entries = counted(restored.n_entries, "keep.entry")
    door.answer(document, words("keep.restored", entries=entries, folder=restored.folder))


@click.command("erase")
@click.option("--yes", "is_answered", is_flag=True, help="Erase without asking.")
@shared_options
@pass_door
def erase_command(door: Door, /, *, is_answered: bool) -> None:
    """Delete the diary for good; 'undo' cannot bring it back. Says what it cannot reach."""
    home = door.opener(door.data)
    word = words("keep.erase_word")
    if home.has_diary:
        question = words("keep.erase_question", location=home.shown_location, word=word)
        door.confirm_word(question, word, is_answered=is_answered)
    report = erase(home)
    document = {
        "place": report.place,
        "deleted": list(report.deleted),
        "kept": list(report.kept),
        "cannot_reach": list(report.cannot_reach),
    }
    kept = [words("keep.left_alone"), *(f"  {path}" for path in report.kept)] if report.kept else []
    door.answer(
        document,
        words("keep.erased", place=report.place),
        *kept,
        words("keep.cannot_reach"),
        *(f"  {sentence}" for sentence in report.cannot_reach),
    )
