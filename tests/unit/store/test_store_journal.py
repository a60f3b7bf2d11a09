"""The journal: what it keeps, what it answers, and what it takes back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from commensal.records.entry import Entry
from commensal.records.facts import Food, Measurement, Note, Sleep, StoolForm, SymptomRating
from commensal.records.trial_facts import STOP_ACTION, TrialEvent, TrialStep
from commensal.store.content import content_hash
from commensal.store.journal import Journal, Receipt
from commensal.vocab.errors import InvalidRecordError, StoreError
from commensal.vocab.origin import Origin
from commensal.vocab.scales import Scale
from commensal.vocab.units import Unit
from tests.unit.store.made_up import NOW, entry, rating, ratings

GOLDEN_HASH = "f5d297652282e18298e8b72c9c1cc5c5875811ae6cc5868e935d88d63d3f9d89"


def test_what_is_appended_is_read_back(journal: Journal) -> None:
    """Every part of an entry survives the store."""
    at = datetime(2026, 3, 1, 8, 30, 15, 250, tzinfo=timezone(timedelta(hours=-3, minutes=-30)))
    kept = entry("a", Food(name="粥", amount_g=0.1 + 0.2), at=at, origin=Origin.COPIED, source="visible", source_line=7)
    journal.append([kept], action="import", now=NOW)
    (read,) = journal.entries()
    assert read == kept
    assert read.at is not None
    assert read.at.utcoffset() == at.utcoffset()


def test_an_entry_is_there_after_reopening(location: Path | str) -> None:
    """A closed journal opens again with the same entries."""
    with Journal.open(location) as journal:
        journal.append(ratings(3), action="log", now=NOW)
        before = journal.content_hash()
    with Journal.open(location) as journal:
        assert journal.n_entries() == 3
        assert journal.content_hash() == before


def test_receipts_count_new_changed_and_unchanged(journal: Journal) -> None:
    """A second append tells what was new, what changed, and what was there already."""
    assert journal.append(ratings(3), action="log", now=NOW) == Receipt(n_new=3, action_id=1)
    again = [entry("e0", rating(9), day=date(2026, 1, 1)), *ratings(3)[1:], entry("e3")]
    receipt = journal.append(again, action="log", now=NOW)
    assert receipt == Receipt(n_new=1, n_changed=1, n_unchanged=2, action_id=2)
    assert receipt.n_written == 2
    assert [one.fact for one in journal.entries() if one.id == "e0"] == [rating(9)]


def test_the_same_import_twice_is_once(journal: Journal) -> None:
    """Importing again writes nothing at all, not even an action."""
    journal.append(ratings(3), action="import", now=NOW)
    before = journal.actions(), journal.content_hash()
    assert journal.append(ratings(3), action="import", now=NOW) == Receipt(n_unchanged=3)
    assert (journal.actions(), journal.content_hash()) == before


def test_when_and_on_which_line_it_was_written_is_not_content(journal: Journal) -> None:
    """Reading the same file later, with lines added above, changes nothing."""
    journal.append([entry("a", source_line=3)], action="import", now=NOW)
    later = entry("a", source_line=4, recorded_at=NOW + timedelta(days=30))
    assert journal.append([later], action="import", now=NOW) == Receipt(n_unchanged=1)


@pytest.mark.parametrize(
    "other",
    [
        entry("a", rating(5)),
        entry("a", Note(text="fatigue")),
        entry("a", day=date(2026, 3, 2)),
        entry("a", at=NOW),
        entry("a", origin=Origin.CONFIRMED),
        entry("a", source="visible"),
        entry("a", SymptomRating(symptom="fatigue", score=4, scale=Scale(id="mine", minimum=0, maximum=10))),
    ],
)
def test_everything_else_is_content(journal: Journal, other: Entry) -> None:
    """Another value, kind, day, time, origin, source or scale is a revision, and changes the hash."""
    journal.append([entry("a")], action="log", now=NOW)
    before = journal.content_hash()
    assert journal.append([other], action="log", now=NOW).n_changed == 1
    assert journal.content_hash() != before


def test_the_same_instant_at_another_offset_is_a_change(journal: Journal) -> None:
    """The offset is kept, so correcting it is a correction."""
    journal.append([entry("a", at=NOW)], action="log", now=NOW)
    assert journal.append([entry("a", at=NOW.astimezone(UTC))], action="log", now=NOW).n_changed == 1


def test_four_and_four_point_zero_are_the_same(journal: Journal) -> None:
    """Entries that compare equal have the same content, however the number was typed."""
    journal.append([entry("a", rating(4))], action="log", now=NOW)
    assert journal.append([entry("a", rating(4.0))], action="log", now=NOW).n_unchanged == 1
    zero = Measurement(name="temperature", value=0.0, unit=Unit.CELSIUS)
    minus_zero = Measurement(name="temperature", value=-0.0, unit=Unit.CELSIUS)
    journal.append([entry("b", zero)], action="log", now=NOW)
    assert journal.append([entry("b", minus_zero)], action="log", now=NOW).n_unchanged == 1


def test_compare_tells_what_append_would_do_and_writes_nothing(journal: Journal) -> None:
    """The dry run counts the same and leaves no trace."""
    journal.append(ratings(2), action="log", now=NOW)
    wanted = [*ratings(1, score=7), *ratings(2)[1:], entry("new")]
    before = journal.content_hash(), journal.actions()
    dry = journal.compare(wanted)
    assert (journal.content_hash(), journal.actions()) == before
    wet = journal.append(wanted, action="log", now=NOW)
    assert (dry.n_new, dry.n_changed, dry.n_unchanged) == (wet.n_new, wet.n_changed, wet.n_unchanged) == (1, 1, 1)
    assert dry.action_id is None


def test_entries_come_by_day_then_time_then_id(journal: Journal) -> None:
    """Those without a time come first in their day; order does not depend on the server's language."""
    morning, evening = NOW.replace(hour=8), NOW.replace(hour=21)
    wanted = [
        entry("z", day=date(2026, 2, 28), at=evening),
        entry("B"),
        entry("a"),
        entry("é"),
        entry("d", at=morning),
        entry("c", at=evening.astimezone(UTC)),
    ]
    journal.append(reversed(wanted), action="log", now=NOW)
    assert [one.id for one in journal.entries()] == ["z", "B", "a", "é", "d", "c"]


def test_entries_can_be_asked_by_day_and_kind(journal: Journal) -> None:
    """Both ends of a span are included, and kinds choose."""
    journal.append([*ratings(10), entry("n", Note(text="x"), day=date(2026, 1, 5))], action="log", now=NOW)
    found = journal.entries(first_day=date(2026, 1, 3), last_day=date(2026, 1, 5))
    assert [one.id for one in found] == ["e2", "e3", "e4", "n"]
    assert [one.id for one in journal.entries(kinds={"note"})] == ["n"]
    assert journal.entries(kinds=()) == ()


def test_a_day_outside_a_span_does_not_let_an_old_revision_back_in(journal: Journal) -> None:
    """An entry moved to another day is not found on its old one."""
    journal.append([entry("a", day=date(2026, 3, 1))], action="log", now=NOW)
    journal.append([entry("a", day=date(2026, 3, 2))], action="log", now=NOW)
    assert journal.entries(last_day=date(2026, 3, 1)) == ()


def test_removing_hides_and_counts(journal: Journal) -> None:
    """A removed entry is gone from the diary; unknown ids are counted, not refused."""
    journal.append(ratings(3), action="log", now=NOW)
    receipt = journal.remove(["e0", "e1", "nobody"], action="remove", now=NOW)
    assert receipt == Receipt(n_removed=2, n_unchanged=1, action_id=2)
    assert [one.id for one in journal.entries()] == ["e2"]
    assert journal.remove(["e0"], action="remove", now=NOW) == Receipt(n_unchanged=1)


def test_what_was_removed_can_come_back(journal: Journal) -> None:
    """Appending a removed entry again restores it, with the same content."""
    journal.append(ratings(2), action="log", now=NOW)
    before = journal.content_hash()
    journal.remove(["e0"], action="remove", now=NOW)
    assert journal.append(ratings(2), action="import", now=NOW) == Receipt(n_new=1, n_unchanged=1, action_id=3)
    assert journal.content_hash() == before


def test_undo_takes_back_one_whole_import(journal: Journal) -> None:
    """An import that added and changed entries is taken back as one action, to the same content hash."""
    journal.append(ratings(3), action="log", now=NOW)
    before = journal.content_hash(), journal.entries()
    journal.append([*ratings(2, score=8), *ratings(5, prefix="f")], action="import", now=NOW, label="visible.csv")
    undone = journal.undo_last(now=NOW)
    assert undone is not None
    assert (undone.action.name, undone.action.label) == ("import", "visible.csv")
    assert (undone.n_removed, undone.n_restored) == (5, 2)
    assert (journal.content_hash(), journal.entries()) == before


def test_undo_is_a_pile_taken_from_the_top(journal: Journal) -> None:
    """Several actions on the same entry are taken back newest first, each to what was before it."""
    hashes = [journal.content_hash()]
    journal.append([entry("a", rating(1))], action="log", now=NOW)
    hashes.append(journal.content_hash())
    journal.append([entry("a", rating(2))], action="correct", now=NOW)
    hashes.append(journal.content_hash())
    journal.remove(["a"], action="remove", now=NOW)
    for expected in reversed(hashes):
        assert journal.undo_last(now=NOW) is not None
        assert journal.content_hash() == expected
    assert journal.undo_last(now=NOW) is None


def test_the_stop_of_a_trial_is_never_taken_back(journal: Journal) -> None:
    """Undo passes over it, takes back what lies below as exactly as ever, and then finds nothing more."""
    journal.append([entry("a", rating(1))], action="log", now=NOW)
    before = journal.content_hash()
    stop = entry("stop", TrialEvent(trial_id="ab12", step=TrialStep.STOPPED))
    journal.append([entry("a", rating(9)), entry("n", Note(text="x"))], action="log", now=NOW)
    journal.append([stop], action=STOP_ACTION, now=NOW)
    undone = journal.undo_last(now=NOW)
    assert undone is not None
    assert undone.action.name == "log"
    assert {one.id: one.fact for one in journal.entries()} == {"a": rating(1), "stop": stop.fact}
    assert journal.content_hash() != before
    journal.undo_last(now=NOW)
    assert journal.undo_last(now=NOW) is None
    assert [one.id for one in journal.entries()] == ["stop"]


def test_undo_after_undo_and_a_new_action_takes_back_the_new_one(journal: Journal) -> None:
    """What was undone stays undone; the next undo is of what came after."""
    journal.append([entry("a", rating(1))], action="log", now=NOW)
    journal.undo_last(now=NOW)
    journal.append([entry("a", rating(2))], action="log", now=NOW)
    journal.append([entry("b")], action="log", now=NOW)
    assert [journal.undo_last(now=NOW) is not None for _ in range(3)] == [True, True, False]
    assert journal.entries() == ()


def test_undo_gives_back_when_it_was_recorded(journal: Journal) -> None:
    """The restored entry is the old one in all its parts, not only in its content."""
    first = entry("a", rating(1), recorded_at=NOW - timedelta(days=3), source_line=12)
    journal.append([first], action="log", now=NOW)
    journal.append([entry("a", rating(2))], action="log", now=NOW)
    journal.undo_last(now=NOW)
    assert journal.entries() == (first,)


def test_actions_tell_what_was_done(journal: Journal) -> None:
    """Newest first, with their label, their size, and what undid them."""
    journal.append(ratings(2), action="import", now=NOW, label="a.csv")
    journal.append([entry("x")], action="log", now=NOW + timedelta(minutes=1))
    journal.undo_last(now=NOW + timedelta(minutes=2))
    undo, log, imported = journal.actions()
    assert (undo.name, undo.undoes, undo.undone_by) == ("undo", log.id, None)
    assert (log.name, log.n_entries, log.undone_by) == ("log", 1, undo.id)
    assert (imported.label, imported.n_entries, imported.undone_by) == ("a.csv", 2, None)
    assert imported.at == NOW
    assert journal.actions(limit=1) == (undo,)


def test_the_hash_depends_on_content_not_on_history(journal: Journal, tmp_path: Path) -> None:
    """Two journals that say the same have the same hash, whatever way they came to it, on any database."""
    journal.append(ratings(5, score=1), action="log", now=NOW)
    journal.append(ratings(5), action="correct", now=NOW)
    journal.append([entry("x")], action="log", now=NOW)
    journal.remove(["x"], action="remove", now=NOW)
    with Journal.open(tmp_path / "other") as other:
        other.append(reversed(ratings(5)), action="import", now=NOW + timedelta(days=1))
        assert other.content_hash() == journal.content_hash() == content_hash(journal.entries())


def test_the_hash_of_a_known_diary_never_changes(journal: Journal) -> None:
    """A hash written down today is found again in ten years (its definition is in store/content.py)."""
    at = datetime(2026, 3, 1, 7, tzinfo=ZoneInfo("Europe/Berlin"))
    known = [
        entry("1", Food(name="porridge", amount_g=250.0, text="porridge with blueberries"), at=at),
        entry("2", Sleep(duration_h=7.25)),
        entry("3", StoolForm(form=4), origin=Origin.IMPORTED, source="csv", source_line=3),
        entry("4", Note(text="Tab\there, naïve, 粥")),
    ]
    journal.append(known, action="log", now=NOW)
    assert journal.content_hash() == GOLDEN_HASH


def test_an_empty_diary_has_a_hash(journal: Journal) -> None:
    """No entries is content too, and an undo returns to it."""
    empty = journal.content_hash()
    assert empty == content_hash([])
    journal.append([entry("a")], action="log", now=NOW)
    journal.undo_last(now=NOW)
    assert journal.content_hash() == empty


def test_two_different_entries_under_one_id_are_refused(journal: Journal) -> None:
    """Nothing is dropped silently: the whole append is refused, with the line that brought the second."""
    with pytest.raises(InvalidRecordError, match=r"visible, line 9: found a second, different symptom_rating"):
        journal.append([entry("a"), entry("a", rating(5), source="visible", source_line=9)], action="import", now=NOW)
    assert journal.n_entries() == 0
    assert journal.append([entry("a"), entry("a")], action="import", now=NOW) == Receipt(n_new=1, action_id=1)


@pytest.mark.parametrize(
    "bad",
    [
        entry("a", Sleep(quality=float("nan"))),
        entry("a", Note(text="half a letter: \ud800")),
        entry("", Note(text="")),
        entry("a\0", Note(text="")),
        entry("a", StoolForm(form=4.5)),  # type: ignore[arg-type]
        entry("a", day=NOW),
        entry("a", at=datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=2)))),
        entry("a", recorded_at=datetime(2026, 3, 1, tzinfo=timezone(timedelta(microseconds=1)))),
    ],
)
def test_what_cannot_be_kept_is_refused_and_nothing_is_written(journal: Journal, bad: Entry) -> None:
    """Not-a-number, half letters, empty ids and impossible instants give a sentence and leave the diary alone."""
    with pytest.raises(InvalidRecordError, match="Nothing was changed"):
        journal.append([entry("good"), bad], action="log", now=NOW)
    assert journal.n_entries() == 0
    assert journal.actions() == ()


def test_now_needs_an_offset(journal: Journal) -> None:
    """A clock without a zone is our own mistake, not a person's."""
    with pytest.raises(ValueError, match="offset"):
        journal.append([entry("a")], action="log", now=datetime(2026, 3, 1))  # noqa: DTZ001


def test_a_closed_journal_stays_closed(journal: Journal) -> None:
    """Using it after closing is our own mistake, and is not quietly repaired."""
    journal.close()
    with pytest.raises(ValueError, match="closed"):
        journal.entries()
    with pytest.raises(ValueError, match="closed"):
        journal.append([entry("a")], action="log", now=NOW)


def test_a_label_may_be_any_file_name(journal: Journal) -> None:
    """File names that are no text do not stop an import."""
    journal.append([entry("a")], action="import", now=NOW, label="caf\udce9\0.csv")
    assert journal.actions()[0].label == "caf?\ufffd.csv"


@pytest.mark.parametrize(
    "statement", ["UPDATE entry SET day = '2000-01-01'", "DELETE FROM entry", "DELETE FROM action"]
)
def test_the_database_itself_refuses_to_rewrite_history(journal: Journal, statement: str) -> None:
    """Rows are append-only by the database's own rule, not only by our good intentions."""
    journal.append([entry("a")], action="log", now=NOW)
    with pytest.raises(DatabaseError, match="append-only"), journal.engine.begin() as connection:
        connection.execute(text(statement))
    assert journal.n_entries() == 1


def test_history_is_kept(journal: Journal) -> None:
    """A correction, a removal and an undo each add a revision; none replaces one."""
    journal.append([entry("a", rating(1))], action="log", now=NOW)
    journal.append([entry("a", rating(2))], action="log", now=NOW)
    journal.remove(["a"], action="remove", now=NOW)
    journal.undo_last(now=NOW)
    with journal.engine.connect() as connection:
        rows = connection.execute(text("SELECT revision, is_removed, action_id FROM entry ORDER BY seq")).all()
    assert [(row[0], bool(row[1]), row[2]) for row in rows] == [
        (1, False, 1),
        (2, False, 2),
        (3, True, 3),
        (4, False, 4),
    ]


def test_a_journal_for_reading_does_not_write(location: Path | str) -> None:
    """Read only means read only, with a sentence."""
    with Journal.open(location) as journal:
        journal.append([entry("a")], action="log", now=NOW)
    with Journal.open(location, read_only=True) as journal:
        assert journal.n_entries() == 1
        assert journal.compare([entry("b")]).n_new == 1
        with pytest.raises(StoreError, match="opened for reading only"):
            journal.append([entry("b")], action="log", now=NOW)
        with pytest.raises(StoreError, match="opened for reading only"):
            journal.undo_last(now=NOW)


def test_more_entries_than_a_statement_can_carry(journal: Journal) -> None:
    """Large imports are looked up, written, changed, removed and undone in portions, still as one action."""
    many = ratings(12_001)
    empty = journal.content_hash()
    assert journal.append(many, action="import", now=NOW).n_new == len(many)
    full = journal.content_hash()
    assert journal.append(many, action="import", now=NOW).n_unchanged == len(many)
    assert journal.remove([one.id for one in many], action="remove", now=NOW).n_removed == len(many)
    assert journal.content_hash() == empty
    journal.undo_last(now=NOW)
    assert journal.content_hash() == full
    journal.undo_last(now=NOW)
    assert journal.content_hash() == empty
