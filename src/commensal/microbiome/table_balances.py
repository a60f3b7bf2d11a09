"""The balances that were fixed beforehand, for many samples at once, from the names in a table."""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from commensal.knowledge.microbiome_functions import Balance, ListedTaxon, balances
from commensal.microbiome.sample_table import SampleTable

Floats = NDArray[np.float64]
_PREFIX = {"genus": "g__", "species": "s__", "family": "f__", "order": "o__", "class": "c__", "phylum": "p__"}
_SPLIT_GENUS = re.compile(r"_[A-Z]{1,2}$")
_HALF_A_READ = 0.5


def table_balances(table: SampleTable) -> Mapping[str, Floats]:
    """Natural log of the odds of each balance's members, shape (n_samples,); none of which no member is there.

    A column counts when a part of its lineage (``g__Roseburia``), or the name itself (``Roseburia intestinalis``), is a
    member. Half a read, or half the smallest share, is added on both sides.
    """
    names = [_names_of(name) for name in table.taxa]
    found = {}
    for balance in balances():
        if balance.role == "context":
            continue
        inside = np.array([_is_member(one, balance) for one in names], dtype=np.bool_)
        if inside.any() and not inside.all():
            top = table.values[:, inside].sum(axis=1)
            rest = table.values[:, ~inside].sum(axis=1)
            added = _HALF_A_READ if table.are_counts else table.values[table.values > 0].min() / 2.0
            found[balance.key] = np.log((top + added) / (rest + added))
    return found


def _names_of(column: str) -> Mapping[str, str]:
    """Names by rank, in small letters: each part of a lineage; of a bare name genus and species."""
    parts = [part.strip() for part in re.split(r"[;|]|--", column)]
    by_rank: dict[str, str] = {}
    for rank, prefix in _PREFIX.items():
        for part in parts:
            if part.startswith(prefix):
                by_rank[rank] = _plain(part.removeprefix(prefix))
    if not by_rank:
        words = _plain(parts[-1]).split()
        by_rank = {"genus": words[0]} if words else {}
        if len(words) > 1:
            by_rank["species"] = " ".join(words[:2])
    return by_rank


def _plain(name: str) -> str:
    """``Lachnospira_A`` is what GTDB calls a part of Lachnospira; underscores stand for spaces."""
    return _SPLIT_GENUS.sub("", name.strip("[] ")).replace("_", " ").casefold()


def _is_member(names: Mapping[str, str], balance: Balance) -> bool:
    return any(_is(names, member) for member in balance.top)


def _is(names: Mapping[str, str], member: ListedTaxon) -> bool:
    return names.get(member.rank) == member.taxon.casefold()
