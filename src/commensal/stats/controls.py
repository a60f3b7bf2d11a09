"""Projecting controls out of whitened columns, and the evidence each noise model keeps."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Projector:
    """Removes what the controls explain, for each noise model.

    ``basis`` shape (n_models, n, n_kept) holds orthonormal columns; columns of the controls that add
    nothing (a weekday that never occurs) are left out of it. ``log_determinant`` shape (n_models,) is
    the log determinant of the controls' Gram matrix: the REML term.
    """

    basis: Floats
    log_determinant: Floats

    def __call__(self, columns: Floats) -> Floats:
        """Columns without what the controls explain. Shape (n_models, n, n_columns) in and out."""
        # One product a model: matrix products over a stack of turned arrays take a slow road.
        left = np.empty_like(columns)
        for basis, own, out in zip(self.basis, columns, left, strict=True):
            np.subtract(own, basis @ (basis.T @ own), out=out)
        return left

    def pick(self, index: NDArray[np.intp]) -> Projector:
        """The projector for these noise models only."""
        return Projector(self.basis[index], self.log_determinant[index])


def projector(white_controls: Floats) -> Projector:
    """The projector for whitened controls of shape (n_models, n, n_controls)."""
    left, size, _ = np.linalg.svd(white_controls, full_matrices=False)
    # One decision for all noise models, so that all compare the same model of the mean.
    keep = (size > 1e-8 * size[:, :1]).all(axis=0)
    return Projector(left[:, :, keep], 2 * np.log(size[:, keep]).sum(axis=1))


def explained(white_controls: Floats, white_outcome: Floats) -> tuple[Floats, Floats]:
    """What the controls explain of the outcome, and their REML term, for many noise models at once.

    Through the Gram matrix, which is far cheaper than a basis for each. Directions that a model's controls do not
    span (a weekday that never occurs) are left out in all models alike.

    Parameters
    ----------
    white_controls : shape (n_models, n, n_controls).
    white_outcome : shape (n_models, n).

    Returns
    -------
    Explained sums of squares and log determinants, both of shape (n_models,).
    """
    gram = white_controls.transpose(0, 2, 1) @ white_controls
    inner = (white_controls.transpose(0, 2, 1) @ white_outcome[:, :, None])[:, :, 0]
    size, direction = np.linalg.eigh(gram)
    keep = (size > 1e-16 * size[:, -1:]).all(axis=0)
    turned = (direction.transpose(0, 2, 1) @ inner[:, :, None])[:, keep, 0]
    return (turned**2 / size[:, keep]).sum(axis=1), np.log(size[:, keep]).sum(axis=1)


def log_evidence(
    residual_sum_of_squares: Floats, n_degrees: int, whitening_log_determinant: Floats, controls_log_determinant: Floats
) -> Floats:
    r"""Restricted log likelihood with sigma squared integrated out, up to a constant.

    .. math:: -\tfrac12 \log|V| - \tfrac12 \log|C'V^{-1}C| - \tfrac{n-c}{2} \log \mathrm{RSS}

    (REML: Harville 1974, Biometrika 61:383.) Shapes (n_models,) throughout.
    """
    fixed = whitening_log_determinant + controls_log_determinant
    return np.asarray(-0.5 * (fixed + n_degrees * np.log(residual_sum_of_squares)))
