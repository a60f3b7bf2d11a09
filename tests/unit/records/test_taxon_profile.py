"""A sample's taxa: what can be asked of them, and what is refused."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from typing import Any

import pytest

from commensal.records.taxon_profile import Assay, TaxonProfile, TaxonRow
from commensal.vocab.errors import InvalidRecordError


def _row(name: str, share: float, rank: str = "genus", **others: Any) -> TaxonRow:
    return TaxonRow(
        **{"taxid": None, "name": name, "rank": rank, "share": share, "amount": share, "file_name": name} | others
    )


_LINEAGE = (("domain", "Bacteria"), ("phylum", "Bacillota"), ("family", "Lachnospiraceae"))
_PROFILE = TaxonProfile(
    sample="S1",
    rows=(
        _row("Bacteria", 0.9, "domain", count=90.0, taxid=2),
        _row("Viruses", 0.1, "domain", count=10.0, taxid=10239),
        _row("Blautia", 0.75, lineage=_LINEAGE, count=60.0, taxid=572511, synonyms=("Oldblautia",)),
        _row("Roseburia", 0.25, lineage=_LINEAGE, count=20.0),
    ),
    layout="kraken2",
    assay=Assay.SHOTGUN,
    reads_total=120,
)


def test_shares_counts_and_depth() -> None:
    """By name at one rank; reads are those of the rank that holds most."""
    assert _PROFILE.shares("genus") == {"Blautia": 0.75, "Roseburia": 0.25}
    assert _PROFILE.counts("genus") == {"Blautia": 60.0, "Roseburia": 20.0}
    assert (_PROFILE.depth, _PROFILE.is_depth_known) == (100, True)
    assert (_PROFILE.shares("species"), _PROFILE.counts("species")) == ({}, None)


def test_depth_without_counts() -> None:
    """Reads before sorting times the share that was classified; one of the two alone says nothing."""
    rows = tuple(replace(row, count=None) for row in _PROFILE.rows)
    half = replace(_PROFILE, rows=rows, unclassified_share=0.5)
    assert half.depth == 60
    assert replace(half, unclassified_share=None).depth is None
    assert not replace(half, reads_total=None).is_depth_known
    assert half.counts("genus") is None


def test_a_taxon_is_found_by_id_and_by_any_name() -> None:
    """Old names and new ones, upper or lower case."""
    assert [row.name for row in _PROFILE.with_taxid(572511)] == ["Blautia"]
    assert [row.name for row in _PROFILE.named("oldblautia")] == ["Blautia"]
    assert _PROFILE.named("Blautia", "species") == ()


def test_wider_ranks_can_be_asked() -> None:
    """Family and phylum of a genus; what the file does not say is None."""
    row = _PROFILE.named("Blautia")[0]
    assert (row.name_at("family"), row.name_at("order"), row.name_at("genus")) == ("Lachnospiraceae", None, "Blautia")


def test_prokaryotes_are_a_whole_again() -> None:
    """Viruses leave, and the shares of each rank sum to one."""
    alone = _PROFILE.prokaryotes()
    assert alone.shares("domain") == {"Bacteria": 1.0}
    assert alone.shares("genus") == _PROFILE.shares("genus")


def test_one_name_twice_is_added() -> None:
    """Two rows that now carry one name are one taxon in the shares."""
    profile = replace(_PROFILE, rows=(_row("Blautia", 0.5), _row("Blautia", 0.25), _row("Dorea", 0.25)))
    assert profile.shares("genus") == {"Blautia": 0.75, "Dorea": 0.25}


def test_what_must_be_alike_to_compare() -> None:
    """Two wrappings of one table are alike; two versions of a program, or two firms, are not."""
    qiime, biom = replace(_PROFILE, layout="qiime2"), replace(_PROFILE, layout="biom")
    assert qiime.comparability == biom.comparability
    assert replace(_PROFILE, layout="metaphlan3").comparability != replace(_PROFILE, layout="metaphlan4").comparability
    assert replace(_PROFILE, vendor="uBiome").comparability != _PROFILE.comparability


@pytest.mark.parametrize(
    "wrong",
    [
        {"share": 1.1},
        {"share": -0.1},
        {"share": float("nan")},
        {"name": " "},
        {"count": -1.0},
        {"amount": float("inf")},
    ],
    ids=str,
)
def test_impossible_rows_are_refused(wrong: dict[str, Any]) -> None:
    """A share above one, a negative count, no name."""
    with pytest.raises(InvalidRecordError):
        replace(_PROFILE.rows[2], **wrong)


@pytest.mark.parametrize("wrong", [{"sample": ""}, {"unclassified_share": 1.5}, {"reads_total": -1}], ids=str)
def test_impossible_profiles_are_refused(wrong: dict[str, Any]) -> None:
    """No name, a share above one, fewer than no reads."""
    with pytest.raises(InvalidRecordError):
        replace(_PROFILE, **wrong)


def test_named_share() -> None:
    """How much of what is classified has a genus."""
    profile = replace(_PROFILE, rows=(_row("Bacteria", 1.0, "domain", amount=100.0), _row("Blautia", 1.0, amount=80.0)))
    assert profile.named_share("genus") == 0.8
    assert profile.named_share("species") == 0.0


def test_the_record_and_the_reader_load_no_arrays() -> None:
    """A profile of a text file needs neither NumPy nor HDF5."""
    code = (
        "import sys, commensal as cm, commensal.readers.profiles.registry, commensal.records.taxon_profile; "
        "cm.read_profile; cm.microbiome; heavy = ('numpy', 'h5py', 'biom', 'skbio', 'numba'); "
        "print([name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
