"""The options of every command that looks at what the diary says, and the look itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TypeVar

import click

from commensal.cli.door import Door
from commensal.cli.heeded import help_first
from commensal.cli.progress import busy
from commensal.cli.words import words
from commensal.service.log import day_from_words
from commensal.service.reporting import Looked, look

AnyCommand = TypeVar("AnyCommand", bound=Callable[..., object])


def look_options(command: AnyCommand) -> AnyCommand:
    """Give a command --outcome, --from, --to and --seed."""
    command = click.option(
        "--seed", type=click.IntRange(min=0), default=0, help="Same seed, same answer.  [default: 0]"
    )(command)
    command = click.option("--to", "last_day", metavar="DAY", help="Last day to look at.")(command)
    command = click.option("--from", "first_day", metavar="DAY", help="First day to look at, such as 2026-03-01.")(
        command
    )
    return click.option(
        "--outcome",
        "outcomes",
        multiple=True,
        metavar="NAME",
        help="What to look at, such as pain; may be repeated. All symptoms when left out.",
    )(command)


def looked(door: Door, *, outcomes: tuple[str, ...], first_day: str | None, last_day: str | None, seed: int) -> Looked:
    """Look at the diary as these options say; in a terminal, progress is shown."""
    home = door.home()
    help_first(door, home)

    def day(words_given: str | None) -> date | None:
        return None if words_given is None else day_from_words(words_given, today=home.today())

    with busy(words("look.looking")):
        return look(home, outcomes=outcomes or None, first_day=day(first_day), last_day=day(last_day), seed=seed)
