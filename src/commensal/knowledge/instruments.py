"""Questionnaires and scales: what may be shipped, the items in our own words, and the scores that may be entered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType

from commensal.knowledge.tables import parts, rows_of


class Use(StrEnum):
    """Whether an instrument is put here, or only a score worked out elsewhere is taken."""

    ASKED = "asked"
    SCORE = "score"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceSet:
    """One way to answer: a question, the whole numbers from ``minimum`` to ``maximum``, and what they mean.

    Parameters
    ----------
    texts : meaning by number. A 0-10 scale names its two ends only.
    """

    id: str
    question: str
    minimum: int
    maximum: int
    texts: Mapping[int, str]

    def holds(self, answer: float) -> bool:
        """Whether ``answer`` is one of the whole numbers of this set."""
        return float(answer).is_integer() and self.minimum <= answer <= self.maximum


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing that is asked, in our own words.

    Parameters
    ----------
    group : items that belong together: a statement asked twice, or the areas of one region of the body.
    role : what scoring does with it; see ``items.schema.toml``.
    """

    id: str
    group: str
    role: str
    choices: ChoiceSet
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScorePart:
    """A score that may be entered.

    Parameters
    ----------
    minimum, maximum : its range, for catching slips of the finger. [points]
    higher_is : ``better`` or ``worse``.
    basis : where the range is known from: ``seen``, ``judgement`` or ``from_memory``.
    """

    id: str
    label: str
    minimum: float
    maximum: float
    higher_is: str
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """A questionnaire or a scale.

    Parameters
    ----------
    measures : what it is about, in plain words.
    command : what to type after ``commensal`` to use it.
    bands, mcid, loinc : as published; empty where not known.
    ship, licence : what may be shipped, and the terms that this rests on.
    from_memory : cells that nobody has checked against a source yet.
    items : in the order in which they are put; none for an instrument whose items may not be shipped.
    scores : what may be entered; none for an instrument that is asked here.
    """

    id: str
    name: str
    measures: str
    use: Use
    command: str
    scoring: str
    bands: str
    mcid: str
    source_ids: tuple[str, ...]
    ship: str
    licence: str
    loinc: str
    from_memory: frozenset[str]
    items: tuple[Item, ...]
    scores: tuple[ScorePart, ...]

    def item(self, item_id: str) -> Item:
        """The item of this id; ``KeyError`` when there is none."""
        for item in self.items:
            if item.id == item_id:
                return item
        raise KeyError(item_id)


@cache
def instruments() -> Mapping[str, Instrument]:
    """Every instrument by its id, read when first asked for."""
    items, scores = _items(), _scores()
    return MappingProxyType(
        {
            row["id"]: Instrument(
                id=row["id"],
                name=row["name"],
                measures=row["measures"],
                use=Use(row["use"]),
                command=row["command"],
                scoring=row["scoring"],
                bands=row["bands"],
                mcid=row["mcid"],
                source_ids=parts(row["source_ids"]),
                ship=row["ship"],
                licence=row["licence"],
                loinc=row["loinc"],
                from_memory=frozenset(parts(row["from_memory"])),
                items=tuple(items.get(row["id"], ())),
                scores=tuple(scores.get(row["id"], ())),
            )
            for row in rows_of("instruments/instruments")
        }
    )


def _choice_sets() -> dict[str, ChoiceSet]:
    texts: dict[str, dict[int, str]] = {}
    for row in rows_of("instruments/choices"):
        texts.setdefault(row["choice_set"], {})[int(row["value"])] = row["text"]
    return {
        row["id"]: ChoiceSet(
            id=row["id"],
            question=row["question"],
            minimum=int(row["minimum"]),
            maximum=int(row["maximum"]),
            texts=MappingProxyType(texts.get(row["id"], {})),
        )
        for row in rows_of("instruments/choice_sets")
    }


def _items() -> dict[str, list[Item]]:
    choice_sets = _choice_sets()
    items: dict[str, list[Item]] = {}
    for row in rows_of("instruments/items"):
        item = Item(
            id=row["item_id"],
            group=row["group"],
            role=row["role"],
            choices=choice_sets[row["choice_set"]],
            text=row["text"],
        )
        items.setdefault(row["instrument_id"], []).append(item)
    return items


def _scores() -> dict[str, list[ScorePart]]:
    scores: dict[str, list[ScorePart]] = {}
    for row in rows_of("instruments/score_parts"):
        score = ScorePart(
            id=row["part"],
            label=row["label"],
            minimum=float(row["minimum"]),
            maximum=float(row["maximum"]),
            higher_is=row["higher_is"],
            basis=row["basis"],
        )
        scores.setdefault(row["instrument_id"], []).append(score)
    return scores
