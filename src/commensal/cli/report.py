"""``commensal report``: the findings as a page, as a table in the terminal, or as JSON."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from commensal.cli.browser import open_in_browser
from commensal.cli.door import Door, pass_door, shared_options
from commensal.cli.findings import findings_document, print_looked
from commensal.cli.look_options import look_options, looked
from commensal.cli.words import words
from commensal.service.reporting import write_page


@click.command("report")
@click.option("--html", "file", type=click.Path(path_type=Path), metavar="FILE", help="Write one self-contained page.")
@click.option("--open", "opens", is_flag=True, help="Open the page in the browser.")
@look_options
@shared_options
@pass_door
def report_command(door: Door, /, *, file: Path | None, opens: bool, **options: Any) -> None:
    """Make a report of the findings: a page with --html FILE, JSON with --json, else a table here.

    The page needs no network, prints on paper, and can be shown to a clinician.
    """
    if opens and file is None:
        raise click.UsageError("--open needs --html FILE.")
    seen = looked(door, **options)
    if file is not None:
        write_page(seen, file)
    if door.as_json:
        door.answer(findings_document(seen))
    elif file is None:
        print_looked(seen, every_candidate=True)
    else:
        click.echo(words("report.written", file=file))
        if opens and not open_in_browser(file):
            click.echo(words("report.not_opened"))
