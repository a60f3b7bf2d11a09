"""Effects in points of the recorded scale, with intervals that hold at the floor and for rare days."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy

import numpy as np
from numpy.typing import NDArray

from commensal.findings.design import Noise
from commensal.findings.finding import Interval
from commensal.stats.noise_problem import Problem
from commensal.stats.normal_mixture import mixture_quantile
from commensal.stats.posterior import Mixture, Posterior, effect_mixture
from commensal.stats.robust_contrast import RobustContrast, robust_contrast

Floats = NDArray[np.float64]

_WIDTHS = (0.5, 1.0, 2.0)  # of the prior of an effect, times the width it was searched with


def recorded_residual(noise: Noise) -> Floats:
    """The outcome in its recorded points, whitened under the best noise model, without the controls. Shape (n,)."""
    return np.asarray(noise.recorded[0])


def peak_effect(
    searched: Problem,
    columns: Floats,
    noise: Noise,
    posterior: Posterior,
    member: int,
    *,
    beside: Sequence[int],
    slab_sd: float,
) -> Interval:
    """The effect on the peak day for one unit of the searched exposure.

    Its centre is the mean over the likely models, each drawn a little towards zero by its prior; the models are weighed
    as they were searched, and their effects taken from the recorded points. Its 95 % interval is as much wider than one
    for days that all vary alike as the exposure's own days ask for (``stats.robust_contrast``), so that a rare exposure
    gets a wide one.

    Parameters
    ----------
    searched : the best noise model's problem, as it was searched.
    columns : its columns, shape (n, m).
    beside : the member's best column, and behind it those of its companions.
    """
    recorded = recorded_residual(noise)
    problem = _with_outcome(searched, columns, recorded)
    alone = first_of(recorded, columns[:, list(beside)], noise.n_degrees)
    mixture = _for_any_size(
        effect_mixture([problem], posterior, member, slab_sd),
        information=float(problem.size[beside[0]]),
        z=alone.estimate / alone.usual_se if alone.usual_se > 0 else 0.0,
        slab_sd=slab_sd,
    )
    sd = mixture.sd * max(alone.widening, 1.0)
    low, high = (mixture_quantile(mixture.mean, sd, mixture.weight, p) for p in (0.025, 0.975))
    return Interval(estimate=float(mixture.mean @ mixture.weight), low=low, high=high)


def _with_outcome(problem: Problem, columns: Floats, outcome: Floats) -> Problem:
    """The same columns against another outcome; products between columns that are known already stay known."""
    other = copy(problem)
    other.inner, other.outcome = columns.T @ outcome, float(outcome @ outcome)
    return other


def _for_any_size(mixture: Mixture, *, information: float, z: float, slab_sd: float) -> Mixture:
    r"""The mixture under a prior that is half, once and twice as wide, each weighed by how well it foretells the days.

    One width draws a large effect too far towards zero and a small one not far enough. With
    :math:`\rho(\tau) = \tau^2 I / (1 + \tau^2 I)` means scale with rho, variances too, and the weights are
    :math:`(1 + \tau^2 I)^{-1/2} \exp(\rho z^2 / 2)`.
    """
    width = slab_sd * np.array(_WIDTHS)
    shrinkage = width**2 * information / (1.0 + width**2 * information)
    log_weight = 0.5 * np.log1p(-shrinkage) + 0.5 * shrinkage * z**2
    weight = np.exp(log_weight - log_weight.max())
    scale = shrinkage / (slab_sd**2 * information / (1.0 + slab_sd**2 * information))
    return Mixture(
        mean=np.outer(scale, mixture.mean).ravel(),
        sd=np.outer(np.sqrt(scale), mixture.sd).ravel(),
        weight=np.outer(weight / weight.sum(), mixture.weight).ravel(),
    )


def first_of(outcome: Floats, columns: Floats, n_degrees: int) -> RobustContrast:
    """The first column's effect given the others."""
    return robust_contrast(outcome, columns, np.eye(columns.shape[1])[0], n_degrees)
