"""What could I try next: from an empty diary to a finding that is tested, and back when something is wrong."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tests.stories.person import Person

_NO = ("pem", "eating_disorder_history", "food_insecurity", "pregnant", "under_18", "severe_mecfs")


def _table(folder: Path, *, n_days: int = 90) -> Path:
    """A spreadsheet in which stomach pain is higher on the day after bread; up to yesterday."""
    chance = random.Random(5)
    first = date.today() - timedelta(days=n_days)  # noqa: DTZ011 - the person's own day
    rows, before = ["date,stomach pain,bread"], 0
    for number in range(n_days):
        bread = int(chance.random() < 0.4)
        pain = min(6, max(0, round(2 + 3 * before + chance.gauss(0, 0.7))))
        rows.append(f"{(first + timedelta(days=number)).isoformat()},{pain},{bread}")
        before = bread
    file = folder / "table.csv"
    file.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return file


def _steps(document: dict[str, Any]) -> list[str]:
    return [item["step"] for item in document["suggestions"]]


def test_a_finding_becomes_a_test_and_never_a_ban(person: Person, tmp_path: Path) -> None:
    """Bread goes with stomach pain; the step is two weeks without, with an end, a way back, and a test."""
    person.types("import", _table(tmp_path), "--yes")
    person.types("me", "set", "conditions", "IBS")
    waiting = person.asks_json("suggest")
    assert "food_out_and_back" not in _steps(waiting)
    assert waiting["passed_over"]["food_out_and_back"] == "waits"
    for flag in _NO:
        person.types("me", "set", flag, "no")
    person.types("me", "set", "coeliac_tested", "yes")  # before that, nobody is asked to leave bread out

    first = person.asks_json("suggest")["suggestions"][0]
    assert (first["step"], first["finding"]["exposure"]) == ("food_out_and_back", "bread")
    assert first["finding"]["effect"][1] > 0
    assert date.fromisoformat(first["ends_on"]) - date.fromisoformat(first["starts_on"]) == timedelta(days=14)
    assert first["back_by"] > first["back_from"]
    assert first["trial"]["symptom"] == "stomach_pain"

    said = person.types("suggest").out
    assert "Test one food: bread" in said
    assert "goes with" in said
    assert len(said.splitlines()) <= 60

    going_on = person.asks_json("suggest", "--tried", "food_out_and_back=now")
    assert not any(item["step"].startswith("food") for item in going_on["suggestions"])


def test_when_something_is_urgent_ideas_wait(person: Person, tmp_path: Path) -> None:
    """Blood in the stool: a doctor first; once somebody has looked, ideas come back. An emergency ends all else."""
    person.types("import", _table(tmp_path, n_days=20), "--yes")
    person.types("log", "there was blood in my stool", "--yes")
    urgent = person.asks_json("suggest")
    assert _steps(urgent)[0] == "see_doctor"
    assert set(_steps(urgent)) <= {"see_doctor", "keep_logging", "rest"}
    person.types("me", "seen", "S04")
    assert "see_doctor" not in _steps(person.asks_json("suggest"))

    person.types("log", "I was vomiting blood", "--yes")
    emergency = person.asks_json("suggest")
    assert emergency["is_emergency"]
    assert "suggestions" not in emergency
    said = person.types("suggest").out
    assert "emergency" in said
    assert "Ideas" not in said
    assert "ideas" not in said


def test_a_question_about_a_medicine_gets_no_advice_on_it(person: Person) -> None:
    """The answer is whom to ask; the pharmacist comes first, and no step is about the medicine."""
    for number in range(3):
        day = (date.today() - timedelta(days=number)).isoformat()  # noqa: DTZ011
        person.types("log", "omeprazole 20, pain 4", "--day", day, "--yes")
    document = person.asks_json("suggest", "Can I stop my omeprazole?")
    assert "S16" in {rule["rule"] for rule in document["fired"]}
    assert _steps(document)[0] == "medicine_review"
    assert "keep taking" in person.types("suggest", "Can I stop my omeprazole?").out
