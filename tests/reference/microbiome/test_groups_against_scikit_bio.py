"""Measures of many samples and the test of whole communities give the numbers of scikit-bio."""

from __future__ import annotations

import numpy as np
import pytest

from commensal.microbiome.permanova import permanova
from commensal.microbiome.sample_table import SampleTable, sample_table
from commensal.microbiome.table_alpha import alpha, expected_richness

skbio_alpha = pytest.importorskip("skbio.diversity.alpha")
skbio_distance = pytest.importorskip("skbio.stats.distance")


@pytest.fixture(scope="module")
def table() -> SampleTable:
    """Forty samples of sixty taxa, at least 5,000 reads each."""
    rng = np.random.default_rng(3)
    shares = rng.dirichlet(np.full(60, 0.2), size=40)
    depths = rng.integers(6_000, 30_000, 40)
    counts = np.array([rng.multinomial(int(depth), row) for depth, row in zip(depths, shares, strict=True)])
    return sample_table(tuple(f"s{n}" for n in range(40)), tuple(f"t{n}" for n in range(60)), counts.astype(float))


def test_shannon_simpson_and_pielou(table: SampleTable) -> None:
    """In nats, to rounding."""
    measured = alpha(table)
    for place, counts in enumerate(table.values.astype(int)):
        assert measured["shannon"][place] == pytest.approx(skbio_alpha.shannon(counts, base=np.e), abs=1e-10)
        assert measured["inverse_simpson"][place] == pytest.approx(skbio_alpha.inv_simpson(counts), rel=1e-10)
        assert measured["pielou"][place] == pytest.approx(skbio_alpha.pielou_e(counts), abs=1e-10)


def test_expected_richness_is_the_mean_of_draws(table: SampleTable) -> None:
    """Hurlbert's formula against a thousand draws without putting back; all reads give the richness itself."""
    rng = np.random.default_rng(5)
    counts = table.values[0].astype(int)
    pool = np.repeat(np.arange(len(counts)), counts)
    drawn = [len(np.unique(rng.choice(pool, 500, replace=False))) for _ in range(1_000)]
    assert expected_richness(table.values[:1], 500)[0] == pytest.approx(np.mean(drawn), abs=0.2)
    assert expected_richness(table.values[:1], int(counts.sum()))[0] == pytest.approx((counts > 0).sum(), abs=1e-6)


def test_permanova_has_the_same_statistic_and_a_like_p_value() -> None:
    """The statistic to float32; the p-value, which rests on other random orders, to what these allow."""
    rng = np.random.default_rng(11)
    points = np.vstack([rng.normal(0, 1, (30, 6)), rng.normal(0.35, 1, (25, 6))])
    distances = np.sqrt(((points[:, None] - points[None]) ** 2).sum(axis=2))
    distances = (distances + distances.T) / 2
    np.fill_diagonal(distances, 0.0)
    group_of = np.repeat([0, 1], [30, 25])
    theirs = skbio_distance.permanova(skbio_distance.DistanceMatrix(distances), group_of, permutations=999)
    ours = permanova(distances.astype(np.float32), group_of, n_orders=999, rng=np.random.default_rng(1))
    assert ours.pseudo_f == pytest.approx(theirs["test statistic"], rel=1e-4)
    assert ours.p_value == pytest.approx(theirs["p-value"], abs=0.03)
