"""A stool sample's report as a document and as a table, for other programs.

Layout of the document, version 1; shares are 0 to 1, and ``null`` is "not known". ``lead`` and ``parts`` hold the same
words as the page. A field may be added within a version; none is renamed or removed.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator
from datetime import date
from enum import Enum
from typing import Any, Final

from commensal.microbiome.context import SampleContext
from commensal.microbiome.result import Bands, ProfileChange, SamplePlan, SampleSummary
from commensal.report.notice import NOTICE
from commensal.report.trial_paper import Paper, paper_json

SCHEMA: Final = "commensal.microbiome"
SCHEMA_VERSION: Final = 1

TSV_COLUMNS: Final = (
    "kind", "key", "rank", "unit", "observed", "typical", "low_50", "high_50", "low_95", "high_95", "note",
)  # fmt: skip


def sample_json(summary: SampleSummary, context: SampleContext, made: Paper) -> dict[str, Any]:
    """The report of samples: ``context`` first, then ``summary`` with every number, then the words."""
    numbers = {**plain(summary), "samples": _numbered(summary.samples)}
    return {**_head("sample"), "context": plain(context), "summary": numbers, **paper_json(made)}


def change_json(change: ProfileChange, contexts: tuple[SampleContext, ...], made: Paper) -> dict[str, Any]:
    """The comparison of two samples."""
    return {
        **_head("change"),
        "contexts": [plain(context) for context in contexts],
        "change": {**plain(change), "before": _numbered(change.before), "after": _numbered(change.after)},
        "same_person_probability": change.same_person_probability,
        **paper_json(made),
    }


def plan_json(plan: SamplePlan, made: Paper) -> dict[str, Any]:
    """How many samples a change needs."""
    return {**_head("plan"), "plan": plain(plan), **paper_json(made)}


def sample_tsv(summary: SampleSummary) -> str:
    """Every number of the summary, a row each, after one header line."""
    lines = ["\t".join(TSV_COLUMNS)]
    lines += ["\t".join(map(_cell, row)) for row in _rows(summary)]
    return "\n".join(lines) + "\n"


def plain(value: Any) -> Any:
    """A result as dicts, lists, text, numbers and None only."""
    if isinstance(value, Enum):
        return value.value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value


def _numbered(names: tuple[str, ...]) -> list[str]:
    """Samples in the order given. Their names come from files, and those may be a person's: they are not repeated."""
    return [f"sample {number}" for number, _ in enumerate(names, start=1)]


def _head(kind: str) -> dict[str, Any]:
    return {"schema": SCHEMA, "schema_version": SCHEMA_VERSION, "kind": kind, "notice": NOTICE}


def _rows(summary: SampleSummary) -> Iterator[tuple[object, ...]]:
    for one in summary.measures:
        yield "measure", one.key, one.rank, one.unit, one.observed, *_bands(one.typical), ""
    for level in summary.balances:
        note = "context only, never judged" if level.role == "context" else level.role
        yield "balance", level.key, "", "share", level.observed_share, *_bands(level.typical_share), note
    for band in summary.functions:
        note = f"capacity, not level; {band.place.value}; grade {band.grade}"
        yield "capacity", band.key, "", "share", "", *_bands(band.share), note
    for index in summary.indices:
        refused = "" if index.refused is None else f"refused: {index.refused.key}"
        bands = ("", "", "", "", "") if index.bands is None else _bands(index.bands)
        yield "index", index.key, "", "", "" if index.score is None else index.score, *bands, refused
    for taxon in summary.taxa:
        yield "taxon", taxon.name, taxon.rank, "share", taxon.share, *_bands(taxon.typical_share), taxon.taxid or ""


def _bands(bands: Bands) -> tuple[float, ...]:
    return bands.value, bands.low_50, bands.high_50, bands.low_95, bands.high_95


def _cell(value: object) -> str:
    """A cell without anything that a table reader, or a spreadsheet, would take for more than text."""
    if isinstance(value, float):
        return f"{value:.6g}" if math.isfinite(value) else ""
    text = " ".join(str(value).split())
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text
