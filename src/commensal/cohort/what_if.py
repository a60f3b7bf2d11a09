"""One what-if of very many made-up people through Dask: the same numbers whatever the scheduler.

The people are versions of the axis model, with parameters and contested links drawn. They are drawn in parts of a fixed
size, each from its own stream of chance, and nobody's course depends on the company, so neither the number of workers
nor where they run can change a number. Only quantities that may be shown as numbers come back, as bands on the days
that are shown; whole courses are never held.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from commensal.axis.dynamics.answer import Band, band_of
from commensal.axis.dynamics.course import course
from commensal.axis.dynamics.draws import draw
from commensal.axis.dynamics.ensemble import shown_days
from commensal.axis.dynamics.normalisers import default_inputs
from commensal.axis.dynamics.scenario import DIARY, Scenario
from commensal.axis.dynamics.settle import constants_or_nan
from commensal.axis.dynamics.starting import at_rest
from commensal.cohort.run import loaded, scheduled
from commensal.knowledge.axis_model import axis_model
from commensal.knowledge.axis_scenarios import presets, watched
from commensal.service.what_if import scenario_of
from commensal.vocab.errors import UsageError

PEOPLE_A_PART = 500
"""Drawn together. A part of the answer's definition: with another size they are other people."""

Courses = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class ManyCourses:
    """What a what-if does in many made-up people.

    Parameters
    ----------
    days : days shown, shape (n_days,). [days]
    usual, changed : bands over people by quantity, without and with the change; each edge has shape (n_days,).
    n_people, n_lost : people asked for, and those among them whose usual days never come to rest.
    """

    scenario: Scenario
    days: NDArray[np.float64]
    usual: Mapping[str, Band]
    changed: Mapping[str, Band]
    n_people: int
    n_lost: int
    seed: int

    def to_frame(self) -> Any:
        """A pandas frame: one row a quantity, course and day, with the edges of the bands."""
        import pandas as pd  # noqa: PLC0415 - only for whoever asks for a frame

        edges = ("low_95", "low_50", "middle", "high_50", "high_95")
        parts = [
            pd.DataFrame(
                {"quantity": key, "course": name, "day": self.days} | {edge: getattr(band, edge) for edge in edges}
            )
            for name, bands in (("usual", self.usual), ("changed", self.changed))
            for key, band in bands.items()
        ]
        return pd.concat(parts, ignore_index=True)


def simulate_many(
    scenario: Scenario | Mapping[str, Any] | str,
    n: int,
    *,
    seed: int = 0,
    scheduler: Any = "threads",
    n_workers: int | None = None,
    beyond_this_machine: bool = False,
) -> ManyCourses:
    """A what-if of ``n`` made-up people.

    Parameters
    ----------
    scenario : as for ``commensal.simulate``; not one that starts from a diary.
    n : how many people.
    seed : the only source of chance.
    scheduler, n_workers, beyond_this_machine : as for ``commensal.cohort.find_many``.

    Raises
    ------
    UsageError : a scenario that does not fit, fewer than two people, or a scheduler that cannot be used.
    """
    asked = scenario_of(scenario)
    shown = tuple(key for key in asked.watch if not watched()[key].is_symptom)
    _check(asked, n, shown)
    sizes = [min(PEOPLE_A_PART, n - first) for first in range(0, n, PEOPLE_A_PART)]
    with scheduled(scheduler, beyond_this_machine=beyond_this_machine) as chosen:
        dask = loaded("dask")
        tasks = [
            dask.delayed(partial(part_of, asked, shown, size=size, stream=(seed, 1, number)), pure=False)()
            for number, size in enumerate(sizes)
        ]
        parts = dask.compute(*tasks, scheduler=chosen, num_workers=n_workers or os.cpu_count() or 1)
    usual, changed = (np.concatenate(side, axis=1) for side in zip(*parts, strict=True))
    return ManyCourses(
        scenario=asked,
        days=shown_days(asked.days),
        usual={key: band_of(usual[place].astype(float)) for place, key in enumerate(shown)},
        changed={key: band_of(changed[place].astype(float)) for place, key in enumerate(shown)},
        n_people=n,
        n_lost=n - usual.shape[1],
        seed=seed,
    )


def part_of(
    scenario: Scenario, shown: tuple[str, ...], *, size: int, stream: tuple[int, ...]
) -> tuple[Courses, Courses]:
    """Some of the people, without and with the change; what a Dask task does.

    Returns
    -------
    Two arrays of shape (n_quantities, n_people, n_days), of those whose usual days come to rest.
    """
    preset = presets()[scenario.person]
    usual = np.asarray(default_inputs(scenario.usual_inputs()))
    constants = constants_or_nan(draw(size, rng=np.random.default_rng(stream), traits=preset.traits).parameters)
    start = at_rest(constants, usual, preset.start)
    by_symbol = dict(zip(axis_model().inputs, usual.tolist(), strict=True))
    found = []
    for instead in (True, False):
        run = course(
            constants=constants,
            usual=usual,
            start=start,
            schedule=scenario.schedule(by_symbol, instead=instead),
            days=shown_days(scenario.days),
        )
        found.append(np.stack([run.read(watched()[key].symbol) for key in shown]))
    fine = np.logical_and.reduce([np.isfinite(one).all(axis=(0, 2)) for one in found])
    return found[0][:, fine].astype(np.float32), found[1][:, fine].astype(np.float32)


def _check(scenario: Scenario, n: int, shown: tuple[str, ...]) -> None:
    if n < 2:
        raise UsageError(where="people", found=str(n), expected="a number from 2 on", do="Ask for more people.")
    if scenario.person == DIARY:
        raise UsageError(
            where="the scenario",
            found="a person read from a diary",
            expected="one of the made-up people",
            do=f"Choose one of {', '.join(presets())}.",
        )
    if not shown:
        raise UsageError(
            where="the scenario",
            found="only symptoms to watch",
            expected="something that may be shown as a number",
            do="Symptoms are shown as a direction only: commensal axis simulate. Watch another quantity here.",
        )
