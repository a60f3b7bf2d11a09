"""The page and the command line may use one diary at once: nothing is lost, nothing is doubled."""

from __future__ import annotations

import subprocess

from tests.stories.person import Person


def test_many_write_at_once(person: Person) -> None:
    """Eight commands started together, the first of which makes the store: eight lines are there."""
    running = [
        subprocess.Popen(
            person.command("log", f"line {number}", "--pain", str(number)),
            env=person.environ(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(8)
    ]
    for process in running:
        _, err = process.communicate(timeout=120)
        assert process.returncode == 0, err
    assert person.n_entries() == 16


def test_reading_while_somebody_imports(person: Person, tmp_path: object) -> None:
    """A day can be read and a line logged while a long import runs; the import is one action all the same."""
    people = person.home / "people"
    person.types("simulate", "people", "--days", "400", "--out", people)
    person.types("log", "first")
    importing = subprocess.Popen(
        person.command("import", people / "person-001" / "diary", "--yes"),
        env=person.environ(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    while importing.poll() is None:
        assert "first" in person.types("day").out
    _, err = importing.communicate()
    assert importing.returncode == 0, err
    person.types("undo")
    assert person.n_entries() == 1
