"""Ready trial protocols: one gentle change each, how it would be tested, for whom it is not, and on what evidence.

A protocol is a file of ``data/trials/protocols``. What a person reads of it stands in the texts of reports under its
id. What ends a trial, and which difference may matter, are tables beside them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from commensal.knowledge.evidence import evidence
from commensal.knowledge.tables import parts, rows_of
from commensal.vocab.grades import Grade
from commensal.vocab.proposal_kinds import NEVER_SUGGESTED, RESTRICTIONS, ProposalKind

_SUBJECT = "{subject}"
_SHARE_OF_SCALE = 0.1  # a tenth of a scale that has no row of its own; our choice


class Blinding(StrEnum):
    """Whether somebody else could keep from the person which sort of day it is."""

    NONE = "none"
    PARTNER = "partner"
    """A second person can prepare two packages that look alike."""


class StopActs(StrEnum):
    """When a stop rule acts."""

    AT_ONCE = "at_once"  # seen in what is logged, within the same call
    WHEN_SAID = "when_said"  # only the person can know


@dataclass(frozen=True, slots=True, kw_only=True)
class Dose:
    """How much of the change.

    Parameters
    ----------
    smallest, usual, most : what one begins with, ends at where it sits well, and never passes. [unit]
    unit : as words, with its time: ``tablespoons of rolled oats a day``.
    step_days : days between two steps up. [days]
    """

    smallest: float
    usual: float
    most: float
    unit: str
    step_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtocolDesign:
    """How the days are laid out.

    Parameters
    ----------
    kind : ``coin_days``, ``paired_days`` or ``paired_blocks``, as the room of trials names them.
    block_days : days of a period that count. [days]
    washout_days : days at the start of each period that do not count. [days]
    n_sets : sets of periods; in each every arm comes up once.
    """

    kind: str
    block_days: int
    washout_days: int
    n_sets: int

    @property
    def period_days(self) -> int:
        """Days on one arm before the next draw. [days]"""
        return self.block_days + self.washout_days


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtocolReintroduction:
    """How what was left out comes back.

    Parameters
    ----------
    after_days : days after the last day of the trial until it begins. [days]
    portions : ids of portions, one after the other.
    watch_days : days of waiting after each portion. [days]
    """

    after_days: int
    portions: tuple[str, ...]
    watch_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtocolEvidence:
    """What is known of the change for one condition and outcome.

    Parameters
    ----------
    condition : node of a condition, or ``any``.
    outcome : node of an outcome, or ``*`` for whatever is watched.
    direction : ``eases``, ``linked``, ``mixed``, ``untested`` or ``no_effect``.
    grade : certainty, never above that of the weakest edge.
    edges : edges of the axis; the expected lag is read from them.
    source_ids : publications behind it.
    why : name of the sentence that says so.
    """

    condition: str
    outcome: str
    direction: str
    grade: Grade
    edges: tuple[str, ...]
    source_ids: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialProtocol:
    """One ready protocol.

    Parameters
    ----------
    id : name of its file.
    order : place in the library; what ties are broken by.
    step : id of the step of guidance whose sentences say why and how gently.
    kind : what the safety gate screens it as.
    proposal : the words that the gate reads.
    exposure : node of the axis.
    change, comparator : in words; ``{subject}`` stands for the food or group it is about.
    arms : names of the arms; the first is the comparator.
    subjects : what may be named, where it is not free.
    outcomes : nodes of what may be watched, the most likely first.
    dose, run_in_days : how much, and the days before day one in which the dose is found. [days]
    keep_steady, stop_rules : ids.
    gate_rules : safety rules that may bar it or shape it.
    needs : answers that must have been given, by flag. Nothing is begun on "I do not know".
    most_days_on : the most days, over the whole trial, with the change; None for no limit of its own. [days]
    with_dietitian : whether somebody who knows food should go along.
    goes_up_with, goes_down_with : what a finding must be about to speak for it, when the symptom goes up, or down, with
        it: columns of the day table, or places of the axis. ``a food`` stands for any food that no other names.
    carryover : ``hours``, ``days``, ``weeks``, ``learned`` or ``unknown``: how long it may go on after it ends.
    blinding : whether somebody else could hide which days are which.
    cannot_be_hidden : id of what gives it away all the same.
    effort : 1 very little, 2 some, 3 a lot.
    """

    id: str
    order: int
    step: str
    area: str
    kind: ProposalKind
    proposal: str
    exposure: str
    change: str
    comparator: str
    arms: tuple[str, ...]
    effort: int
    outcomes: tuple[str, ...]
    keep_steady: tuple[str, ...]
    stop_rules: tuple[str, ...]
    gate_rules: tuple[str, ...]
    carryover: str
    blinding: Blinding
    cannot_be_hidden: str
    dose: Dose
    design: ProtocolDesign
    run_in_days: int = 0
    names_subject: bool = False
    subjects: tuple[str, ...] = ()
    goes_up_with: tuple[str, ...] = ()
    goes_down_with: tuple[str, ...] = ()
    needs: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    most_days_on: int | None = None
    with_dietitian: bool = False
    reintroduction: ProtocolReintroduction | None = None
    evidence: tuple[ProtocolEvidence, ...] = ()

    def __post_init__(self) -> None:
        assert self.kind not in NEVER_SUGGESTED, f"{self.id}: {self.kind} is never tried here"
        assert self.removes_something or self.kind not in RESTRICTIONS, f"{self.id}: what is left out must come back"
        assert self.names_subject == (_SUBJECT in self.change), f"{self.id}: the subject has no place in its words"

    @property
    def removes_something(self) -> bool:
        """Whether the change leaves something out; then it says how that comes back."""
        return self.reintroduction is not None

    @property
    def n_days(self) -> int:
        """Length of the whole, washout included, without the run-in. [days]"""
        return self.design.n_sets * self.design.period_days * len(self.arms)

    @property
    def source_ids(self) -> tuple[str, ...]:
        """Every publication behind it, each once."""
        return tuple(dict.fromkeys(name for row in self.evidence for name in row.source_ids))

    def evidence_for(self, outcome: str, conditions: tuple[str, ...] = ()) -> ProtocolEvidence | None:
        """The row that fits best: their own condition before anyone's, the outcome itself before any."""
        wanted = (*((name, outcome) for name in conditions), ("any", outcome), ("any", "*"))
        rows = {(row.condition, row.outcome): row for row in self.evidence}
        return next((rows[key] for key in wanted if key in rows), None)

    def lag_days(self, outcome: str) -> tuple[int, int] | None:
        """When a difference may show, along the edges of the axis; None where nobody knows. [days]"""
        rows = (self.evidence_for(outcome), *(row for row in self.evidence if row.outcome == outcome))
        tested = (row for row in rows if row is not None and row.direction != "untested" and row.edges)
        return next((lag_along(row.edges) for row in tested), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class StopRule:
    """What ends a trial.

    Parameters
    ----------
    what : in a few words, for builders; sentences stand in the texts of reports.
    rule_ids : safety rules that it follows.
    """

    id: str
    acts: StopActs
    what: str
    rule_ids: tuple[str, ...]
    source_ids: tuple[str, ...]
    basis: str
    unverified: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallestDifference:
    """The smallest difference that may matter.

    Parameters
    ----------
    points : of the scale. [points]
    scale_points : length of the scale that is meant. [points]
    is_our_choice : whether no publication gives it.
    much_better_points : what went with "much better" in trials of groups, where that is known. [points]
    """

    outcome: str
    points: float
    scale_points: float
    is_our_choice: bool
    source_ids: tuple[str, ...] = ()
    much_better_points: float | None = None
    note: str = ""


@cache
def trial_protocols() -> Mapping[str, TrialProtocol]:
    """Every protocol by its id, in the order of the library."""
    folder = files("commensal.knowledge").joinpath("data/trials/protocols")
    read = [
        _protocol(file.name.removesuffix(".toml"), tomllib.loads(file.read_text(encoding="utf-8")))
        for file in folder.iterdir()
        if file.name.endswith(".toml")
    ]
    return MappingProxyType({one.id: one for one in sorted(read, key=lambda one: (one.order, one.id))})


@cache
def stop_rules() -> Mapping[str, StopRule]:
    """Every stop rule by its id."""
    rows = rows_of("trials/stop_rules")
    return MappingProxyType({row["id"]: _stop_rule(row) for row in rows})


@cache
def smallest_differences() -> Mapping[str, SmallestDifference]:
    """The smallest difference that may matter, by outcome (node of the axis, or instrument)."""
    rows = rows_of("trials/smallest_differences")
    return MappingProxyType({row["outcome"]: _smallest_difference(row) for row in rows})


def smallest_difference_for(outcome: str, *, minimum: float | None, maximum: float | None) -> SmallestDifference | None:
    """The row for an outcome, fitted to a scale of another length; a tenth of any other scale; None without one.

    Parameters
    ----------
    outcome : node of the axis, or instrument; any other name has no row.
    minimum, maximum : ends of the scale that is used. [points]
    """
    known = smallest_differences().get(outcome)
    length = None if minimum is None or maximum is None else maximum - minimum
    if known is not None and length in (None, known.scale_points):
        return known
    if length is None:
        return None
    points = length * _SHARE_OF_SCALE
    return SmallestDifference(outcome=outcome, points=points, scale_points=length, is_our_choice=True)


def lag_along(edge_ids: tuple[str, ...]) -> tuple[int, int] | None:
    """The sums of the shortest and the longest lags along a path; None where one edge has none. [days]"""
    edges = [evidence().edges[edge_id] for edge_id in edge_ids]
    lows = [edge.lag_min_days for edge in edges if edge.lag_min_days is not None]
    highs = [edge.lag_max_days for edge in edges if edge.lag_max_days is not None]
    if not edges or len(lows) < len(edges) or len(highs) < len(edges):
        return None
    return sum(lows), sum(highs)


_LISTS = (
    *("arms", "subjects", "outcomes", "keep_steady", "stop_rules", "gate_rules"),
    *("goes_up_with", "goes_down_with"),
)


def _protocol(protocol_id: str, raw: dict[str, Any]) -> TrialProtocol:
    """A protocol from its file; an unknown name is a ``TypeError``, a value that does not fit a ``ValueError``."""
    fields: dict[str, Any] = {name: tuple(value) if name in _LISTS else value for name, value in raw.items()}
    back = fields.pop("reintroduction", None)
    return TrialProtocol(
        id=protocol_id,
        kind=ProposalKind(fields.pop("kind")),
        blinding=Blinding(fields.pop("blinding")),
        dose=Dose(**fields.pop("dose")),
        design=ProtocolDesign(**fields.pop("design")),
        reintroduction=None
        if back is None
        else ProtocolReintroduction(**{**back, "portions": tuple(back["portions"])}),
        evidence=tuple(_evidence(row) for row in fields.pop("evidence", ())),
        needs=MappingProxyType(fields.pop("needs", {})),
        **fields,
    )


def _evidence(raw: dict[str, Any]) -> ProtocolEvidence:
    fields = dict(raw)
    return ProtocolEvidence(
        grade=Grade(fields.pop("grade")),
        edges=tuple(fields.pop("edges")),
        source_ids=tuple(fields.pop("source_ids")),
        **fields,
    )


def _stop_rule(row: Mapping[str, str]) -> StopRule:
    return StopRule(
        id=row["id"],
        acts=StopActs(row["acts"]),
        what=row["what"],
        rule_ids=parts(row["rule_ids"]),
        source_ids=parts(row["source_ids"]),
        basis=row["basis"],
        unverified=row["unverified"],
    )


def _smallest_difference(row: Mapping[str, str]) -> SmallestDifference:
    return SmallestDifference(
        outcome=row["outcome"],
        points=float(row["points"]),
        scale_points=float(row["scale_points"]),
        is_our_choice=row["basis"] == "our_choice",
        source_ids=parts(row["source_ids"]),
        much_better_points=float(row["much_better_points"]) if row["much_better_points"] else None,
        note=row["note"],
    )
