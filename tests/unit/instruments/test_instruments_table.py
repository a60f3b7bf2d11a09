"""The tables of instruments: terms are followed, words are ours and plain."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from commensal.knowledge.instruments import Use, instruments
from tests.unit.report.test_reading_age import school_grade

ASKED = {"bsfs", "dsq_pem", "nrs_pain", "wpi_sss"}

# The ten statements of the printed form as they were published: none of ours may carry its wording.
PRINTED = (
    "dead, heavy feeling",
    "soreness or fatigue",
    "after the slightest effort",
    "minimum exercise",
    "physically drained or sick",
    "extracurricular",
    "fatigue/energy related illness",
    "does it make your symptoms worse",
    "nuts",
    "sausage",
    "snake",
    "fluffy",
    "ragged",
    "watery",
)


def _texts() -> Iterator[str]:
    for instrument in instruments().values():
        for item in instrument.items:
            yield item.text
            yield item.choices.question
            yield from item.choices.texts.values()


def test_only_what_may_be_shipped_has_items() -> None:
    """Items stand in the package for exactly the four that are asked; all others have only their score."""
    assert {one.id for one in instruments().values() if one.items} == ASKED
    for one in instruments().values():
        assert bool(one.items) is (one.use is Use.ASKED)
        assert bool(one.scores) is (one.use is Use.SCORE)


@pytest.mark.parametrize("name", sorted(instruments()))
def test_what_is_asked_may_be_shipped(name: str) -> None:
    """No row says "do not ship" or "ask first" and is asked all the same."""
    one = instruments()[name]
    if one.use is Use.ASKED:
        assert one.ship.startswith("ship")
    assert one.licence


def test_every_row_of_the_brief_table_is_there() -> None:
    """No instrument is lost between the evidence and the package."""
    expected = "bsfs chalder dsq_pem eq5d fiqr funcap gsrs ibs_sss nrs_pain peg phq2_4 promis pss4 rand36 wpi_sss"
    assert sorted(instruments()) == expected.split()


def test_item_names_are_unique_in_an_instrument() -> None:
    """An answer belongs to one item."""
    for one in instruments().values():
        assert len({item.id for item in one.items}) == len(one.items)


def test_no_wording_of_a_printed_form() -> None:
    """The items are in our own words."""
    said = " ".join(_texts()).casefold()
    assert [phrase for phrase in PRINTED if phrase in said] == []


def test_every_choice_lies_on_its_scale_and_short_ones_are_written_out() -> None:
    """A number that can be given has a meaning that can be read; a 0-10 scale names both ends."""
    for one in instruments().values():
        for item in one.items:
            choices = item.choices
            ends = {choices.minimum, choices.maximum}
            everything = set(range(choices.minimum, choices.maximum + 1))
            assert set(choices.texts) == (ends if choices.id.startswith("scale_") else everything), choices.id


def test_no_item_breaks_a_rule_of_wording(repository: Path) -> None:
    """Questions are read by the same tired person as everything else."""
    file = repository / "tests" / "house" / "forbidden_expressions.toml"
    rules = tomllib.loads(file.read_text(encoding="utf-8"))["rule"]
    broken = {
        text: rule["why"] for rule in rules for text in _texts() if re.search(rule["pattern"], text, re.IGNORECASE)
    }
    assert len(rules) > 10
    assert broken == {}


def test_questions_can_be_read_at_eleven() -> None:
    """The words of all items and choices together."""
    sentences = [text if re.search(r"[.?]$", text) else f"{text}." for text in dict.fromkeys(_texts())]
    assert school_grade(sentences) <= 6.0
