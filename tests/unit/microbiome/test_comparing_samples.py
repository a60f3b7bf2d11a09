"""Two samples of one person against ordinary days: what stands out, what does not, and what must not be compared."""

from __future__ import annotations

import numpy as np
import pytest

from commensal.microbiome.compare import compare
from commensal.microbiome.gate import NOT_COMPARABLE
from commensal.microbiome.result import Basis, ChangeStatus, Outcome, ProfileChange, Reason
from commensal.microbiome.taxon_changes import benjamini_hochberg
from commensal.records.taxon_profile import Assay, TaxonProfile
from tests.unit.microbiome.small_profiles import USUAL, profile

DRAWS = 400


def change(before: list[TaxonProfile], after: list[TaxonProfile], *disturbances: Reason) -> ProfileChange:
    """A comparison with a fixed seed."""
    return compare(before, after, rng=np.random.default_rng(5), draws=DRAWS, disturbances=disturbances)


def moved(fold: float, *names: str, sample: str = "two") -> TaxonProfile:
    """The usual profile with some genera multiplied."""
    return profile({name: reads * (fold if name in names else 1.0) for name, reads in USUAL.items()}, sample=sample)


def test_the_same_sample_twice_has_not_changed() -> None:
    """Every judged balance is within ordinary days."""
    made = change([profile()], [profile(sample="two")])
    assert made.status is ChangeStatus.WITHIN
    assert made.balance("butyrate_makers").fold.value == pytest.approx(1.0)
    assert made.same_person_probability is not None
    assert made.same_person_probability > 0.95


def test_a_doubling_of_one_genus_is_noise() -> None:
    """Faecalibacterium must differ about eight-fold to stand out."""
    made = change([profile()], [moved(2.0, "Faecalibacterium")])
    assert made.balance("butyrate_makers").outcome is not Outcome.MORE
    assert all(taxon.outcome is not Outcome.MORE for taxon in made.taxa)


def test_a_great_fall_of_the_makers_stands_out() -> None:
    """Thirty-fold; and it is the balance that says so."""
    made = change([profile()], [moved(1 / 30, "Faecalibacterium", "Roseburia")])
    assert made.status is ChangeStatus.MORE
    balance = made.balance("butyrate_makers")
    assert balance.outcome is Outcome.MORE
    assert balance.fold.value == pytest.approx(1 / 30, rel=0.2)
    assert balance.fold.high_95 < 1.0
    assert balance.smallest_fold_seen < 30


def test_the_direction_does_not_matter() -> None:
    """Before and after changed over give the inverse fold and the same outcome."""
    low = moved(1 / 30, "Faecalibacterium", "Roseburia")
    there, back = change([profile()], [low]), change([low], [profile()])
    assert there.status is back.status is ChangeStatus.MORE
    assert there.balances[0].fold.value * back.balances[0].fold.value == pytest.approx(1.0)


def test_the_default_is_cannot_tell() -> None:
    """A three-fold change is neither ordinary nor clear."""
    made = change([profile()], [moved(1 / 3, "Faecalibacterium", "Roseburia")])
    assert made.balance("butyrate_makers").outcome is Outcome.CANNOT_TELL
    assert made.status is ChangeStatus.CANNOT_TELL


def test_absence_below_a_floor_is_no_deep_fall() -> None:
    """MetaPhlAn shows a rare taxon or does not; what is missing on one side is not compared there."""
    counted = {**USUAL, "Escherichia": 1.0}
    for layout, compared in (("bracken", True), ("metaphlan4", False)):
        before, after = profile({**counted, "Klebsiella": 40.0}, layout=layout), profile(counted, layout=layout)
        assert ("Klebsiella" in {taxon.name for taxon in change([before], [after]).taxa}) is compared


def test_the_ratio_of_phyla_is_never_judged() -> None:
    """However far it moves."""
    made = change([profile()], [moved(1 / 50, "Bacteroides", "Alistipes", "Parabacteroides", "Prevotella")])
    assert made.balance("bacteroidota_over_bacillota").outcome is None


def test_another_community_is_taken_for_another_person() -> None:
    """And then nothing is judged."""
    other = dict(zip(USUAL, reversed(list(USUAL.values())), strict=True))
    made = change([profile()], [profile(other, sample="two")])
    assert made.status is ChangeStatus.PERHAPS_ANOTHER_PERSON
    assert made.same_person is not None
    assert made.same_person.is_doubtful
    assert {balance.outcome for balance in made.balances} == {Outcome.CANNOT_TELL, None}


@pytest.mark.parametrize(
    ("other", "key"),
    [
        (profile(assay=Assay.SIXTEEN_S), "another_assay"),
        (profile(layout="kraken2"), "another_layout"),
        (profile(database="other"), "another_database"),
        (profile(vendor="other"), "another_vendor"),
        (profile({name: 30 * reads for name, reads in USUAL.items()}), "another_depth"),
    ],
)
def test_unlike_samples_are_not_compared(other: TaxonProfile, key: str) -> None:
    """Reason given, nothing else filled."""
    made = change([profile()], [other])
    assert made.status is ChangeStatus.NOT_COMPARABLE
    assert key in {reason.key for reason in made.reasons}
    assert key in NOT_COMPARABLE
    assert (made.balances, made.taxa, made.same_person_probability) == ((), (), None)


def test_regions_of_16s_are_not_compared() -> None:
    """V4 and V3-V4 see other taxa."""
    one, two = (profile(assay=Assay.SIXTEEN_S, region=region) for region in ("V3-V4", "V4"))
    assert change([one], [two]).status is ChangeStatus.NOT_COMPARABLE


def test_what_a_file_does_not_say_is_a_caution() -> None:
    """Unknown is not different."""
    made = change([profile(vendor=None)], [profile()])
    assert made.status is not ChangeStatus.NOT_COMPARABLE
    assert "not_stated_vendor" in {reason.key for reason in made.cautions}


def test_a_refused_sample_is_not_compared() -> None:
    """Too few reads on one side."""
    made = change([profile()], [profile({"Bacteroides": 900, "Alistipes": 100})])
    assert made.status is ChangeStatus.NOT_COMPARABLE
    assert made.reasons[0].key == "too_few_reads"


def test_groups_of_samples_see_smaller_changes() -> None:
    """Three samples on each side, and six in all bring the person's own variance."""
    one = change([profile()], [moved(0.3, "Faecalibacterium", "Roseburia")])
    many = change(
        [profile(sample=f"a{i}") for i in range(3)],
        [moved(0.3, "Faecalibacterium", "Roseburia", sample=f"b{i}") for i in range(3)],
    )
    assert many.basis is Basis.OWN_SAMPLES
    assert many.balances[0].smallest_fold_seen < one.balances[0].smallest_fold_seen
    assert many.balances[0].outcome is Outcome.MORE


def test_a_disturbance_widens_what_is_ordinary() -> None:
    """After antibiotics more must happen before it counts."""
    calm = change([profile()], [moved(0.1, "Faecalibacterium", "Roseburia")])
    widened = change([profile()], [moved(0.1, "Faecalibacterium", "Roseburia")], Reason(key="antibiotics"))
    assert widened.balances[0].smallest_fold_seen > calm.balances[0].smallest_fold_seen


def test_adjusted_p_values_are_benjamini_and_hochbergs() -> None:
    """Their own small example, worked by hand."""
    assert benjamini_hochberg(np.array([0.04, 0.01, 0.03, 0.5])) == pytest.approx([0.16 / 3, 0.04, 0.16 / 3, 0.5])
