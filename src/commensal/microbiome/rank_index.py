"""Our own index where no published one is valid: do taxa listed for health rank above the others? Unvalidated."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from commensal.knowledge.microbiome_indices import gmhi_species, gmwi2_coefficients
from commensal.knowledge.taxon_names import in_use
from commensal.microbiome.noise_draws import Floats
from commensal.records.taxon_profile import TaxonProfile, TaxonRow

LEAST_MEMBERS = 8
"""Fewer members in a sample say nothing; our choice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RankMembers:
    """The listed taxa of one sample.

    Parameters
    ----------
    found : rows with +1 (listed for health) or -1.
    absent_up, absent_down : how many listed taxa of each sign the sample does not hold.
    """

    found: tuple[tuple[TaxonRow, int], ...]
    absent_up: int
    absent_down: int

    @property
    def n_known(self) -> int:
        """How many listed taxa a sample of this rank could hold."""
        return len(self.found) + self.absent_up + self.absent_down


def rank_members(profile: TaxonProfile) -> RankMembers:
    """The listed species of a sample, or, where the file stops at genus, the listed genera."""
    rank = "species" if profile.at_rank("species") else "genus"
    signs = _signs(rank)
    found: dict[str, tuple[TaxonRow, int]] = {}
    for row in profile.at_rank(rank):
        for name in (row.name, *row.synonyms):
            sign = signs.get(in_use(name, rank).name.casefold())
            if sign is not None:
                found.setdefault(row.name, (row, sign))
                break
    seen_up = sum(sign > 0 for _, sign in found.values())
    seen_down = len(found) - seen_up
    return RankMembers(
        found=tuple(found.values()),
        absent_up=max(sum(sign > 0 for sign in signs.values()) - seen_up, 0),
        absent_down=max(sum(sign < 0 for sign in signs.values()) - seen_down, 0),
    )


def rank_score(shares: Floats, signs: Floats, absent_up: int, absent_down: int) -> Floats:
    """Cliff's delta of listed taxa: -1 to 1.

    Parameters
    ----------
    shares : (…, n_found) of the taxa found.
    signs : (n_found,) +1 or -1.
    absent_up, absent_down : listed taxa that are not there; they rank last, tied with each other.

    Notes
    -----
    ``P(up > down) - P(up < down)`` over all pairs of a taxon listed for health and one listed against it. Only the
    order of shares counts, so that a program's own scale drops out.
    """
    up, down = shares[..., signs > 0], shares[..., signs < 0]
    above = np.sign(up[..., :, None] - down[..., None, :]).sum(axis=(-2, -1))
    above = above + up.shape[-1] * absent_down - down.shape[-1] * absent_up
    pairs = (up.shape[-1] + absent_up) * (down.shape[-1] + absent_down)
    return np.asarray(above / max(pairs, 1), dtype=np.float64)


@cache
def _signs(rank: str) -> dict[str, int]:
    """Name in use, in small letters, to +1 or -1: GMHI's lists and the signs of GMWI2; disagreeing names left out."""
    prevalent, scarce = gmhi_species()
    listed = [(name, 1) for name in sorted(prevalent)] + [(name, -1) for name in sorted(scarce)]
    listed += [
        (clade.rsplit("|", 1)[-1], 1 if value > 0 else -1) for clade, value in sorted(gmwi2_coefficients().items())
    ]
    mark = {"species": "s__", "genus": "g__"}[rank]
    signs: dict[str, set[int]] = {}
    for name, sign in listed:
        if name.startswith(mark):
            current = in_use(name[3:].replace("_", " "), rank).name.casefold()
            signs.setdefault(current, set()).add(sign)
    return {name: next(iter(found)) for name, found in signs.items() if len(found) == 1}
