"""Trials on the page: from a choice to a verdict, with every answer that a person may give, and without a spoiler."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from commensal.records.entry import Entry
from commensal.records.facts import SymptomRating
from commensal.service.log import log
from commensal.service.person import keep_answers
from commensal.service.trial import standings
from commensal.service.trial_envelope import seal_envelope
from commensal.service.trial_journal import runs
from commensal.vocab.origin import Origin
from commensal.vocab.scales import NRS_0_10
from tests.unit.web.visitor import Visitor, main_of, text_of

_OWN = "/trials/plan?own=ten+minutes+of+quiet+music&outcome=pain&days=14&seed=7"
_NEEDED_FOR_A_PROBIOTIC = ("weak_immunity", "central_line", "chemotherapy", "transplant", "pregnant")
_SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def visitor(tmp_path: Path) -> Visitor:
    """Somebody who has rated pain for three weeks."""
    one = Visitor(folder=tmp_path)
    rates_days(one, 21)
    return one


def rates_days(visitor: Visitor, n_days: int) -> None:
    """Pain is rated each evening, and the days go by."""
    days = [visitor.today + timedelta(days=n) for n in range(n_days)]
    visitor.keeps(rating(day, value=3 + n % 3, at=visitor.now) for n, day in enumerate(days))
    visitor.sleeps(n_days)


def rating(day: date, *, value: int, at: datetime) -> Entry:
    """Pain of one day."""
    fact = SymptomRating(symptom="Pain", score=float(value), scale=NRS_0_10)
    return Entry(id=str(uuid4()), fact=fact, day=day, recorded_at=at, origin=Origin.ENTERED, source="diary")


def begins(visitor: Visitor, address: str = _OWN) -> None:
    """Say yes to the plan at an address, as the form that stands on it does."""
    visitor.post("/trials/begin", query=address.partition("?")[2], answer="begin")


def query_on(page: httpx.Response) -> str:
    """What the form of a plan hands on."""
    found = re.search(r'name="query" value="([^"]*)"', page.text)
    assert found is not None
    return unescape(found.group(1))


def test_without_a_trial_the_page_says_so_and_leads_on(tmp_path: Path) -> None:
    """An empty diary is no hindrance, and nothing has to be tried."""
    visitor = Visitor(folder=tmp_path)
    page = visitor.get("/trials")
    assert "No trial is running." in text_of(page)
    assert "nothing has to be tried" in text_of(page)
    assert 'href="/trials/choose"' in page.text


def test_what_could_be_tried_is_offered_with_what_waits(visitor: Visitor) -> None:
    """Ready plans first, then those that wait for an answer; and a place for one's own idea."""
    page = visitor.get("/trials/choose")
    text = text_of(page)
    assert (
        text.index("Ready plans") < text.index("These wait for an answer about you") < text.index("An idea of your own")
    )
    assert "/trials/plan?protocol=slow_breathing&amp;outcome=pain" in page.text


def test_a_plan_is_looked_at_before_anything_is_kept(visitor: Visitor) -> None:
    """Its days, what is asked each day, what it could show, what ends it; and looking keeps nothing."""
    text = visitor.reads(_OWN)
    for part in (
        "The days",
        "Each day",
        "How small a difference it could show",
        "What ends it",
        "Yes, begin this trial",
    ):
        assert part in text
    assert not runs(visitor.home)


def test_the_same_address_shows_the_same_plan(visitor: Visitor) -> None:
    """The lot stands in the address; a plan asked for without one draws it first."""
    seen = [re.search(r"fingerprint: (\w{64})", visitor.reads(_OWN)) for _ in range(2)]
    assert seen[0] is not None
    assert seen[1] is not None
    assert seen[0].group(1) == seen[1].group(1)
    assert "seed=" in str(visitor.get(_OWN.replace("&seed=7", "")).url)


def test_what_was_looked_at_is_what_begins(visitor: Visitor) -> None:
    """The plan that was agreed to, to the letter."""
    fingerprint = re.search(r"fingerprint: (\w{64})", visitor.reads(_OWN))
    assert fingerprint is not None
    visitor.post("/trials/begin", query=query_on(visitor.get(_OWN)), answer="begin")
    (standing,) = standings(visitor.home)
    assert standing.state.value == "waiting"
    assert standing.plan.hash == fingerprint.group(1)


def test_a_plan_may_be_kept_for_later_and_begun_then(visitor: Visitor) -> None:
    """Nothing begins without a yes."""
    page = visitor.get(_OWN)
    query = query_on(page)
    kept = visitor.post("/trials/begin", query=query, answer="keep")
    assert "A plan is ready, and nothing has begun." in text_of(kept)
    assert "Yes, begin this trial" in visitor.reads("/trials/begin")
    assert "It begins on" in text_of(visitor.post("/trials/begin", answer="begin"))


def test_each_day_says_what_today_is_and_takes_any_answer(visitor: Visitor) -> None:
    """The instruction first; an answer can be said again, and another day can be told of."""
    begins(visitor)
    visitor.sleeps(2)
    text = visitor.reads("/trials")
    assert "Today is “" in text
    assert "Day 2 of 14." in text
    for answer in ("done", "partly", "not", "swapped"):
        page = visitor.post("/trials/day", how=answer, day=visitor.today.isoformat())
        assert f'value="{answer}" aria-pressed="true"' in page.text
    yesterday = (visitor.today - timedelta(days=1)).isoformat()
    assert "Kept: " in text_of(visitor.post("/trials/day", how="done", day=yesterday))
    (standing,) = standings(visitor.home)
    assert standing.count.n_said == 2


def test_it_rests_and_goes_on(visitor: Visitor) -> None:
    """Nobody asks why."""
    begins(visitor)
    visitor.sleeps(2)
    assert "It rests." in text_of(visitor.post("/trials/pause"))
    assert "Day 2 of 14." in text_of(visitor.post("/trials/resume"))


def test_it_ends_at_one_tap_without_a_reason(visitor: Visitor) -> None:
    """No question back, no argument; what was logged is kept and can be looked back at."""
    begins(visitor)
    visitor.sleeps(3)
    assert "because you wished it. That is always all right." in text_of(visitor.post("/trials/stop"))
    (standing,) = standings(visitor.home)
    assert standing.state.value == "stopped"
    assert "No trial is running." in visitor.reads("/trials")
    assert standing.run.trial_id in visitor.get("/trials").text


def test_something_unwelcome_ends_it_and_it_is_not_begun_again_unasked(visitor: Visitor) -> None:
    """The same change waits until somebody who knows has looked."""
    begins(visitor)
    visitor.sleeps(2)
    assert "What happened is kept with it." in text_of(visitor.post("/trials/unwell", note="a rash on both arms"))
    badly = visitor.post("/trials/begin", query=_OWN.partition("?")[2], answer="begin", code=409)
    assert "let a doctor, dietitian or pharmacist look at that first" in text_of(badly)
    assert "It begins on" in text_of(visitor.post("/trials/begin", answer="begin", asked="1"))


def test_a_change_of_plan_stands_beside_it(visitor: Visitor) -> None:
    """The plan itself stays as it was."""
    begins(visitor)
    visitor.sleeps(2)
    visitor.post("/trials/change", note="birdsong instead of music")
    (standing,) = standings(visitor.home)
    assert [one.words for one in standing.run.moments if one.words] == ["birdsong instead of music"]


def test_how_it_goes_is_told_drawn_and_tabled(visitor: Visitor) -> None:
    """Words first; the picture has a title, a description and a table twin; the difference has its range."""
    begins(visitor, _OWN.replace("days=14", "days=28"))
    visitor.sleeps()
    rates_days(visitor, 29)
    (standing,) = standings(visitor.home)
    page = visitor.get(f"/trials/about?trial={standing.run.trial_id}")
    assert any(decision in text_of(page) for decision in ("Keep. ", "Drop. ", "Not settled. "))
    assert page.text.count('role="img"') == 2
    assert page.text.count("<title") == 3
    assert page.text.count("<desc") == 2
    assert "The same days as a table" in text_of(page)
    assert page.text.count('<th scope="row" class="whole">') == 28


def test_hidden_results_are_not_told_anywhere(visitor: Visitor) -> None:
    """Neither the trial's page nor its papers nor the findings tell, until the end or until the person asks."""
    begins(visitor, f"{_OWN}&hide=1")
    visitor.sleeps()
    rates_days(visitor, 8)
    (standing,) = standings(visitor.home)
    address = f"/trials/about?trial={standing.run.trial_id}"
    page = visitor.get(address)
    assert "You chose to see no results before" in text_of(page)
    assert "<svg" not in page.text
    assert "So far" not in text_of(page)
    visitor.get(f"/trials/paper?trial={standing.run.trial_id}&kind=report", code=404)
    before = visitor.reads("/findings")
    assert "A trial runs whose result you chose not to see" in before
    visitor.post("/trials/change", show_results="1")
    assert "You chose to see no results" not in visitor.reads(address)
    assert "A trial runs whose result" not in visitor.reads("/findings")


def test_a_kept_envelope_is_not_opened_by_a_page(visitor: Visitor) -> None:
    """Letters in place of arms; no picture, table, report or finding tells which day is which before the end."""
    keep_answers(visitor.home, dict.fromkeys(_NEEDED_FOR_A_PROBIOTIC, "no"))
    query = "protocol=probiotic&outcome=pain&seed=3"
    visitor.post("/trials/begin", query=query, answer="keep")
    seal_envelope(visitor.home, visitor.folder / "e.json")
    visitor.post("/trials/begin", answer="begin")
    (standing,) = standings(visitor.home)
    assert standing.plan.first_day is not None
    visitor.sleeps((standing.plan.first_day - visitor.today).days)
    rates_days(visitor, 3)
    page = visitor.get("/trials")
    assert re.search(r"Today is package [AB]", text_of(page))
    assert not any(f"“{arm}”" in main_of(page) for arm in standing.plan.arms)
    about = visitor.get("/trials/about")
    assert "<svg" not in about.text
    assert "the report waits for the end" in text_of(about).casefold()
    visitor.get(f"/trials/paper?trial={standing.run.trial_id}&kind=report", code=404)
    plan_file = visitor.get(f"/trials/paper?trial={standing.run.trial_id}&kind=plan")
    assert "package" in text_of(plan_file)
    assert "its days are left out here" in visitor.reads("/findings")


@pytest.mark.parametrize(("kind", "ending", "marks"), [
    ("calendar", "ics", ("BEGIN:VCALENDAR",)),
    ("plan", "html", ("<!doctype html>", "What ends it")),
    ("protocol", "html", ("<!doctype html>", "SPENT")),
])  # fmt: skip
def test_papers_are_files_whose_names_say_nothing(
    visitor: Visitor, kind: str, ending: str, marks: tuple[str, ...]
) -> None:
    """A file each, to keep or to show; the calendar says nothing of health."""
    begins(visitor)
    (standing,) = standings(visitor.home)
    paper = visitor.get(f"/trials/paper?trial={standing.run.trial_id}&kind={kind}")
    name = f'attachment; filename="commensal-{standing.run.trial_id}-{kind}.{ending}"'
    assert paper.headers["content-disposition"] == name
    for mark in marks:
        assert mark in paper.text
    if kind == "calendar":
        assert not re.search(r"music|pain|trial", paper.text, re.IGNORECASE)


def test_answers_that_a_plan_waits_for_are_asked_on_its_page(visitor: Visitor) -> None:
    """One form, every question skippable; then the plan opens, or stays closed and says why."""
    address = "/trials/plan?protocol=gentle_movement&outcome=pain&seed=7"
    page = visitor.get(address)
    assert "a few answers about you are needed" in text_of(page)
    assert "Yes, begin" not in text_of(page)
    names = dict.fromkeys(re.findall(r'<input type="(?:radio|checkbox)" name="([^"]+)"', page.text))
    answers: dict[str, Any] = {
        name: "n" if f'name="{name}" value="n"' in page.text else "none" for name in names if "-one" not in name
    }
    back = unescape(re.findall(r'name="back" value="([^"]*)"', page.text)[-1])
    visitor.post("/trials/answers", back=back, **answers)
    assert "Yes, begin this trial" in visitor.reads(address)


def test_an_answer_that_none_is_says_so_and_keeps_the_rest(visitor: Visitor) -> None:
    """Nothing is lost, and nobody is blamed."""
    back = "/trials/plan?protocol=gentle_movement&outcome=pain&seed=7"
    assert "One answer could not be read" in text_of(visitor.post("/trials/answers", back=back, exertion="perhaps"))


def test_only_one_change_at_a_time(visitor: Visitor) -> None:
    """While one goes on another may be looked at, and not begun."""
    begins(visitor)
    text = visitor.reads(_OWN.replace("music", "birdsong"))
    assert "One change at a time" in text
    assert "Yes, begin" not in text


def test_in_an_emergency_only_help_is_shown(visitor: Visitor) -> None:
    """Each page of trials gives way; saying that one is safe opens them again."""
    begins(visitor)
    says(visitor, "I want to kill myself")
    for path in ("/trials", "/trials/choose", _OWN, "/trials/begin", "/trials/about?trial=x", "/findings"):
        page = visitor.get(path)
        assert "Get help first" in text_of(page)
        assert "trial" not in main_of(page).casefold()
    rules = re.findall(r'name="rule" value="(\w+)"', page.text)
    visitor.post("/help/safe", rule=rules[0])
    assert "Get help first" not in visitor.reads("/trials")


def test_an_emergency_written_into_a_note_comes_first(visitor: Visitor) -> None:
    """What a person writes beside a day is read before anything else is said."""
    begins(visitor)
    visitor.sleeps(2)
    page = visitor.post("/trials/day", how="done", note="I want to kill myself")
    assert "Get help first" in text_of(page)
    assert standings(visitor.home)[0].state.value == "stopped"


def test_a_second_press_finds_things_as_they_are(visitor: Visitor) -> None:
    """Another window, or a hand that pressed twice, gets the page and no reproach."""
    presses: tuple[tuple[str, dict[str, Any]], ...] = (
        ("begin", {"answer": "begin"}),
        ("change", {"note": "other"}),
        ("day", {"how": "done"}),
        ("pause", {}),
        ("resume", {}),
        ("stop", {}),
        ("unwell", {"note": "a rash"}),
    )
    for place, form in presses:
        assert "No trial is running." in text_of(visitor.post(f"/trials/{place}", **form))
    begins(visitor)
    assert "It begins on" in text_of(visitor.post("/trials/begin", answer="begin"))
    for _ in range(2):
        assert "It rests." in text_of(visitor.post("/trials/pause"))
    for note in ("", "  "):
        assert "It rests." in text_of(visitor.post("/trials/unwell", note=note))


def test_script_text_of_a_person_is_shown_as_text(visitor: Visitor) -> None:
    """A name or a note may hold anything; the page shows it and runs nothing."""
    for text in (_SCRIPT, '"><img src=x onerror=alert(1)>'):
        assert text not in visitor.get(f"/trials/plan?own={text}&outcome=pain&seed=1").text
    begins(visitor, f"/trials/plan?own={_SCRIPT}&outcome=pain&seed=1&days=14")
    for path in ("/trials", f"/trials/about?trial={standings(visitor.home)[0].run.trial_id}"):
        assert _SCRIPT not in visitor.get(path).text
        assert "&lt;script&gt;" in visitor.get(path).text


def test_numbers_that_are_none_are_refused_plainly(visitor: Visitor) -> None:
    """One clear sentence, and no trace."""
    for address in (f"{_OWN}&matters=much", f"{_OWN}&from=soon", "/trials/plan?seed=1"):
        page = visitor.get(address, code=400)
        assert "Traceback" not in page.text


def says(visitor: Visitor, words: str) -> None:
    """Write a note of today into the diary."""
    log(visitor.home, note=words)
