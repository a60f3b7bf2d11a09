"""Made-up people of the axis model: the same every time, labelled, with effects known from pairs of runs."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

import commensal as cm
from commensal.service.truth import write_truth
from commensal.synthetic.reporting import GAPS, Reporting, draw_reporting
from commensal.vocab.errors import UsageError

_REPORTING = Reporting(follows=2.0, noise_sd=1.0, step=0.5, floor_shift=0.0, gaps="single ratings")


def test_the_same_seed_gives_the_same_people() -> None:
    """Bit for bit, and person one of two is person one of one."""
    two = cm.synthetic_people(2, days=30, seed=4, kind="axis")
    assert two[:1] == cm.synthetic_people(1, days=30, seed=4, kind="axis")
    assert two[0] != two[1]


def test_truth_is_known_and_stands_beside(tmp_path: Path) -> None:
    """Effects of things that were logged, on pain and fatigue; how the diary is kept is told as well."""
    (person,) = cm.synthetic_people(1, days=60, seed=4, kind="axis")
    keys = {variable.key for variable in person.diary.day_table().variables}
    assert person.truth
    assert {effect.exposure for effect in person.truth} <= keys
    assert {effect.outcome for effect in person.truth} <= {"Pain", "Fatigue"}
    assert {entry.source for entry in person.diary.entries} == {"synthetic"}
    write_truth(tmp_path / "truth.json", person)
    told = json.loads((tmp_path / "truth.json").read_text(encoding="utf-8"))
    assert told["kind"] == "axis"
    assert told["preset"] in ("fm", "healthy", "ibs", "mecfs")
    assert told["gaps"] in GAPS
    assert isinstance(told["links_in"], list)


def test_short_nights_and_stress_go_the_way_of_the_model() -> None:
    """More sleep lowers, more stress raises: what the model does, the truth says."""
    people = cm.synthetic_people(3, days=60, seed=7, kind="axis")
    signs = {(one.exposure, bool(one.effect > 0)) for person in people for one in person.truth}
    assert ("sleep_h", True) not in signs
    assert ("stress", False) not in signs
    assert any(exposure in ("sleep_h", "stress") for exposure, _ in signs)


def test_ratings_are_rounded_and_held_to_the_scale() -> None:
    """Half points where this person writes half points; never below 0 or above 10."""
    assert _REPORTING.recorded(np.array([-3.0, 2.3, 2.2, 14.0])).tolist() == [0.0, 2.5, 2.0, 10.0]


@pytest.mark.parametrize("gaps", GAPS)
def test_gaps_are_of_the_kind_that_is_told(gaps: str) -> None:
    """Whole days, more on bad days, or single ratings."""
    rng = np.random.default_rng(3)
    ratings = {name: rng.uniform(0, 10, 400) for name in ("Pain", "Fatigue")}
    keeper = Reporting(follows=1.0, noise_sd=1.0, step=1.0, floor_shift=0.0, gaps=gaps)
    shown, is_logged = keeper.with_gaps(rng, ratings, np.ones(400, dtype=np.bool_))
    n_blank = int(sum(np.isnan(values).sum() for values in shown.values()))
    worst = ratings["Pain"] + ratings["Fatigue"]
    assert (n_blank > 0) == (gaps == "single ratings")
    assert (not is_logged.all()) == (gaps == "bad days")
    if gaps == "bad days":
        assert worst[~is_logged].mean() > worst[is_logged].mean() + 3


def test_habits_differ_between_people() -> None:
    """Rounding, floor and gaps are drawn."""
    drawn = [draw_reporting(np.random.default_rng(seed)) for seed in range(40)]
    assert {one.gaps for one in drawn} == set(GAPS)
    assert len({one.step for one in drawn}) == 3
    assert {one.floor_shift for one in drawn} == {0.0, 2.5}


def test_another_kind_is_refused() -> None:
    """With those that there are."""
    with pytest.raises(UsageError, match="statistical, axis"):
        cm.synthetic_people(1, days=10, kind="magic")
