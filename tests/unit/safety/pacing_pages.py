"""Made-up pages of pacing, one for each thing that can be said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from commensal.report.pacing_words import crash_lines, pacing_lines, since_lines, stop_lines
from commensal.safety.pacing import stop_rule, watch
from commensal.safety.pacing_crashes import crash_spells
from commensal.safety.pacing_days import LoadMeasure, PacingDay
from commensal.service.pacing_before import loads_before_crashes
from tests.unit.safety.pacing_examples import day_number, made_days, payback_days


def made_diaries() -> dict[str, list[PacingDay]]:
    """Diaries by what they show."""
    quiet: list[float | None] = [3.0, 2.0, 4.0] * 10
    flat: list[float | None] = [4.0] * 30
    blanks = [PacingDay(day=d.day, loads=d.loads) if d.day.day % 7 == 0 else d for d in payback_days()]
    payback = payback_days()
    steps = made_days([3_000.0, 2_000.0, 4_000.0] * 10, flat, measure=LoadMeasure.STEPS)
    return {
        "empty": [],
        "few": made_days([3.0] * 5, [4.0] * 5),
        "quiet": made_days(quiet, flat),
        "heavier": made_days([*quiet, 8.0, 9.0], [*flat, 4.0, 4.0]),
        "payback": payback,
        "payback heavier": [*payback, *_heavy_after(payback)],
        "blanks": blanks,
        "crash": made_days([*quiet, 8.0, None, 2.0], [*flat, 4.0, 9.0, 9.0], crashes={31: True, 32: True, 1: True}),
        "steps": steps,
        "never worse": made_days(([7.0, 8.0] + [2.0] * 8) * 12, [4.0] * 120),
        "one worse": made_days(([7.0, 8.0] + [2.0] * 8) * 12, [4.0] * 90 + [9.0] + [4.0] * 29),
        "no symptom": made_days(quiet, [None] * 30),
    }


def _heavy_after(days: list[PacingDay]) -> list[PacingDay]:
    last = days[-1].day
    return [
        PacingDay(day=last + timedelta(days=step), loads={LoadMeasure.RATED: 9.0}, symptoms={"fatigue": 4.0})
        for step in (1, 2)
    ]


def every_page() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every page, the day itself and three silent days later, and the advice of the stop rule."""
    for name, days in made_diaries().items():
        for after in (0, 3):
            today = (days[-1].day if days else day_number(0)) + timedelta(days=after)
            yield f"{name} +{after}", pacing_lines(watch(days, today=today), crash_spells(days))
        yield f"{name} crashes", crash_lines(crash_spells(days))
    for measure in (LoadMeasure.RATED, LoadMeasure.STEPS):
        crashes = dict.fromkeys(range(12, 120, 12), True)
        days = made_days([5.0, 3.0, 4.0] * 40, [4.0] * 120, crashes=crashes, measure=measure)
        yield (
            f"crashes together, {measure}",
            crash_lines(crash_spells(days), most=1, before=loads_before_crashes(days)),
        )
    days = made_days([None] * 30, [4.0] * 28 + [8.0, 8.0], crashes={28: True, 29: True})
    advice = stop_rule(days, started=day_number(28), today=day_number(30))
    assert advice is not None
    yield "stop", stop_lines(advice)
    for name, given in {"stopped": advice, "not stopped": None}.items():
        for can_watch in (True, False):
            for n_blank_days in (0, 1, 2):
                yield (
                    f"since, {name}, {can_watch}, {n_blank_days}",
                    since_lines(
                        given,
                        began=day_number(28),
                        can_watch=can_watch,
                        is_careful=n_blank_days < 2,
                        n_days=3,
                        n_blank_days=n_blank_days,
                    ),
                )
