"""The pacing monitor on made-up diaries whose truth is known: ranges hold it, and nothing is seen in nothing."""

from __future__ import annotations

import numpy as np

from commensal.safety.pacing import LoadPattern, watch
from tests.unit.safety.pacing_examples import made_days

_N_DAYS = 180


def _drift(rng: np.random.Generator, n: int, *, carried: float, sd: float) -> np.ndarray:
    """A series around 0 of which a share is carried over to the next day."""
    noise = rng.normal(0.0, sd * np.sqrt(1 - carried**2), n)
    noise[0] = rng.normal(0.0, sd)
    level = noise.tolist()
    for day in range(1, n):
        level[day] += carried * level[day - 1]
    return np.array(level)


def _points(values: np.ndarray) -> np.ndarray:
    return np.asarray(np.clip(np.round(values), 0, 10), dtype=float)


def _diary(rng: np.random.Generator, *, payback: float) -> tuple[LoadPattern, np.ndarray]:
    """What is seen in one diary, and its fatigue. ``payback``: rise two days after a heavy pair. [NRS 0-10]"""
    load = _points(4.0 + _drift(rng, _N_DAYS, carried=0.4, sd=1.8))
    fatigue = 5.0 + _drift(rng, _N_DAYS, carried=0.3, sd=1.2)
    for end in np.flatnonzero((load[1:] >= 6) & (load[:-1] >= 6)) + 1:
        for lag, weight in ((1, 0.5), (2, 1.0), (3, 0.5)):
            if end + lag < _N_DAYS:
                fatigue[end + lag] += payback * weight
    fatigue = _points(fatigue)
    days = made_days(load.tolist(), fatigue.tolist())
    return watch(days, today=days[-1].day).patterns[0], fatigue


def _line(fatigue: np.ndarray) -> float:
    """The lowest rating that counts as worse in this diary, worked out from the words of the rule."""
    worse = [r for r in range(11) if r >= np.median(fatigue) + 1 and np.mean(fatigue < r) >= 0.75]
    return float(min(worse, default=11))


def _true_share(line: float) -> float:
    """Chance of a worse day within three, from a day that is not, in a very long diary without payback."""
    fatigue = _points(5.0 + _drift(np.random.default_rng(1), 60_000, carried=0.3, sd=1.2))
    is_worse = fatigue >= line
    follows = is_worse[1:-2] | is_worse[2:-1] | is_worse[3:]
    return float(follows[~is_worse[:-3]].mean())


def test_ranges_hold_the_truth_and_lie_apart_only_where_something_is() -> None:
    """120 diaries of each kind, seeded: coverage, false separations and true ones. See docs/explanation/pacing.md."""
    rng = np.random.default_rng(3)
    truth_by_line: dict[float, float] = {}
    covered, apart = [], []
    for _ in range(120):
        pattern, fatigue = _diary(rng, payback=0.0)
        line = _line(fatigue)
        truth = truth_by_line.setdefault(line, _true_share(line))
        shares = (pattern.after_heavier.share, pattern.after_other.share)
        covered += [share.low <= truth <= share.high for share in shares if share is not None]
        apart.append(_lie_apart(pattern))
    assert len(covered) > 200
    assert np.mean(covered) > 0.88
    assert np.mean(apart) < 0.05
    assert np.mean([_lie_apart(_diary(rng, payback=2.0)[0]) for _ in range(120)]) > 0.5


def _lie_apart(pattern: LoadPattern) -> bool:
    heavier, other = pattern.after_heavier.share, pattern.after_other.share
    return heavier is not None and other is not None and heavier.low > other.high
