"""What in the days before a stool sample makes it less like an ordinary one, and the words that tell of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from commensal.knowledge.tables import rows_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ContextRule:
    """One kind of context.

    Parameters
    ----------
    window_days : how far back before the sample it counts. [days]
    """

    id: str
    window_days: int
    why: str


@cache
def context_rules() -> Mapping[str, ContextRule]:
    """The rules by id, read when first asked for, then kept."""
    return MappingProxyType(
        {
            row["id"]: ContextRule(id=row["id"], window_days=int(row["window_days"]), why=row["why"])
            for row in rows_of("taxa/sample_context")
        }
    )


def contexts_in(text: str) -> frozenset[str]:
    """The kinds of context that a text names, unless a denial stands shortly before: ``"no fever"`` names none."""
    found = set()
    for pattern, context in _patterns():
        for match in pattern.finditer(text.casefold()):
            if not _DENIAL.search(text.casefold()[: match.start()]):
                found.add(context)
    return frozenset(found)


_DENIAL = re.compile(r"\b(?:no|not|never|without|nor|cancelled|planned?|planning|afraid of)\b(?:\W+\w+){0,2}\W*$")


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple(
        (re.compile(rf"\b{re.escape(row['words'])}\b"), row["context"]) for row in rows_of("taxa/context_words")
    )
