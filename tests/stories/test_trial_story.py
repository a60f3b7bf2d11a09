"""One trial from end to end by command line: plan, yes, sixty days, looks, verdict, report; and how others ended."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from commensal.report.numbers import day_words
from commensal.service.log import log
from commensal.trials.plan import TrialPlan
from tests.stories.trial_person import TrialPerson


@pytest.fixture
def person(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> TrialPerson:
    """Somebody with four weeks of pain in the diary."""
    someone = TrialPerson(folder=tmp_path, capsys=capsys)
    chance = random.Random(11)
    for _ in range(28):
        log(someone.home, ratings={"pain": _rating(chance, 5.0)})
        someone.sleeps()
    return someone


def _rating(chance: random.Random, level: float) -> int:
    return min(10, max(0, round(chance.gauss(level, 1.0))))


def _plan(person: TrialPerson, *more: str) -> TrialPlan:
    """Plan a trial of 60 days and say yes to it; the plan, read back from its own file and proved."""
    file = person.folder / "plan.json"
    own = ("--own", "ten minutes of quiet music", "--days", "60", "--outcome", "pain", "--seed", "4")
    person.types("trial", "plan", *own, "--to", file, *more)
    person.types("trial", "start", "--yes")
    return TrialPlan.from_json(file.read_text(encoding="utf-8"))


def _lives(person: TrialPerson, plan: TrialPlan, n_days: int, *, effect: float = -2.0, seed: int = 3) -> None:
    """Days as they come: pain, sometimes not rated; how it went, sometimes not said; on some the note is looked at."""
    chance = random.Random(seed)
    for number in range(n_days):
        arm = plan.arm_on(person.today)
        assert arm is not None
        if number % 4 == 0:
            said = person.asks("trial", "today")["instruction"]
            assert (said["arm"], said["day"]) == (plan.arms[arm], person.today.isoformat())
        if chance.random() > 0.1:
            person.types("log", "--pain", str(_rating(chance, 5.0 + effect * arm)))
        if chance.random() > 0.1:
            person.types("trial", "did", chance.choice(["done"] * 9 + ["partly", "not"]))
        person.sleeps()


def _never_again(person: TrialPerson) -> None:
    """No command tells what to do for a trial that has ended, and undo does not bring it back."""
    for arguments in (("trial", "resume"), ("trial", "pause"), ("trial", "start", "--yes"), ("trial", "amend", "x")):
        person.types(*arguments, code=2)
    for _ in range(4):
        person.types("undo")
        shown = person.asks("trial", "today")
        assert "instruction" not in shown or shown["instruction"] is None


def test_from_a_plan_to_a_verdict(person: TrialPerson) -> None:
    """Sixty days with a change that helps: it is kept, the numbers say so, and the plan is proved from its file."""
    shown = person.types("trial", "plan", "--own", "ten minutes of quiet music", "--days", "60", "--look-only")
    assert "How small a difference it could show" in shown
    assert person.types("trial", "list").startswith("No trial yet")

    plan = _plan(person)
    assert person.asks("trial", "today")["state"] == "waiting"
    person.sleeps()
    _lives(person, plan, 20)
    early = person.asks("trial", "look")
    assert early["result"]["n_days_seen"] == 20
    assert early["verdict"]["decision"] == "not_settled"
    _lives(person, plan, 40, seed=5)

    assert person.asks("trial", "today")["state"] == "finished"
    look = person.asks("trial", "look")
    assert look["days"]["so_far"] == 60
    assert sum(look["days"][name] for name in ("done", "partly", "not", "swapped", "unsaid", "paused")) == 60
    lead = look["result"]["comparisons"][0]
    assert lead["effect"]["low"] < -2.0 < lead["effect"]["high"]
    assert lead["p_value"] < 0.05
    assert lead["e_value"] > 20
    assert look["verdict"]["decision"] == "keep"
    said = person.types("trial", "verdict")
    assert "Keep." in said
    assert "cause" not in said.casefold().replace("because", "")
    report = person.types("trial", "report")
    assert plan.hash in report.replace("\n", "").replace(" ", "")
    assert "Ordered after CENT 2015" in report
    page = person.folder / "report.html"
    person.types("trial", "report", "--html", page)
    assert "<html" in page.read_text(encoding="utf-8")
    checked = person.asks("trial", "check", person.folder / "plan.json")
    assert (checked["hash"], checked["trial"]) == (plan.hash, plan.hash[:8])


def test_a_plan_that_was_touched_is_refused(person: TrialPerson) -> None:
    """A day moved by hand, or another seed: the file no longer proves itself."""
    _plan(person)
    file = person.folder / "plan.json"
    for old, new in (('"seed": 4', '"seed": 5'), ("ten minutes", "five minutes")):
        text = file.read_text(encoding="utf-8")
        other = person.folder / "other.json"
        other.write_text(text.replace(old, new), encoding="utf-8")
        assert "changed after it was frozen" in person.types("trial", "check", other, code=1)


def test_hidden_results_stay_hidden_until_the_end(person: TrialPerson) -> None:
    """No command says a number of the result before the last day, in words or in a document."""
    plan = _plan(person, "--hide-results")
    assert plan.first_day is not None
    person.sleeps()
    _lives(person, plan, 12)
    for command in ("look", "verdict", "report"):
        document = person.asks("trial", command)
        assert document.get("result") is None
        assert document.get("verdict") is None
        assert document.get("report") is None
        said = person.types("trial", command)
        assert "lower" not in said
        assert "higher" not in said
    assert "You chose to see no results before" in person.types("trial", "look")
    assert "hidden until the end" in person.types("trial", "today")
    found = person.types("findings", "--outcome", "pain")
    assert f"rests on your days up to {day_words(plan.first_day - timedelta(days=1))}" in " ".join(found.split())

    person.types("trial", "amend", "I would like to know now", "--show-results")
    assert person.asks("trial", "look")["result"]["n_days_seen"] == 12
    assert "I would like to know now" in " ".join(person.types("trial", "report").split())


def test_a_red_flag_ends_it_within_the_call(person: TrialPerson) -> None:
    """The line that brings the bad news says what to do about it, that the trial has ended, and that it is kept."""
    plan = _plan(person)
    person.sleeps()
    _lives(person, plan, 9)
    said = person.types("log", "there was blood in my stool this morning", "--yes")
    first, second = said.index("see a doctor"), said.index("has ended")
    assert first < second < said.index("Kept for")
    assert person.asks("trial", "today")["state"] == "stopped"
    assert "cannot be taken up again" in said
    verdict = person.asks("trial", "verdict")["verdict"]
    assert (verdict["decision"], verdict["reasons"][0]) == ("not_settled", "stopped_for_harm")
    _never_again(person)


def test_an_emergency_shows_help_and_nothing_else(person: TrialPerson) -> None:
    """Also in the place of today's note and of results, until the person says that they are safe."""
    plan = _plan(person)
    person.sleeps()
    _lives(person, plan, 3)
    document = person.asks("log", "I am vomiting blood", "--yes")
    assert document["trial_held"]["cause"] == "emergency"
    for command in ("today", "look", "verdict", "report", "suggest", "list"):
        shown = person.asks("trial", command)
        assert list(shown) == ["safety"], command
    person.types("me", "safe", "S03")
    assert person.asks("trial", "today")["state"] == "stopped"
    _never_again(person)


def test_a_crash_ends_it_within_the_call(person: TrialPerson) -> None:
    """Typed in words, or marked by the command for it."""
    for number, arguments in enumerate((("pacing", "crash"), ("log", "crashed today"))):
        file = person.folder / "plan.json"
        person.types("trial", "plan", "--own", "ten minutes of quiet music", "--seed", str(number), "--to", file)
        person.types("trial", "start", "--yes", "--on", "today")
        document = person.asks(*arguments)
        assert document["trial_held"]["cause"] == "payback", arguments
        assert person.asks("trial", "today")["instruction"] is None
        person.sleeps(2)


def test_a_file_that_brings_bad_news_ends_it_within_the_import(person: TrialPerson) -> None:
    """A crash that another tracker knows of counts as one that was typed."""
    plan = _plan(person)
    person.sleeps()
    _lives(person, plan, 2)
    file = person.folder / "table.csv"
    file.write_text(f"date,crash\n{person.today},1\n{person.today - timedelta(days=1)},0\n", encoding="utf-8")
    document = person.asks("import", file, "--yes")
    assert document["trial_held"]["cause"] == "payback"
    assert person.asks("trial", "today")["instruction"] is None


def test_something_unwelcome_ends_it_and_is_not_begun_again_unasked(person: TrialPerson) -> None:
    """The same change needs somebody who knows to have looked; another change does not."""
    plan = _plan(person)
    person.sleeps()
    _lives(person, plan, 4)
    assert "has ended" in person.types("trial", "unwell", "a pain in my back after each time")
    assert person.asks("trial", "verdict")["verdict"]["reasons"][0] == "bad_reaction"
    person.types("trial", "plan", "--own", "ten minutes of quiet music", "--seed", "8")
    assert "unwelcome" in person.types("trial", "start", "--yes", code=2)
    person.types("trial", "start", "--yes", "--asked")
    assert person.asks("trial", "today")["state"] == "waiting"
    person.types("trial", "stop", "--yes")
    person.types("trial", "plan", "--own", "a warm bath before bed", "--seed", "8")
    person.types("trial", "start", "--yes")


def test_a_rest_counts_as_assigned_and_not_as_kept(person: TrialPerson) -> None:
    """No note and no answer on days of rest; their ratings stay in, so that a rest cannot favour one arm."""
    plan = _plan(person)
    person.sleeps()
    _lives(person, plan, 8, effect=0.0)
    before = person.asks("trial", "look")
    person.types("trial", "pause", "visitors")
    for _ in range(3):
        assert person.asks("trial", "today")["instruction"] is None
        person.types("trial", "did", "done", code=2)
        person.types("log", "--pain", "9")
        person.sleeps()
    rested = person.asks("trial", "look")
    assert rested["days"]["paused"] == 4  # today is the fourth, until the trial goes on
    assert rested["result"]["n_used"] == before["result"]["n_used"] + 3
    assert rested["result"]["adherence"]["not_done"] == before["result"]["adherence"]["not_done"] + 3
    person.types("trial", "resume")
    assert person.asks("trial", "today")["instruction"]["number"] == 12


def test_a_trial_is_left_with_the_diary_and_comes_back_with_it(person: TrialPerson) -> None:
    """An export read into an empty home, and a backup restored there, have the same trial in the same state."""
    plan = _plan(person)
    person.sleeps()
    _lives(person, plan, 3)
    before = person.asks("trial", "list")
    person.types("backup", person.folder / "kept.sqlite")
    other = TrialPerson(folder=person.folder / "elsewhere", capsys=person.capsys, now=person.now)
    other.types("restore", person.folder / "kept.sqlite")
    assert other.asks("trial", "list") == before


def test_a_finding_becomes_a_trial(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Bread goes with stomach pain; what is offered is a test, with an end and a way back, and never a ban."""
    person = TrialPerson(folder=tmp_path, capsys=capsys)
    file = tmp_path / "table.csv"
    file.write_text(_bread(person.today - timedelta(days=120), 120), encoding="utf-8")
    person.types("import", file, "--yes")
    for flag in ("pem", "eating_disorder_history", "food_insecurity", "pregnant", "under_18", "severe_mecfs"):
        person.types("me", "set", flag, "no")
    person.types("me", "set", "coeliac_tested", "yes")
    offered: dict[str, Any] = person.asks("trial", "suggest", "--outcome", "stomach pain")
    first = offered["from_findings"][0]
    assert first["draft"]["subject"] == "bread"
    assert first["draft"]["removes_something"]
    planned = person.asks("trial", "plan", "--finding", "bread", "--outcome", "stomach pain")
    assert planned["plan"]["removes_something"]
    assert planned["plan"]["reintroduce_after_days"] is not None
    page = person.types("trial", "plan", "--finding", "bread", "--outcome", "stomach pain")
    assert "comes back" in page


def test_what_was_left_out_comes_back_on_its_days(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """After the last day today's note says the portion; after harm no day is named for anything."""
    person = TrialPerson(folder=tmp_path, capsys=capsys)
    for flag in ("pem", "eating_disorder_history", "food_insecurity", "pregnant", "under_18", "severe_mecfs"):
        person.types("me", "set", flag, "no")
    arguments = ("trial", "plan", "food_out_and_back", "--about", "onions", "--outcome", "bloating", "--days", "12")
    planned = person.asks(*arguments)["plan"]
    person.types("trial", "start", "--yes")
    last = date.fromisoformat(person.asks("trial", "today")["last_day"])
    person.sleeps()
    person.types("log", "--symptom", "bloating=3")
    person.sleeps((last - person.today).days + planned["reintroduce_after_days"])
    assert "Today: a small portion of onions" in person.types("trial", "today")
    assert person.asks("trial", "verdict")["reintroduction"]["begins_on"] == person.today.isoformat()

    person.types(*arguments)
    person.types("trial", "start", "--yes", "--on", "today")
    person.types("log", "--symptom", "bloating=3")
    person.types("trial", "unwell", "swollen lips after lunch")
    document = person.asks("trial", "verdict")
    assert document["reintroduction"] is None
    assert "portion of onions" not in person.types("trial", "verdict") + person.types("trial", "today")


def _bread(first: date, n_days: int) -> str:
    """A table in which stomach pain is higher on the day after bread."""
    chance, rows, before = random.Random(5), ["date,stomach pain,bread"], 0
    for number in range(n_days):
        bread = int(chance.random() < 0.4)
        pain = min(6, max(0, round(2 + 3 * before + chance.gauss(0, 0.7))))
        rows.append(f"{(first + timedelta(days=number)).isoformat()},{pain},{bread}")
        before = bread
    return "\n".join(rows) + "\n"
