"""Artefacts of QIIME 2: a feature table, joined with its taxonomy."""

from __future__ import annotations

from collections.abc import Mapping

from commensal.readers.profiles.biom_hdf5 import matrix_in_hdf5
from commensal.readers.profiles.drafts import FileDraft
from commensal.readers.profiles.feature_matrix import draft_of
from commensal.readers.profiles.lineages import Lineage
from commensal.readers.profiles.loading import HDF5_START, Artefact, text_of
from commensal.readers.profiles.refusals import unreadable
from commensal.readers.profiles.taxonomy import read_taxonomy

_TABLES = ("FeatureTable[Frequency]", "FeatureTable[RelativeFrequency]", "FeatureTable[Composition]")
_TAXONOMY = "FeatureData[Taxonomy]"


def is_artefact_of_taxonomy(artefact: Artefact) -> bool:
    """Whether an artefact holds names and no amounts."""
    return artefact.kind == _TAXONOMY


def taxonomy_in(artefact: Artefact, *, name: str) -> dict[str, Lineage]:
    """Lineages by feature. Raises as ``read_taxonomy``."""
    return read_taxonomy(text_of(artefact.data, name), name=name)


def read_artefact(artefact: Artefact, *, name: str, taxonomy: Mapping[str, Lineage] | None) -> FileDraft:
    """Read a feature table.

    Raises
    ------
    UnreadableFileError : an artefact of another kind, or as ``read_biom_hdf5``.
    UsageError : the taxonomy that belongs to it is missing.
    """
    if artefact.kind not in _TABLES or not artefact.data.startswith(HDF5_START):
        raise unreadable(
            name,
            f"an artefact of QIIME 2 of kind {artefact.kind[:60]}",
            "a table of frequencies and its taxonomy",
            "Nothing was read. Name the table that your analysis made from the reads.",
        )
    return draft_of(matrix_in_hdf5(artefact.data, name), name=name, taxonomy=taxonomy, layout="qiime2")
