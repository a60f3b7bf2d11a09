"""What must hold before a sample is read or two are compared; every reason by a stable key."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from commensal.microbiome.parts import microbes_of
from commensal.microbiome.result import Reason
from commensal.records.taxon_profile import Assay, TaxonProfile

LEAST_READS: Final = 5_000
"""Fewer reads say too little of rare taxa and of richness; our choice."""
MOST_DEPTH_RATIO: Final = 5.0
"""Samples whose reads differ by more are not compared; our choice."""
WIDENED: Final = 1.5
"""By how much day-to-day noise is widened after antibiotics, bowel preparation or illness; our choice."""
_LITTLE_NAMED: Final = 0.5

REFUSALS: Final = frozenset({"too_few_reads", "no_genera"})
NOT_COMPARABLE: Final = frozenset(
    {"another_assay", "another_layout", "another_database", "another_vendor", "another_region", "another_depth"}
)
CAUTIONS: Final = frozenset(
    {
        "assay_unknown",
        "bands_widened",
        "depth_unknown",
        "little_named",
        "noise_from_self_swabs",
        "not_stated_database",
        "not_stated_region",
        "not_stated_vendor",
    }
)
_STATED: Final = {"database": "another_database", "vendor": "another_vendor", "region": "another_region"}


def refusal(profile: TaxonProfile) -> Reason | None:
    """Why a sample is not read at all; None when it is."""
    if not microbes_of(profile).at_rank("genus"):
        return Reason(key="no_genera")
    depth = profile.depth
    if depth is not None and depth < LEAST_READS:
        return Reason(key="too_few_reads", found=str(depth))
    return None


def cautions(profiles: Sequence[TaxonProfile]) -> tuple[Reason, ...]:
    """What makes the reading of samples weaker."""
    return tuple(dict.fromkeys(_cautions(profiles)))


def _cautions(profiles: Sequence[TaxonProfile]) -> Iterator[Reason]:
    for profile in profiles:
        if profile.depth is None:
            yield Reason(key="depth_unknown")
        if profile.assay is Assay.UNKNOWN:
            yield Reason(key="assay_unknown")
        if profile.assay is Assay.SIXTEEN_S:
            yield Reason(key="noise_from_self_swabs")
        if profile.named_share("genus") < _LITTLE_NAMED:
            yield Reason(key="little_named", found=f"{profile.named_share('genus'):.0%}")


def not_comparable(profiles: Sequence[TaxonProfile]) -> tuple[Reason, ...]:
    """Why samples must not be compared; empty when they may be."""
    return tuple(dict.fromkeys(reason for one, other in pairwise(profiles) for reason in _differences(one, other)))


def not_stated(profiles: Sequence[TaxonProfile]) -> tuple[Reason, ...]:
    """What could not be checked because a file does not say it."""
    sides = [profile.comparability for profile in profiles]
    return tuple(
        Reason(key=f"not_stated_{name}")
        for name in ("database", "vendor")
        if any(getattr(side, name) is None for side in sides)
    )


def _differences(one: TaxonProfile, other: TaxonProfile) -> Iterator[Reason]:
    a, b = one.comparability, other.comparability
    if a.assay is not b.assay:
        yield Reason(key="another_assay", found=f"{a.assay}; {b.assay}")
    if a.layout_family != b.layout_family:
        yield Reason(key="another_layout", found=f"{a.layout_family}; {b.layout_family}")
    for name, key in _STATED.items():
        first, second = getattr(a, name), getattr(b, name)
        if first is not None and second is not None and first != second:
            yield Reason(key=key, found=f"{first}; {second}")
    if one.depth and other.depth and max(one.depth, other.depth) > MOST_DEPTH_RATIO * min(one.depth, other.depth):
        yield Reason(key="another_depth", found=f"{one.depth}; {other.depth}")
