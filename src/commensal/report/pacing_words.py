"""What pacing sees, in sentences: what was logged and what came after it, with its range. Never how much is fine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from commensal.report.labels import shown_label
from commensal.report.numbers import brief, count, day_words, span_words
from commensal.report.words import say
from commensal.safety.pacing import (
    FEWEST_PAIRS,
    FEWEST_WORSE_DAYS,
    Following,
    LoadPattern,
    PacingWatch,
    StopAdvice,
    WatchStatus,
)
from commensal.safety.pacing_crashes import CrashSpell, LoadSeen
from commensal.safety.pacing_days import CRASH, LoadMeasure
from commensal.safety.pacing_usual import FEWEST_DAYS

if TYPE_CHECKING:
    from commensal.findings.exertion import BeforeCrashes
    from commensal.vocab.scales import Scale

MOST_CRASHES = 3
"""Crashes on the short page; the others are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadBefore:
    """One measure of load on the days before crashes.

    Parameters
    ----------
    scale : the scale that a load was rated on; None for minutes and steps.
    seen : in points from 0 to 10, minutes or steps.
    """

    measure: LoadMeasure
    scale: Scale | None
    seen: BeforeCrashes


def pacing_lines(
    seen: PacingWatch,
    crashes: Sequence[CrashSpell],
    *,
    labels: Mapping[str, str] | None = None,
    before: Sequence[LoadBefore] = (),
) -> tuple[str, ...]:
    """The page: what stands out, what came after days like it, what the words mean, and the last crashes.

    Parameters
    ----------
    labels : name by key of a symptom, as the person writes it.
    before : the days before all crashes, by measure.
    """
    lines = [say("pacing.title"), "", *_status_lines(seen)]
    if seen.is_worse_lately:
        lines.append(say("pacing.worse_lately"))
    for pattern in seen.patterns:
        lines += ["", *_pattern_lines(pattern, seen)]
    if seen.patterns:
        lines += ["", *_meaning_lines(seen, labels or {})]
    return (*lines, "", *crash_lines(crashes, most=MOST_CRASHES, before=before))


def crash_lines(
    crashes: Sequence[CrashSpell], *, most: int | None = None, before: Sequence[LoadBefore] = ()
) -> tuple[str, ...]:
    """Crashes, the newest first, each with the days before it as they were logged; then all of them together."""
    if not crashes:
        return (say("pacing.crash.none"),)
    shown = crashes if most is None else crashes[:most]
    lines = [say("pacing.crash.title")]
    for crash in shown:
        lines.append(_crash_heading(crash))
        lines += [say("pacing.crash.before", day=day_words(day.day), loads=_loads(day.loads)) for day in crash.before]
    if len(shown) < len(crashes):
        lines.append(say("pacing.crash.more", n=len(crashes) - len(shown)))
    return (*lines, *_together_lines(before), say("pacing.crash.note"))


def _together_lines(before: Sequence[LoadBefore]) -> Iterator[str]:
    """The day before all crashes beside the usual and beside chance, where there are crashes enough."""
    for load in before:
        day_before = next((mean for mean in load.seen.picture if mean.offset_days == -1), None)
        if day_before is None or day_before.low is None or day_before.high is None:
            continue
        shown = {
            "mean": _as_logged(day_before.mean, load.scale),
            "usual": _as_logged(load.seen.usual, load.scale),
            "low": _as_logged(day_before.low, load.scale),
            "high": _as_logged(day_before.high, load.scale),
        }
        key = "together" if load.scale is not None else "together_count"
        top = "" if load.scale is None else brief(load.scale.maximum)
        yield say(f"pacing.crash.{key}", n=day_before.n_known, measure=measure_words(load.measure), top=top, **shown)


def _as_logged(value: float, scale: Scale | None) -> str:
    if scale is None:
        return f"{value:,.0f}"
    return brief(scale.minimum + value * (scale.maximum - scale.minimum) / 10.0)


def before_json(before: Sequence[LoadBefore]) -> dict[str, Any]:
    """The days before all crashes for other programs, by measure. [points 0-10, minutes or steps]"""
    from commensal.report.phase_words import crashes_json  # noqa: PLC0415 - numpy only where it is shown

    return {load.measure.value: crashes_json(load.seen) for load in before}


def stop_lines(advice: StopAdvice, *, labels: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Why a trial pauses, and that nothing is lost."""
    names = [say("pacing.stop.crash") if key == CRASH else _name(key, labels or {}) for key in advice.reasons]
    return (
        say("pacing.stop.advice", days=_two_days(advice.days), reasons=", ".join(names)),
        say("pacing.stop.next"),
    )


def since_lines(
    advice: StopAdvice | None, *, began: date, can_watch: bool, is_careful: bool, n_days: int, n_blank_days: int
) -> tuple[str, ...]:
    """What the stop rule says of the days since something new was begun, and what a silence does not say."""
    lines = [say("pacing.since.title", day=day_words(began)), ""]
    if advice is not None:
        lines += stop_lines(advice)
    else:
        lines.append(say("pacing.since.none" if can_watch else "pacing.since.cannot_watch"))
    if n_blank_days:
        key = "pacing.since.blank_one" if n_blank_days == 1 else "pacing.since.blank_many"
        lines.append(say(key, n=n_blank_days, of=count("day", n_days)))
    if can_watch:
        lines.append(say("pacing.since.careful" if is_careful else "pacing.since.other"))
    return (*lines, say("pacing.since.your_body"))


def measure_words(measure: LoadMeasure) -> str:
    """The name of a measure of load."""
    return say(f"pacing.measure.{measure.value}")


def _status_lines(seen: PacingWatch) -> Iterator[str]:
    if seen.status is WatchStatus.CANNOT_TELL_YET:
        n, needed = count("day", seen.n_load_days), count("day", FEWEST_DAYS)
        yield say("pacing.cannot_tell_yet", n=n, needed=needed)
        yield say("pacing.what_helps")
        yield say("pacing.no_limit")
        return
    if seen.status is WatchStatus.LAST_DAYS_NOT_LOGGED:
        yield say("pacing.last_days_not_logged")
        return
    days = _two_days(seen.last_days)
    if seen.status is WatchStatus.NOTHING_STANDS_OUT:
        yield say("pacing.nothing_stands_out", days=days)
        return
    heavier = [measure_words(pattern.measure) for pattern in seen.patterns if pattern.is_heavier_lately]
    yield say("pacing.heavier_lately", days=days, measure=_listed(heavier))


def _pattern_lines(pattern: LoadPattern, seen: PacingWatch) -> Iterator[str]:
    yield say("pacing.heading", measure=measure_words(pattern.measure), n=count("day", pattern.n_days))
    for day, load in pattern.last_two:
        yield say("pacing.seen", day=day_words(day), load=load_words(load))
    if seen.n_worse_days < FEWEST_WORSE_DAYS:
        yield _cannot_see_worse(seen)
        return
    yield _following(pattern.after_heavier, "heavier")
    yield _following(pattern.after_other, "other")
    if n_left_out := pattern.after_heavier.n_left_out:
        yield say("pacing.left_out_one" if n_left_out == 1 else "pacing.left_out_many", n=n_left_out)


def _cannot_see_worse(seen: PacingWatch) -> str:
    """Why nothing can be counted: nothing is rated, or there was nothing worse to count."""
    if seen.n_worse_days:
        return say("pacing.few_worse_one" if seen.n_worse_days == 1 else "pacing.few_worse_many", n=seen.n_worse_days)
    return say("pacing.no_worse" if seen.watched else "pacing.no_symptom")


def _following(after: Following, kind: str) -> str:
    if after.share is None:
        return say(f"pacing.too_few_{kind}", n=after.n_pairs, needed=FEWEST_PAIRS)
    return say(
        f"pacing.after_{kind}",
        x=after.n_followed,
        n=after.n_pairs,
        low=round(100 * after.share.low),
        high=round(100 * after.share.high),
    )


def _meaning_lines(seen: PacingWatch, labels: Mapping[str, str]) -> Iterator[str]:
    yield say("pacing.what_is_heavier")
    if seen.watched:
        names = [_name(key, labels) for key in seen.watched]
        yield say("pacing.what_is_worse", symptoms=_either(names))
    else:
        yield say("pacing.what_is_worse_crash")
    yield say("pacing.no_reason")
    yield say("pacing.no_limit")


def load_words(seen: LoadSeen) -> str:
    """A load as it was logged, beside the person's own usual where that is known."""
    if seen.measure in (LoadMeasure.STEPS, LoadMeasure.MINUTES):
        load = say(f"pacing.load.{seen.measure.value}", n=f"{seen.value:,.0f}")
    else:
        points, top = seen.as_logged
        load = say(f"pacing.load.{seen.measure.value}", n=brief(points), top=brief(top))
    return load if seen.standing is None else say(f"pacing.load.{seen.standing.value}", load=load)


def _loads(loads: Sequence[LoadSeen]) -> str:
    return ", ".join(map(load_words, loads)) or say("pacing.load.nothing")


def _crash_heading(crash: CrashSpell) -> str:
    if crash.first_day == crash.last_day:
        return say("pacing.crash.one_day", day=day_words(crash.first_day))
    span = span_words(crash.first_day, crash.last_day)
    return say("pacing.crash.several", span=span, n=count("day", crash.n_marked_days))


def _two_days(days: Sequence[date]) -> str:
    return say("pacing.two_days.join", first=day_words(days[0]), last=day_words(days[-1]))


def _listed(names: Sequence[str]) -> str:
    if len(names) == 1:
        return names[0]
    return say("list.and", first=say("list.comma").join(names[:-1]), last=names[-1])


def _either(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else say("list.or", first=say("list.comma").join(names[:-1]), last=names[-1])


def _name(key: str, labels: Mapping[str, str]) -> str:
    return shown_label(labels.get(key, key.replace("_", " ")))
