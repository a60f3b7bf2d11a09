"""A sample's profile as one line of text and back: what the diary keeps of it.

What is kept: every row, how the sample was read and with which database. Left out on purpose: the name of the sample,
the day (that is the entry's own) and the remarks of the reader, so that the same profile under another file name is
the same text, and no name of a file or a person is in it.
"""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import Any, Final

from commensal.records.sample_facts import StoolSample
from commensal.records.taxon_profile import Assay, TaxonProfile, TaxonRow
from commensal.vocab.errors import InvalidRecordError

VERSION: Final = "commensal-profile-1"

_PLAIN = ("layout", "database", "vendor", "region", "reads_total", "unclassified_share")
_ROW = ("taxid", "name", "rank", "share", "count", "amount", "file_name", "synonyms")


def fact_of(profile: TaxonProfile) -> StoolSample:
    """The profile as a fact of the diary.

    Raises
    ------
    InvalidRecordError : it has no rows.
    """
    text = text_of(profile)
    return StoolSample(profile=text, profile_hash=hash_of_text(text), n_taxa=len(profile.rows))


def profile_of(fact: StoolSample, *, day: date | None) -> TaxonProfile:
    """The profile that a fact holds, named after its day.

    Raises
    ------
    InvalidRecordError : the text is none of ours, or was changed.
    """
    if hash_of_text(fact.profile) != fact.profile_hash:
        raise _unreadable("a text that does not fit its hash")
    return profile_of_text(fact.profile, day=day)


def hash_of_text(text: str) -> str:
    """SHA-256 of the text, in lower-case hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def text_of(profile: TaxonProfile) -> str:
    """The profile as canonical JSON: the same profile always gives the same text."""
    lineages: dict[tuple[tuple[str, str], ...], int] = {}
    rows: list[list[Any]] = []
    for row in profile.rows:
        place = lineages.setdefault(row.lineage, len(lineages))
        rows.append([_json_ready(getattr(row, name)) for name in _ROW] + [place])
    document: dict[str, Any] = {
        "version": VERSION,
        "assay": profile.assay.value,
        **{name: getattr(profile, name) for name in _PLAIN},
        "lineages": [[list(pair) for pair in lineage] for lineage in lineages],
        "rows": rows,
    }
    return json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":"), sort_keys=True)


def profile_of_text(text: str, *, day: date | None) -> TaxonProfile:
    """The profile that ``text_of`` was given.

    Raises
    ------
    InvalidRecordError : the text is none of ours.
    """
    try:
        document = json.loads(text)
        if document["version"] != VERSION:
            raise _unreadable(f"the version {document['version']!r}")
        lineages = [tuple((str(rank), str(name)) for rank, name in lineage) for lineage in document["lineages"]]
        return TaxonProfile(
            sample="sample" if day is None else day.isoformat(),
            day=day,
            assay=Assay(document["assay"]),
            rows=tuple(_row(cells, lineages) for cells in document["rows"]),
            **{name: document[name] for name in _PLAIN},
        )
    except (ValueError, KeyError, TypeError, IndexError, AssertionError) as problem:
        raise _unreadable(f"a text that cannot be read ({type(problem).__name__})") from problem


def _row(cells: list[Any], lineages: list[tuple[tuple[str, str], ...]]) -> TaxonRow:
    *values, place = cells
    named = dict(zip(_ROW, values, strict=True))
    return TaxonRow(**{**named, "synonyms": tuple(named["synonyms"])}, lineage=lineages[place])


def _json_ready(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def _unreadable(found: str) -> InvalidRecordError:
    return InvalidRecordError(
        where="stool sample",
        found=found,
        expected="a profile as this version of Commensal writes it",
        do="Update Commensal, or read the file of the sample again.",
    )
