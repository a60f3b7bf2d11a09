"""``commensal demo``: the whole loop on a synthetic person."""

from __future__ import annotations

import shlex
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from commensal.cli.browser import has_screen, open_address
from commensal.cli.door import Door, pass_door, shared_options
from commensal.cli.own_name import own_name
from commensal.cli.progress import busy
from commensal.cli.words import counted, words
from commensal.report.findings_words import outcome_sentence
from commensal.report.notice import SHORT_NOTICE
from commensal.service.demo import DEFAULT_SEED, Demo, demo
from commensal.service.home import Home


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
@click.option("--no-open", is_flag=True, help="Only make the person; do not open their page in the browser.")
@shared_options
@pass_door
def demo_command(door: Door, /, *, days: int, seed: int, folder: Path | None, no_open: bool) -> None:
    """Make up a person, log years of days, and show what the diary says, beside what was really built in.

    Then their page opens in the browser, until Ctrl-C ends it. The person lives in a folder of their own, and your
    diary is never touched. Running it again replaces the person.
    """
    # COMMENSAL_DATA names the person's own diary, so only an explicit --data counts here
    place = folder if folder is not None or door.data is None else Path(door.data)
    home = door.opener(door.data)
    if not door.as_json:
        click.echo(words("demo.begin"))
    with busy(words("demo.making")) as tell:
        shown = demo(
            home,
            folder=None if place is None else place.expanduser().absolute(),
            days=days,
            seed=seed,
            on_stage=lambda stage: tell(words(f"demo.{stage.value}")),
        )
    opens = not no_open and not door.as_json and has_screen()
    door.answer(_document(shown), *_lines(shown, opens=opens))
    if opens:
        _open_page(replace(home, location=shown.folder))


def _open_page(home: Home) -> None:
    """Serve the page of the made-up person until Ctrl-C; on a port of its own, beside a page that may run already."""
    from commensal.web.server import Address, serve  # noqa: PLC0415 - the server's parts load only when it is started

    def tell(address: Address) -> None:
        is_open = open_address(address.enter_url)
        click.echo(words("serve.open" if is_open else "serve.address", url=address.enter_url))
        click.echo(words("serve.end"))

    serve(home, port=0, on_ready=tell)


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


def _lines(shown: Demo, *, opens: bool) -> list[str]:
    days, entries = counted(shown.n_days, "demo.day"), counted(shown.n_entries, "keep.entry")
    sentences = [f"  {outcome_sentence(item)}" for item in shown.looked.findings.outcomes]
    folder = shlex.quote(str(shown.folder))
    return [
        words("demo.made", days=days, entries=entries, seed=shown.seed),
        "",
        words("demo.says"),
        *sentences,
        "",
        *([] if opens else [words("demo.page", commensal=own_name(), folder=folder)]),
        words("demo.report", page=shown.page),
        words("demo.truth", file=shown.truth_file),
        "",
        words("demo.next"),
        words("demo.next_commands", commensal=own_name(), folder=folder),
        SHORT_NOTICE,
    ]
