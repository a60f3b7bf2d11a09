"""A source in two or three words: ``Wastyk 2021``."""

from __future__ import annotations

import re

from commensal.knowledge.sources import Source, sources

_PERSON = re.compile(r"(.*[a-z].*?) [A-Z]{1,4}")


def short_citation(source: Source) -> str:
    """First author or body, and year; where the authors were not captured the journal, or else the kind of study."""
    name = _author(source.authors) or _journal(source.journal) or _kind(source.study_type)
    return name if not source.year or source.year in name else f"{name} {source.year}"


def _journal(journal: str) -> str:
    """The name of a journal without volume; empty where nobody captured it."""
    name = re.split(r"[\d(]", journal)[0].strip(" ,:")
    is_known = name and name != "PMC" and not name.startswith("[") and "not captured" not in name
    return name if is_known else ""


def _kind(study_type: str) -> str:
    return study_type if study_type.endswith(("study", "review", "report", "guideline")) else f"{study_type} study"


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
