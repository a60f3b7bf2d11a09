"""A day as it was logged, and taking back."""

from __future__ import annotations

from datetime import date
from typing import Any

from commensal.records.imports import name_of
from commensal.service.day import day_as_logged
from commensal.service.home import Home
from commensal.service.log import log
from commensal.service.undo import undo


def _hash(home: Home) -> str:
    with home.journal() as journal:
        return journal.content_hash()


def test_an_empty_day_is_an_answer_and_makes_nothing(home: Home) -> None:
    """Looking at a day before the first entry shows nothing and creates nothing."""
    assert day_as_logged(home).entries == ()
    assert not home.has_diary


def test_a_day_shows_its_own_entries_in_order(home: Home, clock: Any) -> None:
    """By hour, backfilled ones first, and no other day's."""
    log(home, foods=["soup"], ratings={"pain": 4})
    clock.forward(hours=2)
    log(home, ratings={"fatigue": 6})
    clock.forward(days=1)
    log(home, ratings={"nausea": 1}, day=date(2026, 11, 21))
    log(home, ratings={"pain": 1})
    shown = day_as_logged(home, date(2026, 11, 21))
    assert [name_of(entry.fact) for entry in shown.entries] == ["nausea", "soup", "pain", "fatigue"]


def test_undo_takes_back_one_action_at_a_time(home: Home) -> None:
    """Two lines, two undos: each gives back exactly the content before it; a third says there is nothing."""
    log(home, "first")
    first = _hash(home)
    log(home, "second", ratings={"pain": 3})
    undone = undo(home)
    assert undone is not None
    assert (undone.action.name, undone.n_removed) == ("log", 2)
    assert _hash(home) == first
    assert undo(home) is not None
    assert undo(home) is None
    assert day_as_logged(home).entries == ()


def test_undo_without_a_diary_makes_none(home: Home) -> None:
    """Undo in an empty home is an answer, not an error, and leaves no file."""
    assert undo(home) is None
    assert not home.has_diary
