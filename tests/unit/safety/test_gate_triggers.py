"""Every rule has a trigger, and every name in every trigger means something."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from importlib.resources import files

import pytest

from commensal.knowledge.foods import food_table
from commensal.knowledge.medicines import medicine_table
from commensal.knowledge.safety_rules import Level, safety_rules
from commensal.knowledge.safety_words import condition_names, medicine_group_names
from commensal.knowledge.sources import sources
from commensal.knowledge.tables import rows_of
from commensal.records.person import Flag
from commensal.safety.asked import bare
from commensal.safety.expressions import Counted, Named, Together, leaves
from commensal.safety.facts import DERIVED
from commensal.safety.reading.concepts import concepts, rows
from commensal.safety.triggers import flag_facts, triggers
from commensal.vocab.proposal_kinds import ProposalKind

_RULE_IDS = sorted(safety_rules())


def _leaves() -> Iterator[tuple[str, Named | Counted | Together]]:
    for rule_id, trigger in triggers().items():
        for expression in (trigger.state, trigger.proposal):
            if expression is not None:
                yield from ((rule_id, leaf) for leaf in leaves(expression))
    for flag, known in flag_facts().items():
        for expression in (known.yes, known.likely, known.no, known.covered):
            if expression is not None:
                yield from ((flag.value, leaf) for leaf in leaves(expression))


def _known_names() -> dict[str, frozenset[str]]:
    said = frozenset(concepts())
    topics = frozenset(row["topic"] for row in rows("wishes") if row["topic"])
    return {
        "concept": said,
        "logged": said,
        "flag": frozenset(Flag),
        "condition": condition_names(),
        "medicine": medicine_group_names(),
        "asks": said | topics | frozenset(kind.value for kind in ProposalKind),
        "fact": frozenset(DERIVED),
        "sex": frozenset({"male", "female"}),
    }


def test_there_are_35_rules_and_as_many_triggers() -> None:
    """None is left out, none is made up."""
    assert [f"S{number:02d}" for number in range(1, 36)] == _RULE_IDS
    assert sorted(triggers()) == _RULE_IDS


@pytest.mark.parametrize("rule_id", _RULE_IDS)
def test_a_trigger_fires_the_way_its_rule_says(rule_id: str) -> None:
    """A rule that fires from the state of things has such a trigger; one that only waits for a proposal has none.

    A rule of both kinds may be served by its state alone: what the state fires, a proposal fires too.
    """
    rule, trigger = safety_rules()[rule_id], triggers()[rule_id]
    assert (trigger.state is not None) is rule.reads_state
    if not rule.reads_proposal or not rule.reads_state:
        assert (trigger.proposal is not None) is rule.reads_proposal
    assert (trigger.lasting_days is not None) is (rule.level is Level.URGENT)


def test_every_name_in_a_trigger_means_something() -> None:
    """Flags, conditions, medicines, concepts, topics and derived facts all exist."""
    known = _known_names()
    unknown = [
        f"{where}: {leaf.kind} {leaf.name!r}"
        for where, leaf in _leaves()
        if isinstance(leaf, Named) and leaf.kind in known and leaf.name not in known[leaf.kind]
    ]
    unknown += [
        f"{where}: together {leaf}"
        for where, leaf in _leaves()
        if isinstance(leaf, Together)
        and (leaf.medicine not in known["medicine"] or not known["concept"].issuperset(leaf.concepts))
    ]
    assert unknown == []


def test_a_concept_of_a_rule_reaches_its_trigger() -> None:
    """What the reading can find of a rule is used by the gate: a red flag that is read and not heard is a hole."""
    heard = {leaf.name for _, leaf in _leaves() if isinstance(leaf, Named)}
    heard |= {concept for _, leaf in _leaves() if isinstance(leaf, Together) for concept in leaf.concepts}
    heard |= set(_HEARD_IN_CODE)
    assert sorted(set(concepts()) - heard - set(_HEARD_NOWHERE)) == []


_HEARD_IN_CODE = (
    "S06.bowel_habit_change",
    "S08.persistent_bloating",
    "S09.antibiotics",
    "S09.dehydration",
    "S09.fever",
    "S10.headache",
    "S10.visual_change",
    "S16.clinician_led",
    "S16.gap",
    "S21.weight_down_percent",
    "bloating",
    "diarrhoea",
    "gut_symptoms",
    "vomiting",
)
"""Concepts that derived facts look at."""

_HEARD_NOWHERE = {
    "seen_by_clinician": "a rule is cleared with a date, by the person, and not by words in passing",
    "investigated": "as above",
    "S31.diabetes": "diabetes alone, without insulin or a medicine like it, is no trigger",
}


def test_a_kind_that_is_barred_can_be_asked() -> None:
    """Every kind has a bare proposal, so the gate can tell whether it would be barred."""
    assert all(bare(kind).proposed == {kind} for kind in ProposalKind)


def test_logged_items_exist() -> None:
    """Foods and groups of medicines that stand for a concept are in the tables, and the concepts too."""
    written = tomllib.loads(files("commensal.safety").joinpath("data/logged_items.toml").read_text(encoding="utf-8"))
    assert set(written) == {"foods", "medicine_groups"}
    assert set(written["foods"]) | set(written["medicine_groups"]) <= set(concepts())
    assert [food for ids in written["foods"].values() for food in ids if food not in food_table().foods] == []
    groups = {group for groups in written["medicine_groups"].values() for group in groups}
    assert groups <= medicine_group_names()


def test_all_alcohol_in_the_table_of_foods_counts_as_drinking() -> None:
    """A drink added to the table must not slip past the rule on alcohol."""
    written = tomllib.loads(files("commensal.safety").joinpath("data/logged_items.toml").read_text(encoding="utf-8"))
    drinks = {food.id for food in food_table().foods.values() if food.category == "alcohol"}
    assert drinks - set(written["foods"]["S34.alcohol"]) == {"beer_af"}


def test_rules_name_their_sources_or_say_that_they_rest_on_memory() -> None:
    """A rule without a confirmed source is marked."""
    for rule in safety_rules().values():
        assert set(rule.source_ids) <= set(sources())
        if not rule.source_ids:
            assert rule.unverified == "all", rule.id
        if "memory" in rule.basis:
            assert rule.is_unverified, rule.id


def test_bars_are_as_in_the_rule_table() -> None:
    """An emergency bars everything, an urgent rule never bars help, rest or calm."""
    for rule in safety_rules().values():
        if rule.level is Level.EMERGENCY:
            assert rule.bars == frozenset(ProposalKind), rule.id
        elif rule.level is Level.URGENT:
            free = {ProposalKind.PACING, ProposalKind.STRESS_PRACTICE, ProposalKind.SLEEP_ROUTINE}
            assert not rule.bars & free, rule.id
        elif rule.level is Level.BLOCK:
            assert rule.bars, rule.id


def test_words_for_medicines_lead_to_groups_that_exist_or_are_named_here() -> None:
    """Groups that the medicine table lacks are few, and triggers use them."""
    own = {row["group"] for row in rows_of("safety/medicine_words")} - {"nothing"}
    used = {leaf.name for _, leaf in _leaves() if isinstance(leaf, Named) and leaf.kind == "medicine"}
    used |= {leaf.medicine for _, leaf in _leaves() if isinstance(leaf, Together)}
    assert own - set(medicine_table().groups) <= used
