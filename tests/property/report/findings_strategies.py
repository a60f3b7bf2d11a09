"""Any finding, outcome and page that the finder's types allow, for Hypothesis."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from commensal.findings.finding import (
    Contrast,
    Finding,
    Findings,
    Interval,
    LagEffect,
    OutcomeFindings,
    Status,
    Tier,
)
from commensal.records.day_table import Role, Variable
from commensal.vocab.scales import SCALES
from commensal.vocab.units import Unit

REASONS = (
    "",
    "few_days",
    "constant",
    "rare",
    "one_switch",
    "few_switches",
    "no_sign",
    "leads",
    "same_day",
    "outcome_few_days",
    "outcome_constant",
    "something new",
)
KINDS = ("food", "medicine_dose", "symptom_rating", "cycle", "activity", "sleep", "measurement")

labels = st.text(max_size=90) | st.sampled_from(["Stomach pain", "Eggs", "<b>&amp;</b>", "[red]x[/red]", "{0}", "%s"])
sizes = st.floats(min_value=-1e6, max_value=1e6) | st.floats(min_value=-2.0, max_value=2.0)
probabilities = st.floats(min_value=0.0, max_value=1.0) | st.just(float("nan"))


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    """An estimate within its interval."""
    low, estimate, high = sorted(draw(st.tuples(sizes, sizes, sizes)))
    return Interval(estimate=estimate, low=low, high=high)


@st.composite
def variables(draw: st.DrawFn, *, role: Role | None = None) -> Variable:
    """Any variable."""
    return Variable(
        key=draw(st.from_regex(r"[a-z][a-z0-9_]{0,12}", fullmatch=True)),
        label=draw(labels),
        kind=draw(st.sampled_from(KINDS)),
        role=role or draw(st.sampled_from(Role)),
        unit=draw(st.sampled_from(Unit)),
        scale=draw(st.none() | st.sampled_from(sorted(SCALES.values(), key=lambda scale: scale.id))),
        before_rating=draw(st.booleans()),
        beyond_symptoms=draw(st.booleans()),
    )


@st.composite
def lag_profiles(draw: st.DrawFn) -> tuple[LagEffect, ...]:
    """Any lags, each once, in any order."""
    lags_days = draw(st.lists(st.integers(-7, 14), max_size=8, unique=True))
    return tuple(LagEffect(lag_days=lag, effect=draw(intervals()), z=draw(sizes)) for lag in lags_days)


@st.composite
def findings_for(draw: st.DrawFn, outcome: Variable) -> Finding:
    """Any finding about this outcome, also combinations that the finder does not make."""
    exposure = draw(variables())
    n_days = draw(st.integers(0, 5000))
    return Finding(
        exposure=exposure,
        outcome=outcome,
        status=draw(st.sampled_from(Status)),
        tier=draw(st.sampled_from(Tier)),
        contrast=draw(st.sampled_from(Contrast)),
        set_id=draw(st.none() | st.integers(1, 3)),
        set_members=tuple(draw(st.lists(st.sampled_from([exposure.key, "bread", "brown_rice"]), max_size=3))),
        inclusion_probability=draw(probabilities),
        onset_days=draw(st.none() | st.integers(0, 14)),
        effect=draw(st.none() | intervals()),
        total_effect=draw(st.none() | intervals()),
        shift_p=draw(probabilities),
        lags=draw(lag_profiles()),
        n_days=n_days,
        n_days_exposed=draw(st.integers(0, n_days)),
        reason=draw(st.sampled_from(REASONS)),
    )


@st.composite
def outcomes(draw: st.DrawFn) -> OutcomeFindings:
    """Any outcome with up to four findings."""
    outcome = draw(variables(role=Role.OUTCOME))
    reasons = st.sampled_from(["missing", "not_asked", "copied", "another_reason"])
    return OutcomeFindings(
        outcome=outcome,
        status=draw(st.sampled_from(Status)),
        findings=tuple(draw(st.lists(findings_for(outcome), max_size=4))),
        n_days_used=draw(st.integers(0, 5000)),
        days_left_out=draw(st.dictionaries(reasons, st.integers(0, 4000), max_size=3)),
        smallest_visible_effect=draw(st.none() | st.floats(min_value=0.0, max_value=1e4)),
        days_still_needed=draw(st.none() | st.integers(0, 100_000)),
        adjusted_for=tuple(draw(st.lists(st.sampled_from(["weekday", "slow_trend", "ibuprofen"]), max_size=3))),
        first_day=draw(st.none() | st.dates(date(2000, 1, 1), date(2060, 1, 1))),
        last_day=None,
    )


@st.composite
def pages(draw: st.DrawFn) -> Findings:
    """Any page of up to three outcomes."""
    return Findings(
        outcomes=tuple(draw(st.lists(outcomes(), max_size=3, unique_by=lambda item: item.outcome.key))),
        fdr=draw(st.floats(0.0, 1.0)),
        person_gate_p=draw(probabilities),
        seed=draw(st.integers(0, 2**32)),
    )
