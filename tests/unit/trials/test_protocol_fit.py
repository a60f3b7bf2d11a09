"""Who may not be offered which protocol, and that only what has passed the gate is frozen."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import cache
from types import MappingProxyType

import pytest

from commensal.knowledge.trial_protocols import trial_protocols
from commensal.records.person import AgeBand, Flag, Person
from commensal.records.recent_day import RecentDay
from commensal.trials.plan import TrialPlan
from commensal.trials.protocol_fit import Fit, fit, fitting_protocols, frozen
from commensal.vocab.answers import Answer
from tests.unit.guidance.guidance_people import TODAY, person
from tests.unit.trials.trial_examples import FIRST_DAY, PAIN, draft

_YES, _NO, _UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN
_REMOVALS = frozenset({"swap_snack", "food_out_and_back", "lactose", "gluten_out_and_back", "low_fodmap_group"})
_FERMENTS = frozenset({"fermented_live", "fermented_heated"})
_EVERY = frozenset(trial_protocols())

# Who is barred from what: the rest may be offered. One row a person.
_BARRED = {
    "nothing speaks against it": (person(), frozenset()),
    "eating disorder history": (person(answers={Flag.EATING_DISORDER_HISTORY: _YES}), _REMOVALS),
    "perhaps an eating disorder": (person(answers={Flag.EATING_DISORDER_HISTORY: _UNKNOWN}), _REMOVALS),
    "too little money for food": (person(answers={Flag.FOOD_INSECURITY: _YES}), _REMOVALS),
    "PEM": (person(answers={Flag.PEM: _YES}), frozenset({"gentle_movement"})),
    "perhaps PEM": (person(answers={Flag.PEM: _UNKNOWN}), frozenset({"gentle_movement"})),
    "ME/CFS": (person("me_cfs"), frozenset({"gentle_movement"})),
    "severe ME/CFS": (person(answers={Flag.SEVERE_MECFS: _YES, Flag.PEM: _YES}), _EVERY),
    "pregnant": (person(answers={Flag.PREGNANT: _YES}), _REMOVALS | {"probiotic"}),
    "trying to conceive": (person(answers={Flag.TRYING_TO_CONCEIVE: _YES}), _REMOVALS | {"probiotic"}),
    "MAOI": (person(medicines=("phenelzine",)), _FERMENTS),
    "under 18": (person(age_band=AgeBand.UNDER_18, answers={Flag.UNDER_18: _YES}), _REMOVALS),
    "weak immunity": (person(answers={Flag.WEAK_IMMUNITY: _YES}), frozenset({"fermented_live", "probiotic"})),
    "narrow gut": (
        person(answers={Flag.GUT_NARROWING: _YES}),
        frozenset({"soluble_fibre", "berries_or_olive_oil", "prebiotic_food"}),
    ),
    "no coeliac test": (
        person(answers={Flag.COELIAC_TESTED: _NO}),
        frozenset({"gluten_out_and_back", "food_out_and_back"}),  # the food is bread
    ),
    "many foods out": (person(avoided_food_groups=("dairy", "wheat", "nuts", "fish")), _REMOVALS),
    "low weight": (person(bmi=17.0), _REMOVALS),
}


def _fits(who: Person, days: tuple[RecentDay, ...] = (), *, is_pem_possible: bool = False) -> dict[str, Fit]:
    """Every protocol for this person: those about a food with bread, the group one with fructans."""
    found = dict(fitting_protocols(PAIN, who, days, today=TODAY, is_pem_possible=is_pem_possible, subject="bread"))
    group = fit(draft("low_fodmap_group", subject="lactose", is_pem_possible=is_pem_possible), who, days, today=TODAY)
    return found | {"low_fodmap_group": group}


@cache
def _fits_of(name: str) -> dict[str, Fit]:
    """Every protocol for one of the people above; asked once, looked at twice."""
    return _fits(_BARRED[name][0], is_pem_possible="PEM" in name or "ME/CFS" in name)


@pytest.mark.parametrize("name", list(_BARRED))
def test_who_may_not_be_offered_what(name: str) -> None:
    """Each protocol through the gate, for people whom a rule protects."""
    _, barred = _BARRED[name]
    seen = _fits_of(name)
    assert set(seen) == _EVERY
    assert {protocol_id for protocol_id, one in seen.items() if not one.is_allowed} == barred


def test_a_protocol_names_the_rules_that_may_bar_it() -> None:
    """Every rule that bars a protocol for one of these people, and that is about the change, stands in its file."""
    about_trials = {"S15", "S19", "S21", "S22", "S23"}
    for name in _BARRED:
        for protocol_id, one in _fits_of(name).items():
            own = {rule.rule_id for rule in one.fired} - about_trials
            assert own <= set(trial_protocols()[protocol_id].gate_rules), protocol_id


def test_what_nobody_asked_waits_for_an_answer() -> None:
    """Somebody of whom nothing is known is asked first, and nothing with a risk is begun meanwhile."""
    seen = _fits(Person())
    waiting = {protocol_id for protocol_id, one in seen.items() if one.is_waiting}
    assert _REMOVALS | {"gentle_movement", "probiotic", "fermented_live", "soluble_fibre"} <= waiting
    assert {"slow_breathing", "regular_bedtime", "pacing_inside_limits"} <= {
        protocol_id for protocol_id, one in seen.items() if one.is_allowed
    }
    assert [item.id for item in seen["gentle_movement"].questions] == ["exertion"]


def test_a_needed_answer_is_asked_even_where_the_gate_is_content(monkeypatch: pytest.MonkeyPatch) -> None:
    """A protocol may ask for more than the rules do."""
    strict = replace(trial_protocols()["slow_breathing"], needs=MappingProxyType({"pem": "no"}))
    protocols = MappingProxyType({**trial_protocols(), "slow_breathing": strict})
    monkeypatch.setattr("commensal.trials.protocol_fit.trial_protocols", lambda: protocols)
    one = draft("slow_breathing")
    unasked = fit(one, Person(), (), today=TODAY)
    assert unasked.is_waiting
    assert [item.id for item in unasked.questions] == ["exertion"]
    unsure = fit(one, person(answers={Flag.PEM: _UNKNOWN}), (), today=TODAY)
    assert not unsure.is_allowed
    assert not unsure.is_waiting
    assert unsure.unmet == (Flag.PEM,)
    assert fit(one, person(), (), today=TODAY).is_allowed


@pytest.mark.parametrize("food", ["bread", "rye", "wheat"])
def test_the_gate_hears_gluten_in_the_name_of_a_food(food: str) -> None:
    """Leaving out bread would spoil a coeliac test that was never done; the gate reads it as a person would say it."""
    who = person(answers={Flag.COELIAC_TESTED: _NO})
    assert not fit(draft("food_out_and_back", subject=food), who, (), today=TODAY).is_allowed
    unasked = fit(draft("food_out_and_back", subject=food), Person(), (), today=TODAY)
    assert "coeliac_test" in [item.id for item in unasked.questions]
    assert fit(draft("food_out_and_back", subject="oranges"), who, (), today=TODAY).is_allowed


@pytest.mark.parametrize("text", ["blood in my stool this morning", "I have thoughts of ending my life"])
def test_a_red_flag_bars_every_trial(text: str) -> None:
    """A doctor, or help, comes first; of an emergency nothing else is told."""
    days = (RecentDay(day=TODAY, texts=(text,)),)
    seen = _fits(person(), days)
    assert not any(one.is_allowed or one.is_waiting for one in seen.values())
    assert all(one.fired for one in seen.values())
    for one in seen.values():
        if one.is_emergency:
            assert {rule.level.value for rule in one.fired} == {"emergency"}


def test_what_is_typed_beside_it_is_read_too() -> None:
    """The word "raw" in the question makes a ferment an unpasteurised one."""
    who = person(answers={Flag.PREGNANT: _YES})
    assert fit(draft("fermented_live"), who, (), today=TODAY).is_allowed
    assert not fit(draft("fermented_live"), who, (), today=TODAY, question="raw kefir, unpasteurised").is_allowed


def test_a_plan_comes_only_from_what_passed_today() -> None:
    """No seal, another change, or yesterday's look: no plan."""
    one = draft("food_out_and_back", subject="bread")
    allowed = fit(one, person(), (), today=TODAY)
    made = frozen(allowed, seed=7, first_day=FIRST_DAY, today=TODAY)
    assert isinstance(made, TrialPlan)
    assert made.last_day == FIRST_DAY + timedelta(days=55)
    assert TrialPlan.from_json(made.to_json()) == made
    barred = fit(one, person(answers={Flag.EATING_DISORDER_HISTORY: _YES}), (), today=TODAY)
    for bad, today, first in (
        (barred, TODAY, FIRST_DAY),
        (replace(allowed, draft=draft("food_out_and_back", subject="pasta")), TODAY, FIRST_DAY),
        (allowed, TODAY + timedelta(days=1), FIRST_DAY),
        (allowed, TODAY, TODAY - timedelta(days=1)),
    ):
        with pytest.raises(AssertionError):
            frozen(bad, seed=7, first_day=first, today=today)
