"""The demo: a synthetic person, labelled everywhere, the truth beside it, the person's own diary untouched."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.stories.person import Person


def test_the_whole_loop(person: Person) -> None:
    """Logged, kept, looked at, drawn; ends with what to type next, and the next command works."""
    person.types("log", "my own line")
    own = person.content_hash()
    said = person.types("demo", "--days", "200")
    assert "made up" in said.out
    assert "commensal import FILE" in said.out
    (line,) = [line for line in said.out.splitlines() if "commensal findings" in line]
    typed = subprocess.run(line, shell=True, env=person.environ(), capture_output=True, text=True, check=True)
    assert "Synthetic person" in typed.stdout
    folder = next(person.home.rglob("truth.json")).parent
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert "Synthetic person" in page
    assert json.loads((folder / "truth.json").read_text())["synthetic"] is True
    found = person.types("findings", "--data", folder)
    assert "Synthetic person" in found.out
    assert "synthetic" in person.types("day", "2024-01-02", "--data", folder).out
    assert person.content_hash() == own


def test_the_same_seed_is_the_same_person(person: Person) -> None:
    """Run twice: the earlier demo is replaced and the content is the same; another seed is another person."""
    place = person.home / "demo"
    hashes = []
    for seed in ("5", "5", "6"):
        document = person.asks_json("demo", "--days", "60", "--seed", seed, "--folder", place)
        hashes.append(person.content_hash(Path(document["folder"])))
    assert hashes[0] == hashes[1] != hashes[2]
    assert document["replaced"] is True


def test_a_real_diary_is_never_replaced(person: Person) -> None:
    """--folder (or --data) with a diary in it is refused, also when it had been a demo and was written in since."""
    person.types("log", "mine")
    own = person.content_hash()
    for option in ("--folder", "--data"):
        said = person.types("demo", "--days", "60", option, person.diary, code=2)
        assert "Nothing was changed" in said.err
    assert person.content_hash() == own

    place = person.home / "demo"
    person.types("demo", "--days", "60", "--folder", place)
    person.types("log", "mine too", "--data", place)
    person.types("demo", "--days", "60", "--folder", place, code=2)
    assert "mine too" in person.types("day", "--data", place).out


def test_the_environment_does_not_point_the_demo_at_the_diary(person: Person) -> None:
    """COMMENSAL_DATA names the person's own folder; the demo goes elsewhere."""
    document = person.asks_json("demo", "--days", "60")
    assert not person.diary.exists()
    assert not Path(document["folder"]).is_relative_to(person.diary)


@pytest.mark.parametrize("form", ["export", "csv"])
def test_made_up_people_as_files(person: Person, form: str) -> None:
    """Each person has a diary and the truth beside it, and the diary can be imported."""
    out = person.home / "people"
    arguments = ("simulate", "people", "-n", "2", "--days", "40", "--seed", "1", "--out", out, "--format", form)
    document = person.asks_json(*arguments)
    assert len(document["people"]) == 2
    for place in map(Path, document["people"]):
        assert json.loads((place / "truth.json").read_text())["synthetic"] is True
        source = place / ("diary" if form == "export" else "days.csv")
        assert person.asks_json("import", source, "--data", place / "read", "--yes")["is_written"]
    person.types(*arguments, code=2)
