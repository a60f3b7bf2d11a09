"""What the journal answers: receipts, actions, and what an undo did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What a write did, or would do.

    Parameters
    ----------
    n_new : entries that were not there, or had been removed and are there again.
    n_changed : entries that were there and now say something else.
    n_unchanged : entries that were there already (or, for a removal, that were not there anyway).
    n_removed : entries that are gone from the diary; an undo brings them back.
    action_id : the action in the journal; None when nothing was written.
    """

    n_new: int = 0
    n_changed: int = 0
    n_unchanged: int = 0
    n_removed: int = 0
    action_id: int | None = None

    @property
    def n_written(self) -> int:
        """How many entries are not as they were."""
        return self.n_new + self.n_changed + self.n_removed


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One thing a person did: a line logged, a file imported, an undo.

    Parameters
    ----------
    id : counted up, never used again.
    name : what kind of action, for example ``import``.
    at : when, with offset.
    label : a few words for the person, for example the name of the file.
    n_entries : how many entries it wrote.
    undoes : for an undo, the action it took back.
    undone_by : the undo that took this action back, or None.
    """

    id: int
    name: str
    at: datetime
    label: str | None
    n_entries: int
    undoes: int | None
    undone_by: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ToUndo:
    """The action that an undo would take back; fields as in ``Action``."""

    id: int
    name: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """What an undo did.

    Parameters
    ----------
    action : the action that was taken back.
    n_removed : entries that had come with it and are gone.
    n_restored : entries that say again what they said before it.
    action_id : the undo itself, in the journal.
    """

    action: Action
    n_removed: int
    n_restored: int
    action_id: int
