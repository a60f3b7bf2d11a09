"""Days before crashes, and long phases: what is shown of them in words and tables. Never how much is fine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from commensal.findings.exertion import FEWEST_CRASHES, OFFSETS_DAYS, BeforeCrashes, OffsetMean
from commensal.findings.finding import Interval
from commensal.findings.phases import FEWEST_PHASES, PhasePicture
from commensal.records.day_table import Variable
from commensal.report.difference import difference_words, measure_of, range_words
from commensal.report.labels import in_sentence
from commensal.report.numbers import brief, chance, span_words
from commensal.report.words import say

Line = str | Sequence[Sequence[str]]
"""A sentence, or the rows of a table."""

_SHOWN_OFFSETS = tuple(offset for offset in OFFSETS_DAYS if offset <= 0)
_MOST_CRASHES = 14


def crash_picture(seen: BeforeCrashes) -> Iterator[Line]:
    """The load on the days before each crash beside the usual and beside chance, and what that does not say."""
    shown = seen.crashes[-_MOST_CRASHES:]
    by_offset = {mean.offset_days: mean for mean in seen.picture}
    means = [by_offset.get(offset) for offset in _SHOWN_OFFSETS]
    yield [
        (say("explained.crashes.began"), *map(_offset_words, _SHOWN_OFFSETS)),
        *((crash.day.isoformat(), *map(_load, crash.loads[: len(_SHOWN_OFFSETS)])) for crash in shown),
        (say("explained.crashes.mean"), *(_load(None if mean is None else mean.mean) for mean in means)),
        *([] if seen.chance is None else [(say("explained.crashes.by_chance"), *map(_chance_range, means))]),
        (say("explained.crashes.usual"), *(_load(seen.usual) for _ in means)),
    ]
    key = "shown_few" if seen.chance is None else "shown"
    yield say(f"explained.crashes.{key}", n=len(shown), n_all=len(seen.crashes), needed=FEWEST_CRASHES)
    if seen.chance is not None:
        yield say("explained.crashes.chance", chance=chance(seen.chance))
    more, other = seen.after_more, seen.after_other
    yield say("explained.crashes.followed", x=more.n_followed, n=more.n_days, y=other.n_followed, m=other.n_days)
    yield say("explained.crashes.rest")
    yield say("explained.crashes.note")


def _offset_words(offset_days: int) -> str:
    if offset_days == 0:
        return say("explained.crashes.same_day")
    key = "before_one" if offset_days == -1 else "before"
    return say(f"explained.crashes.{key}", n=-offset_days)


def _load(value: float | None) -> str:
    return say("cell.missing") if value is None else brief(value)


def _chance_range(mean: OffsetMean | None) -> str:
    if mean is None or mean.low is None or mean.high is None:
        return say("cell.missing")
    return say("explained.crashes.range", low=brief(mean.low), high=brief(mean.high))


def phase_lines(picture: PhasePicture, outcome: Variable, *, is_amount: bool) -> Iterator[Line]:
    """Each phase with its mean, the difference where the phases carry one, and that it is no finding.

    Parameters
    ----------
    is_amount : the exposure is an amount, so a phase is one above or below its average.
    """
    measure = measure_of(outcome)
    words = ("above", "below") if is_amount else ("with", "without")
    yield [
        (
            say("explained.phases.span"),
            say("explained.phases.kind"),
            say("explained.phases.n_rated"),
            say("explained.phases.mean", outcome=in_sentence(outcome.label)),
        ),
        *(
            (
                span_words(phase.first_day, phase.last_day),
                say(f"explained.phases.{words[0] if phase.is_with else words[1]}"),
                f"{phase.n_rated:,}",
                _load(None if phase.mean is None else measure.factor * phase.mean),
            )
            for phase in picture.phases
        ),
    ]
    if picture.difference is None:
        yield say("explained.phases.too_few", k=picture.n_compared, needed=FEWEST_PHASES)
    else:
        shown = _times(picture.difference, measure.factor)
        yield say(
            "explained.phases.difference",
            difference=difference_words(shown, measure),
            range=range_words(shown, measure),
            k=picture.n_compared,
        )
    yield say("explained.phases.settling")
    yield say("explained.phases.note")


def _times(interval: Interval, factor: float) -> Interval:
    return Interval(estimate=factor * interval.estimate, low=factor * interval.low, high=factor * interval.high)


def crashes_json(seen: BeforeCrashes) -> dict[str, Any]:
    """The same for other programs."""
    return {
        "offsets_days": list(OFFSETS_DAYS),
        "crashes": [{"day": crash.day.isoformat(), "loads": list(crash.loads)} for crash in seen.crashes],
        "usual": seen.usual,
        "means": [
            {"offset_days": mean.offset_days, "mean": mean.mean, "n": mean.n_known, "low": mean.low, "high": mean.high}
            for mean in seen.picture
        ],
        "chance": seen.chance,
        "after_more": {"n_followed": seen.after_more.n_followed, "n_days": seen.after_more.n_days},
        "after_other": {"n_followed": seen.after_other.n_followed, "n_days": seen.after_other.n_days},
    }


def phases_json(picture: PhasePicture) -> dict[str, Any]:
    """The same for other programs; no difference where there are too few phases."""
    difference = picture.difference
    return {
        "phases": [
            {
                "first_day": phase.first_day.isoformat(),
                "last_day": phase.last_day.isoformat(),
                "is_with": phase.is_with,
                "n_rated": phase.n_rated,
                "mean": phase.mean,
            }
            for phase in picture.phases
        ],
        "n_compared": picture.n_compared,
        "difference": None
        if difference is None
        else {"estimate": difference.estimate, "low": difference.low, "high": difference.high},
    }
