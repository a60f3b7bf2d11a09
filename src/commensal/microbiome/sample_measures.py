"""Measures of one sample as scikit-bio gives them."""

from __future__ import annotations

import numpy as np
from skbio.diversity import alpha
from skbio.stats.composition import clr

from commensal.microbiome.noise_draws import Floats

UNITS = {"shannon": "nats", "inverse_simpson": "effective taxa", "pielou": "1", "richness": "taxa"}


def observed(key: str, counts: Floats) -> float:
    """One measure of one sample, by scikit-bio.

    Parameters
    ----------
    key : of ``UNITS``.
    counts : (n_taxa,) reads or shares, at least one above zero.

    Notes
    -----
    Shannon is in nats: ``H = -sum p log p``; inverse Simpson ``1 / sum p^2``; Pielou ``H / log(richness)``, and 1
    where there is one taxon.
    """
    present = counts[counts > 0]
    if key == "richness":
        return float(alpha.sobs(present))
    if key == "shannon":
        return float(alpha.shannon(present, base=np.e))
    if key == "inverse_simpson":
        return float(alpha.inv_simpson(present))
    return float(alpha.pielou_e(present)) if len(present) > 1 else 1.0


def centred_log_ratio(counts: Floats) -> Floats:
    """(…, n_taxa) natural log of counts + 0.5 less its mean over taxa, by scikit-bio.

    ``clr_j = log x_j - mean_k log x_k`` with ``x = counts + 0.5`` (Aitchison 1982).
    """
    return np.asarray(clr(counts + 0.5), dtype=np.float64)
