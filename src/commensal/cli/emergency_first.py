"""Where the diary speaks of an emergency, getting help is all that a page shows."""

from __future__ import annotations

from typing import Any

from commensal.cli.door import Door
from commensal.service.home import Home


def answer_unless_emergency(door: Door, home: Home, document: dict[str, Any], *lines: str) -> None:
    """Print a page of what the diary says; in an emergency print in its place whom to call, and nothing else."""
    from commensal.report.safety_words import screening_document, screening_lines  # noqa: PLC0415
    from commensal.service.safety import look  # noqa: PLC0415 - the rules only where a page is shown

    answer = look(home)
    if answer.screening.is_emergency:
        document = screening_document(answer.screening, country=answer.country)
        lines = screening_lines(answer.screening, country=answer.country)
    door.answer(document, *lines)
