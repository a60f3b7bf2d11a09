"""Today and the days before it: three doors by energy, and a day logged in a few taps, each kept at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from commensal.report.numbers import day_words
from commensal.report.words import say_each
from commensal.service.baseline import baseline_from
from commensal.service.day_now import day_now
from commensal.service.followed import SLEEP, STOOL, STRESS
from commensal.service.home import Home
from commensal.service.log import Logged, check_day, log
from commensal.service.taking_out import take_out
from commensal.service.tapping import tap
from commensal.web.day_view import bad_day_row, can_be_usual, kept_of, rows_of, said_lines
from commensal.web.forms import (
    back_to,
    day_from,
    day_of,
    new_stamp,
    number_of,
    posted,
    stamp_of,
    text_of,
    texts_of,
)
from commensal.web.help_first import help_page
from commensal.web.look import Look, look_of
from commensal.web.render import home_of, show
from commensal.web.touring import is_touring
from commensal.web.undoable import UndoButton, undo_button

DOORS = ("bad", "normal", "good")
DOOR_COOKIE = "commensal_door"
_A_YEAR_S = 365 * 24 * 3_600
_DETAILS = (SLEEP, STOOL, STRESS)


def today(request: Request) -> Response:
    """The page of today, behind the door that was used last."""
    named = request.cookies.get(DOOR_COOKIE, "")
    door = named if named in DOORS else "normal"
    return _show_day(request, None, door=door)


def day(request: Request) -> Response:
    """A day of before: the same rows, and nothing that presses to fill them."""
    home = home_of(request)
    the_day = day_from(request.path_params["day"])
    if the_day == home.today():
        return RedirectResponse("/", status_code=303)
    check_day(the_day, home.now())
    return _show_day(request, the_day, door="good")


@posted
def use_door(_request: Request, form: FormData) -> Response:
    """Open today by another door, and remember it in this browser."""
    answer = back_to("/")
    if (door := text_of(form, "door")) in DOORS:
        answer.set_cookie(DOOR_COOKIE, door, max_age=_A_YEAR_S, httponly=True, samesite="strict")
    return answer


@posted
def keep_tap(request: Request, form: FormData) -> Response:
    """Keep one number of a day."""
    home, the_day = home_of(request), day_of(form)
    what = " ".join(text_of(form, "what").split())
    return answer_to(request, home, tap(home, what, number_of(form, "value"), day=the_day), at=text_of(form, "row"))


@posted
def keep_usual(request: Request, form: FormData) -> Response:
    """Keep that nothing was unusual, or the medicines as usual, or what the day before held; never how one felt."""
    home, the_day, wish = home_of(request), day_of(form), text_of(form, "wish")
    shown = day_now(home, the_day)
    if wish == "medicines":
        logged = log(home, usual_medicines=True, day=the_day)
    elif wish == "day_before":
        logged = log(home, same_as=date.fromordinal(shown.day.toordinal() - 1), day=the_day)
    elif shown.usual is not None:
        logged = log(home, usual=True, day=the_day)
    else:
        # there is no usual day to stand behind: that the day was as usual is kept in words
        logged = log(home, "as usual", day=the_day, stamp=stamp_of(form))
    return answer_to(request, home, logged, at="kept")


@posted
def make_usual(request: Request, form: FormData) -> Response:
    """Take what a day holds as the usual day from now on."""
    home = home_of(request)
    the_day = day_of(form) or home.today()
    baseline_from(home, the_day)
    return back_to(page_of(home, the_day), just="kept", at="kept")


@posted
def take_entries_out(request: Request, form: FormData) -> Response:
    """Take entries out of the diary; undo brings them back."""
    home = home_of(request)
    the_day = day_of(form) or home.today()
    n_taken_out = take_out(home, texts_of(form, "entry"), day=the_day)
    return back_to(page_of(home, the_day), just="kept" if n_taken_out else "nothing", at="kept")


def answer_to(request: Request, home: Home, logged: Logged, *, at: str = "") -> Response:
    """What is said to something that was logged: help first, then what has to be heeded, else back to the day."""
    if logged.heeded is not None and logged.heeded.screening.is_emergency:
        return help_page(request, logged.heeded)
    back = page_of(home, logged.day)
    if lines := said_lines(logged):
        return show(request, "said.html.j2", here="today", lines=lines, back=back)
    return back_to(back, just="kept" if logged.entries else "nothing", at=at if at.isidentifier() else "")


def page_of(home: Home, the_day: date) -> str:
    """The address of a day."""
    return "/" if the_day == home.today() else f"/day/{the_day.isoformat()}"


def _show_day(request: Request, the_day: date | None, *, door: str) -> Response:
    home = home_of(request)
    shown = day_now(home, the_day, also=_DETAILS if door == "good" else ())
    return show(
        request,
        "today.html.j2",
        here="today",
        door=door,
        doors=DOORS,
        shown=shown,
        rows=(bad_day_row(shown),) if door == "bad" else rows_of(shown.rows),
        kept=kept_of(shown),
        can_be_usual=can_be_usual(shown),
        weekdays=say_each("words.short_weekdays"),
        day_words=day_words,
        stamp=new_stamp(),
        undo=UndoButton() if is_touring(request) else undo_button(request, home, shown.next_undo),
        look=_dimmed(look_of(request)) if door == "bad" else None,
    )


def _dimmed(look: Look) -> Look:
    """Little light on a bad day, unless the person chose how much they want."""
    return replace(look, theme="dim") if look.theme == "auto" else look


ROUTES = (
    Route("/", today, name="today"),
    Route("/day/{day}", day, name="day"),
    Route("/door", use_door, methods=["POST"], name="use_door"),
    Route("/tap", keep_tap, methods=["POST"], name="tap"),
    Route("/usual", keep_usual, methods=["POST"], name="usual"),
    Route("/usual-day", make_usual, methods=["POST"], name="make_usual"),
    Route("/take-out", take_entries_out, methods=["POST"], name="take_out"),
)
