"""A balance of gut bacteria as what a trial watches: read from kept samples, with its known noise."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from commensal.knowledge.microbiome_functions import balances
from commensal.microbiome.gate import refusal
from commensal.microbiome.noise_draws import PSEUDO_COUNT
from commensal.microbiome.parts import part_table
from commensal.microbiome.planner import plan_samples
from commensal.microbiome.readings import balance_measures
from commensal.records.entry import Entry
from commensal.records.taxon_profile import Assay, TaxonProfile
from commensal.report.words import say
from commensal.service.microbiome_page import read_with_the_newest
from commensal.service.microbiome_samples import samples_in
from commensal.trials.plan import OutcomeKind, TrialOutcome
from commensal.vocab.ids import key_from_name

_TWOFOLD = 2.0


def balance_outcome(entries: Sequence[Entry], name: str) -> TrialOutcome | None:
    """The balance of this name as an outcome: natural log of its odds, with the noise of one sample; None for others.

    More of it is not better: which way is called benefit decides nothing in the words of such a trial.
    """
    wanted = key_from_name(name)
    for balance in balances():
        label = say(f"microbiome.group.{balance.key}")
        if balance.role != "context" and wanted in (balance.key, key_from_name(label)):
            kept = samples_in(entries)
            assay = kept[-1].profile.assay if kept else Assay.SHOTGUN
            return TrialOutcome(
                key=balance.key,
                label=say("microbiome.group.outcome", name=label),
                kind=OutcomeKind.BALANCE,
                higher_is_worse=False,
                measurement_sd=plan_samples(balance.key, _TWOFOLD, assay=assay).sd_between_days,
            )
    return None


def balance_days(entries: Sequence[Entry], key: str, first_day: date, last_day: date) -> NDArray[np.float64]:
    """The balance on every day from the first to the last, NaN without a sample; of several on one day, their mean.

    Samples with too few reads, and samples that were read otherwise than the newest one, are no observation.
    """
    found = np.full(max((last_day - first_day).days + 1, 0), np.nan)
    inside = [one.profile for one in samples_in(entries) if first_day <= one.day <= last_day]
    readable = [profile for profile in inside if refusal(profile) is None]
    values: dict[int, list[float]] = {}
    for profile in read_with_the_newest(readable):
        value = balance_value(profile, key)
        if value is not None and profile.day is not None:
            values.setdefault((profile.day - first_day).days, []).append(value)
    for place, several in values.items():
        found[place] = float(np.mean(several))
    return found


def balance_value(profile: TaxonProfile, key: str) -> float | None:
    """The balance of one sample as it was read: natural log of top over the rest; None where it has no part."""
    table = part_table((profile,))
    measure = balance_measures(table).get(f"balance_{key}")
    if measure is None:
        return None
    counts = table.counts + PSEUDO_COUNT
    return float(np.squeeze(measure(counts / counts.sum(axis=1, keepdims=True))))
