"""The first hour: look around, see the demo, log a day, ask, take back."""

from __future__ import annotations

import re

from tests.stories.person import Person


def test_a_first_day(cold_person: Person) -> None:
    """Log a line, see it, get an honest "cannot tell yet", take it back."""
    first = cold_person.types(
        "log", "lentil soup, ibuprofen 400", "--pain", "4", "--none", "headache", "--sleep", "6.5"
    )
    assert "not a medical device" in first.err
    assert "commensal undo" in first.out
    assert re.search(r"pain +4 of 10", first.out)

    day = cold_person.types("day")
    assert "not a medical device" not in day.err, "the notice is shown once"
    assert "lentil soup, ibuprofen 400" in day.out
    assert re.search(r"headache +none", day.out)
    assert re.search(r"sleep +6.5 h", day.out)

    found = cold_person.types("findings")
    assert "Cannot tell yet what goes with your pain" in found.out

    cold_person.types("undo")
    assert "Nothing was logged" in cold_person.types("day").out
    assert "nothing to undo" in cold_person.types("undo").out


def test_the_notice_stays_out_of_json(person: Person) -> None:
    """Also at the very first run, standard output is one JSON document and the notice is beside it."""
    said = person.types("--json", "log", "--pain", "3")
    assert "not a medical device" in said.err
    assert said.out.startswith("{")
    assert "medical device" not in said.out


def test_words_become_a_day(person: Person) -> None:
    """One sentence is enough; it is shown as it was understood, and what was not is named."""
    said = person.types("log", "lentil soup, rye bread, ibuprofen 400, pain 4, slept 6h, flurble").out
    assert "ibuprofen 400 mg" in said
    assert "pain 4 of 10" in said
    assert re.search(r"lentil soup \(about \d+ g\)", said)
    assert re.search("Not understood.*“flurble”", said)
    day = person.types("day").out
    assert "flurble" in day
    assert re.search(r"sleep +6 h", day)


def test_yesterday_can_be_written_down_today(person: Person) -> None:
    """A backfilled day shows the day it was written down on."""
    person.types("log", "--pain", "2", "--day", "yesterday")
    assert "written down on" in person.types("day", "yesterday").out
    assert "Nothing was logged" in person.types("day").out


def test_looking_around_leaves_nothing_behind(person: Person) -> None:
    """Help, doctor, an empty day and an empty undo make no file in the person's home."""
    for arguments in (["--help"], ["--version"], ["log", "--help"], ["doctor"], ["day"], ["undo"]):
        person.types(*arguments)
    person.types("findings", code=1)
    assert list(person.home.rglob("*")) == []
