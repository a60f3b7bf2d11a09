"""A what-if as it is asked: read from its file, checked, and turned into inputs of the model."""

from __future__ import annotations

from typing import Any

import pytest

from commensal.axis.dynamics.scenario import Change, scenario_from
from commensal.knowledge.axis_model import axis_model
from commensal.knowledge.axis_scenarios import presets, ready_scenarios, scenario_inputs, watched
from commensal.vocab.errors import UsageError

_FIBRE = {"what": "fibre", "value": 30, "from_day": 0, "to_day": 28}


@pytest.mark.parametrize("name", list(ready_scenarios()))
def test_a_ready_what_if_can_be_asked(name: str) -> None:
    """Each file that comes with the model fits."""
    scenario = scenario_from(ready_scenarios()[name], where=name)
    assert scenario.changes
    assert scenario.title


def test_the_tables_name_what_the_model_has() -> None:
    """Inputs, traits and starting states are symbols of the model, and every input of daily life has a name."""
    model = axis_model()
    for about in scenario_inputs().values():
        row = model.inputs[about.symbol]
        assert row.low <= about.low < about.high <= row.high, about.key
    named = {about.symbol for about in scenario_inputs().values()}
    assert set(model.inputs) - named == {"u_lps"}  # an experiment in a laboratory, and no what-if
    for preset in presets().values():
        assert set(preset.inputs) <= set(model.inputs)
        assert set(preset.start) <= set(model.states)
        assert {name for name in preset.traits if not model.parameters[name].is_trait} == set()


def test_a_slow_change_goes_in_daily_steps() -> None:
    """From 18 to 30 over four days: 21, 24, 27, 30, and on."""
    change = Change(what="fibre", value=30.0, from_day=2.0, to_day=20.0, reached_after_days=4.0)
    holds = change.holds(usual=18.0)
    assert [hold.value for hold in holds] == [21.0, 24.0, 27.0, 30.0]
    assert [(hold.start_day, hold.end_day) for hold in holds] == [(2, 3), (3, 4), (4, 5), (5, 20)]


def test_usual_days_stand_over_those_of_the_person() -> None:
    """What a scenario says of usual days counts more than the preset does."""
    scenario = scenario_from({"person": "fm", "usual": {"sleep": 8}, "change": [_FIBRE]})
    assert scenario.usual_inputs()["u_slp"] == 8.0
    assert scenario.usual_inputs()["u_fib"] == 16.0


def test_medicines_and_fmt_are_known_as_such() -> None:
    """Words of care hang on it."""
    assert scenario_from({"change": [{"what": "ppi", "value": 1}]}).has_medicine
    assert scenario_from({"change": [{"what": "fmt", "value": 1}]}).has_fmt
    assert not scenario_from({"change": [_FIBRE]}).has_medicine


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"change": []}, "at least one change"),
        ({"change": [{**_FIBRE, "value": 900}]}, "a number from 5 to 60"),
        ({"change": [{**_FIBRE, "value": True}]}, "a number from 5 to 60"),
        ({"change": [{**_FIBRE, "what": "lard"}]}, "one of"),
        ({"change": [{**_FIBRE, "to_day": 0}]}, "a day after 0"),
        ({"change": [{**_FIBRE, "dose": 2}]}, "one of"),
        ({"change": ["fibre"]}, "what, value, from_day and to_day"),
        ({"days": 0}, "a number from 1 to 3650"),
        ({"person": "me"}, "one of"),
        ({"usual": {"lard": 3}}, "one of"),
        ({"watch": "pain"}, "a list of names"),
        ({"watch": ["mood"]}, "one of"),
        ({"weeks": 3}, "one of"),
    ],
    ids=str,
)
def test_what_does_not_fit_is_refused(changed: dict[str, Any], expected: str) -> None:
    """With where, what was found and what could have stood there."""
    with pytest.raises(UsageError, match=expected):
        scenario_from({"change": [_FIBRE], **changed})


def test_every_watched_name_has_words() -> None:
    """Symptoms are marked as such: of them no amount is shown."""
    assert {key for key, one in watched().items() if one.is_symptom} == {"fatigue", "pain"}
    assert all(one.label and one.phrase and one.unit for one in watched().values())
