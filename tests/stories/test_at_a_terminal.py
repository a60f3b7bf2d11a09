"""At a terminal: questions are asked once and can be answered, progress goes to the screen only."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import subprocess
from pathlib import Path

import pytest

from tests.stories.person import Person, Said

CONTROL_C = "\x03"
_PATIENCE_S = 60.0


def _at_terminal(person: Person, *arguments: str | Path, answer: str = "", after: str = "") -> Said:
    """Run a command with a terminal at both ends; give ``answer`` once ``after`` has appeared.

    An answer of control-C is sent as the signal that a terminal would make of it.
    """
    leader, follower = pty.openpty()
    environment = {**person.environ(), "TERM": "xterm"}
    process = subprocess.Popen(
        person.command(*arguments), env=environment, stdin=follower, stdout=follower, stderr=follower, cwd=person.home
    )
    os.close(follower)
    seen, is_answered = b"", not after
    while chunk := _next_output(leader):
        seen += chunk
        if not is_answered and after.encode() in seen:
            is_answered = True
            if answer == CONTROL_C:
                process.send_signal(signal.SIGINT)
            else:
                os.write(leader, answer.encode())
    os.close(leader)
    if process.poll() is None and not is_answered:
        process.kill()
    return Said(process.wait(timeout=_PATIENCE_S), seen.decode(), "")


def _next_output(terminal: int) -> bytes:
    """What the program writes next; nothing when it has ended, or stays silent for too long."""
    readable, _, _ = select.select([terminal], [], [], _PATIENCE_S)
    try:
        return os.read(terminal, 65536) if readable else b""
    except OSError:
        return b""  # Linux says so when the other end of a terminal is closed


def test_a_yes_keeps_and_is_asked_once(person: Person, small_table: Path) -> None:
    """The plan, one question, the answer, done."""
    said = _at_terminal(person, "import", small_table, answer="y\n", after="[y/N]")
    assert said.code == 0
    assert said.out.count("[y/N]") == 1
    assert "Kept" in said.out
    assert person.n_entries() > 0


@pytest.mark.parametrize("answer", ["n\n", "\n", "\x04"], ids=["no", "return", "end of input"])
def test_anything_else_keeps_nothing(person: Person, small_table: Path, answer: str) -> None:
    """No, nothing, or the end of input: nothing is changed, and it is said."""
    said = _at_terminal(person, "import", small_table, answer=answer, after="[y/N]")
    assert said.code == 1
    assert said.out.count("[y/N]") == 1
    assert "Nothing was changed" in said.out
    assert not person.diary.exists()


def test_erase_wants_a_word(person: Person) -> None:
    """A yes is not enough to delete for good; the word is."""
    person.types("log", "x")
    assert _at_terminal(person, "erase", answer="y\n", after="type erase:").code == 1
    assert person.n_entries() == 1
    assert _at_terminal(person, "erase", answer="erase\n", after="type erase:").code == 0
    assert not person.diary.exists()


def test_control_c_is_quiet(person: Person, small_table: Path) -> None:
    """Interrupted at the question: 130, no trace, nothing kept."""
    said = _at_terminal(person, "import", small_table, answer=CONTROL_C, after="[y/N]")
    assert said.code == 128 + signal.SIGINT
    assert "Traceback" not in said.out
    assert not person.diary.exists()


def test_the_demo_fits_a_narrow_terminal(person: Person) -> None:
    """Forty columns wide, in a terminal: it ends well, and no control sequence reaches a pipe."""
    narrow = Person(home=person.home, environment={"COLUMNS": "40"})
    assert _at_terminal(narrow, "demo", "--days", "60", "--no-open").code == 0
    piped = person.types("demo", "--days", "60")
    assert re.search(r"\x1b", piped.out + piped.err) is None


def test_names_from_a_file_cannot_steer_the_terminal(person: Person, tmp_path: Path) -> None:
    """An escape sequence in a name is shown without its power, in import and in the day."""
    file = tmp_path / "evil.csv"
    file.write_text("date,\x1b[31mpain\x1b]0;owned\x07\n2026-01-01,3\n2026-01-02,2\n", encoding="utf-8")
    said = _at_terminal(person, "import", file, "--yes")
    day = _at_terminal(person, "day", "2026-01-01")
    assert "\x1b]0" not in said.out + day.out
    assert "\x1b[31m" not in said.out + day.out
