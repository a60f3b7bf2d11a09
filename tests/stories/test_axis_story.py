"""A tired person asks the map, in everyday words, without a diary."""

from __future__ import annotations

import pytest

from commensal.cli import axis
from commensal.cli.door import Door
from tests.stories.person import Person

_ASKED = [
    ("fibre", "pain"),
    ("antibiotics", "fatigue"),
    ("ibuprofen", "leaky gut"),
    ("poor sleep", "my pain"),
    ("yoga", "low mood"),
    ("poo transplant", "fibromyalgia"),
    ("processed food", "ibs"),
    ("exercise", "ME/CFS"),
    ("gut bugs", "brain fog"),
]


@pytest.mark.parametrize(("start", "end"), _ASKED, ids=lambda words: str(words).replace(" ", "-"))
def test_an_answer_fits_on_a_screen(person: Person, start: str, end: str) -> None:
    """Under 25 lines, 79 letters wide, with a grade and the weakest link, and nothing is kept."""
    said = person.types("axis", "explain", start, end)
    lines = said.out.splitlines()
    assert len(lines) < 25
    assert max(map(len, lines)) <= 79
    assert "Weakest link" in said.out
    assert any(grade in " ".join(said.out.split()) for grade in ("early and mixed", "moderate", "strong"))
    assert not person.diary.exists()


def test_the_answer_as_json(person: Person) -> None:
    """The same answer with ids and the words of GRADE."""
    document = person.asks_json("axis", "explain", "fibre", "pain")
    assert (document["start"]["id"], document["end"]["id"]) == ("fibre_total", "pain_intensity")
    path = document["paths"][0]
    assert path["grade"] in {"high", "moderate", "low", "very_low"}
    assert path["weakest_link"] in {link["id"] for link in path["links"]}
    assert set(path["links"][0]["evidence"]) == {
        "plausibility",
        "animal",
        "human_observational",
        "human_interventional",
    }


def test_every_way(person: Person) -> None:
    """--all shows at least as many ways as the short form says are left."""
    short, long = (person.types("axis", "explain", "fibre", "pain", *more).out for more in ((), ("--all",)))
    n_left = int(next(line for line in short.splitlines() if "more ways are drawn" in line).split()[0])
    assert long.count("Weakest link") == n_left + short.count("Weakest link")


@pytest.mark.parametrize("command", [("node", "leaky", "gut"), ("places",), ("strength",)], ids=lambda c: str(c[0]))
def test_other_questions(person: Person, command: tuple[str, ...]) -> None:
    """A place, all places, and the strength of evidence by area; each also as JSON."""
    assert len(person.types("axis", *command).out.splitlines()) > 5
    assert isinstance(person.asks_json("axis", *command), dict)


def test_strength_says_what_the_audit_says(person: Person) -> None:
    """Early and mixed for trials in people, low to moderate for watching them."""
    said = person.types("axis", "strength").out
    assert "Testing in people: early and mixed" in said
    assert "Watching people: mostly low to moderate" in said


def test_a_word_of_two_meanings_is_asked_back(person: Person) -> None:
    """Painkillers may be NSAIDs or opioids; nobody guesses."""
    said = person.types("axis", "explain", "painkillers", "pain", code=2)
    assert said.out == ""
    assert "Which do you mean?" in said.err
    assert "NSAIDs" in said.err
    assert "Opioids" in said.err


@pytest.mark.parametrize(
    ("words", "answer"), [("osteoarthritis", "Inflammatory arthritis"), ("paracetamol", "medicine")]
)
def test_a_word_that_is_not_on_the_map(person: Person, words: str, answer: str) -> None:
    """One sentence that says so, and what is near."""
    said = person.types("axis", "node", words, code=2)
    assert len(said.err.strip().splitlines()) == 1
    assert answer in said.err


class _Keyboard:
    """Somebody at a terminal who types one line."""

    def __init__(self, line: str) -> None:
        self._line = line

    def isatty(self) -> bool:
        return True

    def readline(self) -> str:
        return self._line


@pytest.mark.parametrize(
    ("typed", "chosen"), [("2\n", "opioid_use"), ("1\n", "nsaid_use"), ("\n", "painkillers"), ("9\n", "painkillers")]
)
def test_at_a_terminal_the_question_can_be_answered(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], typed: str, chosen: str
) -> None:
    """A number chooses; anything else leaves the words as they were, and they are asked back as a sentence."""
    monkeypatch.setattr(axis, "can_ask", lambda: True)
    monkeypatch.setattr("sys.stdin", _Keyboard(typed))
    assert axis._settled("painkillers", Door()) == chosen
    assert "Opioids" in capsys.readouterr().err


def test_for_json_nobody_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that reads JSON gets a document or an error, and no question."""
    monkeypatch.setattr(axis, "can_ask", lambda: True)
    assert axis._settled("painkillers", Door(as_json=True)) == "painkillers"
