"""``commensal day``: one day as it was logged."""

from __future__ import annotations

import click

from commensal.cli.door import Door, pass_door, shared_options
from commensal.cli.fact_words import entry_document, label_of, value_of
from commensal.cli.words import words
from commensal.records.entry import Entry
from commensal.report.numbers import day_words
from commensal.service.day import DayAsLogged, day_as_logged
from commensal.service.log import day_from_words
from commensal.service.truth import is_synthetic
from commensal.vocab.origin import Origin


@click.command("day")
@click.argument("day", required=False, metavar="[DAY]")
@shared_options
@pass_door
def day_command(door: Door, day: str | None) -> None:
    """Show a day as it was logged: today, yesterday, or a date such as 2026-11-20."""
    home = door.home()
    shown = day_as_logged(home, None if day is None else day_from_words(day, today=home.today()))
    document = {"day": shown.day.isoformat(), "entries": [entry_document(entry) for entry in shown.entries]}
    door.answer(document, *_lines(shown))


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
