"""Whatever a person, or a file of somebody else's, put into the diary is shown as text in every place that shows it."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from html.parser import HTMLParser
from uuid import uuid4

import pytest

from commensal.records.entry import Entry
from commensal.records.facts import Activity, Event, Fact, Food, Measurement, MedicineDose, Note, SymptomRating
from commensal.service.followed import follow
from commensal.service.log import log
from commensal.vocab.origin import Origin
from commensal.vocab.units import Unit
from tests.unit.web.asking import NOW, Asking

_SCRIPT = "<script>alert(1)</script>"
_QUOTES = "\"'><img src=x onerror=alert(2)>"
_BRACES = "{{ 7 * 7 }}{% raw %}"
_TODAY = NOW.date()


class _Seen(HTMLParser):
    """Tags and attributes that a browser would make of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.bad: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = {name for name, _ in attrs}
        source = dict(attrs).get("src") or ""
        if tag == "script" and not source.startswith("/static/"):
            self.bad.append(tag)
        if tag in ("img", "iframe", "object", "embed") or any(name.startswith("on") for name in names):
            self.bad.append(tag)
        if "style" in names:
            self.bad.append(f"{tag} style")


def _facts(evil: str) -> tuple[Fact, ...]:
    return (
        Food(name=f"food {evil}", text=evil),
        MedicineDose(name=f"pill {evil}", text=evil),
        SymptomRating(symptom=f"pain {evil}", score=4.0),
        Note(text=f"note {evil}"),
        Event(name=f"event {evil}"),
        Activity(name=f"walk {evil}"),
        Measurement(name=f"weight {evil}", value=3.0, unit=Unit.PER_MINUTE),
    )


@pytest.mark.parametrize("evil", [_SCRIPT, _QUOTES])
def test_what_was_logged_is_text(page: Asking, evil: str) -> None:
    """On every page that can be reached from the menu, on today by every door, and on the day itself."""
    entries = [
        Entry(
            id=f"{number}-{evil}",
            fact=fact,
            day=_TODAY - timedelta(days=number % 2),
            recorded_at=NOW,
            origin=Origin.ENTERED,
            source="diary",
        )
        for number, fact in enumerate((*_facts(evil), *_facts(evil)))
    ]
    with page.home.journal() as journal:
        journal.append(entries, action="import", now=NOW, label=evil)
    follow(page.home, [f"itch {evil}", evil])
    paths = [
        "/",
        f"/day/{_TODAY - timedelta(days=1)}",
        "/data",
        "/settings",
        "/medicines",
        "/welcome/follow",
        "/reports",
    ]
    shown = 0
    for door in ("bad", "normal", "good"):
        page.cookies["commensal_door"] = door
        for path in paths if door == "good" else paths[:1]:
            text = page.get(path).text
            assert _Seen(text).bad == [], path
            assert evil not in text, path
            shown += evil.casefold() in unescape(re.sub(r"<[^>]*>", " ", text)).casefold()
    assert shown >= 4


@pytest.mark.parametrize("evil", [_SCRIPT, _QUOTES])
def test_what_was_typed_is_text(page: Asking, evil: str) -> None:
    """In chips, in the sentence that is read again, in an error, in a question, and in the API as data."""
    log(page.home, f"toast {evil}")
    for answer in (
        page.post("/words", {"text": f"porridge {evil}", "stamp": str(uuid4())}),
        page.post("/tap", {"what": evil, "value": evil}),
        page.post("/tap", {"what": evil, "value": "99"}),
        page.get(f"/day/{evil}"),
        page.get(f"/{evil}"),
        page.get(f"/?just={evil}"),
    ):
        assert _Seen(answer.text).bad == []
        assert evil not in answer.text
    answer = page.get(f"/api/days/{_TODAY}")
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_no_template_is_made_of_words(page: Asking) -> None:
    """Braces in a sentence are braces on the page."""
    assert _BRACES in unescape(page.post("/words", {"text": f"toast {_BRACES}", "stamp": str(uuid4())}).text)
