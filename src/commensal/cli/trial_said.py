"""What is said of a running trial, in lines and as documents, for every command that may touch one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from commensal.cli.words import words
from commensal.report.numbers import day_words

if TYPE_CHECKING:
    from commensal.service.trial import TrialCall, TrialStanding
    from commensal.service.trial_stops import TrialHeld
    from commensal.trials.adherence import AdherenceCount
    from commensal.trials.running import Instruction


def held_lines(held: TrialHeld | None) -> list[str]:
    """That a trial has just ended, or rests, and why."""
    if held is None:
        return []
    call = held.call
    days = words("trial.and").join(day_words(day) for day in call.days)
    if call.is_pause:
        return [words(f"trial.rests_{call.cause.value}", change=held.change, days=days)]
    ended = words(f"trial.held_{call.cause.value}", change=held.change, days=days)
    return [ended] if call.cause.value == "emergency" else [ended, words("trial.held_lasts")]


def held_document(held: TrialHeld | None) -> dict[str, Any] | None:
    """The same for --json."""
    if held is None:
        return None
    return {
        "trial": held.trial_id,
        "change": held.change,
        "day": held.on.isoformat(),
        "is_pause": held.call.is_pause,
        "cause": held.call.cause.value,
        "rules": list(held.call.rule_ids),
        "days": [day.isoformat() for day in held.call.days],
    }


def standing_lines(standing: TrialStanding) -> list[str]:
    """What today is, or why there is nothing to do; and what to type next."""
    from commensal.report.trial_day_words import ended_line, instruction_lines, state_line  # noqa: PLC0415

    said, run = standing.instruction, standing.run
    if said is not None:
        hint = words("trial.how_to_say" if said.kept is None else "trial.how_said")
        return [*instruction_lines(said, standing.plan, letters=standing.letters), hint]
    lines = [state_line(standing.state, standing.plan) or "", *_run_in_lines(standing), *_way_back_lines(standing)]
    if run.stopped is not None and standing.state.value == "stopped":
        lines.append(ended_line(run.stopped.cause))
    hint = words(f"trial.next_{standing.state.value}")
    return [*lines, *([hint] if hint else [])]


def _run_in_lines(standing: TrialStanding) -> list[str]:
    """What may be done before the first day, where the dose has to be found first."""
    from commensal.knowledge.trial_protocols import trial_protocols  # noqa: PLC0415
    from commensal.report.words import say  # noqa: PLC0415

    protocol = trial_protocols().get(standing.plan.protocol_id or "")
    if standing.state.value != "waiting" or protocol is None or not protocol.run_in_days:
        return []
    return [words("trial.run_in", what=say(f"trial_protocols.{protocol.id}.run_in"))]


def _way_back_lines(standing: TrialStanding) -> list[str]:
    """What comes back today, or next, after a trial that was finished and left something out."""
    from commensal.report.trial_day_words import way_back_line  # noqa: PLC0415
    from commensal.trials.reintroduction import reintroduction_of  # noqa: PLC0415

    if standing.state.value != "finished" or standing.run.unwelcome:
        return []
    back = reintroduction_of(standing.plan)
    return [] if back is None else [way_back_line(back, standing.today)]


def standing_document(standing: TrialStanding) -> dict[str, Any]:
    """How a trial stands, for --json; nothing of its results."""
    plan, said = standing.plan, standing.instruction
    today: dict[str, Any] | None = None
    if said is not None:
        today = {
            "day": said.day.isoformat(),
            "number": said.number,
            "n_days": said.n_days,
            **_which(said, standing.letters),
            "is_washout": said.is_washout,
            "said": None if said.kept is None else said.kept.adherence.value,
        }
    return {
        "trial": standing.run.trial_id,
        "hash": plan.hash,
        "state": standing.state.value,
        "question": plan.question,
        "change": plan.change,
        "outcome": plan.outcome.key,
        "first_day": None if plan.first_day is None else plan.first_day.isoformat(),
        "last_day": None if plan.last_day is None else plan.last_day.isoformat(),
        "ended_on": standing.run.ended_on.isoformat() if standing.state.is_over and standing.run.ended_on else None,
        "instruction": today,
        "days": count_document(standing.count),
        "next_look": None if standing.next_look is None else standing.next_look.isoformat(),
        "are_results_hidden": standing.are_results_hidden,
    }


def _which(said: Instruction, letters: Mapping[date, str] | None) -> dict[str, str]:
    """What today is: the arm, or the letter of the package alone where somebody else keeps the envelope."""
    return {"arm": said.arm_name} if letters is None else {"package": letters[said.day]}


def call_document(call: TrialCall) -> dict[str, Any]:
    """What a call led to, for --json."""
    return {**standing_document(call.standing), "held": held_document(call.held)}


def progress_lines(standing: TrialStanding) -> list[str]:
    """How far it is, without a word about results; nothing before the first day."""
    from commensal.report.trial_day_words import progress_lines as told  # noqa: PLC0415

    if not standing.count.n_days:
        return []
    hidden = standing.are_results_hidden
    return list(told(standing.plan, standing.count, next_look=standing.next_look, are_results_hidden=hidden))


def count_document(count: AdherenceCount) -> dict[str, int]:
    """The same for --json."""
    return {
        "so_far": count.n_days,
        "done": count.n_done,
        "partly": count.n_partly,
        "not": count.n_not_done,
        "swapped": count.n_swapped,
        "unsaid": count.n_unsaid,
        "paused": count.n_paused,
    }
