"""How a synthetic person keeps a diary: how they round, where their scale ends, and when they leave gaps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

GAPS = ("whole days", "bad days", "single ratings")
_STEPS = (1.0, 0.5, 2.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporting:
    """Habits of one diary keeper.

    Parameters
    ----------
    follows : points of the rating for one point of the model.
    noise_sd : spread of everything else. [points]
    step : ratings are rounded to whole steps of this. [points]
    floor_shift : how much lower the typical level lies; where it is large, many ratings end at 0. [points]
    gaps : ``whole days`` at random, more on ``bad days``, or ``single ratings`` left out.
    """

    follows: float
    noise_sd: float
    step: float
    floor_shift: float
    gaps: str

    def recorded(self, latent: Floats) -> Floats:
        """What is written down: rounded, and held to 0 to 10."""
        return np.asarray(np.clip(np.round(latent / self.step) * self.step, 0.0, 10.0))

    def with_gaps(
        self, rng: np.random.Generator, ratings: Mapping[str, Floats], is_logged: Bools
    ) -> tuple[dict[str, Floats], Bools]:
        """Ratings with NaN where one was left out, and on which days anything was logged."""
        shown = {name: values.copy() for name, values in ratings.items()}
        kept = is_logged.copy()
        if self.gaps == "bad days":
            worst = ratings["Pain"] + ratings["Fatigue"]
            is_bad = worst >= np.quantile(worst, 0.8)
            kept &= ~(is_bad & (rng.random(len(kept)) < 0.3))
            kept[0] = True
        elif self.gaps == "single ratings":
            for values in shown.values():
                values[rng.random(len(values)) < 0.1] = np.nan
        return shown, kept

    def document(self) -> dict[str, object]:
        """For the file of the truth."""
        return {
            "gaps": self.gaps,
            "rating_step": self.step,
            "floor_shift": self.floor_shift,
            "noise_sd": self.noise_sd,
            "follows": self.follows,
        }


def draw_reporting(rng: np.random.Generator) -> Reporting:
    """The habits of one person."""
    return Reporting(
        follows=float(rng.uniform(1.0, 3.0)),
        noise_sd=float(rng.uniform(0.5, 1.2)),
        step=float(rng.choice(_STEPS, p=(0.6, 0.3, 0.1))),
        floor_shift=float(rng.choice((0.0, 0.0, 2.5))),
        gaps=str(rng.choice(GAPS)),
    )
