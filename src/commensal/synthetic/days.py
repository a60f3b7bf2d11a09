"""The days of a synthetic person: what was eaten, slept, felt; and the entries that tell of it."""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from importlib.resources import files
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from commensal.records.entry import Entry
from commensal.records.facts import Activity, Cycle, Fact, Food, MedicineDose, Sleep, Stress, SymptomRating
from commensal.vocab.ids import key_from_name
from commensal.vocab.origin import Origin
from commensal.vocab.presence import Presence

Floats = NDArray[np.float64]

_HOUR_BY_MEAL = {"breakfast": 8, "lunch": 13, "dinner": 19, "evening": 21}
_RATING_HOUR = 22
_PAIRS = (("Wheat bread", "Cheese"), ("Milk", "Yoghurt"), ("Onion", "Garlic"))
_PAIR_CORRELATION = 0.9  # of the latent habits; about .7 between the days themselves


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeRecipe:
    """One symptom that a synthetic person rates. ``always_null`` keeps one on which nothing acts."""

    name: str
    typical_level: float
    always_null: bool = False


OUTCOMES = (
    OutcomeRecipe(name="Pain", typical_level=4.0),
    OutcomeRecipe(name="Fatigue", typical_level=5.0),
    OutcomeRecipe(name="Stomach pain", typical_level=2.0),
    OutcomeRecipe(name="Brain fog", typical_level=3.0, always_null=True),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FoodHabit:
    """How often a food is eaten, and how much one day's choice resembles the day before's."""

    meal: str
    name: str
    share_of_days: float
    stickiness: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """Exposures of every day, before ratings. Each column has shape (n_days,)."""

    days: tuple[date, ...]
    weekday: Floats
    columns: dict[str, Floats]
    is_logged: NDArray[np.bool_]
    causal_keys: tuple[str, ...]
    same_day_keys: tuple[str, ...]

    def scaled(self, key: str) -> Floats:
        """The column in effect units: 0/1 centred, amounts centred over two standard deviations."""
        column = self.columns[key]
        return np.asarray((column - column.mean()) / self.effect_unit(key))

    def effect_unit(self, key: str) -> float:
        """What an effect is stated for: 1 for absent to present, two standard deviations of an amount."""
        column = self.columns[key]
        is_binary = set(np.unique(column)) <= {0.0, 1.0}
        return 1.0 if is_binary else 2.0 * float(column.std())


@cache
def food_habits() -> tuple[FoodHabit, ...]:
    """The foods of a synthetic person's week."""
    text = files("commensal.synthetic").joinpath("data/foods.tsv").read_text(encoding="utf-8")
    return tuple(
        FoodHabit(
            meal=row["meal"],
            name=row["name"],
            share_of_days=float(row["share_of_days"]),
            stickiness=float(row["stickiness"]),
        )
        for row in csv.DictReader(text.splitlines(), delimiter="\t")
    )


def draw_days(rng: np.random.Generator, n_days: int, first_day: date) -> Days:
    """Foods, sleep, stress, steps and cycle of every day, and which days were logged at all."""
    days = tuple(first_day + timedelta(days=step) for step in range(n_days))
    weekday = np.array([day.weekday() for day in days], dtype=np.float64)
    columns: dict[str, Floats] = {}
    habits = {habit.name: _habit(rng, n_days, habit.stickiness, weekday) for habit in food_habits()}
    for one, other in _PAIRS:
        shared = _PAIR_CORRELATION
        habits[other] = shared * habits[one] + np.sqrt(1 - shared**2) * habits[other]
    for habit in food_habits():
        cut = NormalDist().inv_cdf(1 - habit.share_of_days)
        columns[key_from_name(habit.name)] = (habits[habit.name] > cut).astype(np.float64)
    columns["sleep_h"] = np.clip(7.0 + _habit(rng, n_days, 0.3, weekday), 2.0, 12.0).round(1)
    columns["stress"] = (4.0 + 2.0 * _habit(rng, n_days, 0.4, weekday)).round().clip(0.0, 10.0)
    columns["steps"] = np.exp(8.4 + 0.45 * _habit(rng, n_days, 0.4, weekday)).round()
    has_cycle = bool(rng.random() < 0.6)
    if has_cycle:
        columns["period"] = _cycle_days(rng, n_days)
    same_day = ("sleep_h", "period") if has_cycle else ("sleep_h",)
    return Days(
        days=days,
        weekday=weekday,
        columns=columns,
        is_logged=_logged(rng, n_days),
        causal_keys=tuple(columns),
        same_day_keys=same_day,
    )


def _habit(rng: np.random.Generator, n_days: int, stickiness: float, weekday: Floats) -> Floats:
    """A latent habit with unit variance, its stickiness and a weekend of its own."""
    noise = rng.standard_normal(n_days)
    latent = np.empty(n_days)
    latent[0] = noise[0]
    for t in range(1, n_days):
        latent[t] = stickiness * latent[t - 1] + np.sqrt(1 - stickiness**2) * noise[t]
    return np.asarray(latent + (weekday >= 5) * rng.normal(0.0, 0.3))


def _cycle_days(rng: np.random.Generator, n_days: int) -> Floats:
    """Bleeding on about five days of each cycle of about four weeks."""
    bleeding = np.zeros(n_days)
    start = int(rng.integers(0, 28))
    while start < n_days:
        bleeding[start : start + int(rng.integers(4, 7))] = 1.0
        start += int(np.clip(round(rng.normal(28.5, 2.0)), 23, 36))
    return bleeding


def _logged(rng: np.random.Generator, n_days: int) -> NDArray[np.bool_]:
    """Whole days without a log, in short runs, about one in twelve."""
    is_logged = np.ones(n_days, dtype=np.bool_)
    while is_logged.mean() > 0.92:
        start = int(rng.integers(1, max(n_days, 2)))
        is_logged[start : start + 1 + int(rng.geometric(0.4))] = False
    return is_logged


def entries_of(
    rng: np.random.Generator,
    days: Days,
    ratings: dict[str, Floats],
    recorded_at: datetime,
    *,
    prefix: str,
    felt_pain: Floats | None = None,
) -> tuple[Entry, ...]:
    """The diary that this person would have kept. Rest and ibuprofen only answer to pain.

    Parameters
    ----------
    ratings : NaN where one was left out.
    felt_pain : what rest and ibuprofen answer to; the rating of pain when None.
    """
    pain = ratings["Pain"] if felt_pain is None else felt_pain
    entries: list[Entry] = []
    for row in np.flatnonzero(days.is_logged):
        yesterday = pain[row - 1] if row else pain[row]
        rest_min = float(30 * rng.poisson(0.3 * max(yesterday - 2.0, 0.0)))
        takes_ibuprofen = bool(rng.random() < 0.08 * max(pain[row] - 3.0, 0.0))
        facts = _facts(days, int(row), ratings, rest_min, takes_ibuprofen)
        for number, (fact, hour) in enumerate(facts):
            at = datetime.combine(days.days[row], datetime.min.time(), tzinfo=UTC) + timedelta(hours=hour)
            entries.append(
                Entry(
                    id=f"{prefix}-{row}-{number}",
                    fact=fact,
                    day=days.days[row],
                    at=at,
                    recorded_at=max(at, recorded_at),
                    origin=Origin.ENTERED,
                    source="synthetic",
                )
            )
    return tuple(entries)


def _facts(
    days: Days, row: int, ratings: dict[str, Floats], rest_min: float, takes_ibuprofen: bool
) -> list[tuple[Fact, int]]:
    columns = days.columns
    facts: list[tuple[Fact, int]] = [
        (Food(name=habit.name), _HOUR_BY_MEAL[habit.meal])
        for habit in food_habits()
        if columns[key_from_name(habit.name)][row]
    ]
    facts.append((Sleep(duration_h=float(columns["sleep_h"][row])), 7))
    facts.append((Stress(score=float(columns["stress"][row])), _RATING_HOUR))
    facts.append((Activity(name="Steps", n_steps=float(columns["steps"][row])), _RATING_HOUR))
    facts.append((Activity(name="Rest", duration_min=rest_min), _RATING_HOUR))
    if "period" in columns:
        bleeding = float(columns["period"][row])
        presence = Presence.RECORDED if bleeding else Presence.NONE
        facts.append((Cycle(bleeding=bleeding, presence=presence), _RATING_HOUR))
    if takes_ibuprofen:
        facts.append((MedicineDose(name="Ibuprofen", dose_mg=400.0, as_needed=True), 18))
    for symptom, scores in ratings.items():
        score = float(scores[row])
        if math.isnan(score):
            continue
        presence = Presence.RECORDED if score else Presence.NONE
        facts.append((SymptomRating(symptom=symptom, score=score, presence=presence), _RATING_HOUR))
    return facts
