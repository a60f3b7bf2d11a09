"""Bytes of a file, of a gzip file or of one member of a zip archive, under hard limits."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from commensal.vocab.errors import UnreadableFileError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_DAMAGE = (OSError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much one file may ask of this machine.

    Parameters
    ----------
    max_bytes : size after unpacking, all members of an archive together. [bytes]
    max_ratio : unpacked size over packed size; checked once ``ratio_from_bytes`` have been unpacked.
    ratio_from_bytes : small files may pack as well as they like. [bytes]
    max_members : files in one archive.
    max_line_chars : characters in one line.
    max_columns : columns of one table.
    max_rows : lines of a file, all members of an archive together; a diary of 100 trackers reaches it
        after 27 years.
    """

    max_bytes: int = 512 * 1024**2
    max_ratio: float = 200.0
    ratio_from_bytes: int = 4 * 1024**2
    max_members: int = 2_000
    max_line_chars: int = 1_000_000
    max_columns: int = 2_000
    max_rows: int = 1_000_000


DEFAULT_LIMITS = Limits()


class Packing(StrEnum):
    """How the bytes are wrapped."""

    PLAIN = "plain"
    GZIP = "gzip"
    ZIP = "zip"


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """One stretch of bytes: a file, or one member of an archive."""

    path: Path
    packing: Packing
    member: str | None = None
    packed_bytes: int = 0

    @property
    def name(self) -> str:
        """The name a person knows it by, without folders and without ``.gz``."""
        if self.member is not None:
            return self.member.rsplit("/", 1)[-1]
        return self.path.name.removesuffix(".gz") if self.packing is Packing.GZIP else self.path.name


class TooMuchError(UnreadableFileError):
    """Unpacking was stopped because it went past a limit."""


class _Readable(Protocol):
    """Anything that gives bytes."""

    def read(self, n_bytes: int, /) -> bytes: ...


class _Metered(io.RawIOBase):
    """Counts what comes out and stops at the limits, before memory or disk can suffer."""

    def __init__(self, inner: _Readable, packed: Packed, limits: Limits) -> None:
        self._inner, self._packed, self._limits = inner, packed, limits
        self.n_bytes = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        view = memoryview(buffer).cast("B")
        chunk = self._inner.read(len(view))
        view[: len(chunk)] = chunk
        self.n_bytes += len(chunk)
        if self.n_bytes > self._limits.max_bytes:
            raise too_big(self._packed.name, self._limits)
        ratio = self.n_bytes / max(self._packed.packed_bytes, 1)
        if self._packed.packing is not Packing.PLAIN and self.n_bytes > self._limits.ratio_from_bytes:
            self._check_ratio(ratio)
        return len(chunk)

    def _check_ratio(self, ratio: float) -> None:
        if ratio > self._limits.max_ratio:
            raise TooMuchError(
                where=self._packed.name,
                found=f"data that unpack to more than {self._limits.max_ratio:g} times their size",
                expected="an ordinary packed export",
                do="Nothing was read. Unpack it yourself if you trust it, and import the files inside.",
            )


def too_big(name: str, limits: Limits) -> TooMuchError:
    """The sentence for a file past the size limit."""
    return TooMuchError(
        where=name,
        found=f"more than {limits.max_bytes / 1024**2:,.0f} MB of data",
        expected="a smaller file",
        do="Nothing was read. Export a shorter period, or split the file by year.",
    )


@contextmanager
def readable(name: str) -> Iterator[None]:
    """Turn damage found while reading into one sentence."""
    try:
        yield
    except _DAMAGE as problem:
        raise damaged(name, problem) from problem


def damaged(name: str, problem: BaseException) -> UnreadableFileError:
    """The sentence for a file that cannot be opened or ends too early."""
    if isinstance(problem, FileNotFoundError):
        return UnreadableFileError(where=name, found="no such file", expected="a file", do="Check the name.")
    if isinstance(problem, PermissionError):
        return UnreadableFileError(
            where=name, found="a file you may not read", expected="read permission", do="Change its permissions."
        )
    if isinstance(problem, RuntimeError) and "password" in str(problem):
        found, do = "an archive with a password", "Unpack it first, then import the files inside."
    elif isinstance(problem, EOFError):
        found, do = "a packed file that ends too early", "Download or export it again."
    else:
        found, do = "a damaged file", "Download or export it again."
    return UnreadableFileError(where=name, found=found, expected="a complete file", do=f"Nothing was read. {do}")


@contextmanager
def open_bytes(packed: Packed, limits: Limits) -> Iterator[io.BufferedReader]:
    """The unpacked bytes, metered; any damage becomes an ``UnreadableFileError``."""
    with readable(packed.name):
        if packed.packing is Packing.ZIP:
            assert packed.member is not None
            with zipfile.ZipFile(packed.path) as archive, archive.open(packed.member) as inner:
                yield io.BufferedReader(_Metered(inner, packed, limits))
        elif packed.packing is Packing.GZIP:
            with gzip.open(packed.path, "rb") as unpacked:
                yield io.BufferedReader(_Metered(unpacked, packed, limits))
        else:
            with packed.path.open("rb") as plain:
                yield io.BufferedReader(_Metered(plain, packed, limits))
