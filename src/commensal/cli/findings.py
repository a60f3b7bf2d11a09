"""``commensal findings``: what goes with what, in the terminal."""

from __future__ import annotations

import sys
from typing import Any

import click

from commensal.cli.door import Door, pass_door, shared_options
from commensal.cli.look_options import look_options, looked
from commensal.cli.words import words
from commensal.report.numbers import day_words
from commensal.service.reporting import Looked


@click.command("findings")
@look_options
@click.option("--all", "every_candidate", is_flag=True, help="Name everything that was compared, one line each.")
@click.option("--explain", "name", metavar="NAME", help="Show what stands behind one thing, such as coffee.")
@shared_options
@pass_door
def findings_command(door: Door, /, *, every_candidate: bool, name: str | None, **options: Any) -> None:
    """Show what the diary says about your symptoms, and what it cannot say yet.

    Something that goes with a symptom need not be its cause, and a silence does not prove there is no link.
    """
    seen = looked(door, **options)
    if name is not None:
        explain_one(door, seen, name)
    elif door.as_json:
        door.answer(findings_document(seen))
    else:
        print_looked(seen, every_candidate=every_candidate)
        if seen.seen_until is not None:
            click.echo(words("look.hidden", day=day_words(seen.seen_until)))


def explain_one(door: Door, seen: Looked, name: str) -> None:
    """Print what stands behind one thing that was compared."""
    from commensal.report.explained_words import explained_json, explained_lines  # noqa: PLC0415 - only when asked
    from commensal.report.notice import SHORT_NOTICE  # noqa: PLC0415
    from commensal.report.words import say  # noqa: PLC0415
    from commensal.service.explained import explain_looked  # noqa: PLC0415

    explained = explain_looked(seen, name)
    document = {"is_synthetic": seen.is_synthetic, "notice": SHORT_NOTICE, **explained_json(explained)}
    banner = (say("synthetic.banner"), "") if seen.is_synthetic else ()
    door.answer(document, *banner, *explained_lines(explained), "", SHORT_NOTICE)


def findings_document(seen: Looked) -> dict[str, Any]:
    """The findings as one JSON document."""
    from commensal import __version__  # noqa: PLC0415
    from commensal.report.json_form import findings_json  # noqa: PLC0415 - only the form that is asked for

    return findings_json(
        seen.findings,
        generated_at=seen.made_at,
        version=__version__,
        is_synthetic=seen.is_synthetic,
        truth=seen.truth,
    )


def print_looked(seen: Looked, *, every_candidate: bool) -> None:
    """Print the findings: in a terminal at its own width and colours (NO_COLOR is respected), else as plain text."""
    form: dict[str, Any] = {
        "is_synthetic": seen.is_synthetic,
        "every_candidate": every_candidate,
        "truth": seen.truth,
    }
    from commensal.report.terminal import findings_text, print_findings  # noqa: PLC0415 - the form that is asked for

    if not sys.stdout.isatty():
        click.echo(findings_text(seen.findings, **form), nl=False)
        return
    from rich.console import Console  # noqa: PLC0415

    print_findings(Console(file=sys.stdout), seen.findings, **form)
