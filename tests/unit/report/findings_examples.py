"""Findings, day tables and variables made by hand, for tests of words and pictures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

import numpy as np

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
from commensal.records.day_table import DayTable, Role, Variable
from commensal.vocab.presence import PresenceCode
from commensal.vocab.scales import NRS_0_10, YES_NO
from commensal.vocab.units import Unit

FIRST_DAY = date(2025, 11, 3)


def variable(label: str, **changes: Any) -> Variable:
    """A yes/no exposure with this label; any field can be changed."""
    fields: dict[str, Any] = {
        "key": label.casefold().replace(" ", "_"),
        "label": label,
        "kind": "food",
        "role": Role.EXPOSURE,
        "unit": Unit.YES_NO,
    }
    return Variable(**(fields | changes))


FATIGUE = variable("Fatigue", kind="symptom_rating", role=Role.OUTCOME, unit=Unit.POINTS, scale=NRS_0_10)
STOMACH_PAIN = variable("Stomach pain", kind="symptom_rating", role=Role.OUTCOME, unit=Unit.POINTS, scale=NRS_0_10)
CRASH = variable("Crash", kind="symptom_rating", role=Role.OUTCOME, unit=Unit.YES_NO, scale=YES_NO)
PERIOD = variable("Period", kind="cycle", beyond_symptoms=True)
BREAD, PASTA, COFFEE = variable("Bread"), variable("Pasta"), variable("Coffee")
SLEEP = variable("Sleep", key="sleep_h", kind="sleep", unit=Unit.HOUR, before_rating=True)
STRESS = variable("Stress", kind="stress", unit=Unit.POINTS, scale=NRS_0_10)
STEPS = variable("Steps", kind="activity", unit=Unit.COUNT)
FIBRE = variable("Fibre", kind="food", unit=Unit.GRAM)
IBUPROFEN = variable("Ibuprofen", kind="medicine_dose", role=Role.CONTEXT)


def interval(estimate: float, half_width: float) -> Interval:
    """An interval around its estimate."""
    return Interval(estimate=estimate, low=estimate - half_width, high=estimate + half_width)


def lag_profile(peak: float, *, onset_days: int = 0, half_width: float = 0.5) -> tuple[LagEffect, ...]:
    """Lags from three days before to five days after, fading from ``onset_days`` on."""
    effects = {lag: 0.0 if lag < onset_days else peak * 0.35 ** (lag - onset_days) for lag in range(-3, 6)}
    return tuple(
        LagEffect(lag_days=lag, effect=interval(value, half_width), z=value / (half_width / 1.96))
        for lag, value in effects.items()
    )


def found(exposure: Variable = PERIOD, outcome: Variable = STOMACH_PAIN, **changes: Any) -> Finding:
    """A finding that is shown: about 1.1 points on the same day, fairly sure."""
    onset = changes.get("onset_days", 0)
    fields: dict[str, Any] = {
        "exposure": exposure,
        "outcome": outcome,
        "status": Status.FOUND,
        "tier": Tier.STRONG,
        "contrast": Contrast.PRESENCE if exposure.unit is Unit.YES_NO else Contrast.UNIT,
        "inclusion_probability": 0.97,
        "onset_days": onset,
        "effect": interval(1.1, 0.6),
        "total_effect": interval(1.7, 0.9),
        "shift_p": 0.004,
        "lags": lag_profile(1.1, onset_days=onset or 0),
        "n_days": 168,
        "n_days_exposed": 31,
    }
    return Finding(**(fields | changes))


def silent(exposure: Variable, outcome: Variable, status: Status, reason: str = "", **changes: Any) -> Finding:
    """A finding that is not shown."""
    fields: dict[str, Any] = {
        "exposure": exposure,
        "outcome": outcome,
        "status": status,
        "reason": reason,
        "contrast": Contrast.PRESENCE if exposure.unit is Unit.YES_NO else Contrast.UNIT,
        "n_days": 168,
        "n_days_exposed": 40,
    }
    return Finding(**(fields | changes))


def outcome_findings(outcome: Variable, findings: Iterable[Finding], **changes: Any) -> OutcomeFindings:
    """What the diary says about one outcome, over 168 days."""
    listed = tuple(findings)
    fields: dict[str, Any] = {
        "outcome": outcome,
        "status": Status.FOUND if any(item.tier is not Tier.NONE for item in listed) else Status.NO_SIGN_YET,
        "findings": listed,
        "n_days_used": 168,
        "days_left_out": {"missing": 12, "not_asked": 30, "copied": 3},
        "smallest_visible_effect": 0.9,
        "days_still_needed": 143,
        "adjusted_for": ("weekday", "slow_trend", "ibuprofen"),
        "first_day": FIRST_DAY,
        "last_day": FIRST_DAY + timedelta(days=212),
    }
    return OutcomeFindings(**(fields | changes))


def page_of(*outcomes: OutcomeFindings, **changes: Any) -> Findings:
    """A page of findings."""
    fields: dict[str, Any] = {"outcomes": outcomes, "fdr": 0.10, "person_gate_p": 0.012, "seed": 7}
    return Findings(**(fields | changes))


def stomach_pain_and_fatigue() -> Findings:
    """A page with every status: one clear finding, a set that cannot be told apart, an amount, and silence."""
    period = found(lags=lag_profile(1.1, half_width=0.6))
    bread, pasta = (
        found(
            exposure,
            FATIGUE,
            tier=Tier.LIKELY,
            set_id=2,
            set_members=("bread", "pasta"),
            onset_days=1,
            inclusion_probability=chance,
            effect=interval(0.8, 0.7),
            lags=lag_profile(0.8, onset_days=1, half_width=0.7),
        )
        for exposure, chance in ((BREAD, 0.52), (PASTA, 0.41))
    )
    sleep = found(SLEEP, FATIGUE, effect=interval(-0.4, 0.2), total_effect=None, lags=lag_profile(-0.4, half_width=0.2))
    return page_of(
        outcome_findings(STOMACH_PAIN, [period, *_silent_ones(STOMACH_PAIN)]),
        outcome_findings(FATIGUE, [sleep, bread, pasta, *_silent_ones(FATIGUE)]),
        outcome_findings(
            CRASH,
            [silent(BREAD, CRASH, Status.TOO_FEW_DAYS, "outcome_few_days", n_days=0, n_days_exposed=0)],
            status=Status.TOO_FEW_DAYS,
            n_days_used=12,
            days_left_out={"not_asked": 180},
            smallest_visible_effect=None,
            days_still_needed=None,
            adjusted_for=(),
        ),
    )


def _silent_ones(outcome: Variable) -> list[Finding]:
    return [
        silent(COFFEE, outcome, Status.NO_SIGN_YET, "no_sign", inclusion_probability=0.02),
        silent(STRESS, outcome, Status.REVERSED_OR_CONFOUNDED, "leads"),
        silent(variable("Oysters"), outcome, Status.NOT_ENOUGH_VARIATION, "rare", n_days_exposed=2),
        silent(variable("New mattress"), outcome, Status.NOT_ENOUGH_VARIATION, "one_switch", n_days_exposed=90),
        silent(FIBRE, outcome, Status.TOO_FEW_DAYS, "few_days", n_days=14, n_days_exposed=7),
        silent(IBUPROFEN, outcome, Status.NO_SIGN_YET, "no_sign"),
    ]


def table_of(values_by_variable: Mapping[Variable, Iterable[float | str]], *, first_day: date = FIRST_DAY) -> DayTable:
    """A day table from lists: a number is recorded; "none", "missing", "off" and "copied 4" say so."""
    columns = [list(values) for values in values_by_variable.values()]
    n_days = len(columns[0])
    shape = (n_days, len(columns))
    values = np.full(shape, np.nan)
    presence = np.zeros(shape, dtype=np.uint8)
    copied = np.zeros(shape, dtype=np.bool_)
    for column, cells in enumerate(columns):
        for row, cell in enumerate(cells):
            values[row, column], presence[row, column], copied[row, column] = _cell(cell)
    return DayTable(
        days=tuple(first_day + timedelta(days=row) for row in range(n_days)),
        variables=tuple(values_by_variable),
        values=values,
        presence=presence,
        copied=copied,
    )


def _cell(cell: float | str) -> tuple[float, PresenceCode, bool]:
    if isinstance(cell, str):
        word, _, number = cell.partition(" ")
        states = {"none": (0.0, PresenceCode.NONE), "missing": (np.nan, PresenceCode.MISSING)}
        if word == "copied":
            return float(number), PresenceCode.RECORDED, True
        value, code = states.get(word, (np.nan, PresenceCode.NOT_ASKED))
        return value, code, False
    return float(cell), PresenceCode.RECORDED, False


def months_of_days(n_days: int = 213, *, seed: int = 4) -> DayTable:
    """Stomach pain, fatigue and crash over seven months, with every kind of day in them."""
    rng = np.random.default_rng(seed)
    pain, fatigue, crash = (_series(rng, n_days, level) for level in (1.2, 5.0, 0.0))
    pain[40:52] = ["missing"] * 12
    pain[60:90] = ["off"] * 30
    pain[100:103] = ["copied 4"] * 3
    crash = [("none" if value == "none" else 1.0) for value in crash]
    crash[: n_days - 12] = ["off"] * (n_days - 12)
    return table_of({STOMACH_PAIN: pain, FATIGUE: fatigue, CRASH: crash})


def _series(rng: np.random.Generator, n_days: int, level: float) -> list[float | str]:
    state, values = 0.0, []
    for noise in rng.normal(0.0, 1.4, n_days):
        state = 0.5 * state + float(noise)
        rating = min(10, max(0, round(level + state)))
        values.append("none" if rating == 0 else float(rating))
    return list(values)
