"""Undo: take back the last action, be it one line or a whole import."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commensal.service.home import Home

if TYPE_CHECKING:
    from commensal.store.journal import Undone


def undo(home: Home) -> Undone | None:
    """Undo the newest action that is not undone yet; None when there is nothing to undo."""
    with home.journal_to_read() as there:
        if there is None:
            return None
    with home.journal() as journal:
        return journal.undo_last(now=home.now())
