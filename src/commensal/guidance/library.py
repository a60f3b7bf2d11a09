"""The step library: one file a step, read once and checked."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from commensal.guidance.step import Already, Area, Design, Direction, Evidence, Offered, Step, TrialPlan
from commensal.vocab.grades import Grade
from commensal.vocab.proposal_kinds import ProposalKind

_LISTS = ("after", "goes_up_with", "goes_down_with")


@cache
def steps() -> Mapping[str, Step]:
    """Every step by its id, in the order of the library."""
    folder = files("commensal.guidance").joinpath("data/steps")
    read = [
        _step(file.name.removesuffix(".toml"), tomllib.loads(file.read_text(encoding="utf-8")))
        for file in folder.iterdir()
        if file.name.endswith(".toml")
    ]
    return MappingProxyType({step.id: step for step in sorted(read, key=lambda step: (step.order, step.id))})


@cache
def named_exposures() -> frozenset[str]:
    """Every column of the day table, or place of the axis, that a step names as speaking for it."""
    return frozenset(name for step in steps().values() for name in (*step.goes_up_with, *step.goes_down_with))


@cache
def outcomes_of_conditions() -> Mapping[str, tuple[str, ...]]:
    """The outcomes that belong to a condition, whether or not they were ever rated; by the condition's node."""
    raw = tomllib.loads(files("commensal.guidance").joinpath("data/conditions.toml").read_text(encoding="utf-8"))
    return MappingProxyType({condition: tuple(outcomes) for condition, outcomes in raw.items()})


def _step(step_id: str, raw: dict[str, Any]) -> Step:
    """A step from its file; a name that nobody knows is a ``TypeError``, a value that does not fit a ``ValueError``."""
    fields: dict[str, Any] = {name: tuple(value) if name in _LISTS else value for name, value in raw.items()}
    evidence = tuple(_evidence(item) for item in fields.pop("evidence", ()))
    already, trial = fields.pop("already", None), fields.pop("trial", None)
    return Step(
        id=step_id,
        area=Area(fields.pop("area")),
        kind=ProposalKind(fields.pop("kind")),
        offered=Offered(fields.pop("offered")),
        evidence=evidence,
        source_ids=tuple(fields.pop("sources", ())),
        already=None if already is None else _already(already),
        trial=None if trial is None else TrialPlan(design=Design(trial.pop("design")), **trial),
        **fields,
    )


def _evidence(raw: dict[str, Any]) -> Evidence:
    fields = dict(raw)
    return Evidence(
        direction=Direction(fields.pop("direction")),
        grade=Grade(fields.pop("grade")),
        edges=tuple(fields.pop("edges")),
        source_ids=tuple(fields.pop("sources")),
        **fields,
    )


def _already(raw: dict[str, Any]) -> Already:
    fields = dict(raw)
    return Already(foods=frozenset(fields.pop("foods", ())), **fields)
