"""Whose diary the API speaks of, and help before anything else."""

from __future__ import annotations

from typing import Any

from fastapi import Request

from commensal.service.heed import emergency_now
from commensal.service.home import Home
from commensal.web.api.documents import heeded_out


def home_asked(request: Request) -> Home:
    """The person's own home; a program takes no tour."""
    home: Home = request.app.state.home
    return home


def help_document(home: Home) -> dict[str, Any] | None:
    """Whom to call, where an emergency stands that nobody has answered for: then it is the only answer."""
    heeded = emergency_now(home)
    return None if heeded is None else {"safety": heeded_out(heeded)}
