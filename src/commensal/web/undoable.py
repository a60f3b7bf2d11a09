"""What the undo button on every page is about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from types import EllipsisType
from typing import TYPE_CHECKING

from starlette.requests import Request

from commensal.service.home import Home
from commensal.vocab.errors import CommensalError
from commensal.web.words import words

if TYPE_CHECKING:
    from commensal.store.receipt import ToUndo

# Longer ago, it is no slip of the finger; the list of My data and the command line still take it back.
_OFFERED_FOR = timedelta(hours=24)
_NAMED = frozenset({"log", "usual", "copy", "usual day", "own word", "import", "about me", "followed"})
# A made-up person's years are no slip of the finger: My data takes them back.
_NOT_OFFERED = frozenset({"demo"})
_JUST = frozenset({"undone", "nothing", "kept"})


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoButton:
    """The button, or the word about what was just done, or nothing.

    Parameters
    ----------
    action_id : the action it takes back; None where there is no button.
    label : what is on it.
    just : what was just done, in words.
    """

    action_id: int | None = None
    label: str = ""
    just: str = ""


def undo_button(request: Request, home: Home, to_undo: ToUndo | EllipsisType | None = ...) -> UndoButton:
    """What stands in the place of the undo button on this page.

    Parameters
    ----------
    to_undo : what undo would take back, where that is known already.
    """
    just = request.query_params.get("just", "")
    said = words(f"undo.just_{just}") if just in _JUST else ""
    found = _newest(home) if to_undo is ... else to_undo
    if found is None or found.name in _NOT_OFFERED or home.now() - found.at > _OFFERED_FOR:
        return UndoButton(just=said)
    key = found.name.replace(" ", "_") if found.name in _NAMED else "other"
    return UndoButton(action_id=found.id, label=words(f"undo.button_{key}"), just=said)


def _newest(home: Home) -> ToUndo | None:
    try:
        with home.journal_to_read() as journal:
            return None if journal is None else journal.next_undo()
    except CommensalError:
        return None  # a page about a diary that cannot be opened says so itself
