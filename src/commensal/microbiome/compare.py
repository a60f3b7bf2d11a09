"""Two samples of one person, or two groups of them, set against how ordinary days differ."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from commensal.knowledge.microbiome_functions import balances
from commensal.microbiome import gate
from commensal.microbiome.balance_changes import Pair, balance_changes
from commensal.microbiome.identity import included, same_person
from commensal.microbiome.level import OWN_SAMPLES_FROM
from commensal.microbiome.parts import part_table, species_table
from commensal.microbiome.result import (
    BalanceChange,
    Basis,
    ChangeStatus,
    Outcome,
    ProfileChange,
    Reason,
    SamePerson,
    TaxonChange,
)
from commensal.microbiome.summarise import DRAWS, basis_of
from commensal.microbiome.taxon_changes import taxon_changes
from commensal.records.taxon_profile import TaxonProfile


def compare(
    before: TaxonProfile | Sequence[TaxonProfile],
    after: TaxonProfile | Sequence[TaxonProfile],
    *,
    rng: np.random.Generator,
    draws: int = DRAWS,
    disturbances: Sequence[Reason] = (),
    day_noise: bool = True,
) -> ProfileChange:
    """Do two samples of one person differ by more than ordinary days do?

    Parameters
    ----------
    before, after : one sample each, or several on different days.
    disturbances : antibiotics, bowel preparation or illness before any of them: noise is widened by ``gate.WIDENED``.
    day_noise : False leaves out day-to-day change. For tests only.

    Returns
    -------
    ProfileChange
        ``NOT_COMPARABLE`` across assays, layouts, databases, vendors, regions and very different depths, or where
        one of them is refused by itself. ``PERHAPS_ANOTHER_PERSON`` where the mix-up check fails; no balance is
        judged then. Otherwise as the balances say; ``CANNOT_TELL`` is the default.
    """
    first = (before,) if isinstance(before, TaxonProfile) else tuple(before)
    second = (after,) if isinstance(after, TaxonProfile) else tuple(after)
    everything = (*first, *second)
    refused = tuple(dict.fromkeys(reason for each in everything if (reason := gate.refusal(each))))
    reasons = (*refused, *gate.not_comparable(everything))
    cautions = (*disturbances, *gate.cautions(everything), *gate.not_stated(everything))
    names = tuple(each.sample for each in first), tuple(each.sample for each in second)
    if reasons:
        return ProfileChange(
            before=names[0], after=names[1], status=ChangeStatus.NOT_COMPARABLE, reasons=reasons, cautions=cautions
        )
    own = len(everything) >= OWN_SAMPLES_FROM and min(len(first), len(second)) > 1
    pair = Pair(table=part_table(everything), species=species_table(everything), n_before=len(first), is_own_noise=own)
    person, changes, taxa = compare_parts(
        pair, rng=rng, draws=draws, widen=gate.WIDENED if disturbances else 1.0, day_noise=day_noise
    )
    return ProfileChange(
        before=names[0],
        after=names[1],
        status=_status(changes, person),
        cautions=cautions,
        basis=Basis.OWN_SAMPLES if own else basis_of(everything[:1]),
        balances=changes,
        taxa=taxa,
        same_person=person,
    )


def compare_parts(
    pair: Pair, *, rng: np.random.Generator, draws: int = DRAWS, widen: float = 1.0, day_noise: bool = True
) -> tuple[SamePerson, tuple[BalanceChange, ...], tuple[TaxonChange, ...]]:
    """The comparison of tables that have passed the gate."""
    person = _same_person(pair, widen, rng)
    changes = balance_changes(pair, rng, draws, widen, day_noise=day_noise, judged=not person.is_doubtful)
    return person, changes, taxon_changes(pair.table, pair.n_before, widen)


def _same_person(pair: Pair, widen: float, rng: np.random.Generator) -> SamePerson:
    """By species where both name them: they tell people apart better."""
    table = pair.table if pair.species is None else pair.species
    before, after = table.counts[: pair.n_before], table.counts[pair.n_before :]
    # Without the primary balance's own taxa: a true change of them must not be taken for a mix-up.
    kept = included(before, after, has_floor=table.has_floor) & ~table.mask(balances()[0].top)
    return same_person(before[:, kept], after[:, kept], table.sd_within[kept] * widen, table.sd_between[kept], rng)


def _status(changes: Sequence[BalanceChange], person: SamePerson) -> ChangeStatus:
    if person.is_doubtful:
        return ChangeStatus.PERHAPS_ANOTHER_PERSON
    if any(change.outcome is Outcome.MORE for change in changes):
        return ChangeStatus.MORE
    primary = [change for change in changes if change.role == "primary"]
    if primary and all(change.outcome is Outcome.WITHIN for change in primary):
        return ChangeStatus.WITHIN
    return ChangeStatus.CANNOT_TELL
