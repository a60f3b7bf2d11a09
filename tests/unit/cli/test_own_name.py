"""What to type next works as it is written: on the PATH, in a virtual environment, as a module."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from commensal.cli.own_name import own_name


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program that lies in ``.venv/bin`` below the current folder, and is what was called."""
    program = tmp_path / ".venv" / "bin" / "commensal"
    program.parent.mkdir(parents=True)
    program.touch(mode=0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", [str(program), "demo"])
    return program


def test_the_plain_word_where_it_is_enough(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On the PATH, the word alone."""
    monkeypatch.setenv("PATH", str(program.parent))
    assert own_name() == "commensal"


def test_the_path_where_the_word_is_not_enough(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Off the PATH, or hidden by another program of that name: the way from here."""
    monkeypatch.setenv("PATH", "/nowhere")
    assert own_name() == ".venv/bin/commensal"
    monkeypatch.chdir(program.parent)
    assert own_name() == "./commensal"
    elsewhere = program.parents[2] / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    assert own_name() == str(program)


def test_as_a_module(monkeypatch: pytest.MonkeyPatch) -> None:
    """``python -m commensal`` names the Python that has it."""
    monkeypatch.setattr(sys, "argv", ["/x/commensal/__main__.py"])
    assert own_name().endswith("-m commensal")
