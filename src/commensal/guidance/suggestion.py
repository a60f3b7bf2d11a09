"""What guidance answers: at most three next steps, each of which has passed the safety gate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from commensal.findings.finding import Finding
from commensal.guidance.step import Design, Evidence, Step
from commensal.knowledge.safety_rules import Level
from commensal.safety.intake import IntakeQuestion
from commensal.safety.screened import FiredRule, ScreenedProposal
from commensal.vocab.proposal_kinds import NEVER_SUGGESTED, RESTRICTIONS, ProposalKind

MOST_STEPS = 3
MOST_STEPS_WHEN_SMALL = 2
"""On a bad day, in severe illness, and while a doctor comes first."""

LONGEST_RESTRICTION_DAYS = 42
"""Six weeks: nothing is left out for longer (rule S19). [days]"""


class Basis(StrEnum):
    """Why a step stands where it stands; declared in the order in which steps are ranked."""

    SAFETY = "safety"  # help, rest, staying inside limits
    WISH = "wish"  # asked for by the person
    STRONG_FINDING = "strong_finding"
    LIKELY_FINDING = "likely_finding"
    PREPARE = "prepare"  # what has to come first: a diary that can tell, a test that a diet would spoil
    EVIDENCE = "evidence"  # studies of other people
    BESIDE = "beside"  # may be done whatever else is

    @property
    def rank(self) -> int:
        """0 for what comes first."""
        return tuple(Basis).index(self)


class Passed(StrEnum):
    """Why a step of the library was not offered."""

    BARRED = "barred"
    WAITS = "waits"  # for an answer
    FOR_A_CLINICIAN = "for_a_clinician"  # food back in, with an allergy or coeliac disease
    MUTED = "muted"  # something urgent comes first
    NOT_FITTING = "not_fitting"
    TOO_MUCH_TODAY = "too_much_today"
    TOO_LITTLE_KNOWN = "too_little_known"  # for what it asks of a person
    AFTER_ANOTHER = "after_another"
    DONE_ALREADY = "done_already"
    TRIED = "tried"
    OWN_DAYS_SAY_OTHERWISE = "own_days_say_otherwise"
    ONE_CHANGE_AT_A_TIME = "one_change_at_a_time"
    OTHERS_FIRST = "others_first"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """A step that was tried. ``last_day`` is None while it still goes on."""

    step_id: str
    last_day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialQuestion:
    """How one would know that a step worked: a question put down, before any trial is planned.

    Parameters
    ----------
    outcome : node of the axis; ``symptom`` is the rating that stands for it, empty when none was kept yet.
    exposure : node of the axis, or the column of the day table where a finding asks.
    washout_days, block_days : longer where effort may be paid for later. [days]
    lag_min_days, lag_max_days : when a difference would be looked for; None where nobody knows. [days]
    stops_after_worse_days : days in a row that are clearly worse, after which it ends; asked for where effort may
        be paid for later (rule S22). [days]
    """

    outcome: str
    symptom: str
    exposure: str
    design: Design
    block_days: int
    washout_days: int
    days: int
    lag_min_days: int | None
    lag_max_days: int | None
    stops_after_worse_days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """One next step.

    Parameters
    ----------
    screened : what the gate let through; without it there is no suggestion.
    basis : why it stands where it stands.
    evidence : what is known for this person's condition; None for a step that changes nothing.
    finding : what the person's own days say, where they do.
    subject : the food it is about, as a person reads it; empty otherwise.
    labels : labels of the exposures that the finding cannot tell apart, by key.
    shaped_by : the rules that say how this step may be done, beside those that are told once for all steps.
    is_small : the form for a bad day.
    ends_on : the day on which one looks again; None for something to do once.
    back_from, back_by : between these days whatever was left out comes back.
    """

    step: Step
    screened: ScreenedProposal
    basis: Basis
    starts_on: date
    ends_on: date | None
    evidence: Evidence | None = None
    finding: Finding | None = None
    subject: str = ""
    labels: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    shaped_by: tuple[FiredRule, ...] = ()
    is_small: bool = False
    back_from: date | None = None
    back_by: date | None = None
    trial: TrialQuestion | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.screened, ScreenedProposal):
            raise AssertionError("a suggestion is made from a proposal that has passed the gate")
        assert self.kind is self.step.kind, "the gate has seen another kind than the step's"
        assert self.kind not in NEVER_SUGGESTED, self.kind
        assert self.takes_away or self.kind not in RESTRICTIONS, "a restriction says that it takes something away"
        if self.takes_away:
            assert self.ends_on is not None, "nothing is left out without an end"
            assert self.back_from is not None, "what is left out comes back"
            assert self.back_by is not None, "and all of it"
            assert (self.ends_on - self.starts_on).days <= LONGEST_RESTRICTION_DAYS, "six weeks at most"
            assert self.starts_on < self.ends_on <= self.back_from < self.back_by, "out, then in again"

    @property
    def kind(self) -> ProposalKind:
        """The kind that the gate has let through."""
        return self.screened.proposal.kind

    @property
    def takes_away(self) -> bool:
        """Whether something is left out for a while."""
        return self.step.takes_away


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenQuestion:
    """A question about the person that nobody has asked yet, and the steps that wait for its answer."""

    question: IntakeQuestion
    step_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Guidance:
    """What may come next for one person on one day.

    Parameters
    ----------
    fired : rules that are to be read before anything else. In an emergency they are all there is.
    suggestions : at most three.
    questions : what may be asked, and skipped.
    passed_over : every other step of the library and why it is not here; barred ones with the rules' ids.
    n_days : days with ratings that this rests on. [days]
    country : where help is to be found; None when nobody said.
    is_asked : whether the person asked something.
    """

    made_on: date
    fired: tuple[FiredRule, ...]
    suggestions: tuple[Suggestion, ...] = ()
    questions: tuple[OpenQuestion, ...] = ()
    passed_over: Mapping[str, Passed] = field(default_factory=lambda: MappingProxyType({}))
    barred_by: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    is_bad_day: bool = False
    n_days: int = 0
    country: str | None = None
    is_asked: bool = False

    def __post_init__(self) -> None:
        assert len(self.suggestions) <= MOST_STEPS, "three steps are enough"
        assert not (self.is_emergency and (self.suggestions or self.questions)), "in an emergency there is only help"
        assert sum(item.step.changes_food for item in self.suggestions) <= 1, "one change of food at a time"

    @property
    def is_emergency(self) -> bool:
        """Whether nothing but help may be shown."""
        return any(rule.level is Level.EMERGENCY for rule in self.fired)

    @property
    def is_urgent(self) -> bool:
        """Whether a doctor comes first."""
        return any(rule.level is Level.URGENT for rule in self.fired)
