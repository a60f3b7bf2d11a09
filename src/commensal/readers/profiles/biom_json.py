"""BIOM 1: a JSON document, dense or sparse."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from commensal.readers.profiles.drafts import FileDraft
from commensal.readers.profiles.feature_matrix import Matrix, check_size, draft_of, parts_of
from commensal.readers.profiles.lineages import Lineage
from commensal.readers.profiles.refusals import bad_amount, unreadable
from commensal.readers.profiles.sample_names import quoted


def is_biom_json(document: object) -> bool:
    """Whether a parsed JSON document is a BIOM 1 table."""
    return isinstance(document, dict) and {"rows", "columns", "data", "shape", "matrix_type"} <= set(document)


def read_biom_json(document: Mapping[str, Any], *, name: str, taxonomy: Mapping[str, Lineage] | None) -> FileDraft:
    """Read a parsed BIOM 1 table.

    Raises
    ------
    UnreadableFileError : rows, columns and data do not fit each other, or an amount is not possible.
    UsageError : the table has no names of microbes, and no taxonomy was given with it.
    """
    return draft_of(_matrix_in_json(document, name), name=name, taxonomy=taxonomy, layout="biom")


def _matrix_in_json(document: Mapping[str, Any], name: str) -> Matrix:
    rows, columns = document["rows"], document["columns"]
    if not (isinstance(rows, list) and isinstance(columns, list) and isinstance(document["data"], list)):
        raise unreadable(name, "a BIOM table whose rows, columns or data are not lists", "BIOM 1")
    check_size(len(rows), len(columns), name)
    if document["shape"] != [len(rows), len(columns)]:
        raise unreadable(name, "a BIOM table whose shape does not fit its rows and columns", "BIOM 1")
    cells: list[dict[int, float]] = [{} for _ in columns]
    for feature, sample, value in _entries(document, len(rows), len(columns), name):
        if not math.isfinite(value) or value < 0.0:
            raise bad_amount(name, quoted(_id_of(columns[sample])), value)
        if value:
            cells[sample][feature] = cells[sample].get(feature, 0.0) + value
    return Matrix(
        [_id_of(row) for row in rows],
        [_id_of(column) for column in columns],
        [_taxonomy_of(row) for row in rows],
        cells,
    )


def _entries(document: Mapping[str, Any], n_rows: int, n_columns: int, name: str) -> list[tuple[int, int, float]]:
    """Row, column and value of each cell, dense or sparse."""
    try:
        if document["matrix_type"] == "dense":
            lines = document["data"]
            if len(lines) != n_rows or any(len(line) != n_columns for line in lines):
                raise unreadable(name, "a dense BIOM table whose data do not fit its shape", "BIOM 1")
            return [(i, j, float(value)) for i, line in enumerate(lines) for j, value in enumerate(line) if value]
        entries = [(int(i), int(j), float(value)) for i, j, value in document["data"]]
    except (TypeError, ValueError, OverflowError) as problem:
        raise unreadable(name, "cells of a BIOM table that are not numbers", "row, column and value") from problem
    if any(not (0 <= i < n_rows and 0 <= j < n_columns) for i, j, _ in entries):
        raise unreadable(name, "cells of a BIOM table outside its shape", "BIOM 1")
    return entries


def _id_of(row: object) -> str:
    value = row.get("id") if isinstance(row, dict) else None
    return str(value) if isinstance(value, str | int | float) else ""


def _taxonomy_of(row: object) -> Sequence[str] | None:
    """The parts of a row's lineage: a list, a list of one text, or a text; the key in any case of letters."""
    metadata = row.get("metadata") if isinstance(row, dict) else None
    if not isinstance(metadata, dict):
        return None
    for key, value in metadata.items():
        if str(key).casefold() in ("taxonomy", "taxon", "consensuslineage"):
            return parts_of(value)
    return None
