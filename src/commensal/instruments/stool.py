"""The seven forms of stool (lewis1997), in our own words, and how they fall into three."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from commensal.knowledge.instruments import instruments
from commensal.records.facts import StoolForm

INSTRUMENT_ID: Final = "bsfs"


class StoolBand(StrEnum):
    """Forms 1-2 are hard, 3-4 usual, 5-7 loose."""

    HARD = "hard"
    USUAL = "usual"
    LOOSE = "loose"


def stool_band(form: int) -> StoolBand:
    """The band of a form from 1 to 7."""
    assert 1 <= form <= 7, form
    if form <= 2:
        return StoolBand.HARD
    return StoolBand.USUAL if form <= 4 else StoolBand.LOOSE


def stool_forms() -> Mapping[int, str]:
    """What each form looks like, in our own words."""
    return instruments()[INSTRUMENT_ID].items[0].choices.texts


def stool_fact(form: int) -> StoolForm:
    """The fact to keep for a form.

    Raises
    ------
    InvalidRecordError : no form from 1 to 7.
    """
    return StoolForm(form=form)
