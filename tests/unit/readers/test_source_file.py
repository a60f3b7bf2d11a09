"""Files, gzip files and archives as text, under limits."""

from __future__ import annotations

import gzip
import io
import os
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from commensal.readers.source_bytes import DEFAULT_LIMITS
from commensal.readers.source_file import open_source
from commensal.vocab.errors import UnreadableFileError

_TEXT = "date,pain\n2026-01-02,3\n"


def _file(folder: Path, content: bytes, name: str = "diary.csv") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def _zip(folder: Path, members: dict[str, bytes], name: str = "export.zip") -> Path:
    path = folder / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, content in members.items():
            archive.writestr(member, content)
    return path


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (_TEXT.encode(), "utf-8"),
        (b"\xef\xbb\xbf" + _TEXT.encode(), "utf-8-sig"),
        (_TEXT.encode("utf-16"), "utf-16"),
        (b"\xfe\xff" + _TEXT.encode("utf-16-be"), "utf-16"),
        (_TEXT.encode("utf-32"), "utf-32"),
        ("date,Übelkeit\n2026-01-02,3\n".encode("cp1252"), "cp1252"),
    ],
)
def test_encoding_is_found(tmp_path: Path, content: bytes, encoding: str) -> None:
    """Text is read whatever a spreadsheet saved it as, and a guess is marked as one."""
    (text,) = open_source(_file(tmp_path, content)).texts
    assert text.encoding == encoding
    assert next(iter(text.lines())).strip() in ("date,pain", "date,Übelkeit")
    assert text.is_encoding_guessed == (encoding == "cp1252")


def test_packed_files_are_opened_by_content_not_by_name(tmp_path: Path) -> None:
    """A gzip file is one whatever it is called, and its own name is shown."""
    packed = gzip.compress(_TEXT.encode())
    for name in ("diary.csv.gz", "diary.csv"):
        (text,) = open_source(_file(tmp_path, packed, name)).texts
        assert "".join(text.lines()) == _TEXT
        assert text.name == "diary.csv"


def test_an_archive_gives_its_members_in_order_and_names_the_rest(tmp_path: Path) -> None:
    """Members are read by name, hidden ones are left alone, a picture among them is named."""
    members = {"b.csv": b"b\n", "a/a.csv": b"a\n", "p.png": b"\x89PNG\0\0", "__MACOSX/._a.csv": b"\0", "inner.zip": b""}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as inner:
        inner.writestr("deep.csv", _TEXT)
    members["inner.zip"] = buffer.getvalue()
    source = open_source(_zip(tmp_path, members))
    assert [text.name for text in source.texts] == ["a.csv", "b.csv"]
    assert [(problem.where, problem.found) for problem in source.refused] == [
        ("inner.zip", "an archive inside another file"),
        ("p.png", "a picture"),
    ]


def test_text_that_is_cut_in_the_middle_of_a_letter_is_still_text(tmp_path: Path) -> None:
    """A download that stopped early keeps its encoding; only the end is marked as missing."""
    (text,) = open_source(_file(tmp_path, _TEXT.encode() + "é".encode()[:1])).texts
    assert text.encoding == "utf-8"
    assert text.is_cut_off
    assert len(list(text.lines())) == 3


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"", "an empty file"),
        (b" \n\r\n\t", "an empty file"),
        (b"\xef\xbb\xbf", "an empty file"),
        (b"a,b\n\0\0\n", "data that are not text"),
        (_TEXT.encode() * 500 + b"\0", "zero bytes"),
        (b"%PDF-1.7 rest", "a PDF"),
        (b"SQLite format 3\0", "a database"),
        (b"date\x81,pain\n", "no text in UTF-8, UTF-16 or Windows-1252"),
        (bytes(range(1, 32)) * 40, "control characters"),
        (b"\xff\xfea\0b", "no text in UTF-8"),
        (gzip.compress(_TEXT.encode() * 2000, mtime=0)[:-20], "ends too early"),
        (gzip.compress(gzip.compress(_TEXT.encode(), mtime=0), mtime=0), "a packed file inside another file"),
        (b"\x1f\x8b\x08rest of nothing", "too early"),
        (b"PK\x03\x04 and then nothing", "a damaged file"),
    ],
)
def test_what_is_no_text_gets_a_sentence(tmp_path: Path, content: bytes, found: str) -> None:
    """Empty, binary and damaged files say what they are and that nothing was read."""
    with pytest.raises(UnreadableFileError, match=found):
        open_source(_file(tmp_path, content))


@pytest.mark.parametrize("member", ["../evil.csv", "/etc/evil.csv", "a/../../evil.csv", "..\\evil.csv", "C:\\evil.csv"])
def test_a_member_that_points_outside_is_refused(tmp_path: Path, member: str) -> None:
    """An archive with a name that climbs out of it is not read at all."""
    with pytest.raises(UnreadableFileError, match="points outside"):
        open_source(_zip(tmp_path, {"fine.csv": b"a,b\n", member: b"x\n"}))


def test_bombs_are_stopped_early(tmp_path: Path) -> None:
    """Data that unpack to hundreds of times their size are refused, packed either way."""
    bomb = b"0" * (40 * 1024**2)
    with pytest.raises(UnreadableFileError, match="unpack to more than"):
        open_source(_zip(tmp_path, {"bomb.csv": bomb}))
    with pytest.raises(UnreadableFileError, match="unpack to more than"):
        open_source(_file(tmp_path, gzip.compress(bomb), "bomb.csv.gz"))


def test_the_size_limit_holds_over_all_members(tmp_path: Path) -> None:
    """Many small members may not add up to more than one big one."""
    limits = replace(DEFAULT_LIMITS, max_bytes=10_000)
    members = {f"{number}.csv": os.urandom(2_000).hex().encode() for number in range(3)}
    with pytest.raises(UnreadableFileError, match="MB of data"):
        open_source(_zip(tmp_path, members), limits=limits)
    with pytest.raises(UnreadableFileError, match="MB of data"):
        open_source(_file(tmp_path, b"x" * 10_001), limits=limits)


def test_the_line_limit_holds_over_all_members(tmp_path: Path) -> None:
    """A file past the line limit is refused before anything is read, in whatever encoding it is."""
    limits = replace(DEFAULT_LIMITS, max_rows=100)
    lines = "a\n" * 60
    assert len(open_source(_file(tmp_path, lines.encode()), limits=limits).texts) == 1
    for path in (
        _file(tmp_path, (lines * 2).encode()),
        _file(tmp_path, (lines * 2).encode("utf-16"), "wide.csv"),
        _zip(tmp_path, {"a.csv": lines.encode(), "b.csv": lines.encode()}),
    ):
        with pytest.raises(UnreadableFileError, match=r"more than \d+ lines"):
            open_source(path, limits=limits)


def test_too_many_members_and_twins_are_refused(tmp_path: Path) -> None:
    """An archive of thousands of files, or with two files of one name, is not an export."""
    limits = replace(DEFAULT_LIMITS, max_members=2)
    with pytest.raises(UnreadableFileError, match="3 files in one archive"):
        open_source(_zip(tmp_path, {"a": b"a", "b": b"b", "c": b"c"}), limits=limits)
    path = tmp_path / "twins.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.csv", "one")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a.csv", "two")
    with pytest.raises(UnreadableFileError, match="two members with the same name"):
        open_source(path)


def test_a_spreadsheet_is_named_as_one(tmp_path: Path) -> None:
    """An Excel file says how to go on: save it as CSV."""
    with pytest.raises(UnreadableFileError, match="Save it as CSV first"):
        open_source(_zip(tmp_path, {"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>"}, "diary.xlsx"))


def test_an_archive_with_a_password_is_named_as_one(tmp_path: Path) -> None:
    """A protected archive asks to be unpacked first."""
    path = _zip(tmp_path, {"a.csv": _TEXT.encode()})
    content = bytearray(path.read_bytes())
    content[6] |= 1  # the flag "encrypted" in the local header and in the directory
    content[content.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(bytes(content))
    with pytest.raises(UnreadableFileError, match="password"):
        open_source(path)


def test_what_is_no_file_gets_a_sentence(tmp_path: Path) -> None:
    """Missing files, folders and devices are no reason for a stack trace."""
    for path, found in (
        (tmp_path / "none.csv", "no such file"),
        (tmp_path, "a folder"),
        (Path("/dev/null"), "a device"),
    ):
        with pytest.raises(UnreadableFileError, match=found):
            open_source(path)


def test_a_line_without_end_is_refused(tmp_path: Path) -> None:
    """A line of many megabytes is not held in memory to find out that it is no row."""
    limits = replace(DEFAULT_LIMITS, max_line_chars=1_000)
    (text,) = open_source(_file(tmp_path, b"date,pain\n" + b"x" * 5_000), limits=limits).texts
    with pytest.raises(UnreadableFileError, match="line 2: found a line of more than 1,000"):
        list(text.lines())
