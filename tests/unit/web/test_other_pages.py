"""Medicines, pacing, safety, reports, questionnaires and settings: one page each over what the rooms below know."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest

from commensal.knowledge.instruments import instruments
from commensal.records.person import Flag
from commensal.service.log import log
from commensal.service.person import keep_answers, person
from commensal.vocab.answers import Answer
from commensal.vocab.language import PSEUDO
from tests.browser.serving import fill
from tests.unit.web.asking import NOW, Asking
from tests.unit.web.visitor import text_of

_TODAY = NOW.date()
_STOP = r"(?i)\b(stop taking|come off|taper|reduce the dose|skip)\b"


@pytest.fixture
def somebody(page: Asking) -> Asking:
    """Somebody who takes two medicines and was asked a few things."""
    keep_answers(page.home, {"medicines": "omeprazole, sertraline", "country": "GB"})
    log(page.home, "ibuprofen 400", ratings={"pain": 4})
    return page


def test_medicines_are_context_and_a_pharmacist_is_the_next_step(somebody: Asking) -> None:
    """What was logged and what was named, what to ask; never a word about going without."""
    said = text_of(somebody.get("/medicines"))
    assert "ibuprofen" in said.casefold()
    assert "omeprazole, sertraline" in said
    assert "pharmacist" in said
    assert not re.search(_STOP, said)


@pytest.mark.parametrize("name", ["ibuprofen", "omeprazole"])
def test_card_of_a_medicine(somebody: Asking, name: str) -> None:
    """What it is, how sure that is, whom to ask; and the same for a professional behind a door."""
    assert somebody.get(f"/medicines?name={name}").headers["location"] == f"/medicines/{name}"
    said = text_of(somebody.get(f"/medicines/{name}"))
    assert "How sure this is" in said
    assert "For a health professional" in said
    assert not re.search(_STOP, said)


def test_name_that_nobody_knows_is_said_as_text(somebody: Asking) -> None:
    """An unknown word is no error of the page, and never becomes part of it."""
    answer = somebody.get("/medicines/%3Cscript%3Ealert(1)%3C%2Fscript%3E")
    assert answer.status_code == 404
    assert "<script>alert" not in answer.text


def test_emergency_stands_in_the_place_of_every_page_that_says_something(page: Asking) -> None:
    """While help is needed now, nothing else is shown."""
    keep_answers(page.home, {"suicidal_thoughts": "yes"})
    for path in ("/medicines", "/medicines/omeprazole", "/pacing", "/reports/summary", "/safety", "/microbiome"):
        assert "/help/safe" in page.get(path).text, path


def test_crash_is_marked_and_shown_without_a_target(page: Asking) -> None:
    """A crash is marked from one day to another; the page names no limit and sets no aim."""
    first, last = (_TODAY - timedelta(days=back) for back in (4, 3))
    page.post("/pacing/crash", {"first": first.isoformat(), "last": last.isoformat()})
    said = text_of(page.get("/pacing"))
    assert "16 November to 17 November 2026" in said
    assert not re.search(r"(?i)\b(target|goal|try to reach|increase)\b", said)


def test_question_is_answered_and_not_kept(somebody: Asking) -> None:
    """Asking first goes by post, so that no address holds the question, and nothing is written."""
    with somebody.home.journal() as journal:
        before = journal.content_hash()
    answer = somebody.post("/safety/ask", {"question": "can I stop my sertraline"})
    assert "please keep taking it" in answer.text
    assert answer.status_code == 200
    with somebody.home.journal() as journal:
        assert journal.content_hash() == before


def test_summary_puts_medicines_first(somebody: Asking) -> None:
    """For somebody who helps: medicines, then months; blank days are no good days."""
    said = text_of(somebody.get("/reports/summary"))
    assert said.index("Medicines") < said.index("The last six months")
    assert "4 (1 day)" in said
    assert "blank" in said


def test_findings_are_taken_along_without_a_word_in_the_name(page: Asking) -> None:
    """The whole report and its numbers are files whose names say nothing of health."""
    fill(page.home, days=30)
    for path in ("/reports/findings.html", "/reports/findings.json"):
        answer = page.get(path)
        while "refresh" in answer.headers:
            answer = page.get(path)
        named = re.search(r'filename="([^"]+)"', answer.headers["content-disposition"])
        assert named is not None
        assert re.fullmatch(r"commensal-report-[\d-]+\.(html|json)", named.group(1))
    assert json.loads(answer.text)["is_synthetic"] is True


def test_questionnaire_is_kept_with_its_blanks(page: Asking) -> None:
    """What is left blank is not counted; what the answers do not say stands beside what they say."""
    items = instruments()["nrs_pain"].items
    answer = page.post("/check/nrs_pain", {items[0].id: "4", items[1].id: ""})
    assert answer.status_code == 200
    with page.home.journal() as journal:
        assert journal.n_entries() == 1
    assert page.post("/check/nrs_pain", {items[0].id: ""}).status_code == 400


def test_answers_about_effort_reach_the_safety_questions(page: Asking) -> None:
    """The questionnaire on getting worse after effort answers that question for suggestions."""
    asked = instruments()["dsq_pem"]
    page.post("/check/dsq_pem", {item.id: str(item.choices.maximum) for item in asked.items})
    assert person(page.home).answer(Flag.PEM) is Answer.YES
    assert page.get("/check/dsq_pem/last").status_code == 200


def test_score_that_does_not_fit_is_refused(page: Asking) -> None:
    """A slip of the finger is said, and nothing is kept."""
    answer = page.post("/check/score", {"which": "ibs_sss/total", "number": "9999"})
    assert answer.status_code == 400
    assert not page.home.has_diary


@pytest.mark.parametrize("field", ["language", "notation", "theme"])
def test_settings_take_only_what_there_is(page: Asking, field: str) -> None:
    """A cookie of another's making changes nothing: neither a value nor a header gets in."""
    answer = page.post("/settings/look", {field: "dark; Path=/evil\r\nX: 1"})
    assert "set-cookie" not in answer.headers


def test_settings_change_the_next_page(page: Asking) -> None:
    """Light and the way numbers are written are those that were chosen, from the first byte."""
    log(page.home, None, sleep_h=7.5)
    page.post("/settings/look", {"theme": "dim", "notation": "day_first_comma"})
    shown = page.get("/reports/summary").text
    assert '<html lang="en" data-theme="dim">' in shown
    page.cookies["commensal_language"] = PSEUDO
    assert '<html lang="qps"' in page.get("/settings").text


def test_every_part_is_one_list_away(page: Asking) -> None:
    """The list of parts leads to every place of the menu and to the others, each of which answers."""
    listed = re.findall(r'<li><a href="(/[a-z]*)">', page.get("/more").text)
    assert len(listed) >= 11
    for path in listed:
        answer = page.get(path)
        assert answer.status_code == 200, path
