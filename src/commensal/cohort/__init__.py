"""Many people: the story of one, asked of each, side by side on the cores of one machine."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from commensal.cohort.answers import Answers, NotAsked
    from commensal.cohort.run import find_many

_HOME_OF_NAME = {
    "Answers": "commensal.cohort.answers",
    "NotAsked": "commensal.cohort.answers",
    "find_many": "commensal.cohort.run",
}

__all__ = ["Answers", "NotAsked", "find_many"]


def __getattr__(name: str) -> Any:
    if name in _HOME_OF_NAME:
        return getattr(import_module(_HOME_OF_NAME[name]), name)
    raise AttributeError(f"module 'commensal.cohort' has no attribute {name!r}")
