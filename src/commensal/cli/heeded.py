"""What the safety rules say, as lines and as a document; in an emergency it is all that a command shows."""

from __future__ import annotations

from typing import Any

import click

from commensal.cli.door import Door
from commensal.service.heed import Heeded, emergency_now
from commensal.service.home import Home


def heeded_document(heeded: Heeded) -> dict[str, Any]:
    """What the rules say, for --json."""
    from commensal.report.safety_words import screening_document  # noqa: PLC0415 - only when there is something to say

    return screening_document(heeded.screening, country=heeded.country)


def heeded_lines(heeded: Heeded) -> list[str]:
    """What the rules say to the person."""
    from commensal.report.safety_words import screening_lines  # noqa: PLC0415 - only when there is something to say

    return list(screening_lines(heeded.screening, country=heeded.country))


def help_first(door: Door, home: Home) -> None:
    """Show how to get help, and end the command, while an emergency stands that nobody has answered for."""
    if (heeded := emergency_now(home)) is not None:
        door.answer({"safety": heeded_document(heeded)}, *heeded_lines(heeded))
        click.get_current_context().exit()


def answer_unless_emergency(door: Door, home: Home, document: dict[str, Any], *lines: str) -> None:
    """Print a page of what the diary says; in an emergency print in its place whom to call, and nothing else."""
    if (heeded := emergency_now(home)) is not None:
        document, lines = heeded_document(heeded), tuple(heeded_lines(heeded))
    door.answer(document, *lines)
