"""``commensal trial``: what each command prints, refuses and keeps to itself."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from commensal.cli.words import words
from commensal.trials.running import TrialState
from commensal.trials.stops import StopCause
from tests.stories.trial_person import TrialPerson

_OWN = ("--own", "ten minutes of quiet music", "--days", "20", "--outcome", "pain")
_HEALTH_WORDS = ("pain", "music", "trial", "health", "symptom", "probiotic")


@pytest.fixture
def person(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> TrialPerson:
    """Somebody with one rating."""
    someone = TrialPerson(folder=tmp_path, capsys=capsys)
    someone.types("log", "--pain", "4")
    return someone


def test_every_end_and_every_state_has_a_sentence() -> None:
    """Whatever ends a trial, and wherever it stands, it is said in words."""
    for cause in StopCause:
        assert words(f"trial.held_{cause.value}", change="berries", days="two days")
    assert words("trial.rests_two_worse_days", change="berries", days="two days")
    for state in TrialState:
        assert words(f"trial.state_{state.value}")
        if state is not TrialState.RUNNING:
            words(f"trial.next_{state.value}")


def test_without_a_command_it_says_where_the_trials_stand(person: TrialPerson) -> None:
    """A first visit leads to suggestions."""
    assert "commensal trial suggest" in person.types("trial")


def test_what_waits_names_what_it_waits_for_and_shows_no_draft(person: TrialPerson) -> None:
    """A plan the gate has not let through is not described; the questions are."""
    offered = person.asks("trial", "suggest")
    assert offered["waiting"]
    assert all("draft" not in one and one["questions"] for one in offered["waiting"])
    assert all(one["is_allowed"] for one in offered["ready"])
    assert "slow_breathing" in person.types("trial", "suggest")


def test_a_plan_is_kept_and_replaced_until_it_begins(person: TrialPerson) -> None:
    """One plan at a time; a look keeps none."""
    person.types("trial", "plan", *_OWN, "--look-only")
    assert person.asks("trial", "list")["trials"] == []
    first = person.asks("trial", "plan", *_OWN, "--seed", "1")
    second = person.asks("trial", "plan", *_OWN, "--seed", "2")
    assert first["hash"] != second["hash"]
    (kept,) = person.asks("trial", "list")["trials"]
    assert (kept["hash"], kept["state"]) == (second["hash"], "planned")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "nothing to try"),
        (("slow_breathing", "--own", "a warm bath"), "several changes"),
        (("--finding", "bread"), "what goes with it"),
        (("nothing_of_the_kind",), "one of"),
        (("--own", "taking half of my sertraline"), "not a medicine"),
        (("--own", "a warm bath", "--from", "2020-01-01"), "a later day"),
        (("--own", "a warm bath", "--outcome", " "), "a symptom"),
    ],
    ids=["nothing", "both", "no finding", "unknown", "medicine", "past", "no outcome"],
)
def test_a_wish_that_cannot_be_planned_is_refused_in_a_sentence(
    person: TrialPerson, arguments: tuple[str, ...], said: str
) -> None:
    """Where, what was found, what was expected; and nothing is kept."""
    assert said in person.types("trial", "plan", *arguments, code=2)
    assert person.asks("trial", "list")["trials"] == []


def test_nothing_begins_without_a_yes(person: TrialPerson) -> None:
    """Where nobody can be asked, --yes has to be typed; the page is shown before."""
    person.types("trial", "plan", *_OWN)
    said = person.types("trial", "start", code=1)
    assert "What ends it" in said
    assert "--yes" in said
    assert person.asks("trial", "today")["state"] == "planned"


def test_one_trial_at_a_time(person: TrialPerson) -> None:
    """Another one can be planned, and begins when the first has ended."""
    person.types("trial", "plan", *_OWN)
    person.types("trial", "start", "--yes")
    person.types("trial", "plan", "--own", "a warm bath")
    assert "one change at a time" in person.types("trial", "start", "--yes", code=2)
    person.types("trial", "stop", "--yes")
    person.types("trial", "start", "--yes")


def test_a_plan_whose_first_day_has_passed_moves_and_keeps_its_order(person: TrialPerson) -> None:
    """The same seed and schedule, another first day, another fingerprint."""
    planned = person.asks("trial", "plan", *_OWN, "--seed", "5")
    person.sleeps(5)
    begun = person.asks("trial", "start", "--yes")
    assert begun["was_moved"]
    assert begun["hash"] != planned["hash"]
    assert begun["first_day"] > planned["plan"]["first_day"]
    assert len(person.asks("trial", "list")["trials"]) == 1
    file = person.folder / "moved.json"
    person.types("trial", "check", "--to", file)
    assert person.asks("trial", "check", file)["hash"] == begun["hash"]


@pytest.mark.parametrize("command", ["today", "look", "verdict", "did", "pause", "resume", "stop", "unwell", "amend"])
def test_without_a_trial_every_command_says_what_comes_first(person: TrialPerson, command: str) -> None:
    """No trace, no guess: a sentence with the next step."""
    more = {"did": ["done"], "unwell": ["a rash"], "amend": ["x"], "stop": ["--yes"]}.get(command, [])
    assert "commensal trial suggest" in person.types("trial", command, *more, code=2)


def test_a_day_outside_the_trial_is_refused(person: TrialPerson) -> None:
    """Before it began, and in the future."""
    person.types("trial", "plan", *_OWN, "--from", "today")
    person.types("trial", "start", "--yes")
    person.types("trial", "did", "done", "--day", "yesterday", code=2)
    person.types("trial", "did", "done", "--day", "2026-03-09", code=1)
    assert person.asks("trial", "did", "swapped")["kept"] == {"day": "2026-03-02", "how": "swapped"}


def test_a_calendar_says_nothing_of_health_and_ends_with_the_trial(person: TrialPerson) -> None:
    """Neutral titles, and none for a trial that is over."""
    person.types("trial", "plan", *_OWN)
    file = person.folder / "notes.ics"
    person.types("trial", "calendar", file)
    text = file.read_text(encoding="utf-8").casefold()
    assert "begin:vevent" in text
    assert not any(word in text for word in _HEALTH_WORDS)
    person.types("trial", "start", "--yes")
    person.types("trial", "stop", "--yes")
    person.types("trial", "calendar", file, code=2)


def test_an_answer_about_oneself_ends_what_is_no_longer_fit(person: TrialPerson) -> None:
    """Within the call that brings it; an answer that changes nothing ends nothing."""
    person.types("trial", "plan", *_OWN)
    person.types("trial", "start", "--yes")
    assert "trial_held" not in person.asks("me", "set", "country", "GB")
    document = person.asks("me", "set", "severe_mecfs", "yes")
    assert document["trial_held"]["cause"] == "barred"
    assert person.asks("trial", "today")["state"] == "stopped"


def test_words_said_of_a_day_are_heeded(person: TrialPerson) -> None:
    """A red flag in a note beside the answer ends the trial as it would in a line of the diary."""
    person.types("trial", "plan", *_OWN, "--from", "today")
    person.types("trial", "start", "--yes")
    said = person.types("trial", "did", "done", "--note", "there was blood in my stool")
    assert said.index("see a doctor") < said.index("has ended")
    document = person.asks("trial", "today")
    assert (document["state"], document["instruction"]) == ("stopped", None)


def test_somebody_else_may_keep_the_envelope(person: TrialPerson) -> None:
    """Letters instead of arms until the end; then the envelope proves that it was not changed."""
    for flag in ("weak_immunity", "central_line", "chemotherapy", "transplant", "pregnant"):
        person.types("me", "set", flag, "no")
    person.types("trial", "plan", *_OWN)
    person.types("trial", "envelope", person.folder / "e.json", code=2)
    planned = person.asks("trial", "plan", "probiotic", "--seed", "3")
    person.types("trial", "envelope", person.folder / "e.json")
    begun = person.asks("trial", "start", "--yes")
    assert begun["hash"] == planned["hash"]
    person.sleeps()
    shown = person.asks("trial", "today")["instruction"]
    assert "arm" not in shown
    assert shown["package"] in ("A", "B")
    assert "probiotic" not in person.types("trial", "today")
    person.types("trial", "report", code=2)
    person.types("trial", "envelope", person.folder / "e.json", "--open", code=2)
    person.types("trial", "stop", "--yes")
    packages = person.asks("trial", "envelope", person.folder / "e.json", "--open")["packages"]
    assert sorted(packages) == ["A", "B"]
    arms = planned["plan"]["arms"]
    assert packages[shown["package"]] == arms[planned["plan"]["schedule"][0]]
    envelope = json.loads((person.folder / "e.json").read_text(encoding="utf-8"))
    envelope["packages"] = dict(zip(envelope["packages"], reversed(envelope["packages"].values()), strict=True))
    (person.folder / "e.json").write_text(json.dumps(envelope), encoding="utf-8")
    person.types("trial", "envelope", person.folder / "e.json", "--open", code=1)
