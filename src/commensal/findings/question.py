"""What is asked of the days, and by which rules: the settings of the finder."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from commensal.records.graph_prior import GraphPrior
from commensal.stats.spike_slab import SlabPrior


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Limits below which nothing is said, and above which it is. All tested by simulation.

    Parameters
    ----------
    fewest_days : observed days that an outcome needs.
    fewest_days_each_way : days with, and days without, that an exposure needs.
    fewest_switches : times an exposure must have come or gone. A before/after phase has one and gets no
        probability: the finder cannot tell it from anything else that changed at that time.
    strong, likely : inclusion probability from which a finding is shown.
    fdr : mean of 1 - inclusion probability allowed over the strong findings of a page.
    doubt_shown : the same over everything that is shown.
    person_gate : share of circularly shifted diaries that may look as striking as this one.
    own_shift_p : the same for one exposure alone.
    lead_p : p-value at which tomorrow's exposure is taken to follow today's outcome.
    told_apart : correlation of whitened exposures above which they may stand in for each other.
    """

    fewest_days: int = 30
    fewest_days_each_way: int = 5
    fewest_switches: int = 4
    strong: float = 0.8
    likely: float = 0.58
    fdr: float = 0.10
    doubt_shown: float = 0.35
    person_gate: float = 0.035
    own_shift_p: float = 0.05
    lead_p: float = 0.01
    told_apart: float = 0.5
    prior: SlabPrior = field(default_factory=SlabPrior)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Which variables are compared.

    Parameters
    ----------
    outcomes : keys of the outcomes: one family under one error control.
    exposures : keys of the candidates.
    adjust_for : keys of variables that are adjusted for and never become candidates (medicines).
    before_rating : keys of exposures whose value precedes the day's rating.
    priors : what the map of the axis says beforehand of pairs: lags, weight, what to hold equal. Pairs that are not
        among them are neutral.
    seed : recorded with the answer.
    """

    outcomes: tuple[str, ...]
    exposures: tuple[str, ...]
    adjust_for: tuple[str, ...] = ()
    before_rating: Collection[str] = frozenset()
    priors: tuple[GraphPrior, ...] = ()
    seed: int = 0

    def prior_of(self, exposure: str, outcome: str) -> GraphPrior:
        """What is known beforehand of one pair; a neutral answer where the map says nothing."""
        known = (prior for prior in self.priors if (prior.exposure, prior.outcome) == (exposure, outcome))
        return next(known, GraphPrior(exposure=exposure, outcome=outcome))
