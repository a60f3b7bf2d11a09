"""Findings that are asked for twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from commensal.findings.find import find
from commensal.findings.question import Question
from commensal.records.day_table import DayTable, Role, Variable
from commensal.service.remembered import content_hash, findings_in
from commensal.vocab.presence import PresenceCode
from commensal.vocab.units import Unit

N_DAYS = 60
QUESTION = Question(outcomes=("pain",), exposures=("oats",))


def made_up_table() -> DayTable:
    """Sixty days of pain and oats."""
    rng = np.random.default_rng(3)
    values = np.column_stack([rng.integers(0, 11, N_DAYS), rng.random(N_DAYS) < 0.4]).astype(np.float64)
    return DayTable(
        days=tuple(date(2026, 1, 1) + timedelta(days=i) for i in range(N_DAYS)),
        variables=(
            Variable(key="pain", label="pain", kind="symptom", role=Role.OUTCOME, unit=Unit.POINTS),
            Variable(key="oats", label="oats", kind="food", role=Role.EXPOSURE, unit=Unit.YES_NO),
        ),
        values=values,
        presence=np.full(values.shape, PresenceCode.RECORDED, dtype=np.uint8),
        copied=np.zeros(values.shape, dtype=np.bool_),
    )


def test_the_second_answer_is_the_first() -> None:
    """Equal days and an equal question give the very same findings, and the right ones."""
    first = findings_in(made_up_table(), QUESTION)
    assert findings_in(made_up_table(), QUESTION) is first
    assert first == find(made_up_table(), QUESTION)


def test_whatever_enters_changes_the_hash() -> None:
    """A value, its presence, a label, an outcome or a day that differs is another question."""
    table = made_up_table()
    usual = content_hash(table, QUESTION)
    assert content_hash(made_up_table(), replace(QUESTION, before_rating=frozenset())) == usual
    louder, yes = table.values.copy(), table.presence.copy()
    louder[7, 0] += 1
    yes[7, 1] = PresenceCode.NONE
    others = [
        content_hash(replace(table, values=louder), QUESTION),
        content_hash(replace(table, presence=yes), QUESTION),
        content_hash(replace(table, days=tuple(day + timedelta(days=1) for day in table.days)), QUESTION),
        content_hash(table, replace(QUESTION, before_rating=frozenset({"oats"}))),
        content_hash(table, replace(QUESTION, exposures=())),
    ]
    assert len({usual, *others}) == len(others) + 1


def test_few_are_kept() -> None:
    """Memory does not grow with every question."""
    from commensal.service import remembered  # noqa: PLC0415 - looked into, not used

    table = made_up_table()
    for seed in range(40):
        findings_in(table, replace(QUESTION, seed=seed))
    assert len(remembered._kept) <= remembered._MOST_KEPT
