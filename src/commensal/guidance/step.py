"""One step of the library: what may be tried, on what evidence, for how long, and at what cost."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from commensal.vocab.grades import Grade
from commensal.vocab.proposal_kinds import ProposalKind

ANYONE = "any"
"""The condition of evidence that is not bound to one illness."""

ANY_OUTCOME = "*"
"""The outcome of evidence that holds for whatever symptom a finding speaks of."""


class Area(StrEnum):
    """What part of a day a step is about. At most one step of an area is offered at a time."""

    FOOD = "food"
    SUPPLEMENT = "supplement"
    CALM = "calm"
    SLEEP = "sleep"
    MOVEMENT = "movement"
    PACING = "pacing"
    DIARY = "diary"
    TALK = "talk"


class Offered(StrEnum):
    """When a step is thought of at all. What a person may not be offered is the gate's business, not this one's."""

    ALWAYS = "always"
    SYMPTOM = "symptom"  # a symptom or condition that the evidence speaks of
    FINDING = "finding"  # only from the person's own finding, or a wish
    BAD_DAY = "bad_day"
    URGENT = "urgent"
    PEM_POSSIBLE = "pem_possible"  # delayed worsening after effort: yes, or "I do not know"
    PEM_RULED_OUT = "pem_ruled_out"  # only after a plain "no"
    WITHOUT_PEM_YES = "without_pem_yes"  # "no", or nobody asked
    LIVE_FOOD_BARRED = "live_food_barred"
    MEDICINES = "medicines"
    NARROW_DIET = "narrow_diet"
    MANY_FOODS_OUT = "many_foods_out"
    NO_COELIAC_TEST = "no_coeliac_test"


class Direction(StrEnum):
    """Which way the evidence points, in the order in which it counts."""

    EASES = "eases"  # trials changed the symptom
    LINKED = "linked"  # goes with it in observations
    MIXED = "mixed"  # studies or guideline bodies disagree
    UNTESTED = "untested"  # nobody has looked at this symptom
    NO_EFFECT = "no_effect"  # tested, and nothing was seen

    @property
    def rank(self) -> int:
        """0 for the evidence that speaks most for a step."""
        return tuple(Direction).index(self)


class Design(StrEnum):
    """How a step could be put to the test."""

    COIN_DAYS = "coin_days"
    PAIRED_DAYS = "paired_days"
    PAIRED_BLOCKS = "paired_blocks"
    ONE_PHASE = "one_phase"
    """Before and after, in one order: it can show a change and cannot say what it came from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What is known of a step for one condition.

    Parameters
    ----------
    condition : node of a condition, or ``any``.
    outcome : node of the symptom to be watched, or ``*``.
    grade : certainty for this condition; never above the weakest edge, and lower where the evidence is borrowed
        from other people or another form.
    edges : edges of the axis, a path from the step's exposure. Where it does not reach ``outcome`` the step is
        untested for it.
    source_ids : publications behind the sentence.
    why : name of the sentence that says so.
    """

    condition: str
    outcome: str
    direction: Direction
    grade: Grade
    edges: tuple[str, ...]
    source_ids: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialPlan:
    """How the step would be tested. [days]"""

    design: Design
    block_days: int
    washout_days: int
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Already:
    """What in the recent days counts as "does it already"; on at least ``days_a_week`` of seven."""

    foods: frozenset[str] = frozenset()
    is_live: bool = False
    is_prebiotic: bool = False
    days_a_week: int = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One row of the step library. Its sentences stand in the texts of reports under its id.

    Parameters
    ----------
    order : position in the library; what ties are broken by.
    kind : what the safety gate screens it as. A step that changes nothing (rest, a talk, keep logging) is
        screened as ``pacing``: only an emergency bars it.
    proposal : the words that the gate reads.
    exposure : node of the axis; empty for a step that changes nothing.
    offered : when it is thought of.
    after : steps that are to be tried first.
    changes_food : one such change at a time, never two.
    takes_away : something is left out; then there is an end and a way back.
    effort : 1 very little, 2 some, 3 a lot.
    length_days : how long until one looks again; 0 for something to do once. [days]
    reintroduction_days : how long bringing it back takes. [days]
    goes_up_with, goes_down_with : what a finding must be about to speak for the step, when the symptom goes up,
        or down, with it: columns of the day table, or places of the axis that columns speak of. ``a food`` stands
        for any food that no step names.
    """

    id: str
    order: int
    area: Area
    kind: ProposalKind
    proposal: str
    exposure: str
    offered: Offered
    effort: int
    length_days: int
    evidence: tuple[Evidence, ...] = ()
    source_ids: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    changes_food: bool = False
    takes_away: bool = False
    reintroduction_days: int = 0
    goes_up_with: tuple[str, ...] = ()
    goes_down_with: tuple[str, ...] = ()
    already: Already | None = None
    trial: TrialPlan | None = None

    @property
    def changes_nothing(self) -> bool:
        """Whether nothing new is done: rest, staying inside limits, a talk, more days in the diary."""
        return self.area in (Area.PACING, Area.DIARY, Area.TALK)
