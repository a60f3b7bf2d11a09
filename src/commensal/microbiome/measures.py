"""Measures of a community over many draws at once. Arrays."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from commensal.microbiome.noise_draws import Floats

_LEAST = np.finfo(np.float64).tiny


def shannon(shares: Floats) -> Floats:
    """(…) Shannon diversity of (…, n_taxa) shares. [nats]"""
    return np.asarray(-(shares * np.log(np.maximum(shares, _LEAST))).sum(axis=-1), dtype=np.float64)


def log_inverse_simpson(shares: Floats) -> Floats:
    """(…) natural log of inverse Simpson."""
    return np.asarray(-np.log((shares * shares).sum(axis=-1)), dtype=np.float64)


def log_odds(shares: Floats, top: NDArray[np.bool_], bottom: NDArray[np.bool_] | None = None) -> Floats:
    """(…) natural log of the share of ``top`` over that of ``bottom`` (of everything else where None)."""
    above = shares[..., top].sum(axis=-1)
    below = shares[..., ~top].sum(axis=-1) if bottom is None else shares[..., bottom].sum(axis=-1)
    return np.asarray(np.log(np.maximum(above, _LEAST)) - np.log(np.maximum(below, _LEAST)), dtype=np.float64)


def odds_to_share(log_odds_values: Floats) -> Floats:
    """Shares of log odds: ``1 / (1 + exp(-x))``."""
    return np.asarray(1.0 / (1.0 + np.exp(-log_odds_values)), dtype=np.float64)
