"""How many days after an exposure the map would look for an effect."""

from __future__ import annotations

from dataclasses import dataclass

from commensal.axis.explain import every_path
from commensal.axis.links import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class LagWindow:
    """The days in which one way may act.

    Parameters
    ----------
    low_days, high_days : both included. A window to search in, no measured constant. [days]
    """

    path: Path
    low_days: int
    high_days: int


def lag_windows(exposure: str, outcome: str) -> tuple[LagWindow, ...]:
    """The window of every way that was not tested and found empty, best way first; ways of unknown time left out."""
    return tuple(
        LagWindow(path=path, low_days=path.lag_min_days, high_days=path.lag_max_days)
        for path in every_path(exposure, outcome)
        if not path.is_null and path.lag_min_days is not None and path.lag_max_days is not None
    )


def search_window(exposure: str, outcome: str, *, longest_days: int) -> LagWindow | None:
    """The window of the best way that may act within ``longest_days``; None when no way does."""
    return next((window for window in lag_windows(exposure, outcome) if window.low_days <= longest_days), None)
