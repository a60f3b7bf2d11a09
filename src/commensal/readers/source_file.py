"""A file as text, whatever it is wrapped in: encoding found, limits kept, never unpacked to disk."""

from __future__ import annotations

import codecs
import io
import re
import stat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from commensal.readers.source_bytes import (
    DEFAULT_LIMITS,
    Limits,
    Packed,
    Packing,
    TooMuchError,
    open_bytes,
    readable,
    too_big,
)
from commensal.vocab.errors import UnreadableFileError

_CHUNK_BYTES = 256 * 1024
_HEAD_CHARS = 64 * 1024
_CONTROL_BYTES = bytes(code for code in range(32) if code not in b"\t\n\r\f\x1a")
# Characters that nobody sees and that a terminal would obey; they are left out of what is read.
_UNSEEN = dict.fromkeys([code for code in range(32) if code not in b"\t\n\r"] + list(range(0x7F, 0xA0)))
_UNSEEN_BYTES = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\xc2[\x80-\x9f]")
_UNDEFINED_IN_CP1252 = frozenset(b"\x81\x8d\x8f\x90\x9d")
_MAX_CONTROL_SHARE = 0.001
_UNICODE_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_KNOWN_BINARY = (
    (b"%PDF", "a PDF document"),
    (b"SQLite format 3", "a database"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Word document"),
    (b"PK\x03\x04", "an archive inside another file"),
    (b"\x1f\x8b", "a packed file inside another file"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextFile:
    """Text that can be read from the start as often as needed, a line at a time.

    Parameters
    ----------
    packed : where the bytes are.
    encoding : ``utf-8``, ``utf-8-sig``, ``utf-16``, ``utf-32`` or ``cp1252``.
    is_cut_off : the last character is incomplete, so the end of the file is probably missing.
    has_unseen : control characters stand in it; they are left out of ``lines``.
    """

    packed: Packed
    encoding: str
    is_cut_off: bool = False
    has_unseen: bool = False
    limits: Limits = DEFAULT_LIMITS

    @property
    def name(self) -> str:
        """The name a person knows the file by."""
        return self.packed.name

    @property
    def is_encoding_guessed(self) -> bool:
        """Whether the text is not Unicode, so that accented letters may have been read wrongly."""
        return self.encoding == "cp1252"

    def lines(self) -> Iterator[str]:
        """Lines as they stand in the file, line ends included; one item is one true line.

        Raises
        ------
        UnreadableFileError : damage, or a line longer than the limit.
        """
        with open_bytes(self.packed, self.limits) as raw, readable(self.name):
            text = io.TextIOWrapper(
                raw, encoding=self.encoding, errors="replace" if self.is_cut_off else "strict", newline=""
            )
            number = 0
            while line := text.readline(self.limits.max_line_chars + 1):
                number += 1
                if len(line) > self.limits.max_line_chars:
                    raise _line_too_long(self.name, number, self.limits)
                yield line.translate(_UNSEEN) if self.has_unseen else line

    def head(self) -> str:
        """The first 64,000 characters or so."""
        with open_bytes(self.packed, self.limits) as raw, readable(self.name):
            text = io.TextIOWrapper(
                raw, encoding=self.encoding, errors="replace" if self.is_cut_off else "strict", newline=""
            )
            start = text.read(_HEAD_CHARS)
            return start.translate(_UNSEEN) if self.has_unseen else start


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """What one path holds: one text, or the texts of an archive, and the members that are not text."""

    path: Path
    texts: tuple[TextFile, ...]
    refused: tuple[UnreadableFileError, ...] = ()
    is_archive: bool = False


def open_source(path: Path, *, limits: Limits = DEFAULT_LIMITS) -> SourceFile:
    """Look at a file from end to end and say how to read it; nothing is kept and nothing is written.

    Raises
    ------
    UnreadableFileError : missing, empty, binary, damaged, undecodable, too big or hostile.
    """
    with readable(path.name):
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise UnreadableFileError(
                where=path.name, found="a folder", expected="a file", do="Name the files inside it."
            )
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableFileError(where=path.name, found="a device", expected="a file", do="Name a file.")
        if status.st_size > limits.max_bytes:
            raise too_big(path.name, limits)
        with path.open("rb") as file:
            start = file.read(4)
    if start[:2] == b"PK":
        return _open_archive(path, limits)
    packing = Packing.GZIP if start[:2] == b"\x1f\x8b" else Packing.PLAIN
    packed = Packed(path=path, packing=packing, packed_bytes=status.st_size)
    text = _examine(packed, limits).text
    return SourceFile(path=path, texts=(text,))


def _open_archive(path: Path, limits: Limits) -> SourceFile:
    """Every readable member of a zip archive, in the order of their names."""
    with readable(path.name), zipfile.ZipFile(path) as archive:
        members = [member for member in archive.infolist() if not member.is_dir()]
    _check_members(path, members, limits)
    texts: list[TextFile] = []
    refused: list[UnreadableFileError] = []
    budget = limits
    for member in sorted(members, key=lambda item: item.filename):
        if _is_hidden(member.filename):
            continue
        packed = Packed(
            path=path, packing=Packing.ZIP, member=member.filename, packed_bytes=max(member.compress_size, 1)
        )
        try:
            examined = _examine(packed, budget)
        except TooMuchError:
            raise
        except UnreadableFileError as problem:
            refused.append(problem)
            continue
        budget = replace(
            budget, max_bytes=budget.max_bytes - examined.n_bytes, max_rows=budget.max_rows - examined.n_lines
        )
        texts.append(examined.text)
    if not texts:
        raise refused[0] if len(refused) == 1 else _nothing_inside(path)
    return SourceFile(path=path, texts=tuple(texts), refused=tuple(refused), is_archive=True)


def _check_members(path: Path, members: list[zipfile.ZipInfo], limits: Limits) -> None:
    """Refuse an archive that is not what an export would be."""
    names = [member.filename for member in members]
    if "[Content_Types].xml" in names:
        raise UnreadableFileError(
            where=path.name, found="an Excel or Word document", expected="a CSV file", do="Save it as CSV first."
        )
    if len(names) > limits.max_members:
        raise UnreadableFileError(
            where=path.name,
            found=f"{len(names):,} files in one archive",
            expected=f"at most {limits.max_members:,}",
            do="Nothing was read. Unpack it, and import the files you need.",
        )
    for name in names:
        pure = PurePosixPath(name.replace("\\", "/"))
        if pure.is_absolute() or ".." in pure.parts or ":" in pure.parts[0]:
            raise UnreadableFileError(
                where=path.name,
                found="a member whose name points outside the archive",
                expected="plain file names",
                do="Nothing was read. An honest export has no such name; ask where the file comes from.",
            )
    if len(set(names)) != len(names):
        raise UnreadableFileError(
            where=path.name,
            found="two members with the same name",
            expected="different names",
            do="Nothing was read. Unpack it, and import the files inside.",
        )


def _is_hidden(member: str) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in PurePosixPath(member).parts)


def _nothing_inside(path: Path) -> UnreadableFileError:
    return UnreadableFileError(
        where=path.name, found="an archive without a text file", expected="CSV or JSON files", do="Nothing was read."
    )


@dataclass(slots=True)
class _Examination:
    """What a first look over all bytes learns. Only counters are kept."""

    n_bytes: int = 0
    n_lines: int = 0
    n_control: int = 0
    has_unseen: bool = False
    n_visible: int = 0
    is_utf8: bool = True
    is_cp1252: bool = True
    decoder: codecs.IncrementalDecoder = field(default_factory=codecs.getincrementaldecoder("utf-8"))

    def take(self, chunk: bytes, *, is_last: bool) -> None:
        """Count one chunk."""
        self.n_bytes += len(chunk)
        self.n_lines += chunk.count(b"\n")
        self.n_control += len(chunk) - len(chunk.translate(None, _CONTROL_BYTES))
        self.has_unseen = self.has_unseen or _UNSEEN_BYTES.search(chunk) is not None
        self.n_visible += len(chunk.strip())
        if self.is_cp1252 and not _UNDEFINED_IN_CP1252.isdisjoint(chunk):
            self.is_cp1252 = False
        if self.is_utf8:
            try:
                self.decoder.decode(chunk, final=is_last)
            except UnicodeDecodeError:
                self.is_utf8 = False


@dataclass(frozen=True, slots=True)
class _Examined:
    """A text and what it takes of the limits."""

    text: TextFile
    n_bytes: int
    n_lines: int


def _examine(packed: Packed, limits: Limits) -> _Examined:
    """Read all bytes once: size within limits, text rather than binary, and which encoding."""
    with open_bytes(packed, limits) as raw:
        start = raw.peek(16)[:16]
        if (kind := next((kind for mark, kind in _KNOWN_BINARY if start.startswith(mark)), None)) is not None:
            raise _binary(packed.name, kind)
        marked = next((encoding for mark, encoding in _UNICODE_MARKS if start.startswith(mark)), None)
        if marked in ("utf-16", "utf-32"):
            n_bytes, n_lines = _decode_wide(raw, packed.name, marked, limits)
            text = TextFile(packed=packed, encoding=marked, has_unseen=True, limits=limits)
            return _Examined(text, n_bytes, n_lines)
        seen = _Examination()
        while chunk := raw.read(_CHUNK_BYTES):
            if b"\0" in chunk:
                raise _binary(packed.name, "data that are not text (zero bytes)")
            seen.take(chunk, is_last=False)
            if seen.n_lines > limits.max_rows:
                raise _too_many_lines(packed.name, limits)
        was_utf8 = seen.is_utf8
        seen.take(b"", is_last=True)
    if seen.n_visible <= (len(codecs.BOM_UTF8) if marked else 0):
        raise _empty(packed.name)
    if seen.n_control > _MAX_CONTROL_SHARE * seen.n_bytes:
        raise _binary(packed.name, "data that are not text (control characters)")
    if was_utf8:
        text = TextFile(packed=packed, encoding=marked or "utf-8", is_cut_off=not seen.is_utf8, limits=limits)
    elif seen.is_cp1252:
        text = TextFile(packed=packed, encoding="cp1252", limits=limits)
    else:
        raise _undecodable(packed.name)
    return _Examined(replace(text, has_unseen=seen.has_unseen), seen.n_bytes, seen.n_lines)


def _decode_wide(raw: io.BufferedReader, name: str, encoding: str, limits: Limits) -> tuple[int, int]:
    """Check that the rest decodes as UTF-16 or UTF-32. Returns the number of bytes and of lines."""
    decoder = codecs.getincrementaldecoder(encoding)()
    n_bytes, n_lines, n_visible = 0, 0, 0
    try:
        while chunk := raw.read(_CHUNK_BYTES):
            n_bytes += len(chunk)
            text = decoder.decode(chunk)
            if "\0" in text:
                raise _binary(name, "data that are not text (zero characters)")
            n_visible += len(text.strip())
            n_lines += text.count("\n")
            if n_lines > limits.max_rows:
                raise _too_many_lines(name, limits)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as problem:
        raise _undecodable(name) from problem
    if not n_visible:
        raise _empty(name)
    return n_bytes, n_lines


def _too_many_lines(name: str, limits: Limits) -> TooMuchError:
    return TooMuchError(
        where=name,
        found=f"more than {limits.max_rows:,} lines",
        expected="a smaller file",
        do="Nothing was read. Export a shorter period, or split the file by year.",
    )


def _empty(name: str) -> UnreadableFileError:
    return UnreadableFileError(where=name, found="an empty file", expected="at least a header", do="Export it again.")


def _binary(name: str, kind: str) -> UnreadableFileError:
    return UnreadableFileError(
        where=name,
        found=kind,
        expected="text such as CSV or JSON",
        do="Nothing was read. Export the data as CSV from the app they come from.",
    )


def _undecodable(name: str) -> UnreadableFileError:
    return UnreadableFileError(
        where=name,
        found="bytes that are no text in UTF-8, UTF-16 or Windows-1252",
        expected="text",
        do="Nothing was read. Save the file as UTF-8, then try again.",
    )


def _line_too_long(name: str, number: int, limits: Limits) -> UnreadableFileError:
    return UnreadableFileError(
        where=f"{name}, line {number}",
        found=f"a line of more than {limits.max_line_chars:,} characters",
        expected="one row a line",
        do="Nothing was read. The file may be damaged; export it again.",
    )
