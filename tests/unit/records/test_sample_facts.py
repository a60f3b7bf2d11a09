"""A stool sample as a fact: what it refuses, and that it is no value of a day."""

from __future__ import annotations

import pytest

from commensal.records.facts import STANDING_KINDS, kind_of
from commensal.records.sample_facts import StoolSample
from commensal.vocab.errors import InvalidRecordError


@pytest.mark.parametrize("wrong", ["", "0F" * 32, "0f" * 31])
def test_a_hash_that_is_none_is_refused(wrong: str) -> None:
    """The hash is how the same sample is known again, so it has to be one."""
    with pytest.raises(InvalidRecordError, match="hash"):
        StoolSample(profile="{}", profile_hash=wrong, n_taxa=1)


def test_a_sample_without_rows_is_none() -> None:
    """A profile that holds nothing says nothing."""
    with pytest.raises(InvalidRecordError, match="number of rows"):
        StoolSample(profile="{}", profile_hash="0f" * 32, n_taxa=0)


def test_a_sample_never_reaches_an_analysis_of_days_by_itself() -> None:
    """It lies on a day and is no symptom of it."""
    assert kind_of(StoolSample(profile="{}", profile_hash="0f" * 32, n_taxa=1)) in STANDING_KINDS
