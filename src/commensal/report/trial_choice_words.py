"""What could be tried, in a few lines each: what the gate lets through, what waits for an answer, what is held back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from commensal.knowledge.trial_protocols import trial_protocols
from commensal.report.labels import at_start, listed
from commensal.report.trial_change_words import title_of
from commensal.report.trial_numbers import length_words
from commensal.report.words import say
from commensal.trials.protocol_fit import Fit

_OWN_EFFORT = 2


def choice_lines(fits: Iterable[Fit]) -> tuple[str, ...]:
    """One line a draft, allowed ones first; in an emergency nothing."""
    found = tuple(fits)
    if any(fit.is_emergency for fit in found):
        return ()
    return (*_allowed(found), *_waiting(found), *_held_back(found), say("trial.choice.one"))


def choice_line(fit: Fit) -> str:
    """One draft in one line."""
    title = at_start(title_of(fit.draft))
    if fit.is_allowed:
        protocol = trial_protocols().get(fit.draft.protocol_id or "")
        effort = say(f"guidance.effort_{protocol.effort if protocol else _OWN_EFFORT}")
        return say("trial.choice.line", title=title, days=length_words(fit.draft.design.days), effort=effort)
    if fit.is_waiting:
        return say("trial.choice.waits", title=title)
    if fit.unmet:
        return say("trial.choice.unmet", title=title)
    return say("trial.choice.barred", title=title, rules=listed(_barring(fit)))


def _barring(fit: Fit) -> list[str]:
    """The rules that bar this kind, or trying it alone; all that fire where none of them says so by itself."""
    kinds = {proposal.kind for proposal in fit.draft.proposals}
    return [rule.rule_id for rule in fit.fired if rule.bars & kinds] or [rule.rule_id for rule in fit.fired]


def _allowed(fits: Iterable[Fit]) -> Iterator[str]:
    yield from (choice_line(fit) for fit in fits if fit.is_allowed)


def _waiting(fits: Iterable[Fit]) -> Iterator[str]:
    yield from (choice_line(fit) for fit in fits if fit.is_waiting)


def _held_back(fits: Iterable[Fit]) -> Iterator[str]:
    yield from (choice_line(fit) for fit in fits if not fit.is_allowed and not fit.is_waiting)
