"""Which contested links and which numbers an answer rests on, by variance: Sobol indices with their own uncertainty.

First-order index: the share of the spread that a factor explains alone. Total index: with everything it interacts
with. References: Sobol' IM. Math Comput Simul 2001;55:271-280. Saltelli A, et al. Comput Phys Commun 2010;181:259-270.
Computed with SALib (Herman J, Usher W. J Open Source Softw 2017;2:97).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commensal.axis.dynamics.course import course
from commensal.axis.dynamics.draws import Spread, draw, drawn_values, sampled_symbols, without_links
from commensal.axis.dynamics.normalisers import default_inputs, parameter_vector
from commensal.axis.dynamics.scenario import DIARY, Scenario
from commensal.axis.dynamics.settle import constants_or_nan
from commensal.axis.dynamics.starting import at_rest
from commensal.knowledge.axis_model import axis_model
from commensal.knowledge.axis_scenarios import HEALTHY, Watched, presets, watched

Floats = NDArray[np.float64]

N_BASE = 64
_N_SCREENED = 128
_N_PARAMETERS = 8
_LEAST_INDEX = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """One link or parameter.

    Parameters
    ----------
    name : the link in words, or the symbol of the parameter.
    alone, total : first-order and total Sobol index; noise may carry one slightly below 0 or above 1.
    alone_give_or_take, total_give_or_take : half the width of a 95 % interval, from resampling.
    """

    name: str
    is_link: bool
    alone: float
    alone_give_or_take: float
    total: float
    total_give_or_take: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensitivity:
    """Factors of one quantity on one day, the largest total first; those that explain less than 1 % are left out.

    Parameters
    ----------
    day : [days]
    n_runs : versions of the model that were run.
    """

    watched: Watched
    day: float
    factors: tuple[Factor, ...]
    n_runs: int


def sensitivity(
    scenario: Scenario,
    *,
    watch: str,
    day: float,
    n_base: int = N_BASE,
    seed: int = 0,
    n_parameters: int = _N_PARAMETERS,
) -> Sensitivity:
    """Sobol indices of the difference that a what-if makes to one quantity on one day.

    Parameters
    ----------
    watch : which quantity, by its name in a scenario file.
    n_base : base samples, a power of two; ``n_base * (number of factors + 2)`` versions are run.
    n_parameters : how many parameters go with the contested links: those whose ranks follow the difference most
        closely in a first screen of 128 versions. All others stay at their value.

    Notes
    -----
    A version that does not settle counts as the mean of the others.
    """
    from SALib.analyze import sobol as analyse  # noqa: PLC0415 - heavy
    from SALib.sample import sobol as sample  # noqa: PLC0415

    what, run = watched()[watch], Run.of(scenario, watch, day)
    links = tuple(axis_model().links.values())
    chosen = _screened(run, seed, n_parameters)
    names = [*(link.coupling for link in links), *(f"value of {symbol}" for symbol in chosen)]
    problem = {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}
    shares = sample.sample(problem, n_base, calc_second_order=False, seed=seed)
    parameters = np.tile(run.parameters, (len(shares), 1))
    places = {symbol: place for place, symbol in enumerate(axis_model().parameters)}
    for column, symbol in enumerate(chosen, start=len(links)):
        of_table = axis_model().parameters[symbol]
        parameters[:, places[symbol]] = drawn_values(of_table, shares[:, column], Spread.RANGE)
    is_linked = shares[:, : len(links)] < np.array([link.probability for link in links])
    difference = run.difference(without_links(parameters, is_linked))
    filled = np.where(np.isfinite(difference), difference, np.nanmean(difference))
    found = analyse.analyze(problem, filled, calc_second_order=False, seed=seed)
    words = [*(link.link for link in links), *chosen]
    factors = [_factor(words[k], k < len(links), k, found) for k in range(len(words))]
    kept = sorted((one for one in factors if one.total >= _LEAST_INDEX), key=lambda one: (-one.total, one.name))
    return Sensitivity(watched=what, day=day, factors=tuple(kept), n_runs=len(shares))


def _factor(name: str, is_link: bool, place: int, found: Mapping[str, Floats]) -> Factor:
    alone, alone_width, total, total_width = (float(found[key][place]) for key in ("S1", "S1_conf", "ST", "ST_conf"))
    return Factor(
        name=name,
        is_link=is_link,
        alone=alone,
        alone_give_or_take=alone_width,
        total=total,
        total_give_or_take=total_width,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One what-if, one quantity, one day."""

    scenario: Scenario
    symbol: str
    day: float
    parameters: Floats
    usual: Floats
    start: Mapping[str, float]

    @classmethod
    def of(cls, scenario: Scenario, watch: str, day: float) -> Run:
        """From the person and the usual days of the scenario."""
        preset = presets()[HEALTHY if scenario.person == DIARY else scenario.person]
        return cls(
            scenario=scenario,
            symbol=watched()[watch].symbol,
            day=day,
            parameters=np.asarray(parameter_vector(preset.traits)),
            usual=np.asarray(default_inputs(scenario.usual_inputs())),
            start=preset.start,
        )

    def difference(self, parameters: Floats) -> Floats:
        """Changed minus usual on the day, shape (n,); NaN where a version does not settle."""
        constants = constants_or_nan(parameters)
        start = at_rest(constants, self.usual, self.start)
        by_symbol = dict(zip(axis_model().inputs, self.usual.tolist(), strict=True))
        read = [
            course(
                constants=constants,
                usual=self.usual,
                start=start,
                schedule=self.scenario.schedule(by_symbol, instead=instead),
                days=np.array([self.day]),
            ).read(self.symbol)[:, 0]
            for instead in (False, True)
        ]
        return np.asarray(read[0] - read[1])


def _screened(run: Run, seed: int, n_parameters: int) -> tuple[str, ...]:
    """The parameters whose ranks follow the difference most closely."""
    from scipy.stats import rankdata  # noqa: PLC0415 - heavy

    rng = np.random.default_rng([seed, 1])
    traits = {name: float(run.parameters[place]) for place, name in enumerate(axis_model().parameters)}
    own = {name: traits[name] for name, one in axis_model().parameters.items() if one.is_trait}
    drawn = draw(_N_SCREENED, rng=rng, traits=own, links=False).parameters
    difference = run.difference(drawn)
    fine = np.isfinite(difference)
    if fine.sum() < 3 or np.ptp(difference[fine]) == 0:
        return ()
    symbols = [symbol for symbol in sampled_symbols() if symbol not in axis_model().links]
    places = [list(axis_model().parameters).index(symbol) for symbol in symbols]
    ranks = rankdata(drawn[fine][:, places], axis=0)
    follows = np.abs(np.corrcoef(ranks.T, rankdata(difference[fine]))[-1, :-1])
    best = np.argsort(-np.nan_to_num(follows), kind="stable")[:n_parameters]
    return tuple(symbols[place] for place in best)
