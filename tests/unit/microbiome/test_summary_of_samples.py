"""One or several samples to a summary: bands on everything, drawn towards other people, wider when disturbed."""

from __future__ import annotations

from dataclasses import fields, is_dataclass

import numpy as np
import pytest

from commensal.microbiome.measures import log_inverse_simpson, odds_to_share, shannon
from commensal.microbiome.result import Bands, Basis, Place, Reason, SampleSummary
from commensal.microbiome.sample_measures import centred_log_ratio, observed
from commensal.microbiome.summarise import summarise
from commensal.records.taxon_profile import Assay, TaxonProfile
from tests.unit.microbiome.small_profiles import USUAL, profile

DRAWS = 400


def summary(*profiles: TaxonProfile, disturbances: tuple[Reason, ...] = (), day_noise: bool = True) -> SampleSummary:
    """A summary with a fixed seed."""
    rng = np.random.default_rng(4)
    return summarise(profiles, rng=rng, draws=DRAWS, disturbances=disturbances, day_noise=day_noise)


def width(bands: Bands) -> float:
    """Of the 95 % band."""
    return bands.high_95 - bands.low_95


def all_bands(value: object) -> list[Bands]:
    """Every band in a result."""
    if isinstance(value, Bands):
        return [value]
    if isinstance(value, tuple):
        return [bands for each in value for bands in all_bands(each)]
    if is_dataclass(value):
        return [bands for field in fields(value) for bands in all_bands(getattr(value, field.name))]
    return []


def test_every_band_holds_its_value_and_the_narrower_band() -> None:
    """50 % within 95 %, the value within both."""
    bands = all_bands(summary(profile()))
    assert len(bands) > 30
    for each in bands:
        assert each.low_95 <= each.low_50 <= each.value <= each.high_50 <= each.high_95


def test_measures_are_those_of_scikit_bio() -> None:
    """Observed diversity is that of the counts as read, in nats."""
    shares = np.array(list(USUAL.values())) / sum(USUAL.values())
    made = summary(profile())
    assert made.measure("shannon").observed == pytest.approx(float(-(shares * np.log(shares)).sum()))
    assert made.measure("inverse_simpson").observed == pytest.approx(float(1 / (shares**2).sum()))
    assert made.measure("richness").observed == len(USUAL)
    assert made.measure("pielou").observed == pytest.approx(made.measure("shannon").observed / np.log(len(USUAL)))


def test_measures_of_draws_agree_with_scikit_bio() -> None:
    """The array forms and the library's give the same."""
    counts = np.array([3.0, 0.0, 5.0, 90.0, 2.0])
    assert shannon(counts / counts.sum()) == pytest.approx(observed("shannon", counts))
    assert np.exp(log_inverse_simpson(counts / counts.sum())) == pytest.approx(observed("inverse_simpson", counts))
    logs = np.log(counts + 0.5)
    assert centred_log_ratio(counts) == pytest.approx(logs - logs.mean())
    assert observed("pielou", np.array([7.0])) == 1.0
    assert odds_to_share(np.array([0.0])) == pytest.approx(0.5)


def test_a_level_is_drawn_towards_other_people() -> None:
    """A sample far below others gives a level above the sample; richness is left where it is."""
    made = summary(profile({**USUAL, "Faecalibacterium": 30, "Roseburia": 10}))
    balance = made.balance("butyrate_makers")
    assert balance.typical_share.value > balance.observed_share
    assert made.measure("richness").weight == 1.0
    assert 0.5 < made.measure("shannon").weight < 1.0


def test_counting_noise_alone_is_far_too_narrow() -> None:
    """It must never be shown: the day's own change is several times larger."""
    with_days = summary(profile()).measure("shannon").typical
    without = summary(profile(), day_noise=False).measure("shannon").typical
    assert width(with_days) > 10 * width(without)


def test_more_samples_narrow_the_bands() -> None:
    """Days are nearly independent, so four samples halve the spread."""
    one = summary(profile()).balance("butyrate_makers").typical_log_odds
    four = summary(*[profile(sample=str(i)) for i in range(4)]).balance("butyrate_makers").typical_log_odds
    assert width(four) == pytest.approx(width(one) / 2, rel=0.25)


def test_from_six_samples_on_the_own_variance_counts() -> None:
    """Six samples alike are a steadier person than the table's."""
    five = summary(*[profile(sample=str(i)) for i in range(5)])
    six = summary(*[profile(sample=str(i)) for i in range(6)])
    assert (five.basis, six.basis) == (Basis.TABLE_SHOTGUN, Basis.OWN_SAMPLES)
    narrower = width(six.balance("butyrate_makers").typical_log_odds)
    assert narrower < 0.85 * width(five.balance("butyrate_makers").typical_log_odds)


def test_a_disturbance_widens_and_is_handed_on() -> None:
    """Antibiotics before the sample: said, and wider."""
    calm, disturbed = summary(profile()), summary(profile(), disturbances=(Reason(key="antibiotics"),))
    assert [reason.key for reason in disturbed.cautions] == ["antibiotics", "bands_widened"]
    assert width(disturbed.measure("shannon").typical) > 1.15 * width(calm.measure("shannon").typical)


def test_an_unknown_depth_is_said_and_taken_as_ten_thousand() -> None:
    """The caution names it."""
    made = summary(profile(has_counts=False))
    assert (made.depth, made.is_depth_known) == (10_000, False)
    assert "depth_unknown" in {reason.key for reason in made.cautions}


@pytest.mark.parametrize(
    ("refused", "key"),
    [
        (profile({"Bacteroides": 3_000, "Alistipes": 1_000}), "too_few_reads"),
        (TaxonProfile(sample="empty", rows=(), assay=Assay.SHOTGUN, layout="bracken"), "no_genera"),
    ],
)
def test_too_little_is_refused_with_the_reason(refused: TaxonProfile, key: str) -> None:
    """Nothing is read from it."""
    made = summary(refused)
    assert made.refused is not None
    assert made.refused.key == key
    assert (made.measures, made.balances, made.taxa) == ((), (), ())


def test_samples_of_two_firms_are_not_put_together() -> None:
    """The first difference is the reason."""
    made = summary(profile(), profile(vendor="another"))
    assert made.refused is not None
    assert made.refused.key == "another_vendor"


def test_functions_are_capacities_with_a_grade_and_never_amounts() -> None:
    """Shares and places only; what was never seen has no place, and what needs species says so."""
    made = {function.key: function for function in summary(profile()).functions}
    assert list(made) == ["butyrate", "propionate", "lps_hexa_acylated", "gaba", "mucin", "histamine_potential"]
    assert made["butyrate"].grade == "A"
    assert made["butyrate"].place is Place.USUAL
    assert made["butyrate"].sources == ("10.1111/j.1574-6968.2009.01514.x",)
    assert made["histamine_potential"].place is Place.UNCLEAR
    assert made["histamine_potential"].members == ()
    assert made["histamine_potential"].needs_species


def test_a_capacity_far_from_others_is_placed() -> None:
    """Hardly any makers: low. A sample of makers: high."""
    low = summary(profile({**USUAL, "Faecalibacterium": 15, "Roseburia": 5})).functions[0]
    high = summary(profile({**USUAL, "Faecalibacterium": 60_000, "Roseburia": 40_000})).functions[0]
    assert (low.place, high.place) == (Place.LOW, Place.HIGH)


def test_a_balance_nobody_saw_has_a_ceiling() -> None:
    """No read of it: a share of none, and at most three reads in so many."""
    made = summary(profile({name: reads for name, reads in USUAL.items() if name != "Bifidobacterium"}))
    balance = made.balance("bifidobacterium")
    assert not balance.is_seen
    assert balance.percentile is None
    assert balance.typical_share.value == 0.0
    assert balance.typical_share.high_95 < 1e-4


def test_the_same_seed_gives_the_same_summary() -> None:
    """Chance comes from the generator handed in, and from nowhere else."""
    assert summary(profile()) == summary(profile())
