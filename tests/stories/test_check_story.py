"""A questionnaire at a terminal, blanks and a break included; and what its answers do to safety."""

from __future__ import annotations

import os
import pty
import select
import subprocess

import pytest

from commensal.knowledge.instruments import instruments
from commensal.records.person import Flag
from commensal.service.home import open_home
from commensal.service.person import person as person_in
from commensal.vocab.answers import Answer
from tests.stories.person import Person

_PATIENCE_S = 60.0
_PROMPT = b"\n> "


def _answers_at_terminal(person: Person, *arguments: str, answers: list[str]) -> tuple[int, str]:
    """Run a command with a terminal at both ends; give the next answer at each prompt."""
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        person.command(*arguments),
        env={**person.environ(), "TERM": "xterm"},
        stdin=follower,
        stdout=follower,
        stderr=follower,
        cwd=person.home,
    )
    os.close(follower)
    seen, n_given = b"", 0
    while chunk := _next_output(leader):
        seen += chunk.replace(b"\r\n", b"\n")
        while seen.count(_PROMPT) > n_given and n_given < len(answers):
            os.write(leader, (answers[n_given] + "\n").encode())
            n_given += 1
    os.close(leader)
    if process.poll() is None and n_given < len(answers):
        process.kill()
    return process.wait(timeout=_PATIENCE_S), seen.decode()


def _next_output(terminal: int) -> bytes:
    readable, _, _ = select.select([terminal], [], [], _PATIENCE_S)
    try:
        return os.read(terminal, 65536) if readable else b""
    except OSError:
        return b""  # Linux says so when the other end of a terminal is closed


def _last(person: Person, name: str) -> dict[str, float]:
    answers = person.asks_json("check", name, "--last")["answered"]["answers"]
    assert isinstance(answers, dict)
    return answers


def test_every_question_can_be_answered_or_left_blank(person: Person) -> None:
    """Fifteen prompts, counted; a blank is kept as a blank, a slip is asked again."""
    answers = ["3", "2", "", "7", "1", "", "", "", "", "", "", "", "1", "", "5", ""]
    code, text = _answers_at_terminal(person, "check", "pem", answers=answers)
    assert code == 0, text
    assert "none of the choices" in text
    assert "15 of 15" in text
    assert "PEM is possible" in text
    kept = _last(person, "pem")
    assert kept == {"heavy_often": 3.0, "heavy_much": 2.0, "next_day_much": 1.0, "after_body": 1.0, "lasts": 5.0}


def test_one_may_stop_halfway(person: Person) -> None:
    """Three questions on a bad day are better than none: q keeps what there is."""
    code, text = _answers_at_terminal(person, "check", "pem", answers=["3", "3", "q"])
    assert code == 0, text
    assert _last(person, "pem") == {"heavy_often": 3.0, "heavy_much": 3.0}


@pytest.mark.parametrize("answers", [["q"], [""] * 15], ids=["stop", "all blank"])
def test_nothing_answered_keeps_nothing(person: Person, answers: list[str]) -> None:
    """Leaving at once, or leaving everything blank, makes no diary."""
    code, text = _answers_at_terminal(person, "check", "pem", answers=answers)
    assert code == 0, text
    assert "nothing was kept" in text
    assert not person.diary.exists()


def test_areas_of_the_body_are_asked_by_region(person: Person) -> None:
    """Five prompts instead of nineteen: those that are named hurt, the others of that region do not."""
    answers = ["2 3", "0", "", "1,2", "9", "1", "2", "2", "2", "1", "0", "0", "1"]
    code, text = _answers_at_terminal(person, "check", "fibromyalgia", answers=answers)
    assert code == 0, text
    kept = _last(person, "fibromyalgia")
    assert (kept["shoulder_left"], kept["upper_arm_left"], kept["jaw_left"]) == (1.0, 1.0, 0.0)
    assert kept["shoulder_right"] == 0.0
    assert "hip_left" not in kept
    assert (kept["hip_right"], kept["lower_leg_right"]) == (1.0, 0.0)
    assert (kept["neck"], kept["chest"]) == (1.0, 0.0)
    assert kept["three_months"] == 1.0


def test_a_positive_answer_reaches_the_safety_rules(person: Person) -> None:
    """What the gate knows of this person afterwards, and that undo takes it back."""
    person.types("check", "pem", "--answers", "heavy_often=2 heavy_much=2")
    home = open_home(str(person.diary))
    assert person_in(home).answer(Flag.PEM) is Answer.YES
    person.types("undo")
    assert person_in(home).answer(Flag.PEM) is None


def test_questionnaires_leave_with_an_export(person: Person) -> None:
    """Answers, scores and marks of crashes are in the export, and an empty install takes them back whole."""
    person.types("check", "pem", "--answers", "heavy_often=2 heavy_much=2")
    person.types("check", "score", "ibs-sss", "140")
    person.types("check", "stool", "--form", "4")
    person.types("pacing", "crash", "--day", "yesterday")
    person.types("export", person.home / "out")
    other = person.home / "other"
    person.types("import", person.home / "out", "--yes", "--data", other)
    assert person.content_hash(other) == person.content_hash()


def test_with_nobody_there_nothing_is_asked(person: Person) -> None:
    """In a pipe: one sentence that names the way to answer, and exit code 2."""
    said = person.types("check", "pem", code=2)
    assert "commensal check pem --questions" in said.err
    assert said.out == ""


@pytest.mark.parametrize("name", ["pem", "fibromyalgia", "scales"])
def test_all_items_are_asked(person: Person, name: str) -> None:
    """At a terminal every item comes up once."""
    instrument = next(one for one in instruments().values() if one.command == f"check {name}")
    _, text = _answers_at_terminal(person, "check", name, answers=[""] * len(instrument.items))
    plain = " ".join(text.split())
    assert [item.id for item in instrument.items if " ".join(item.text.split()) not in plain] == []
