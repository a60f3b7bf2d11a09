"""A what-if of many made-up people: the same numbers on every scheduler, and nothing that may not be a number."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from commensal.cohort import what_if
from commensal.cohort.what_if import simulate_many
from commensal.knowledge.axis_scenarios import watched
from commensal.vocab.errors import UsageError

SCENARIO: dict[str, Any] = {
    "person": "healthy",
    "days": 6,
    "watch": ["butyrate", "pain"],
    "change": [{"what": "fibre", "from_day": 0, "to_day": 6, "value": 30}],
}


def test_the_scheduler_changes_no_number(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts of people are drawn from streams of their own, wherever and in whatever order they run."""
    monkeypatch.setattr(what_if, "PEOPLE_A_PART", 3)
    one = simulate_many(SCENARIO, 7, seed=2, scheduler="synchronous")
    other = simulate_many(SCENARIO, 7, seed=2, scheduler="threads", n_workers=2)
    assert one.to_frame().equals(other.to_frame())
    assert one.n_people == 7
    assert one.n_lost == other.n_lost < 4


def test_symptoms_are_no_numbers() -> None:
    """They are shown as a direction with a grade, and only by the what-if of one person."""
    shown = simulate_many(SCENARIO, 4, scheduler="synchronous")
    assert set(shown.changed) == {key for key in SCENARIO["watch"] if not watched()[key].is_symptom}
    with pytest.raises(UsageError, match="only symptoms"):
        simulate_many({**SCENARIO, "watch": ["pain"]}, 4)


def test_more_fibre_gives_more_butyrate() -> None:
    """By the last day the whole middle of the people lies higher, and the usual course has not moved."""
    shown = simulate_many(SCENARIO, 6, scheduler="synchronous")
    assert shown.changed["butyrate"].middle[-1] > shown.usual["butyrate"].middle[-1]
    assert np.ptp(shown.usual["butyrate"].middle) < 1e-3


@pytest.mark.parametrize(("change", "said"), [({"person": "diary"}, "diary"), ({}, "from 2 on")])
def test_what_cannot_be_asked_is_refused(change: dict[str, str], said: str) -> None:
    """A diary belongs to one person, and one person is no band."""
    with pytest.raises(UsageError, match=said):
        simulate_many({**SCENARIO, **change}, 1 if not change else 5)
