"""A diary's columns meet the map: quickly, modestly, and medicines are never asked about."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from commensal.axis.names import node_of_column
from commensal.diary.exposures.columns import food_variables
from commensal.records.day_table import DayTable, Role, Variable
from commensal.records.graph_prior import AdjustFor, GraphPrior
from commensal.service.graph_priors import graph_priors, mechanism_sentences
from commensal.vocab.presence import PresenceCode
from commensal.vocab.units import Unit


def _variable(key: str, role: Role, *, kind: str = "event", before_rating: bool = False) -> Variable:
    return Variable(key=key, label=key, kind=kind, role=role, unit=Unit.POINTS, before_rating=before_rating)


_COLUMNS = (
    _variable("pain", Role.OUTCOME, kind="symptom_rating"),
    _variable("fatigue", Role.OUTCOME, kind="symptom_rating"),
    _variable("bloating", Role.OUTCOME, kind="symptom_rating"),
    _variable("my_own_word", Role.OUTCOME, kind="symptom_rating"),
    _variable("sleep_h", Role.EXPOSURE, kind="sleep", before_rating=True),
    _variable("sleep_rating", Role.EXPOSURE, kind="sleep", before_rating=True),
    _variable("stress", Role.EXPOSURE, kind="stress"),
    _variable("exertion", Role.EXPOSURE, kind="activity"),
    _variable("fibre_g", Role.EXPOSURE, kind="food"),
    _variable("bread", Role.EXPOSURE, kind="food"),
    _variable("weather", Role.EXPOSURE, kind="measurement"),
    _variable("ibuprofen", Role.CONTEXT, kind="medicine_dose"),
    _variable("class_nsaid", Role.CONTEXT, kind="medicine_dose"),
)


def _table(columns: tuple[Variable, ...] = _COLUMNS, *, n_days: int = 60) -> DayTable:
    values = np.random.default_rng(1).uniform(1, 9, size=(n_days, len(columns)))
    presence = np.full(values.shape, PresenceCode.RECORDED, dtype=np.uint8)
    for column, variable in enumerate(columns):
        if variable.key == "sleep_rating":
            values[10:, column], presence[10:, column] = np.nan, PresenceCode.MISSING
    days = tuple(date(2026, 1, 1) + timedelta(days=n) for n in range(n_days))
    return DayTable(
        days=days, variables=columns, values=values, presence=presence, copied=np.zeros(values.shape, np.bool_)
    )


def _priors(outcomes: tuple[str, ...] = ("pain", "fatigue", "bloating", "my_own_word")) -> dict[str, GraphPrior]:
    return {f"{prior.exposure}>{prior.outcome}": prior for prior in graph_priors(_table(), outcomes)}


def test_sleep_and_pain() -> None:
    """Within a day, weighed by a moderate grade, with nothing of its own held equal."""
    prior = _priors()["sleep_h>pain"]
    assert (prior.lag_min_days, prior.lag_max_days, prior.prior_weight) == (0, 1, 1.6)
    assert prior.edge_ids == ("E072",)
    assert "pain" not in {item.key for item in prior.adjust_for}


def test_stress_and_pain_hold_the_night_equal() -> None:
    """By the column with most nights; a second one of the same place is not needed."""
    prior = _priors()["stress>pain"]
    assert AdjustFor(key="sleep_h", lag_days=0) in prior.adjust_for
    assert "sleep_rating" not in {item.key for item in prior.adjust_for}
    assert prior.prior_weight == 1.0
    assert "Low mood and worry" in prior.not_adjustable


def test_effort_and_fatigue_weigh_most() -> None:
    """The one high grade that a diary can ask about."""
    assert _priors()["exertion>fatigue"].prior_weight == 2.0


def test_a_food_is_one_that_may_be_suspected() -> None:
    """Any food and the gut: hours, low grade. Any food and pain: neutral."""
    assert _priors()["bread>bloating"].prior_weight == pytest.approx(1.3)
    assert _priors()["bread>pain"].prior_weight == 1.0


def test_a_column_of_a_frame_that_is_called_like_a_food() -> None:
    """A notebook's columns have no kind: names of foods and ids of places are known all the same."""
    columns = tuple(_variable(key, Role.EXPOSURE, kind="column") for key in ("bread", "stress_load", "weather"))
    table = _table((_COLUMNS[2], *columns))
    assert {prior.exposure for prior in graph_priors(table, ("bloating",))} == {"bread", "stress_load"}


def test_medicines_are_never_asked_about() -> None:
    """Context has no prior, so the map cannot make a medicine a finding."""
    assert not [key for key in _priors() if key.startswith(("ibuprofen", "class_"))]


def test_what_the_map_does_not_know_is_left_out() -> None:
    """Weather has no place, and neither has a word of one's own."""
    assert not [key for key in _priors() if "weather" in key or "my_own_word" in key]


def test_only_columns_of_this_diary_are_held_equal() -> None:
    """Every key exists in the table."""
    keys = {variable.key for variable in _table().variables}
    assert {item.key for prior in _priors().values() for item in prior.adjust_for} <= keys


def test_ways_for_a_card() -> None:
    """An exposure gets a sentence that names the weakest link; a medicine and a word of one's own get none."""
    by_key = {variable.key: variable for variable in _COLUMNS}
    (said,) = mechanism_sentences(by_key["fibre_g"], "fatigue")
    assert "bacteria that make butyrate" in said
    assert "A diary cannot tell" in said
    assert mechanism_sentences(by_key["class_nsaid"], "pain") == ()
    assert mechanism_sentences(by_key["weather"], "pain") == ()
    assert mechanism_sentences(by_key["fibre_g"], "my_own_word") == ()


def test_every_column_of_food_has_its_place_or_is_known_to_have_none() -> None:
    """A new column of ours is put on the map, or here on purpose."""
    homeless = {variable.key for variable in food_variables() if node_of_column(variable.key) is None}
    assert homeless == {"alcohol_g", "caffeine_mg", "di_gm"}


def test_a_prior_needs_two_ends() -> None:
    """Half a window and a weight of nothing are our own mistakes."""
    with pytest.raises(AssertionError):
        GraphPrior(exposure="a", outcome="b", lag_min_days=1)
    with pytest.raises(AssertionError):
        GraphPrior(exposure="a", outcome="b", prior_weight=0.0)
