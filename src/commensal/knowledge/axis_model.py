"""The axis model as facts: what moves, what is given, the parameters with their grades, and the contested links."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from commensal.knowledge.evidence import Edge, evidence
from commensal.knowledge.tables import parts, rows_of, text_of
from commensal.vocab.grades import Grade


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A quantity that moves.

    Parameters
    ----------
    healthy : its value in a settled healthy person, to four figures. [``unit``]
    """

    symbol: str
    meaning: str
    unit: str
    healthy: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """A quantity that is given from outside, one value a day.

    Parameters
    ----------
    default : the healthy reference. [``unit``]
    low, high : the range over which the model was tried; our choice. [``unit``]
    """

    symbol: str
    meaning: str
    unit: str
    default: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A constant of the model.

    Parameters
    ----------
    low, high : the span of the stress test; no confidence interval. [``unit``]
    grade : ``M`` measured in people, ``I`` inferred from a measured value, ``A`` assumed.
    is_trait : differs from person to person, and is left at its default when the normalisers are solved.
    basis : source or reason, in words.
    """

    symbol: str
    part: str
    value: float
    low: float
    high: float
    unit: str
    grade: str
    is_trait: bool
    basis: str
    source_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Normaliser:
    """A constant that is solved so that the healthy reference stands at 1.

    Parameters
    ----------
    value : for the default parameters, to six figures.
    """

    symbol: str
    value: float
    condition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContestedLink:
    """A link of the model that may not be real in people.

    Parameters
    ----------
    coupling : the parameter that carries it; at ``off_value`` the link is gone.
    edge_id : the arrow of the map whose evidence decides; empty when the map has none.
    fit : ``same`` or ``close``: whether the arrow says what the link says; empty without an arrow.
    evidence_kind : the kind of evidence by which the chance was chosen.
    probability : how often an ensemble draws the link in.
    grade : certainty over all of the arrow; ``very_low`` without one.
    """

    coupling: str
    link: str
    off_value: float
    edge_id: str
    fit: str
    evidence_kind: str
    probability: float
    grade: Grade
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AxisModel:
    """All tables of the model; each is ordered as its vector is."""

    states: Mapping[str, State]
    inputs: Mapping[str, Input]
    parameters: Mapping[str, Parameter]
    normalisers: Mapping[str, Normaliser]
    links: Mapping[str, ContestedLink]


@cache
def axis_model() -> AxisModel:
    """The tables, read once."""
    return AxisModel(
        states=MappingProxyType({row["symbol"]: _state(row) for row in _in_order("states")}),
        inputs=MappingProxyType({row["symbol"]: _input(row) for row in _in_order("inputs")}),
        parameters=MappingProxyType({row["symbol"]: _parameter(row) for row in _in_order("parameters")}),
        normalisers=MappingProxyType({row["symbol"]: _normaliser(row) for row in _in_order("normalisers")}),
        links=MappingProxyType({link.coupling: link for link in _links()}),
    )


def equations_text() -> str:
    """The equations as they are written, one a line; parsed by ``axis.dynamics.equations``."""
    return text_of("axis_model/equations.txt")


def _in_order(table: str) -> list[dict[str, str]]:
    """Rows by their place in the vector; the file itself is sorted by symbol."""
    return sorted(rows_of(f"axis_model/{table}"), key=lambda row: int(row["position"]))


def _state(row: Mapping[str, str]) -> State:
    return State(symbol=row["symbol"], meaning=row["meaning"], unit=row["unit"], healthy=float(row["healthy"]))


def _input(row: Mapping[str, str]) -> Input:
    return Input(
        symbol=row["symbol"],
        meaning=row["meaning"],
        unit=row["unit"],
        default=float(row["default"]),
        low=float(row["low"]),
        high=float(row["high"]),
    )


def _parameter(row: Mapping[str, str]) -> Parameter:
    return Parameter(
        symbol=row["symbol"],
        part=row["part"],
        value=float(row["value"]),
        low=float(row["low"]),
        high=float(row["high"]),
        unit=row["unit"],
        grade=row["grade"],
        is_trait=row["trait"] == "yes",
        basis=row["basis"],
        source_ids=parts(row["source_ids"]),
    )


def _normaliser(row: Mapping[str, str]) -> Normaliser:
    return Normaliser(symbol=row["symbol"], value=float(row["value"]), condition=row["condition"])


def _links() -> tuple[ContestedLink, ...]:
    ladder = _in_order("inclusion")
    edges = evidence().edges
    found = []
    for row in rows_of("axis_model/links"):
        edge = edges[row["edge_id"]] if row["edge_id"] else None
        step = next(step for step in ladder if _fits(step, row, edge))
        found.append(
            ContestedLink(
                coupling=row["coupling"],
                link=row["link"],
                off_value=0.0,
                edge_id=row["edge_id"],
                fit=row["fit"],
                evidence_kind=step["evidence_kind"],
                probability=float(step["probability"]),
                grade=edge.grade if edge else Grade.VERY_LOW,
                note=row["note"],
            )
        )
    return tuple(found)


def _fits(step: Mapping[str, str], link: Mapping[str, str], edge: Edge | None) -> bool:
    """Whether this kind of evidence is the one a link has; kinds come best first, so the first that fits holds."""
    if edge is None:
        return step["evidence_kind"] == link["evidence_kind"]
    if not step["edge_column"]:
        return True
    return getattr(edge, step["edge_column"]) in parts(step["edge_levels"])
