"""Eighty older entries with their own labels: what they deny stays denied, what no table has stays unknown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from commensal.diary.parse import Parsed, parse
from commensal.diary.parse.tokens import stems_of
from commensal.knowledge.foods import food_table
from commensal.knowledge.medicines import medicine_table
from commensal.records.facts import Food

NOW = datetime(2026, 3, 1, 20, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Labelled:
    """A sentence, and what its labels say: ``-x`` denied, ``@unk:x`` unknown, ``@same`` a wish, else eaten."""

    text: str
    labels: tuple[str, ...]
    parsed: Parsed

    @property
    def logged(self) -> set[str]:
        """Ids of foods that would be logged as eaten."""
        foods = [chip.fact for chip in self.parsed.chips if isinstance(chip.fact, Food) and not chip.negated]
        return {food.food_id for food in foods if food.food_id is not None}


@pytest.fixture(scope="module")
def samples(repository: Path) -> Path:
    """The folder of the two sets and of our reading of their labels."""
    return repository / "tests" / "data" / "food_text" / "import_samples"


@pytest.fixture(scope="module")
def ids_by_label(samples: Path) -> dict[str, set[str]]:
    """What each label means in ids of our table; any one counts."""
    lines = (samples / "labels.tsv").read_text(encoding="utf-8").split("\n")
    rows = [line.split("\t") for line in lines if line and not line.startswith(("#", "label\t"))]
    return {label: set(ids.split("/")) for label, ids in rows}


@pytest.fixture(scope="module")
def entries(samples: Path) -> list[Labelled]:
    """Both sets, read."""
    found = []
    for name in ("tuned_40", "heldout_40"):
        for line in (samples / f"{name}.tsv").read_text(encoding="utf-8").strip().split("\n")[1:]:
            text, labels = line.split("\t")
            parsed = parse(text, foods=food_table(), medicines=medicine_table(), now=NOW)
            found.append(Labelled(text, tuple(labels.split(";")), parsed))
    return found


def test_every_denial_is_right(entries: list[Labelled], ids_by_label: dict[str, set[str]]) -> None:
    """Toast without butter has no butter."""
    denials = [(entry, label[1:]) for entry in entries for label in entry.labels if label.startswith("-")]
    assert len(denials) == 3
    assert [entry.text for entry, label in denials if ids_by_label[label] & entry.logged] == []


def test_every_wish_is_heard(entries: list[Labelled]) -> None:
    """Same as yesterday, and the usual."""
    assert [entry.text for entry in entries if "@same" in entry.labels and not entry.parsed.intents] == []


def test_words_that_no_table_has_stay_unknown_and_the_others_are_found(
    entries: list[Labelled], ids_by_label: dict[str, set[str]]
) -> None:
    """Labels written for a smaller table call some foods unknown that ours has: those are to be logged."""
    terms = {stems_of(term) for term in food_table().ids_by_term}
    for entry in entries:
        for label in entry.labels:
            if not label.startswith("@unk:"):
                continue
            words = label.removeprefix("@unk:")
            if stems_of(words) in terms:
                assert ids_by_label[words] & entry.logged, entry.text
            else:
                assert any(words in chip.text for chip in entry.parsed.unknown), entry.text


def test_most_labels_are_found_and_hardly_anything_else(
    entries: list[Labelled], ids_by_label: dict[str, set[str]]
) -> None:
    """Nineteen of twenty foods right, and nineteen of twenty logged foods expected."""
    n_labels = n_found = n_logged = n_expected = 0
    for entry in entries:
        labels = [label.removeprefix("@unk:") for label in entry.labels if label[0] not in "-" and label != "@same"]
        accepted = set().union(*(ids_by_label[label] for label in labels))
        n_labels += len(labels)
        n_found += sum(bool(ids_by_label[label] & entry.logged) for label in labels)
        n_logged += len(entry.logged)
        n_expected += len(entry.logged & accepted)
    assert n_found / n_labels >= 0.95
    assert n_expected / n_logged >= 0.95
