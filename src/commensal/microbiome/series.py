r"""Many samples of one person in the order of their days: do they differ in a period, or go with a number?

Samples near each other in time are alike, so a formula for independent samples would call too much. The null is the
person's own series: the period (or the number) is turned round as a whole, and the p-value is the share of turns that
give at least as large a statistic,

.. math:: p = \frac{1 + \#\{s : |T_s| \ge |T_0|\}}{1 + S}

with all :math:`S` turns but the nearest (``stats.circular_shift``). Holm's correction covers everything asked at once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from commensal.microbiome.group_comparison import holm
from commensal.stats.circular_shift import shift_p_value

Floats = NDArray[np.float64]

FEWEST_SAMPLES = 20
"""Samples with both values; with fewer a turn round has too few places to go."""
FEWEST_IN_PERIOD = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodAnswer:
    """One measure in a period against all other samples.

    Parameters
    ----------
    means : outside the period and in it; None where there are too few samples.
    p_value, p_holm : None where there are too few samples.
    """

    measure: str
    period: str
    n_inside: int
    n_outside: int
    means: tuple[float, float] | None = None
    p_value: float | None = None
    p_holm: float | None = None

    @property
    def is_seen(self) -> bool:
        """Whether so large a difference is rare among turns, everything that was asked allowed for."""
        return self.p_holm is not None and self.p_holm < 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberAnswer:
    """One measure and one number of the same days.

    Parameters
    ----------
    rank_correlation : Spearman's; None where there are too few samples.
    """

    measure: str
    number: str
    n_samples: int
    rank_correlation: float | None = None
    p_value: float | None = None
    p_holm: float | None = None

    @property
    def is_seen(self) -> bool:
        """Whether so large a correlation is rare among turns, everything that was asked allowed for."""
        return self.p_holm is not None and self.p_holm < 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesAnswer:
    """What many samples of one person show over time.

    Parameters
    ----------
    n_samples : that were read; ``too_few_reads`` names those that were refused, with their reads.
    richness_reads : the draw that richness is for; None where reads are not known. [reads]
    day_to_day_sd : of each measure, standard deviation between samples of no named period.
    lag_one : how alike a sample is to the one before it, by measure.
    """

    n_samples: int
    too_few_reads: tuple[tuple[str, int], ...]
    richness_reads: int | None
    measures: tuple[str, ...]
    means: tuple[float, ...]
    day_to_day_sd: tuple[float, ...]
    lag_one: tuple[float, ...]
    periods: tuple[PeriodAnswer, ...]
    numbers: tuple[NumberAnswer, ...]


def with_holm(
    periods: Sequence[PeriodAnswer], numbers: Sequence[NumberAnswer]
) -> tuple[tuple[PeriodAnswer, ...], tuple[NumberAnswer, ...]]:
    """The answers with all questions allowed for."""
    questions: list[PeriodAnswer | NumberAnswer] = [*periods, *numbers]
    asked = [one for one in questions if one.p_value is not None]
    corrected = holm(np.array([one.p_value for one in asked], dtype=np.float64))
    by_question = {id(one): float(p) for one, p in zip(asked, corrected, strict=True)}
    return (
        tuple(replace(one, p_holm=by_question.get(id(one))) for one in periods),
        tuple(replace(one, p_holm=by_question.get(id(one))) for one in numbers),
    )


def period_answer(measure: str, values: Floats, period: str, is_inside: NDArray[np.bool_]) -> PeriodAnswer:
    """A measure in a period against the rest.

    Parameters
    ----------
    values, is_inside : shape (n_samples,), in the order of their days.
    """
    usable = np.isfinite(values)
    kept, inside = values[usable], is_inside[usable]
    n_inside, n_outside = int(inside.sum()), int((~inside).sum())
    bare = PeriodAnswer(measure=measure, period=period, n_inside=n_inside, n_outside=n_outside)
    if len(kept) < FEWEST_SAMPLES or min(n_inside, n_outside) < FEWEST_IN_PERIOD:
        return bare

    def difference(turned: NDArray[np.float64]) -> float:
        return float(kept @ turned / n_inside - kept @ (1.0 - turned) / n_outside)

    means = (float(kept[~inside].mean()), float(kept[inside].mean()))
    return replace(bare, means=means, p_value=_p_of_turns(inside.astype(np.float64), difference))


def number_answer(measure: str, values: Floats, name: str, numbers: Floats) -> NumberAnswer:
    """Whether a measure goes with a number of the same days, by ranks.

    Parameters
    ----------
    values, numbers : shape (n_samples,), in the order of their days; NaN where one is not known.
    """
    usable = np.isfinite(values) & np.isfinite(numbers)
    bare = NumberAnswer(measure=measure, number=name, n_samples=int(usable.sum()))
    if bare.n_samples < FEWEST_SAMPLES or np.ptp(numbers[usable]) == 0.0:
        return bare
    first, second = (_ranks(each[usable]) for each in (values, numbers))
    p_value = _p_of_turns(second, lambda turned: float(first @ turned))
    return replace(bare, rank_correlation=float(first @ second), p_value=p_value)


def lag_one(values: Floats) -> float:
    """Correlation of each sample with the one before it."""
    centred = values[np.isfinite(values)]
    centred = centred - centred.mean()
    whole = float(centred @ centred)
    return float(centred[1:] @ centred[:-1]) / whole if whole > 0 else 0.0


def _p_of_turns(series: Floats, statistic: Callable[[Floats], float]) -> float:
    turns = np.array([[statistic(np.roll(series, step))] for step in range(len(series))])
    return float(shift_p_value(np.abs(turns))[0])


def _ranks(values: Floats) -> Floats:
    from scipy.stats import rankdata  # noqa: PLC0415 - slow to load

    ranks = rankdata(values) - (len(values) + 1) / 2.0
    size = float(np.sqrt(ranks @ ranks))
    return np.asarray(ranks / size if size > 0 else ranks, dtype=np.float64)
