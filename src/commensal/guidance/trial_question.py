"""How one would know that a step worked, put down as a question. Planning a trial is another room's work."""

from __future__ import annotations

from commensal.guidance.fitting import NO_SYMPTOM, Candidate
from commensal.guidance.situation import Situation, outcome_of_rating
from commensal.guidance.step import ANY_OUTCOME, Design, Direction
from commensal.guidance.suggestion import TrialQuestion
from commensal.trials.propose import design_of_step

_LEAST_WASHOUT_WITH_PEM_DAYS = 7
_LEAST_BLOCK_WITH_PEM_DAYS = 7
_WORSE_DAYS_IN_A_ROW = 2


def trial_question(candidate: Candidate, situation: Situation) -> TrialQuestion | None:
    """The question for this person, or None for a step that is not there to change a symptom.

    As long as the ready protocol of the step, where it has one. Where effort may be paid for days later, days are no
    fair unit: blocks of a week at least, and twice the time between them (rule S22).
    """
    plan = candidate.step.trial
    if plan is None:
        return None
    outcome = _outcome(candidate, situation)
    low, high = _lag(candidate, situation)
    washout, block, design, days = plan.washout_days, plan.block_days, plan.design, plan.days
    ready = design_of_step(candidate.step.id, is_pem_possible=situation.is_pem_possible)
    if ready is not None and design is not Design.ONE_PHASE:
        washout, days, design = ready.washout_days, ready.days, Design(ready.kind.value)
        block = ready.block_days + washout
    elif situation.is_pem_possible:
        washout = max(2 * washout, _LEAST_WASHOUT_WITH_PEM_DAYS)
        block = max(block, _LEAST_BLOCK_WITH_PEM_DAYS)
        design = Design.ONE_PHASE if design is Design.ONE_PHASE else Design.PAIRED_BLOCKS
    return TrialQuestion(
        outcome=outcome,
        symptom=candidate.finding.outcome.key if candidate.finding else situation.symptom_by_outcome.get(outcome, ""),
        exposure=candidate.finding.exposure.key if candidate.finding else candidate.step.exposure,
        design=design,
        block_days=block,
        washout_days=washout,
        days=days,
        lag_min_days=low,
        lag_max_days=high,
        stops_after_worse_days=_WORSE_DAYS_IN_A_ROW if situation.is_pem_possible else None,
    )


def _outcome(candidate: Candidate, situation: Situation) -> str:
    if candidate.finding is not None:
        return outcome_of_rating(candidate.finding.outcome.key, situation.axis)
    if candidate.evidence is not None and candidate.evidence.outcome != ANY_OUTCOME:
        return candidate.evidence.outcome
    return next(iter(situation.symptom_by_outcome), NO_SYMPTOM)


def _lag(candidate: Candidate, situation: Situation) -> tuple[int | None, int | None]:
    """When a difference would be looked for: the person's own lag, else along the path of the axis. [days]"""
    if candidate.finding is not None and candidate.finding.onset_days is not None:
        return candidate.finding.onset_days, candidate.finding.onset_days
    if candidate.evidence is not None and candidate.evidence.direction is Direction.UNTESTED:
        return None, None  # the path ends elsewhere, so its lag is not the symptom's
    edges = [situation.axis.edges[edge_id] for edge_id in (candidate.evidence.edges if candidate.evidence else ())]
    lows = [edge.lag_min_days for edge in edges if edge.lag_min_days is not None]
    highs = [edge.lag_max_days for edge in edges if edge.lag_max_days is not None]
    if not edges or len(lows) < len(edges) or len(highs) < len(edges):
        return None, None
    return sum(lows), sum(highs)
