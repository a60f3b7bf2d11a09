"""``commensal suggest``: at most three gentle next steps, or help alone."""

from __future__ import annotations

from datetime import date

import click

from commensal.cli.door import Door, pass_door, shared_options
from commensal.cli.progress import busy
from commensal.cli.words import words
from commensal.guidance.suggestion import Tried
from commensal.report.guidance_page import guidance_json, guidance_lines
from commensal.service.advise import next_steps
from commensal.service.log import day_from_words


@click.command("suggest")
@click.argument("question", nargs=-1)
@click.option("--why", "is_full", is_flag=True, help="Say more: what each link rests on, the order, what was left out.")
@click.option(
    "--tried",
    multiple=True,
    metavar="STEP[=DAY]",
    help="A step that you have tried, with its last day if you like, or =now while it goes on; may be repeated. "
    "The names are those of --json.",
)
@click.option("--seed", type=click.IntRange(min=0), default=0, help="Same seed, same answer.  [default: 0]")
@shared_options
@pass_door
def suggest_command(door: Door, question: tuple[str, ...], *, is_full: bool, tried: tuple[str, ...], seed: int) -> None:
    """Show at most three gentle next steps, or none. You may ask in your own words.

    Every step has passed the safety rules. Resting and changing nothing are steps too.

    \b
    commensal suggest
    commensal suggest "could I try more fibre"
    commensal suggest --tried soluble_fibre=2026-11-01
    """  # noqa: D301 - click reads the backspace itself as "keep these lines"
    home = door.home()
    known = tuple(_tried(item, today=home.today()) for item in tried)
    with busy(words("suggest.thinking")):
        guidance = next_steps(home, question=" ".join(question), tried=known, seed=seed)
    door.answer(guidance_json(guidance), *guidance_lines(guidance, is_full=is_full))


def _tried(text: str, *, today: date) -> Tried:
    """A step that was tried; without a day it is long over, and ``now`` means that it goes on."""
    step_id, _, day = text.partition("=")
    if day.strip().casefold() == words("suggest.now"):
        return Tried(step_id=step_id.strip())
    return Tried(step_id=step_id.strip(), last_day=day_from_words(day, today=today) if day.strip() else date.min)
