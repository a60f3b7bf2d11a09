"""The API says the same as the pages and the command line, and describes itself."""

from __future__ import annotations

import json
from datetime import timedelta
from uuid import uuid4

import pytest

from commensal.service.day import day_as_logged
from commensal.service.log import log
from tests.unit.web.asking import NOW, Asking

TODAY = NOW.date()


def test_it_describes_itself(page: Asking) -> None:
    """Every route is in the description, with what it takes; nothing that is logged is asked for in an address."""
    described = page.get("/api/openapi.json").json()
    paths = described["paths"]
    assert {"/log", "/tap", "/words", "/writings", "/undo", "/days/{day}", "/findings", "/trials"} <= set(paths)
    in_address = {
        (path, parameter["name"])
        for path, methods in paths.items()
        for about in methods.values()
        for parameter in about.get("parameters", ())
    }
    assert in_address == {("/days/{day}", "day")}
    assert described["info"]["title"] == "Commensal"


def test_a_line_is_logged_once(page: Asking) -> None:
    """As by the command; the same stamp again keeps nothing twice."""
    line = {"text": "porridge, ibuprofen 400", "ratings": {"pain": 4}, "none": ["headache"], "stamp": str(uuid4())}
    first = page.post("/api/log", json=line).json()
    assert sorted(entry["kind"] for entry in first["kept"]) == [
        "food",
        "medicine_dose",
        "note",
        "symptom_rating",
        "symptom_rating",
    ]
    assert page.post("/api/log", json=line).json()["kept"] == []
    assert len(day_as_logged(page.home, TODAY).entries) == 5
    shown = page.get(f"/api/days/{TODAY}").json()
    assert [entry["id"] for entry in shown["entries"]] == [one.id for one in day_as_logged(page.home, TODAY).entries]


@pytest.mark.parametrize(
    ("path", "message", "status"),
    [
        ("/api/log", {"ratings": {"pain": 44}}, 400),
        ("/api/log", {}, 400),
        ("/api/log", {"day": "2030-01-01", "text": "x"}, 400),
        ("/api/log", {"unheard": 1}, 422),
        ("/api/log", {"stool_form": "soft"}, 422),
        ("/api/log", {"ratings": {"pain": "NaN"}}, 422),
        ("/api/tap", {"what": "pain"}, 422),
        ("/api/tap", {"what": "pain", "value": -1}, 400),
        ("/api/writings", {"writings": [{"id": "x"}]}, 422),
        ("/api/trials/did", {"adherence": "perhaps"}, 400),
        ("/api/trials/today", {}, 400),
        ("/api/axis/explain", {"start": "zzz", "end": "pain"}, 400),
        ("/api/followed", {"names": list("abcdef")}, 400),
    ],
    ids=str,
)
def test_what_does_not_fit_is_said_and_not_repeated(
    page: Asking, path: str, message: dict[str, object], status: int
) -> None:
    """Where, what was found, what was expected, what to do; and nothing is written."""
    answer = page.post(path, json=message)
    assert answer.status_code == status, answer.text
    assert {"where", "found", "expected", "do", "sentence"} <= set(answer.json())
    assert not page.home.has_diary or not day_as_logged(page.home, TODAY).entries
    assert '"input"' not in json.dumps(answer.json())


def test_reading_keeps_nothing(page: Asking) -> None:
    """A sentence is understood, with what waits for an answer, and the diary stays as it was."""
    read = page.post("/api/words", json={"text": "porridge, zzyzx"}).json()
    assert [chip["kind"] for chip in read["said"]] == ["food"]
    assert read["unknown"] == ["zzyzx"]
    assert not page.home.has_diary


def test_undo_means_one_action(page: Asking) -> None:
    """By its number, or the newest; a number that is not the newest any more changes nothing."""
    log(page.home, "toast")
    log(page.home, "porridge")
    newest, older = page.get("/api/actions").json()
    assert page.post("/api/undo", json={"action": older["id"]}).json() is None
    assert page.post("/api/undo", json={"action": newest["id"]}).json()["id"] == newest["id"]
    assert page.post("/api/undo", json={}).json()["id"] == older["id"]
    assert page.post("/api/undo", json={}).json() is None


def test_an_emergency_comes_first(page: Asking) -> None:
    """While it stands, help is the only answer to what the diary says."""
    said = page.post("/api/log", json={"text": "crushing chest pain and I cannot breathe"}).json()
    assert said["safety"]["is_emergency"]
    for method, path in (("GET", "/api/findings"), ("GET", "/api/medicines"), ("POST", "/api/trials/result")):
        answer = page.ask(method, path, json={} if method == "POST" else None).json()
        assert set(answer) == {"safety"}
        assert answer["safety"]["is_emergency"]


def test_the_rest_answers(page: Asking) -> None:
    """The usual day, what is followed, the week, safety, next steps, trials, medicines and the map."""
    assert page.get("/api/usual-day").json() is None
    set_to = page.post("/api/usual-day", json={"text": "porridge, slept 7h"}).json()
    assert [len(set_to["facts"]), set_to["since"]] == [2, TODAY.isoformat()]
    assert page.post("/api/followed", json={"names": ["itch"]}).json() == page.get("/api/followed").json() == ["itch"]
    page.post("/api/tap", json={"what": "itch", "value": 3, "day": (TODAY - timedelta(days=1)).isoformat()})
    assert [one["is_logged"] for one in page.get("/api/week").json()] == [False] * 5 + [True, False]
    assert page.post("/api/safety", json={"question": "may I stop my omeprazole"}).json()["rules"]
    assert page.post("/api/suggest", json={}).json()["is_emergency"] is False
    assert page.get("/api/trials").json() == []
    assert page.get("/api/medicines").json()["medicines"] == []
    assert page.post("/api/axis/explain", json={"start": "fibre", "end": "pain"}).json()["start"]["id"] == "fibre_total"
