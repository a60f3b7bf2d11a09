"""Do two samples look like one person's? A check for a mix-up of tubes, not a proof of identity. Arrays."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from commensal.microbiome.noise_draws import PSEUDO_COUNT, TAIL_DF, Floats, person_factors, unit_t
from commensal.microbiome.result import SamePerson

LEAST_READS_OF_A_TAXON = 5.0
"""Rarer taxa (in both samples) say more of counting than of the person."""
PRIOR_LOG_ODDS = float(np.log(19.0))
"""One pair in twenty is believed to be mixed up before looking; our choice."""
EFFECTIVE_TAXA = 25.0
"""Taxa of real stool move together, so that many count as so few; our choice, on the safe side."""
LEAST_SHARED_TAXA = 10
DOUBTFUL_BELOW = 0.925
"""Set by simulation: about 1 ordinary pair in 100 lies below, and more than 99 of 100 pairs of two people."""
_FACTORS = 25
_ORDINARY_DRAWS = 2_000
_CHUNK = 500


def included(before: Floats, after: Floats, *, has_floor: bool) -> NDArray[np.bool_]:
    """(n_taxa,) which taxa are compared: at least five reads on one side on average.

    Parameters
    ----------
    has_floor : whether the program leaves out what lies below a floor of its own. Rare taxa then come and go between
        two files without having moved much, and the noise tables, made of deep counts, know nothing of that; so only
        taxa that are there on both sides are compared. Where hardly any are, that itself tells, and all are.
    """
    often = np.maximum(before.mean(axis=0), after.mean(axis=0)) >= LEAST_READS_OF_A_TAXON
    shared = often & (before.sum(axis=0) > 0) & (after.sum(axis=0) > 0)
    return np.asarray(shared if has_floor and shared.sum() >= LEAST_SHARED_TAXA else often)


def mean_ratios(counts: Floats) -> Floats:
    """(n_taxa,) centred log ratio of reads, mean of (n_samples, n_taxa).

    Half a read is added; a taxon that is not there gets half of the least reads of its sample, because many programs
    leave out what lies below a floor of theirs, and then absence is no deep fall.
    """
    least = np.where(counts > 0, counts, np.inf).min(axis=1, keepdims=True)
    floor = np.maximum(np.where(np.isfinite(least), least, 1.0) * PSEUDO_COUNT, PSEUDO_COUNT)
    logs = np.log(np.where(counts > 0, counts + PSEUDO_COUNT, floor))
    return np.asarray((logs - logs.mean(axis=1, keepdims=True)).mean(axis=0), dtype=np.float64)


def same_person(
    before: Floats, after: Floats, sd_within: Floats, sd_between: Floats, rng: np.random.Generator
) -> SamePerson:
    """Compare two groups of samples, each of one person.

    Parameters
    ----------
    before, after : (n_samples, n_taxa) reads of the included taxa.
    sd_within, sd_between : (n_taxa,) natural log.

    Notes
    -----
    With ``d_j`` the difference of centred log ratios, one person gives ``d_j`` a variance of
    ``f^2 s_j^2 (1/k1 + 1/k2)`` plus that of counting; two people add ``2 sb_j^2``. Both densities are Student t with
    5 degrees of freedom; the person's factor f is averaged over its log-normal. The log of their ratio is divided
    by the number of taxa over ``EFFECTIVE_TAXA``.
    """
    difference = mean_ratios(after) - mean_ratios(before)
    shared = 1.0 / len(before) + 1.0 / len(after)
    counting = counting_variance(before) + counting_variance(after)
    factors = person_factors(_FACTORS)[:, None]
    within = factors**2 * sd_within**2 * shared + counting
    one = _log_mean(log_density(difference, within).sum(axis=1))
    two = _log_mean(log_density(difference, within + 2.0 * sd_between**2).sum(axis=1))
    evidence = (one - two) * tempering(len(difference))
    probability = float(1.0 / (1.0 + np.exp(-np.clip(PRIOR_LOG_ODDS + evidence, -700.0, 700.0))))
    distance = float(np.sqrt((difference**2).mean()))
    return SamePerson(
        probability=probability,
        rms_clr=distance,
        ordinary_999=_ordinary_distance(sd_within, shared, counting, rng),
        is_doubtful=probability < DOUBTFUL_BELOW,
    )


def tempering(n_taxa: int) -> float:
    """What the log likelihood of so many taxa is multiplied by."""
    return min(1.0, EFFECTIVE_TAXA / max(n_taxa, 1))


def counting_variance(counts: Floats) -> Floats:
    """(n_taxa,) variance of the mean log count by counting: about 1 / (n + 0.5) each."""
    return np.asarray((1.0 / (counts + PSEUDO_COUNT)).sum(axis=0) / len(counts) ** 2, dtype=np.float64)


def log_density(difference: Floats, variance: Floats) -> Floats:
    """Log density of Student t scaled to a variance, without its constant."""
    scale_squared = variance * (TAIL_DF - 2.0) / TAIL_DF
    half = (TAIL_DF + 1.0) / 2.0
    return np.asarray(
        -0.5 * np.log(scale_squared) - half * np.log1p(difference**2 / (TAIL_DF * scale_squared)), dtype=np.float64
    )


def _log_mean(values: Floats) -> float:
    top = values.max()
    return float(top + np.log(np.exp(values - top).mean()))


def _ordinary_distance(sd_within: Floats, shared: float, counting: Floats, rng: np.random.Generator) -> float:
    """99.9th percentile of the distance between ordinary days of one person."""
    factors = np.tile(person_factors(_CHUNK), _ORDINARY_DRAWS // _CHUNK)
    distances = []
    for chunk in np.split(factors, _ORDINARY_DRAWS // _CHUNK):
        spread = np.sqrt(chunk[:, None] ** 2 * sd_within**2 * shared + counting)
        noise = spread * unit_t(rng, (len(chunk), len(sd_within)))
        noise -= noise.mean(axis=1, keepdims=True)
        distances.append(np.sqrt((noise**2).mean(axis=1)))
    return float(np.quantile(np.concatenate(distances), 0.999))
