"""How commands end: exit codes, sentences, and a log that keeps a person's words out."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import pytest

from commensal.cli import log as log_module
from commensal.cli.main import COMMANDS, commensal
from commensal.vocab.errors import CommensalError


def _raising(problem: BaseException) -> Callable[..., object]:
    def story(*_: object, **__: object) -> object:
        raise problem

    return story


class _Ended(Protocol):
    code: int
    out: str
    err: str


Type = Callable[..., _Ended]


def test_a_crash_is_a_sentence_and_a_log_without_words(
    types: Type, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An unexpected error shows no trace; the private log says where, and nothing of what was logged."""
    cause = ValueError("could not convert 'pain 4, migraine'")
    problem = RuntimeError("secret lentils")
    problem.__cause__ = cause
    monkeypatch.setattr(log_module, "log", _raising(problem))
    ended = types("log", "lentils", "--pain", "4")
    assert ended.code == 1
    assert ended.out == ""
    assert "Traceback" not in ended.err
    assert "lentils" not in ended.err
    (file,) = own_home.rglob("commensal.log")
    assert str(file) in ended.err
    assert file.stat().st_mode & 0o777 == 0o600
    said = file.read_text(encoding="utf-8")
    assert "RuntimeError" in said
    assert "ValueError" in said
    assert "commensal/cli/log.py:" in said
    for word in ("lentils", "migraine", "secret", str(own_home)):
        assert word not in said


def test_the_log_does_not_grow_without_end(types: Type, own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A log past a megabyte starts anew."""
    monkeypatch.setattr(log_module, "log", _raising(RuntimeError()))
    types("log", "x")
    (file,) = own_home.rglob("commensal.log")
    file.write_text("x" * 1_000_001, encoding="utf-8")
    types("log", "x")
    assert file.stat().st_size < 10_000
    types("log", "x")
    assert file.read_text(encoding="utf-8").count("crash") == 2


@pytest.mark.parametrize(
    ("problem", "code", "said"),
    [
        (KeyboardInterrupt(), 130, ""),
        (BrokenPipeError(), 1, ""),
        (CommensalError(where="here", found="this", expected="that", do="Do so."), 1, "here: found this"),
        (OSError(28, "No space left on device", "/a/b"), 1, "/a/b: No space left on device"),
    ],
    ids=["interrupt", "pipe", "ours", "disk full"],
)
def test_how_a_command_may_end(
    types: Type, monkeypatch: pytest.MonkeyPatch, problem: BaseException, code: int, said: str
) -> None:
    """Interrupted: 130 and quiet; a closed pipe: quiet; our errors and the system's: one sentence."""
    monkeypatch.setattr(log_module, "log", _raising(problem))
    stdout = sys.stdout
    ended = types("log", "x")
    if sys.stdout is not stdout:
        sys.stdout.close()
        sys.stdout = stdout
    assert ended.code == code
    assert said in ended.err
    assert len(ended.err.strip().rpartition("\n\n")[2].splitlines()) <= 1 or not said


def test_a_letter_the_terminal_cannot_show_ends_nothing(types: Type, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a terminal of another encoding a letter becomes a question mark, and the command still succeeds."""
    screen = io.TextIOWrapper(io.BytesIO(), encoding="latin-1")
    monkeypatch.setattr(sys, "stdout", screen)
    assert types("log", "żurek").code == 0
    screen.seek(0)
    assert "?urek" in screen.read()
    screen = io.TextIOWrapper(io.BytesIO(), encoding="latin-1")
    monkeypatch.setattr(sys, "stdout", screen)
    assert types("day", "--json").code == 0
    screen.seek(0)
    assert "\\u017curek" in screen.read()


def test_help_lists_every_command_without_loading_it(types: Type) -> None:
    """The table of commands is all that help reads."""
    ended = types("--help")
    assert ended.code == 0
    for entry in COMMANDS:
        assert f"  {entry.name} " in ended.out
    assert types().out == ended.out


def test_every_row_of_the_table_leads_to_its_command() -> None:
    """Each place in the table holds a click command of that name with --data and --json."""
    for entry in COMMANDS:
        command = commensal.get_command(None, entry.name)  # type: ignore[arg-type]
        assert command is not None
        assert command.name == entry.name
        assert {"data", "json"} <= {parameter.name for parameter in command.params}


def test_the_version_is_said(types: Type) -> None:
    """--version gives name and number."""
    ended = types("--version")
    assert (ended.code, ended.out.split()[0]) == (0, "commensal")


def test_the_notice_is_shown_once_for_each_diary(types: Type, own_home: Path) -> None:
    """First command yes, second no, another folder yes, after erasing yes."""
    shown = [
        "not a medical device" in types(*arguments).err
        for arguments in (
            ["log", "x"],
            ["log", "y"],
            ["log", "x", "--data", str(own_home / "other")],
            ["erase", "--yes"],
            ["log", "x"],
        )
    ]
    assert shown == [True, False, True, False, True]
