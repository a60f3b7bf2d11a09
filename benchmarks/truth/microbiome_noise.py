"""``python -m benchmarks.truth.microbiome_noise``: do the bands hold, and what do comparisons flag?

People are made up from the noise tables (``commensal.microbiome.made_up_people``), so their typical level and what
changed is known. Prints a table with standard errors and, last, one line of ``name=value`` figures. ``--levels``
prints the levels of the population instead, as they stand in ``knowledge/data/microbiome/population_levels.tsv``.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from commensal.knowledge.microbiome_functions import balances, functions
from commensal.knowledge.microbiome_noise import SHOTGUN, SIXTEEN_S, all_taxon_noise
from commensal.microbiome.balance_changes import Pair
from commensal.microbiome.compare import compare_parts
from commensal.microbiome.level import OWN_SAMPLES_FROM
from commensal.microbiome.made_up_people import MadeUpPeople, made_up_people, profile_of, taxon_names
from commensal.microbiome.measures import log_odds
from commensal.microbiome.noise_draws import Floats, Scalar, person_factors
from commensal.microbiome.parts import PartTable, part_table
from commensal.microbiome.readings import balance_measures, diversity_measures
from commensal.microbiome.result import Outcome
from commensal.microbiome.summarise import levels_of

DAYS_OF_TRUTH = 60
READS = {SHOTGUN: 266_000, SIXTEEN_S: 10_000}


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """The taxa of one noise table, and the parts that a report makes of them (genera only)."""

    dataset: str
    table: PartTable
    order: tuple[int, ...]
    scalars: Mapping[str, Scalar]

    def counts(self, shares: Floats, rng: np.random.Generator) -> Floats:
        """(n_people, n_parts) reads drawn from true shares."""
        drawn = np.stack([rng.multinomial(READS[self.dataset], each) for each in shares])
        return np.asarray(drawn[:, self.order], dtype=np.float64)

    def shift(self, balance: str, fold: float) -> Floats:
        """(n_taxa,) natural log by which a balance's top is moved."""
        members = self.table.mask(next(each for each in balances() if each.key == balance).top)
        moved = np.zeros(len(self.order))
        moved[np.array(self.order)[members]] = np.log(fold)
        return moved


@dataclass(slots=True)
class Tally:
    """Yes and no, counted."""

    answers: list[bool] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Share of yes."""
        return float(np.mean(self.answers)) if self.answers else float("nan")

    @property
    def error(self) -> float:
        """Standard error of the rate."""
        return float(np.sqrt(self.rate * (1 - self.rate) / max(len(self.answers), 1)))


def world(dataset: str = SHOTGUN) -> World:
    """The world of one noise table."""
    taxa = all_taxon_noise(dataset, "genus")
    reference = profile_of(np.array([taxon.mean_share for taxon in taxa]) * 1e6, dataset, "genus")
    # The reference is of smooth shares; the samples are counts down to single reads.
    table = replace(part_table([reference]), has_floor=False)
    names = taxon_names(dataset, "genus")
    return World(
        dataset=dataset,
        table=table,
        order=tuple(names.index(part.key) for part in table.parts),
        scalars=diversity_measures(table) | balance_measures(table),
    )


def coverage(
    place: World, n_people: int, seed: int, *, n_samples: int = 1, day_noise: bool = True, draws: int = 1_000
) -> dict[tuple[str, str], Tally]:
    """How often bands hold the truth, by measure and kind.

    Kinds: ``95`` and ``50``: the person's own average over ordinary days; ``95 at typical``: the measure of the typical
    community, which differs a little where a measure is curved.
    """
    rng = np.random.default_rng(seed)
    people = made_up_people(n_people, rng, dataset=place.dataset)
    averages, at_typical = _truth(place, people, rng)
    samples = np.stack([place.counts(people.day(rng), rng) for _ in range(n_samples)], axis=1)
    factors = np.ones(draws) if n_samples >= OWN_SAMPLES_FROM else person_factors(draws)
    tallies: dict[tuple[str, str], Tally] = defaultdict(Tally)
    for person in range(n_people):
        table = replace(place.table, counts=samples[person])
        levels, _ = levels_of(table, place.scalars, factors, rng, day_noise=day_noise)
        for name, level in levels.items():
            bands, average = level.bands(), averages[name][person]
            tallies[name, "95"].answers.append(bool(bands.low_95 <= average <= bands.high_95))
            tallies[name, "50"].answers.append(bool(bands.low_50 <= average <= bands.high_50))
            typical = at_typical[name][person]
            tallies[name, "95 at typical"].answers.append(bool(bands.low_95 <= typical <= bands.high_95))
    return dict(tallies)


def comparisons(
    place: World, n_people: int, seed: int, *, draws: int = 1_000, kinds: Sequence[str] = ("ordinary", "fall", "swap")
) -> dict[tuple[str, str], Tally]:
    """What is flagged, by kind of pair: ordinary days, a tenfold fall of butyrate makers, another person's sample."""
    rng = np.random.default_rng(seed)
    people = made_up_people(n_people, rng, dataset=place.dataset)
    before = place.counts(people.day(rng), rng)
    ordinary = place.counts(people.day(rng), rng)
    after = {
        "ordinary": ordinary,
        "fall": place.counts(people.day(rng, shift=place.shift("butyrate_makers", 0.1)), rng),
        "swap": np.roll(ordinary, 1, axis=0),
    }
    tallies: dict[tuple[str, str], Tally] = defaultdict(Tally)
    for kind in kinds:
        for person in range(n_people):
            table = replace(place.table, counts=np.stack([before[person], after[kind][person]]))
            same, changes, taxa = compare_parts(Pair(table=table), rng=rng, draws=draws)
            judged = [change for change in changes if change.role != "context"]
            for change in judged:
                tallies[kind, change.key].answers.append(change.outcome is Outcome.MORE)
            flagged = any(change.outcome is Outcome.MORE for change in judged)
            tallies[kind, "any balance"].answers.append(flagged)
            tallies[kind, "another person"].answers.append(same.is_doubtful)
            tallies[kind, "any genus"].answers.append(any(each.outcome is Outcome.MORE for each in taxa))
    return dict(tallies)


def population_levels(dataset: str, n_people: int = 2_000, n_days: int = 12, seed: int = 20261121) -> list[str]:
    """Mean, standard deviation between days and between people of every measure, genera only, as lines of a table."""
    place, rng = world(dataset), np.random.default_rng(seed)
    people = made_up_people(n_people, rng, dataset=dataset)
    masks = {function.key: place.table.mask(function.members) for function in functions()}
    scalars = dict(place.scalars) | {f"function_{key}": _log_odds(mask) for key, mask in masks.items() if mask.any()}
    days = [people.day(rng)[:, place.order] for _ in range(n_days)]
    lines = []
    for name, measure in sorted(scalars.items()):
        values = np.array([measure(day) for day in days])
        within = float(np.sqrt(values.var(axis=0, ddof=1).mean()))
        between = float(np.sqrt(max(values.mean(axis=0).var(ddof=1) - within**2 / n_days, 0.0)))
        lines.append(f"{dataset}\tgenus\t{name}\t{values.mean():.3f}\t{within:.3f}\t{between:.3f}")
    return lines


def _log_odds(mask: NDArray[np.bool_]) -> Scalar:
    return lambda shares: log_odds(shares, mask)


def _truth(place: World, people: MadeUpPeople, rng: np.random.Generator) -> tuple[dict[str, Floats], dict[str, Floats]]:
    days = [people.day(rng)[:, place.order] for _ in range(DAYS_OF_TRUTH)]
    typical = people.typical()[:, place.order]
    averages = {name: np.mean([measure(day) for day in days], axis=0) for name, measure in place.scalars.items()}
    return averages, {name: measure(typical) for name, measure in place.scalars.items()}


def _print(title: str, tallies: Mapping[tuple[str, str], Tally]) -> None:
    print(f"\n{title}")
    for (first, second), tally in tallies.items():
        print(
            f"  {first:36s} {second:20s} {100 * tally.rate:6.1f} % ± {100 * tally.error:.1f}  (n={len(tally.answers)})"
        )


def main() -> None:
    """Run all of it and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--levels", action="store_true")
    options = parser.parse_args()
    if options.levels:
        print("\n".join(line for dataset in (SHOTGUN, SIXTEEN_S) for line in population_levels(dataset)))
        return
    shotgun = world()
    one = coverage(shotgun, options.people, options.seed)
    _print("One shotgun sample: how often bands hold the person's level", one)
    counting = coverage(shotgun, max(options.people // 4, 50), options.seed, day_noise=False)
    _print("The same with counting noise alone", counting)
    _print(
        "Eight samples, the person's own variance",
        coverage(shotgun, max(options.people // 8, 50), options.seed, n_samples=8),
    )
    _print("One 16S sample", coverage(world(SIXTEEN_S), max(options.people // 4, 50), options.seed))
    pairs = comparisons(shotgun, options.people, options.seed + 1)
    _print("Pairs of shotgun samples: how often flagged", pairs)
    figures = {
        "coverage_shannon": one["shannon", "95"].rate,
        "coverage_butyrate_makers": one["balance_butyrate_makers", "95"].rate,
        "coverage_counting_only": counting["shannon", "95"].rate,
        "false_primary": pairs["ordinary", "butyrate_makers"].rate,
        "false_any_balance": pairs["ordinary", "any balance"].rate,
        "false_any_genus": pairs["ordinary", "any genus"].rate,
        "power_tenfold": pairs["fall", "butyrate_makers"].rate,
        "swap_found": pairs["swap", "another person"].rate,
        "swap_false": pairs["ordinary", "another person"].rate,
    }
    print(" ".join(f"{name}={value:.4f}" for name, value in figures.items()))


if __name__ == "__main__":
    main()
