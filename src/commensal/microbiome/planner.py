"""How many samples a change needs, before anybody pays for them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import NormalDist, variance

from commensal.knowledge.microbiome_functions import balances
from commensal.knowledge.microbiome_noise import SHOTGUN, SIXTEEN_S, population_level, taxon_noise
from commensal.microbiome.level import OWN_SAMPLES_FROM, blended_sd
from commensal.microbiome.result import Basis, SamplePlan
from commensal.records.taxon_profile import Assay
from commensal.vocab.errors import UsageError

POWER, LEVEL = 0.80, 0.05
MOST_WORTH_PAYING = 10
"""Samples in each phase beyond which the money is better kept; our choice."""
_SHOWN = (1, 2, 3, 4, 6, 8, 10)


def plan_samples(
    what: str,
    fold: float,
    *,
    assay: Assay = Assay.SHOTGUN,
    own_values: Sequence[float] = (),
    power: float = POWER,
    level: float = LEVEL,
    most_worth_paying: int = MOST_WORTH_PAYING,
) -> SamplePlan:
    """Samples before and again after, on different days, to see a named change.

    Parameters
    ----------
    what : a balance (``butyrate_makers``) or a genus (``Akkermansia``).
    fold : the change of odds (balance) or of the ratio to other taxa (genus); 2 and 0.5 are the same change.
    own_values : of one's own earlier samples, natural log; from six on they are blended with the table.

    Returns
    -------
    SamplePlan
        ``n = 2 (z_{1 - level / 2} + z_power)^2 s^2 / log(fold)^2`` in each phase, rounded up.

    Raises
    ------
    UsageError
        For a name that no table holds, or a fold that is no change.
    """
    size = abs(math.log(fold)) if fold > 0 else 0.0
    if size == 0.0:
        raise UsageError(
            where="fold", found=f"{fold:g}", expected="a number above 0 that is not 1", do="Try 2 for a doubling."
        )
    sd, basis = _sd_between_days(what, assay, own_values)
    reach = NormalDist().inv_cdf(1.0 - level / 2.0) + NormalDist().inv_cdf(power)
    needed = math.ceil(2.0 * (reach * sd / size) ** 2 - 1e-9)
    return SamplePlan(
        what=what,
        fold=math.exp(size),
        sd_between_days=sd,
        basis=basis,
        power=power,
        level=level,
        samples_per_phase=max(needed, 1),
        smallest_fold=tuple((n, math.exp(reach * sd * math.sqrt(2.0 / n))) for n in _SHOWN),
        is_worth_it=needed <= most_worth_paying,
        most_worth_paying=most_worth_paying,
    )


def _sd_between_days(what: str, assay: Assay, own_values: Sequence[float]) -> tuple[float, Basis]:
    dataset = SHOTGUN if assay is Assay.SHOTGUN else SIXTEEN_S
    basis = Basis.TABLE_SHOTGUN if dataset == SHOTGUN else Basis.TABLE_16S
    key = what.strip().casefold().replace(" ", "_")
    level = population_level(dataset, "genus", f"balance_{key}")
    noise = taxon_noise(dataset, "genus").get(what.strip().casefold())
    if level is None and noise is None:
        raise UsageError(
            where="what to plan for",
            found=what,
            expected=f"one of {', '.join(balance.key for balance in balances())}, or a genus of the noise table",
            do="Write a genus as in Faecalibacterium, or choose a balance.",
        )
    # Two decimals: nobody knows these spreads to three.
    sd = round(level.sd_within if level is not None else noise.sd_within if noise is not None else 0.0, 2)
    if len(own_values) < OWN_SAMPLES_FROM:
        return sd, basis
    return blended_sd(sd, variance(own_values), len(own_values) - 1), Basis.OWN_SAMPLES
