"""``commensal undo``: take back the last action."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from commensal.cli.door import Door, pass_door, shared_options
from commensal.cli.words import counted, words
from commensal.report.numbers import moment_words
from commensal.service.undo import actions_to_undo, undo

if TYPE_CHECKING:
    from commensal.store.receipt import Action, Undone

ACTIONS = frozenset({"log", "usual", "copy", "usual day", "own word", "import"})
"""Actions that have a name in the words of this command; others stand as they are."""


@click.command("undo")
@click.option("--list", "is_list", is_flag=True, help="Show what could be taken back, and take nothing back.")
@shared_options
@pass_door
def undo_command(door: Door, *, is_list: bool) -> None:
    """Take back the last action. A whole import is one action. Undo again takes back the one before."""
    if is_list:
        _answer_list(door, actions_to_undo(door.home()))
        return
    undone = undo(door.home())
    if undone is None:
        door.answer({"undone": None}, words("undo.nothing"))
        return
    door.answer({"undone": _document(undone)}, *_lines(undone))


def _answer_list(door: Door, actions: tuple[Action, ...]) -> None:
    document = [{"action": one.name, "at": one.at.isoformat(), "label": one.label} for one in actions]
    if not actions:
        door.answer({"actions": document}, words("undo.nothing"))
        return
    door.answer({"actions": document}, words("undo.list"), *(_item(action) for action in actions))


def _item(action: Action) -> str:
    return words(
        "undo.item",
        when=moment_words(action.at),
        action=action_words(action),
        label=_label(action),
        entries=counted(action.n_entries, "undo.entry"),
    )


def action_words(action: Action) -> str:
    """The name of an action as a person knows it; one of a later version stands as it is."""
    if action.name not in ACTIONS:
        return action.name
    return words(f"action.{action.name.replace(' ', '_')}")


def _label(action: Action) -> str:
    return words("undo.label", label=action.label) if action.label else ""


def _document(undone: Undone) -> dict[str, Any]:
    return {
        "action": undone.action.name,
        "at": undone.action.at.isoformat(),
        "label": undone.action.label,
        "n_removed": undone.n_removed,
        "n_restored": undone.n_restored,
    }


def _lines(undone: Undone) -> list[str]:
    action, label = action_words(undone.action), _label(undone.action)
    lines = [words("undo.done", action=action, label=label, when=moment_words(undone.action.at))]
    if undone.n_removed:
        lines.append(counted(undone.n_removed, "undo.removed"))
    if undone.n_restored:
        lines.append(counted(undone.n_restored, "undo.restored"))
    return lines
