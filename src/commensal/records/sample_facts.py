"""A stool sample as a fact of the diary: what a laboratory or a program made of it, and the day it was given."""

from __future__ import annotations

import re
from dataclasses import dataclass

from commensal.records.fact_checks import check_range, reject

_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class StoolSample:
    """A profile of a stool sample, as it was read once. The entry's day is the day on which it was given.

    Parameters
    ----------
    profile : the profile as JSON text, as ``records.profile_text`` writes it. No file name is in it.
    profile_hash : SHA-256 of that text, so that the same profile is known again under whatever name it comes.
    n_taxa : how many rows it has.
    """

    profile: str
    profile_hash: str
    n_taxa: int

    def __post_init__(self) -> None:
        if _SHA256.fullmatch(self.profile_hash) is None:
            raise reject("stool sample, hash", self.profile_hash, "64 letters and digits")
        check_range("stool sample, number of rows", self.n_taxa, 1, 10_000_000, "")
