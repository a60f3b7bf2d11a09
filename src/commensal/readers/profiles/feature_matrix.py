"""A matrix of features and samples, as BIOM files and QIIME 2 hold it, and its taxa at every rank."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from commensal.readers.profiles.cumulating import filled
from commensal.readers.profiles.drafts import FileDraft, Node, SampleDraft
from commensal.readers.profiles.lineages import (
    Lineage,
    ends_between_ranks,
    looks_like_lineage,
    parse_lineage,
    split_lineage,
)
from commensal.readers.profiles.refusals import needs_taxonomy, not_a_profile, unreadable
from commensal.readers.profiles.sample_names import distinct, quoted, sample_name
from commensal.records.imports import LineIssue
from commensal.records.taxon_profile import Assay

MAX_FEATURES = 2_000_000
MAX_SAMPLES = 50_000
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


def draft_of(matrix: Matrix, *, name: str, taxonomy: Mapping[str, Lineage] | None, layout: str) -> FileDraft:
    """Taxa at every rank from a matrix of features."""
    draft = FileDraft(layout=layout, nodes=[], samples=[])
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


def parts_of(value: object) -> Sequence[str] | None:
    """The parts of a lineage: from a list, a list of one text, or a text; None for anything else."""
    if isinstance(value, str):
        return split_lineage(value)
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return split_lineage(value[0]) if len(value) == 1 else [part.strip() for part in value]
    return None


def check_size(n_features: int, n_samples: int, name: str) -> None:
    """Refuse a table larger than any that is read whole."""
    if n_features > MAX_FEATURES or n_samples > MAX_SAMPLES:
        raise unreadable(
            name,
            f"{n_features:,} features in {n_samples:,} samples",
            f"at most {MAX_FEATURES:,} in {MAX_SAMPLES:,}",
            "Nothing was read. Split the table.",
        )
