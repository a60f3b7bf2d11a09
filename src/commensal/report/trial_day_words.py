"""A trial from day to day, in words: what today says, how it goes, and why it ended. No word about results."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from commensal.records.trial_facts import Adherence
from commensal.report.labels import listed
from commensal.report.numbers import count, day_words
from commensal.report.trial_change_words import arm_words, portion_words
from commensal.report.words import has_sentence, say
from commensal.trials.adherence import AdherenceCount
from commensal.trials.plan import TrialPlan
from commensal.trials.reintroduction import Reintroduction, next_portion
from commensal.trials.running import Instruction, TrialState


def instruction_lines(
    instruction: Instruction, plan: TrialPlan, *, letters: Mapping[date, str] | None = None
) -> tuple[str, ...]:
    """The note of a day on which the trial runs.

    Parameters
    ----------
    letters : letters by day, where a partner keeps an envelope; the arm is then not told.
    """
    return tuple(_instruction(instruction, plan, letters))


def state_line(state: TrialState, plan: TrialPlan) -> str | None:
    """Why there is no note today; None while it runs."""
    if state is TrialState.RUNNING:
        return None
    first = "" if plan.first_day is None else day_words(plan.first_day)
    return say(f"trial.day.{state.value}", day=first)


def ended_line(cause: str) -> str:
    """Why it ended, calmly; by the id of the rule, an empty one for the person's own wish."""
    key = f"trial.ended.{cause or 'own_wish'}"
    return say(key if has_sentence(key) else "trial.ended.own_wish")


def way_back_line(back: Reintroduction, today: date) -> str:
    """What comes back today, or next."""
    portion = next_portion(back, today)
    if portion is None:
        return say("trial.back.all_back", day=day_words(back.ends_on))
    if portion.day == today:
        return say("trial.day.back_today", portion=portion_words(portion))
    return say("trial.day.back_next", portion=portion_words(portion), day=day_words(portion.day))


def progress_lines(
    plan: TrialPlan,
    kept: AdherenceCount,
    *,
    n_rated: int | None = None,
    n_missing: int | None = None,
    next_look: date | None = None,
    are_results_hidden: bool = False,
) -> tuple[str, ...]:
    """How far it is, without a word about results, and without a word of blame.

    Parameters
    ----------
    n_rated, n_missing : days that count, with and without a rating; None where that is not said. [days]
    """
    lines = [say("trial.progress.days", n_seen=kept.n_days, n_days=plan.design.days)]
    if kept.n_said:
        lines.append(say("trial.progress.said", n_said=kept.n_said, parts=listed(tuple(_parts(kept)))))
    elif kept.n_days:
        lines.append(say("trial.progress.said_none"))
    if kept.n_paused:
        lines.append(say("trial.progress.paused", n=count("day", kept.n_paused)))
    if n_rated is not None:
        lines.append(say("trial.progress.rated", n=n_rated))
    if n_missing:
        lines.append(say("trial.progress.missing", n=n_missing))
    if are_results_hidden:
        lines.append(say("trial.progress.hidden"))
    elif next_look is not None:
        lines.append(say("trial.progress.next_look", day=day_words(next_look)))
    return tuple(lines)


def adherence_word(adherence: Adherence) -> str:
    """One of the four answers, as a person reads it."""
    return say(f"trial.day.{adherence.value}")


def _instruction(instruction: Instruction, plan: TrialPlan, letters: Mapping[date, str] | None) -> Iterator[str]:
    yield say("trial.day.number", number=instruction.number, n_days=instruction.n_days)
    if letters:
        yield say("trial.day.today_letter", letter=letters[instruction.day])
    else:
        yield say("trial.day.today_with", arm=instruction.arm_name)
        text = arm_words(plan, instruction.arm)
        if text is not None:
            yield text
    if instruction.is_washout:
        yield say("trial.day.washout")
    if instruction.kept is not None:
        yield say("trial.day.kept", how=adherence_word(instruction.kept.adherence))
    else:
        yield say("trial.day.not_kept")


def _parts(kept: AdherenceCount) -> Iterator[str]:
    counts = {
        "done": kept.n_done,
        "partly": kept.n_partly,
        "not_done": kept.n_not_done,
        "swapped": kept.n_swapped,
    }
    yield from (say(f"trial.progress.{name}", n=n) for name, n in counts.items() if n)
