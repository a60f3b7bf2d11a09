"""A source in two or three words: ``Wastyk 2021``."""

from __future__ import annotations

import re

from commensal.knowledge.sources import Source, sources

_PERSON = re.compile(r"(.*[a-z].*?) [A-Z]{1,4}")


def short_citation(source: Source) -> str:
    """First author or body, and year; the journal where the authors were not captured, the id where nothing was."""
    name = _author(source.authors)
    if not name:
        journal = re.split(r"[\d(]", source.journal)[0].strip(" ,:")
        name = journal if journal and not journal.startswith("[") and "not captured" not in journal else source.id
    return f"{name} {source.year}".strip() if source.year not in name else name


def _author(authors: str) -> str:
    """The surname of the first author or the name of a body; empty where nobody captured it."""
    if authors.startswith("["):
        return ""
    first = re.sub(r"\(.*?\)", "", authors).split(",")[0].strip()
    person = _PERSON.fullmatch(first)
    return person.group(1) if person else first


def cited(source_ids: tuple[str, ...]) -> tuple[str, ...]:
    """Short citations of these sources, those first that were seen themselves."""
    rows = sorted((sources()[name] for name in source_ids), key=lambda row: row.confirmed != "yes")
    return tuple(dict.fromkeys(short_citation(row) for row in rows))
