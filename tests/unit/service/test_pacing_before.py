"""The days before all crashes, measure by measure, as they were logged."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from commensal.report.pacing_words import before_json, crash_lines
from commensal.safety.pacing_crashes import crash_spells
from commensal.safety.pacing_days import LoadMeasure, PacingDay
from commensal.service.pacing_before import loads_before_crashes
from commensal.vocab.scales import ORDINAL_0_3

FIRST = date(2026, 1, 1)


def days_with_crashes(n_crashes: int, *, heavy: float = 10.0, is_scaled: bool = False) -> list[PacingDay]:
    """A hundred days at 2 of 10; one heavy day before each crash, and rest on it."""
    crashes = {10 + 11 * number for number in range(n_crashes)}
    days = []
    for number in range(100):
        load = heavy if number + 1 in crashes else 0.0 if number in crashes else 10.0 / 3
        scales = {LoadMeasure.RATED: ORDINAL_0_3} if is_scaled else {}
        days.append(
            PacingDay(
                day=FIRST + timedelta(days=number),
                loads={LoadMeasure.RATED: load},
                scales=scales,
                is_crash=number in crashes,
            )
        )
    return days


def test_the_day_before_is_set_beside_usual_and_chance() -> None:
    """Heavy days before eight crashes: said on the scale that they were logged on, with what chance gives."""
    days = days_with_crashes(8, is_scaled=True)
    (before,) = loads_before_crashes(days)
    assert before.seen.chance is not None
    assert before.seen.chance < 0.05
    text = " ".join(crash_lines(crash_spells(days), before=[before]))
    assert "On the day before 8 crashes, rated effort was 3 of 3 on average." in text
    assert "chance alone gives" in text
    assert before_json([before])["rated"]["chance"] == before.seen.chance


@pytest.mark.parametrize("n_crashes", [0, 4])
def test_few_crashes_are_told_one_by_one_only(n_crashes: int) -> None:
    """With fewer than five crashes no mean is set beside chance, and without one there is nothing at all."""
    days = days_with_crashes(n_crashes)
    before = loads_before_crashes(days)
    assert bool(before) == bool(n_crashes)
    assert not any("on average" in line for line in crash_lines(crash_spells(days), before=before))


def test_nothing_there_reads_as_a_limit() -> None:
    """No sentence names an amount that is fine, safe or allowed."""
    days = days_with_crashes(8)
    text = " ".join(crash_lines(crash_spells(days), before=loads_before_crashes(days))).casefold()
    assert not any(word in text for word in ("safe", "limit", "below", "up to", "allowed", "at most"))
