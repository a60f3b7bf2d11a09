"""The filter against the dense covariance it stands for."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from commensal.stats.controls import log_evidence, projector
from commensal.stats.whitening import NoiseGrid, noise_grid, whitener

DAYS = np.array([0, 1, 2, 5, 6, 7, 30, 31, 33, 34, 35, 36], dtype=np.int64)


def dense_covariance(phi: float, share: float, drift: float) -> NDArray[np.float64]:
    """Covariance of the noise, entry by entry; the slow level starts at 0 on the first day."""
    gap = np.abs(DAYS[:, None] - DAYS[None, :])
    earlier = np.minimum(DAYS[:, None], DAYS[None, :]) - DAYS[0]
    autocorrelated = share * (phi**gap if phi else (gap == 0).astype(float))
    return np.asarray(autocorrelated + drift * earlier + (1 - share) * np.eye(len(DAYS)))


@pytest.mark.parametrize(
    ("phi", "share", "drift"), [(0.0, 0.0, 0.0), (0.5, 1.0, 0.0), (0.8, 0.4, 0.004), (0.97, 0.8, 0.02)]
)
def test_whitening_equals_the_dense_inverse(phi: float, share: float, drift: float) -> None:
    """Inner products of whitened columns are inner products under the inverse covariance."""
    grid = NoiseGrid(np.array([phi]), np.array([share]), np.array([drift]))
    filters = whitener(grid, DAYS)
    columns = np.random.default_rng(1).standard_normal((len(DAYS), 3))
    white = filters(columns)[0]
    covariance = dense_covariance(phi, share, drift)
    np.testing.assert_allclose(white.T @ white, columns.T @ np.linalg.solve(covariance, columns), rtol=1e-10)
    assert filters.log_determinant[0] == pytest.approx(np.linalg.slogdet(covariance)[1], rel=1e-10, abs=1e-10)


def test_evidence_equals_the_restricted_likelihood() -> None:
    """Differences of evidence between noise models are those of the dense restricted likelihood."""
    rng = np.random.default_rng(2)
    outcome, controls = rng.standard_normal(len(DAYS)), np.column_stack([np.ones(len(DAYS)), np.arange(len(DAYS))])
    grid = NoiseGrid(np.array([0.0, 0.8]), np.array([0.0, 0.6]), np.array([0.0, 0.004]))
    filters = whitener(grid, DAYS)
    white = filters(np.column_stack([outcome, controls]))
    project = projector(white[:, :, 1:])
    residual = project(white[:, :, :1])[:, :, 0]
    ours = log_evidence((residual**2).sum(axis=1), 10, filters.log_determinant, project.log_determinant)
    dense = []
    for phi, share, drift in zip(grid.phi, grid.share, grid.drift, strict=True):
        precision = np.linalg.inv(dense_covariance(float(phi), float(share), float(drift)))
        inside = controls.T @ precision @ controls
        fitted = controls @ np.linalg.solve(inside, controls.T @ precision @ outcome)
        left = (outcome - fitted) @ precision @ (outcome - fitted)
        dense.append(
            0.5 * np.linalg.slogdet(precision)[1] - 0.5 * np.linalg.slogdet(inside)[1] - 0.5 * 10 * np.log(left)
        )
    assert ours[1] - ours[0] == pytest.approx(dense[1] - dense[0], rel=1e-9)


def test_the_grid_holds_white_noise_once_for_each_drift() -> None:
    """124 different noise models."""
    grid = noise_grid()
    models = set(zip(grid.phi.tolist(), grid.share.tolist(), grid.drift.tolist(), strict=True))
    assert len(models) == len(grid) == 124


def test_controls_that_repeat_each_other_are_kept_once() -> None:
    """A duplicated control changes neither the projection nor its rank."""
    rng = np.random.default_rng(3)
    one = rng.standard_normal((1, 12, 2))
    twice = np.concatenate([one, one[:, :, :1]], axis=2)
    columns = rng.standard_normal((1, 12, 4))
    np.testing.assert_allclose(projector(one)(columns), projector(twice)(columns), atol=1e-12)
    assert projector(twice).basis.shape[2] == 2
