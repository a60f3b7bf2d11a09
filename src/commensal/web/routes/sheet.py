"""Two weeks on paper: the sheet, and the page that copies it in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from commensal.report.labels import at_start
from commensal.report.numbers import brief, day_words, short_month
from commensal.report.words import say_each
from commensal.service.followed import OFFERED, SLEEP, STOOL, followed
from commensal.service.tapping import fact_of_tap, tap_many
from commensal.service.two_weeks import N_DAYS, TwoWeeks, two_weeks
from commensal.vocab.errors import CommensalError
from commensal.web.forms import back_to, number_of, posted, text_of
from commensal.web.help_first import help_page
from commensal.web.render import home_of, show
from commensal.web.words import words

_CHOICES = {SLEEP: range(3, 11), STOOL: range(1, 8)}
_POINTS = range(11)
_DAYS_A_WEEK = 7


def sheet(request: Request) -> Response:
    """The sheet, a week a page, with the things that are followed."""
    home = home_of(request)
    first = _day(request.query_params.get("first", "")) or home.today()
    days = [first + timedelta(days=n) for n in range(N_DAYS)]
    rows = [
        (name_of_thing(what), _CHOICES.get(what, _POINTS), words(f"sheet.{_scale(what)}_ends"))
        for what in followed(home)
    ]
    weeks = [[(_weekday(day), day_words(day)) for day in days[n : n + _DAYS_A_WEEK]] for n in (0, _DAYS_A_WEEK)]
    return show(request, "sheet.html.j2", here="sheet", first=first, weeks=weeks, rows=rows)


def fill(request: Request) -> Response:
    """The page that copies a sheet in."""
    found = two_weeks(home_of(request), last_day=_day(request.query_params.get("last", "")))
    typed = {
        _field(day, number): brief(value)
        for (day, what), value in found.values.items()
        for number in [found.whats.index(what)]
    }
    return _show_grid(request, found, typed)


@posted
def keep(request: Request, form: FormData) -> Response:
    """Keep everything that was typed as one action; with a slip in it, nothing, and everything typed stays."""
    home = home_of(request)
    found = two_weeks(home, last_day=_day(text_of(form, "last")))
    fields = {_field(day, number): (day, what) for day in found.days for number, what in enumerate(found.whats)}
    typed = {field: text_of(form, field).strip() for field in fields}
    taps: dict[tuple[date, str], float] = {}
    wrong = set()
    for field, cell in fields.items():
        if not typed[field]:
            continue
        try:
            taps[cell] = number_of(form, field)
            fact_of_tap(cell[1], taps[cell])
        except CommensalError:
            wrong.add(field)
    if wrong:
        return _show_grid(request, found, typed, wrong=frozenset(wrong))
    logged = tap_many(home, taps)
    if logged.heeded is not None and logged.heeded.screening.is_emergency:
        return help_page(request, logged.heeded)
    return back_to("/", just="kept") if logged.entries else _show_grid(request, found, typed, is_same=True)


def name_of_thing(what: str) -> str:
    """What is followed, as it is called on a page: ours by our words, a person's own by theirs."""
    return words(f"welcome.thing_{what.replace(' ', '_')}") if what in OFFERED else at_start(what)


def _show_grid(
    request: Request,
    found: TwoWeeks,
    typed: Mapping[str, str],
    *,
    wrong: frozenset[str] = frozenset(),
    is_same: bool = False,
) -> Response:
    names = [name_of_thing(what) for what in found.whats]
    rows = [
        (
            words("sheet.fill_row", weekday=_weekday(day), day=day.day, month=short_month(day)),
            [
                (_field(day, number), words("sheet.fill_label", what=name, day=day_words(day)))
                for number, name in enumerate(names)
            ],
        )
        for day in found.days
    ]
    return show(
        request,
        "grid.html.j2",
        here="sheet",
        status_code=400 if wrong else 200,
        names=names,
        rows=rows,
        typed=typed,
        wrong=wrong,
        is_same=is_same,
        last=found.days[-1],
        today=home_of(request).today() if request.method == "GET" else found.days[-1],
    )


def _field(day: date, number: int) -> str:
    return f"cell-{day.isoformat()}-{number}"


def _weekday(day: date) -> str:
    return say_each("words.short_weekdays")[day.weekday()]


def _scale(what: str) -> str:
    return what if what in _CHOICES else "points"


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


ROUTES = (
    Route("/sheet", sheet, name="sheet"),
    Route("/sheet/fill", fill, name="sheet_fill"),
    Route("/sheet/fill", keep, methods=["POST"], name="sheet_keep"),
)
