"""``commensal demo``: the whole loop on a synthetic person."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

import click

from commensal.cli.browser import open_in_browser
from commensal.cli.door import Door, pass_door, shared_options
from commensal.cli.own_name import own_name
from commensal.cli.progress import busy
from commensal.cli.words import counted, words
from commensal.report.findings_words import outcome_sentence
from commensal.report.notice import SHORT_NOTICE
from commensal.service.demo import DEFAULT_SEED, Demo, demo


@click.command("demo")
@click.option("--days", type=click.IntRange(30, 3_653), default=730, help="Days in the diary.  [default: 730]")
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    default=DEFAULT_SEED,
    help=f"Another seed, another person; in 0 there is nothing to find.  [default: {DEFAULT_SEED}]",
)
@click.option(
    "--folder", type=click.Path(path_type=Path), metavar="DIR", help="Where the synthetic person lives (as --data)."
)
@click.option("--no-open", is_flag=True, help="Do not open the page in the browser.")
@shared_options
@pass_door
def demo_command(door: Door, /, *, days: int, seed: int, folder: Path | None, no_open: bool) -> None:
    """Make up a person, log years of days, and show what the diary says, beside what was really built in.

    It lives in a folder of its own and never touches your diary. Running it again replaces it.
    """
    # COMMENSAL_DATA names the person's own diary, so only an explicit --data counts here
    place = folder if folder is not None or door.data is None else Path(door.data)
    if not door.as_json:
        click.echo(words("demo.begin"))
    with busy(words("demo.making")) as tell:
        shown = demo(
            door.opener(door.data),
            folder=None if place is None else place.expanduser().absolute(),
            days=days,
            seed=seed,
            on_stage=lambda stage: tell(words(f"demo.{stage.value}")),
        )
    is_open = not no_open and not door.as_json and open_in_browser(shown.page)
    door.answer(_document(shown), *_lines(shown, is_open=is_open))


def _document(shown: Demo) -> dict[str, Any]:
    return {
        "is_synthetic": True,
        "folder": str(shown.folder),
        "page": str(shown.page),
        "truth_file": str(shown.truth_file),
        "person": shown.person,
        "seed": shown.seed,
        "n_days": shown.n_days,
        "n_entries": shown.n_entries,
        "replaced": shown.replaced,
        "sentences": [outcome_sentence(item) for item in shown.looked.findings.outcomes],
    }


def _lines(shown: Demo, *, is_open: bool) -> list[str]:
    days, entries = counted(shown.n_days, "demo.day"), counted(shown.n_entries, "keep.entry")
    sentences = [f"  {outcome_sentence(item)}" for item in shown.looked.findings.outcomes]
    folder = shlex.quote(str(shown.folder))
    return [
        words("demo.made", days=days, entries=entries, seed=shown.seed),
        "",
        words("demo.says"),
        *sentences,
        "",
        words("demo.page_open" if is_open else "demo.page", page=shown.page),
        words("demo.truth", file=shown.truth_file),
        "",
        words("demo.next"),
        words("demo.next_commands", commensal=own_name(), folder=folder),
        SHORT_NOTICE,
    ]
