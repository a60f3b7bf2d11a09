"""Each measure of a published finding, on courses whose answer is known by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from commensal.axis.dynamics.measures import MEASURES, Played, measure
from commensal.vocab.errors import UsageError

_PEAK_DAY = 2.0


class _Player:
    """Rests at 2 (``other`` at 4); treated there is a bump on top that grows to day 2, then halves each day."""

    def values(self, preset: str, protocol: str, name: str, days: NDArray[np.float64]) -> NDArray[np.float64]:
        level = self.start(preset, name)
        height = {"": 0.0, "weak": 1.0, "strong": 3.0}[protocol]
        bump = np.where(days < _PEAK_DAY, days / _PEAK_DAY, 0.5 ** (days - _PEAK_DAY))
        share = {"outAc": 0.6, "outPr": 0.3, "outBt": 0.1}.get(name, 1.0)
        return np.asarray(level + share * height * bump)

    def start(self, preset: str, name: str) -> float:
        return 4.0 if preset == "other" else 8.0 if name == "double" else 2.0


def _measured(metric: str) -> float:
    return measure(Played(player=_Player(), preset="usual", protocol="strong"), metric, where="F01")


@pytest.mark.parametrize(
    ("metric", "expected"),
    [
        ("diff(x,2)", 3.0),
        ("extra(acshare,2,10)", 0.6),
        ("extra(total,2,10)", 0.3),
        ("halflife(x,2,4)", 24.0),
        ("maxratio(x,0,5)", 2.5),
        ("meanratio(x,0,2)", 1.75),
        ("minratio(x,3,4)", 2.75 / 2),
        ("preset(x,other)", 0.5),
        ("ratio(x,2)", 2.5),
        ("respratio(x,2,4)", 0.25),
        ("rself(x,3)", 1.75),
        ("share(double,x)", 4.0),
        ("tpeak(x,0,10)", 2.0),
        ("trec(x,0.25,20,1)", 3.0),
        ("value(x,2)", 5.0),
        ("vsproto(x,2,weak)", 5.0 / 3.0),
    ],
)
def test_a_measure_is_what_it_says(metric: str, expected: float) -> None:
    """Worked out by hand from the course above."""
    assert _measured(metric) == pytest.approx(expected, rel=2e-3)


def test_every_measure_is_tried_here() -> None:
    """A measure that is added without a test is noticed."""
    tried = {"diff", "extra", "halflife", "maxratio", "meanratio", "minratio", "preset", "ratio", "respratio", "rself"}
    assert set(MEASURES) == tried | {"share", "tpeak", "trec", "value", "vsproto"}


def test_an_excess_that_never_falls_is_not_recovered() -> None:
    """It lies outside every band instead of being taken for the last day."""
    assert math.isinf(_measured("trec(x,0.25,3,0)"))


@pytest.mark.parametrize(
    "metric", ["area(x,0,3)", "extra(share,2,10)", "ratio", "ratio(x)", "ratio(x,)", "ratio(x,soon)", "tpeak(x,1)"]
)
def test_an_unknown_measure_is_refused(metric: str) -> None:
    """With the row and what there is."""
    with pytest.raises(UsageError, match="Correct the column 'metric'"):
        _measured(metric)
