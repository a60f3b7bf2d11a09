"""``commensal day``: one day as it was logged, or the last seven at a glance."""

from __future__ import annotations

import click

from commensal.cli.door import Door, pass_door, shared_options
from commensal.cli.logged import logged_lines
from commensal.cli.words import words
from commensal.records.entry import Entry
from commensal.report.fact_words import entry_document, label_of, value_of
from commensal.report.numbers import day_words
from commensal.report.words import say_each
from commensal.service.day import DayAsLogged, DayOfWeek, day_as_logged, last_days
from commensal.service.log import day_from_words, log
from commensal.service.truth import is_synthetic
from commensal.vocab.origin import Origin


@click.command("day")
@click.argument("day", required=False, metavar="[DAY]")
@click.option("--week", "is_week", is_flag=True, help="The last seven days: which have something, and which have not.")
@click.option("--usual", "is_usual", is_flag=True, help="Log that day as a usual one, then show it.")
@shared_options
@pass_door
def day_command(door: Door, day: str | None, *, is_week: bool, is_usual: bool) -> None:
    """Show a day as it was logged: today, yesterday, or a date such as 2026-11-20."""
    home = door.home()
    if is_week:
        _answer_week(door, last_days(home))
        return
    the_day = None if day is None else day_from_words(day, today=home.today())
    before: list[str] = []
    if is_usual:
        before = [*logged_lines(log(home, usual=True, day=the_day)), ""]
    shown = day_as_logged(home, the_day)
    document = {"day": shown.day.isoformat(), "entries": [entry_document(entry) for entry in shown.entries]}
    door.answer(document, *before, *_lines(shown))


def _answer_week(door: Door, days: tuple[DayOfWeek, ...]) -> None:
    document = {"days": [{"day": one.day.isoformat(), "is_logged": one.is_logged} for one in days]}
    lines = [words("day.strip"), *(_strip_line(one) for one in days)]
    if still_open := [one.day for one in days[:-1] if not one.is_logged]:
        lines.append(words("day.strip_how", day=still_open[-1].isoformat()))
    door.answer(document, *lines)


def _strip_line(one: DayOfWeek) -> str:
    key = "day.strip_logged" if one.is_logged else "day.strip_open"
    return words(key, weekday=say_each("words.short_weekdays")[one.day.weekday()], day=one.day.isoformat())


def _lines(shown: DayAsLogged) -> list[str]:
    if not shown.entries:
        return [words("day.empty", day=day_words(shown.day))]
    width = max(len(label_of(entry.fact)) for entry in shown.entries)
    lines = [words("day.heading", day=day_words(shown.day))]
    return lines + [_line(entry, width) for entry in shown.entries]


def _line(entry: Entry, width: int) -> str:
    clock = "     " if entry.at is None else f"{entry.at:%H:%M}"
    remarks = [] if entry.origin is Origin.ENTERED else [words(f"origin.{entry.origin.value}")]
    if entry.origin is Origin.ENTERED and entry.recorded_at.date() != entry.day:
        remarks.append(words("day.backfilled", day=entry.recorded_at.date().isoformat()))
    if is_synthetic([entry]):
        remarks.append(words("day.synthetic"))
    after = f"  ({', '.join(remarks)})" if remarks else ""
    return f"  {clock}  {label_of(entry.fact):<{width}}  {value_of(entry.fact)}{after}"
