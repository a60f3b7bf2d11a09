"""The next gentle step: findings, evidence, person and safety joined into at most three, or into help alone.

The order of thought: help first; then what the gate lets through; then what is not too much today; then what the
person's own days say; then what is known for their condition; then what asks least of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType

from commensal.findings.finding import Findings
from commensal.guidance.fitting import (
    Candidate,
    Wished,
    candidate_of,
    is_firm_enough,
    is_the_moment,
    speaks_against,
)
from commensal.guidance.library import steps
from commensal.guidance.situation import Situation, situation_of
from commensal.guidance.step import Area, Offered, Step
from commensal.guidance.suggestion import (
    MOST_STEPS,
    MOST_STEPS_WHEN_SMALL,
    Basis,
    Guidance,
    OpenQuestion,
    Passed,
    Suggestion,
    Tried,
)
from commensal.guidance.trial_question import trial_question
from commensal.knowledge.evidence import Evidence as Axis
from commensal.knowledge.safety_rules import Level
from commensal.records.person import Person
from commensal.records.recent_day import RecentDay
from commensal.safety.reading.wishes import read_wishes
from commensal.safety.screen import Screening, screen
from commensal.vocab.proposal_kinds import ProposalKind

SETTLING_DAYS = 28
"""After one change of food has ended, before another begins. [days]"""

_MUTED_WHEN_URGENT = frozenset(Area) - {Area.TALK, Area.DIARY, Area.PACING}  # log only, until somebody has looked


def suggest(
    findings: Findings | None,
    axis: Axis,
    person: Person,
    days: Sequence[RecentDay],
    *,
    today: date,
    question: str = "",
    wished_food: str = "",
    tried: Sequence[Tried] = (),
) -> Guidance:
    """What may come next for this person.

    Parameters
    ----------
    findings : what their diary says; None while it cannot say anything.
    axis : the map of the axis with its evidence.
    days : what was logged of late.
    question : what they ask or wish for, in their words. Read by the gate as well.
    wished_food : the food that their words name, where they name one.
    tried : steps that were tried, or still go on.

    Returns
    -------
    Guidance : nothing but help in an emergency; otherwise at most three steps, one change of food among them.

    Notes
    -----
    A finding is an association, so it yields "test it", never "leave it out". The same arguments give the same
    answer.
    """
    state = screen(person, days, None, question=question, today=today)
    if state.is_emergency:
        return Guidance(made_on=today, fired=state.shown, country=person.country)
    n_days = {item.outcome.key: item.n_days_used for item in findings.outcomes} if findings else {}
    told = frozenset(rule.rule_id for rule in state.fired)
    situation = situation_of(person, days, today=today, axis=axis, n_days_by_symptom=n_days, told=told)
    is_urgent = any(rule.level is Level.URGENT for rule in state.fired)
    sorting = _Sorting(
        situation=situation,
        findings=findings,
        tried=tuple(tried),
        is_urgent=is_urgent,
        may_test=ProposalKind.UNSUPERVISED_TRIAL not in state.barred,
    )
    wished = Wished(kinds=frozenset(wish.kind for wish in read_wishes(question) if wish.kind), food=wished_food)
    for step in steps().values():
        sorting.sort(step, wished)
    chosen = sorting.chosen()
    return Guidance(
        made_on=today,
        fired=state.fired,
        suggestions=chosen,
        questions=sorting.questions(),
        passed_over=MappingProxyType(sorting.passed),
        barred_by=MappingProxyType(sorting.barred_by),
        is_bad_day=situation.is_bad_day,
        n_days=situation.n_days,
        country=person.country,
        is_asked=bool(question.strip()),
    )


@dataclass(slots=True, kw_only=True)
class _Sorting:
    """One pass over the library: each step is kept, or passed over for a reason that can be told."""

    situation: Situation
    findings: Findings | None
    tried: tuple[Tried, ...]
    is_urgent: bool
    may_test: bool
    kept: list[tuple[Candidate, Screening]] = field(default_factory=list)
    waiting: list[tuple[Candidate, Screening]] = field(default_factory=list)
    passed: dict[str, Passed] = field(default_factory=dict)
    barred_by: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def sort(self, step: Step, wished: Wished) -> None:
        """Find the step's place."""
        candidate = candidate_of(step, self.situation, self.findings, wished)
        reason = Passed.NOT_FITTING if candidate is None else self._reason_against(candidate)
        if candidate is None or reason is not None:
            self.passed[step.id] = reason or Passed.NOT_FITTING
            return
        seen = screen(self.situation.person, self.situation.days, candidate.proposal, today=self.situation.today)
        if seen.cleared is not None and seen.is_allowed:
            self.kept.append((candidate, seen))
        elif seen.is_waiting:
            self.passed[step.id] = Passed.WAITS
            self.waiting.append((candidate, seen))
        else:
            self.passed[step.id] = Passed.BARRED
            self.barred_by[step.id] = tuple(sorted({rule.rule_id for rule in seen.fired if step.kind in rule.bars}))

    def _reason_against(self, candidate: Candidate) -> Passed | None:
        """Why the gate need not even be asked; None when it must."""
        return next((reason for reason, is_so in self._reasons(candidate) if is_so), None)

    def _reasons(self, candidate: Candidate) -> Iterator[tuple[Passed, bool]]:
        step, situation = candidate.step, self.situation
        is_wished = candidate.basis is Basis.WISH
        is_moment = is_the_moment(candidate, situation, is_urgent=self.is_urgent)
        yield Passed.NOT_FITTING, not is_moment or self._is_second_choice(step)
        brings_back = step.takes_away or step.kind is ProposalKind.REINTRODUCTION
        yield Passed.FOR_A_CLINICIAN, brings_back and situation.has_food_to_stay_out
        yield Passed.MUTED, self.is_urgent and step.area in _MUTED_WHEN_URGENT
        yield Passed.TRIED, any(item.step_id == step.id for item in self.tried)
        yield Passed.DONE_ALREADY, not is_wished and situation.does_already(step.already)
        yield Passed.OWN_DAYS_SAY_OTHERWISE, speaks_against(step, self.findings, situation.axis)
        yield Passed.TOO_MUCH_TODAY, step.effort > situation.most_effort
        yield Passed.TOO_LITTLE_KNOWN, not is_firm_enough(candidate)
        yield Passed.AFTER_ANOTHER, not is_wished and self._waits_for_another(step)
        yield Passed.ONE_CHANGE_AT_A_TIME, step.changes_food and self._is_settling()

    def _is_second_choice(self, step: Step) -> bool:
        """A heated ferment is thought of only where the gate has barred live ones."""
        return step.offered is Offered.LIVE_FOOD_BARRED and self.passed.get("fermented_live") is not Passed.BARRED

    def _waits_for_another(self, step: Step) -> bool:
        """A gentler step, or a dietitian where eating itself is a worry; bringing food back need not wait."""
        is_food_idea = step.changes_food and step.kind is not ProposalKind.REINTRODUCTION
        is_for_dietitian = is_food_idea and self.situation.has_narrow_diet
        return is_for_dietitian or any(self._comes_before(other) for other in step.after)

    def _comes_before(self, step_id: str) -> bool:
        """Whether this step is still to be tried: it was not, is no habit yet, and nothing stands against it."""
        return step_id not in self.passed or self.passed[step_id] is Passed.WAITS

    def _is_settling(self) -> bool:
        """Whether a change of food goes on, or has ended too short a time ago to begin another."""
        since = self.situation.today - timedelta(days=SETTLING_DAYS)
        library = steps()
        return any(
            item.step_id in library
            and library[item.step_id].changes_food
            and (item.last_day is None or item.last_day > since)
            for item in self.tried
        )

    def chosen(self) -> tuple[Suggestion, ...]:
        """At most three, best first: one of each area, one change of food, and one that asks for no change."""
        picked: list[tuple[Candidate, Screening]] = []
        for candidate, seen in sorted(self.kept, key=lambda item: item[0].rank):
            others = [other.step for other, _ in picked]
            if reason := _no_room(candidate.step, others, most=self._most_steps):
                self.passed[candidate.step.id] = reason
            else:
                picked.append((candidate, seen))
        return tuple(self._suggestion(candidate, seen) for candidate, seen in picked)

    @property
    def _most_steps(self) -> int:
        return MOST_STEPS_WHEN_SMALL if self.is_urgent or self.situation.most_effort == 1 else MOST_STEPS

    def _suggestion(self, candidate: Candidate, seen: Screening) -> Suggestion:
        assert seen.cleared is not None
        step, today = candidate.step, self.situation.today
        is_small = self.situation.most_effort == 1  # then no test is begun, either
        ends_on = today + timedelta(days=step.length_days) if step.length_days else None
        return Suggestion(
            step=step,
            screened=seen.cleared,
            basis=candidate.basis,
            starts_on=today,
            ends_on=ends_on,
            evidence=candidate.evidence,
            finding=candidate.finding,
            subject=candidate.subject,
            labels=candidate.labels,
            shaped_by=tuple(rule for rule in seen.fired if rule.rule_id not in self.situation.told),
            is_small=is_small,
            back_from=ends_on if step.takes_away else None,
            back_by=ends_on + timedelta(days=step.reintroduction_days) if step.takes_away and ends_on else None,
            trial=trial_question(candidate, self.situation) if self.may_test and not is_small else None,
        )

    def questions(self) -> tuple[OpenQuestion, ...]:
        """What may be asked, with the steps that wait for it; what unlocks the likeliest step comes first."""
        waiting: dict[str, tuple[OpenQuestion, list[str]]] = {}
        for candidate, seen in sorted(self.waiting, key=lambda item: item[0].rank):
            for question in seen.questions:
                key = question.id
                waiting.setdefault(key, (OpenQuestion(question=question, step_ids=()), []))[1].append(candidate.step.id)
        return tuple(OpenQuestion(question=item.question, step_ids=tuple(ids)) for item, ids in waiting.values())


def _no_room(step: Step, picked: Sequence[Step], *, most: int) -> Passed | None:
    """Why a step that may be offered is not among the three; None when there is room for it."""
    if step.changes_food and any(other.changes_food for other in picked):
        return Passed.ONE_CHANGE_AT_A_TIME
    n_changes = sum(not other.changes_nothing for other in picked)
    is_full = len(picked) == most or (not step.changes_nothing and n_changes == most - 1)
    return Passed.OTHERS_FIRST if is_full or any(other.area is step.area for other in picked) else None
