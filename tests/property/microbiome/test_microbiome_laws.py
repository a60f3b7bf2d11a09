"""Laws that hold for any sample: bands in order, folds that turn round, names and order that do not matter."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commensal.microbiome.compare import compare
from commensal.microbiome.result import ChangeStatus
from commensal.microbiome.summarise import summarise
from commensal.records.taxon_profile import TaxonProfile
from tests.unit.microbiome.small_profiles import LINEAGES, profile

_EXAMPLES = 12


@st.composite
def profiles(draw: st.DrawFn) -> TaxonProfile:
    """Any sample of two to fifteen genera with enough reads."""
    names = draw(st.lists(st.sampled_from(sorted(LINEAGES)), min_size=2, unique=True))
    reads = [draw(st.integers(min_value=1, max_value=1_000_000)) for _ in names]
    reads[0] += 5_000
    return profile(dict(zip(names, reads, strict=True)))


@given(one=profiles(), seed=st.integers(min_value=0, max_value=99))
@settings(max_examples=_EXAMPLES)
def test_bands_are_in_order_and_shares_are_shares(one: TaxonProfile, seed: int) -> None:
    """Whatever the sample holds."""
    made = summarise(one, rng=np.random.default_rng(seed), draws=100)
    assert made.refused is None
    for share in (*(each.typical_share for each in made.balances), *(each.share for each in made.functions)):
        assert 0.0 <= share.low_95 <= share.low_50 <= share.value <= share.high_50 <= share.high_95 <= 1.0
    for measure in made.measures:
        assert np.isfinite([measure.observed, measure.typical.low_95, measure.typical.high_95]).all()


@given(one=profiles(), other=profiles())
@settings(max_examples=_EXAMPLES)
def test_turning_a_comparison_round_turns_the_folds_round(one: TaxonProfile, other: TaxonProfile) -> None:
    """The numbers seen, exactly; what is drawn, nearly."""
    there = compare(one, other, rng=np.random.default_rng(1), draws=100)
    back = compare(other, one, rng=np.random.default_rng(1), draws=100)
    assert [each.key for each in there.balances] == [each.key for each in back.balances]
    for first, second in zip(there.balances, back.balances, strict=True):
        assert first.fold.value * second.fold.value == pytest.approx(1.0)
    assert there.same_person_probability == pytest.approx(back.same_person_probability)


@given(one=profiles())
@settings(max_examples=_EXAMPLES)
def test_a_sample_compared_with_itself_never_stands_out(one: TaxonProfile) -> None:
    """However odd it is."""
    made = compare(one, one, rng=np.random.default_rng(1), draws=100)
    assert made.status in {ChangeStatus.WITHIN, ChangeStatus.CANNOT_TELL}


@given(one=profiles())
@settings(max_examples=_EXAMPLES)
def test_the_order_of_rows_changes_no_observed_number(one: TaxonProfile) -> None:
    """A file may list its taxa in any order."""
    turned = replace(one, rows=tuple(reversed(one.rows)))
    first, second = (summarise(each, rng=np.random.default_rng(1), draws=50) for each in (one, turned))
    assert [each.observed for each in first.measures] == pytest.approx([each.observed for each in second.measures])
    assert [each.observed_share for each in first.balances] == pytest.approx(
        [each.observed_share for each in second.balances]
    )
