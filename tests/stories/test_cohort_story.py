"""Somebody with consent for many diaries asks them all at once, from a folder to tables."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import commensal as cm
from tests.stories.person import Person


def test_a_folder_of_people(person: Person, tmp_path: Path) -> None:
    """Made-up people in, tables out; a broken file is named and stops nobody; numbers are those of ``findings``."""
    folder, out = tmp_path / "people", tmp_path / "answers"
    person.types("simulate", "people", "-n", "2", "--days", "40", "--format", "csv", "--out", folder)
    (folder / "broken.csv").write_text("nothing\n", encoding="utf-8")
    done = person.asks_json(
        "cohort", "findings", folder, "--outcome", "pain", "--out", out, "--scheduler", "threads", "--workers", "2"
    )
    assert (done["n_people"], done["n_answered"]) == (3, 2)
    assert [one["person"] for one in done["not_asked"]] == ["broken.csv"]
    findings, people, not_asked = (pd.read_csv(out / name, sep="\t") for name in done["files"])
    assert people["person"].tolist() == ["person-001", "person-002"]
    assert not_asked["kind"].tolist() == ["UnknownLayoutError"]
    alone = cm.find(cm.read_diary(folder / "person-001"), "pain").to_frame()
    mine = findings[findings["person"] == "person-001"]
    assert mine["exposure"].tolist() == alone["exposure"].tolist()
    assert mine["shift_p"].to_numpy() == pytest.approx(alone["shift_p"].to_numpy(), abs=1e-9, nan_ok=True)
    assert all((out / name).stat().st_mode & 0o077 == 0 for name in done["files"])


def test_nothing_is_overwritten_and_nobody_is_said(person: Person, tmp_path: Path) -> None:
    """A folder with something in it is left alone; an empty folder of people is one sentence."""
    full, empty = tmp_path / "full", tmp_path / "empty"
    full.mkdir()
    empty.mkdir()
    (full / "notes.txt").write_text("mine\n", encoding="utf-8")
    said = person.types("cohort", "findings", full, "--outcome", "pain", "--out", full, code=2)
    assert "something already there" in said.err
    said = person.types("cohort", "findings", empty, "--outcome", "pain", "--out", tmp_path / "out", code=2)
    assert "nobody" in said.err
    assert [file.name for file in full.iterdir()] == ["notes.txt"]
    assert not (tmp_path / "out").exists()
