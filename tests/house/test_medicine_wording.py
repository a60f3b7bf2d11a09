"""Whatever medicine is logged, what is said of it holds no advice to change it, and says whom to ask."""

from __future__ import annotations

import re

import pytest

from benchmarks.truth.forbidden import forbidden_in
from commensal.diary.exposures.medicine_notes import medicine_note, rendered
from commensal.knowledge.medicines import medicine_table

_TABLE = medicine_table()
_ASKS = r"\b(prescriber|pharmacist|doctor|person who prescribed it)\b"
_MUST_ASK = {"taper", "rebound", "critical", "course"}


@pytest.mark.parametrize("substance", sorted(_TABLE.medicines))
def test_the_note_of_every_medicine_is_free_of_advice(substance: str) -> None:
    """Name, effect and template put together, as a person reads them, for each of the substances."""
    row = _TABLE.medicines[substance]
    assert forbidden_in(rendered(row, _TABLE)) == ()
    assert medicine_note(row, _TABLE) in {"", rendered(row, _TABLE)}


@pytest.mark.parametrize("substance", sorted(_TABLE.medicines))
def test_a_medicine_that_is_risky_to_stop_says_whom_to_ask(substance: str) -> None:
    """Where a sudden change can harm, the note names a prescriber or a pharmacist."""
    row = _TABLE.medicines[substance]
    if row.stop_caution in _MUST_ASK:
        assert re.search(_ASKS, rendered(row, _TABLE))


@pytest.mark.parametrize("wording_id", sorted(_TABLE.wordings))
def test_a_wording_speaks_of_stopping_only_to_warn(wording_id: str) -> None:
    """The word "stop" stands beside harm or beside the prescriber, or not at all."""
    for sentence in re.split(r"(?<=\.)\s+", _TABLE.wordings[wording_id]):
        if re.search(r"\bstop", sentence, re.IGNORECASE):
            assert re.search(r"\b(harmful|dangerous|bring|prescriber|not)\b", sentence)


def test_a_template_with_advice_would_be_caught() -> None:
    """The checks above can fail."""
    row = _TABLE.medicines["omeprazole"]
    assert forbidden_in(f"{rendered(row, _TABLE)} You can skip {row.substance} on good days.") != ()
