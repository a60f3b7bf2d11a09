"""A what-if asked of many versions of the model at once: bands, agreement, and the links on which an answer rests."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from commensal.axis.dynamics.answer import Answer, RestsOn, WatchedAnswer, agreement_of, band_of
from commensal.axis.dynamics.course import Course, course
from commensal.axis.dynamics.draws import Spread, draw, without_links
from commensal.axis.dynamics.normalisers import default_inputs, parameter_vector
from commensal.axis.dynamics.scenario import DIARY, Scenario
from commensal.axis.dynamics.schedule import Schedule
from commensal.axis.dynamics.settle import constants_or_nan
from commensal.axis.dynamics.starting import at_rest
from commensal.knowledge.axis_model import axis_model
from commensal.knowledge.axis_scenarios import HEALTHY, Watched, presets, watched

Floats = NDArray[np.float64]

N_VERSIONS = 200
N_ROUGH_VERSIONS = 40
"""How many somebody waits for who asks before the solver was built."""

_STEPS_D = (0.25, 0.5, 1.0, 2.0, 4.0, 7.0, 14.0, 28.0)
_MOST_DAYS_SHOWN = 121
_LEAST_SHARE = 0.1
"""A link counts as one that an answer rests on when at least this share of the difference goes with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Versions:
    """One person in many versions of the model, settled under usual inputs.

    Rows: the table's own values; the same without each contested link in turn; versions with links drawn; and, where
    asked for, as many with every link in. Versions that do not settle are NaN.
    """

    constants: Floats
    usual: Floats
    start: Floats
    n_drawn: int

    @property
    def without(self) -> slice:
        """Rows without one link each, in the order of ``knowledge.axis_model``."""
        return slice(1, 1 + len(axis_model().links))

    @property
    def drawn(self) -> slice:
        """Rows with links drawn in or out."""
        return slice(self.without.stop, self.without.stop + self.n_drawn)

    @property
    def parameters_only(self) -> slice:
        """Rows with every link in; none where they were not asked for."""
        return slice(self.drawn.stop, len(self.constants))


def answer(
    scenario: Scenario,
    *,
    n_versions: int = N_VERSIONS,
    seed: int = 0,
    spread: Spread = Spread.RANGE,
    both: bool = False,
    fixed: Mapping[str, float] | None = None,
    is_rough: bool = False,
) -> Answer:
    """What the model says of a what-if.

    Parameters
    ----------
    n_versions : versions with parameters and links drawn.
    seed : the same seed, the same versions.
    spread : how far parameters are drawn.
    both : also run as many versions with every link in, to show the confidence that they feign.
    fixed : parameters that are taken as they are and not drawn, by symbol; a person's traits are always.
    is_rough : run the versions with fewer digits and without a compiler; the table's own course stays exact.

    Notes
    -----
    The usual days of a settled person are a point of rest, so they need no run of their own.
    """
    usual = np.asarray(default_inputs(scenario.usual_inputs()))
    asked = _Asked(
        person=HEALTHY if scenario.person == DIARY else scenario.person,
        usual=tuple(usual.tolist()),
        fixed=tuple(sorted((fixed or {}).items())),
        n=n_versions,
        seed=seed,
        spread=spread,
        both=both,
    )
    versions = _versions(asked)
    days = shown_days(scenario.days)
    by_symbol = dict(zip(axis_model().inputs, usual.tolist(), strict=True))
    changed = _run(versions, scenario.schedule(by_symbol), days, is_rough=is_rough)
    untouched = _run(versions, scenario.schedule(by_symbol, instead=True), days, is_rough=is_rough)
    n_fine = int(np.isfinite(changed.states[versions.drawn]).all(axis=(1, 2)).sum())
    return Answer(
        scenario=scenario,
        days=days,
        states_usual=untouched.states[0],
        states=changed.states[0],
        watched=tuple(_watched(watched()[key], versions, untouched, changed) for key in scenario.watch),
        n_versions=n_fine,
        n_lost=n_versions - n_fine,
        seed=seed,
    )


def shown_days(last_day: int) -> Floats:
    """Days that are worked out: close together in short what-ifs, further apart in long ones; always the last one."""
    step = next((step for step in _STEPS_D if last_day / step < _MOST_DAYS_SHOWN), _STEPS_D[-1])
    return np.array(sorted({*(step * np.arange(math.floor(last_day / step) + 1)).tolist(), float(last_day)}))


def _run(versions: Versions, schedule: Schedule, days: Floats, *, is_rough: bool) -> Course:
    if schedule.holds:
        return course(
            constants=versions.constants,
            usual=versions.usual,
            start=versions.start,
            schedule=schedule,
            days=days,
            is_rough=is_rough,
        )
    return Course(
        days=days,
        states=np.repeat(versions.start[:, None, :], len(days), axis=1),
        inputs=np.tile(versions.usual, (len(days), 1)),
        constants=versions.constants,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """Everything that decides which versions there are."""

    person: str
    usual: tuple[float, ...]
    fixed: tuple[tuple[str, float], ...]
    n: int
    seed: int
    spread: Spread
    both: bool


# A page asks about the same person again and again; versions of one are 0.3 MB.
@lru_cache(maxsize=16)
def _versions(asked: _Asked) -> Versions:
    preset = presets()[asked.person]
    traits = {**preset.traits, **dict(asked.fixed)}
    base = np.asarray(parameter_vector(traits))
    n_links = len(axis_model().links)
    one_out = without_links(np.tile(base, (n_links, 1)), ~np.eye(n_links, dtype=np.bool_))
    rows = [base[None], one_out]
    for links in (True, False) if asked.both else (True,):
        # The same stream of chance for both: they differ in the links alone.
        rng = np.random.default_rng([asked.seed, 0])
        rows.append(draw(asked.n, rng=rng, traits=traits, spread=asked.spread, links=links).parameters)
    constants = constants_or_nan(np.concatenate(rows))
    inputs = np.array(asked.usual)
    return Versions(constants=constants, usual=inputs, start=at_rest(constants, inputs, preset.start), n_drawn=asked.n)


def _watched(what: Watched, versions: Versions, untouched: Course, changed: Course) -> WatchedAnswer:
    usual, after = untouched.read(what.symbol), changed.read(what.symbol)
    difference = after - usual
    place = int(np.abs(difference[0]).argmax()) if difference[0].any() else difference.shape[1] - 1
    least = _least(what, usual[:, place])
    own = float(difference[0, place])
    # A difference that is hardly any rests on nothing.
    rests = _rests_on(difference[versions.without, place], own) if abs(own) >= least[0] else ()

    def agreement(rows: slice) -> tuple[Floats, Floats]:
        fine = np.isfinite(difference[rows, place])
        return difference[rows, place][fine], least[rows][fine]

    is_shown = not what.is_symptom
    only = versions.parameters_only
    return WatchedAnswer(
        watched=what,
        day=float(changed.days[place]),
        usual=usual[0],
        changed=after[0],
        usual_band=band_of(_fine(usual[versions.drawn])) if is_shown else None,
        changed_band=band_of(_fine(after[versions.drawn])) if is_shown else None,
        agreement=agreement_of(*agreement(versions.drawn)),
        agreement_parameters_only=agreement_of(*agreement(only)) if only.stop > only.start else None,
        rests_on=rests,
    )


def _least(what: Watched, usual: Floats) -> Floats:
    """What counts as a change, for each version: points of a symptom, or a share of the usual value."""
    if what.is_symptom:
        return np.full_like(usual, what.least_change)
    return np.maximum(what.least_change * np.abs(usual), 1e-9)


def _rests_on(without: Floats, own: float) -> tuple[RestsOn, ...]:
    shares = [1.0 - value / own for value in without.tolist()]
    found = [
        RestsOn(link=link, share=share)
        for link, share in zip(axis_model().links.values(), shares, strict=True)
        if math.isfinite(share) and share >= _LEAST_SHARE
    ]
    return tuple(sorted(found, key=lambda one: -one.share))


def _fine(values: Floats) -> Floats:
    return np.asarray(values[np.isfinite(values).all(axis=1)])
