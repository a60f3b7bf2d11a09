"""Which steps speak to a person at all, and what speaks for each. Nothing here decides on safety."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from commensal.findings.finding import Finding, Findings, Tier
from commensal.guidance.library import named_exposures
from commensal.guidance.situation import Situation, outcome_of_rating
from commensal.guidance.step import ANY_OUTCOME, ANYONE, Direction, Evidence, Offered, Step
from commensal.guidance.suggestion import Basis
from commensal.knowledge.evidence import Evidence as Axis
from commensal.knowledge.foods import food_table
from commensal.knowledge.safety_words import medicines_in
from commensal.records.proposal import Proposal
from commensal.vocab.grades import Grade
from commensal.vocab.proposal_kinds import RESTRICTIONS, ProposalKind
from commensal.vocab.units import Unit

ENOUGH_DAYS_TO_JUDGE = 14
"""Below this many rated days a change could not be told from chance, so keeping the diary comes first. [days]"""

ASK_A_PHARMACIST = frozenset({"S16", "S17", "S28", "S29", "S30", "S34"})
"""Rules that speak of a medicine now: while one of them fires, the talk with the pharmacist comes first."""

_FOR_SAFETY = frozenset(
    {Offered.URGENT, Offered.BAD_DAY, Offered.PEM_POSSIBLE, Offered.NARROW_DIET, Offered.MANY_FOODS_OUT}
)
_GRADES = tuple(Grade)
_ANY_FOOD = "a food"

NO_SYMPTOM = "function_qol"
"""What is watched where no symptom was ever rated: daily life."""
_BROAD_GROUPS = frozenset({"group_histamine", "group_salicylate"})  # half a larder each, and of low certainty
_TALKED_OVER_ELSEWHERE = frozenset({"alcohol", "alcohol_g", "caffeine_mg"})
_NOT_A_FOOD = frozenset({"supp", "alcohol"})  # a supplement is a matter for the pharmacist, as a medicine is


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A step that speaks to this person, with what speaks for it; the gate has not seen it yet."""

    step: Step
    basis: Basis
    evidence: Evidence | None = None
    finding: Finding | None = None
    subject: str = ""
    labels: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def proposal(self) -> Proposal:
        """What the gate is asked, in words it can read."""
        # "without bread" is heard by rules that "bread" alone says nothing to.
        subject = f"without {self.subject}" if self.step.kind in RESTRICTIONS else self.subject
        words = f"{subject}: {self.step.proposal}" if self.subject else self.step.proposal
        return Proposal(kind=self.step.kind, words=words, subject=self.subject)

    @property
    def rank(self) -> tuple[int, int, int, bool, int, int]:
        """What comes first: basis, direction of the evidence, its grade, their own condition, effort, the library."""
        if self.evidence is None:  # what asks for no change needs no evidence; a change without any comes last
            unknown = 0 if self.step.changes_nothing else len(_GRADES) + len(Direction)
            return self.basis.rank, unknown, 0, False, self.step.effort, self.step.order
        row, grade = self.evidence, _GRADES.index(self.evidence.grade)
        is_of_others = row.condition == ANYONE
        return self.basis.rank, row.direction.rank, grade, is_of_others, self.step.effort, self.step.order


@dataclass(frozen=True, slots=True, kw_only=True)
class Wished:
    """What a person asked for: the kinds that their words mean, and the food they named."""

    kinds: frozenset[ProposalKind] = frozenset()
    food: str = ""


def is_the_moment(candidate: Candidate, situation: Situation, *, is_urgent: bool) -> bool:
    """Whether this is a moment for the step, apart from safety. A finding or a wish makes it one."""
    offered = candidate.step.offered
    if offered in (Offered.PEM_RULED_OUT, Offered.WITHOUT_PEM_YES):
        return not situation.is_pem_possible  # for the first of them the gate waits for a plain "no"
    if candidate.basis in (Basis.WISH, Basis.STRONG_FINDING, Basis.LIKELY_FINDING):
        return True
    return {
        Offered.BAD_DAY: situation.is_bad_day,
        Offered.URGENT: is_urgent,
        Offered.PEM_POSSIBLE: situation.is_pem_possible,
        Offered.MEDICINES: situation.medicines_matter or bool(situation.told & ASK_A_PHARMACIST),
        Offered.MANY_FOODS_OUT: situation.has_many_foods_out,
        Offered.NARROW_DIET: situation.has_narrow_diet,
        Offered.NO_COELIAC_TEST: situation.has_no_coeliac_test,
    }.get(offered, True)


def candidate_of(step: Step, situation: Situation, findings: Findings | None, wished: Wished) -> Candidate | None:
    """The step with what speaks for it, or None where nothing does."""
    finding = _finding_for(step, findings, situation.axis)
    is_wished = step.kind in wished.kinds and _is_what_was_meant(step, wished)
    evidence = evidence_for(step, situation, finding, is_wished=is_wished)
    if finding is not None:
        basis = Basis.STRONG_FINDING if finding.tier is Tier.STRONG else Basis.LIKELY_FINDING
        return Candidate(
            step=step,
            basis=basis,
            evidence=evidence,
            finding=finding,
            subject=finding.exposure.label if _names(step) else "",
            labels=_labels(finding, findings),
        )
    if is_wished:
        return Candidate(step=step, basis=Basis.WISH, evidence=evidence, subject=wished.food if _names(step) else "")
    if step.offered is Offered.FINDING or (step.evidence and evidence is None):
        return None
    return Candidate(step=step, basis=_basis(step, situation), evidence=evidence)


def evidence_for(
    step: Step, situation: Situation, finding: Finding | None = None, *, is_wished: bool = False
) -> Evidence | None:
    """The evidence that fits best: for a condition that the person told of, else for anyone.

    Only evidence on a symptom that matters to the person counts; with a finding, on the finding's symptom. With a
    finding or a wish there is always an answer, even if it is that nobody has looked.
    """
    outcomes = tuple(situation.symptom_by_outcome)
    if finding is not None:
        outcomes = (outcome_of_rating(finding.outcome.key, situation.axis),)
    is_called_for = finding is not None or is_wished
    about = [row for row in step.evidence if row.outcome in outcomes or (row.outcome == ANY_OUTCOME and is_called_for)]
    theirs = [row for row in about if row.condition in situation.conditions]
    known = theirs or [row for row in about if row.condition == ANYONE]
    if not known and is_called_for:
        outcome = outcomes[0] if outcomes else NO_SYMPTOM
        known = [_borrowed(row, outcome) for row in step.evidence if row.direction is not Direction.NO_EFFECT]
    return min(known, key=lambda row: (row.direction.rank, _GRADES.index(row.grade)), default=None)


def _borrowed(row: Evidence, outcome: str) -> Evidence:
    """What is known of another symptom or illness: for this one nobody has looked."""
    return replace(row, condition=ANYONE, outcome=outcome, direction=Direction.UNTESTED, grade=Grade.VERY_LOW)


def speaks_against(step: Step, findings: Findings | None, axis: Axis) -> bool:
    """Whether the person's own days point the other way than the step."""
    return any(_goes_with(step, finding, axis, is_more=_effect(finding) < 0) for finding in usable(findings, axis))


def usable(findings: Findings | None, axis: Axis) -> tuple[Finding, ...]:
    """The findings that guidance may build on, firmest first: shown, about a symptom, and never about a medicine."""
    kept = [
        finding
        for finding in (() if findings is None else findings.shown)
        if outcome_of_rating(finding.outcome.key, axis)
        and finding.exposure.kind != "medicine_dose"
        and finding.exposure.key not in _TALKED_OVER_ELSEWHERE
        and _effect(finding)
    ]
    return tuple(sorted(kept, key=_firmest_first))


def _firmest_first(finding: Finding) -> tuple[bool, float, str, str]:
    return (
        finding.tier is not Tier.STRONG,
        -finding.inclusion_probability,
        finding.outcome.key,
        finding.exposure.key,
    )


def _finding_for(step: Step, findings: Findings | None, axis: Axis) -> Finding | None:
    """The firmest finding that speaks for the step."""
    found = usable(findings, axis)
    return next((item for item in found if _goes_with(step, item, axis, is_more=_effect(item) > 0)), None)


def _goes_with(step: Step, finding: Finding, axis: Axis, *, is_more: bool) -> bool:
    """Whether the step names this exposure for a symptom that goes up with it (``is_more``), or down.

    The name of a column wins over the place it speaks of, and both over "a food".
    """
    key, place = finding.exposure.key, axis.variables.get(finding.exposure.key)
    listed = step.goes_up_with if is_more else step.goes_down_with
    if key in named_exposures():
        return key in listed
    if place is not None and place.node in named_exposures():
        is_node_up = is_more is (place.direction > 0)
        return place.node in (step.goes_up_with if is_node_up else step.goes_down_with)
    return _ANY_FOOD in listed and _is_one_food(finding)


def _is_one_food(finding: Finding) -> bool:
    """Whether it is one food that can be left for a while: no group of half a larder, no supplement, no medicine."""
    exposure = finding.exposure
    if exposure.kind != "food" or exposure.unit is not Unit.YES_NO or exposure.key in _BROAD_GROUPS:
        return False
    return _can_be_left(exposure.label)


def _can_be_left(name: str) -> bool:
    """Whether the name is a food's, as far as anybody can tell: no supplement, nothing alcoholic, no medicine."""
    foods, term = food_table().foods, name.casefold()
    food_ids = {term.replace(" ", "_"), *food_table().ids_by_term.get(term, ())}
    is_other = any(foods[food_id].category in _NOT_A_FOOD for food_id in food_ids if food_id in foods)
    return not is_other and not medicines_in(name)


def _effect(finding: Finding) -> float:
    """Points of the symptom on the peak day; 0 where no size is known, or where the days after take it back."""
    peak, total = finding.effect, finding.total_effect
    if peak is None or (total is not None and peak.estimate * total.estimate < 0):
        return 0.0
    return peak.estimate


def _labels(finding: Finding, findings: Findings | None) -> Mapping[str, str]:
    """Labels of all that the finding may stand for, by key."""
    members = {finding.exposure.key, *finding.set_members}
    return MappingProxyType(
        {item.exposure.key: item.exposure.label for item in _every(findings) if item.exposure.key in members}
    )


def _every(findings: Findings | None) -> Iterable[Finding]:
    return () if findings is None else (item for outcome in findings.outcomes for item in outcome.findings)


def _names(step: Step) -> bool:
    """Whether the step is about one food that has to be named."""
    return _ANY_FOOD in (*step.goes_up_with, *step.goes_down_with)


def _is_what_was_meant(step: Step, wished: Wished) -> bool:
    """A wish to leave out a food needs the food; milk has a step of its own."""
    if step.kind is not ProposalKind.ELIMINATION:
        return not _names(step)
    is_milk = any(word in wished.food.casefold() for word in ("milk", "lactose", "dairy"))
    return bool(wished.food) and _can_be_left(wished.food) and (is_milk is not _names(step))


def _basis(step: Step, situation: Situation) -> Basis:
    if step.offered is Offered.MEDICINES and situation.told & ASK_A_PHARMACIST:
        return Basis.SAFETY
    if step.offered in _FOR_SAFETY:
        return Basis.SAFETY
    if step.offered is Offered.NO_COELIAC_TEST:
        return Basis.PREPARE
    if step.offered is Offered.ALWAYS:
        return Basis.PREPARE if situation.n_days < ENOUGH_DAYS_TO_JUDGE else Basis.BESIDE
    return Basis.BESIDE if step.offered is Offered.MEDICINES else Basis.EVIDENCE


def is_firm_enough(candidate: Candidate) -> bool:
    """Whether what is known is worth what the step asks of a person.

    Very little effort may rest on very little; some effort wants at least a low grade, a lot of it a moderate
    one. A step that was tested without effect is not offered. A person's own finding, or wish, is reason enough,
    except for a lot of effort.
    """
    evidence, effort = candidate.evidence, candidate.step.effort
    if evidence is None:
        return True
    grade = _GRADES.index(evidence.grade)
    if effort >= 3:
        return grade <= _GRADES.index(Grade.MODERATE)
    if candidate.basis in (Basis.WISH, Basis.STRONG_FINDING, Basis.LIKELY_FINDING, Basis.SAFETY):
        return True
    if evidence.direction is Direction.NO_EFFECT:
        return False
    return effort == 1 or grade <= _GRADES.index(Grade.LOW)
