"""``commensal undo``: take back the last action."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from commensal.cli.door import Door, pass_door, shared_options
from commensal.cli.words import counted, words
from commensal.report.numbers import moment_words
from commensal.service.undo import undo

if TYPE_CHECKING:
    from commensal.store.receipt import Undone


@click.command("undo")
@shared_options
@pass_door
def undo_command(door: Door) -> None:
    """Take back the last action. A whole import is one action. Undo again takes back the one before."""
    undone = undo(door.home())
    if undone is None:
        door.answer({"undone": None}, words("undo.nothing"))
        return
    door.answer({"undone": _document(undone)}, *_lines(undone))


def _document(undone: Undone) -> dict[str, Any]:
    return {
        "action": undone.action.name,
        "at": undone.action.at.isoformat(),
        "label": undone.action.label,
        "n_removed": undone.n_removed,
        "n_restored": undone.n_restored,
    }


def _lines(undone: Undone) -> list[str]:
    label = words("undo.label", label=undone.action.label) if undone.action.label else ""
    lines = [words("undo.done", action=undone.action.name, label=label, when=moment_words(undone.action.at))]
    if undone.n_removed:
        lines.append(counted(undone.n_removed, "undo.removed"))
    if undone.n_restored:
        lines.append(counted(undone.n_restored, "undo.restored"))
    return lines
