"""With --json, standard output is one JSON document and nothing else, wherever the option stands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.stories.person import Person

COMMANDS: dict[str, tuple[str, ...]] = {
    "log": ("log", "x", "--pain", "4"),
    "day": ("day",),
    "undo": ("undo",),
    "import": ("import", "TABLE", "--yes"),
    "dry run": ("import", "TABLE", "--dry-run"),
    "mapping": ("import", "TABLE", "--write-mapping", "mapping.toml"),
    "export": ("export", "export"),
    "backup": ("backup", "copy"),
    "restore": ("restore", "BACKUP", "--replace"),
    "erase": ("erase", "--yes"),
    "findings": ("findings",),
    "report": ("report",),
    "page": ("report", "--html", "page.html"),
    "demo": ("demo", "--days", "60"),
    "simulate": ("simulate", "people", "--days", "30", "--out", "people"),
    "doctor": ("doctor",),
    "me": ("me",),
    "me set": ("me", "set", "country", "GB"),
    "safety": ("safety",),
    "safety ask": ("safety", "ask", "Can I take fish oil?"),
    "suggest": ("suggest",),
    "axis": ("axis", "explain", "fibre", "pain"),
    "strength": ("axis", "strength"),
    "claims": ("evidence", "claims"),
    "audit": ("evidence", "audit"),
    "medicines": ("medicines",),
    "fmt": ("fmt",),
    "check": ("check", "pem", "--answers", "heavy_often=1 heavy_much=1"),
    "pacing": ("pacing",),
    "trials": ("trial",),
    "trial suggest": ("trial", "suggest"),
    "trial plan": ("trial", "plan", "slow_breathing"),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_one_document(person: Person, small_table: Path, name: str) -> None:
    """The whole of standard output parses, and it is an object."""
    person.types("log", "something", "--pain", "3")
    if name == "restore":
        person.types("backup", person.home / "BACKUP")
    arguments = [str(small_table) if word == "TABLE" else word for word in COMMANDS[name]]
    assert isinstance(person.asks_json(*arguments), dict)


@pytest.mark.parametrize("name", ["log", "day", "doctor", "simulate"])
def test_json_may_stand_first(person: Person, name: str) -> None:
    """``commensal --json day`` is ``commensal day --json``."""
    assert isinstance(json.loads(person.types("--json", *COMMANDS[name]).out), dict)


@pytest.mark.parametrize("comes_first", [True, False], ids=["before", "after"])
def test_data_may_stand_before_or_after(person: Person, comes_first: bool) -> None:
    """--data names the folder in both places, and wins over the environment."""
    other = person.home / "other"
    option = ("--data", other)
    person.types(*option, "log", "x") if comes_first else person.types("log", "x", *option)
    assert person.n_entries(other) == 1
    assert not person.diary.exists()
