"""The bytes or the text of a result file, under hard limits, whatever it is wrapped in."""

from __future__ import annotations

import io
import re
import stat
import zipfile
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from commensal.readers.profiles.refusals import unreadable
from commensal.readers.source_bytes import DEFAULT_LIMITS, Limits, Packed, Packing, open_bytes, readable, too_big
from commensal.readers.source_file import TextFile, open_source

PROFILE_LIMITS = replace(
    DEFAULT_LIMITS,
    max_bytes=256 * 1024**2,
    max_members=20_000,  # the history inside an artefact of QIIME 2 has many small files
    max_line_chars=256 * 1024**2,  # BIOM 1 is one line
)
HDF5_START = b"\x89HDF\r\n\x1a\n"
_UUID = r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
_ARTEFACT_ROOT = re.compile(rf"^({_UUID})/metadata\.ya?ml$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """One thing inside a file: HDF5 data, or a text, or an artefact of QIIME 2 (one of the three)."""

    name: str
    hdf5: bytes | None = None
    text: str | None = None
    artefact: Artefact | None = None
    is_encoding_guessed: bool = False
    is_cut_off: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Artefact:
    """What an artefact of QIIME 2 says it is, and the one member that holds its data."""

    kind: str
    data_name: str
    data: bytes


def load(path: Path, *, limits: Limits = PROFILE_LIMITS) -> tuple[Loaded, ...]:
    """What a path holds; several things only for a zip archive of several texts.

    Raises
    ------
    UnreadableFileError : missing, empty, damaged, undecodable, too big or hostile.
    """
    start = _start_of(path, limits)
    if start.startswith(b"PK") and (root := _artefact_root(path)) is not None:
        return (Loaded(name=path.name, artefact=_artefact(path, root, limits)),)
    packing = Packing.GZIP if start.startswith(b"\x1f\x8b") else Packing.PLAIN
    packed = Packed(path=path, packing=packing, packed_bytes=path.stat().st_size)
    if not start.startswith(b"PK") and _begins_with_hdf5(packed, limits):
        return (Loaded(name=packed.name, hdf5=_all_bytes(packed, limits)),)
    return tuple(_loaded_text(text) for text in open_source(path, limits=limits).texts)


def _start_of(path: Path, limits: Limits) -> bytes:
    with readable(path.name):
        status = path.stat()
        if stat.S_ISDIR(status.st_mode) or not stat.S_ISREG(status.st_mode):
            raise unreadable(path.name, "a folder or a device", "a file", "Name the files inside it.")
        if status.st_size > limits.max_bytes:
            raise too_big(path.name, limits)
        with path.open("rb") as file:
            return file.read(8)


def _begins_with_hdf5(packed: Packed, limits: Limits) -> bool:
    with open_bytes(packed, limits) as raw:
        return raw.read(len(HDF5_START)) == HDF5_START


def _all_bytes(packed: Packed, limits: Limits) -> bytes:
    with open_bytes(packed, limits) as raw:
        return raw.read()


def _loaded_text(text: TextFile) -> Loaded:
    return Loaded(
        name=text.name,
        text="".join(text.lines()).removeprefix("\ufeff"),
        is_encoding_guessed=text.is_encoding_guessed,
        is_cut_off=text.is_cut_off,
    )


def _artefact_root(path: Path) -> str | None:
    """The folder that marks a zip archive as an artefact, or None."""
    with readable(path.name), zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if found := _ARTEFACT_ROOT.match(name):
                return found[1]
    return None


def _artefact(path: Path, root: str, limits: Limits) -> Artefact:
    with readable(path.name), zipfile.ZipFile(path) as archive:
        members = archive.infolist()
    _check_members(path.name, members, limits)
    sizes = {member.filename: max(member.compress_size, 1) for member in members}
    metadata = next(name for name in sizes if _ARTEFACT_ROOT.match(name) and name.startswith(root))
    small = replace(limits, max_bytes=64 * 1024)
    about = _member(path, metadata, sizes[metadata], small).decode("utf-8", errors="replace")
    kind = re.search(r"^type:\s*(.+?)\s*$", about, re.MULTILINE)
    data = [name for name in sizes if re.match(rf"^{root}/data/[^/]+\.(?:biom|tsv)$", name)]
    if kind is None or len(data) != 1:
        raise unreadable(
            path.name,
            "an artefact of QIIME 2 that holds no table of features and no taxonomy",
            "FeatureTable or FeatureData[Taxonomy]",
            "Nothing was read. Name the table and its taxonomy.",
        )
    return Artefact(
        kind=kind[1].strip("'\""),
        data_name=PurePosixPath(data[0]).name,
        data=_member(path, data[0], sizes[data[0]], limits),
    )


def _member(path: Path, member: str, packed_bytes: int, limits: Limits) -> bytes:
    packed = Packed(path=path, packing=Packing.ZIP, member=member, packed_bytes=packed_bytes)
    return _all_bytes(packed, limits)


def _check_members(name: str, members: list[zipfile.ZipInfo], limits: Limits) -> None:
    """Refuse an archive that QIIME 2 would not have written."""
    if len(members) > limits.max_members:
        raise unreadable(name, f"{len(members):,} files in one archive", f"at most {limits.max_members:,}")
    for member in members:
        pure = PurePosixPath(member.filename.replace("\\", "/"))
        if pure.is_absolute() or ".." in pure.parts or (pure.parts and ":" in pure.parts[0]):
            raise unreadable(
                name,
                "a member whose name points outside the archive",
                "plain file names",
                "Nothing was read. An honest file has no such name; ask where it comes from.",
            )
    if len({member.filename for member in members}) != len(members):
        raise unreadable(name, "two members with the same name", "different names")
    if sum(member.file_size for member in members) > limits.max_bytes:
        raise too_big(name, limits)


def text_of(loaded_bytes: bytes, name: str) -> str:
    """The text of a member of an artefact, which is UTF-8.

    Raises
    ------
    UnreadableFileError : it is not.
    """
    try:
        return io.TextIOWrapper(io.BytesIO(loaded_bytes), encoding="utf-8-sig").read()
    except UnicodeDecodeError as problem:
        raise unreadable(name, "a taxonomy that is no text in UTF-8", "a text") from problem
