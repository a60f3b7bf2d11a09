"""Undo: take back the last action, be it one line or a whole import."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commensal.records.trial_facts import STOP_ACTION
from commensal.service.home import Home

if TYPE_CHECKING:
    from commensal.store.journal import Action, Undone


def undo(home: Home, *, only: int | None = None) -> Undone | None:
    """Undo the newest action that is not undone yet; None when there is nothing to undo.

    Parameters
    ----------
    only : the action that is meant; None is returned when it is not the newest any more, so that a button pressed
        twice takes back one thing.
    """
    with home.journal_to_read() as there:
        if there is None:
            return None
    with home.journal() as journal:
        return journal.undo_last(now=home.now(), only=only)


def actions_to_undo(home: Home, *, limit: int = 10) -> tuple[Action, ...]:
    """What was done lately and still stands, newest first: the order in which undo takes it back."""
    with home.journal_to_read() as journal:
        # Undos and what they took back lie between; ask for more than are shown.
        actions = () if journal is None else journal.actions(limit=limit * 20)
    standing = [
        action
        for action in actions
        if action.undoes is None and action.undone_by is None and action.name != STOP_ACTION
    ]
    return tuple(standing[:limit])
