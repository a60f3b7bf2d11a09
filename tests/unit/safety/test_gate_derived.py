"""Facts that need days, durations or nearness: inside and just outside each window."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from commensal.records.person import Person
from commensal.records.recent_day import RecentDay
from commensal.safety.asked import Asked
from commensal.safety.facts import DERIVED, PersonFacts, facts_of
from commensal.safety.mentions import Said
from commensal.safety.reading.mention import Mention, MentionStatus
from commensal.safety.truth import Truth
from tests.unit.safety.gate_people import TODAY, day

_FIRST = date(2025, 12, 1)


def _said(concept: str, number: int, *, days: int | None = None, text: str = "", percent: float | None = None) -> Said:
    """A mention on the day so many days after the first of December, as the reading of words would give it."""
    mention = Mention(
        concept=concept,
        start=0,
        end=len(text),
        words=text,
        status=MentionStatus.AFFIRMED,
        duration_days=days,
        percent=percent,
    )
    return Said(concept=concept, day=_FIRST + timedelta(days=number), words=text, text=text, mention=mention)


def _facts(person: Person, said: Sequence[Said], days: Sequence[RecentDay] = ()) -> PersonFacts:
    gathered = facts_of(person, days, question="", today=TODAY, what=Asked())
    return replace(gathered, said=(*gathered.said, *said))


def _holds(name: str, *said: Said, person: Person | None = None, days: Sequence[RecentDay] = ()) -> bool:
    return DERIVED[name](_facts(person or Person(), said, days)).truth is Truth.YES


@pytest.mark.parametrize(("days", "holds"), [(7, False), (8, True), (None, False)])
def test_diarrhoea_over_seven_days_as_said(days: int | None, *, holds: bool) -> None:
    """Seven days are not over seven."""
    assert _holds("diarrhoea_over_7_days", _said("diarrhoea", 5, days=days)) is holds


@pytest.mark.parametrize(("last", "holds"), [(7, False), (8, True)])
def test_diarrhoea_over_seven_days_as_logged(last: int, *, holds: bool) -> None:
    """Loose forms on every day from the first to the seventh, or to the eighth."""
    days = [day(number, stool_forms=(6,)) for number in range(1, last + 1)]
    assert _holds("diarrhoea_over_7_days", days=days) is holds


def test_a_firm_day_or_a_silence_ends_a_run_of_diarrhoea() -> None:
    """Loose now and then over two weeks is no diarrhoea over seven days."""
    firm = [day(number, stool_forms=(4,) if number == 5 else (7,)) for number in range(1, 11)]
    assert not _holds("diarrhoea_over_7_days", days=firm)
    silent = [day(number, stool_forms=(7,)) for number in (1, 2, 3, 6, 7, 8, 9, 10)]
    assert not _holds("diarrhoea_over_7_days", days=silent)
    one_silent_day = [day(number, stool_forms=(7,)) for number in (1, 2, 3, 5, 6, 7, 8, 9)]
    assert _holds("diarrhoea_over_7_days", days=one_silent_day)


@pytest.mark.parametrize(("after", "holds"), [(0, True), (84, True), (85, False), (-1, False)])
def test_twelve_weeks_after_antibiotics(after: int, *, holds: bool) -> None:
    """On the same day, on the last day of the twelve weeks; not a day later, and not before."""
    course = RecentDay(day=_FIRST + timedelta(days=10), medicine_substances=("amoxicillin",))
    loose = _said("diarrhoea", 10 + after)
    assert _holds("diarrhoea_after_antibiotics", loose, days=[course]) is holds
    assert _holds("diarrhoea_after_antibiotics", loose, _said("S09.antibiotics", 10)) is holds


def test_antibiotics_that_are_listed_count_at_any_time() -> None:
    """Taken at present, so on the day of the diarrhoea; another medicine does not count."""
    assert _holds("diarrhoea_after_antibiotics", _said("diarrhoea", 3), person=Person(medicines=("clindamycin",)))
    assert not _holds("diarrhoea_after_antibiotics", _said("diarrhoea", 3), person=Person(medicines=("codeine",)))


@pytest.mark.parametrize(("apart", "holds"), [(0, True), (2, True), (3, False)])
def test_fever_and_gut_symptoms_are_one_illness_when_near(apart: int, *, holds: bool) -> None:
    """Within two days."""
    assert _holds("fever_with_gut_symptoms", _said("S09.fever", 5), _said("gut_symptoms", 5 + apart)) is holds
    assert _holds("diarrhoea_with_dehydration", _said("S09.dehydration", 5), _said("diarrhoea", 5 + apart)) is holds


def test_vomiting_that_goes_on() -> None:
    """Said to last two days, or on three days within four."""
    assert _holds("vomiting_persistent", _said("vomiting", 1, days=2))
    assert not _holds("vomiting_persistent", _said("vomiting", 1, days=1))
    assert _holds("vomiting_persistent", *(_said("vomiting", number) for number in (1, 2, 4)))
    assert not _holds("vomiting_persistent", *(_said("vomiting", number) for number in (1, 2, 5)))


def test_a_change_of_bowel_habit_lasts_from_three_weeks_on() -> None:
    """As said, or as spoken of on days so far apart."""
    concept = "S06.bowel_habit_change"
    assert _holds("bowel_change_lasting", _said(concept, 1, days=21))
    assert not _holds("bowel_change_lasting", _said(concept, 1, days=20))
    assert _holds("bowel_change_lasting", _said(concept, 1), _said(concept, 22))
    assert not _holds("bowel_change_lasting", _said(concept, 1), _said(concept, 21))


@pytest.mark.parametrize(
    ("days", "text", "person", "holds"),
    [
        (56, "constipated, and I was always regular", Person(), True),
        (21, "never had this before", Person(conditions=("fibromyalgia",)), True),
        (56, "constipated", Person(), False),
        (20, "I was always regular", Person(), False),
        (400, "I was always regular", Person(), False),
        (56, "I was always regular", Person(conditions=("ibs",)), False),
        (56, "I was always regular", Person(conditions=("chronic constipation",)), False),
    ],
)
def test_constipation_for_weeks_is_a_change_when_it_was_otherwise(
    days: int, text: str, person: Person, *, holds: bool
) -> None:
    """In somebody who says so and gave no condition that has it, and not for years."""
    for concept in ("constipation", "diarrhoea"):
        assert _holds("bowel_change_lasting", _said(concept, 1, days=days, text=text), person=person) is holds


def test_bloating_that_stays() -> None:
    """Said to be constant, for two weeks, or on three days."""
    assert _holds("bloating_persistent", _said("S08.persistent_bloating", 1))
    assert _holds("bloating_persistent", _said("bloating", 1, days=14))
    assert not _holds("bloating_persistent", _said("bloating", 1, days=13))
    assert _holds("bloating_persistent", *(_said("bloating", number) for number in (1, 5, 9)))
    assert not _holds("bloating_persistent", *(_said("bloating", number) for number in (1, 5)))
    rated = [day(number, ratings={"bloating": 4.0}) for number in (1, 2)]
    assert _holds("bloating_persistent", _said("bloating", 1), days=rated)


def test_pain_of_the_belly_that_nothing_explains() -> None:
    """A condition that has it explains it, unless it is said to be new or unexplained."""
    pain = _said("abdominal_pain", 1, text="tummy pain")
    odd = _said("abdominal_pain", 1, text="unexplained tummy pain")
    assert _holds("abdominal_pain_unexplained", pain)
    assert _holds("abdominal_pain_unexplained", pain, person=Person(conditions=("fibromyalgia",)))
    assert not _holds("abdominal_pain_unexplained", pain, person=Person(conditions=("IBS",)))
    assert _holds("abdominal_pain_unexplained", odd, person=Person(conditions=("IBS",)))


def test_five_per_cent() -> None:
    """Five is enough, less is not, and a loss without a number neither."""
    for percent, holds in ((5.0, True), (4.9, False), (None, False)):
        assert _holds("weight_down_5_percent", _said("S21.weight_down_percent", 1, percent=percent)) is holds


def test_headache_and_sight_belong_together_within_a_day() -> None:
    """A headache in winter and blurred sight in spring do not."""
    assert _holds("headache_with_visual_change", _said("S10.headache", 1), _said("S10.visual_change", 2))
    assert not _holds("headache_with_visual_change", _said("S10.headache", 1), _said("S10.visual_change", 3))
