"""The word lists of the parser hang together."""

from __future__ import annotations

from collections import Counter
from importlib import resources

import pytest

from commensal.diary.parse.amounts import measures
from commensal.diary.parse.tables import COLUMNS, table
from commensal.diary.parse.tokens import stems_of
from commensal.knowledge.foods import food_table
from commensal.vocab.errors import InvalidRecordError

FOODS = food_table().foods
CATEGORIES = {row.category for row in FOODS.values()}


def test_every_file_has_its_columns_and_every_columns_a_file() -> None:
    """No list is read unchecked, and none lies about unread."""
    files = {item.name for item in resources.files("commensal.diary.parse").joinpath("data").iterdir()}
    assert files == {f"{name}.tsv" for name in COLUMNS}
    for name in COLUMNS:
        assert table(name), name


@pytest.mark.parametrize("name", [name for name in sorted(COLUMNS) if COLUMNS[name][0] == "words"])
def test_no_phrase_stands_twice_with_one_meaning(name: str) -> None:
    """A phrase that is told twice hides a mistake."""
    counts = Counter((tuple(row["words"].split()), row.get("kind", "")) for row in table(name))
    assert [words for words, count in counts.items() if count > 1] == []


def test_every_food_that_is_named_exists() -> None:
    """Rules speak of foods of the table only."""
    named: set[str] = set()
    for name, column in (
        ("containers", "food_id"),
        ("loaves", "food_id"),
        ("plant_milks", "food_id"),
        ("sandwiches", "food_id"),
        ("milky_drinks", "food_id"),
        ("milky_drinks", "milk_id"),
    ):
        named |= {row[column] for row in table(name)}
    for name in ("platters", "generic_foods"):
        named |= {food for row in table(name) for food in row["food_ids"].split(";") if food}
    named |= {row["becomes"] for row in table("without") if row["becomes"]}
    named |= {row["filling"] for row in table("sandwiches") if row["filling"]}
    named |= {part.split(":")[0] for row in table("milky_drinks") for part in row["becomes"].split(";")}
    assert named - set(FOODS) == set()


def test_every_rule_about_neighbours_speaks_of_what_there_is() -> None:
    """A rule that can never fit is a slip."""
    special = {"head", "modifier", "both", "unknown"}
    for row in table("heads"):
        kind, _, name = row["head"].rpartition(":")
        assert kind == "word" or (name in CATEGORIES if kind == "category" else row["head"] in FOODS), row
        assert row["modifier"] == "*" or row["modifier"] in CATEGORIES or row["modifier"] in FOODS, row
        becomes = [part for part in row["becomes"].split("+") if part not in special]
        assert all(part in FOODS for part in becomes), row


def test_every_rule_says_why() -> None:
    """Rules and numbers carry their reason."""
    for name, columns in COLUMNS.items():
        if "reason" in columns:
            assert all(row["reason"] for row in table(name)), name


def test_no_everyday_word_is_a_food() -> None:
    """A word cannot be both left aside in silence and logged, unless the table of foods has it."""
    terms = {stems_of(term) for term in food_table().ids_by_term}
    unlisted = {stems_of(row["words"]) for row in table("unlisted_foods")}
    ordinary = {stems_of(row["words"]) for row in table("ordinary_words")}
    assert ordinary & unlisted == set()
    assert terms & unlisted == set()
    assert len(terms & ordinary) < 60


def test_spreads_are_those_that_the_tests_of_amounts_expect() -> None:
    """The spread of an unmeasured helping is one half, as the foods design note found."""
    cv = {row["basis"]: float(row["cv"]) for row in table("amount_errors")}
    assert cv["weighed"] < cv["volume"] < cv["counted"] < cv["household"] < cv["portion"] == 0.5


def test_measures_say_one_size_each() -> None:
    """A household measure has a volume, a weight, or a share of a helping: exactly one."""
    for row in measures().values():
        assert sum(bool(row[column]) for column in ("millilitres", "grams", "portions")) == 1, row


def test_a_list_with_other_columns_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that does not hold what the code expects is not half read."""
    monkeypatch.setitem(COLUMNS, "loaves", ("words", "food_id", "colour"))
    table.cache_clear()
    with pytest.raises(InvalidRecordError, match=r"loaves\.tsv"):
        table("loaves")
    monkeypatch.undo()
    table.cache_clear()
