"""BIOM 1 (JSON) and BIOM 2 (HDF5): a matrix of features and samples, with or without a taxonomy."""

from __future__ import annotations

import io
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from commensal.readers.profiles.cumulating import filled
from commensal.readers.profiles.drafts import FileDraft, LineTally, Node, SampleDraft
from commensal.readers.profiles.lineages import Lineage, ends_between_ranks, looks_like_lineage, parse_lineage
from commensal.readers.profiles.lineages import split_lineage
from commensal.readers.profiles.refusals import bad_amount, needs_taxonomy, not_a_profile, unreadable
from commensal.readers.profiles.sample_names import distinct, quoted, sample_name
from commensal.records.imports import LineIssue
from commensal.records.taxon_profile import Assay

if TYPE_CHECKING:
    import h5py
    import numpy as np
    from numpy.typing import NDArray

_MAX_FEATURES = 2_000_000
_MAX_SAMPLES = 50_000
_MAX_NONZERO = 30_000_000
_FUNCTIONS = ("UniRef", "UniProt", "UNMAPPED", "UNINTEGRATED", "K0", "ko:", "PWY", "EC:")
_COUNTS_ABOVE = 1.5  # fractions sum to one


@dataclass(frozen=True, slots=True)
class Matrix:
    """A table as it stands in a file.

    Parameters
    ----------
    lineages : by feature: the parts of its lineage; None where the table says nothing.
    columns : by sample: amounts above zero by position of the feature.
    """

    feature_ids: Sequence[str]
    sample_ids: Sequence[str]
    lineages: Sequence[Sequence[str] | None]
    columns: Sequence[Mapping[int, float]]


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


def read_biom_hdf5(content: bytes, *, name: str, taxonomy: Mapping[str, Lineage] | None) -> FileDraft:
    """Read the bytes of a BIOM 2 table. Raises as ``read_biom_json``."""
    return draft_of(matrix_in_hdf5(content, name), name=name, taxonomy=taxonomy, layout="biom")


def draft_of(matrix: Matrix, *, name: str, taxonomy: Mapping[str, Lineage] | None, layout: str) -> FileDraft:
    """Taxa at every rank from a matrix of features."""
    draft = FileDraft(layout=layout, nodes=[], samples=[], tally=LineTally())
    features = [
        _feature(feature, parts, taxonomy, draft, line)
        for line, (feature, parts) in enumerate(zip(matrix.feature_ids, matrix.lineages, strict=True), start=1)
    ]
    if not any(feature is not None for feature in features):
        _refuse_nameless(matrix, taxonomy, name)
    has_counts = _has_counts(matrix.columns)
    names = distinct(sample_name(sample) for sample in matrix.sample_ids)
    samples = [SampleDraft(name=written, amounts=column) for written, column in zip(names, matrix.columns, strict=True)]
    filled(draft, features, samples, has_counts=has_counts)
    if has_counts and not any(node.rank == "strain" for node in draft.nodes):
        draft.assay = Assay.SIXTEEN_S
    return draft


def _refuse_nameless(matrix: Matrix, taxonomy: Mapping[str, Lineage] | None, name: str) -> None:
    if any(feature.startswith(_FUNCTIONS) for feature in matrix.feature_ids[:50]):
        raise not_a_profile(name, "a table of genes or pathways, not of microbes")
    if taxonomy is not None:
        raise unreadable(
            name,
            "no feature of the table in the taxonomy given with it",
            "a table and a taxonomy of the same run",
            "Nothing was read. Name the two files that belong together.",
        )
    if any(parts for parts in matrix.lineages):
        raise unreadable(
            name,
            "a taxonomy whose parts have no rank marks and do not begin with a domain",
            "parts such as k__Bacteria and p__Firmicutes, or Bacteria first",
            "Nothing was read. Export the table with its full taxonomy.",
        )
    raise needs_taxonomy(name)


def _feature(
    feature: str, parts: Sequence[str] | None, taxonomy: Mapping[str, Lineage] | None, draft: FileDraft, line: int
) -> Node | None:
    """A feature's taxon: by the taxonomy given, else the table's own, else its id when that is a lineage."""
    if taxonomy is not None and feature in taxonomy:
        lineage: Lineage | None = taxonomy[feature]
    elif parts:
        lineage = parse_lineage(parts)
    elif looks_like_lineage(feature):
        parts = split_lineage(feature)
        lineage = parse_lineage(parts)
    else:
        lineage = ()
    if lineage and parts and ends_between_ranks(parts):
        draft.tally.n_other_rank += 1
        return None
    if lineage:
        draft.tally.n_taxa += 1
        return Node(lineage=lineage, taxid=None, file_name=feature if looks_like_lineage(feature) else lineage[-1][1])
    if lineage is None:
        reason = "a lineage whose ranks are not told; counted as unclassified"
        draft.notes.append(LineIssue(line=line, found=quoted(feature), reason=reason))
    draft.tally.n_unclassified += 1
    return None


def _has_counts(columns: Sequence[Mapping[int, float]]) -> bool:
    """Reads are whole numbers; a sample of relative frequencies sums to one."""
    is_above = False
    for column in columns:
        if any(value != math.floor(value) for value in column.values()):
            return False
        is_above = is_above or sum(column.values()) > _COUNTS_ABOVE
    return is_above


def _matrix_in_json(document: Mapping[str, Any], name: str) -> Matrix:
    rows, columns = document["rows"], document["columns"]
    if not (isinstance(rows, list) and isinstance(columns, list) and isinstance(document["data"], list)):
        raise unreadable(name, "a BIOM table whose rows, columns or data are not lists", "BIOM 1")
    _check_size(len(rows), len(columns), name)
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
            return _parts(value)
    return None


def _parts(value: object) -> Sequence[str] | None:
    if isinstance(value, str):
        return split_lineage(value)
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return split_lineage(value[0]) if len(value) == 1 else [part.strip() for part in value]
    return None


def _check_size(n_features: int, n_samples: int, name: str) -> None:
    if n_features > _MAX_FEATURES or n_samples > _MAX_SAMPLES:
        raise unreadable(
            name,
            f"{n_features:,} features in {n_samples:,} samples",
            f"at most {_MAX_FEATURES:,} in {_MAX_SAMPLES:,}",
            "Nothing was read. Split the table.",
        )


def matrix_in_hdf5(content: bytes, name: str) -> Matrix:
    """The matrix in the bytes of a BIOM 2 table.

    Raises
    ------
    UnreadableFileError : damaged, not BIOM, pointing outside the file, too big, or with impossible amounts.
    """
    import h5py  # noqa: PLC0415 - only where a file needs it

    try:
        with h5py.File(io.BytesIO(content), "r") as file:
            return _read_hdf5(file, name)
    except (OSError, KeyError, ValueError, TypeError, RuntimeError, AttributeError, IndexError, MemoryError) as problem:
        # What a damaged file makes the library say is for programmers.
        raise unreadable(name, "an HDF5 file that is damaged or ends too early", "a complete BIOM 2 table") from problem


def _read_hdf5(file: h5py.File, name: str) -> Matrix:
    if "observation" not in file or "sample" not in file:
        raise not_a_profile(name, "an HDF5 file that is no BIOM table")
    feature_ids = _texts(_dataset(file, "observation/ids", name), name)
    sample_ids = _texts(_dataset(file, "sample/ids", name), name)
    _check_size(len(feature_ids), len(sample_ids), name)
    columns = _columns(file, len(feature_ids), sample_ids, name)
    return Matrix(feature_ids, sample_ids, _lineages(file, len(feature_ids), name), columns)


def _dataset(file: h5py.File, path: str, name: str) -> h5py.Dataset:
    """A dataset inside the file itself; a link or a store outside it is refused before it is followed."""
    import h5py  # noqa: PLC0415

    group: Any = file
    for part in path.split("/"):
        link = group.get(part, getlink=True)
        if link is None:
            raise unreadable(name, f"a BIOM table without {path}", "a complete BIOM 2 table")
        if not isinstance(link, h5py.HardLink):
            raise unreadable(name, "data that point outside the file", "a complete BIOM 2 table")
        group = group[part]
    if not isinstance(group, h5py.Dataset) or group.external or group.is_virtual:
        raise unreadable(name, "data that stand outside the file", "a complete BIOM 2 table")
    if group.size is None or group.size > _MAX_NONZERO:
        raise unreadable(name, "more cells than a table of samples has", f"at most {_MAX_NONZERO:,}")
    return group


def _texts(dataset: h5py.Dataset, name: str) -> list[str]:
    if dataset.ndim != 1 or dataset.size > _MAX_FEATURES:
        raise unreadable(name, "ids that are not a list", "a complete BIOM 2 table")
    return [_text(value) for value in dataset[:]]


def _text(value: object) -> str:
    return value.decode("utf-8", errors="replace") if isinstance(value, bytes) else str(value)


def _columns(file: h5py.File, n_features: int, sample_ids: Sequence[str], name: str) -> list[dict[int, float]]:
    """Amounts by sample, from the half of the file that is sorted by sample."""
    import numpy as np  # noqa: PLC0415

    data = np.asarray(_dataset(file, "sample/matrix/data", name)[:], dtype=np.float64)
    indices = np.asarray(_dataset(file, "sample/matrix/indices", name)[:], dtype=np.int64)
    starts = np.asarray(_dataset(file, "sample/matrix/indptr", name)[:], dtype=np.int64)
    _check_matrix(data, indices, starts, n_features, len(sample_ids), name)
    columns = []
    for sample, (start, end) in enumerate(zip(starts[:-1], starts[1:], strict=True)):
        values = data[start:end]
        if values.size and not (np.isfinite(values).all() and values.min() >= 0.0):
            bad = values[~(np.isfinite(values) & (values >= 0.0))][0]
            raise bad_amount(name, quoted(sample_ids[sample]), float(bad))
        above = values > 0.0
        columns.append(dict(zip(indices[start:end][above].tolist(), values[above].tolist(), strict=True)))
    return columns


def _check_matrix(
    data: NDArray[np.float64],
    indices: NDArray[np.int64],
    starts: NDArray[np.int64],
    n_features: int,
    n_samples: int,
    name: str,
) -> None:
    fits = (
        data.ndim == indices.ndim == starts.ndim == 1
        and len(starts) == n_samples + 1
        and len(data) == len(indices)
        and int(starts[0]) == 0
        and int(starts[-1]) == len(data)
        and bool((starts[1:] >= starts[:-1]).all())
        and (not len(indices) or (int(indices.min()) >= 0 and int(indices.max()) < n_features))
    )
    if not fits:
        raise unreadable(name, "a BIOM table whose matrix does not fit its ids", "a complete BIOM 2 table")


def _lineages(file: h5py.File, n_features: int, name: str) -> Sequence[Sequence[str] | None]:
    metadata = file.get("observation/metadata")
    key = next((key for key in metadata or () if key.casefold() in ("taxonomy", "taxon")), None)
    if key is None:
        return [None] * n_features
    dataset = _dataset(file, f"observation/metadata/{key}", name)
    if not dataset.size or dataset.shape[0] != n_features:
        return [None] * n_features
    if dataset.ndim == 1:
        return [_parts([_text(value)]) for value in dataset[:]]
    return [[_text(part) for part in row if _text(part)] for row in dataset[:].tolist()]
