"""What few days may say: counts of days, and doubt about sums in which a handful of days decide."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from commensal.findings.finding import DayCounts, Estimand, estimand_of
from commensal.records.day_table import Variable
from commensal.stats.noise_problem import Problem
from commensal.stats.skewness import skewness_of_sums, straightened

Floats = NDArray[np.float64]

STRONG_FEWEST_DAYS = 10  # with the exposure, and without it, whose outcome was recorded
STRONG_FEWEST_MEETINGS = 6  # days on which exposure and the rarer answer met, or would have met by chance


def log_trust_in_sums(problem: Problem, columns: Floats, residual: Floats, slab_sd: float) -> Floats:
    r"""What the evidence of each column is lowered by, because its sum is more lopsided than a normal one; at most 0.

    .. math:: -\tfrac12 \rho\,(z^2 - z^{*2}),\quad \rho = \frac{\tau^2 x'x}{1 + \tau^2 x'x}

    the log ratio of the Bayes factors of *z* and of the value *z\** that is as rare on a normal curve
    (``stats.skewness``). It never raises the evidence: where a sum is short of a normal one, less is said than could
    be.

    Parameters
    ----------
    columns : lagged columns whitened under the best noise model, shape (n, m).
    residual : the whitened outcome that is searched, shape (n,).

    Returns
    -------
    Shape (m,).
    """
    z = problem.inner / np.sqrt(np.maximum(problem.size, 1e-300) * problem.outcome / max(problem.n_degrees, 1))
    straight = straightened(z, skewness_of_sums(columns, residual))
    left = np.where(np.sign(straight) == np.sign(z), straight, 0.0) ** 2
    shrinkage = slab_sd**2 * problem.size / (1.0 + slab_sd**2 * problem.size)
    return np.asarray(-0.5 * shrinkage * np.maximum(z**2 - left, 0.0))


def day_counts(outcome: Variable, recorded: Floats, exposure: Floats, onset_days: int) -> DayCounts:
    """Count the days with and without the exposure whose outcome was recorded ``onset_days`` later.

    Parameters
    ----------
    recorded : the outcome by day, NaN where none, shape (n_days,).
    exposure : centred, above 0 where present (or above average), 0 where unknown, shape (n_days,).
    """
    seen = exposure[: len(exposure) - onset_days] if onset_days else exposure
    later = recorded[onset_days:]
    known = np.isfinite(later)
    with_it, without = known & (seen > 0), known & (seen < 0)
    is_yes = later == 1.0 if estimand_of(outcome) is Estimand.SHARE_OF_DAYS else None
    return DayCounts(
        n_exposed=int(with_it.sum()),
        n_other=int(without.sum()),
        n_exposed_yes=None if is_yes is None else int((with_it & is_yes).sum()),
        n_other_yes=None if is_yes is None else int((without & is_yes).sum()),
    )


def may_be_strong(counts: DayCounts) -> bool:
    """Whether there are days enough to be fairly sure: a handful that happen to meet never are.

    For a yes or no the days on which the exposure met the rarer answer count as well, or those on which it would have
    met it by chance, whichever is more: no flare after many exposures can be clear, too.
    """
    if min(counts.n_exposed, counts.n_other) < STRONG_FEWEST_DAYS:
        return False
    if counts.n_exposed_yes is None or counts.n_other_yes is None:
        return True
    n_days, n_yes = counts.n_exposed + counts.n_other, counts.n_exposed_yes + counts.n_other_yes
    is_yes_rarer = 2 * n_yes <= n_days
    met = counts.n_exposed_yes if is_yes_rarer else counts.n_exposed - counts.n_exposed_yes
    by_chance = counts.n_exposed * (n_yes if is_yes_rarer else n_days - n_yes) / n_days
    return max(met, by_chance) >= STRONG_FEWEST_MEETINGS
