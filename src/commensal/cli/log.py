"""``commensal log``: words and numbers of a day."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import click

from commensal.cli.asking import settled
from commensal.cli.door import Door, pass_door, shared_options
from commensal.cli.logged import logged_document, logged_lines
from commensal.service.log import day_from_words, log
from commensal.service.words import understand
from commensal.vocab.errors import UsageError


@click.command("log")
@click.argument("text", nargs=-1)
@click.option("--pain", type=float, metavar="0-10", help="Pain today, 0 to 10.")
@click.option("--fatigue", type=float, metavar="0-10", help="Fatigue today, 0 to 10.")
@click.option("--symptom", "symptoms", multiple=True, metavar="NAME=0-10", help="Another symptom; may be repeated.")
@click.option("--none", "none", multiple=True, metavar="NAME", help="A symptom that was not there; may be repeated.")
@click.option("--food", "foods", multiple=True, metavar="NAME", help='Eaten or drunk, "oats" or "oats 40 g".')
@click.option("--without", multiple=True, metavar="NAME", help="A food you had none of; may be repeated.")
@click.option("--medicine", "medicines", multiple=True, metavar="NAME", help='Taken, "ibuprofen 400 mg".')
@click.option("--sleep", "sleep_h", type=float, metavar="HOURS", help="Hours slept in the night that ended that day.")
@click.option("--stool", "stool_form", type=int, metavar="1-7", help="Stool form, 1 hard lumps to 7 liquid.")
@click.option("--stress", type=float, metavar="0-10", help="Stress, 0 to 10.")
@click.option("--note", help="Further words.")
@click.option("--usual", is_flag=True, help="As on a usual day; say beside it what was different.")
@click.option("--same-as", "same_as_words", metavar="DAY", help="Copy what you ate, took and did from that day.")
@click.option("--means", multiple=True, metavar="WORD=FOOD", help='A word of yours, "spuds=boiled potatoes".')
@click.option("--yes", "is_answered", is_flag=True, help="Where words may mean several things, take the likeliest.")
@click.option("--day", "day_words", metavar="DAY", help="today (usual), yesterday, or a date such as 2026-11-20.")
@click.option("--at", "at_words", metavar="HH:MM", help="Clock time on that day.")
@shared_options
@pass_door
def log_command(
    door: Door,
    /,
    text: tuple[str, ...],
    *,
    pain: float | None,
    fatigue: float | None,
    symptoms: tuple[str, ...],
    day_words: str | None,
    at_words: str | None,
    same_as_words: str | None,
    means: tuple[str, ...],
    is_answered: bool,
    **facts: Any,
) -> None:
    """Keep what you say of a day. Everything is optional; a blank is never a zero.

    Your words are kept as they are, and read: food, medicines, symptoms, sleep. What is not understood stays in
    your words. Numbers may also be given as options; an option counts before the words.

    \b
    commensal log "lentil soup, 2 slices of rye bread, ibuprofen 400, pain 4, slept 6h"
    commensal log --usual --without coffee --food wine
    commensal log --same-as yesterday "no wine, pain 3"
    commensal log --symptom "brain fog=3" --none headache --day yesterday
    """  # noqa: D301 - click reads the backspace itself as "keep these lines"
    home = door.home()
    day = None if day_words is None else day_from_words(day_words, today=home.today())
    at = None if at_words is None else _clock_time(at_words)
    said = _readable(" ".join(text))
    understood = settled(
        understand(home, said, means=_all_readable(means), day=day, at=at), door=door, is_answered=is_answered
    )
    logged = log(
        home,
        ratings=_ratings(pain, fatigue, symptoms),
        day=day,
        at=at,
        same_as=None if same_as_words is None else _day_before(same_as_words, day or home.today()),
        understood=understood,
        **{name: _all_readable(value) for name, value in facts.items()},
    )
    door.answer(logged_document(logged), *logged_lines(logged))


def _day_before(words_given: str, day: date) -> date:
    """The day to copy from. Yesterday is the day before the one that is logged."""
    if words_given.strip().casefold() == "yesterday":
        return day - timedelta(days=1)
    return day_from_words(words_given, today=day)


def _ratings(pain: float | None, fatigue: float | None, symptoms: tuple[str, ...]) -> dict[str, float]:
    """Score by symptom from the options; one symptom given twice is a misuse, not a choice for us to make."""
    pairs = [(name, score) for name, score in (("pain", pain), ("fatigue", fatigue)) if score is not None]
    pairs += [_pair(words_given) for words_given in symptoms]
    names = [name.casefold() for name, _ in pairs]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise UsageError(where=f"symptom {twice[0]}", found="two numbers", expected="one", do="Leave one of them out.")
    return dict(pairs)


def _pair(words_given: str) -> tuple[str, float]:
    name, equals, number = _readable(words_given).rpartition("=")
    try:
        if equals and name.strip():
            return " ".join(name.split()), float(number)
    except ValueError:
        pass  # said below, in the same words
    raise UsageError(
        where="--symptom",
        found=repr(words_given),
        expected="a name, an equals sign and a number from 0 to 10",
        do='Write it like this: --symptom "brain fog=3"',
    )


def _clock_time(words_given: str) -> time:
    try:
        return time.fromisoformat(words_given)
    except ValueError as problem:
        raise UsageError(
            where="--at", found=repr(words_given), expected="a time such as 14:30", do="Write hours and minutes."
        ) from problem


def _all_readable(value: Any) -> Any:
    if isinstance(value, str):
        return _readable(value)
    return tuple(_readable(item) for item in value) if isinstance(value, tuple) else value


def _readable(text: str) -> str:
    """The words without bytes that are no text (a terminal in another encoding), which no file could hold."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
