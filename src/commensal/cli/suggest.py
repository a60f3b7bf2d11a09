"""``commensal suggest``: at most three gentle next steps, or help alone."""

from __future__ import annotations

import click

from commensal.cli.door import Door, pass_door, shared_options
from commensal.cli.progress import busy
from commensal.cli.words import words
from commensal.report.guidance_page import guidance_json, guidance_lines
from commensal.service.advise import next_steps


@click.command("suggest")
@click.argument("question", nargs=-1)
@click.option("--why", "is_full", is_flag=True, help="Say more: the path on the map, the order, what was left out.")
@click.option(
    "--tried", multiple=True, metavar="STEP", help="A step you have tried and would leave out; may be repeated."
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
    """  # noqa: D301 - click reads the backspace itself as "keep these lines"
    home = door.home()
    with busy(words("suggest.thinking")):
        guidance = next_steps(home, question=" ".join(question), tried=tried, seed=seed)
    door.answer(guidance_json(guidance), *guidance_lines(guidance, is_full=is_full))
