"""What the map says beforehand is used: lags, weights, and what must be held equal; and it can be switched off."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import commensal as cm
from commensal.findings.find import find
from commensal.findings.finding import Status, Tier
from commensal.findings.question import Question
from commensal.records.day_table import DayTable
from commensal.records.graph_prior import AdjustFor, GraphPrior
from commensal.service.frames import table_from_frame

N_DAYS = 300


def _table(seed: int = 3) -> tuple[DayTable, Question]:
    """Snacking follows bad nights, and pain follows bad nights: snacking itself does nothing."""
    rng = np.random.default_rng(seed)
    night = rng.standard_normal(N_DAYS)
    snack = (night + 0.4 * rng.standard_normal(N_DAYS) < -0.3).astype(float)
    pain = np.full(N_DAYS, 4.0) + 0.6 * rng.standard_normal(N_DAYS)
    pain[1:] -= 1.0 * night[:-1]
    frame = pd.DataFrame(
        {"snack": snack, "night": night, "tea": (rng.random(N_DAYS) < 0.4) * 1.0, "pain": pain.clip(0, 10)},
        index=pd.date_range("2026-01-01", periods=N_DAYS),
    )
    table = table_from_frame(frame, outcomes=("pain",), exposures=None)
    return table, Question(outcomes=("pain",), exposures=("snack", "tea"))


def test_what_lies_behind_both_is_held_equal() -> None:
    """Without the map the snack is shown; with it the sign fades, and the answer says so instead of accusing."""
    table, question = _table()
    bare = {f.exposure.key: f for f in find(table, question).outcomes[0].findings}
    assert bare["snack"].tier is not Tier.NONE
    prior = GraphPrior(exposure="snack", outcome="pain", adjust_for=(AdjustFor(key="night", lag_days=0),))
    known = {f.exposure.key: f for f in find(table, replace(question, priors=(prior,))).outcomes[0].findings}
    assert known["snack"].status is Status.REVERSED_OR_CONFOUNDED
    assert known["snack"].reason == "held_equal"
    assert known["snack"].held_equal == ("night",)


def test_an_effect_is_looked_for_when_the_map_says() -> None:
    """A window of days leaves only the lags inside it; one that the search cannot reach leaves all."""
    table, question = _table()
    exposures = ("night",)
    inside = GraphPrior(exposure="night", outcome="pain", lag_min_days=2, lag_max_days=3)
    found = find(table, replace(question, exposures=exposures, priors=(inside,))).outcomes[0].findings[0]
    assert found.onset_days is None or found.onset_days >= 2
    beyond = replace(inside, lag_min_days=28, lag_max_days=84)
    found = find(table, replace(question, exposures=exposures, priors=(beyond,))).outcomes[0].findings[0]
    assert (found.tier, found.onset_days) == (Tier.STRONG, 1)


def test_a_weight_moves_probability_between_exposures() -> None:
    """Of two that look alike the likelier gains what the other loses."""
    table, question = _table()
    question = replace(question, exposures=("snack", "night"))
    weights = {"snack": 0.5, "night": 2.0}
    priors = tuple(GraphPrior(exposure=key, outcome="pain", prior_weight=w) for key, w in weights.items())
    flat = {f.exposure.key: f.inclusion_probability for f in find(table, question).outcomes[0].findings}
    weighted = find(table, replace(question, priors=priors)).outcomes[0].findings
    moved = {f.exposure.key: f.inclusion_probability for f in weighted}
    assert moved["snack"] < flat["snack"]
    assert moved["night"] >= flat["night"] - 1e-9


@pytest.mark.parametrize("graph", [True, False])
def test_a_frame_may_leave_the_map_out(graph: bool) -> None:
    """Columns named as places of the map are known to it unless it is switched off."""
    table, _ = _table()
    frame = pd.DataFrame(
        {"sleep_quality": table.column("night"), "pain": table.column("pain")}, index=pd.DatetimeIndex(table.days)
    )
    found = cm.find(frame, outcome="pain", graph=graph)
    assert bool(found.question.priors) is graph
