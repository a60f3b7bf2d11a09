"""Starting people, ready what-ifs and published findings of the axis model: tables that are read once."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from commensal.knowledge.tables import number, rows_of

HEALTHY = "healthy"

FINDING_COLUMNS = (
    "id", "finding", "preset", "protocol", "metric", "direction", "lo", "hi", "reported", "mapping", "certainty",
    "tuned", "scored", "authors", "title", "journal", "year", "doi", "doi_confirmed", "note",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """A starting person of the axis model: what differs from the healthy reference. All of it is assumed.

    Parameters
    ----------
    inputs : by symbol, in the unit of the input.
    traits : parameters of the model that are a property of the person, by symbol.
    start : states before the model settles, by symbol; they choose the level on which it settles.
    why : what each difference says in plain words, by symbol.
    """

    id: str
    inputs: Mapping[str, float]
    traits: Mapping[str, float]
    start: Mapping[str, float]
    why: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedFinding:
    """One published finding, how it is played on the model, and the band that counts as the same.

    Parameters
    ----------
    protocol : input schedule, parted by semicolons. [days]
    metric : what to compute, such as ``ratio(Bi,28)``.
    low, high : band of the metric; None where nothing is scored.
    is_scored : False for rows that are kept to show that trials contradict each other.
    was_seen : the model was made with sight of this row.
    """

    id: str
    finding: str
    preset: str
    protocol: str
    metric: str
    direction: str
    low: float | None
    high: float | None
    reported: str
    mapping: str
    certainty: str
    was_seen: bool
    is_scored: bool
    authors: str
    title: str
    journal: str
    year: str
    doi: str
    is_doi_confirmed: bool
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioInput:
    """What a what-if may change, in the words people use for it.

    Parameters
    ----------
    key : the name in a scenario file.
    symbol : the input of the model.
    label : its name as a heading; ``phrase`` within a sentence.
    unit : of a value in a scenario file, in words.
    low, high : what may be written in a scenario file.
    kind : ``daily`` (something of each day), ``medicine`` (context, never a suggestion), ``body`` or ``fmt``.
    diary_key : the column of the day table that speaks of it; empty when none does.
    diary_scale : a value of that column times this is a value of the input.
    """

    key: str
    symbol: str
    label: str
    phrase: str
    unit: str
    low: float
    high: float
    kind: str
    diary_key: str
    diary_scale: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """What a what-if may be asked about.

    Parameters
    ----------
    key : the name in a scenario file.
    symbol : a state or read-out of the model.
    label : its name as a heading; ``phrase`` within a sentence.
    is_symptom : shown as a direction with the grade of the weakest link, never as an amount.
    least_change : what is less counts as hardly any change: a share of the value without the change, or points of a
        symptom.
    """

    key: str
    symbol: str
    label: str
    phrase: str
    unit: str
    is_symptom: bool
    least_change: float


@cache
def presets() -> Mapping[str, Preset]:
    """Every starting person by id, the healthy reference first."""
    cells: dict[str, dict[str, dict[str, float]]] = defaultdict(lambda: {"input": {}, "trait": {}, "start": {}})
    why: dict[str, dict[str, str]] = defaultdict(dict)
    for row in rows_of("axis_model/presets"):
        cells[row["preset"]][row["kind"]][row["symbol"]] = float(row["value"])
        why[row["preset"]][row["symbol"]] = row["why"]
    named = {
        name: Preset(
            id=name,
            inputs=MappingProxyType(kinds["input"]),
            traits=MappingProxyType(kinds["trait"]),
            start=MappingProxyType(kinds["start"]),
            why=MappingProxyType(why[name]),
        )
        for name, kinds in cells.items()
    }
    nothing: Mapping[str, float] = MappingProxyType({})
    healthy = Preset(id=HEALTHY, inputs=nothing, traits=nothing, start=nothing, why=MappingProxyType({}))
    return MappingProxyType({HEALTHY: healthy, **named})


@cache
def published_findings() -> tuple[PublishedFinding, ...]:
    """Every finding of the table that comes with the model, by id."""
    return tuple(published_finding(row) for row in rows_of("axis_model/findings"))


def published_finding(row: Mapping[str, str]) -> PublishedFinding:
    """One row of a table of that layout.

    Raises
    ------
    KeyError : a column is missing.
    ValueError : a bound is no number.
    """
    return PublishedFinding(
        id=row["id"],
        finding=row["finding"],
        preset=row["preset"] or HEALTHY,
        protocol=row["protocol"],
        metric=row["metric"],
        direction=row["direction"],
        low=number(row["lo"]),
        high=number(row["hi"]),
        reported=row["reported"],
        mapping=row["mapping"],
        certainty=row["certainty"],
        was_seen=row["tuned"] == "y",
        is_scored=row["scored"] == "y",
        authors=row["authors"],
        title=row["title"],
        journal=row["journal"],
        year=row["year"],
        doi=row["doi"],
        is_doi_confirmed=row["doi_confirmed"] == "y",
        note=row["note"],
    )


@cache
def scenario_inputs() -> Mapping[str, ScenarioInput]:
    """What a what-if may change, by the name in a scenario file."""
    return MappingProxyType(
        {
            row["key"]: ScenarioInput(
                key=row["key"],
                symbol=row["symbol"],
                label=row["label"],
                phrase=row["phrase"],
                unit=row["unit"],
                low=float(row["low"]),
                high=float(row["high"]),
                kind=row["kind"],
                diary_key=row["diary_key"],
                diary_scale=float(row["diary_scale"] or 1.0),
            )
            for row in rows_of("axis_model/scenarios_inputs")
        }
    )


@cache
def watched() -> Mapping[str, Watched]:
    """What a what-if may be asked about, by the name in a scenario file."""
    return MappingProxyType(
        {
            row["key"]: Watched(
                key=row["key"],
                symbol=row["symbol"],
                label=row["label"],
                phrase=row["phrase"],
                unit=row["unit"],
                is_symptom=row["kind"] == "symptom",
                least_change=float(row["least_change"]),
            )
            for row in rows_of("axis_model/scenarios_watched")
        }
    )


@cache
def ready_scenarios() -> Mapping[str, Mapping[str, Any]]:
    """The what-ifs that come with the model, by id, as they stand in their files."""
    folder = files("commensal.knowledge").joinpath("data/axis_model/scenarios")
    found = {
        file.name.removesuffix(".toml"): tomllib.loads(file.read_text(encoding="utf-8"))
        for file in folder.iterdir()
        if file.name.endswith(".toml")
    }
    return MappingProxyType(dict(sorted(found.items())))
