"""A first line in prose that says which blanks mean "similar as previous day"."""

from __future__ import annotations

import re

from commensal.readers.layout import Head

_MARK = re.compile(r"no value\s*=\s*similar as (?:the )?previous day for\s*:?", re.IGNORECASE)


def says_blank_is_copied(head: Head) -> bool:
    """Whether the first line is such a sentence."""
    return bool(head.lines) and _MARK.search(head.lines[0]) is not None


def copied_columns(head: Head, header: list[str]) -> tuple[frozenset[str], tuple[str, ...]]:
    """Columns of ``header`` that the sentence names, and names in the sentence that are no column."""
    sentence = " ".join(cell for cell in head.cells(0) if cell)
    listed = _MARK.sub("", sentence)
    names = [name.strip(" :,") for name in re.split(r",|\band\b", listed)]
    known = {column.casefold(): column for column in header}
    found = frozenset(known[name.casefold()] for name in names if name.casefold() in known)
    return found, tuple(name for name in names if name and name.casefold() not in known)
