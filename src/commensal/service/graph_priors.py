"""What the map says beforehand about each exposure and outcome of a diary: lags, weight, what to hold equal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

import numpy as np

from commensal.axis.adjustment import adjustment, day_places, labels_of
from commensal.axis.explain import every_path
from commensal.axis.lag_windows import search_window
from commensal.axis.mechanisms import mechanisms
from commensal.axis.names import node_of_column
from commensal.axis.prior_weight import prior_weight
from commensal.knowledge.foods import food_table
from commensal.records.day_table import DayTable, Role, Variable
from commensal.records.graph_prior import AdjustFor, GraphPrior
from commensal.report.axis_phrases import mechanism_words

# The longest lag at which an effect may begin in the search for findings.
LONGEST_ONSET_DAYS = 3
# Where no column names a place: a food is one that somebody may suspect, an activity is an activity.
_PLACE_OF_KIND = {"food": "individual_food_trigger", "activity": "physical_activity_paced"}


def graph_priors(
    table: DayTable, outcomes: Sequence[str], *, longest_days: int = LONGEST_ONSET_DAYS
) -> tuple[GraphPrior, ...]:
    """One prior for each exposure and outcome of which the map knows something; the others are neutral and left out.

    Earlier days of the exposure and of the outcome are not among what is to be held equal: the search lags the one
    and whitens the other. Medicines and body signals are never an exposure here.

    Parameters
    ----------
    outcomes : keys of outcomes; those that are on no place of the map are passed over.
    longest_days : the longest lag at which an effect may begin. [days]
    """
    column_by_place = _best_columns(table)
    return tuple(
        prior
        for variable in table.variables
        if variable.role is Role.EXPOSURE and variable.key not in outcomes
        for outcome in outcomes
        if (prior := _prior(variable, outcome, column_by_place, longest_days)) is not None
    )


def place_of(variable: Variable) -> str | None:
    """The place on the map that a column speaks of; None when it speaks of none.

    A column of a frame has no kind of its own; one that is called like a food is taken for that food.
    """
    place = node_of_column(variable.key) or _PLACE_OF_KIND.get(variable.kind)
    if place is None and variable.kind == "column" and _is_food(variable.key):
        return _PLACE_OF_KIND["food"]
    return place


def _is_food(key: str) -> bool:
    foods = food_table()
    return key in foods.foods or key.replace("_", " ").casefold() in foods.ids_by_term


def mechanism_sentences(variable: Variable, outcome: str, *, most: int = 1) -> tuple[str, ...]:
    """Ways on the map from an exposure to an outcome, a sentence each, for a finding's card; none for a medicine.

    Parameters
    ----------
    outcome : key of the outcome.
    """
    start, end = place_of(variable), node_of_column(outcome)
    if variable.role is not Role.EXPOSURE or start is None or end is None or start == end:
        return ()
    return tuple(mechanism_words(path) for path in mechanisms(start, end, most=most))


def _best_columns(table: DayTable) -> Mapping[str, str]:
    """For each place the column with most days: one is enough, several would measure the same."""
    n_known = np.isfinite(table.values).sum(axis=0)
    best: dict[str, tuple[int, str]] = {}
    for n_days, variable in zip(n_known, table.variables, strict=True):
        place = place_of(variable)
        if place is not None and n_days:
            best[place] = max(best.get(place, (0, "")), (int(n_days), variable.key))
    return {place: key for place, (_, key) in best.items()}


def _prior(
    variable: Variable, outcome: str, column_by_place: Mapping[str, str], longest_days: int
) -> GraphPrior | None:
    exposure_place, outcome_place = place_of(variable), node_of_column(outcome)
    if exposure_place is None or outcome_place is None or exposure_place == outcome_place:
        return None
    window = search_window(exposure_place, outcome_place, longest_days=longest_days)
    earliest = 0 if variable.before_rating or variable.beyond_symptoms else 1
    lag_days = max(earliest, window.low_days if window else earliest)
    held, missing = _held(exposure_place, outcome_place, lag_days, frozenset(column_by_place))
    return GraphPrior(
        exposure=variable.key,
        outcome=outcome,
        lag_min_days=window.low_days if window else None,
        lag_max_days=window.high_days if window else None,
        prior_weight=prior_weight(exposure_place, outcome_place, longest_days=longest_days),
        adjust_for=tuple(_columns(held, column_by_place, {variable.key, outcome})),
        not_adjustable=missing,
        edge_ids=_way(exposure_place, outcome_place) if window is None else window.path.edge_ids,
    )


def _way(exposure_place: str, outcome_place: str) -> tuple[str, ...]:
    """The best way on the map that was not tested and missed, however slow: a candidate for a card, and no more."""
    ways = (path for path in every_path(exposure_place, outcome_place) if not path.is_null)
    return next((path.edge_ids for path in ways), ())


@cache
def _held(
    exposure: str, outcome: str, lag_days: int, measured: frozenset[str]
) -> tuple[tuple[tuple[str, int], ...], tuple[str, ...]]:
    """Places to hold equal with their days before the exposure, and the names of those that are not measured."""
    if not {exposure, outcome} <= day_places():
        return (), ()
    asked = adjustment(exposure, outcome, lag_days=lag_days, measured=measured)
    held = tuple((item.node, item.days_before) for item in asked.held if item.node not in (exposure, outcome))
    return held, labels_of(asked.not_measured)


def _columns(held: Sequence[tuple[str, int]], column_by_place: Mapping[str, str], own: set[str]) -> Iterator[AdjustFor]:
    for place, days_before in held:
        key = column_by_place[place]
        if key not in own:
            yield AdjustFor(key=key, lag_days=days_before)
