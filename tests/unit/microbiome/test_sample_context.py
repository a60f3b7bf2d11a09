"""What stands before any sentence about bacteria: found in the diary, and never invented."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from commensal.knowledge.sample_context import contexts_in
from commensal.microbiome.context import FoodBefore, SampleContext, context_of
from commensal.records.entry import Entry
from commensal.records.facts import AboutMe, Event, Fact, Food, MedicineDose, Note, StoolForm, SymptomRating
from commensal.vocab.origin import Origin
from commensal.vocab.presence import Presence

DAY = date(2026, 6, 30)


def entry(fact: Fact, days_before: int = 0, *, origin: Origin = Origin.ENTERED) -> Entry:
    """A fact so many days before the sample."""
    day = DAY - timedelta(days=days_before)
    at = datetime(2026, 7, 1, tzinfo=UTC)
    return Entry(id=f"{fact}/{days_before}", fact=fact, day=day, recorded_at=at, origin=origin)


def dose(substance: str, *, presence: Presence = Presence.RECORDED) -> MedicineDose:
    """A dose of a substance."""
    return MedicineDose(name=substance, substance_id=substance, presence=presence)


def seen(*entries: Entry) -> SampleContext:
    """The context of a sample on ``DAY``."""
    return context_of(entries, DAY)


def test_without_a_diary_or_a_day_nothing_is_said_to_be_absent() -> None:
    """No diary is not "no medicines"."""
    assert context_of(None, DAY) == SampleContext(day=DAY, has_diary=False)
    assert context_of((entry(dose("omeprazole")),), None) == SampleContext(day=None, has_diary=True)
    assert not seen(entry(Food(name="bread"))).is_medicine_asked


@pytest.mark.parametrize(("days_before", "is_near"), [(0, True), (56, True), (57, False), (-1, False)])
def test_antibiotics_count_for_eight_weeks_and_widen(days_before: int, is_near: bool) -> None:
    """From the day of the last dose; one taken after the sample is none of it."""
    found = seen(entry(dose("amoxicillin"), days_before))
    assert found.is_after_antibiotics is is_near
    assert [one.key for one in found.disturbances] == (["antibiotics"] if is_near else [])


def test_an_acid_blocker_is_named_with_what_is_known_of_it() -> None:
    """The class, the days since the last dose, and its effect with its grade; it widens nothing."""
    found = seen(entry(dose("omeprazole"), 2))
    assert [(one.class_id, one.names, one.days_since_last_dose) for one in found.medicines] == [
        ("ppi", ("omeprazole",), 2)
    ]
    assert "mouth" in found.medicines[0].effect
    assert (found.disturbances, found.is_medicine_asked) == ((), True)


def test_a_dose_that_was_not_taken_is_none() -> None:
    """Recorded as not taken: it was asked, and there is none."""
    found = seen(entry(dose("omeprazole", presence=Presence.NONE)))
    assert (found.medicines, found.is_medicine_asked) == ((), True)


def test_a_regular_medicine_that_was_only_named_counts() -> None:
    """By substance, brand or kind; once, if it was logged too."""
    said = entry(AboutMe(aspect="medicines", value="a PPI;metformin"))
    assert {one.class_id for one in seen(said).medicines} == {"metformin", "ppi"}
    both = seen(said, entry(dose("metformin")))
    assert [one.days_since_last_dose for one in both.medicines if one.class_id == "metformin"] == [0]


def test_stool_form_is_read_around_the_sample() -> None:
    """Two days on either side; a loose one widens, and so much is said."""
    found = seen(entry(StoolForm(form=6), 1), entry(StoolForm(form=3), -2), entry(StoolForm(form=7), 3))
    assert (found.stool_forms, found.is_loose) == ((6, 3), True)
    assert [one.key for one in found.disturbances] == ["loose_stool"]
    assert not seen(entry(StoolForm(form=4))).is_loose


@pytest.mark.parametrize(
    ("fact", "expected"),
    [
        (Event(name="travel"), ("travel",)),
        (Event(name="travel", presence=Presence.NONE), ()),
        (Note(text="Colonoscopy tomorrow, bowel prep tonight"), ("bowel_preparation",)),
        (Note(text="no fever, no stomach bug"), ()),
        (SymptomRating(symptom="diarrhoea", score=3.0), ("illness",)),
        (SymptomRating(symptom="diarrhoea", score=0.0, presence=Presence.NONE), ()),
        (Note(text="traveled to see my aunt"), ("travel",)),
    ],
    ids=str,
)
def test_journeys_and_illness_are_read_from_events_and_notes(fact: Fact, expected: tuple[str, ...]) -> None:
    """Whole words, and none where it was said that there was none."""
    assert tuple(one.context for one in seen(entry(fact, 3)).happened) == expected


def test_a_flight_of_stairs_is_no_journey() -> None:
    """Words that mean something else are left out of the table."""
    assert contexts_in("one flight of stairs, travelling light otherwise") == {"travel"}
    assert contexts_in("one flight of stairs") == frozenset()


def test_everything_that_widens_is_named_antibiotics_first() -> None:
    """Each with its own reason, so that the report can say why its ranges are wide."""
    found = seen(entry(dose("amoxicillin"), 5), entry(StoolForm(form=7)), entry(Event(name="travel"), 3))
    assert [one.key for one in found.disturbances] == ["antibiotics", "loose_stool", "travel"]


def test_food_of_the_week_is_counted_and_prefilled_values_are_not() -> None:
    """What was only suggested on a screen is nothing that was eaten."""
    found = seen(
        entry(Food(name="bread", food_id="bread"), 1),
        entry(Food(name="Bread", food_id="bread"), 2),
        entry(Food(name="apple"), 7),
        entry(Food(name="soup"), 1, origin=Origin.PREFILLED),
    )
    assert found.food == FoodBefore(n_days_with_food=2, n_foods=1)
