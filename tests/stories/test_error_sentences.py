"""What goes wrong is one sentence: where, what, what next. Never a trace, never half a change."""

from __future__ import annotations

import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from tests.stories.person import Person


def _one_sentence(text: str) -> str:
    """The error itself, after the notice that a first run shows."""
    error = text.rpartition("\n\n")[2].strip()
    assert len(error.splitlines()) == 1, text
    return error


@pytest.mark.parametrize(
    ("arguments", "code", "names"),
    [
        (["import", "nowhere.csv", "--yes"], 1, "nowhere.csv"),
        (["restore", "nowhere.backup"], 1, "nowhere.backup"),
        (["export", "out"], 1, "no diary"),
        (["backup", "out"], 1, "no diary"),
        (["findings"], 1, "commensal demo"),
        (["log", "--pain", "11"], 1, "from 0 to 10"),
        (["log", "--day", "2999-01-01", "x"], 1, "2999-01-01"),
        (["log", "--day", "someday", "x"], 2, "someday"),
        (["log"], 2, "--pain 4"),
        (["log", "--symptom", "fog"], 2, "brain fog=3"),
        (["log", "--symptom", "fog=much"], 2, "brain fog=3"),
        (["log", "--at", "25:99", "x"], 2, "14:30"),
        (["log", "--pain", "3", "--symptom", "pain=4"], 2, "pain"),
        (["--data", "", "day"], 2, "--data"),
        (["simulate", "people", "-n", "0", "--out", "people"], 2, "-n"),
        (["import", "--as", "nobody", "TABLE"], 2, "visible"),
        (["import", "--mapping", "nowhere.toml", "TABLE"], 2, "nowhere.toml"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else str(value),
)
def test_one_sentence(person: Person, small_table: Path, arguments: list[str], code: int, names: str) -> None:
    """One sentence on standard error that names the trouble, nothing on standard output, nothing made."""
    typed = [str(small_table) if word == "TABLE" else word for word in arguments]
    said = person.types(*typed, code=code)
    assert names in _one_sentence(said.err)
    assert said.out == ""
    assert list(person.home.iterdir()) == []


@pytest.mark.parametrize(
    "arguments", [["nonsense"], ["lgo"], ["log", "--nonsense"], ["log", "--pain", "much"], ["demo", "--days", "1"]]
)
def test_a_misuse_is_2_and_says_where_help_is(person: Person, arguments: list[str]) -> None:
    """Unknown commands and options end with 2 and point at --help."""
    said = person.types(*arguments, code=2)
    assert "--help" in said.err or "Did you mean" in said.err
    assert said.out == ""


def test_a_near_miss_is_named(person: Person) -> None:
    """A slip of the finger gets the right word back."""
    assert "'log'" in person.types("lgo", code=2).err


def test_without_a_terminal_nothing_is_asked_and_nothing_kept(person: Person, small_table: Path) -> None:
    """No --yes and nobody to ask: the plan is shown, one sentence, exit 1, no diary."""
    said = person.types("import", small_table, code=1)
    assert "10 rows" in said.out
    assert "--yes" in said.err
    assert not person.diary.exists()
    said = person.types("import", small_table, "--json", code=1, stdin="y\n")
    assert said.out == ""
    assert not person.diary.exists()


def test_a_newer_store_is_refused_and_untouched(person: Person) -> None:
    """A diary of a later version: a sentence for every command, and not one byte changes."""
    person.types("log", "x")
    file = person.diary / "journal.sqlite"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    bytes_before = file.read_bytes()
    for arguments in (["log", "y"], ["day"], ["undo"], ["findings"], ["export", "out"]):
        assert "newer version" in person.types(*arguments, code=1).err
    assert file.read_bytes() == bytes_before
    said = person.types("doctor", code=1)
    assert "newer version" in said.out
    assert "9999" in said.out


def test_a_damaged_store_is_a_sentence(person: Person) -> None:
    """Garbage in the place of the diary: no trace, and the doctor says how to repair it."""
    person.diary.mkdir()
    (person.diary / "journal.sqlite").write_bytes(b"not a database, whatever its name says" * 100)
    for arguments in (["log", "y"], ["day"], ["findings"]):
        _one_sentence(person.types(*arguments, code=1).err)
    assert "commensal restore" in person.types("doctor", code=1).out


def test_a_place_that_cannot_be_written(person: Person) -> None:
    """A file where a folder should be: a sentence that names it."""
    (person.home / "file").touch()
    assert "file" in _one_sentence(person.types("log", "x", "--data", person.home / "file" / "diary", code=1).err)
    assert "file" in person.types("log", "x", "--data", person.home / "file", code=2).err
    person.types("log", "--pain", "3")
    assert "file" in person.types("report", "--html", person.home / "file" / "page.html", code=1).err
    assert "file" in person.types("export", person.home / "file", code=1).err


def test_a_reader_that_goes_away_is_no_error(person: Person) -> None:
    """``commensal … | head`` ends without a word on standard error."""
    person.types("log", "x")
    command = subprocess.Popen(
        person.command("log", "--help"), env=person.environ(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert command.stdout is not None
    assert command.stderr is not None
    command.stdout.close()
    assert command.stderr.read() == b""
    command.stderr.close()
    command.wait(timeout=60)


def test_bytes_that_are_no_text_are_kept_readable(person: Person) -> None:
    """A terminal in another encoding sends bytes that no file could hold: they are replaced, not refused."""
    command = [word.encode() for word in person.command("log")]
    done = subprocess.run([*command, b"caf\xe9"], env=person.environ(), capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "caf\ufffd" in person.types("day").out
