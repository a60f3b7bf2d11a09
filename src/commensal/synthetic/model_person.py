"""A synthetic person whose pain and fatigue follow a model of the body, with what each exposure does known by trying.

The model itself is handed in as arrays: what was lived goes out as a drive (fibre, sleep, stress, effort of each day),
with one variation for each exposure, and pain and fatigue come back. What an exposure does is then the difference
between two runs that differ in it alone.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from commensal.diary.diary import Diary
from commensal.synthetic.days import OUTCOMES, Days, draw_days, entries_of, food_habits
from commensal.synthetic.person import SyntheticPerson, TrueEffect, unit_noise, week
from commensal.synthetic.reporting import Reporting, draw_reporting
from commensal.vocab.ids import key_from_name

Floats = NDArray[np.float64]

MODELLED = ("Pain", "Fatigue")
LONGEST_LAG_DAYS = 10
"""How long an effect is followed. [days]"""

_BETWEEN_TRIES_DAYS = 21
_FIRST_TRY_DAY = 5
_LEAST_EFFECT = 0.1  # what moves a rating by less on its peak day is no effect that a diary could tell of
_OFFSETS = np.linspace(-0.5, 0.5, 9)  # of a step of the rating: what rounding does on the average, not on one day
_BASE_FIBRE_G = 6.0
_DRIVE = ("fibre_g", "fermented_servings", "ultra_processed_share", "sleep_h", "stress", "effort")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lived:
    """What a person lived, before it is known how they felt.

    Parameters
    ----------
    drive : by name, shape (1 + n_tried, n_days): the days as they were, then with each tried exposure changed on some
        days. ``effort`` is 1 on a usual day, ``stress`` runs from 0 to 1.
    tried : keys of the exposures that were changed, in the order of the rows.
    try_days : on which days, and by how much in effect units each, shape (n_tries,) and (n_tried, n_tries).
    """

    days: Days
    reporting: Reporting
    drive: Mapping[str, Floats]
    tried: tuple[str, ...]
    try_days: NDArray[np.int_]
    amounts: Floats


@cache
def _food_inputs() -> Mapping[str, Mapping[str, float]]:
    text = files("commensal.synthetic").joinpath("data/food_inputs.tsv").read_text(encoding="utf-8")
    return {
        key_from_name(row["name"]): {name: float(row[name]) for name in _DRIVE[:3]}
        for row in csv.DictReader(text.splitlines(), delimiter="\t")
    }


def live(*, seed: int, number: int, n_days: int, first_day: date) -> Lived:
    """The days of person *number*, and the same days with one exposure otherwise at a time."""
    rng = np.random.default_rng([seed, number, 9])
    days = draw_days(rng, n_days, first_day)
    tried = tuple(key for key in days.causal_keys if key in _food_inputs() or key in ("sleep_h", "stress", "steps"))
    try_days = np.arange(_FIRST_TRY_DAY, n_days - 1, _BETWEEN_TRIES_DAYS)
    rows, amounts = [_drive(days)], []
    for key in tried:
        column, amount = _otherwise(days, key, try_days)
        rows.append(_drive(replace(days, columns={**days.columns, key: column})))
        amounts.append(amount)
    return Lived(
        days=days,
        reporting=draw_reporting(rng),
        drive={name: np.stack([row[name] for row in rows]) for name in _DRIVE},
        tried=tried,
        try_days=try_days,
        amounts=np.array(amounts),
    )


def person_of(
    lived: Lived, felt: Mapping[str, Floats], *, seed: int, number: int, first_day: date, about: Mapping[str, object]
) -> SyntheticPerson:
    """The person with a diary and what was built in.

    Parameters
    ----------
    felt : for ``Pain`` and ``Fatigue``, what the model says at the end of each day, shape (1 + n_tried, n_days); its
        scale is arbitrary.
    about : what else is known of the person, for the file of the truth.
    """
    rng = np.random.default_rng([seed, number, 10])
    ratings, truth = {}, []
    for outcome in OUTCOMES:
        noise = lived.reporting.noise_sd * unit_noise(rng, len(lived.days.days)) + week(rng, lived.days)
        latent = outcome.typical_level - lived.reporting.floor_shift + noise
        if outcome.name in MODELLED:
            course = lived.reporting.follows * felt[outcome.name]
            latent = latent + course[0] - course[0].mean()
            truth += _effects(lived, course, latent, outcome.name)
        ratings[outcome.name] = lived.reporting.recorded(latent)
    shown, is_logged = lived.reporting.with_gaps(rng, ratings, lived.days.is_logged)
    entries = entries_of(
        rng,
        replace(lived.days, is_logged=is_logged),
        shown,
        datetime(first_day.year, first_day.month, first_day.day, tzinfo=UTC),
        prefix=f"synthetic-axis-{seed}-{number}",
        felt_pain=ratings["Pain"],
    )
    return SyntheticPerson(
        name=f"Synthetic person {number + 1}",
        diary=Diary(entries),
        truth=tuple(truth),
        reactive=("rest_min", "ibuprofen"),
        seed=seed,
        about={"kind": "axis", **lived.reporting.document(), **about},
    )


def _drive(days: Days) -> dict[str, Floats]:
    """What reaches the body on each day."""
    columns = days.columns
    drive = {name: np.zeros(len(days.days)) for name in _DRIVE}
    drive["fibre_g"] += _BASE_FIBRE_G
    for habit in food_habits():
        key = key_from_name(habit.name)
        for name, amount in _food_inputs().get(key, {}).items():
            drive[name] = drive[name] + amount * columns[key]
    drive["sleep_h"] = columns["sleep_h"]
    drive["stress"] = columns["stress"] / 10.0
    drive["effort"] = columns["steps"] / float(np.median(columns["steps"]))
    return drive


def _otherwise(days: Days, key: str, try_days: NDArray[np.int_]) -> tuple[Floats, Floats]:
    """A column with another value on the days of trying, and by how many effect units it differs there."""
    column = days.columns[key].copy()
    unit = days.effect_unit(key)
    if set(np.unique(days.columns[key])) <= {0.0, 1.0}:
        column[try_days] = 1.0 - column[try_days]
    else:
        # Towards the middle, so that no value leaves what the person could have lived.
        column[try_days] += np.where(column[try_days] > np.median(column), -unit, unit)
        if key == "steps":
            column = np.maximum(column, 0.0)
    return column, (column[try_days] - days.columns[key][try_days]) / unit


def _effects(lived: Lived, course: Floats, latent: Floats, outcome: str) -> list[TrueEffect]:
    """What each tried exposure does to the recorded rating, by lag, over all tries."""
    effects = []
    report = lived.reporting
    everyday = latent + report.step * _OFFSETS[:, None]
    for row, key in enumerate(lived.tried, start=1):
        difference = course[row] - course[0]
        steps = []
        for lag in range(LONGEST_LAG_DAYS + 1):
            is_in = lived.try_days + lag < len(difference)
            amounts = lived.amounts[row - 1, is_in]
            # Least squares through zero: the change for one effect unit.
            change = float((amounts * difference[lived.try_days[is_in] + lag]).sum() / (amounts**2).sum())
            steps.append(float((report.recorded(everyday + change) - report.recorded(everyday)).mean()))
        onset = int(np.abs(steps).argmax())
        if abs(steps[onset]) >= _LEAST_EFFECT:
            effects.append(
                TrueEffect(
                    exposure=key,
                    outcome=outcome,
                    onset_days=onset,
                    effect=steps[onset],
                    total_effect=sum(steps),
                    n_units=lived.days.effect_unit(key),
                )
            )
    return effects
