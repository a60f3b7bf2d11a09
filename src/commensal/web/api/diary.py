"""The diary: log, read, tap, take in, show a day, undo, the usual day."""

from __future__ import annotations

from datetime import date
from typing import Any

from fastapi import APIRouter, Request

from commensal.records.fact_fields import fields_of
from commensal.service.baseline import Baseline, baseline, set_baseline
from commensal.service.day import day_as_logged, last_days
from commensal.service.followed import follow, followed
from commensal.service.log import log
from commensal.service.offline import Writing, take_in
from commensal.service.tapping import tap
from commensal.service.undo import actions_to_undo, undo
from commensal.service.words import understand
from commensal.web.api.documents import entry_out, logged_out, taken_in_out, understood_out
from commensal.web.api.schemas import (
    ActionOut,
    DayOfWeekOut,
    DayOut,
    LoggedOut,
    TakenInOut,
    ToFollow,
    ToLog,
    ToRead,
    ToTap,
    ToUndoIn,
    UnderstoodOut,
    UsualDayIn,
    Writings,
)
from commensal.web.api.whose import home_asked

ROUTER = APIRouter(tags=["diary"])


@ROUTER.post("/log")
def post_log(request: Request, line: ToLog) -> LoggedOut:
    """Keep a line of the diary. It is safely on disk when the answer comes."""
    said = line.model_dump(exclude={"stamp"})
    stamp = None if line.stamp is None else str(line.stamp)
    return logged_out(log(home_asked(request), said.pop("text"), **said, stamp=stamp))


@ROUTER.post("/tap")
def post_tap(request: Request, number: ToTap) -> LoggedOut:
    """Keep one number of one day; one that is there is corrected."""
    return logged_out(tap(home_asked(request), number.what, number.value, day=number.day))


@ROUTER.post("/words")
def post_words(request: Request, sentence: ToRead) -> UnderstoodOut:
    """Read a sentence. Nothing is kept."""
    return understood_out(understand(home_asked(request), sentence.text, day=sentence.day))


@ROUTER.post("/writings")
def post_writings(request: Request, sent: Writings) -> TakenInOut:
    """Take in what was written without the page: in any order, as often as one likes, each once."""
    writings = [Writing(**{**one.model_dump(), "id": str(one.id)}) for one in sent.writings]
    return taken_in_out(take_in(home_asked(request), writings))


@ROUTER.get("/days/{day}")
def get_day(request: Request, day: date) -> DayOut:
    """A day as it was logged."""
    shown = day_as_logged(home_asked(request), day)
    return DayOut(day=shown.day, entries=[entry_out(entry) for entry in shown.entries])


@ROUTER.get("/week")
def get_week(request: Request) -> list[DayOfWeekOut]:
    """The last seven days: which of them hold something."""
    return [DayOfWeekOut(day=one.day, is_logged=one.is_logged) for one in last_days(home_asked(request))]


@ROUTER.get("/actions")
def get_actions(request: Request) -> list[ActionOut]:
    """What undo would take back, newest first."""
    return [ActionOut(id=one.id, name=one.name, at=one.at) for one in actions_to_undo(home_asked(request))]


@ROUTER.post("/undo")
def post_undo(request: Request, which: ToUndoIn) -> ActionOut | None:
    """Take back the newest action; null where there is none, or where it is not the one that is meant."""
    undone = undo(home_asked(request), only=which.action)
    return None if undone is None else ActionOut(id=undone.action.id, name=undone.action.name, at=undone.action.at)


@ROUTER.get("/usual-day")
def get_usual_day(request: Request) -> dict[str, Any] | None:
    """The usual day that holds today."""
    found = baseline(home_asked(request))
    return None if found is None else _usual(found)


@ROUTER.post("/usual-day")
def post_usual_day(request: Request, usual: UsualDayIn) -> dict[str, Any]:
    """Set the usual day."""
    home = home_asked(request)
    return _usual(set_baseline(home, understand(home, usual.text), since=usual.since))


@ROUTER.get("/followed")
def get_followed(request: Request) -> list[str]:
    """What is followed."""
    return list(followed(home_asked(request)))


@ROUTER.post("/followed")
def post_followed(request: Request, chosen: ToFollow) -> list[str]:
    """Choose what is followed."""
    return list(follow(home_asked(request), chosen.names))


def _usual(usual: Baseline) -> dict[str, Any]:
    return {"since": usual.since, "text": usual.text, "facts": [dict(fields_of(fact)) for fact in usual.facts]}
