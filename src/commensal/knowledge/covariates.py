"""What a column of a table of people is about, as far as its name tells: a medicine, stool form, age, a batch."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from commensal.knowledge.tables import rows_of

TO_ASK_FIRST = ("medicine", "stool_form", "age", "batch")
"""What a comparison of groups needs to know before a difference means anything."""


def kind_of_column(name: str) -> str | None:
    """What a column is about; None where its name tells nothing we know.

    ``which_abx`` is a medicine, ``BMI`` is body weight, and ``average`` is not an age.
    """
    parted = _parted(name)
    for words, kind in _kinds().items():
        if f"_{words}_" in parted:
            return kind
    return None


@cache
def _kinds() -> Mapping[str, str]:
    rows = sorted(rows_of("taxa/covariate_words"), key=lambda row: (-len(row["words"]), row["words"]))
    return MappingProxyType({row["words"]: row["kind"] for row in rows})


def _parted(name: str) -> str:
    """Words of a name between underscores: ``IBS_severity`` and ``ibs severity`` are one."""
    return f"_{re.sub(r'[^a-z]+', '_', name.casefold()).strip('_')}_"
