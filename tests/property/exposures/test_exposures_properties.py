"""Laws that hold for any day of food."""

from __future__ import annotations

import math
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commensal.diary.exposures.day import DayExposures, day_exposures, plants_7d
from commensal.diary.exposures.totals import Total
from commensal.knowledge.foods import FODMAP_GROUPS, food_table
from commensal.records.facts import Food

_IDS = sorted(food_table().foods)
_GRAMS = st.none() | st.floats(min_value=0.1, max_value=2_000)
_KNOWN = st.builds(lambda name, grams: Food(name=name, food_id=name, amount_g=grams), st.sampled_from(_IDS), _GRAMS)
_UNKNOWN = st.builds(lambda grams: Food(name="Mystery", amount_g=grams), _GRAMS)
_DAYS = st.lists(_KNOWN | _UNKNOWN, max_size=8)
_SUMS = ("fibre_g", "ala_g", "epa_dha_g", "alcohol_g", "caffeine_mg", "fermented_servings", "prebiotic_servings")


def day(foods: list[Food]) -> DayExposures:
    """Exposures from the real table."""
    return day_exposures(foods, food_table())


def totals(exposures: DayExposures) -> list[Total]:
    """Every total of a day."""
    named = [getattr(exposures, name) for name in (*_SUMS, "upf_energy_share", "added_sugar_foods", "di_gm")]
    return [*named, *exposures.fodmap.values()]


@given(_DAYS)
def test_every_total_is_sane(foods: list[Food]) -> None:
    """No negative amount, spread or share; nothing known is None; shares and the index keep to their range."""
    exposures = day(foods)
    for total in totals(exposures):
        assert -1e-9 <= total.share_known <= 1 + 1e-9
        if total.value is None:
            assert total.sd is None
            assert total.share_known == 0
        else:
            assert total.sd is not None
            assert total.value >= 0
            assert total.sd >= 0
            assert math.isfinite(total.value)
    assert (exposures.upf_energy_share.value or 0.0) <= 1 + 1e-9
    assert (exposures.di_gm.value or 0.0) <= 14


@given(_DAYS, _DAYS)
def test_sums_add_and_variances_add(one: list[Food], other: list[Food]) -> None:
    """Two halves of a day make the day."""
    halves, whole = (day(one), day(other)), day([*one, *other])
    for name in _SUMS:
        parts = [getattr(half, name) for half in halves]
        total: Total = getattr(whole, name)
        known = [part for part in parts if part.value is not None]
        if not known:
            assert total.value is None
            continue
        assert total.value == pytest.approx(sum(part.value for part in known))
        assert (total.sd or 0.0) ** 2 == pytest.approx(sum(part.sd**2 for part in known))
    for group in FODMAP_GROUPS:
        loads = [load for load in (half.fodmap[group].value for half in halves) if load is not None]
        assert whole.fodmap[group].value == max(loads, default=None)


@given(_DAYS)
def test_order_does_not_matter(foods: list[Food]) -> None:
    """Breakfast first or last, the day is the same."""
    forth, back = day(foods), day(foods[::-1])
    for one, other in zip(totals(forth), totals(back), strict=True):
        assert (one.value is None) == (other.value is None)
        assert one.value is None or one.value == pytest.approx(other.value)


@given(_DAYS, _UNKNOWN)
def test_an_unknown_food_never_adds_and_never_makes_surer(foods: list[Food], unknown: Food) -> None:
    """It leaves values as they are and lowers what is known."""
    without, with_it = day(foods), day([*foods, unknown])
    for one, other in zip(totals(without), totals(with_it), strict=True):
        assert (one.value is None) == (other.value is None)
        assert one.value is None or one.value == pytest.approx(other.value)
        assert other.share_known <= one.share_known + 1e-9


@given(st.lists(_DAYS, min_size=1, max_size=9))
def test_plants_grow_with_food_and_stay_within_what_was_eaten(days: list[list[Food]]) -> None:
    """A count is never above the number of plants, nor lower for more days in the window."""
    first = date(2026, 3, 1)
    exposures = {first + timedelta(days=n): day(foods) for n, foods in enumerate(days) if foods}
    last = first + timedelta(days=len(days) - 1)
    count = plants_7d(exposures, last)
    alone = plants_7d({day_: e for day_, e in exposures.items() if day_ == last}, last)
    if count.total.value is None:
        assert alone.total.value is None
        return
    assert count.total.value <= len({plant.plant for e in exposures.values() for plant in e.plants})
    assert (alone.total.value or 0.0) <= count.total.value
    assert len({plant.plant for plant in count.counted}) == len(count.counted)
    assert sum(plant.points for plant in count.counted) == pytest.approx(count.total.value)
