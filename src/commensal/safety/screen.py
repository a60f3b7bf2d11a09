"""The gate: what may be suggested to this person today, what must be said first, and what has to be asked.

Finding no reason to hold back proves nothing, because words are missed: nothing here ever says that all is well.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from commensal.knowledge.safety_rules import Level, SafetyRule, safety_rules
from commensal.records.person import Flag, Person
from commensal.records.proposal import Proposal
from commensal.records.recent_day import RecentDay
from commensal.safety.asked import Asked, asked, bare, widened
from commensal.safety.clearing import is_cleared
from commensal.safety.expressions import holds
from commensal.safety.facts import PersonFacts, facts_of
from commensal.safety.intake import IntakeQuestion, questions_about
from commensal.safety.screened import _SEAL, FiredRule, ScreenedProposal
from commensal.safety.triggers import triggers
from commensal.safety.truth import NO, Truth, Verdict, any_of
from commensal.safety.variants import variant_of
from commensal.vocab.proposal_kinds import NEVER_SUGGESTED, ProposalKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Screening:
    """What the gate says.

    Parameters
    ----------
    fired : the rules that fire, the gravest first. When an emergency is among them nothing else may be shown.
    questions : what has to be asked before this proposal may go ahead.
    is_allowed : whether it may go ahead now; when nothing is proposed, whether nothing stands against advice at all.
    is_waiting : it may, as far as is known, once ``questions`` are answered.
    barred : kinds that may not be suggested to this person now, whatever is answered.
    cleared : the proposal, fit to be shown; None unless it is allowed.
    """

    fired: tuple[FiredRule, ...]
    questions: tuple[IntakeQuestion, ...]
    is_allowed: bool
    is_waiting: bool
    barred: frozenset[ProposalKind]
    cleared: ScreenedProposal | None

    @property
    def is_emergency(self) -> bool:
        """Whether only getting help may be shown."""
        return any(rule.level is Level.EMERGENCY for rule in self.fired)

    @property
    def shown(self) -> tuple[FiredRule, ...]:
        """The rules whose sentences may be shown: of an emergency only that."""
        emergency = tuple(rule for rule in self.fired if rule.level is Level.EMERGENCY)
        return emergency or self.fired


def screen(
    person: Person,
    days: Sequence[RecentDay],
    proposal: Proposal | None,
    *,
    question: str = "",
    today: date,
) -> Screening:
    """Look at a proposal, a question, or only at the days.

    Parameters
    ----------
    person : as known; what is missing was not asked.
    days : recent days; all of them count.
    proposal : what might be suggested or begun; without one, what the question wishes for is the proposal.
    question : free words, written now.
    today : the local day.

    Notes
    -----
    "I do not know" counts as yes for what a block rule bars. What nobody asked makes a proposal wait, and only
    where a block rule could bar it.
    """
    what = asked(proposal, question)
    facts = facts_of(person, days, question=question, today=today, what=what)
    fired = tuple(sorted(_fired(facts), key=lambda rule: (rule.level.rank, rule.rule_id)))
    is_emergency = any(rule.level is Level.EMERGENCY for rule in fired)
    barred = _barred(facts, fired)
    is_open = not is_emergency and not what.proposed & barred
    pending = _pending(facts) if is_open else frozenset()
    is_allowed = is_open and not pending
    cleared = None
    if proposal is not None and is_allowed:
        cleared = ScreenedProposal(proposal=proposal, conditions=fired, screened_on=today, seal=_SEAL)
    return Screening(
        fired=fired,
        questions=questions_about(pending),
        is_allowed=is_allowed,
        is_waiting=is_open and bool(pending),
        barred=barred,
        cleared=cleared,
    )


def what_may_be_suggested(person: Person, days: Sequence[RecentDay], today: date) -> frozenset[ProposalKind]:
    """The kinds that may be suggested now: neither barred nor waiting for an answer."""
    facts = facts_of(person, days, question="", today=today, what=Asked())
    barred = _barred(facts, tuple(_fired(facts)))
    return frozenset(kind for kind in ProposalKind if kind not in barred and not _pending(facts.asking(bare(kind))))


def _fired(facts: PersonFacts) -> Iterator[FiredRule]:
    for rule in safety_rules().values():
        verdict = _verdict(rule, facts)
        if _counts(rule, verdict):
            yield variant_of(_as_fired(rule, verdict), facts)


def _verdict(rule: SafetyRule, facts: PersonFacts) -> Verdict:
    trigger = triggers()[rule.id]
    state = NO if trigger.state is None else holds(trigger.state, facts)
    if state.truth is Truth.YES and is_cleared(rule, trigger, facts):
        state = NO
    return any_of((state, NO if trigger.proposal is None else holds(trigger.proposal, facts)))


def _counts(rule: SafetyRule, verdict: Verdict) -> bool:
    return verdict.truth is Truth.YES or (verdict.truth is Truth.UNKNOWN and rule.level is Level.BLOCK)


def _as_fired(rule: SafetyRule, verdict: Verdict) -> FiredRule:
    return FiredRule(
        rule_id=rule.id,
        level=rule.level,
        bars=widened(rule.bars),
        is_unverified=rule.is_unverified,
        reasons=verdict.reasons,
    )


def _barred(facts: PersonFacts, fired: Sequence[FiredRule]) -> frozenset[ProposalKind]:
    """What may not be suggested: bars of what fires now, and of what would fire if a kind were suggested."""
    now = frozenset(kind for rule in fired for kind in rule.bars)
    would = frozenset(kind for kind in ProposalKind if kind not in now and _would_be_barred(facts, kind))
    return now | would | NEVER_SUGGESTED


def _would_be_barred(facts: PersonFacts, kind: ProposalKind) -> bool:
    """Whether proposing this kind would fire a rule that bars it. What the state fires has been seen already."""
    imagined = facts.asking(bare(kind))
    return any(
        _counts(rule, holds(expression, imagined))
        for rule in _rules_by_kind()[kind]
        if (expression := triggers()[rule.id].proposal) is not None
    )


@cache
def _rules_by_kind() -> Mapping[ProposalKind, tuple[SafetyRule, ...]]:
    """The rules that bar a kind."""
    rules = tuple(safety_rules().values())
    return {kind: tuple(rule for rule in rules if kind in widened(rule.bars)) for kind in ProposalKind}


def _pending(facts: PersonFacts) -> frozenset[Flag]:
    """The answers that block rules wait for before what is proposed may go ahead."""
    return frozenset(
        reason.flag
        for kind in facts.asked.proposed
        for rule in _rules_by_kind()[kind]
        if rule.level is Level.BLOCK
        for verdict in (_verdict(rule, facts),)
        if verdict.truth is Truth.NOT_ASKED
        for reason in verdict.reasons
        if reason.flag is not None
    )
