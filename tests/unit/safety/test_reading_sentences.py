"""Labelled sentences: every red flag that a person writes is seen, and everyday words stay everyday words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from commensal.safety.reading.concepts import concepts
from commensal.safety.reading.read import read
from commensal.safety.reading.wishes import read_wishes

FOLDER = Path(__file__).parents[2] / "data" / "safety_text"
SETS = (
    "before_tuning",
    "unseen_1",
    "unseen_2",
    "unseen_3",
    "unseen_4",
    "unseen_5",
    "unseen_6",
    "unseen_7",
    "unseen_8",
    "unseen_9",
)
RED = frozenset({"emergency", "urgent"})


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of one labelled table."""
    header, *lines = (FOLDER / name).read_text(encoding="utf-8").rstrip("\n").split("\n")
    for line in lines:
        yield dict(zip(header.split("\t"), line.split("\t"), strict=True))


def parts(cell: str) -> frozenset[str]:
    return frozenset(part for part in cell.split(";") if part)


def red_rules(ids: frozenset[str]) -> frozenset[str]:
    """The emergency and urgent rules that a set of concepts would set off, each on its own."""
    known = concepts()
    return frozenset(known[one].rules[0] for one in ids if known[one].level in RED)


def what_is_wrong(row: Mapping[str, str]) -> str:
    """In one line, how a sentence was read otherwise than labelled; empty when it was not."""
    wanted, absent = parts(row["affirmed"]), parts(row["absent"])
    got = read(row["text"]).concepts()
    # A lot of blood is blood as well: saying so twice is no error.
    spare = frozenset({"S04"}) if "S03.heavy_rectal_bleeding" in wanted else frozenset()
    missed, false = red_rules(wanted) - red_rules(got), red_rules(got) - red_rules(wanted) - spare
    there = {one for one in got if one in absent or one.partition(".")[0] in absent}
    if missed or false or wanted - got or there:
        return f"{row['text']!r}: missed {sorted(missed | (wanted - got))}, not so {sorted(false | there)}"
    return ""


@pytest.mark.parametrize("name", SETS)
def test_labelled_sentences_are_read_as_labelled(name: str) -> None:
    """No sentence of a set misses a red flag, raises a false one, or misses a concept it is labelled with."""
    wrong = [problem for row in rows("sentences.tsv") if row["set"] == name and (problem := what_is_wrong(row))]
    assert wrong == []


def test_half_of_the_sentences_are_near_misses() -> None:
    """The set is large, without doubles, and at least two in five sentences say nothing that should be found."""
    table = list(rows("sentences.tsv"))
    assert len(table) >= 400
    assert len({row["text"] for row in table}) == len(table)
    assert sum(not row["affirmed"] for row in table) >= 0.4 * len(table)


def test_every_red_concept_has_sentences() -> None:
    """Each emergency and urgent concept is affirmed by some labelled sentence."""
    spoken = {one for row in rows("sentences.tsv") for one in parts(row["affirmed"])}
    assert [one.id for one in concepts().values() if one.level in RED and one.id not in spoken] == []


def test_labels_name_concepts() -> None:
    """A label that names nothing would test nothing."""
    known = {*concepts(), *(one.partition(".")[0] for one in concepts())}
    labels = {one for row in rows("sentences.tsv") for one in parts(row["affirmed"]) | parts(row["absent"])}
    assert labels - known == set()


def test_labelled_wishes_are_read_as_labelled() -> None:
    """Kinds and topics of questions and proposals are found, and others are not."""
    wrong = []
    for row in rows("wishes.tsv"):
        wishes = read_wishes(row["text"])
        kinds = {str(wish.kind) for wish in wishes if wish.kind is not None}
        topics = {wish.topic for wish in wishes if wish.topic is not None}
        missed = (parts(row["kinds"]) - kinds) | (parts(row["topics"]) - topics)
        there = parts(row["absent_kinds"]) & kinds
        if not any((row["kinds"], row["topics"], row["absent_kinds"])):
            there = frozenset(kinds)
        if missed or there:
            wrong.append(f"{row['text']!r}: missed {sorted(missed)}, not so {sorted(there)}")
    assert wrong == []
