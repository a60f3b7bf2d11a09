"""Axes end where the data or the scale end, and carry round numbers."""

from __future__ import annotations

import pytest

from commensal.report.axis_ticks import axis_for


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (0.0, 10.0, (0.0, 5.0, 10.0)),
        (0.0, 3.0, (0.0, 1.0, 2.0, 3.0)),
        (0.0, 4.0, (0.0, 2.0, 4.0)),
        (0.0, 100.0, (0.0, 50.0, 100.0)),
        (4.0, 4.0, (3.0, 4.0, 5.0)),
    ],
)
def test_ticks_are_round(low: float, high: float, ticks: tuple[float, ...]) -> None:
    """A person reads 0, 5, 10, never 0, 3.33, 6.67."""
    assert axis_for(low, high).ticks == ticks


def test_a_widened_axis_ends_on_ticks() -> None:
    """The last tick stands beyond the data."""
    axis = axis_for(-0.6, 1.7, n_steps=4, widen=True)
    assert (axis.low, axis.high) == (axis.ticks[0], axis.ticks[-1]) == (-1.0, 2.0)


def test_places_stay_on_the_axis() -> None:
    """A value beyond the ends is drawn at the end, never outside the picture."""
    axis = axis_for(0.0, 10.0)
    assert [axis.share(value) for value in (-5.0, 0.0, 5.0, 10.0, 99.0)] == [0.0, 0.0, 0.5, 1.0, 1.0]
