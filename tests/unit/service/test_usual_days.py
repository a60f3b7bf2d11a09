"""A usual day is a suggestion until somebody stands behind it; a copy is marked, and never holds how one felt."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from commensal.diary.day_table import day_table
from commensal.records.entry import Entry
from commensal.records.facts import Activity, Fact, Food, MedicineDose, Sleep, SymptomRating
from commensal.service.baseline import baseline, baseline_from, clear_baseline, set_baseline
from commensal.service.home import Home
from commensal.service.log import log
from commensal.service.repeating import speaks_of
from commensal.service.undo import actions_to_undo, undo
from commensal.service.words import Understood, understand
from commensal.store.export import read_tsv, write_tsv
from commensal.vocab.errors import UsageError
from commensal.vocab.origin import Origin
from commensal.vocab.presence import Presence
from tests.unit.service.conftest import StandingClock

TODAY = date(2026, 11, 21)
YESTERDAY = TODAY - timedelta(days=1)
USUAL = "porridge, coffee, omeprazole 20, slept 7h"


def _on(home: Home, day: date) -> dict[str, Entry]:
    """The entries of a day by what they are about; words left out."""
    with home.journal() as journal:
        entries = journal.entries(first_day=day, last_day=day)
    return {_about(entry.fact): entry for entry in entries if entry.kind not in ("note", "usual_day", "own_word")}


def _about(fact: Fact) -> str:
    return str(getattr(fact, "name", None) or getattr(fact, "symptom", None) or type(fact).__name__).casefold()


def _set_usual(home: Home, text: str = USUAL, *, since: date | None = None) -> None:
    set_baseline(home, understand(home, text), since=since)


def _hash(home: Home) -> str:
    with home.journal() as journal:
        return journal.content_hash()


def test_a_usual_day_counts_on_no_day_by_itself(home: Home) -> None:
    """Setting it adds nothing to any day, and nothing to the day table."""
    _set_usual(home)
    assert _on(home, TODAY) == {}
    with home.journal() as journal:
        assert [entry.origin for entry in journal.entries()] == [Origin.PREFILLED]
        assert day_table(journal.entries()).days == ()


def test_nothing_unusual_is_one_action(home: Home) -> None:
    """One call writes all of it, confirmed; one undo takes all of it back."""
    _set_usual(home)
    before = _hash(home)
    logged = log(home, usual=True)
    assert set(_on(home, TODAY)) == {"porridge", "coffee", "omeprazole", "sleep"}
    assert {entry.origin for entry in logged.entries} == {Origin.CONFIRMED}
    assert {entry.at for entry in logged.entries} == {None}
    assert undo(home) is not None
    assert _hash(home) == before


def test_exceptions_are_said_in_the_same_breath(home: Home) -> None:
    """No coffee is a recorded none, wine comes on top, and both belong to the one action."""
    _set_usual(home)
    before = _hash(home)
    log(home, "usual but no coffee, plus wine")
    day = _on(home, TODAY)
    assert isinstance(day["coffee"].fact, Food)
    assert day["coffee"].fact.presence is Presence.NONE
    assert day["porridge"].origin is Origin.CONFIRMED
    assert [entry.origin for about, entry in day.items() if "wine" in about] == [Origin.ENTERED]
    undo(home)
    assert _hash(home) == before


def test_exceptions_by_option(home: Home) -> None:
    """--without and --food do the same; hours of sleep that were stated count instead of the usual ones."""
    _set_usual(home)
    log(home, usual=True, without=["coffee"], foods=["wine"], sleep_h=5.0)
    day = _on(home, TODAY)
    assert day["sleep"].fact == Sleep(duration_h=5.0)
    assert day["coffee"].fact == Food(name="coffee", presence=Presence.NONE)
    assert day["wine"].origin is Origin.ENTERED


def test_as_usual_twice_is_once(home: Home) -> None:
    """The second time changes nothing, and there is nothing to undo for it."""
    _set_usual(home)
    log(home, usual=True)
    once = _hash(home)
    log(home, usual=True)
    assert _hash(home) == once
    assert [action.name for action in actions_to_undo(home)] == ["usual", "usual day"]


def test_what_a_day_holds_already_stays(home: Home) -> None:
    """The coffee of this morning is not drunk again by a usual evening."""
    _set_usual(home)
    log(home, "coffee 100 ml")
    logged = log(home, usual=True)
    coffees = [entry for about, entry in _on(home, TODAY).items() if about == "coffee"]
    assert [entry.origin for entry in coffees] == [Origin.ENTERED]
    assert [_about(fact) for fact in logged.done.repeated.there_already] == ["coffee"]


def test_how_one_feels_is_no_part_of_a_usual_day(home: Home) -> None:
    """Pain and a bad night in the words are left out; alone they are refused, and nothing is written."""
    _set_usual(home, "porridge, pain 4, slept 6h badly, type 4")
    usual = baseline(home)
    assert usual is not None
    assert {type(fact) for fact in usual.facts} == {Food, Sleep}
    assert Sleep(duration_h=6.0) in usual.facts
    before = _hash(home)
    with pytest.raises(UsageError, match="asked anew each day"):
        _set_usual(home, "pain 4")
    assert _hash(home) == before


def test_a_usual_day_holds_from_its_day_on(home: Home) -> None:
    """An older one stays true for the days before; filling in last week uses what was usual then."""
    _set_usual(home, "tea", since=TODAY - timedelta(days=30))
    _set_usual(home, "coffee", since=TODAY - timedelta(days=3))
    log(home, usual=True, day=TODAY - timedelta(days=4))
    log(home, usual=True, day=TODAY - timedelta(days=3))
    assert set(_on(home, TODAY - timedelta(days=4))) == {"tea"}
    assert set(_on(home, TODAY - timedelta(days=3))) == {"coffee"}
    earlier = baseline(home, day=TODAY - timedelta(days=300))
    assert earlier is not None
    assert earlier.text == "tea"


def test_a_usual_day_is_cleared_and_days_stay(home: Home) -> None:
    """From then on there is none; what was logged as usual is still there, and undo brings it back."""
    _set_usual(home)
    log(home, usual=True)
    assert clear_baseline(home)
    assert baseline(home) is None
    assert set(_on(home, TODAY)) == {"porridge", "coffee", "omeprazole", "sleep"}
    with pytest.raises(UsageError, match="commensal baseline set"):
        log(home, usual=True)
    assert not clear_baseline(home)
    undo(home)
    assert baseline(home) is not None


def test_a_day_can_be_taken_as_the_usual_one(home: Home) -> None:
    """What was eaten and taken that day, and not the pain of it."""
    log(home, "toast, tea, ibuprofen 400, pain 6", day=YESTERDAY)
    usual = baseline_from(home, YESTERDAY)
    assert {type(fact) for fact in usual.facts} == {Food, MedicineDose}
    with pytest.raises(UsageError):
        baseline_from(home, date(2026, 1, 1))


def test_as_usual_without_a_usual_day(home: Home) -> None:
    """By option it is refused and nothing is made; in words the words are kept and it is said."""
    with pytest.raises(UsageError, match="commensal baseline set"):
        log(home, usual=True)
    assert not home.has_diary
    logged = log(home, "nothing unusual, pain 2")
    assert logged.done.no_usual_day
    assert set(_on(home, TODAY)) == {"pain"}


def test_medicines_as_usual(home: Home) -> None:
    """The words for it bring the medicines of a usual day and no food."""
    _set_usual(home)
    log(home, "meds as usual, pain 3")
    assert set(_on(home, TODAY)) == {"omeprazole", "pain"}


def test_a_copy_is_marked_and_holds_no_outcome(home: Home) -> None:
    """Food, medicines, activity and hours are copied; pain, stool and a rated night are asked anew."""
    log(home, "porridge, ibuprofen 400, walked 20 min, pain 4, type 6, slept 6h badly", day=YESTERDAY)
    logged = log(home, same_as=YESTERDAY)
    day = _on(home, TODAY)
    assert {entry.origin for entry in day.values()} == {Origin.COPIED}
    assert {type(entry.fact) for entry in day.values()} == {Food, MedicineDose, Activity, Sleep}
    assert day["sleep"].fact == Sleep(duration_h=6.0)
    assert {_about(fact) for fact in logged.done.repeated.asked_anew} == {"pain", "stoolform"}


def test_copying_twice_is_copying_once(home: Home) -> None:
    """A copy of a day is the same copy the second time; undo takes it back whole."""
    log(home, "porridge, tea", day=YESTERDAY)
    before = _hash(home)
    log(home, same_as=YESTERDAY)
    once = _hash(home)
    log(home, same_as=YESTERDAY)
    assert _hash(home) == once
    undo(home)
    assert _hash(home) == before


def test_the_same_as_yesterday_in_words(home: Home) -> None:
    """The wish is carried out, its exceptions count, and the sentence is kept."""
    log(home, "porridge, wine", day=YESTERDAY)
    log(home, "same as yesterday but no wine")
    day = _on(home, TODAY)
    assert day["porridge"].origin is Origin.COPIED
    assert [entry.origin for about, entry in day.items() if "wine" in about] == [Origin.ENTERED]
    log(home, "same as yesterday", day=TODAY - timedelta(days=5))
    assert _on(home, TODAY - timedelta(days=5)) == {}


@pytest.mark.parametrize("from_day", [YESTERDAY, TODAY])
def test_what_cannot_be_copied_is_refused_whole(home: Home, from_day: date) -> None:
    """A day with nothing but pain, or the day itself: a sentence, and nothing is written."""
    log(home, ratings={"pain": 4}, day=YESTERDAY)
    before = _hash(home)
    with pytest.raises(UsageError, match=r"asked anew each day|another day"):
        log(home, "pain 3", same_as=from_day)
    assert _hash(home) == before


def test_measured_hours_are_not_copied(home: Home) -> None:
    """What a device counted belongs to its own night."""
    night = Entry(
        id="n", fact=Sleep(duration_h=7.0), day=YESTERDAY, recorded_at=home.now(), origin=Origin.IMPORTED, source="ring"
    )
    with home.journal() as journal:
        journal.append([night], action="import", now=home.now())
    log(home, "tea", day=YESTERDAY)
    assert {type(entry.fact) for entry in log(home, same_as=YESTERDAY).entries} == {Food}


@pytest.mark.parametrize(
    ("said", "usual", "is_settled"),
    [
        ("coffee", "Coffee with milk", True),
        ("coffee", "Black coffee", True),
        ("milk", "Coffee with milk", False),
        ("rice", "Rice cakes", False),
        ("wine", "Wine, red", True),
    ],
)
def test_how_far_a_no_reaches(said: str, usual: str, *, is_settled: bool) -> None:
    """A no to coffee means any coffee, and a no to milk leaves the coffee."""
    none = Food(name=said, presence=Presence.NONE)
    assert speaks_of(none, Food(name=usual)) is is_settled
    assert not speaks_of(Food(name=said), Food(name=usual))


def test_a_usual_day_travels_with_an_export(home: Home, tmp_path: Path) -> None:
    """Export and back: the same hash, the same usual day."""
    _set_usual(home)
    log(home, "spuds", understood=understand(home, "spuds", means=["spuds=chips"]))
    with home.journal() as journal:
        write_tsv(journal, tmp_path / "out")
        content_hash = journal.content_hash()
    other = Home(location=tmp_path / "other", clock=home.clock, state_folder=home.state_folder)
    with other.journal() as journal:
        journal.append(read_tsv(tmp_path / "out"), action="import", now=home.now())
        assert journal.content_hash() == content_hash
    assert baseline(other) == baseline(home)


def test_undo_walks_back_through_everything(home: Home) -> None:
    """Log, usual day, as usual, copy, own word: each is one action, listed newest first, and all of it goes."""
    log(home, "tea", day=YESTERDAY)
    _set_usual(home)
    log(home, usual=True)
    log(home, same_as=YESTERDAY)
    log(home, understood=understand(home, "", means=["spuds=chips"]))
    names = ["own word", "copy", "usual", "usual day", "log"]
    assert [action.name for action in actions_to_undo(home)] == names
    taken_back = []
    while (undone := undo(home)) is not None:
        taken_back.append(undone.action.name)
    assert taken_back == names
    with home.journal() as journal:
        assert journal.entries() == ()
    assert actions_to_undo(home) == ()


def test_coming_back_after_a_gap(home: Home, clock: StandingClock) -> None:
    """After three empty days it is a beginning; on the way there, and for a first line ever, it is not."""
    assert not log(home, ratings={"pain": 3}).is_return
    clock.forward(days=3)
    assert not log(home, ratings={"pain": 3}).is_return
    clock.forward(days=4)
    assert log(home, ratings={"pain": 3}).is_return
    assert not log(home, ratings={"pain": 3}).is_return


def test_an_old_file_is_no_absence(home: Home) -> None:
    """Whoever imported old days and logs a first line was never away."""
    old = Entry(
        id="o",
        fact=SymptomRating(symptom="pain", score=2.0),
        day=date(2024, 1, 1),
        at=datetime.combine(date(2024, 1, 1), time(9), tzinfo=home.now().tzinfo),
        recorded_at=home.now(),
        origin=Origin.IMPORTED,
        source="csv",
    )
    with home.journal() as journal:
        journal.append([old], action="import", now=home.now())
    assert not log(home, "tea").is_return


def test_nothing_is_said_by_an_empty_sentence() -> None:
    """No words, no facts."""
    assert Understood(text="").facts == ()
