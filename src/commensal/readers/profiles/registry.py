"""Which layout a result file has, and the profiles in it. Nothing here stores anything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from commensal.readers.profiles.biom_hdf5 import read_biom_hdf5
from commensal.readers.profiles.biom_json import is_biom_json, read_biom_json
from commensal.readers.profiles.bracken import is_bracken, read_bracken
from commensal.readers.profiles.building import profiles_from
from commensal.readers.profiles.cami import is_cami, read_cami
from commensal.readers.profiles.drafts import FileDraft, LineTally
from commensal.readers.profiles.kraken import is_kraken, read_kraken
from commensal.readers.profiles.lineages import Lineage
from commensal.readers.profiles.loading import PROFILE_LIMITS, Loaded, load
from commensal.readers.profiles.metaphlan import is_metaphlan, read_metaphlan
from commensal.readers.profiles.qiime2 import is_artefact_of_taxonomy, read_artefact, taxonomy_in
from commensal.readers.profiles.refusals import not_a_profile, taxonomy_alone
from commensal.readers.profiles.taxon_table import read_taxon_table
from commensal.readers.profiles.taxonomy import is_taxonomy, read_taxonomy
from commensal.readers.profiles.thryve import is_thryve, read_thryve
from commensal.readers.profiles.ubiome import (
    is_ubiome_csv,
    is_ubiome_json,
    parsed_json,
    read_ubiome_csv,
    read_ubiome_json,
)
from commensal.readers.source_bytes import Limits
from commensal.records.imports import LineIssue
from commensal.records.taxon_profile import TaxonProfile
from commensal.vocab.errors import CommensalError

_HEAD_CHARS = 64_000


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReading:
    """One file: its profiles and how its lines were used, or the sentence with which it was refused."""

    name: str
    profiles: tuple[TaxonProfile, ...] = ()
    tally: LineTally | None = None
    refused: CommensalError | None = None


def read_files(paths: Iterable[Path], *, limits: Limits = PROFILE_LIMITS) -> tuple[FileReading, ...]:
    """Read result files together: a taxonomy among them gives its names to the feature tables.

    No file stops the others: each reading holds profiles or the reason why there are none.
    """
    loaded: list[Loaded] = []
    readings: list[FileReading] = []
    for path in paths:
        try:
            loaded += load(path, limits=limits)
        except CommensalError as problem:
            readings.append(FileReading(name=path.name, refused=problem))
    taxonomies: list[tuple[Loaded, dict[str, Lineage]]] = []
    tables: list[Loaded] = []
    for each in loaded:
        try:
            if _is_taxonomy(each):
                taxonomies.append((each, _taxonomy(each)))
            else:
                tables.append(each)
        except CommensalError as problem:
            readings.append(FileReading(name=each.name, refused=problem))
    names: dict[str, Lineage] | None = None
    for _, lineages in taxonomies:
        names = {**(names or {}), **lineages}
    readings += [_read(each, names) for each in tables]
    if not tables:
        readings += [FileReading(name=each.name, refused=taxonomy_alone(each.name)) for each, _ in taxonomies]
    return tuple(readings)


def _is_taxonomy(loaded: Loaded) -> bool:
    if loaded.artefact is not None:
        return is_artefact_of_taxonomy(loaded.artefact)
    text = loaded.text
    if text is None or text.lstrip()[:1] in ("{", "[", "@"):
        return False
    head = text[:_HEAD_CHARS]
    if is_metaphlan(head) or is_bracken(head) or is_kraken(head) or is_thryve(head) or is_ubiome_csv(head):
        return False
    return is_taxonomy(text, name=loaded.name)


def _taxonomy(loaded: Loaded) -> dict[str, Lineage]:
    if loaded.artefact is not None:
        return taxonomy_in(loaded.artefact, name=loaded.name)
    return read_taxonomy(loaded.text or "", name=loaded.name)


def _read(loaded: Loaded, taxonomy: Mapping[str, Lineage] | None) -> FileReading:
    try:
        draft = _draft(loaded, taxonomy)
        draft.notes += _about_text(loaded)
        profiles = profiles_from(draft, file_name=loaded.name)
    except CommensalError as problem:
        return FileReading(name=loaded.name, refused=problem)
    return FileReading(name=loaded.name, profiles=profiles, tally=replace(draft.tally))


def _draft(loaded: Loaded, taxonomy: Mapping[str, Lineage] | None) -> FileDraft:
    name = loaded.name
    if loaded.artefact is not None:
        return read_artefact(loaded.artefact, name=name, taxonomy=taxonomy)
    if loaded.hdf5 is not None:
        return read_biom_hdf5(loaded.hdf5, name=name, taxonomy=taxonomy)
    text = loaded.text or ""
    if text.lstrip()[:1] in ("{", "["):
        document = parsed_json(text, name)
        if isinstance(document, dict) and is_ubiome_json(document):
            return read_ubiome_json(document, name=name)
        if isinstance(document, dict) and is_biom_json(document):
            return read_biom_json(document, name=name, taxonomy=taxonomy)
        raise not_a_profile(name)
    head = text[:_HEAD_CHARS]
    for is_one, read in _TEXTS:
        if is_one(head):
            return read(text, name=name)
    return read_taxon_table(text, name=name, taxonomy=taxonomy)


_TEXTS = (
    (is_cami, read_cami),
    (is_metaphlan, read_metaphlan),
    (is_bracken, read_bracken),
    (is_thryve, read_thryve),
    (is_ubiome_csv, read_ubiome_csv),
    (is_kraken, read_kraken),
)


def _about_text(loaded: Loaded) -> Iterator[LineIssue]:
    if loaded.is_encoding_guessed:
        yield LineIssue(line=1, found="", reason="the file is not saved as Unicode; it is read as Windows-1252")
    if loaded.is_cut_off:
        yield LineIssue(line=1, found="", reason="the file ends in the middle of a letter; its end may be missing")
