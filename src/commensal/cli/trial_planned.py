"""What may be tried, and a plan before it begins: in lines and as documents."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from commensal.cli.words import counted, words
from commensal.report.labels import in_sentence

if TYPE_CHECKING:
    from commensal.service.trial_plans import TrialOffers, TrialPlanned
    from commensal.trials.plan import TrialPlan
    from commensal.trials.protocol_fit import Fit

_SIMPLE = ("pain", "fatigue")


def offers_lines(found: TrialOffers, *, outcome: str | None = None) -> list[str]:
    """What could be tried, what waits for an answer, and how to plan one.

    Parameters
    ----------
    outcome : as it was named; it goes into the command to type.
    """
    lines = [words("trial.watched", outcome=in_sentence(found.watched.outcome.label))]
    if found.from_findings:
        lines += ["", words("trial.own_days")]
        lines += [_own_offer(one, outcome) for one in found.from_findings]
    if found.ready:
        lines += ["", words("trial.ready"), *(_offer(one, outcome) for one in found.ready)]
    if not (found.ready or found.from_findings):
        lines += ["", words("trial.nothing_ready")]
    if found.waiting:
        lines += ["", words("trial.waiting"), *(_waiting(one) for one in found.waiting)]
    if found.n_held_back:
        lines += ["", counted(found.n_held_back, "trial.held_back")]
    return [*lines, "", words("trial.how_to_plan"), words("trial.gentle")]


def offers_document(found: TrialOffers) -> dict[str, Any]:
    """The same for --json; of what the gate does not let through only its name and what it waits for."""
    from commensal.report.trial_json import fit_json  # noqa: PLC0415

    return {
        "outcome": found.watched.outcome.key,
        "from_findings": [fit_json(one) for one in found.from_findings],
        "ready": [fit_json(one) for one in found.ready],
        "waiting": [fit_json(one) for one in found.waiting],
        "n_held_back": found.n_held_back,
    }


def fit_lines(seen: Fit, *, country: str | None = None) -> list[str]:
    """Why something may not be planned now: what the safety rules say, and which answers are missing."""
    from commensal.report.safety_words import rule_sentence  # noqa: PLC0415 - only where it is not let through

    lines = [words("trial.not_now"), *(rule_sentence(rule, country=country) for rule in seen.fired)]
    return [*lines, words("trial.asks_first")] if seen.questions else lines


def fit_document(seen: Fit) -> dict[str, Any]:
    """The same for --json; nothing of the change itself."""
    from commensal.report.trial_json import fit_json  # noqa: PLC0415

    return fit_json(seen)


def plan_lines(planned: TrialPlanned) -> list[str]:
    """The page of a plan: what, how long, what ends it, what the answer can and cannot say."""
    from commensal.report.trial_paper import paper_text  # noqa: PLC0415 - only where a plan is shown
    from commensal.report.trial_plan_page import plan_paper  # noqa: PLC0415

    assert planned.plan is not None
    page = plan_paper(
        planned.plan,
        power=planned.power,
        fired=planned.seen.fired,
        cautions=planned.seen.draft.cautions or None,
        country=planned.country,
        conditions=planned.conditions,
        letters=None if planned.standing is None else planned.standing.letters,
    )
    return paper_text(page).splitlines()


def plan_document(planned: TrialPlanned) -> dict[str, Any]:
    """A plan for --json: the whole of it, its hash, and what it could show."""
    from commensal.report.trial_json import power_json  # noqa: PLC0415 - only where a plan is shown

    assert planned.plan is not None
    return {
        "plan": json.loads(planned.plan.to_json()),
        "hash": planned.plan.hash,
        "rules": [rule.rule_id for rule in planned.seen.fired],
        "power": None if planned.power is None else power_json(planned.power),
    }


def rating_command(plan: TrialPlan) -> str:
    """How the outcome is logged."""
    outcome = plan.outcome
    if outcome.kind.value == "balance":
        return words("trial.rate_balance")
    if outcome.kind.value == "instrument":
        return words("trial.rate_score", name=outcome.key.partition(":")[0])
    key = "trial.rate_simple" if outcome.key in _SIMPLE else "trial.rate_symptom"
    return words(key, name=outcome.key if outcome.key in _SIMPLE else outcome.label)


def _offer(one: Fit, outcome: str | None) -> str:
    from commensal.report.trial_choice_words import choice_line  # noqa: PLC0415

    about = words("trial.about", name=one.draft.subject) if one.draft.subject else ""
    return words(
        "trial.offer", id=one.draft.protocol_id, line=choice_line(one), options=f"{about}{_with_outcome(outcome)}"
    )


def _own_offer(one: Fit, outcome: str | None) -> str:
    from commensal.report.trial_choice_words import choice_line  # noqa: PLC0415

    return words("trial.offer_own", line=choice_line(one), name=one.draft.subject, options=_with_outcome(outcome))


def _with_outcome(outcome: str | None) -> str:
    return "" if outcome is None else words("trial.for_outcome", name=outcome)


def _waiting(one: Fit) -> str:
    from commensal.report.trial_choice_words import choice_line  # noqa: PLC0415

    questions = ", ".join(item.id.replace("_", " ") for item in one.questions)
    return words("trial.waiting_offer", id=one.draft.protocol_id, line=choice_line(one), questions=questions)
