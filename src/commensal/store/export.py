"""A diary as plain files that anything can read, and back without loss.

``write_tsv`` writes what the diary says now: every live entry with its day, instant and offset, origin, source and
all fields of its fact. Earlier revisions, removed entries and the list of actions stay in the store (a backup holds
them). Reading an export and appending it to an empty store gives the same content hash.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from commensal.records.entry import Entry
from commensal.records.facts import FACT_BY_KIND
from commensal.store.content import content_hash
from commensal.store.export_table import CHECK_COLUMN, cells_of_entry, columns_of, entry_of_cells
from commensal.store.journal import Journal
from commensal.store.location import PRIVATE_FILE_MODE, make_private_folder, sync_folder
from commensal.store.manifest import (
    MANIFEST_FILE,
    Manifest,
    file_of_kind,
    manifest_of_text,
    text_of_manifest,
)
from commensal.store.trouble import told_plainly
from commensal.store.tsv import cells_of, line_of
from commensal.vocab.errors import CommensalError, StoreError, UnreadableFileError

__all__ = ["Exported", "read_tsv", "write_tsv"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What an export wrote. ``n_by_kind`` counts the entries in each file."""

    folder: Path
    n_by_kind: Mapping[str, int]
    content_hash: str

    @property
    def n_entries(self) -> int:
        """Number of entries in all files."""
        return sum(self.n_by_kind.values())


def write_tsv(journal: Journal, folder: Path | str) -> Exported:
    """Write the diary as one TSV file a kind, and a manifest, into a new or empty folder.

    The files are for their owner alone. The manifest is written last: a folder without one is not an export.

    Raises
    ------
    StoreError : the folder holds something already, or cannot be written; what was begun is removed.
    """
    target = Path(folder).expanduser().absolute()
    entries = journal.entries()
    by_kind: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_kind[entry.kind].append(entry)
    counts = {kind: len(some) for kind, some in sorted(by_kind.items())}
    # Both the files and the hash are of one and the same reading, whatever another process adds meanwhile.
    manifest = Manifest(content_hash=content_hash(entries), n_by_kind=counts)
    with told_plainly(str(target)):
        _claim_empty(target)
        written: list[Path] = []
        try:
            for kind, some in by_kind.items():
                _write_private(target / file_of_kind(kind), _lines(kind, some), written)
            _write_private(target / MANIFEST_FILE, [text_of_manifest(manifest)], written)
            sync_folder(target)
        except BaseException:
            for path in written:
                path.unlink(missing_ok=True)
            raise
    return Exported(folder=target, n_by_kind=MappingProxyType(counts), content_hash=manifest.content_hash)


def read_tsv(folder: Path | str) -> tuple[Entry, ...]:
    """The entries of an export, exactly as they were written.

    Raises
    ------
    UnreadableFileError : a file or a line is missing, was changed, or came from a newer Commensal; the sentence
        names the file and the line.
    """
    source = Path(folder).expanduser()
    manifest = _manifest(source)
    _refuse_strangers(source, manifest)
    entries = [
        entry for kind, n_rows in manifest.n_by_kind.items() for entry in _read_kind(source, kind, n_rows=n_rows)
    ]
    _refuse_repeated_ids(source, entries)
    if content_hash(entries) != manifest.content_hash:
        raise _changed(
            str(source / MANIFEST_FILE), "a content hash that the files do not add up to", "the files it was made with"
        )
    return tuple(sorted(entries, key=_place_in_diary))


def _lines(kind: str, entries: Iterable[Entry]) -> Iterator[str]:
    yield "\t".join((*columns_of(kind), CHECK_COLUMN)) + "\n"
    for entry in entries:
        yield line_of(cells_of_entry(entry)) + "\n"


def _claim_empty(target: Path) -> None:
    make_private_folder(target)
    if any(target.iterdir()):
        raise StoreError(
            where=str(target),
            found="a folder that holds something",
            expected="a new or an empty folder",
            do="Nothing was changed. Name another one.",
        )


def _write_private(path: Path, texts: Iterable[str], written: list[Path]) -> None:
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE_FILE_MODE)
    written.append(path)
    with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
        file.writelines(texts)
        file.flush()
        os.fsync(file.fileno())


def _manifest(source: Path) -> Manifest:
    where = str(source / MANIFEST_FILE)
    text = _read(source / MANIFEST_FILE).decode("utf-8", "replace")
    manifest = manifest_of_text(text, where=where)
    for kind in manifest.n_by_kind:
        if kind not in FACT_BY_KIND:
            raise UnreadableFileError(
                where=where,
                found=f"the kind of entry {kind!r}",
                expected="one of " + ", ".join(FACT_BY_KIND),
                do="Nothing was changed. It may come from a newer version of Commensal: update, then try again.",
            )
    return manifest


def _refuse_strangers(source: Path, manifest: Manifest) -> None:
    known = {file_of_kind(kind) for kind in manifest.n_by_kind}
    for path in sorted(source.glob("*.tsv")):
        if path.name not in known:
            raise _changed(str(path), "a file that the manifest does not name", "only files of this export")


def _read_kind(source: Path, kind: str, *, n_rows: int) -> Iterator[Entry]:
    path = source / file_of_kind(kind)
    lines = _read(path).removeprefix(b"\xef\xbb\xbf").split(b"\n")
    rest = lines.pop()
    columns = _columns(path, kind, lines[0] if lines else rest)
    for number, raw in enumerate(lines[1:], start=2):
        yield _entry_of_line(f"{path}, line {number}", kind, columns, raw)
    if rest:
        raise _changed(f"{path}, line {len(lines) + 1}", "a line that breaks off", "a whole line")
    if len(lines) - 1 != n_rows:
        raise _changed(f"{path}, line {len(lines) + 1}", f"the end after {len(lines) - 1} entries", f"{n_rows} entries")


def _columns(path: Path, kind: str, raw: bytes) -> list[str]:
    *columns, last = raw.removesuffix(b"\r").decode("utf-8", "replace").split("\t")
    if last != CHECK_COLUMN or sorted(columns) != sorted(columns_of(kind)):
        expected = " ".join((*columns_of(kind), CHECK_COLUMN))
        raise _changed(f"{path}, line 1", "other column names", expected)
    return columns


def _entry_of_line(where: str, kind: str, columns: list[str], raw: bytes) -> Entry:
    # A carriage return inside a value is written \r, so one at the end came from a file transfer.
    try:
        cells = cells_of(raw.removesuffix(b"\r").decode("utf-8"))
        if cells is None:
            raise _changed(where, "a line that does not fit its check", "the line as it was written")
        return entry_of_cells(kind, columns, cells)
    except (ValueError, AttributeError, TypeError) as problem:
        raise _changed(where, f"a value that cannot be read ({problem})", "the line as it was written") from problem
    except CommensalError as problem:
        if isinstance(problem, UnreadableFileError):
            raise
        raise _changed(where, f"a value that cannot be kept ({problem})", "the line as it was written") from problem


def _refuse_repeated_ids(source: Path, entries: Iterable[Entry]) -> None:
    seen: set[str] = set()
    line_by_kind: dict[str, int] = defaultdict(lambda: 1)
    for entry in entries:
        line_by_kind[entry.kind] += 1
        if entry.id in seen:
            where = f"{source / file_of_kind(entry.kind)}, line {line_by_kind[entry.kind]}"
            raise _changed(where, "an entry that was there already", "each entry once")
        seen.add(entry.id)


def _place_in_diary(entry: Entry) -> tuple[object, ...]:
    """The order of ``Journal.entries``."""
    return (entry.day, entry.at is not None, entry.at or entry.recorded_at, entry.id)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as problem:
        raise _changed(str(path), "no such file", "all files of the export") from problem
    except OSError as problem:
        raise UnreadableFileError(
            where=str(path),
            found=f"a file that cannot be read ({problem.strerror})",
            expected="a file of an export",
            do="Nothing was changed. Check what it permits, then try again.",
        ) from problem


def _changed(where: str, found: str, expected: str) -> UnreadableFileError:
    return UnreadableFileError(
        where=where,
        found=found,
        expected=expected,
        do="Nothing was changed. Use the export as it was written, or export again.",
    )
