"""Distances between samples equal those of scikit-bio, and come out the same however the work is cut."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

import commensal as cm
from commensal.microbiome import distances
from commensal.vocab.errors import NotAnalysableError

_METRICS = ("aitchison", "bray_curtis")


def _table(n_samples: int, n_taxa: int, seed: int = 3) -> NDArray[np.int64]:
    rng = np.random.default_rng(seed)
    shares = rng.lognormal(0, 2.2, n_taxa)
    shares /= shares.sum()
    weights = rng.gamma(shares * 30, 1, size=(n_samples, n_taxa)) + 1e-9
    return np.stack([rng.multinomial(20_000, row / row.sum()) for row in weights])


def _reference(metric: str, table: NDArray[np.int64]) -> NDArray[np.float64]:
    from skbio.diversity import beta_diversity  # noqa: PLC0415 - slow to load
    from skbio.stats.composition import clr, multi_replace  # noqa: PLC0415

    if metric == "bray_curtis":
        return np.asarray(beta_diversity("braycurtis", table).data)
    logs = clr(multi_replace(table.astype(float)))
    return np.asarray(beta_diversity("euclidean", logs, validate=False).data)


@pytest.fixture(params=["compiled", "plain"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Small tables go through NumPy and large ones through the kernels; here each way gets the same table."""
    monkeypatch.setattr(distances, "_SMALL", 0.0 if request.param == "compiled" else np.inf)
    return str(request.param)


@pytest.mark.parametrize("metric", _METRICS)
@pytest.mark.parametrize("shape", [(1, 3), (2, 5), (65, 40), (130, 300)])
def test_equal_to_scikit_bio(way: str, metric: str, shape: tuple[int, int]) -> None:
    """Within a hundred-thousandth, symmetric, zero on the diagonal, in 32 bits."""
    table = _table(*shape)
    found = getattr(cm.microbiome, metric)(table)
    assert (found.dtype, found.shape) == (np.float32, (shape[0], shape[0]))
    if shape[0] > 1:
        np.testing.assert_allclose(found, _reference(metric, table), atol=1e-5, rtol=0)
    assert (found == found.T).all()
    assert (np.diag(found) == 0).all()


@pytest.mark.parametrize("metric", _METRICS)
def test_samples_that_are_nearly_alike(way: str, metric: str) -> None:
    """Twins are at zero, and one read of difference is not lost in rounding."""
    table = np.repeat(_table(1, 200), 3, axis=0)
    table[2, int(table[0].argmax())] += 1
    found = getattr(cm.microbiome, metric)(table)
    assert found[0, 1] == 0.0
    np.testing.assert_allclose(found, _reference(metric, table), atol=1e-9, rtol=1e-3)


@pytest.mark.parametrize("metric", _METRICS)
def test_threads_and_neighbours_change_no_bit(metric: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The distance of two samples has the same bits with two threads, and beside other samples."""
    monkeypatch.setattr(distances, "_SMALL", 0.0)
    table = _table(150, 80)
    measure = getattr(cm.microbiome, metric)
    whole = measure(table)
    assert (measure(table, threads=2) == whole).all()
    assert (measure(table[:70]) == whole[:70, :70]).all()


def test_tables_without_zeros(way: str) -> None:
    """Nothing is replaced, and the distance is that of the plain log ratios."""
    table = _table(40, 30) + 1
    logs = np.log(table)
    logs -= logs.mean(axis=1, keepdims=True)
    expected = np.sqrt(np.square(logs[:, None] - logs[None]).sum(axis=2))
    np.testing.assert_allclose(cm.microbiome.aitchison(table), expected, atol=1e-5)


def test_aitchison_knows_no_depth(way: str) -> None:
    """Twice the reads, the same shares: no distance."""
    table = _table(2, 50)
    assert cm.microbiome.aitchison(np.vstack([table[0], 2 * table[0]])).max() < 1e-6


@pytest.mark.parametrize("metric", _METRICS)
@pytest.mark.parametrize(
    ("table", "said"),
    [
        ([[1.0, -1.0]], "below zero"),
        ([[1.0, float("nan")]], "not finite"),
        ([[1, 0], [0, 0]], "no reads in sample 2"),
        ([1, 2, 3], "dimensions"),
        ([["a", "b"]], "dimensions"),
    ],
    ids=["negative", "nan", "empty sample", "a row", "words"],
)
def test_tables_without_distances_are_refused(metric: str, table: list[list[float]], said: str) -> None:
    """A sentence, not a matrix of NaN."""
    with pytest.raises(NotAnalysableError, match=said):
        getattr(cm.microbiome, metric)(table)


def test_a_small_table_does_not_wait_for_the_compiler() -> None:
    """A few samples are compared without loading it."""
    assert distances._is_small(np.zeros((500, 1_000)))
    assert not distances._is_small(np.zeros((2_000, 1_000)))
