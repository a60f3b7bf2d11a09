"""What must hold for everything a reader hands over, whatever the file."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from commensal.readers import registry
from commensal.records.facts import Fact
from commensal.records.imports import Draft, ReadResult, name_of

TODAY = date(2026, 11, 21)
SAMPLES = Path(__file__).parent / "data" / "readers"


def check_result(result: ReadResult) -> None:
    """Rows balance, keys are unique, lines count from 1, and nothing dated before diaries or far ahead."""
    n_named = result.n_rows - result.n_rows_read - result.n_rows_blank
    assert 0 <= n_named <= len(result.issues), "rows were lost without a word"
    assert (result.n_rows_read > 0) == bool(result.drafts)
    keys = [draft.natural_key for draft in result.drafts]
    assert len(keys) == len(set(keys))
    assert all(draft.line >= 1 for draft in result.drafts)
    assert all(issue.line >= 1 and issue.reason for issue in result.issues)
    assert all(question.text and question.assumed for question in result.questions)
    assert all(date(1900, 1, 1) <= draft.day <= date(TODAY.year + 1, 12, 31) for draft in result.drafts)
    assert all(draft.at is None or draft.at.utcoffset() is not None for draft in result.drafts)


def check_every_row(result: ReadResult, *, header_line: int = 1) -> None:
    """As ``check_result``, and exactly: read + named + blank = all, line by line (one file only)."""
    check_result(result)
    lines_with_draft = {draft.line for draft in result.drafts}
    lines_named = {issue.line for issue in result.issues} - lines_with_draft - {header_line}
    assert len(lines_with_draft) == result.n_rows_read
    assert result.n_rows == result.n_rows_read + result.n_rows_blank + len(lines_named)


def read_sample(name: str) -> ReadResult:
    """Read one of the invented samples and check it."""
    result = registry.read(SAMPLES / name, today=TODAY)
    check_result(result)
    return result


def read_text(folder: Path, text: str, *, name: str = "diary.csv") -> ReadResult:
    """Write a text to a file and read it."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    result = registry.read(path, today=TODAY)
    check_result(result)
    return result


def drafts_named(result: ReadResult, name: str) -> list[Draft]:
    """Drafts whose fact carries this name."""
    return [draft for draft in result.drafts if name_of(draft.fact) == name]


def facts_of(drafts: Iterable[Draft]) -> list[Fact]:
    """The facts of drafts."""
    return [draft.fact for draft in drafts]
