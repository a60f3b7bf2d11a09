"""What an ensemble says of a what-if: bands, how many versions agree on a direction, and on what that rests."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commensal.axis.dynamics.scenario import Scenario
from commensal.knowledge.axis_model import ContestedLink
from commensal.knowledge.axis_scenarios import Watched
from commensal.vocab.grades import Grade

Floats = NDArray[np.float64]

_WORST_FIRST = (Grade.VERY_LOW, Grade.LOW, Grade.MODERATE, Grade.HIGH)
LEVELS = (0.025, 0.25, 0.5, 0.75, 0.975)


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """Where the versions of the model lie on each day, shape (n_days,) each, in the unit of the quantity.

    ``low_95`` to ``high_95`` holds 95 % of them, ``low_50`` to ``high_50`` half.
    """

    low_95: Floats
    low_50: Floats
    middle: Floats
    high_50: Floats
    high_95: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Which share of the versions goes which way; the three add up to 1."""

    up: float
    down: float
    hardly: float

    @property
    def best(self) -> float:
        """Share of versions that agree with the direction most of them have; "hardly" is none."""
        return max(self.up, self.down)


@dataclass(frozen=True, slots=True, kw_only=True)
class RestsOn:
    """A contested link on which an answer rests.

    Parameters
    ----------
    share : how much of the difference goes when only this link is taken out, of the model's own values; above 1 when
        the direction turns.
    """

    link: ContestedLink
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedAnswer:
    """One watched quantity.

    Parameters
    ----------
    day : when the difference is largest with the table's own values; directions are counted on that day. [days]
    usual, changed : with the table's own values and every link in, shape (n_days,).
    usual_band, changed_band : of all versions; None for a symptom, of which no amount is shown.
    agreement : over versions with links drawn in or out.
    agreement_parameters_only : the same number of versions with every link in: the false confidence.
    rests_on : contested links without which at least a tenth of the difference goes, the largest share first.
    """

    watched: Watched
    day: float
    usual: Floats
    changed: Floats
    usual_band: Band | None
    changed_band: Band | None
    agreement: Agreement
    agreement_parameters_only: Agreement | None
    rests_on: tuple[RestsOn, ...]

    @property
    def weakest(self) -> RestsOn | None:
        """The link with the lowest grade among those it rests on, the largest share first; None when on none."""
        return min(self.rests_on, key=lambda one: (_WORST_FIRST.index(one.link.grade), -one.share), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the model says of a what-if. A hypothesis, and no promise to anybody.

    Parameters
    ----------
    days : days after the start that are shown, shape (n_days,).
    states_usual, states : with the table's own values and every link in, shape (n_days, n_states).
    n_versions : how many versions stand behind the bands; ``n_lost`` could not be run.
    """

    scenario: Scenario
    days: Floats
    states_usual: Floats
    states: Floats
    watched: tuple[WatchedAnswer, ...]
    n_versions: int
    n_lost: int
    seed: int


def band_of(values: Floats) -> Band:
    """Quantiles over versions; ``values`` has shape (n_versions, n_days)."""
    low_95, low_50, middle, high_50, high_95 = np.quantile(values, LEVELS, axis=0)
    return Band(low_95=low_95, low_50=low_50, middle=middle, high_50=high_50, high_95=high_95)


def agreement_of(difference: Floats, least: Floats) -> Agreement:
    """Shares of versions by direction; a difference smaller than ``least`` is hardly any. Shapes (n_versions,)."""
    up, down = float((difference >= least).mean()), float((difference <= -least).mean())
    return Agreement(up=up, down=down, hardly=1.0 - up - down)
