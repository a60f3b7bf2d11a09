"""Ready protocols: whole, gentle, long enough to tell, and resting on sources that exist."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import chain

import pytest

from commensal.guidance.library import steps
from commensal.knowledge.evidence import evidence
from commensal.knowledge.safety_rules import safety_rules
from commensal.knowledge.sources import sources
from commensal.knowledge.trial_protocols import (
    Blinding,
    StopActs,
    TrialProtocol,
    lag_along,
    smallest_difference_for,
    smallest_differences,
    stop_rules,
    trial_protocols,
)
from commensal.records.person import Flag
from commensal.trials.design import DesignKind, TrialDesign
from commensal.vocab.answers import Answer
from commensal.vocab.grades import Grade
from commensal.vocab.proposal_kinds import NEVER_SUGGESTED, RESTRICTIONS, ProposalKind

_ALL = [pytest.param(one, id=one.id) for one in trial_protocols().values()]
_GRADES = tuple(Grade)
_LONGEST_OUT_DAYS = 42
_ALWAYS_STOPS = {"emergency", "doctor_first", "bad_reaction", "payback", "own_wish"}


def test_the_promised_protocols_are_there() -> None:
    """What was asked for, the eight good ones in front."""
    first = ["soluble_fibre", "fermented_live", "berries_or_olive_oil", "oily_fish", "swap_snack", "food_out_and_back"]
    asked = {*first, "lactose", "low_fodmap_group", "prebiotic_food", "probiotic", "slow_breathing", "regular_bedtime"}
    known = list(trial_protocols())
    assert asked | {"gentle_movement", "pacing_inside_limits"} <= set(known)
    assert [name for name in known if name in first] == first
    assert len(known) >= 14


@pytest.mark.parametrize("protocol", _ALL)
def test_every_id_leads_somewhere(protocol: TrialProtocol) -> None:
    """Sources, edges, places, rules, flags and the step of guidance exist."""
    axis = evidence()
    assert set(protocol.source_ids) <= set(sources())
    assert set(chain.from_iterable(row.edges for row in protocol.evidence)) <= set(axis.edges)
    assert {protocol.exposure, *protocol.outcomes} <= set(axis.nodes)
    assert set(protocol.stop_rules) <= set(stop_rules())
    assert set(protocol.gate_rules) <= set(safety_rules())
    assert protocol.step in steps()
    assert {flag.value for flag in Flag} >= set(protocol.needs)
    assert {answer.value for answer in Answer} >= set(protocol.needs.values())


@pytest.mark.parametrize("protocol", _ALL)
def test_no_grade_is_above_its_weakest_edge(protocol: TrialProtocol) -> None:
    """A chain is no surer than its weakest link."""
    for row in protocol.evidence:
        weakest = max(_GRADES.index(evidence().edges[name].grade) for name in row.edges)
        assert _GRADES.index(row.grade) >= weakest, row


@pytest.mark.parametrize("protocol", _ALL)
def test_guidance_and_trials_say_the_same_of_the_evidence(protocol: TrialProtocol) -> None:
    """The step of the same name has the same rows, kind and limits; one group at a time has rows of its own."""
    step = steps()[protocol.step]
    assert protocol.kind is step.kind
    assert protocol.removes_something is step.takes_away
    assert (protocol.goes_up_with, protocol.goes_down_with) == (step.goes_up_with, step.goes_down_with)
    if protocol.id == "low_fodmap_group":
        assert {row.grade for row in protocol.evidence} <= {Grade.LOW, Grade.VERY_LOW}  # less sure than the whole diet
        return
    theirs = [(r.condition, r.outcome, r.direction.value, r.grade, r.edges, r.source_ids, r.why) for r in step.evidence]
    ours = [(r.condition, r.outcome, r.direction, r.grade, r.edges, r.source_ids, r.why) for r in protocol.evidence]
    assert ours == theirs


@pytest.mark.parametrize("protocol", _ALL)
def test_a_design_can_be_drawn_and_can_settle_the_question(protocol: TrialProtocol) -> None:
    """Whole sets, and at least seven: with fewer than six pairs no order of days could come out at one in twenty."""
    design = TrialDesign(
        kind=DesignKind(protocol.design.kind),
        days=protocol.n_days,
        block_days=protocol.design.block_days,
        washout_days=protocol.design.washout_days,
        n_arms=len(protocol.arms),
    )
    assert design.n_units == protocol.design.n_sets * len(protocol.arms)
    assert protocol.design.n_sets >= 7
    n_orders = math.factorial(len(protocol.arms)) ** protocol.design.n_sets
    assert 2 / n_orders <= 0.05


@pytest.mark.parametrize("protocol", _ALL)
def test_days_count_only_when_something_could_show(protocol: TrialProtocol) -> None:
    """The days at the start of a period that do not count are at least the shortest lag of the map."""
    lag = protocol.lag_days(protocol.outcomes[0])
    assert lag is None or protocol.design.washout_days >= lag[0]


@pytest.mark.parametrize("protocol", _ALL)
def test_nothing_is_left_out_for_long_or_for_good(protocol: TrialProtocol) -> None:
    """At most six weeks in all, and it comes back in portions."""
    assert (protocol.kind in RESTRICTIONS) <= protocol.removes_something
    if protocol.reintroduction is None:
        return
    out_days = protocol.design.n_sets * protocol.design.period_days
    assert out_days <= _LONGEST_OUT_DAYS
    assert protocol.reintroduction.after_days == 1
    assert protocol.reintroduction.portions[-1] == "usual"
    assert "eating_less" in protocol.stop_rules


@pytest.mark.parametrize("protocol", _ALL)
def test_a_protocol_is_gentle(protocol: TrialProtocol) -> None:
    """It begins at the smallest dose, never passes the most, keeps the medicines, and changes one thing."""
    dose = protocol.dose
    assert 0 < dose.smallest <= dose.usual <= dose.most
    assert dose.unit
    assert {"medicines", "one_change"} <= set(protocol.keep_steady)
    assert set(protocol.stop_rules) >= _ALWAYS_STOPS
    assert protocol.effort in (1, 2, 3)
    assert protocol.kind not in NEVER_SUGGESTED


def test_movement_never_steps_up_and_needs_a_plain_no() -> None:
    """The dose stays the same, and a person who may pay for effort later is not offered it."""
    moving = [one for one in trial_protocols().values() if one.kind is ProposalKind.EXERCISE_INCREASE]
    assert moving
    for one in moving:
        assert one.dose.smallest == one.dose.usual == one.dose.most
        assert one.needs == {"pem": "no"}
        assert "two_worse_days" in one.stop_rules
    pacing = trial_protocols()["pacing_inside_limits"]
    assert pacing.kind is ProposalKind.PACING
    assert "never more than usual" in pacing.proposal


def test_a_probiotic_is_taken_for_twelve_weeks_at_most() -> None:
    """The UK guideline speaks of up to twelve weeks; another advises against; the rows call it mixed."""
    one = trial_protocols()["probiotic"]
    assert one.design.n_sets * one.design.period_days <= 84
    row = one.evidence_for("gi_symptoms", ("ibs",))
    assert row is not None
    assert row.direction == "mixed"
    assert {"bsg2021", "su2020", "lacy2021"} <= set(row.source_ids)


def test_low_fodmap_goes_with_a_dietitian() -> None:
    """One group at a time, named from a list, with somebody who knows food."""
    one = trial_protocols()["low_fodmap_group"]
    assert one.with_dietitian
    assert one.names_subject
    assert "fructans" in one.subjects


def test_what_can_be_hidden_says_what_gives_it_away() -> None:
    """A partner can hide only what comes in packages that look alike."""
    hidden = {one.id for one in trial_protocols().values() if one.blinding is Blinding.PARTNER}
    assert hidden == {"lactose", "probiotic"}
    assert all(one.cannot_be_hidden for one in trial_protocols().values())


def test_evidence_of_ones_own_condition_comes_first() -> None:
    """IBS before anyone; without a row for the symptom, what holds for any symptom, or nothing."""
    fibre = trial_protocols()["soluble_fibre"]
    own, anyone = fibre.evidence_for("gi_symptoms", ("ibs",)), fibre.evidence_for("gi_symptoms")
    assert own is not None
    assert anyone is not None
    assert (own.condition, own.grade, anyone.condition) == ("ibs", Grade.MODERATE, "any")
    assert fibre.evidence_for("fatigue") is None
    assert fibre.lag_days("fatigue") is None
    out = trial_protocols()["food_out_and_back"].evidence_for("fatigue")
    assert out is not None
    assert out.direction == "untested"


def test_a_lag_is_the_sum_along_the_way() -> None:
    """An edge without a lag makes the whole unknown."""
    assert lag_along(("E006",)) == (7, 84)
    assert lag_along(("E001", "E085")) == (2, 14)
    assert lag_along(("E001", "E096")) is None
    assert lag_along(()) is None


def test_stop_rules_that_act_at_once_are_few_and_fixed() -> None:
    """What is seen in the diary, and the person's own wish, act within the same call."""
    at_once = {rule.id for rule in stop_rules().values() if rule.acts is StopActs.AT_ONCE}
    assert at_once == {*_ALWAYS_STOPS, "two_worse_days"}


def test_a_difference_that_matters_has_a_source_or_is_called_ours() -> None:
    """No number pretends to be more than it is."""
    for row in smallest_differences().values():
        assert row.is_our_choice or row.source_ids
        assert row.points > 0
    pain = smallest_differences()["pain_intensity"]
    assert (pain.points, pain.much_better_points, pain.source_ids) == (1.0, 2.0, ("farrar2001",))


def test_a_difference_fits_the_scale_that_is_used() -> None:
    """A row holds for its own scale; any other scale gives a tenth, called ours; no scale gives none."""
    own = smallest_difference_for("pain_intensity", minimum=0, maximum=10)
    short = smallest_difference_for("pain_intensity", minimum=0, maximum=3)
    assert own is not None
    assert short is not None
    assert own.points == 1.0
    assert short.points == pytest.approx(0.3)
    assert short.is_our_choice
    assert not short.source_ids
    assert smallest_difference_for("a_balance", minimum=None, maximum=None) is None
    published = smallest_difference_for("ibs_sss", minimum=0, maximum=500)
    assert published is not None
    assert not published.is_our_choice


def test_a_protocol_that_breaks_a_rule_cannot_be_made() -> None:
    """A medicine is never the change, and nothing is left out without a way back."""
    food, fibre = trial_protocols()["food_out_and_back"], trial_protocols()["soluble_fibre"]
    with pytest.raises(AssertionError, match="never tried"):
        replace(fibre, kind=ProposalKind.MEDICINE_CHANGE)
    with pytest.raises(AssertionError, match="come back"):
        replace(food, reintroduction=None)
    with pytest.raises(AssertionError, match="no place"):
        replace(fibre, names_subject=True)
