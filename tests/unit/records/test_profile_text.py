"""A profile as one line of text: it comes back as it was, and carries no name of a file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from commensal.records.profile_text import fact_of, profile_of, profile_of_text, text_of
from commensal.records.sample_facts import StoolSample
from commensal.records.taxon_profile import Assay, TaxonProfile, TaxonRow
from commensal.vocab.errors import InvalidRecordError

_LINEAGE = (("domain", "Bacteria"), ("phylum", "Bacillota"))
PROFILE = TaxonProfile(
    sample="ada_lovelace_stool_3",
    day=date(2026, 3, 1),
    rows=(
        TaxonRow(
            taxid=216851,
            name="Faecalibacterium",
            rank="genus",
            lineage=_LINEAGE,
            share=0.1 + 0.2,
            count=1234.5,
            amount=30.0,
            file_name="k__Bacteria|g__Faecalibacterium",
            synonyms=("Fusobacterium prausnitzii",),
        ),
        TaxonRow(taxid=None, name="CAG-83", rank="genus", lineage=_LINEAGE, share=0.7, amount=70.0, file_name="CAG-83"),
    ),
    assay=Assay.SHOTGUN,
    layout="metaphlan4",
    database="mpa_vJan21",
    reads_total=1_000_000,
    unclassified_share=0.25,
)


def test_a_profile_comes_back_but_for_its_name() -> None:
    """Rows to the last digit, and how it was read; the sample is named after its day."""
    back = profile_of(fact_of(PROFILE), day=PROFILE.day)
    assert back == replace(PROFILE, sample="2026-03-01")
    assert profile_of(fact_of(PROFILE), day=None).sample == "sample"


def test_neither_the_name_nor_the_day_is_in_the_text() -> None:
    """The same profile under another file name, or with another day, is the same text."""
    assert "ada" not in text_of(PROFILE)
    assert "2026" not in text_of(PROFILE)
    assert fact_of(replace(PROFILE, sample="x", day=None)) == fact_of(PROFILE)
    assert fact_of(replace(PROFILE, database=None)) != fact_of(PROFILE)


def test_a_text_that_was_changed_is_refused() -> None:
    """A number that somebody edited does not become a measurement."""
    fact = fact_of(PROFILE)
    changed = StoolSample(profile=fact.profile.replace("1234.5", "9"), profile_hash=fact.profile_hash, n_taxa=2)
    with pytest.raises(InvalidRecordError, match="hash"):
        profile_of(changed, day=None)


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"version": "commensal-profile-9"}', '{"version": 1', "null"])
def test_a_text_that_is_no_profile_is_refused(text: str) -> None:
    """With a sentence, whatever is wrong with it."""
    with pytest.raises(InvalidRecordError, match="stool sample"):
        profile_of_text(text, day=None)
