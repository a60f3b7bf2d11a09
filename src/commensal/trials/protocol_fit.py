"""Whether a trial may be offered to this person now. A draft becomes a plan only through here.

The gate is asked twice: for the change itself, and for trying it alone. A protocol may ask for more than the gate: an
answer that must have been given.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from commensal.knowledge.trial_protocols import trial_protocols
from commensal.records.person import Flag, Person
from commensal.records.recent_day import RecentDay
from commensal.safety.intake import IntakeQuestion, questions_about
from commensal.safety.screen import Screening, screen
from commensal.safety.screened import FiredRule, ScreenedProposal
from commensal.trials.design import draw_schedule
from commensal.trials.draft import TrialDraft, Watched
from commensal.trials.plan import TrialPlan
from commensal.trials.propose import from_protocol
from commensal.vocab.answers import Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """What the gate says of a draft.

    Parameters
    ----------
    draft : what was looked at; show nothing of it unless ``is_allowed``.
    fired : rules that fire, the gravest first; of an emergency only that.
    questions : what has to be asked first.
    unmet : flags whose answer the protocol needs and does not have, where no question is left to ask.
    cleared : the change, fit to be shown; None unless everything lets it through.
    """

    draft: TrialDraft
    fired: tuple[FiredRule, ...]
    questions: tuple[IntakeQuestion, ...]
    unmet: tuple[Flag, ...]
    is_emergency: bool
    cleared: ScreenedProposal | None

    @property
    def is_allowed(self) -> bool:
        """Whether it may be shown and begun."""
        return self.cleared is not None

    @property
    def is_waiting(self) -> bool:
        """Whether an answer could still open it."""
        return self.cleared is None and bool(self.questions)


def fit(draft: TrialDraft, person: Person, days: Sequence[RecentDay], *, today: date, question: str = "") -> Fit:
    """Ask the gate whether this may be tried by this person, alone, now.

    Parameters
    ----------
    days : what was logged of late.
    question : what they typed beside it; the gate reads it too.
    """
    seen = [screen(person, days, proposal, question=question, today=today) for proposal in draft.proposals]
    missing, unmet = _needs(draft, person)
    is_open = all(one.is_allowed for one in seen) and not missing and not unmet
    is_waiting = all(one.is_allowed or one.is_waiting for one in seen) and not unmet
    questions = {item.id: item for one in seen for item in one.questions}
    questions |= {item.id: item for item in questions_about(frozenset(missing))}
    return Fit(
        draft=draft,
        fired=_fired(seen),
        questions=tuple(questions.values()) if is_waiting else (),
        unmet=unmet,
        is_emergency=any(one.is_emergency for one in seen),
        cleared=seen[0].cleared if is_open else None,
    )


def fitting_protocols(
    watched: Watched,
    person: Person,
    days: Sequence[RecentDay],
    *,
    today: date,
    is_pem_possible: bool,
    subject: str = "",
) -> Mapping[str, Fit]:
    """Every ready protocol for this person, by id, in the order of the library; some need a subject to be there.

    Parameters
    ----------
    subject : a food or group that the person named.
    """
    found: dict[str, Fit] = {}
    for protocol in trial_protocols().values():
        if protocol.names_subject and (not subject or (protocol.subjects and subject not in protocol.subjects)):
            continue
        (draft,) = from_protocol(protocol.id, watched, subject=subject, is_pem_possible=is_pem_possible)
        found[protocol.id] = fit(draft, person, days, today=today)
    return found


def frozen(
    allowed: Fit, *, seed: int, first_day: date, today: date, hides_results: bool = False, look_every_days: int = 7
) -> TrialPlan:
    """The plan of a draft that may be tried, drawn from a seed and closed with a hash.

    Parameters
    ----------
    first_day : not before today.
    today : the day of the gate's look; an older look counts no more.

    Raises
    ------
    AssertionError : the gate has not let it through today. Our own mistake.
    """
    draft, cleared = allowed.draft, allowed.cleared
    assert cleared is not None, "only what has passed the gate is frozen"
    assert cleared.proposal == draft.proposals[0], "the gate has seen something else"
    assert cleared.screened_on == today, "what is known of a person changes: it is screened on the day it is frozen"
    assert first_day >= today, "a plan is made before its first day"
    return TrialPlan(
        protocol_id=draft.protocol_id,
        question=draft.question,
        change=draft.change,
        comparator=draft.comparator,
        arms=draft.arms,
        kind=draft.kind,
        subject=draft.subject,
        outcome=draft.outcome,
        design=draft.design,
        seed=seed,
        schedule=draw_schedule(draft.design, seed),
        first_day=first_day,
        smallest_difference=draft.smallest_difference,
        lag_min_days=draft.lag_min_days,
        lag_max_days=draft.lag_max_days,
        look_every_days=look_every_days,
        stop_rules=draft.stop_rules,
        keep_steady=draft.keep_steady,
        hides_results=hides_results,
        removes_something=draft.removes_something,
        reintroduce_after_days=draft.reintroduce_after_days,
    )


def _needs(draft: TrialDraft, person: Person) -> tuple[tuple[Flag, ...], tuple[Flag, ...]]:
    """Answers that the protocol needs: not given yet, and given otherwise."""
    protocol = trial_protocols().get(draft.protocol_id or "")
    missing: list[Flag] = []
    unmet: list[Flag] = []
    for name, wanted in protocol.needs.items() if protocol else ():
        answer = person.answer(Flag(name))
        if answer is None:
            missing.append(Flag(name))
        elif answer is not Answer(wanted):
            unmet.append(Flag(name))
    return tuple(missing), tuple(unmet)


def _fired(seen: Sequence[Screening]) -> tuple[FiredRule, ...]:
    """Every rule that may be told, each once, the gravest first."""
    if any(one.is_emergency for one in seen):
        seen = [one for one in seen if one.is_emergency]
    rules = {rule.rule_id: rule for one in reversed(seen) for rule in one.shown}
    return tuple(sorted(rules.values(), key=lambda rule: (rule.level.rank, rule.rule_id)))
