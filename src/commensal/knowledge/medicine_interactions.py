"""What an interaction flag means, which words it may put before a person, and what lets it speak."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType

from commensal.knowledge.tables import parts, rows_of


class PartnerKind(StrEnum):
    """What the other side of an interaction is."""

    ALWAYS = "always"
    ANY_MEDICINE = "any_medicine"
    ANY_SWALLOWED = "any_swallowed"
    ATC4 = "atc4"
    CLASS = "class_id"
    FLAG = "flag"
    FOOD_GROUP = "food_group"
    STOOL = "stool"


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """One thing that lets a flag speak; ``name`` is a flag, class, code or food group, and empty for the others."""

    kind: PartnerKind
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InteractionFlag:
    """A flag of ``MedicineRow.interaction_flags``.

    Parameters
    ----------
    topic : a few plain words: what to ask about.
    is_for_today : whether the sentence asks to call somebody today.
    meaning : in terms of the field.
    sentence : said when a partner is in the diary too; ``{name}`` and ``{other}`` are its blanks. Empty where
        the flag only marks the other side of a pair.
    always_sentence : said whenever the medicine is asked about; empty where there is nothing to say.
    rule_ids : safety rules that speak of it. Where there is none, the partners are the prompt.
    status : ``confirmed``, ``partly`` or ``from_memory``; ``basis`` says what that rests on.
    """

    id: str
    topic: str
    is_for_today: bool
    meaning: str
    sentence: str
    always_sentence: str
    rule_ids: tuple[str, ...]
    partners: tuple[Partner, ...]
    status: str
    basis: str
    source_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoodGroup:
    """The foods of ours that count when a flag speaks of a kind of food."""

    id: str
    label: str
    food_ids: frozenset[str]


@cache
def interaction_flags() -> Mapping[str, InteractionFlag]:
    """Every flag by its id, read when first asked for, then kept."""
    partners: dict[str, list[Partner]] = defaultdict(list)
    for row in rows_of("medicines/interaction_partners"):
        partners[row["flag"]].append(Partner(kind=PartnerKind(row["partner_kind"]), name=row["partner"]))
    return MappingProxyType(
        {row["flag"]: _flag(row, tuple(partners[row["flag"]])) for row in rows_of("medicines/interaction_flags")}
    )


def _flag(row: Mapping[str, str], partners: tuple[Partner, ...]) -> InteractionFlag:
    return InteractionFlag(
        id=row["flag"],
        topic=row["topic"],
        is_for_today=row["urgency"] == "today",
        meaning=row["meaning"],
        sentence=row["sentence"],
        always_sentence=row["always_sentence"],
        rule_ids=parts(row["rule_ids"]),
        partners=partners,
        status=row["status"],
        basis=row["basis"],
        source_ids=parts(row["source_ids"]),
    )


@cache
def food_groups() -> Mapping[str, FoodGroup]:
    """The kinds of food that flags speak of: ``grapefruit``, ``alcohol``, ``milk``, …"""
    foods: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows_of("medicines/interaction_foods"):
        foods[row["food_group"], row["label"]].add(row["food_id"])
    return MappingProxyType(
        {group: FoodGroup(id=group, label=label, food_ids=frozenset(ids)) for (group, label), ids in foods.items()}
    )
