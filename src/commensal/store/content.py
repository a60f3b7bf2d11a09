"""What an entry says, as bytes: the digest of one entry and the hash of a whole diary.

The definition is part of the promise that an undo, a migration, a backup and an export all give the same diary
back, so it never changes silently.

*Digest of an entry*: SHA-256, in lower-case hexadecimal, of the UTF-8 bytes of a JSON array (no spaces, letters
outside ASCII as they are) of nine texts, ``null`` where there is none:

1. ``commensal-entry-1``, the version of this definition,
2. its id, 3. its kind, 4. its day (``2026-03-01``),
5. its instant in UTC (``2026-03-01T11:00:00.000000Z``), 6. the offset it was given with (``+01:00``),
7. its origin, 8. its source,
9. the fields of its fact as a JSON object (keys sorted, no spaces; a number is written as ``repr`` writes it, as a
   float where the field is a float; a field that may be blank and is blank is left out).

*Hash of a diary*: SHA-256 of ``commensal-content-1`` and a line feed, then the digests of all live entries in
ascending order, each followed by a line feed.

Left out on purpose: ``recorded_at`` and ``source_line`` (reading the same file again is the same content, even
when lines were added above), revisions, actions, and the order of arrival.

A field added to a fact later must be blank by default, or the digests of old entries would change; a test on the
stored old file keeps watch.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from typing import Any, Final, get_args, get_type_hints

from commensal.records.entry import Entry
from commensal.records.fact_fields import Field, fields_of
from commensal.records.facts import FACT_BY_KIND, Fact, kind_of
from commensal.vocab.errors import InvalidRecordError

ENTRY_VERSION: Final = "commensal-entry-1"
DIARY_VERSION: Final = "commensal-content-1"

CONTENT_COLUMNS: Final = ("entry_id", "kind", "day", "at", "utc_offset", "origin", "source", "fields")


def content_columns(entry: Entry) -> dict[str, str | None]:
    """What an entry says, as the texts that are stored and digested. Keys: ``CONTENT_COLUMNS``.

    Raises
    ------
    InvalidRecordError : a value that no store can keep (half a letter, not-a-number, an instant outside the calendar).
    """
    if not entry.id or "\0" in entry.id or "\0" in entry.source:
        raise _cannot_keep(entry, "an id or a source that is empty or holds a zero byte", "letters and digits")
    if isinstance(entry.day, datetime) or not isinstance(entry.day, date):
        raise _cannot_keep(entry, "a day that is not a plain date", "a date without a time")
    if any(instant is not None and _offset(instant).microseconds for instant in (entry.at, entry.recorded_at)):
        # No clock on earth has one, and Python itself reads some of them back as UTC.
        raise _cannot_keep(entry, "an offset with a fraction of a second", "an offset such as +01:00")
    at, utc_offset = _instant_columns(entry)
    try:
        fields = fields_json(entry.fact)
    except (ValueError, OverflowError, TypeError) as problem:
        raise _cannot_keep(entry, f"a value that is not one ({problem})", "text or a finite number") from problem
    return {
        "entry_id": entry.id,
        "kind": entry.kind,
        "day": entry.day.isoformat(),
        "at": at,
        "utc_offset": utc_offset,
        "origin": entry.origin.value,
        "source": entry.source,
        "fields": fields,
    }


def digest_of(columns: Mapping[str, Any]) -> str:
    """The digest of one entry from its content columns.

    Raises
    ------
    UnicodeEncodeError : a text holds half a letter (a lone surrogate).
    """
    texts = [ENTRY_VERSION, *(columns[name] for name in CONTENT_COLUMNS)]
    return hashlib.sha256(json.dumps(texts, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def digested(entry: Entry) -> dict[str, str | None]:
    """The content columns of an entry with their ``digest``."""
    columns = content_columns(entry)
    try:
        return {**columns, "digest": digest_of(columns)}
    except UnicodeEncodeError as problem:
        raise _cannot_keep(entry, "half of a letter (a lone surrogate)", "text that UTF-8 can write") from problem


def hash_of_digests(digests: Iterable[str]) -> str:
    """The hash of a diary from the digests of its live entries, in any order."""
    joined = "\n".join([DIARY_VERSION, *sorted(digests), ""])
    return hashlib.sha256(joined.encode("ascii")).hexdigest()


def content_hash(entries: Iterable[Entry]) -> str:
    """The hash of a diary in memory: what ``Journal.content_hash`` gives once these entries are stored."""
    return hash_of_digests(str(digested(entry)["digest"]) for entry in entries)


# Diaries repeat themselves ("fatigue 2", hundreds of times) and facts are frozen, so remembering them pays. Facts
# that compare equal have the same text: 4 and 4.0 become one number below.
@lru_cache(maxsize=16_384)
def fields_json(fact: Fact) -> str:
    """The fields of a fact as canonical JSON text."""
    blank_by_default = _blank_by_default(kind_of(fact))
    kept = {
        name: value for name, value in plain_fields(fact).items() if value is not None or name not in blank_by_default
    }
    return json.dumps(kept, ensure_ascii=False, allow_nan=False, separators=(",", ":"), sort_keys=True)


def plain_fields(fact: Fact) -> dict[str, Field]:
    """The fields of a fact, each as the plain type its field has (4 becomes 4.0 where a float belongs).

    Raises
    ------
    ValueError, OverflowError : a value that this type cannot hold unchanged.
    """
    types = field_types(kind_of(fact))
    return {
        name: None if value is None else _exactly(value, _CASTS.get(types[name], str))
        for name, value in fields_of(fact).items()
    }


def _positive_zero(value: Any) -> float:
    return float(value) + 0.0  # minus zero equals zero, so it is written as zero


_CASTS: dict[Any, Callable[[Any], Field]] = {float: _positive_zero, int: int, bool: bool}


def _exactly(value: Any, cast: Callable[[Any], Field]) -> Field:
    """A value as the plain type its field has; refused where that would change it (4.5 as a whole number)."""
    plain = cast(value)
    if plain != value and value == value:  # noqa: PLR0124 - not-a-number is refused by JSON below
        raise ValueError(f"{value!r} as {type(plain).__name__}")
    return plain


@lru_cache(maxsize=64)
def field_types(kind: str) -> dict[str, type]:
    """For each field of a kind of fact, the plain type of its value: float, int, bool or str."""
    fact_type = FACT_BY_KIND[kind]
    hints = get_type_hints(fact_type)
    plain: dict[str, type] = {}
    for item in dataclasses.fields(fact_type):
        options = get_args(hints[item.name]) or (hints[item.name],)
        plain[item.name] = next((option for option in options if option in _CASTS), str)
    return plain


@lru_cache(maxsize=64)
def _blank_by_default(kind: str) -> frozenset[str]:
    return frozenset(item.name for item in dataclasses.fields(FACT_BY_KIND[kind]) if item.default is None)


def _instant_columns(entry: Entry) -> tuple[str | None, str | None]:
    if entry.at is None:
        return None, None
    offset = _offset(entry.at)
    try:
        utc = entry.at.replace(tzinfo=None) - offset
    except OverflowError as problem:
        raise _cannot_keep(entry, "an instant outside the years 1 to 9999", "an instant of this era") from problem
    return utc.isoformat(timespec="microseconds") + "Z", offset_text(offset)


def _offset(instant: datetime) -> timedelta:
    offset = instant.utcoffset()
    assert offset is not None, "Entry refuses an instant without an offset"
    return offset


@lru_cache(maxsize=1_024)
def offset_text(offset: timedelta) -> str:
    """An offset from UTC as ISO 8601 writes it, ``+01:00``."""
    return datetime(2000, 1, 1, tzinfo=timezone(offset)).isoformat()[19:]


def _cannot_keep(entry: Entry, found: str, expected: str) -> InvalidRecordError:
    return InvalidRecordError(
        where=f"{entry.kind} of {str(entry.day)[:10]}",
        found=found,
        expected=expected,
        do="Correct the value, then try again. Nothing was changed.",
    )
