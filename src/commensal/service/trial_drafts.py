"""From a person's wish to a draft that the gate can look at, and from a plan back to one."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from commensal.guidance.situation import situation_of
from commensal.knowledge.evidence import evidence
from commensal.knowledge.trial_protocols import trial_protocols
from commensal.records.entry import Entry
from commensal.records.person import Person
from commensal.records.recent_day import RecentDay
from commensal.service.home import Home
from commensal.service.person import person, recent_days
from commensal.service.trial_links import link_to
from commensal.service.trial_outcomes import entries_of
from commensal.trials.design import fitting_design
from commensal.trials.draft import TrialDraft, Watched, cautions_of
from commensal.trials.plan import TrialPlan
from commensal.trials.propose import from_link, from_protocol, from_words, words_for_the_gate
from commensal.vocab.errors import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialWish:
    """What a person would like to try: a ready protocol, what their days speak of, or a change in their own words.

    Parameters
    ----------
    protocol_id, finding, own_words : one of the three.
    subject : the food or group that a protocol is about, where it asks for one.
    comparator : what the change is compared with, for one in their own words.
    acts_within_days : how soon a change in their own words may show. [days]
    outcome : what is watched; what was rated on the most days when it is None.
    smallest_difference : the smallest difference that matters to them; ours when it is None. [points]
    days : how long, at most; the protocol's own length when it is None. [days]
    """

    protocol_id: str = ""
    finding: str = ""
    own_words: str = ""
    subject: str = ""
    comparator: str = "as usual"
    acts_within_days: int = 1
    outcome: str | None = None
    smallest_difference: float | None = None
    days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownToday:
    """What is known of the person today.

    Parameters
    ----------
    conditions : nodes of the axis for what they told of.
    """

    who: Person
    days: tuple[RecentDay, ...]
    entries: tuple[Entry, ...] = field(repr=False)
    is_pem_possible: bool
    conditions: tuple[str, ...] = ()


def known_today(home: Home) -> KnownToday:
    """The person, their recent days and all that was logged."""
    who, days, entries = person(home), recent_days(home), entries_of(home)
    situation = situation_of(who, days, today=home.today(), axis=evidence())
    return KnownToday(
        who=who,
        days=days,
        entries=entries,
        is_pem_possible=situation.is_pem_possible,
        conditions=tuple(situation.conditions),
    )


def draft_wished(known: KnownToday, wish: TrialWish, watched: Watched) -> TrialDraft:
    """The first draft that a wish leads to.

    Raises
    ------
    UsageError : nothing is wished for, several things at once, or nothing in the days speaks of it.
    """
    named = [part for part in (wish.protocol_id, wish.finding, wish.own_words) if part.strip()]
    if len(named) != 1:
        raise UsageError(
            where="trial",
            found="nothing to try" if not named else "several changes at once",
            expected="one: a ready protocol, something your days speak of, or your own words",
            do="See what fits: commensal trial suggest",
        )
    is_pem = known.is_pem_possible
    if wish.protocol_id:
        drafts = from_protocol(wish.protocol_id, watched, subject=wish.subject, is_pem_possible=is_pem)
    elif wish.finding:
        link = link_to(known.entries, watched.outcome.key, wish.finding)
        drafts = from_link(link, watched, is_pem_possible=is_pem)
    else:
        drafts = from_words(
            wish.own_words,
            watched,
            comparator=wish.comparator,
            acts_within_days=wish.acts_within_days,
            is_pem_possible=is_pem,
        )
    if not drafts:
        raise UsageError(
            where=f"trial of {wish.finding}",
            found="nothing gentle that could be tried with it",
            expected="a food or habit",
            do="See what fits: commensal trial suggest",
        )
    return drafts[0]


def of_length(draft: TrialDraft, days: int | None) -> TrialDraft:
    """The draft over at most so many days, in whole sets."""
    if days is None:
        return draft
    shape = draft.design
    design = fitting_design(
        shape.kind,
        days,
        block_days=shape.block_days,
        washout_days=shape.washout_days,
        max_run=shape.max_run,
        n_arms=shape.n_arms,
    )
    return replace(draft, design=design, cautions=cautions_of(design, draft.expected_lag_days, others=draft.cautions))


def draft_of_plan(made: TrialPlan) -> TrialDraft:
    """The plan as the gate reads it."""
    assert made.kind is not None, "only what the gate has seen is kept"
    protocol = trial_protocols().get(made.protocol_id or "")
    words = made.change if protocol is None else protocol.proposal
    return TrialDraft(
        protocol_id=made.protocol_id,
        question=made.question,
        change=made.change,
        comparator=made.comparator,
        arms=made.arms,
        kind=made.kind,
        words=words if protocol is None or not made.subject else words_for_the_gate(protocol, made.subject),
        subject=made.subject,
        outcome=made.outcome,
        design=made.design,
        smallest_difference=made.smallest_difference,
        is_smallest_difference_ours=False,
        lag_min_days=made.lag_min_days,
        lag_max_days=made.lag_max_days,
        expected_lag_days=None,
        stop_rules=made.stop_rules,
        keep_steady=made.keep_steady,
        removes_something=made.removes_something,
        reintroduce_after_days=made.reintroduce_after_days,
    )
