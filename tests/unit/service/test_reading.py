"""``read_diary``: any layout the readers know, into a diary in memory."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import commensal
from commensal.service.reading import read_diary
from commensal.vocab.errors import UnknownLayoutError, UnreadableFileError

WIDE = "day,Pain,Coffee\n2026-03-02,2,0\n2026-03-01,4,1\n"


def test_the_public_name_reads_a_table(tmp_path: Path) -> None:
    """``commensal.read_diary`` gives entries in the order of their days; the same file gives the same ids."""
    file = tmp_path / "table.csv"
    file.write_text(WIDE, encoding="utf-8")
    diary = commensal.read_diary(str(file))
    assert [entry.day for entry in diary.entries] == sorted(entry.day for entry in diary.entries)
    assert diary.entries[0].day == date(2026, 3, 1)
    again = read_diary(file)
    assert [entry.id for entry in again.entries] == [entry.id for entry in diary.entries]
    assert "pain" in {variable.key for variable in diary.day_table().variables}


def test_a_folder_is_read_whole(tmp_path: Path) -> None:
    """Every known file of a folder is in the diary; strangers are passed over."""
    (tmp_path / "one.csv").write_text(WIDE, encoding="utf-8")
    (tmp_path / "two.csv").write_text(WIDE.replace("Pain", "Nausea"), encoding="utf-8")
    (tmp_path / "prose.txt").write_text("just words\nand more\n", encoding="utf-8")
    keys = {variable.key for variable in read_diary(tmp_path).day_table().variables}
    assert {"pain", "nausea"} <= keys


def test_nothing_known_is_a_sentence(tmp_path: Path) -> None:
    """A folder without a known file, an unknown file and a missing one are three sentences."""
    prose = tmp_path / "prose.txt"
    prose.write_text("just words\nand more\n", encoding="utf-8")
    with pytest.raises(UnknownLayoutError):
        read_diary(tmp_path)
    with pytest.raises(UnknownLayoutError):
        read_diary(prose)
    with pytest.raises(UnreadableFileError):
        read_diary(tmp_path / "nowhere.csv")
