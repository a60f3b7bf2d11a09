"""A trial before it has dates, a seed and a yes: what would be changed, against what, watched how, for how long."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from commensal.knowledge.evidence import evidence
from commensal.knowledge.never_tried import never_tried_in
from commensal.records.proposal import Proposal
from commensal.trials.design import TrialDesign
from commensal.trials.plan import TrialOutcome
from commensal.vocab.errors import UsageError
from commensal.vocab.proposal_kinds import NEVER_SUGGESTED, RESTRICTIONS, ProposalKind

LONGEST_REMOVAL_DAYS = 42
"""Six weeks in a row: nothing is left out for longer (rule S19). [days]"""

_YEAR_DAYS = 365


class Caution(StrEnum):
    """What a person should know before they say yes; each is a sentence in the texts of reports."""

    OVER_A_YEAR = "over_a_year"
    MAY_BE_TOO_SHORT = "may_be_too_short"
    """The map knows of changes that need longer than one period."""
    LAG_UNKNOWN = "lag_unknown"
    WITH_DIETITIAN = "with_dietitian"
    LONGER_FOR_PEM = "longer_for_pem"
    DIFFERENCE_IS_OURS = "difference_is_ours"
    NO_DIFFERENCE_KNOWN = "no_difference_known"


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """What is to be watched.

    Parameters
    ----------
    node : the place of the axis it speaks of; looked up from the key when it is left empty.
    smallest_difference : the smallest difference that matters to this person, where they gave one. [points]
    """

    outcome: TrialOutcome
    node: str = ""
    smallest_difference: float | None = None

    @property
    def place(self) -> str:
        """The node, as given or as the column is known; empty where nobody knows."""
        known = evidence().variables.get(self.outcome.key)
        return self.node or (known.node if known else self.outcome.key if self.outcome.key in evidence().nodes else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialDraft:
    """Everything of a plan but its dates and its seed. Nothing may be shown of it before the safety gate has seen it.

    Parameters
    ----------
    words : what the gate reads.
    lag_min_days, lag_max_days : as the plan wants them: the outcome of a day belongs to the assignment so many days
        earlier, beyond the washout. [days]
    expected_lag_days : when a difference may show, from the person's own days or the map; None where nobody knows.
    run_in_days : days before day one in which the dose is found. [days]
    is_smallest_difference_ours : whether the person gave none.
    """

    protocol_id: str | None
    question: str
    change: str
    comparator: str
    arms: tuple[str, ...]
    kind: ProposalKind
    words: str
    subject: str
    outcome: TrialOutcome
    design: TrialDesign
    smallest_difference: float
    is_smallest_difference_ours: bool
    lag_min_days: int
    lag_max_days: int
    expected_lag_days: tuple[int, int] | None
    stop_rules: tuple[str, ...]
    keep_steady: tuple[str, ...]
    removes_something: bool
    reintroduce_after_days: int | None
    run_in_days: int = 0
    cautions: tuple[Caution, ...] = ()

    def __post_init__(self) -> None:
        if self.protocol_id is None or self.subject:
            refuse_what_is_never_tried(self.kind, self.change, self.subject, is_left_out=self.removes_something)
        assert self.removes_something or self.kind not in RESTRICTIONS, "a restriction takes something away"
        assert (self.reintroduce_after_days is None) is not self.removes_something, "what is left out comes back"
        if self.removes_something:
            assert longest_in_a_row_days(self.design) <= LONGEST_REMOVAL_DAYS, "six weeks at most"

    @property
    def proposals(self) -> tuple[Proposal, ...]:
        """What the gate must let through, all of it: the change itself, and that it is tried without a clinician."""
        own = Proposal(kind=self.kind, words=self.words, subject=self.subject)
        if self.kind is ProposalKind.UNSUPERVISED_TRIAL:
            return (own,)
        return own, Proposal(kind=ProposalKind.UNSUPERVISED_TRIAL, words=self.words, subject=self.subject)


def longest_in_a_row_days(design: TrialDesign) -> int:
    """The longest time on one arm that a schedule of this design can bring. [days]

    In sets it is the end of one set and the beginning of the next; a coin knows no limit but its longest run.
    """
    if design.max_run is not None:
        return design.max_run * design.period_days
    return min(2 * design.period_days, design.days) if design.set_days > 1 else design.days


def cautions_of(
    design: TrialDesign, expected_lag_days: tuple[int, int] | None, *, others: tuple[Caution, ...] = ()
) -> tuple[Caution, ...]:
    """What is to be said of a design beforehand, in the order in which it is read."""
    found = set(others)
    if design.days > _YEAR_DAYS:
        found.add(Caution.OVER_A_YEAR)
    if expected_lag_days is None:
        found.add(Caution.LAG_UNKNOWN)
    elif expected_lag_days[1] > design.period_days:
        found.add(Caution.MAY_BE_TOO_SHORT)
    return tuple(caution for caution in Caution if caution in found)


def refuse_what_is_never_tried(kind: ProposalKind, *words: str, is_left_out: bool = False) -> None:
    """Stop where the change is a medicine, or something else that is never tried here.

    Parameters
    ----------
    is_left_out : whether it is to be left out: whole meals, water and sleep are not.

    Raises
    ------
    UsageError : it is.
    """
    is_ours = kind is ProposalKind.PROBIOTIC  # some probiotics are sold as medicines; the gate looks at them by kind
    reasons = (
        [] if is_ours else [(text, why) for text in words if (why := never_tried_in(text, is_left_out=is_left_out))]
    )
    if kind not in NEVER_SUGGESTED and not reasons:
        return
    found, why = reasons[0] if reasons else (kind.value.replace("_", " "), "medicines")
    is_medical = why in ("medicines", "treatments")
    raise UsageError(
        where="trial, change",
        found=found,
        expected="a change that is not a medicine, nor a treatment"
        if is_medical
        else "a small, gentle change of everyday life",
        do="Keep everything as agreed. A pharmacist or doctor can answer questions about it."
        if is_medical
        else "Pick something smaller. A doctor or dietitian can answer questions about this one.",
    )
