"""The short questions about a person, as data: each may be skipped, and says why it is asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from commensal.knowledge.tables import parts, rows_of
from commensal.records.person import Flag


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeQuestion:
    """One question.

    Parameters
    ----------
    id : stable name.
    kind : ``yes_no`` (one flag); ``which`` (pick any of ``flags``: picked ones are yes, the others no; "none of
        these" makes all no, "not sure" all unknown); ``names`` (words, several); ``number``; ``choice``.
    aspect : the part of ``records.person.Person`` that the answer fills, where it fills no flags.
    flags : the flags that the answer settles.
    ask_key, why_key : where the question and why it is asked stand in the texts of reports.
    choice_keys : by flag or value, where the words of each choice stand; empty for ``yes_no``, ``names``, ``number``.
    rule_ids : the rules that wait for the answer or are sharpened by it.
    """

    id: str
    kind: str
    aspect: str
    flags: tuple[Flag, ...]
    ask_key: str
    why_key: str
    choice_keys: Mapping[str, str]
    rule_ids: tuple[str, ...]


@cache
def intake_questions() -> tuple[IntakeQuestion, ...]:
    """Every question, in the order in which they are best asked."""
    return tuple(_question(row) for row in sorted(rows_of("safety/questions"), key=lambda row: int(row["order"])))


def questions_about(flags: Iterable[Flag]) -> tuple[IntakeQuestion, ...]:
    """The questions that settle these flags, each once, in order."""
    wanted = frozenset(flags)
    return tuple(question for question in intake_questions() if wanted & frozenset(question.flags))


def _question(row: Mapping[str, str]) -> IntakeQuestion:
    choices = parts(row["choices"])
    return IntakeQuestion(
        id=row["id"],
        kind=row["kind"],
        aspect=row["aspect"],
        flags=tuple(Flag(name) for name in parts(row["flags"])),
        ask_key=f"safety.ask.{row['id']}",
        why_key=f"safety.why.{row['id']}",
        choice_keys=MappingProxyType({name: f"safety.choice.{name.replace('-', '_')}" for name in choices}),
        rule_ids=parts(row["rule_ids"]),
    )
