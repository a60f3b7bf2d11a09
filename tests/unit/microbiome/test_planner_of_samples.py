"""How many samples a change needs."""

from __future__ import annotations

import math

import pytest

from commensal.microbiome.planner import plan_samples
from commensal.microbiome.result import Basis
from commensal.records.taxon_profile import Assay
from commensal.vocab.errors import UsageError


@pytest.mark.parametrize(
    ("what", "fold", "samples"),
    [
        ("Akkermansia", 2, 44),
        ("Akkermansia", 3, 18),
        ("Faecalibacterium", 2, 20),
        ("Faecalibacterium", 3, 8),
        ("butyrate_makers", 2, 12),
        ("butyrate_makers", 3, 5),
    ],
)
def test_the_figures_that_were_measured(what: str, fold: float, samples: int) -> None:
    """80 % power at 5 %, from the spread of 34 people sampled daily."""
    assert plan_samples(what, fold).samples_per_phase == samples


def test_half_and_double_are_one_change() -> None:
    """Only the size of the fold counts."""
    assert plan_samples("butyrate_makers", 0.5) == plan_samples("butyrate_makers", 2)


def test_it_says_when_the_money_is_better_kept() -> None:
    """Beyond ten samples a phase, which is our choice."""
    assert not plan_samples("Akkermansia", 2).is_worth_it
    assert plan_samples("butyrate makers", 3).is_worth_it
    assert plan_samples("Akkermansia", 2, most_worth_paying=50).is_worth_it


def test_what_so_many_samples_can_see() -> None:
    """The smallest fold falls with the number, and at the planned number it is the fold asked for or less."""
    plan = plan_samples("Faecalibacterium", 3)
    folds = [fold for _, fold in plan.smallest_fold]
    assert folds == sorted(folds, reverse=True)
    assert dict(plan.smallest_fold)[8] <= 3


def test_own_samples_replace_the_table_from_six_on() -> None:
    """A steady person needs fewer."""
    steady = [0.0, 0.1, -0.1, 0.05, -0.05, 0.0]
    plan = plan_samples("butyrate_makers", 2, own_values=steady)
    assert plan.basis is Basis.OWN_SAMPLES
    assert plan.samples_per_phase < 12
    assert plan_samples("butyrate_makers", 2, own_values=steady[:5]).samples_per_phase == 12


def test_16s_needs_more() -> None:
    """Its samples are noisier."""
    assert plan_samples("butyrate_makers", 2, assay=Assay.SIXTEEN_S).samples_per_phase > 40


@pytest.mark.parametrize(("what", "fold"), [("Nothing", 2.0), ("Akkermansia", 1.0), ("Akkermansia", -2.0)])
def test_nonsense_is_named(what: str, fold: float) -> None:
    """An unknown name, or a fold that is no change."""
    with pytest.raises(UsageError):
        plan_samples(what, fold)


def test_the_equation() -> None:
    """``n = 2 (1.960 + 0.842)^2 s^2 / log(fold)^2``."""
    plan = plan_samples("butyrate_makers", 2)
    exact = 2 * (1.959964 + 0.841621) ** 2 * plan.sd_between_days**2 / math.log(2) ** 2
    assert plan.samples_per_phase == math.ceil(exact)
