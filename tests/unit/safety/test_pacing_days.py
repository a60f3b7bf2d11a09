"""From entries to the days of pacing, and from marks to crashes."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from commensal.records.entry import Entry
from commensal.records.facts import Activity, Event, Fact, Stress, SymptomRating
from commensal.report.pacing_words import load_words
from commensal.safety.pacing_crashes import crash_spells, loads_seen
from commensal.safety.pacing_days import LoadMeasure, PacingDay, pacing_days
from commensal.safety.pacing_usual import Standing
from commensal.vocab.origin import Origin
from commensal.vocab.presence import Presence
from commensal.vocab.scales import ORDINAL_0_3, YES_NO
from tests.unit.safety.pacing_examples import day_number, made_days

DAY = date(2026, 3, 1)
NOW = datetime(2026, 3, 2, tzinfo=UTC)


def _entry(fact: Fact, *, origin: Origin = Origin.ENTERED, source: str = "diary") -> Entry:
    return Entry(id=repr(fact) + source, fact=fact, day=DAY, recorded_at=NOW, origin=origin, source=source)


def _only_day(*facts: Fact, **given: object) -> PacingDay:
    (day,) = pacing_days([_entry(fact, **given) for fact in facts])  # type: ignore[arg-type]
    return day


def test_loads_are_kept_apart() -> None:
    """Minutes add up, a rating takes the largest and is brought to ten, and none is mixed with another."""
    day = _only_day(
        Activity(name="walking", duration_min=20.0),
        Activity(name="garden", duration_min=10.0),
        Activity(name="Physically active", load=2.0, load_scale=ORDINAL_0_3),
        Activity(name="effort", load=4.0),
        Activity(name="steps", n_steps=4_000.0),
        Stress(score=3.0, scale=ORDINAL_0_3, aspect="Mentally demanding"),
        Stress(score=5.0),
    )
    assert day.loads == {
        LoadMeasure.RATED: pytest.approx(20 / 3),
        LoadMeasure.MENTAL: 10.0,
        LoadMeasure.MINUTES: 30.0,
        LoadMeasure.STEPS: 4_000.0,
    }


def test_a_rating_is_shown_on_the_scale_it_was_given_on() -> None:
    """Two of three is compared as 6.7 of ten and said as 2 of 3."""
    day = _only_day(Activity(name="Physically active", load=2.0, load_scale=ORDINAL_0_3))
    (seen,) = loads_seen(day, [])
    assert seen.value == pytest.approx(20 / 3)
    assert load_words(seen) == "effort 2 of 3"
    (plain,) = loads_seen(_only_day(Activity(name="effort", load=4.0)), [])
    assert load_words(plain) == "effort 4 of 10"


def test_two_devices_count_the_same_steps_once() -> None:
    """A phone and a watch: the larger count, not their sum; parts of one source add up."""
    phone = [_entry(Activity(name=name, n_steps=n), source="phone") for name, n in (("a", 1_000.0), ("b", 2_000.0))]
    watch = [_entry(Activity(name="steps", n_steps=3_500.0), source="watch")]
    (day,) = pacing_days([*phone, *watch])
    assert day.loads[LoadMeasure.STEPS] == 3_500.0


def test_a_recorded_none_is_a_zero_and_a_blank_is_not() -> None:
    """A walk that was said not to be is zero minutes; an activity without numbers says nothing of how long."""
    assert _only_day(Activity(name="walking", presence=Presence.NONE)).loads == {LoadMeasure.MINUTES: 0.0}
    rated = Activity(name="effort", load=0.0, load_scale=ORDINAL_0_3, presence=Presence.NONE)
    assert _only_day(rated).loads == {LoadMeasure.RATED: 0.0}
    assert _only_day(Activity(name="steps", n_steps=0.0, presence=Presence.NONE)).loads == {LoadMeasure.STEPS: 0.0}
    assert pacing_days([_entry(Activity(name="walking"))]) == ()


def test_copied_ratings_are_no_observation_and_prefilled_ones_nothing() -> None:
    """How somebody felt is never copied; a suggestion on a screen counts nowhere."""
    rating = SymptomRating(symptom="fatigue", score=5.0)
    assert pacing_days([_entry(rating, origin=Origin.COPIED)]) == ()
    assert pacing_days([_entry(rating, origin=Origin.PREFILLED)]) == ()
    assert pacing_days([_entry(rating)])[0].symptoms == {"fatigue": 5.0}
    walk = Activity(name="walking", duration_min=20.0)
    assert pacing_days([_entry(walk, origin=Origin.COPIED)])[0].loads == {LoadMeasure.MINUTES: 20.0}


@pytest.mark.parametrize(
    ("fact", "is_crash"),
    [
        (SymptomRating(symptom="crash", score=1.0, scale=YES_NO), True),
        (SymptomRating(symptom="Crash", score=0.0, scale=YES_NO), False),
        (SymptomRating(symptom="crash", score=0.0, scale=YES_NO, presence=Presence.NONE), False),
        (Event(name="crash"), True),
        (Event(name="crash", presence=Presence.NONE), False),
    ],
)
def test_every_way_to_mark_a_crash(fact: Fact, is_crash: bool) -> None:
    """Typed, imported, or marked as an event."""
    assert _only_day(fact).is_crash is is_crash


def test_a_crash_that_was_asked_and_left_blank_is_unknown() -> None:
    """A missing answer is neither a crash nor none."""
    assert pacing_days([_entry(SymptomRating(symptom="crash", score=None, presence=Presence.MISSING))]) == ()


def test_a_crash_shows_the_days_before_as_logged() -> None:
    """Three days before, with how each stands among the person's own; a day without a load is shown as empty."""
    loads: list[float | None] = [*[3.0, 2.0, 4.0] * 8, 8.0, None, 9.0, None]
    days = made_days(loads, [4.0] * len(loads), crashes={27: True})
    (spell,) = crash_spells(days)
    assert [one.day for one in spell.before] == [day_number(24), day_number(25), day_number(26)]
    assert [[seen.standing for seen in one.loads] for one in spell.before] == [
        [Standing.HEAVIER],
        [],
        [Standing.HEAVIER],
    ]


def test_marked_days_hang_together_over_one_blank() -> None:
    """One blank day does not part a crash; a recorded "none" or a longer silence does."""
    marks = {2: True, 3: True, 5: True, 8: True, 10: True, 9: False, 11: False}
    days = made_days([None] * 12, [None] * 12, crashes=marks)
    spells = crash_spells(days)
    first_last = [(spell.first_day, spell.last_day, spell.n_marked_days) for spell in reversed(spells)]
    assert first_last == [
        (day_number(2), day_number(5), 3),
        (day_number(8), day_number(8), 1),
        (day_number(10), day_number(10), 1),
    ]
    assert [spell.is_end_recorded for spell in reversed(spells)] == [False, True, True]


def test_what_comes_later_does_not_change_an_old_crash() -> None:
    """The usual beside a crash is that of the days before it."""
    loads: list[float | None] = [*[3.0, 2.0, 4.0] * 8, 8.0, 8.0, 8.0]
    early = made_days(loads, [4.0] * 27, crashes={26: True})
    later = made_days([*loads, *[9.0] * 60], [4.0] * 87, crashes={26: True})
    assert crash_spells(early)[0].before == crash_spells(later)[0].before
