"""From samples of a measure to a person's typical level with bands: shrinkage and the person's own variance. Arrays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from commensal.knowledge.microbiome_noise import PopulationLevel
from commensal.microbiome.noise_draws import Floats
from commensal.microbiome.result import Bands

OWN_SAMPLES_FROM = 6
"""From so many samples on, a person's own variance is used, blended with the table's."""
SPREAD, SPREAD_OF_DIVERSITY = 1.05, 1.13
"""By how much the spread around a level is widened. The size of the noise is taken at the community seen, not at the
unknown typical one, which makes it a little too small; and diversity is curved, so that the average over days and the
diversity of the typical community differ, and the band is to hold both. Found with made-up people: benchmarks/truth."""
PRIOR_DF = 6.2
"""Degrees of freedom of the inverse-gamma that spreads as people's noise does: ``trigamma(df / 2) = 4 sigma^2``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """Draws of one measure's typical level.

    Parameters
    ----------
    draws : (n_draws,)
    centre : after shrinkage.
    weight : of the samples' own deviation from other people, 0 to 1.
    sd_one_sample : of one sample around the level, in this person.
    """

    draws: Floats
    centre: float
    weight: float
    sd_one_sample: float

    def bands(self, shown: Callable[[Floats], Floats] | None = None) -> Bands:
        """The level with its bands, on the measure's own scale or as ``shown``, a rising function."""
        quantiles = np.quantile(self.draws, (0.25, 0.75, 0.025, 0.975))
        values = np.concatenate(([self.centre], quantiles))
        if shown is not None:
            values = shown(values)
        value, low_50, high_50, low_95, high_95 = (float(each) for each in values)
        # The draws' own chance may leave the centre outside a very narrow band; the band then begins at it.
        return Bands(
            value=value,
            low_50=min(low_50, value),
            high_50=max(high_50, value),
            low_95=min(low_95, value),
            high_95=max(high_95, value),
        )


def typical_level(
    values: Floats,
    deviations: Floats,
    population: PopulationLevel | None,
    rng: np.random.Generator,
    *,
    widened: float = SPREAD,
) -> Level:
    """A person's typical level from one or several samples.

    Parameters
    ----------
    values : (n_samples,) the measure of each sample.
    deviations : (n_samples, n_draws) how far another sample lies from the level, mean zero; the person's factor in
        them is shared by all samples draw by draw.
    population : of healthy people; None leaves the level where the samples are.
    widened : what the spread around the level is multiplied by.

    Notes
    -----
    With ``y`` the mean of k samples, ``s^2`` the variance of one and ``sb^2`` that between people:
    ``w = sb^2 / (sb^2 + s^2 / k)``, level ``mean + w (y - mean)``, spread ``sqrt(w)`` times the deviations' own, times
    ``widened`` (where the variance is the table's).
    From ``OWN_SAMPLES_FROM`` samples on, ``s^2`` is ``(df0 s0^2 + (k - 1) s_own^2) / (df0 + k - 1)`` and each draw's
    variance is inverse-gamma around it.
    """
    k = len(values)
    mean_deviation = deviations.mean(axis=0)
    sd_one = float(np.sqrt((deviations**2).mean()))
    if k >= OWN_SAMPLES_FROM and sd_one > 0.0:
        sd_own = blended_sd(sd_one, float(values.var(ddof=1)), k - 1)
        scale = sd_own / sd_one * own_scale(k - 1, deviations.shape[1], rng)
        mean_deviation = mean_deviation * scale
        sd_one = sd_own
        widened /= SPREAD  # the person's own variance was seen, not taken at one community
    value = float(values.mean())
    spread = float(np.sqrt((mean_deviation**2).mean()))
    if population is None or population.sd_between <= 0.0:
        return Level(draws=value + widened * mean_deviation, centre=value, weight=1.0, sd_one_sample=sd_one)
    weight = population.sd_between**2 / (population.sd_between**2 + spread**2)
    centre = population.mean + weight * (value - population.mean)
    return Level(
        draws=centre + widened * np.sqrt(weight) * mean_deviation,
        centre=centre,
        weight=float(weight),
        sd_one_sample=sd_one,
    )


def blended_sd(sd_table: float, own_variance: float, own_df: int) -> float:
    """Standard deviation of one sample: the table's and the person's own, by their degrees of freedom."""
    return float(np.sqrt((PRIOR_DF * sd_table**2 + own_df * own_variance) / (PRIOR_DF + own_df)))


def own_scale(own_df: int, n_draws: int, rng: np.random.Generator) -> Floats:
    """(n_draws,) true spread over the blended one: ``sqrt(df / chi2_df)``."""
    df = PRIOR_DF + own_df
    return np.asarray(np.sqrt(df / rng.chisquare(df, size=n_draws)), dtype=np.float64)


def percentile_bands(level: Level, population: PopulationLevel | None) -> Bands | None:
    """Where the level stands among healthy people, 0 to 100, with bands; None without a reference."""
    if population is None or population.sd_between <= 0.0:
        return None

    def percent(values: Floats) -> Floats:
        return np.asarray(100.0 * ndtr((values - population.mean) / population.sd_between), dtype=np.float64)

    return level.bands(percent)
