"""What is known of stool transplants (FMT): positions, trials, risks and rules, each with its sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from commensal.knowledge.tables import number, parts, rows_of
from commensal.vocab.grades import Grade


@dataclass(frozen=True, slots=True, kw_only=True)
class FmtFigure:
    """One number that the page names.

    Parameters
    ----------
    value, low, high : in ``unit``; ``low`` and ``high`` are a 95 % interval, None where none was seen.
    n : of ``n_unit`` behind it, where known.
    """

    id: str
    value: float
    low: float | None
    high: float | None
    unit: str
    n: int | None
    n_unit: str
    what: str
    source_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FmtPosition:
    """What a body says of one use; ``is_partly_from_memory`` marks a year or a page that was not seen in full."""

    id: str
    use: str
    stance: str
    body: str
    place: str
    year: int
    certainty: Grade | None
    is_partly_from_memory: bool
    source_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FmtTrial:
    """A trial or a pooling of trials.

    Parameters
    ----------
    n_people : counted, or planned where ``outcome`` is ``registered``.
    estimate, low, high : risk ratio with its 95 % interval, where there is one.
    grade : our judgement; None where there is no result.
    """

    id: str
    condition: str
    design: str
    is_blinded: bool
    n_trials: int
    n_people: int
    outcome: str
    measure: str
    estimate: float | None
    low: float | None
    high: float | None
    grade: Grade | None
    source_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FmtRisk:
    """One of the five kinds of risk; its sources are its own and those of its numbers. None means none was found."""

    id: str
    number: int
    grade: Grade
    figure_ids: tuple[str, ...]
    source_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FmtOversight:
    """As what a country regulates it."""

    place: str
    label: str
    kind: str
    source_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FmtFacts:
    """Everything the page on stool transplants rests on; risks in their order."""

    figures: Mapping[str, FmtFigure]
    positions: tuple[FmtPosition, ...]
    trials: tuple[FmtTrial, ...]
    risks: tuple[FmtRisk, ...]
    oversight: tuple[FmtOversight, ...]


@cache
def fmt_facts() -> FmtFacts:
    """The facts, read when first asked for, then kept."""
    figures = {row["id"]: _figure(row) for row in rows_of("fmt/figures")}
    risks = (_risk(row, figures) for row in rows_of("fmt/risks"))
    return FmtFacts(
        figures=MappingProxyType(figures),
        positions=tuple(_position(row) for row in rows_of("fmt/positions")),
        trials=tuple(_trial(row) for row in rows_of("fmt/trials")),
        risks=tuple(sorted(risks, key=lambda risk: risk.number)),
        oversight=tuple(
            FmtOversight(place=row["place"], label=row["label"], kind=row["kind"], source_ids=parts(row["source_ids"]))
            for row in rows_of("fmt/oversight")
        ),
    )


def _figure(row: Mapping[str, str]) -> FmtFigure:
    return FmtFigure(
        id=row["id"],
        value=float(row["value"]),
        low=number(row["low"]),
        high=number(row["high"]),
        unit=row["unit"],
        n=int(row["n"]) if row["n"] else None,
        n_unit=row["n_unit"],
        what=row["what"],
        source_ids=parts(row["source_ids"]),
    )


def _position(row: Mapping[str, str]) -> FmtPosition:
    return FmtPosition(
        id=row["id"],
        use=row["use"],
        stance=row["stance"],
        body=row["body"],
        place=row["place"],
        year=int(row["year"]),
        certainty=_grade(row["certainty"]),
        is_partly_from_memory=row["status"] == "partly",
        source_ids=parts(row["source_ids"]),
    )


def _trial(row: Mapping[str, str]) -> FmtTrial:
    return FmtTrial(
        id=row["id"],
        condition=row["condition"],
        design=row["design"],
        is_blinded=row["is_blinded"] == "yes",
        n_trials=int(row["n_trials"]),
        n_people=int(row["n_people"]),
        outcome=row["outcome"],
        measure=row["measure"],
        estimate=number(row["estimate"]),
        low=number(row["low"]),
        high=number(row["high"]),
        grade=_grade(row["grade"]),
        source_ids=parts(row["source_ids"]),
    )


def _risk(row: Mapping[str, str], figures: Mapping[str, FmtFigure]) -> FmtRisk:
    figure_ids = parts(row["figure_ids"])
    behind = (*parts(row["source_ids"]), *(source for name in figure_ids for source in figures[name].source_ids))
    return FmtRisk(
        id=row["id"],
        number=int(row["number"]),
        grade=Grade(row["grade"]),
        figure_ids=figure_ids,
        source_ids=tuple(dict.fromkeys(behind)),
    )


def _grade(cell: str) -> Grade | None:
    return Grade(cell) if cell else None
