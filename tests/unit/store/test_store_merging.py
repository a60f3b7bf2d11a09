"""Merging: of one id what was written down last holds, and what was taken back stays so; on each kind of database."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import permutations

from commensal.records.facts import Note
from commensal.store.journal import Journal
from commensal.store.receipt import Receipt
from tests.unit.store.made_up import NOW, entry, rating, ratings


def _at(second: int) -> datetime:
    return NOW + timedelta(seconds=second)


def test_the_last_writing_holds_in_every_order(journal: Journal) -> None:
    """Three writings of one id, in all six orders: the latest is there, also where it says what the first said."""
    writings = [entry("a", rating(score), recorded_at=_at(second)) for second, score in ((1, 4), (2, 5), (3, 4))]
    for number, order in enumerate(permutations(writings)):
        named = [entry(f"{number}", one.fact, recorded_at=one.recorded_at) for one in order]
        for one in named:
            journal.merge([one], action="log", now=NOW)
    assert [one.fact for one in journal.entries()] == [rating(4)] * 6
    assert {one.recorded_at for one in journal.entries()} == {_at(3)}


def test_two_of_one_instant_have_one_order(journal: Journal) -> None:
    """Where two devices wrote the same row at the same instant, the same one holds, whichever came first."""
    hashes = set()
    for order in permutations([entry("a", rating(4)), entry("a", rating(5))]):
        for one in order:
            journal.merge([one], action="log", now=NOW)
        hashes.add(journal.content_hash())
    journal.merge([entry("a", rating(5)), entry("a", rating(4))], action="log", now=NOW)
    assert len({*hashes, journal.content_hash()}) == 1


def test_receipts_tell_what_was_written(journal: Journal) -> None:
    """New, changed and known are counted; what is known writes nothing, not even an action."""
    assert journal.merge(ratings(3), action="log", now=NOW) == Receipt(n_new=3, action_id=1)
    assert journal.merge(ratings(3), action="log", now=NOW) == Receipt(n_unchanged=3)
    later = [entry("e0", rating(9), day=date(2026, 1, 1), recorded_at=_at(1)), entry("new")]
    assert journal.merge(later, action="log", now=NOW) == Receipt(n_new=1, n_changed=1, action_id=2)
    assert len(journal.actions()) == 2


def test_what_was_taken_back_does_not_return(journal: Journal) -> None:
    """Undone or removed, the same writing arrives for nothing; a later one is there."""
    for take_back in (lambda: journal.undo_last(now=NOW), lambda: journal.remove(["a"], action="taken out", now=NOW)):
        second = len(journal.actions())
        journal.merge([entry("a", rating(4), recorded_at=_at(second))], action="log", now=NOW)
        take_back()
        assert journal.merge([entry("a", rating(4), recorded_at=_at(second))], action="log", now=NOW).n_written == 0
        assert journal.entries() == ()
        assert journal.ever_held(["a", "never"]) == {"a"}
    assert journal.merge([entry("a", rating(2), recorded_at=_at(99))], action="log", now=NOW).n_new == 1


def test_an_undo_may_mean_one_action(journal: Journal) -> None:
    """Named by its number it is taken back if it is the newest, and nothing else ever is."""
    journal.append([entry("a")], action="log", now=NOW)
    journal.append([entry("b")], action="copy", now=NOW)
    found = journal.next_undo()
    assert found is not None
    assert (found.id, found.name, found.at) == (2, "copy", NOW)
    assert journal.undo_last(now=NOW, only=1) is None
    assert journal.undo_last(now=NOW, only=2) is not None
    assert journal.undo_last(now=NOW, only=2) is None
    assert [one.id for one in journal.entries()] == ["a"]
    assert journal.undo_last(now=NOW, only=1) is not None
    assert journal.next_undo() is None


def test_what_kinds_a_day_holds(journal: Journal) -> None:
    """Of the days asked for alone, and without what was taken out."""
    journal.append([*ratings(5), entry("n", Note(text="x"), day=date(2026, 1, 2))], action="log", now=NOW)
    journal.remove(["e2"], action="taken out", now=NOW)
    asked = [date(2026, 1, 2), date(2026, 1, 3), date(2026, 1, 4), date(2027, 1, 1)]
    assert journal.kinds_by_day(asked) == {
        date(2026, 1, 2): {"symptom_rating", "note"},
        date(2026, 1, 4): {"symptom_rating"},
    }
    assert journal.kinds_by_day([]) == {}
