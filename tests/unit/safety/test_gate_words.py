"""Conditions and medicines in people's own words: what a rule hears, and what it must not."""

from __future__ import annotations

import pytest

from commensal.knowledge.safety_words import conditions_in, medicines_in


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("ME", {"me_cfs"}),
        ("ibs and ME", {"ibs", "me_cfs"}),
        ("ME/CFS", {"me_cfs"}),
        ("me_cfs", {"me_cfs"}),
        ("chronic fatigue syndrome since 2019", {"me_cfs"}),
        ("Severe ME/CFS", {"severe_mecfs"}),
        ("eating_disorder_history", {"eating_disorder"}),
        ("immunocompromise", {"weak_immunity"}),
        ("Crohn’s disease with strictures", {"gut_disease", "gut_narrowing"}),
        ("type 1 diabetes", {"diabetes_insulin"}),
        ("type 2 diabetes", {"diabetes"}),
        ("family history of bowel cancer", {"family_history"}),
        ("bowel cancer in 2016", {"cancer_history"}),
        ("mother had ovarian cancer", {"family_history"}),
        ("C. diff that keeps coming back", {"recurrent_c_difficile"}),
        ("kidney stones", {"gut_disease"}),
        ("fibromyalgia", set()),
        ("nociplastic_pain", set()),
        ("it bothers me", set()),
        ("", set()),
    ],
)
def test_a_condition_is_heard(text: str, names: set[str]) -> None:
    """By node, by name, by abbreviation, inside a longer phrase; a family's illness is the family's."""
    assert conditions_in(text) == names


@pytest.mark.parametrize(
    ("text", "groups", "others"),
    [
        ("Can I stop my Losec 20mg?", {"ppi", "gap_matters"}, {"nsaid"}),
        ("aspirin", {"antiplatelet", "nsaid"}, {"ppi"}),
        ("blood thinners", {"anticoagulant"}, {"vitamin_k_antagonist"}),
        ("St. John’s Wort", {"st_johns_wort"}, set()),
        ("insulin pump", {"sulfonylurea_or_insulin"}, set()),
        ("iron tablets", {"iron"}, set()),
        ("MAOI", {"maoi_like"}, set()),
    ],
)
def test_a_medicine_is_heard(text: str, groups: set[str], others: set[str]) -> None:
    """By substance, brand or kind, for every group it may belong to."""
    found = set().union(*(medicine.groups for medicine in medicines_in(text)))
    assert groups <= found
    assert not others & found


@pytest.mark.parametrize("text", ["insulin resistance", "steroid cream", "porridge with berries", ""])
def test_what_only_sounds_like_a_medicine_is_none(text: str) -> None:
    """Resistance to insulin is no insulin."""
    assert medicines_in(text) == ()
