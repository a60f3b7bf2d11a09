"""What the map of the axis says beforehand about one exposure and one outcome; plain, for whoever searches the days."""

from __future__ import annotations

from dataclasses import dataclass

NEUTRAL_WEIGHT = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class AdjustFor:
    """A column to hold equal when an exposure and an outcome are compared.

    Parameters
    ----------
    key : of a column of the day table.
    lag_days : how many days before the exposure's day: 0 is that day itself (the night before it, for sleep). [days]
    """

    key: str
    lag_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphPrior:
    """What is known of one exposure and one outcome before the diary is looked at.

    Parameters
    ----------
    exposure, outcome : keys of columns of the day table.
    lag_min_days, lag_max_days : the days after the exposure in which an effect is looked for; None where the map
        does not say. [days]
    prior_weight : by what the prior odds of a link are multiplied: 1 where the map says nothing, above where studies
        saw something at such lags, below where it was tested and not seen.
    adjust_for : columns to hold equal, as far as this diary has them.
    not_adjustable : labels of places that ought to be held equal and that this diary does not measure.
    edge_ids : the arrows of the way that the weight and the lags come from; empty when there is none.
    """

    exposure: str
    outcome: str
    lag_min_days: int | None = None
    lag_max_days: int | None = None
    prior_weight: float = NEUTRAL_WEIGHT
    adjust_for: tuple[AdjustFor, ...] = ()
    not_adjustable: tuple[str, ...] = ()
    edge_ids: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        assert self.prior_weight > 0, "a weight multiplies odds"
        assert (self.lag_min_days is None) == (self.lag_max_days is None), "a window has two ends"
