"""Today and the days before it: what a press keeps, that it is kept once, and what the page says and does not say."""

from __future__ import annotations

import html
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from commensal.records.facts import Food, MedicineDose, Note, Sleep, StoolForm, Stress, SymptomRating
from commensal.service.baseline import baseline, set_baseline
from commensal.service.day import day_as_logged
from commensal.service.followed import follow
from commensal.service.log import log
from commensal.service.words import understand
from commensal.vocab.origin import Origin
from commensal.vocab.presence import Presence
from tests.unit.web.asking import NOW, Asking, asking

TODAY = NOW.date()
YESTERDAY = TODAY - timedelta(days=1)


def _kept(page: Asking, day: object = TODAY) -> list[object]:
    return [entry.fact for entry in day_as_logged(page.home, day).entries]  # type: ignore[arg-type]


def _tap(page: Asking, what: str, value: object, **fields: str) -> int:
    return page.post("/tap", {"what": what, "value": str(value), "row": "row_0", **fields}).status_code


def _seen(text: str) -> str:
    body = text[text.index("<body") :]
    return html.unescape(re.sub(r"<[^>]+>", " ", body))


@pytest.mark.parametrize(
    ("what", "value", "fact"),
    [
        ("pain", "4", SymptomRating(symptom="pain", score=4.0)),
        ("pain", "0", SymptomRating(symptom="pain", score=0.0, presence=Presence.NONE)),
        ("brain fog", "3,5", SymptomRating(symptom="brain fog", score=3.5)),
        ("sleep", "6", Sleep(duration_h=6.0)),
        ("stool", "4", StoolForm(form=4)),
        ("stress", "7", Stress(score=7.0)),
    ],
)
def test_a_tap_is_kept_at_once(page: Asking, what: str, value: str, fact: object) -> None:
    """Each row keeps its own kind of fact, and leads back to where it was."""
    answer = page.post("/tap", {"what": what, "value": value, "row": "row_3", "day": TODAY.isoformat()})
    assert (answer.status_code, answer.headers["location"]) == (303, "/?just=kept#row_3")
    assert _kept(page) == [fact]


def test_a_tap_corrects_and_never_doubles(page: Asking) -> None:
    """Pressed again it is the same; another number takes its place; undo brings the first one back."""
    _tap(page, "pain", 4)
    _tap(page, "pain", 4)
    _tap(page, "pain", 6)
    assert _kept(page) == [SymptomRating(symptom="pain", score=6.0)]
    page.post("/undo", {"action": str(_next_undo(page))})
    assert _kept(page) == [SymptomRating(symptom="pain", score=4.0)]
    page.post("/undo", {"action": str(_next_undo(page))})
    assert _kept(page) == []


def test_a_tap_corrects_what_the_command_line_logged(page: Asking) -> None:
    """The row shows the number of the day, whichever door it came in by, and corrects that one."""
    log(page.home, ratings={"Pain": 3})
    assert 'aria-label="3 of 10, mild" aria-pressed="true"' in page.get("/").text
    _tap(page, "pain", 5)
    assert [fact.score for fact in _kept(page) if isinstance(fact, SymptomRating)] == [5.0]


def test_hours_of_sleep_take_the_place_of_usual_ones(page: Asking) -> None:
    """What is entered counts before what was confirmed, and not beside it."""
    set_baseline(page.home, understand(page.home, "porridge, slept 7h"))
    page.post("/usual", {"wish": "day", "stamp": str(uuid4())})
    _tap(page, "sleep", 5)
    (night,) = [e for e in day_as_logged(page.home, TODAY).entries if isinstance(e.fact, Sleep)]
    assert (night.fact, night.origin) == (Sleep(duration_h=5.0), Origin.ENTERED)


@pytest.mark.parametrize(
    "fields",
    [
        {"what": "pain", "value": "11"},
        {"what": "pain", "value": "nan"},
        {"what": "pain", "value": ""},
        {"what": "pain"},
        {"what": "", "value": "3"},
        {"what": "stool", "value": "3.5"},
        {"what": "stool", "value": "8"},
        {"what": "sleep", "value": "25"},
        {"what": "pain", "value": "3", "day": "2026-11-21"},
        {"what": "pain", "value": "3", "day": "tomorrow"},
        {"what": "pain", "value": "inf"},
        {"what": "pain", "value": "3", "day": "2026-13-01"},
    ],
    ids=str,
)
def test_a_form_that_does_not_fit_says_so(page: Asking, fields: dict[str, str]) -> None:
    """One clear sentence, nothing kept, no trace."""
    answer = page.post("/tap", fields)
    assert answer.status_code == 400
    assert "That did not work" in answer.text
    assert "Traceback" not in answer.text
    assert not page.home.has_diary or _kept(page) == []


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"\xff\xfe%%%&&==", "application/x-www-form-urlencoded"),
        (b"--x\r\nno form", "multipart/form-data; boundary=x"),
        (b"{}", "application/json"),
        (b"", "multipart/form-data"),
        (b"what=" + b"a" * 300, "text/plain"),
    ],
    ids=["bytes", "torn multipart", "json", "no boundary", "text"],
)
def test_what_is_no_form_is_refused_in_words(page: Asking, body: bytes, kind: str) -> None:
    """Whatever arrives in a body, the answer is a page with a sentence."""
    answer = page.post("/tap", content=body, headers={"content-type": kind})
    assert answer.status_code == 400
    assert "That did not work" in answer.text


def test_a_huge_body_is_refused(page: Asking) -> None:
    """A form larger than any day can be is not read into memory, said beforehand or not."""
    body = b"text=" + b"a" * 1_100_000
    kind = {"content-type": "application/x-www-form-urlencoded"}
    assert page.post("/words", content=body, headers=kind).status_code == 413

    async def in_parts() -> AsyncIterator[bytes]:
        for _ in range(12):
            yield b"a" * 100_000

    assert page.post("/words", content=in_parts(), headers=kind).status_code == 400
    assert page.post("/words", content=b"", headers={**kind, "content-length": "9" * 30}).status_code == 413


def test_nothing_unusual_stands_behind_the_usual_day(page: Asking) -> None:
    """Food, medicines and sleep are confirmed; how one felt is not."""
    set_baseline(page.home, understand(page.home, "porridge, ibuprofen 400, slept 7h"))
    log(page.home, ratings={"pain": 6}, day=YESTERDAY)
    page.post("/usual", {"wish": "day", "stamp": str(uuid4())})
    entries = day_as_logged(page.home, TODAY).entries
    assert {type(entry.fact) for entry in entries} == {Food, MedicineDose, Sleep}
    assert {entry.origin for entry in entries} == {Origin.CONFIRMED}


def test_nothing_unusual_without_a_usual_day_is_kept_in_words(page: Asking) -> None:
    """Where nothing is known to be usual nothing is made up; the form sent twice keeps it once."""
    stamp = str(uuid4())
    for _ in range(2):
        assert page.post("/usual", {"wish": "day", "stamp": stamp}).status_code == 303
    assert _kept(page) == [Note(text="as usual")]


def test_medicines_as_usual_are_medicines_alone(page: Asking) -> None:
    """The button is there when the usual day has medicines, and keeps no food."""
    assert "Medicines as usual" not in page.get("/").text
    set_baseline(page.home, understand(page.home, "porridge, ibuprofen 400"))
    assert "Medicines as usual" in page.get("/").text
    page.post("/usual", {"wish": "medicines", "stamp": str(uuid4())})
    assert {type(fact) for fact in _kept(page)} == {MedicineDose}


def test_the_day_before_is_copied_and_never_how_one_felt(page: Asking) -> None:
    """Exposures carry the origin copied; the rating of the day before is not there."""
    log(page.home, "porridge", ratings={"pain": 6}, day=YESTERDAY)
    page.post("/usual", {"wish": "day_before", "stamp": str(uuid4())})
    entries = day_as_logged(page.home, TODAY).entries
    assert [(type(entry.fact), entry.origin) for entry in entries] == [(Food, Origin.COPIED)]


def test_a_day_can_become_the_usual_day(page: Asking) -> None:
    """One press on a day that holds food; how one felt is no part of it."""
    log(page.home, "porridge", ratings={"pain": 6})
    page.cookies["commensal_door"] = "good"
    assert "Make this my usual day" in page.get("/").text
    page.post("/usual-day", {"day": TODAY.isoformat()})
    usual = baseline(page.home)
    assert usual is not None
    assert [type(fact) for fact in usual.facts] == [Food]


def test_a_sentence_is_shown_before_it_is_kept(page: Asking) -> None:
    """Chips first, and nothing in the diary; then what was left standing, the words, and nothing else."""
    stamp = str(uuid4())
    text = "porridge with blueberries, ibuprofen 400, zzyzx"
    shown = page.post("/words", {"text": text, "stamp": stamp})
    assert shown.status_code == 200
    assert not page.home.has_diary
    keys = re.findall(r'name="said" value="(\w+)" checked', shown.text)
    assert len(keys) == 3
    assert "zzyzx" in _seen(shown.text)
    fields = {"text": text, "read": text, "stamp": stamp, "said": [keys[0], keys[2]]}
    assert page.post("/words/keep", fields).status_code == 303
    kept = _kept(page)
    assert [type(fact) for fact in kept] == [Food, MedicineDose, Note]
    assert kept[2] == Note(text=text)


def test_a_sentence_sent_twice_is_kept_once(page: Asking) -> None:
    """A reload, a double press, and a press after undo: the same form is known."""
    stamp, text = str(uuid4()), "porridge"
    keys = re.findall(r'name="said" value="(\w+)"', page.post("/words", {"text": text, "stamp": stamp}).text)
    fields = {"text": text, "read": text, "stamp": stamp, "said": keys}
    for _ in range(3):
        page.post("/words/keep", fields)
    assert len(_kept(page)) == 2
    page.post("/undo", {"action": str(_next_undo(page))})
    page.post("/words/keep", fields)
    assert _kept(page) == []


def test_words_changed_after_reading_are_read_again(page: Asking) -> None:
    """Nobody keeps chips of a sentence that now says something else."""
    answer = page.post("/words/keep", {"text": "toast", "read": "porridge", "stamp": str(uuid4())})
    assert answer.status_code == 200
    assert 'value="toast"' in answer.text
    assert not page.home.has_diary


def test_what_only_the_person_can_say_is_asked(page: Asking) -> None:
    """A word with several meanings waits for its answer, and what is answered is learnt."""
    stamp, text = str(uuid4()), "spuds"
    shown = page.post("/words", {"text": text, "stamp": stamp}).text
    answers = re.findall(r'type="radio" name="answer_0" value="(\w+)"', shown)
    if not answers:  # the table knows the word by now
        assert re.findall(r'name="said"', shown)
        return
    page.post("/words/keep", {"text": text, "read": text, "stamp": stamp, "answer_0": answers[0]})
    assert Food in {type(fact) for fact in _kept(page)}


def test_an_emergency_in_words_shows_help_and_nothing_else(page: Asking) -> None:
    """The words are kept, and whom to call comes before anything."""
    text, stamp = "crushing chest pain and I cannot breathe", str(uuid4())
    page.post("/words", {"text": text, "stamp": stamp})
    answer = page.post("/words/keep", {"text": text, "read": text, "stamp": stamp})
    assert answer.status_code == 200
    assert "Get help first" in answer.text
    assert Note(text=text) in _kept(page)


@pytest.mark.parametrize("door", ["bad", "normal", "good", "unheard-of"])
def test_each_door_opens(page: Asking, door: str) -> None:
    """The last door used is remembered; a door that does not exist opens the usual one."""
    page.post("/door", {"door": door})
    text = page.get("/").text
    shown = door if door in ("bad", "good") else "normal"
    assert f'class="door-{shown}"' in text
    assert text.count('class="scale"') == {"bad": 1, "normal": 5, "good": 6}[shown]


def test_what_is_followed_comes_first(page: Asking) -> None:
    """The rows are those that the person chose, and the bad day asks for the first symptom of them."""
    follow(page.home, ["sleep", "itch", "stress"])
    assert re.findall(r'id="row_\d_name">([^<]+?)\s*<', page.get("/").text) == ["Sleep", "Itch", "Stress"]
    page.post("/door", {"door": "bad"})
    assert "Itch: how bad is it today?" in page.get("/").text


def test_undo_is_on_every_page_and_takes_back_once(page: Asking) -> None:
    """One press, however often it arrives; and the way back is never another site's."""
    log(page.home, "toast")
    log(page.home, "porridge")
    action = _next_undo(page)
    for path in ("/", "/day/2026-11-19", "/more", "/nowhere"):
        assert f'name="action" value="{action}"' in page.get(path).text
    for _ in range(3):
        answer = page.post("/undo", {"action": str(action), "back": "/more"})
        assert answer.headers["location"].startswith("/more?just=")
    assert [fact.text for fact in _kept(page) if isinstance(fact, Note)] == ["toast"]
    for back in ("//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "/\r\nx: y"):
        assert page.post("/undo", {"action": "x", "back": back}).headers["location"].startswith("/?just=nothing")


def test_an_entry_can_be_taken_out_and_brought_back(page: Asking) -> None:
    """The list of a day has a button for each entry; undo returns it; a usual day is not among them."""
    log(page.home, "toast")
    entries = day_as_logged(page.home, TODAY).entries
    page.post("/take-out", {"day": TODAY.isoformat(), "entry": entries[0].id})
    assert len(_kept(page)) == len(entries) - 1
    page.post("/undo", {"action": str(_next_undo(page))})
    assert len(_kept(page)) == len(entries)


def test_a_day_of_before_says_when_it_was_written(page: Asking) -> None:
    """A backfilled value keeps both days, and says so."""
    _tap(page, "pain", 4, day=YESTERDAY.isoformat())
    (entry,) = day_as_logged(page.home, YESTERDAY).entries
    assert entry.at is None
    assert entry.recorded_at == NOW
    assert "written down on 20 November 2026" in _seen(page.get(f"/day/{YESTERDAY}").text)


def test_a_day_that_has_not_come_has_no_page(page: Asking) -> None:
    """A sentence, and nothing to press; nor has one before the days of anybody."""
    assert page.get(f"/day/{TODAY + timedelta(days=1)}").status_code == 400
    assert page.get("/day/9999-12-31").status_code == 400
    assert page.get("/day/0001-01-01").status_code == 400
    assert page.get("/day/1900-01-01").status_code == 200
    assert page.get(f"/day/{TODAY}").headers["location"] == "/"


def test_a_bad_day_has_little_light(page: Asking) -> None:
    """Dim on a bad day, unless the person chose a theme."""
    page.cookies["commensal_door"] = "bad"
    assert 'data-theme="dim"' in page.get("/").text
    page.cookies["commensal_theme"] = "light"
    assert 'data-theme="light"' in page.get("/").text


@pytest.mark.parametrize("door", ["bad", "normal", "good"])
def test_after_21_empty_days_nobody_is_blamed(tmp_path: Path, door: str) -> None:
    """Coming back is a beginning: no count of days, no reproach, no exclamation mark."""
    page = asking(tmp_path)
    log(page.home, "porridge", ratings={"pain": 4})
    later = replace(page.home, clock=lambda: NOW + timedelta(days=22))
    page.app.state.home = later
    page.cookies["commensal_door"] = door
    text = page.get("/").text
    seen = _seen(text).casefold()
    assert [word for word in ("streak", "missed", "failed", "behind", "overdue", "!") if word in seen] == []
    markup = text.removeprefix("<!doctype html>").casefold()
    assert [word for word in ("streak", "missed", "failed", "behind", "overdue", "!") if word in markup] == []
    if door != "bad":
        assert "Welcome back. Start from today." in _seen(text)


@pytest.mark.parametrize("door", ["bad", "normal"])
def test_the_page_of_a_day_is_short(page: Asking, door: str) -> None:
    """At most sixty words are on the screen of a day, the frame around it not counted."""
    page.cookies["commensal_door"] = door
    text = page.get("/").text
    main = text[text.index("<main") : text.index("</main")]
    main = re.sub(r'<span class="unseen">.*?</span>', "", main)
    words = [word for word in _seen(f"<body>{main}").split() if any(char.isalpha() for char in word)]
    assert len(words) <= 60, words


def _next_undo(page: Asking) -> int:
    with page.home.journal_to_read() as journal:
        assert journal is not None
        found = journal.next_undo()
        assert found is not None
        return found.id
