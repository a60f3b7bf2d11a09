"""The pacing monitor: it watches load and the days after it, and never says how much is enough.

It sets no target, names no line to stay under and praises nothing. A quiet answer means that nothing stood out in
what was logged, and a blank day is not a quiet day. What follows a pair of heavier days is counted from the person's
own diary, with its interval, beside what follows other days. Counting is not a trial: heavier days and worse days may
share a reason.

The stop rule (safety rule S22) is ours: a trial pauses after two worse days in a row.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from statistics import median
from typing import Final

from commensal.safety.pacing_crashes import LoadSeen, loads_seen
from commensal.safety.pacing_days import CRASH, LoadMeasure, PacingDay
from commensal.safety.pacing_share import Share, share_of
from commensal.safety.pacing_usual import (
    FEWEST_DAYS,
    Standing,
    is_above_by,
    is_worse,
    ratings_of,
    recorded_loads,
    standing,
    watched_symptoms,
)

WATCH_DAYS: Final = 180
"""How far back the monitor looks. [days]"""

FOLLOW_DAYS: Final = 3
"""Days after a pair within which a worse day counts as following: payback often comes late. [days]"""

FEWEST_PAIRS: Final = 5
"""Below this many pairs no share is said. [pairs]"""

FEWEST_WORSE_DAYS: Final = 3
"""Below this many worse days in all no share is said: "0 of 17" would only mean that nothing was told apart. [days]"""

STOP_DAYS: Final = 2
"""Worse days in a row after which a trial pauses (S22; our rule). [days]"""

STOP_POINTS: Final = 2.0
"""How far above its usual before the trial a symptom counts as worse for the stop rule; our choice. [NRS 0-10]"""

RARE_SHARE: Final = 0.9
"""Share of the days before a trial that a rating must lie above, where the stop rule is less careful; our choice."""

FEWEST_DAYS_BEFORE_TRIAL: Final = 5
"""Rated days before a trial without which a symptom has no usual to compare with. [days]"""

BEFORE_TRIAL_DAYS: Final = 56
"""How far before a trial its usual is taken from. [days]"""

_ONE_DAY: Final = timedelta(days=1)


class WatchStatus(StrEnum):
    """What the last two days look like. ``NOTHING_STANDS_OUT`` is no permission."""

    HEAVIER_LATELY = "heavier_lately"
    NOTHING_STANDS_OUT = "nothing_stands_out"
    LAST_DAYS_NOT_LOGGED = "last_days_not_logged"
    CANNOT_TELL_YET = "cannot_tell_yet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Following:
    """What came after pairs of days.

    Parameters
    ----------
    n_pairs : pairs whose next three days were all recorded; their next days do not overlap.
    n_followed : of these, pairs with a worse day among the three.
    n_left_out : pairs after which a day was blank: nobody knows what came.
    share : ``n_followed`` of ``n_pairs``; None below ``FEWEST_PAIRS``, or with too few worse days in all.
    """

    n_pairs: int
    n_followed: int
    n_left_out: int
    share: Share | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadPattern:
    """One measure of load: the last two days, and what came after pairs of heavier and of other days.

    Parameters
    ----------
    n_days : days on which it was recorded. [days]
    last_two : the last two days with their load, earlier first, where both were recorded; else empty.
    """

    measure: LoadMeasure
    n_days: int
    last_two: tuple[tuple[date, LoadSeen], ...]
    after_heavier: Following
    after_other: Following

    @property
    def is_heavier_lately(self) -> bool:
        """Whether both of the last two days were heavier than usual."""
        return bool(self.last_two) and all(seen.standing is Standing.HEAVIER for _, seen in self.last_two)


@dataclass(frozen=True, slots=True, kw_only=True)
class PacingWatch:
    """What the monitor sees.

    Parameters
    ----------
    last_days : the two days it speaks of, or none.
    patterns : one for each measure with enough days; those that are heavier lately first.
    watched : symptoms by which a day counts as worse, beside marked crashes.
    n_load_days : days with any load recorded. [days]
    n_worse_days : days that were recorded as worse. [days]
    is_worse_lately : a crash or a worse day was recorded among the last three days.
    """

    status: WatchStatus
    last_days: tuple[date, ...]
    patterns: tuple[LoadPattern, ...]
    watched: tuple[str, ...]
    n_load_days: int
    n_worse_days: int
    is_worse_lately: bool


def watch(days: Sequence[PacingDay], *, today: date) -> PacingWatch:
    """Watch load and the days after it, over the last ``WATCH_DAYS`` days up to ``today``."""
    recent = [day for day in days if today - timedelta(days=WATCH_DAYS) < day.day <= today]
    last_days = _last_two_days(recent, today)
    state = _worse_by_day(recent)
    patterns = [
        _pattern(measure, recent, last_days, state, today)
        for measure in LoadMeasure
        if len(recorded_loads(recent, measure)) >= FEWEST_DAYS
    ]
    patterns.sort(key=lambda pattern: (not pattern.is_heavier_lately, -pattern.n_days, pattern.measure.value))
    lately = [state.get(today - timedelta(days=back)) for back in range(FOLLOW_DAYS)]
    return PacingWatch(
        status=_status(patterns),
        last_days=last_days,
        patterns=tuple(patterns),
        watched=watched_symptoms(recent),
        n_load_days=sum(bool(day.loads) for day in recent),
        n_worse_days=sum(worse is True for worse in state.values()),
        is_worse_lately=True in lately,
    )


def _status(patterns: Sequence[LoadPattern]) -> WatchStatus:
    if not patterns:
        return WatchStatus.CANNOT_TELL_YET
    if any(pattern.is_heavier_lately for pattern in patterns):
        return WatchStatus.HEAVIER_LATELY
    if any(pattern.last_two for pattern in patterns):
        return WatchStatus.NOTHING_STANDS_OUT
    return WatchStatus.LAST_DAYS_NOT_LOGGED


def _last_two_days(days: Sequence[PacingDay], today: date) -> tuple[date, ...]:
    """Yesterday and today where today holds a load already, else the two days before today."""
    has_today = any(day.day == today and day.loads for day in days)
    last = today if has_today else today - _ONE_DAY
    return (last - _ONE_DAY, last)


def _worse_by_day(days: Sequence[PacingDay]) -> dict[date, bool | None]:
    own = {symptom: ratings_of(days, symptom) for symptom in watched_symptoms(days)}
    return {day.day: is_worse(day, own) for day in days}


def _pattern(
    measure: LoadMeasure,
    days: Sequence[PacingDay],
    last_days: tuple[date, ...],
    state: Mapping[date, bool | None],
    today: date,
) -> LoadPattern:
    by_day = {day.day: day for day in days}
    own = recorded_loads(days, measure)
    standing_by_day = {day.day: standing(day.loads[measure], own) for day in days if measure in day.loads}
    seen = [(day, one) for day in last_days for one in loads_seen(by_day.get(day), days) if one.measure is measure]
    # what comes after the newest pairs is not blank, it has not happened yet
    ends = [end for end in _pair_ends(standing_by_day) if end + timedelta(days=FOLLOW_DAYS) <= today]
    heavier = [end for end in ends if _both(standing_by_day, end, is_heavier=True)]
    other = [end for end in ends if _both(standing_by_day, end, is_heavier=False)]
    return LoadPattern(
        measure=measure,
        n_days=len(own),
        last_two=tuple(seen) if len(seen) == len(last_days) else (),
        after_heavier=_following(heavier, state),
        after_other=_following(other, state),
    )


def _pair_ends(standing_by_day: Mapping[date, Standing | None]) -> Iterator[date]:
    """The second day of every two recorded days in a row."""
    yield from (day for day in sorted(standing_by_day) if day - _ONE_DAY in standing_by_day)


def _both(standing_by_day: Mapping[date, Standing | None], end: date, *, is_heavier: bool) -> bool:
    """Whether both days of a pair were heavier, or neither was. A pair of one each is neither kind."""
    pair = (standing_by_day[end - _ONE_DAY], standing_by_day[end])
    return all((one is Standing.HEAVIER) is is_heavier for one in pair)


def _following(ends: Sequence[date], state: Mapping[date, bool | None]) -> Following:
    """Count what came after pairs.

    A pair that ended on a day that was worse already says nothing about what follows, and is passed over. Pairs that
    are counted stand so far apart that their next days do not overlap: else one bad week would count many times.
    A pair counts only where all the next days are known. Otherwise a worse day would be counted where it was seen,
    and a blank after a quiet day would not, and the share would come out too high.
    """
    n_pairs = n_followed = n_left_out = 0
    free_from = date.min
    for end in ends:
        if end < free_from or state.get(end):
            continue
        free_from = end + timedelta(days=FOLLOW_DAYS)
        after = [state.get(end + timedelta(days=step)) for step in range(1, FOLLOW_DAYS + 1)]
        if None in after:
            n_left_out += 1
            continue
        n_pairs += 1
        n_followed += True in after
    n_worse_days = sum(worse is True for worse in state.values())
    can_tell = n_pairs >= FEWEST_PAIRS and n_worse_days >= FEWEST_WORSE_DAYS
    share = share_of(n_followed, n_pairs) if can_tell else None
    return Following(n_pairs=n_pairs, n_followed=n_followed, n_left_out=n_left_out, share=share)


@dataclass(frozen=True, slots=True, kw_only=True)
class StopAdvice:
    """A trial should pause: two worse days in a row.

    Parameters
    ----------
    days : the two days.
    reasons : ``crash``, or the key of a symptom that was high on both days; sorted.
    """

    days: tuple[date, ...]
    reasons: tuple[str, ...]


def stop_rule(
    days: Sequence[PacingDay],
    *,
    started: date,
    today: date,
    symptoms: Sequence[str] | None = None,
    is_careful: bool = True,
) -> StopAdvice | None:
    """Whether a trial that began on ``started`` should pause (S22: two worse days in a row; our rule).

    A day is worse when a crash was marked, or when a watched symptom was at least ``STOP_POINTS`` above its middle
    value of the weeks before the trial. Both days must be recorded: a blank neither stops a trial nor clears it.

    Parameters
    ----------
    symptoms : keys to watch; by default those of :func:`watched_symptoms`, over the days before the trial.
    is_careful : for everybody in whom PEM is possible, or in whom nobody knows yet. When False, a rating must also
        lie above nine in ten of the days before: fewer pauses by chance, and fewer real ones seen.

    Returns
    -------
    StopAdvice, with the first such pair of days, or None. None means that the rule did not fire, which with blank days
    is not the same as "all is well": see :func:`can_watch`.

    Notes
    -----
    The careful rule prefers a pause too many: on ratings that only drift (SD 1.2, lag-one correlation 0.5), about four
    in ten trials of 28 days pause by chance, and a rise of three points for four days is seen 19 times in 20; the
    other rule does so in about three in ten, and sees it 17 times in 20. See docs/explanation/pacing.md.
    """
    usual = _usual_before(days, started, symptoms)
    share_above = 0.0 if is_careful else RARE_SHARE
    worse_by_day = {day.day: _worse_for_stop(day, usual, share_above) for day in days if started <= day.day <= today}
    for day in sorted(worse_by_day):
        run = [day + timedelta(days=step) for step in range(STOP_DAYS)]
        reasons = [worse_by_day.get(one, frozenset()) for one in run]
        if all(reasons):
            return StopAdvice(days=tuple(run), reasons=tuple(sorted(frozenset().union(*reasons))))
    return None


def can_watch(days: Sequence[PacingDay], *, started: date, symptoms: Sequence[str] | None = None) -> bool:
    """Whether the stop rule has a usual to compare with; without one, only marked crashes can stop a trial."""
    return bool(_usual_before(days, started, symptoms))


def _usual_before(days: Sequence[PacingDay], started: date, symptoms: Sequence[str] | None) -> dict[str, list[float]]:
    """Ratings of each watched symptom in the weeks before a trial; only of those with enough of them."""
    before = [day for day in days if started - timedelta(days=BEFORE_TRIAL_DAYS) <= day.day < started]
    watched = watched_symptoms(before, fewest=FEWEST_DAYS_BEFORE_TRIAL) if symptoms is None else tuple(symptoms)
    ratings = {symptom: ratings_of(before, symptom) for symptom in watched}
    return {symptom: own for symptom, own in ratings.items() if len(own) >= FEWEST_DAYS_BEFORE_TRIAL}


def _worse_for_stop(day: PacingDay, usual: Mapping[str, Sequence[float]], share_above: float) -> frozenset[str]:
    """Why a day counts as worse for the stop rule; nothing when it does not, or when nothing was recorded."""
    high = {
        key
        for key, own in usual.items()
        if key in day.symptoms
        and is_above_by(day.symptoms[key], median(own), STOP_POINTS)
        and sum(other < day.symptoms[key] for other in own) >= share_above * len(own)
    }
    return frozenset(high | {CRASH}) if day.is_crash else frozenset(high)
