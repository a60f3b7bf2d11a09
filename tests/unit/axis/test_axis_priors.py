"""Windows, weights and mechanisms: modest, and silent where the map is."""

from __future__ import annotations

import math

import pytest

from commensal.axis.explain import every_path
from commensal.axis.lag_windows import lag_windows, search_window
from commensal.axis.mechanisms import mechanisms
from commensal.axis.prior_weight import FACTORS, LARGEST, SMALLEST, prior_weight
from commensal.knowledge.evidence import Relation, evidence
from commensal.report.axis_phrases import mechanism_words
from commensal.vocab.grades import Grade

_DIRECT = sorted(
    (edge for edge in evidence().edges.values() if edge.relation in (Relation.CAUSAL, Relation.ASSOCIATION)),
    key=lambda edge: edge.id,
)


def test_a_better_grade_weighs_more() -> None:
    """High, moderate, low, very low: each factor above the next, and all above flat."""
    in_order = [FACTORS[grade] for grade in (Grade.HIGH, Grade.MODERATE, Grade.LOW, Grade.VERY_LOW)]
    assert in_order == sorted(in_order, reverse=True)
    assert in_order[-1] > 1


@pytest.mark.parametrize(
    ("exposure", "outcome", "weight"),
    [
        ("overexertion", "fatigue", 2.0),
        ("sleep_quality", "pain_intensity", 1.6),
        ("individual_food_trigger", "gi_symptoms", 1.3),
        ("probiotic_supp", "fatigue", 1 / 1.1),
        ("antibiotic_use", "scfa_output", 1.3),  # two moderate steps: half of 0.6
        ("fermented_food", "fatigue", 1.0),
    ],
)
def test_the_weight_of_some_questions(exposure: str, outcome: str, weight: float) -> None:
    """Worked by hand from the arrows E070, E072, E029, E036, and E043 with E085."""
    assert prior_weight(exposure, outcome, longest_days=3) == pytest.approx(weight)


def test_what_takes_weeks_says_nothing_of_tomorrow() -> None:
    """Soluble fibre eases irritable bowel over weeks; a search of three days gains nothing from that."""
    assert prior_weight("soluble_fibre", "gi_symptoms", longest_days=3) == 1.0
    assert prior_weight("soluble_fibre", "gi_symptoms", longest_days=14) == pytest.approx(1.6)


@pytest.mark.parametrize("start", sorted(evidence().nodes))
def test_weights_stay_between_a_half_and_two(start: str) -> None:
    """For every question, and below flat exactly where a direct test saw nothing."""
    for end in sorted(evidence().nodes):
        weight = prior_weight(start, end, longest_days=365)
        assert SMALLEST <= weight <= LARGEST
        is_null = any(path.is_direct and path.is_null for path in every_path(start, end))
        assert (weight < 1) == is_null


def test_a_way_of_ideas_gives_nothing() -> None:
    """Stress and pain are joined on the map by ideas alone."""
    assert all(path.has_hypothesis for path in every_path("stress_load", "pain_intensity"))
    assert prior_weight("stress_load", "pain_intensity", longest_days=30) == 1.0


def test_a_window_is_the_sum_of_its_steps() -> None:
    """Each window belongs to a way, and begins before it ends."""
    for window in lag_windows("fibre_total", "pain_intensity"):
        assert 0 <= window.low_days <= window.high_days
        days = [evidence().edges[name].lag_max_days or 0 for name in window.path.edge_ids]
        assert window.high_days == math.fsum(days)


def test_the_search_window() -> None:
    """Sleep acts within a day; fibre on the gut within a week; an unknown time is no window."""
    sleep = search_window("sleep_quality", "pain_intensity", longest_days=3)
    assert sleep is not None
    assert (sleep.low_days, sleep.high_days) == (0, 1)
    assert lag_windows("butyrate_producers", "fatigue") == ()
    assert search_window("omega3_intake", "pain_intensity", longest_days=3) is None


def test_mechanisms_have_something_in_between() -> None:
    """A direct arrow is no mechanism, and a way that was tested and not seen is none."""
    found = mechanisms("fibre_total", "pain_intensity", most=3)
    assert len(found) == 3
    assert all(len(path.links) > 1 and not path.is_null for path in found)
    assert mechanisms("probiotic_supp", "fatigue") == ()


def test_a_mechanism_in_words() -> None:
    """For a card: the places, the weakest link, and that a diary cannot tell."""
    said = mechanism_words(mechanisms("fibre_total", "fatigue")[0])
    assert said == (
        "One way that is drawn on the map: fibre, bacteria that make butyrate, fatigue. Its weakest link, bacteria "
        "that make butyrate to fatigue, is early and mixed. A diary cannot tell whether this is the way."
    )
