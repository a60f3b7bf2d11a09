"""What to hold equal: the night before and yesterday's symptoms, never what comes after."""

from __future__ import annotations

import networkx as nx
import pytest

from commensal.axis.adjustment import DAYS_BEFORE, Adjustment, adjustment, day_places
from commensal.axis.unrolled import DayNode, unrolled, within_day
from commensal.knowledge.evidence import DayRole, evidence

_ALL = frozenset(
    {
        "sleep_quality",
        "stress_load",
        "pain_intensity",
        "fatigue",
        "gi_symptoms",
        "mood_anxiety",
        "pem",
        "fibre_total",
        "overexertion",
        "gut_transit",
        "individual_food_trigger",
        "nsaid_use",
    }
)
_EXPOSURES = sorted(
    node.id for node in evidence().nodes.values() if node.day_role in (DayRole.EATING, DayRole.DOING, DayRole.SLEEP)
)
_SYMPTOMS = sorted(node.id for node in evidence().nodes.values() if node.day_role is DayRole.SYMPTOM)


def _held(asked: Adjustment) -> set[tuple[str, int]]:
    return {(item.node, item.days_before) for item in asked.held}


def test_time_runs_one_way() -> None:
    """Pain and sleep form a loop on the map and a chain in time: the night, the day's pain, the night after."""
    days = unrolled(4)
    assert nx.is_directed_acyclic_graph(days)
    assert days.has_edge(("sleep_quality", 1), ("pain_intensity", 1))
    assert days.has_edge(("pain_intensity", 1), ("sleep_quality", 0))
    assert not days.has_edge(("pain_intensity", 1), ("sleep_quality", 1))


def test_weak_arrows_carry_an_effect_and_confound_nothing() -> None:
    """That fatigue may spoil the next night keeps that night from being held equal; fatigue is no confounder by it."""
    arrow = (("fatigue", 1), ("sleep_quality", 0))
    assert unrolled(3).has_edge(*arrow)
    assert not unrolled(3, only_firm=True).has_edge(*arrow)
    idea = (("gut_permeability", 0), ("endotoxin_exposure", 0))
    assert unrolled(3).has_edge(*idea)
    assert not unrolled(3, only_firm=True).has_edge(*idea)


def test_conditions_are_no_part_of_a_day() -> None:
    """What is the same on every day of one person confounds none of their days."""
    assert "fibromyalgia" not in day_places()
    assert "baseline_microbiota" not in day_places()
    assert {"pain_intensity", "sleep_quality", "fibre_total"} <= day_places()


def test_stress_and_pain_need_the_night_before() -> None:
    """A poor night comes before both stress and pain; so does yesterday's pain."""
    asked = adjustment("stress_load", "pain_intensity", lag_days=1, measured=_ALL)
    assert {("sleep_quality", 0), ("pain_intensity", 1), ("mood_anxiety", 1)} <= _held(asked)
    assert asked.is_complete


def test_the_night_after_is_on_the_way_and_not_held_equal() -> None:
    """Stress, then a poor night, then pain: that night carries the effect."""
    asked = adjustment("stress_load", "pain_intensity", lag_days=1, measured=_ALL)
    assert "sleep_quality" in asked.mediators
    assert min(item.days_before for item in asked.held if item.node == "sleep_quality") >= 0


def test_sleep_and_pain_need_the_pain_before() -> None:
    """Yesterday's pain spoils the night and lasts."""
    asked = adjustment("sleep_quality", "pain_intensity", lag_days=0, measured=_ALL)
    assert ("pain_intensity", 1) in _held(asked)
    assert all(item.days_before >= 1 for item in asked.held)


def test_a_painkiller_is_confounded_by_the_pain_it_was_taken_for() -> None:
    """Confounding by indication."""
    asked = adjustment("nsaid_use", "pain_intensity", lag_days=0, measured=_ALL)
    assert ("pain_intensity", 1) in _held(asked)


def test_what_is_not_measured_is_said() -> None:
    """A diary of stress and pain alone cannot hold the night equal."""
    asked = adjustment("stress_load", "pain_intensity", lag_days=1, measured={"stress_load", "pain_intensity"})
    assert "sleep_quality" in asked.not_measured
    assert {item.node for item in asked.held} <= {"stress_load", "pain_intensity"}
    assert not asked.is_complete


@pytest.mark.parametrize("outcome", _SYMPTOMS)
@pytest.mark.parametrize("exposure", _EXPOSURES)
def test_the_back_door_is_shut(exposure: str, outcome: str) -> None:
    """For every question: nothing held equal comes after the exposure, and what is held equal blocks every way in.

    Checked with networkx on the same graph, arrow by arrow, and each element is needed.
    """
    lag = 1
    asked = adjustment(exposure, outcome, lag_days=lag, measured=day_places())
    start, end = (exposure, lag), (outcome, 0)
    whole = unrolled(lag + DAYS_BEFORE + 1)
    held = {(item.node, item.days_before + lag) for item in asked.held}
    assert asked.is_complete
    after: set[DayNode] = nx.descendants(whole, start)
    assert not held & after
    assert all((-day, within_day(name)) < (-lag, within_day(exposure)) for name, day in held)
    doors = unrolled(lag + DAYS_BEFORE + 1, only_firm=True).copy()
    doors.add_edges_from(((outcome, day + 1), (exposure, day)) for day in range(lag + DAYS_BEFORE))
    doors.remove_edges_from(list(doors.out_edges(start)))
    assert nx.is_d_separator(doors, {start}, {end}, held)
    assert not any(nx.is_d_separator(doors, {start}, {end}, held - {one}) for one in held)
    assert held <= set(doors.predecessors(start))  # what decides about the exposure, and nothing farther away


def test_a_collider_is_left_alone() -> None:
    """Fatigue today follows from both stress and pain's night; it is never held equal for stress and pain."""
    asked = adjustment("stress_load", "pain_intensity", lag_days=0, measured=_ALL)
    assert ("fatigue", 0) not in _held(asked)
    assert ("pem", 0) not in _held(asked)


@pytest.mark.parametrize(
    ("exposure", "outcome", "lag_days"),
    [("fibromyalgia", "pain_intensity", 1), ("pain_intensity", "stress_load", 0), ("fatigue", "fatigue", 0)],
)
def test_a_question_that_is_none(exposure: str, outcome: str, lag_days: int) -> None:
    """A condition has no days, and an outcome does not come before its exposure."""
    with pytest.raises(ValueError, match="no question of days"):
        adjustment(exposure, outcome, lag_days=lag_days, measured=_ALL)
