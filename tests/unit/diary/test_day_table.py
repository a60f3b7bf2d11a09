"""From entries to days: gaps kept, three kinds of nothing kept apart, copied values marked."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from commensal.diary.day_table import LONGEST_GAP_STILL_ASKED_DAYS, day_table
from commensal.records.day_table import DayTable, Role
from commensal.records.entry import Entry
from commensal.records.facts import (
    Activity,
    Cycle,
    Event,
    Fact,
    Food,
    HeartRateVariability,
    HrvMethod,
    Measurement,
    MedicineDose,
    Note,
    Sleep,
    StoolForm,
    Stress,
    SymptomRating,
)
from commensal.vocab.origin import Origin
from commensal.vocab.presence import Presence, PresenceCode
from commensal.vocab.scales import NRS_0_10, ORDINAL_0_3, YES_NO, Higher, higher_is, with_direction
from commensal.vocab.units import Unit

FIRST = date(2026, 3, 1)
NOW = datetime(2026, 6, 1, tzinfo=UTC)


def entry(fact: Fact, day: int = 0, origin: Origin = Origin.ENTERED) -> Entry:
    """An entry on the n-th day."""
    return Entry(id=f"{day}-{fact}", fact=fact, day=FIRST + timedelta(days=day), recorded_at=NOW, origin=origin)


def cell(table: DayTable, key: str, row: int) -> tuple[float, PresenceCode]:
    """Value and presence of one day."""
    column = table.index_of(key)
    return float(table.values[row, column]), PresenceCode(int(table.presence[row, column]))


def test_every_calendar_day_has_a_row() -> None:
    """Days without entries are rows too."""
    table = day_table([entry(SymptomRating(symptom="Pain", score=3)), entry(SymptomRating(symptom="Pain", score=4), 6)])
    assert len(table.days) == 7
    assert table.days[-1] - table.days[0] == timedelta(days=6)


def test_no_entries_give_an_empty_table() -> None:
    """Nothing logged is no error."""
    assert day_table([]).values.shape == (0, 0)


def test_missing_none_and_not_asked_stay_apart() -> None:
    """A blank between records is missing, a recorded none is a zero, before the first record nobody asked."""
    table = day_table(
        [
            entry(SymptomRating(symptom="Fatigue", score=5)),
            entry(SymptomRating(symptom="Pain", score=4), 2),
            entry(SymptomRating(symptom="Pain", score=0, presence=Presence.NONE), 4),
        ]
    )
    assert cell(table, "pain", 4) == (0.0, PresenceCode.NONE)
    assert [cell(table, "pain", row)[1] for row in range(4)] == [
        PresenceCode.NOT_ASKED,
        PresenceCode.NOT_ASKED,
        PresenceCode.RECORDED,
        PresenceCode.MISSING,
    ]
    assert np.isnan(table.column("pain")[3])


def test_a_long_silence_means_the_tracker_was_off() -> None:
    """Across more than four weeks without a record, nobody asked."""
    far = LONGEST_GAP_STILL_ASKED_DAYS + 1
    table = day_table(
        [entry(SymptomRating(symptom="Pain", score=3)), entry(SymptomRating(symptom="Pain", score=3), far)]
    )
    assert cell(table, "pain", 10)[1] is PresenceCode.NOT_ASKED


def test_an_explicit_blank_answer_is_missing() -> None:
    """Asked and not answered is kept as such."""
    blank = SymptomRating(symptom="Pain", score=None, presence=Presence.MISSING)
    assert cell(day_table([entry(blank)]), "pain", 0)[1] is PresenceCode.MISSING


def test_prefilled_values_never_enter() -> None:
    """A suggestion on a screen is not an answer."""
    suggested = entry(SymptomRating(symptom="Pain", score=9), 1, Origin.PREFILLED)
    table = day_table([entry(SymptomRating(symptom="Pain", score=3)), suggested])
    assert table.column("pain").tolist() == [3.0]


def test_copied_values_are_marked_and_give_way_to_observed_ones() -> None:
    """Only a day with nothing but copies is a copied day."""
    table = day_table(
        [
            entry(SymptomRating(symptom="Pain", score=3)),
            entry(SymptomRating(symptom="Pain", score=7), 0, Origin.COPIED),
            entry(SymptomRating(symptom="Pain", score=3), 1, Origin.COPIED),
        ]
    )
    assert table.column("pain").tolist() == [3.0, 3.0]
    assert table.copied[:, 0].tolist() == [False, True]


def test_a_day_that_lists_food_answers_for_all_foods() -> None:
    """What is not on a day's list is none; a day without a list stays missing."""
    table = day_table([entry(Food(name="Oats")), entry(Food(name="Rice"), 1), entry(Stress(score=3), 2)])
    assert cell(table, "oats", 1) == (0.0, PresenceCode.NONE)
    assert cell(table, "oats", 2)[1] is PresenceCode.NOT_ASKED
    assert cell(table, "rice", 0) == (0.0, PresenceCode.NONE)


def test_food_that_was_declined_is_none() -> None:
    """A person who says they had none of it is believed."""
    table = day_table([entry(Food(name="Milk", presence=Presence.NONE)), entry(Food(name="Milk"), 1)])
    assert cell(table, "milk", 0) == (0.0, PresenceCode.NONE)


@pytest.mark.parametrize(
    ("facts", "key", "expected"),
    [
        ([SymptomRating(symptom="Pain", score=2), SymptomRating(symptom="Pain", score=5)], "pain", 3.5),
        (
            [
                SymptomRating(symptom="Crash", score=0, scale=YES_NO),
                SymptomRating(symptom="Crash", score=1, scale=YES_NO),
            ],
            "crash",
            1.0,
        ),
        ([Sleep(duration_h=7.0), Sleep(duration_h=1.5)], "sleep_h", 7.0),
        ([StoolForm(form=4, n_stools=1), StoolForm(form=6, n_stools=1)], "stools", 2.0),
        ([StoolForm(form=4), StoolForm(form=6)], "stool_form", 5.0),
        ([Activity(name="Walk", duration_min=20), Activity(name="Walk", duration_min=15)], "walk_min", 35.0),
        ([Activity(name="Steps", n_steps=4000)], "steps", 4000.0),
        ([Cycle(bleeding=1)], "period", 1.0),
        ([Measurement(name="Rain", value=2.0, unit=Unit.COUNT, beyond_symptoms=True)], "rain", 2.0),
        ([Event(name="Journey")], "journey", 1.0),
    ],
)
def test_several_values_of_a_day_become_one(facts: list[Fact], key: str, expected: float) -> None:
    """Ratings are averaged, marks and nights take the largest, amounts add up."""
    assert day_table([entry(fact) for fact in facts]).column(key).tolist() == [expected]


def test_kinds_of_heart_rate_variability_are_never_merged() -> None:
    """SDNN and RMSSD are two columns."""
    table = day_table(
        [
            entry(HeartRateVariability(value_ms=40, method=HrvMethod.SDNN)),
            entry(HeartRateVariability(value_ms=30, method=HrvMethod.RMSSD)),
        ]
    )
    assert {v.key for v in table.variables} == {"hrv_sdnn_ms", "hrv_rmssd_ms"}


def test_medicines_and_body_signals_are_context_only() -> None:
    """No medicine can become a candidate."""
    table = day_table(
        [
            entry(MedicineDose(name="Ibuprofen", dose_mg=400)),
            entry(Measurement(name="Resting HR", value=60, unit=Unit.PER_MINUTE)),
        ]
    )
    assert {v.role for v in table.variables} == {Role.CONTEXT}


def test_two_kinds_with_one_name_stay_two_columns() -> None:
    """A symptom called like a food does not swallow it."""
    table = day_table([entry(Food(name="Stress")), entry(Stress(score=4)), entry(Note(text="words"))])
    assert len(table.variables) == 2
    assert len({v.key for v in table.variables}) == 2


def test_two_scales_of_one_symptom_are_never_averaged() -> None:
    """A tracker's 0 to 3 and one's own 0 to 10 stay apart, whichever came first."""
    table = day_table(
        [
            entry(SymptomRating(symptom="Fatigue", score=2, scale=ORDINAL_0_3)),
            entry(SymptomRating(symptom="Fatigue", score=6)),
            entry(SymptomRating(symptom="Fatigue", score=4), 1),
        ]
    )
    assert {v.key: v.label for v in table.variables} == {"fatigue": "Fatigue", "fatigue_0_10": "Fatigue (0 to 10)"}
    assert table.column("fatigue").tolist()[0] == 2.0
    assert table.column("fatigue_0_10").tolist() == [6.0, 4.0]


def test_the_table_cannot_be_changed() -> None:
    """Arrays are frozen."""
    table = day_table([entry(Stress(score=4))])
    with pytest.raises(ValueError, match="read-only"):
        table.values[0, 0] = 1.0


def test_an_activity_with_a_number_is_not_a_day_without_it() -> None:
    """Climbing is kept with an effort on some days and without on others: both are days with climbing."""
    table = day_table(
        [
            entry(Activity(name="Climbing", load=6.0, load_scale=NRS_0_10)),
            entry(Activity(name="Swimming"), 0),
            entry(Activity(name="Climbing"), 1),
            entry(Activity(name="Swimming"), 2),
            entry(Activity(name="Climbing", load=0.0, load_scale=NRS_0_10, presence=Presence.NONE), 3),
        ]
    )
    assert [cell(table, "climbing_activity", row)[0] for row in range(4)] == [1.0, 1.0, 0.0, 0.0]
    assert [cell(table, "swimming", row)[0] for row in range(3)] == [1.0, 0.0, 1.0]
    assert cell(table, "climbing", 0)[0] == 6.0


def test_who_always_writes_the_number_has_no_second_column() -> None:
    """Kilometres on every day need no yes or no beside them."""
    table = day_table([entry(Activity(name="Running", distance_km=3.0), day) for day in range(3)])
    assert [variable.key for variable in table.variables] == ["running_km"]


def test_a_day_on_which_a_counter_was_not_worn_makes_no_column() -> None:
    """Steps are missing on one day: there are steps, and no second thing called steps."""
    unworn = Activity(name="Steps", presence=Presence.MISSING)
    table = day_table([entry(Activity(name="Steps", n_steps=4000.0)), entry(unworn, 1), entry(unworn, 2)])
    assert [variable.key for variable in table.variables] == ["steps"]
    assert len(table.days) == 3


def test_clock_times_are_kept_where_all_of_a_day_has_them() -> None:
    """First and last instant behind a value; not known as soon as one part of it has no clock time."""
    at = datetime(2026, 3, 1, 8, tzinfo=UTC)
    early, late = (
        Entry(
            id=f"{number}",
            fact=SymptomRating(symptom="Pain", score=3),
            day=FIRST,
            at=at + timedelta(hours=number),
            recorded_at=NOW,
            origin=Origin.ENTERED,
        )
        for number in (0, 12)
    )
    untimed = entry(SymptomRating(symptom="Nausea", score=1))
    table = day_table([late, early, untimed])
    assert table.earliest is not None
    assert table.latest is not None
    pain = table.index_of("pain")
    assert (table.earliest[0, pain], table.latest[0, pain]) == (at.timestamp(), at.timestamp() + 12 * 3600)
    assert np.isnan(table.earliest[0, table.index_of("nausea")])
    assert not table.is_before("nausea", "pain", by_s=0.0).any()
    mixed = day_table([late, entry(SymptomRating(symptom="Pain", score=4))])
    assert mixed.earliest is not None
    assert np.isnan(mixed.earliest).all()


def test_nights_whose_scales_point_opposite_ways_are_no_average() -> None:
    """Two of three for a bad night and two of three for a good one are told apart; one without direction joins."""
    worse, better = (with_direction(ORDINAL_0_3, higher) for higher in (Higher.WORSE, Higher.BETTER))
    nights = [ORDINAL_0_3, worse, better]
    table = day_table([entry(Sleep(quality=2.0, quality_scale=scale), day) for day, scale in enumerate(nights)])
    keys = [variable.key for variable in table.variables]
    assert keys == ["sleep_rating", "sleep_rating_0_3_turned"]
    assert higher_is(table.variables[0].scale) is Higher.WORSE
    assert table.column("sleep_rating")[:2].tolist() == [2.0, 2.0]
