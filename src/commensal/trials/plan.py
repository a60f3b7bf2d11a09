"""A trial as it was decided before day one: frozen, hashed, and drawn again whenever it is read back.

Whoever reads a plan later can prove three things from the file alone: nothing in it was changed since (the hash), the
days were drawn and not chosen (the seed gives them again), and the analysis was fixed beforehand.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from datetime import date, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Any

from commensal.trials.design import GENERATOR_VERSION, DesignKind, TrialDesign, draw_schedule
from commensal.vocab.errors import InvalidRecordError, UsageError
from commensal.vocab.proposal_kinds import NEVER_SUGGESTED, ProposalKind

PLAN_FORMAT = "commensal-trial-plan-1"
ANALYSIS_VERSION = "weekly-randomisation-looks-1"


class OutcomeKind(StrEnum):
    """What sort of number the outcome is."""

    SCALE = "scale"
    INSTRUMENT = "instrument"
    FLARE = "flare"
    BALANCE = "balance"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialOutcome:
    """What is watched.

    Parameters
    ----------
    key, label : name of the column, and how a person calls it.
    minimum, maximum : the ends of the scale; None where there is none. [points]
    measurement_sd : noise of the measurement itself, where it is known (a microbiome balance). [points]
    """

    key: str
    label: str
    kind: OutcomeKind = OutcomeKind.SCALE
    higher_is_worse: bool = True
    minimum: float | None = None
    maximum: float | None = None
    measurement_sd: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialPlan:
    """Everything that was decided before the first day.

    Parameters
    ----------
    protocol_id : of a ready protocol; None for a trial of one's own.
    question, change, comparator : in words.
    arms : names; the first is "as usual".
    kind : what sort of change it is; None where nobody said (a trial planned from a notebook).
    subject : the food, group or practice it is about, as an id or in words.
    first_day : None until it is known.
    seed, generator_version : what the schedule was drawn from, and how.
    schedule : number of the arm of each day, washout days included: ``draw_schedule`` of the design and the seed.
    look_every_days : how far looks lie apart. [days]
    alpha : the share of trials of a change that does nothing which may end in "it does", over all looks.
    smallest_difference : the smallest difference that matters to this person. [points]
    lag_min_days, lag_max_days : when an effect is expected after the change; the outcome of a day belongs to the
        assignment ``lag_min_days`` earlier. [days]
    stop_rules : ids of what ends the trial at once.
    keep_steady : what else is to stay as it is.
    hides_results : whether the person wishes to see results only at the end.
    removes_something : whether the change takes something away; then it comes back on a fixed day.
    reintroduce_after_days : how long after the last day what was removed comes back. [days]

    Raises
    ------
    UsageError : the plan is for a change that is never tried here (a medicine), or its parts do not fit together.
    """

    question: str
    change: str
    comparator: str
    arms: tuple[str, ...]
    subject: str
    outcome: TrialOutcome
    design: TrialDesign
    seed: int
    schedule: tuple[int, ...]
    smallest_difference: float
    protocol_id: str | None = None
    kind: ProposalKind | None = None
    first_day: date | None = None
    generator_version: str = GENERATOR_VERSION
    look_every_days: int = 7
    alpha: float = 0.05
    lag_min_days: int = 0
    lag_max_days: int = 0
    stop_rules: tuple[str, ...] = ()
    keep_steady: tuple[str, ...] = ()
    hides_results: bool = False
    removes_something: bool = False
    reintroduce_after_days: int | None = None
    analysis_version: str = ANALYSIS_VERSION

    def __post_init__(self) -> None:
        _check(self)
        if len(self.schedule) != self.design.days or not set(self.schedule) <= set(range(len(self.arms))):
            raise UsageError(
                where="trial, schedule",
                found=f"{len(self.schedule)} days with arms {sorted(set(self.schedule))}",
                expected=f"{self.design.days} days with arms below {len(self.arms)}",
                do="Draw it from the seed: trials.design.draw_schedule.",
            )

    def __str__(self) -> str:
        begins = "" if self.first_day is None else f" from {self.first_day.isoformat()}"
        return (
            f"{self.question}\n"
            f"{self.design.kind.value}, {self.design.days} days{begins}; arms: {', '.join(self.arms)}; "
            f"outcome: {self.outcome.label}; a look every {self.look_every_days} days, alpha {self.alpha:g}\n"
            f"seed {self.seed}, {self.generator_version}, hash {self.hash}"
        )

    @property
    def hash(self) -> str:
        """SHA-256 of the plan in its canonical form, 64 hexadecimal digits."""
        return _hash_of(self._document())

    @property
    def is_washout(self) -> tuple[bool, ...]:
        """For each day, whether the arm is kept but the day does not count."""
        return tuple(self.design.washout_at(index) for index in range(self.design.days))

    @property
    def last_day(self) -> date | None:
        """The last day of the schedule; None while the first is not known."""
        return None if self.first_day is None else self.first_day + timedelta(days=self.design.days - 1)

    @property
    def dates(self) -> tuple[date, ...]:
        """Every day of the schedule; empty while the first is not known."""
        if self.first_day is None:
            return ()
        return tuple(self.first_day + timedelta(days=index) for index in range(self.design.days))

    def index_of(self, day: date) -> int | None:
        """The number of a day from 0; None outside the trial."""
        if self.first_day is None:
            return None
        index = (day - self.first_day).days
        return index if 0 <= index < self.design.days else None

    def arm_on(self, day: date) -> int | None:
        """The arm that was drawn for a day; None outside the trial."""
        index = self.index_of(day)
        return None if index is None else self.schedule[index]

    def washout_on(self, day: date) -> bool:
        """Whether a day is kept but does not count."""
        index = self.index_of(day)
        return index is not None and self.design.washout_at(index)

    def power(self, **known: Any) -> Any:
        """How small a difference trials of this shape can see: ``trials.power.power_table`` of this plan."""
        from commensal.trials.power import power_of_plan  # noqa: PLC0415 - loads numpy

        return power_of_plan(self, **known)

    def to_json(self) -> str:
        """The plan as readable JSON, with its hash."""
        document = self._document()
        return json.dumps({**document, "hash": _hash_of(document)}, indent=2, ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str, *, redraw: bool = True) -> TrialPlan:
        """Read a plan back, and prove it: its hash fits, and its seed gives its schedule again.

        Parameters
        ----------
        redraw : also draw the schedule again; leave it out only where speed matters and the plan was proved before.

        Raises
        ------
        InvalidRecordError : not a plan, changed since it was frozen, or a schedule that the seed does not give.
        """
        plan = _plan_in(text)
        if redraw:
            plan.verify_schedule()
        return plan

    def verify_schedule(self) -> None:
        """Draw the schedule again from the seed.

        Raises
        ------
        InvalidRecordError : it comes out otherwise, or it was drawn in a way this version does not know.
        """
        if self.generator_version != GENERATOR_VERSION:
            raise InvalidRecordError(
                where="trial plan, generator_version",
                found=self.generator_version,
                expected=GENERATOR_VERSION,
                do="Read it with the version of Commensal that wrote it, or a newer one.",
            )
        if draw_schedule(self.design, self.seed) != self.schedule:
            raise InvalidRecordError(
                where="trial plan, schedule",
                found="days that the recorded seed does not give",
                expected="the days drawn from the seed",
                do="Use the plan as it was frozen; a schedule cannot be chosen.",
            )

    def _document(self) -> dict[str, Any]:
        document = asdict(self)
        document["first_day"] = None if self.first_day is None else self.first_day.isoformat()
        # Canonical numbers: 1 and 1.0 are the same plan.
        document["alpha"], document["smallest_difference"] = float(self.alpha), float(self.smallest_difference)
        for name in ("minimum", "maximum", "measurement_sd"):
            value = document["outcome"][name]
            document["outcome"][name] = None if value is None else float(value)
        return {"format": PLAN_FORMAT, **document}


def _hash_of(document: dict[str, Any]) -> str:
    canonical = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return sha256(canonical.encode("utf-8")).hexdigest()


def _plan_in(text: str) -> TrialPlan:
    try:
        document = json.loads(text)
        stated = document.pop("hash")
        is_ours = document.pop("format") == PLAN_FORMAT
    except (ValueError, KeyError, AttributeError, TypeError) as problem:
        raise _not_a_plan("text that is not a plan") from problem
    if not is_ours:
        raise _not_a_plan("another format")
    if _hash_of({"format": PLAN_FORMAT, **document}) != stated:
        raise InvalidRecordError(
            where="trial plan, hash",
            found="a plan that was changed after it was frozen",
            expected=f"what has the hash {str(stated)[:12]}…",
            do="Use the plan as it was frozen. A change of plan is recorded as an amendment.",
        )
    try:
        return TrialPlan(**_typed(document))
    except (KeyError, TypeError, ValueError) as problem:
        raise _not_a_plan("fields that do not fit") from problem


def _typed(document: dict[str, Any]) -> dict[str, Any]:
    outcome, design = document["outcome"], document["design"]
    unknown = set(document) - {field.name for field in fields(TrialPlan)}
    if unknown or not document["schedule"]:
        raise KeyError(*sorted(unknown), "schedule")
    return {
        **document,
        "arms": tuple(document["arms"]),
        "schedule": tuple(int(arm) for arm in document["schedule"]),
        "stop_rules": tuple(document["stop_rules"]),
        "keep_steady": tuple(document["keep_steady"]),
        "kind": None if document["kind"] is None else ProposalKind(document["kind"]),
        "first_day": None if document["first_day"] is None else date.fromisoformat(document["first_day"]),
        "outcome": TrialOutcome(**{**outcome, "kind": OutcomeKind(outcome["kind"])}),
        "design": TrialDesign(
            **{
                **design,
                "kind": DesignKind(design["kind"]),
                "forbidden": tuple((int(unit), int(arm)) for unit, arm in design["forbidden"]),
            }
        ),
    }


def _not_a_plan(found: str) -> InvalidRecordError:
    return InvalidRecordError(
        where="trial plan", found=found, expected=f"JSON of the format {PLAN_FORMAT}", do="Hand over the whole plan."
    )


def _check(plan: TrialPlan) -> None:
    def refuse(where: str, found: object, expected: str, do: str) -> None:
        raise UsageError(where=f"trial, {where}", found=str(found), expected=expected, do=do)

    if plan.kind in NEVER_SUGGESTED:
        refuse("kind", plan.kind, "a change that can be tried safely alone", "Talk to your pharmacist or doctor first.")
    if len(plan.arms) != plan.design.n_arms or len(set(plan.arms)) != len(plan.arms):
        refuse("arms", plan.arms, f"{plan.design.n_arms} different names", "Name each arm once.")
    if not 0 < plan.alpha < 1:
        refuse("alpha", plan.alpha, "a share between 0 and 1", "Take 0.05.")
    if plan.look_every_days < 1:
        refuse("look_every_days", plan.look_every_days, "1 or more", "Take 7.")
    if not 0 <= plan.lag_min_days <= plan.lag_max_days:
        refuse("lag", (plan.lag_min_days, plan.lag_max_days), "0 or more, least first", "Change these numbers.")
    if not plan.smallest_difference >= 0:
        refuse("smallest_difference", plan.smallest_difference, "0 or more points", "Change this number.")
    if plan.removes_something and plan.reintroduce_after_days is None:
        refuse("reintroduce_after_days", None, "a fixed day on which it comes back", "Name how many days after.")
