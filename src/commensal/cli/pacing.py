"""``commensal pacing``: load and the days after it, and crashes as they were marked."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import click

from commensal.cli.door import Door, pass_door, shared_options
from commensal.cli.heeded import answer_unless_emergency
from commensal.cli.lazy_group import CommandEntry, LazyGroup
from commensal.cli.words import words
from commensal.report.numbers import span_words
from commensal.service.log import day_from_words

if TYPE_CHECKING:
    from commensal.safety.pacing import Following, LoadPattern, PacingWatch
    from commensal.safety.pacing_crashes import CrashSpell, LoadSeen

_HERE = "commensal.cli.pacing"
_TABLE = (
    CommandEntry(name="show", place=f"{_HERE}:show_command", summary="Show load and the days after it."),
    CommandEntry(name="crash", place=f"{_HERE}:crash_command", summary="Mark a crash."),
    CommandEntry(
        name="crashes", place=f"{_HERE}:crashes_command", summary="List the crashes, with the days before them."
    ),
    CommandEntry(
        name="since", place=f"{_HERE}:since_command", summary="Look at the days since something new was begun."
    ),
)


@click.group("pacing", cls=LazyGroup, table=_TABLE, invoke_without_command=True)
@shared_options
@click.pass_context
def pacing_group(ctx: click.Context) -> None:
    """Load and the days after it, from your own diary. It sets no target and names no limit."""
    if ctx.invoked_subcommand is None:
        ctx.invoke(show_command)


@click.command("show")
@shared_options
@pass_door
def show_command(door: Door) -> None:
    """Show whether the last two days were heavier than your usual, and what came after such days before."""
    from commensal.report.pacing_words import before_json, pacing_lines  # noqa: PLC0415 - only the page that is asked for
    from commensal.service.pacing import pacing  # noqa: PLC0415

    home = door.home()
    shown = pacing(home)
    document = {
        "day": shown.today.isoformat(),
        "watch": _watch_document(shown.seen),
        "crashes": [_crash_document(crash) for crash in shown.crashes],
        "before_crashes": before_json(shown.before),
    }
    lines = pacing_lines(shown.seen, shown.crashes, before=shown.before)
    answer_unless_emergency(door, home, document, *lines)


@click.command("crash")
@click.option("--day", "first_words", metavar="DAY", help="Its first day: today (usual), yesterday, or a date.")
@click.option("--until", "last_words", metavar="DAY", help="Its last day, if it is over; every day of it is marked.")
@click.option("--none", "is_none", is_flag=True, help="Record instead that the day was no crash day.")
@shared_options
@pass_door
def crash_command(door: Door, /, *, first_words: str | None, last_words: str | None, is_none: bool) -> None:
    """Mark a crash: today, or from one day to another. While it goes on, one mark is enough."""
    from commensal.cli.trial_said import held_document, held_lines  # noqa: PLC0415
    from commensal.service.pacing import mark_crash, mark_no_crash  # noqa: PLC0415

    home = door.home()
    first = None if first_words is None else day_from_words(first_words, today=home.today())
    last = None if last_words is None else day_from_words(last_words, today=home.today())
    if is_none and last is not None:
        raise click.UsageError("--none speaks of one day; leave --until out.")
    marked = mark_no_crash(home, day=first) if is_none else mark_crash(home, first_day=first, last_day=last)
    document = {
        "first_day": marked.first_day.isoformat(),
        "last_day": marked.last_day.isoformat(),
        "is_crash": marked.is_crash,
        **({} if marked.trial_held is None else {"trial_held": held_document(marked.trial_held)}),
    }
    days = span_words(marked.first_day, marked.last_day)
    said = [*held_lines(marked.trial_held), words("pacing.marked", days=days), words("pacing.how_over")]
    door.answer(document, *([words("pacing.marked_none", days=days)] if is_none else said), words("log.undo"))


@click.command("crashes")
@shared_options
@pass_door
def crashes_command(door: Door) -> None:
    """List every crash, the newest first, with what was logged on the days before it."""
    from commensal.report.pacing_words import before_json, crash_lines  # noqa: PLC0415
    from commensal.service.pacing import pacing  # noqa: PLC0415

    home = door.home()
    shown = pacing(home)
    document = {
        "crashes": [_crash_document(crash) for crash in shown.crashes],
        "before_crashes": before_json(shown.before),
    }
    answer_unless_emergency(door, home, document, *crash_lines(shown.crashes, before=shown.before))


@click.command("since")
@click.argument("day", metavar="DAY")
@shared_options
@pass_door
def since_command(door: Door, day: str) -> None:
    """Look at the days since something new was begun on DAY: did two worse days in a row come?

    By our own rule that is when to pause. It needs ratings from before that day to compare with.
    """
    from commensal.report.pacing_words import since_lines  # noqa: PLC0415
    from commensal.service.pacing import since  # noqa: PLC0415

    home = door.home()
    found = since(home, day_from_words(day, today=home.today()))
    advice = found.advice
    pause = None
    if advice is not None:
        pause = {"days": [one.isoformat() for one in advice.days], "reasons": list(advice.reasons)}
    document = {
        "since": found.began.isoformat(),
        "pause": pause,
        "can_watch": found.can_watch,
        "is_careful": found.is_careful,
        "n_days": found.n_days,
        "n_blank_days": found.n_blank_days,
    }
    lines = since_lines(
        advice,
        began=found.began,
        can_watch=found.can_watch,
        is_careful=found.is_careful,
        n_days=found.n_days,
        n_blank_days=found.n_blank_days,
    )
    answer_unless_emergency(door, home, document, *lines)


def _watch_document(seen: PacingWatch) -> dict[str, Any]:
    return {
        "status": seen.status.value,
        "last_days": [day.isoformat() for day in seen.last_days],
        "n_load_days": seen.n_load_days,
        "n_worse_days": seen.n_worse_days,
        "watched_symptoms": list(seen.watched),
        "is_worse_lately": seen.is_worse_lately,
        "patterns": [_pattern_document(pattern) for pattern in seen.patterns],
    }


def _pattern_document(pattern: LoadPattern) -> dict[str, Any]:
    return {
        "measure": pattern.measure.value,
        "n_days": pattern.n_days,
        "is_heavier_lately": pattern.is_heavier_lately,
        "last_two": [{"day": day.isoformat(), **_load_document(seen)} for day, seen in pattern.last_two],
        "after_two_heavier_days": _following_document(pattern.after_heavier),
        "after_two_other_days": _following_document(pattern.after_other),
    }


def _following_document(after: Following) -> dict[str, Any]:
    return dataclasses.asdict(after)


def _load_document(seen: LoadSeen) -> dict[str, Any]:
    return {
        "measure": seen.measure.value,
        "value": seen.value,
        "rated_on": None if seen.scale is None else [seen.scale.minimum, seen.scale.maximum],
        "standing": None if seen.standing is None else seen.standing.value,
    }


def _crash_document(crash: CrashSpell) -> dict[str, Any]:
    return {
        "first_day": crash.first_day.isoformat(),
        "last_day": crash.last_day.isoformat(),
        "n_marked_days": crash.n_marked_days,
        "is_end_recorded": crash.is_end_recorded,
        "before": [
            {"day": day.day.isoformat(), "loads": [_load_document(seen) for seen in day.loads]} for day in crash.before
        ],
    }
