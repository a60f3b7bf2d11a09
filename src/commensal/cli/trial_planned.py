"""What may be tried, and a plan before it begins: in lines and as documents."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from commensal.cli.words import counted, words
from commensal.report.labels import in_sentence
from commensal.report.numbers import day_words, number

if TYPE_CHECKING:
    from commensal.service.trial_plans import TrialOffers
    from commensal.trials.plan import TrialPlan
    from commensal.trials.power import PowerTable
    from commensal.trials.protocol_fit import Fit

_SIMPLE = ("pain", "fatigue")


def offers_lines(found: TrialOffers) -> list[str]:
    """What could be tried, what waits for an answer, and how to plan one."""
    lines = [words("trial.watched", outcome=in_sentence(found.watched.outcome.label))]
    if found.from_findings:
        lines += ["", words("trial.own_days")]
        lines += [_own_offer(one) for one in found.from_findings]
    if found.ready:
        lines += ["", words("trial.ready"), *(_offer(one) for one in found.ready)]
    if not (found.ready or found.from_findings):
        lines += ["", words("trial.nothing_ready")]
    if found.waiting:
        lines += ["", words("trial.waiting"), *(_waiting(one) for one in found.waiting)]
    if found.n_held_back:
        lines += ["", counted(found.n_held_back, "trial.held_back")]
    return [*lines, "", words("trial.how_to_plan"), words("trial.gentle")]


def offers_document(found: TrialOffers) -> dict[str, Any]:
    """The same for --json; of what the gate does not let through only its name and what it waits for."""
    return {
        "outcome": found.watched.outcome.key,
        "from_findings": [_offer_document(one) for one in found.from_findings],
        "ready": [_offer_document(one) for one in found.ready],
        "waiting": {one.draft.protocol_id: [item.id for item in one.questions] for one in found.waiting},
        "n_held_back": found.n_held_back,
    }


def fit_lines(seen: Fit) -> list[str]:
    """Why something may not be planned now: what the safety rules say, and which answers are missing."""
    from commensal.report.safety_words import rule_sentence  # noqa: PLC0415 - only where it is not let through

    lines = [words("trial.not_now"), *(rule_sentence(rule) for rule in seen.fired)]
    return [*lines, words("trial.asks_first")] if seen.questions else lines


def fit_document(seen: Fit) -> dict[str, Any]:
    """The same for --json; nothing of the change itself."""
    return {
        "is_allowed": seen.is_allowed,
        "is_waiting": seen.is_waiting,
        "rules": [rule.rule_id for rule in seen.fired],
        "questions": [item.id for item in seen.questions],
    }


def plan_lines(plan: TrialPlan, seen: Fit | None) -> list[str]:
    """A plan as a person reads it before they say yes."""
    from commensal.report.safety_words import rule_sentence  # noqa: PLC0415 - only where a plan is shown

    assert plan.first_day is not None
    assert plan.last_day is not None
    lines = [
        words("trial.question", question=plan.question),
        words("trial.arms", arms="; ".join(plan.arms)),
        words(
            "trial.span",
            first=day_words(plan.first_day),
            last=day_words(plan.last_day),
            days=counted(plan.design.days, "trial.days"),
        ),
        words("trial.order", seed=plan.seed),
        words(
            "trial.watches",
            outcome=in_sentence(plan.outcome.label),
            command=_rating_command(plan),
        ),
        words("trial.matters", points=number(plan.smallest_difference)),
    ]
    lines += [words("trial.hidden")] if plan.hides_results else []
    lines += [rule_sentence(rule) for rule in (() if seen is None else seen.fired)]
    return [*lines, words("trial.frozen", hash=plan.hash)]


def plan_document(plan: TrialPlan, power: PowerTable | None) -> dict[str, Any]:
    """A plan for --json: the whole of it, its hash, and what it could show."""
    rows = [] if power is None else [_power_row(row.days, row.smallest_difference, row.power) for row in power.rows]
    return {
        "plan": json.loads(plan.to_json()),
        "hash": plan.hash,
        "power": rows,
        "worth": None if power is None else power.worth.value,
        "days_needed": None if power is None else power.days_needed,
    }


def power_lines(power: PowerTable) -> Iterable[str]:
    """A small table: days, and the smallest difference likely to be seen; and whether it is worth it."""
    if power.rows:
        yield words("trial.power_heading")
    for row in power.rows:
        seen = row.smallest_difference
        shown = words("trial.power_none") if seen is None else words("trial.power_points", points=number(seen))
        yield words("trial.power_row", days=row.days, seen=shown)
    if power.noise is not None:
        is_own = power.noise.is_own
        yield words("trial.power_own", n=power.noise.n_days) if is_own else words("trial.power_guess")
    yield words(f"trial.worth_{power.worth.value}", days=power.days_needed)


def _rating_command(plan: TrialPlan) -> str:
    """How the outcome is logged."""
    outcome = plan.outcome
    if outcome.kind.value == "instrument":
        return words("trial.rate_score", name=outcome.key.partition(":")[0])
    key = "trial.rate_simple" if outcome.key in _SIMPLE else "trial.rate_symptom"
    return words(key, name=outcome.key if outcome.key in _SIMPLE else outcome.label)


def _power_row(days: int, smallest: float | None, power: float | None) -> dict[str, Any]:
    return {"days": days, "smallest_difference": smallest, "power": power}


def _offer(one: Fit) -> str:
    draft = one.draft
    return words(
        "trial.offer", id=draft.protocol_id, change=draft.change, days=counted(draft.design.days, "trial.days")
    )


def _own_offer(one: Fit) -> str:
    draft = one.draft
    days = counted(draft.design.days, "trial.days")
    return words("trial.offer_own", change=draft.change, days=days, name=draft.subject)


def _waiting(one: Fit) -> str:
    questions = ", ".join(item.id.replace("_", " ") for item in one.questions)
    return words("trial.waiting_offer", id=one.draft.protocol_id, questions=questions)


def _offer_document(one: Fit) -> dict[str, Any]:
    draft = one.draft
    return {
        "protocol": draft.protocol_id,
        "subject": draft.subject,
        "change": draft.change,
        "comparator": draft.comparator,
        "question": draft.question,
        "days": draft.design.days,
        "rules": [rule.rule_id for rule in one.fired],
    }
