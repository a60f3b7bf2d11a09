"""``commensal baseline``: a person's usual day, to stand behind in one action."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from commensal.cli.asking import settled
from commensal.cli.door import Door, pass_door, shared_options
from commensal.cli.lazy_group import CommandEntry, LazyGroup
from commensal.cli.logged import left_out_lines
from commensal.cli.words import words
from commensal.records.fact_fields import fields_of
from commensal.records.facts import Fact, kind_of
from commensal.records.usual import repeatable
from commensal.report.chips import chips_of, names_of
from commensal.report.numbers import day_words
from commensal.service.baseline import Baseline, baseline, baseline_from, clear_baseline, set_baseline
from commensal.service.log import day_from_words
from commensal.service.words import understand

_HERE = "commensal.cli.baseline"
_TABLE = (
    CommandEntry(name="show", place=f"{_HERE}:show_command", summary="Show the usual day."),
    CommandEntry(name="set", place=f"{_HERE}:set_command", summary="Say what a usual day holds."),
    CommandEntry(name="from", place=f"{_HERE}:from_command", summary="Take a day that was logged as the usual one."),
    CommandEntry(name="clear", place=f"{_HERE}:clear_command", summary="Have no usual day any more."),
)
_since = click.option(
    "--since", "since_words", metavar="DAY", help="The day it holds from: today (usual), yesterday, or a date."
)


@click.group("baseline", cls=LazyGroup, table=_TABLE, invoke_without_command=True)
@shared_options
@click.pass_context
def baseline_group(ctx: click.Context) -> None:
    """Your usual day: what you mostly eat, take and do, and how long you sleep.

    It counts on no day before you say so: 'commensal log --usual' is all it takes, and you can add what was
    different. How you feel is never part of it; that is asked anew each day.
    """
    if ctx.invoked_subcommand is None:
        ctx.invoke(show_command)


@click.command("show")
@shared_options
@pass_door
def show_command(door: Door) -> None:
    """Show the usual day as it holds today."""
    usual = baseline(door.home())
    if usual is None:
        door.answer({"usual_day": None}, words("baseline.none_yet"))
        return
    door.answer(
        {"usual_day": _document(usual)},
        words("baseline.shown", day=day_words(usual.since), chips=chips_of(usual.facts)),
        words("baseline.how"),
    )


@click.command("set")
@click.argument("text", nargs=-1, required=True)
@_since
@click.option("--yes", "is_answered", is_flag=True, help="Where words may mean several things, take the likeliest.")
@shared_options
@pass_door
def set_command(door: Door, text: tuple[str, ...], since_words: str | None, *, is_answered: bool) -> None:
    """Say what a usual day holds: food, drink, medicines, activity, hours of sleep.

    \b
    commensal baseline set "porridge, coffee, omeprazole 20, slept 7h"
    """  # noqa: D301 - click reads the backspace itself as "keep these lines"
    home = door.home()
    since = None if since_words is None else day_from_words(since_words, today=home.today())
    read = settled(understand(home, " ".join(text)), door=door, is_answered=is_answered)
    usual = set_baseline(home, read, since=since)
    asked_anew = tuple(fact for fact in read.facts if repeatable(fact) is None)
    _answer_set(door, usual, asked_anew, left_out_lines(read))


@click.command("from")
@click.argument("day", metavar="DAY")
@_since
@shared_options
@pass_door
def from_command(door: Door, day: str, since_words: str | None) -> None:
    """Take what was eaten, taken and done on DAY (today, yesterday, or a date) as the usual day."""
    home = door.home()
    since = None if since_words is None else day_from_words(since_words, today=home.today())
    usual = baseline_from(home, day_from_words(day, today=home.today()), since=since)
    _answer_set(door, usual)


@click.command("clear")
@_since
@shared_options
@pass_door
def clear_command(door: Door, since_words: str | None) -> None:
    """From today on, have no usual day. Days that were logged as usual stay as they are."""
    home = door.home()
    since = None if since_words is None else day_from_words(since_words, today=home.today())
    is_cleared = clear_baseline(home, since=since)
    lines = [words("baseline.cleared"), words("log.undo")] if is_cleared else [words("baseline.none_yet")]
    door.answer({"is_cleared": is_cleared}, *lines)


def _answer_set(door: Door, usual: Baseline, asked_anew: Sequence[Fact] = (), others: Sequence[str] = ()) -> None:
    lines = [words("baseline.set", day=day_words(usual.since), chips=chips_of(usual.facts)), *others]
    if asked_anew:
        lines.append(words("baseline.asked_anew", names=names_of(asked_anew)))
    document = {"usual_day": _document(usual), "asked_anew": [kind_of(fact) for fact in asked_anew]}
    door.answer(document, *lines, words("baseline.how"), words("log.undo"))


def _document(usual: Baseline) -> dict[str, Any]:
    return {
        "since": usual.since.isoformat(),
        "text": usual.text,
        "items": [{"kind": kind_of(fact), "fact": fields_of(fact)} for fact in usual.facts],
    }
