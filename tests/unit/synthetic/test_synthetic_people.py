"""Synthetic people: the same every time, labelled, and true to what was built in."""

from __future__ import annotations

import pandas as pd

import commensal as cm
from commensal.diary.day_table import day_table
from commensal.records.day_table import Role
from commensal.synthetic.days import food_habits


def test_the_same_seed_gives_the_same_people() -> None:
    """Diaries and truths are equal, entry by entry."""
    assert cm.synthetic_people(2, days=60, seed=5) == cm.synthetic_people(2, days=60, seed=5)
    assert cm.synthetic_people(1, days=60, seed=5) != cm.synthetic_people(1, days=60, seed=6)


def test_a_person_does_not_depend_on_how_many_were_asked_for() -> None:
    """Person one of three is person one of one."""
    assert cm.synthetic_people(3, days=40, seed=2)[0] == cm.synthetic_people(1, days=40, seed=2)[0]


def test_every_entry_says_that_it_is_synthetic() -> None:
    """The label is on the entry itself, not only on the page."""
    (person,) = cm.synthetic_people(1, days=30, seed=1)
    assert {entry.source for entry in person.diary.entries} == {"synthetic"}
    assert "Synthetic" in person.name


def test_truth_names_columns_that_exist() -> None:
    """What was built in can be looked up in the day table."""
    for person in cm.synthetic_people(6, days=120, seed=3):
        keys = {v.key for v in day_table(person.diary.entries).variables}
        assert {effect.exposure for effect in person.truth} <= keys
        assert "Brain fog" not in {effect.outcome for effect in person.truth}


def test_medicines_are_context() -> None:
    """Ibuprofen answers to pain and is never a candidate."""
    table = day_table(cm.synthetic_people(1, days=200, seed=4)[0].diary.entries)
    assert {v.key for v in table.variables if v.role is Role.CONTEXT} == {"ibuprofen"}


def test_the_table_of_foods_is_sound() -> None:
    """Known meals, shares between 0 and 1, no name twice."""
    foods = food_habits()
    assert {food.meal for food in foods} == {"breakfast", "lunch", "dinner", "evening"}
    assert all(0 < food.share_of_days < 1 and 0 <= food.stickiness < 1 for food in foods)
    assert len({food.name for food in foods}) == len(foods)


def test_a_built_in_effect_is_found_in_two_years() -> None:
    """Of the larger effects built into ten people most come back, with the right sign."""
    right = wrong = missed = 0
    for person in cm.synthetic_people(6, days=730, seed=11):
        outcomes = sorted({effect.outcome for effect in person.truth if abs(effect.effect) > 0.8})
        if not outcomes:
            continue
        shown = {(f.outcome.label, f.exposure.key): f for f in cm.find(person.diary, outcome=outcomes).shown}
        for effect in person.truth:
            if abs(effect.effect) <= 0.8:
                continue
            found = shown.get((effect.outcome, effect.exposure))
            if found is None or found.effect is None:
                missed += 1
            elif found.effect.estimate * effect.effect > 0:
                right += 1
            else:
                wrong += 1
    assert wrong == 0
    assert right > 2 * missed


def test_people_can_be_turned_into_a_frame_for_other_tools() -> None:
    """A diary's day table is plain arrays."""
    table = day_table(cm.synthetic_people(1, days=30, seed=1)[0].diary.entries)
    frame = pd.DataFrame(table.values, index=list(table.days), columns=[v.key for v in table.variables])
    assert frame.shape == (30, len(table.variables))
