"""Every interaction flag has a meaning, and a rule or a prompt that speaks; no sentence advises a change."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from commensal.knowledge.foods import food_table
from commensal.knowledge.medicine_interactions import PartnerKind, food_groups, interaction_flags
from commensal.knowledge.medicines import medicine_table
from commensal.knowledge.sources import sources
from commensal.knowledge.tables import rows_of

FLAGS = interaction_flags()
USED = sorted({flag for row in medicine_table().medicines.values() for flag in row.interaction_flags})


def test_flags_of_the_table_and_flags_with_a_meaning_are_the_same() -> None:
    """No flag without a meaning, and no meaning that no medicine carries."""
    assert sorted(FLAGS) == USED


@pytest.mark.parametrize("flag", USED)
def test_every_flag_has_a_rule_or_a_prompt(flag: str) -> None:
    """A safety rule speaks of it, or a prompt does: its own, or one of another flag that names it as a partner."""
    named = {partner.name for other in FLAGS.values() for partner in other.partners if partner.kind == PartnerKind.FLAG}
    assert FLAGS[flag].rule_ids or FLAGS[flag].partners or flag in named


@pytest.mark.parametrize("flag", USED)
def test_what_speaks_has_a_sentence(flag: str) -> None:
    """A partner without a sentence would be silent, and a sentence without a partner is never said."""
    kinds = {partner.kind for partner in FLAGS[flag].partners}
    assert bool(FLAGS[flag].always_sentence) == (PartnerKind.ALWAYS in kinds)
    assert bool(FLAGS[flag].sentence) == bool(kinds - {PartnerKind.ALWAYS})


@pytest.mark.parametrize("flag", USED)
def test_every_sentence_asks_somebody_and_advises_nothing(flag: str) -> None:
    """Each names who to ask, fills only known blanks, and never says to stop, skip, lower or swap."""
    for sentence in filter(None, (FLAGS[flag].sentence, FLAGS[flag].always_sentence)):
        assert re.search(r"ask|call", sentence)
        assert re.search(r"pharmacist|prescriber|specialist|diabetes team", sentence)
        assert set(re.findall(r"{(\w+)}", sentence)) <= {"name", "other"}
        assert not re.search(r"(?i)\b(stop|skip|lower your|halve|swap|avoid|instead|must|never|do not)\b|!", sentence)
    assert "{name}" in (FLAGS[flag].sentence or "{name}")
    assert "{other}" in (FLAGS[flag].sentence or "{other}")
    assert "{other}" not in FLAGS[flag].always_sentence


def test_every_partner_exists() -> None:
    """A misspelt class, code, flag or food group would silence a prompt."""
    table = medicine_table()
    known = {
        PartnerKind.FLAG: set(FLAGS),
        PartnerKind.CLASS: set(table.classes),
        PartnerKind.ATC4: {row.atc5[:5] for row in table.medicines.values()},
        PartnerKind.FOOD_GROUP: set(food_groups()),
        PartnerKind.STOOL: {"hard"},
        PartnerKind.ALWAYS: {""},
        PartnerKind.ANY_MEDICINE: {""},
        PartnerKind.ANY_SWALLOWED: {""},
    }
    partners = [partner for flag in FLAGS.values() for partner in flag.partners]
    assert [partner for partner in partners if partner.name not in known[partner.kind]] == []
    assert {partner.name for partner in partners if partner.kind == PartnerKind.FOOD_GROUP} == set(food_groups())


def test_a_confirmed_flag_names_its_source_and_memory_is_marked() -> None:
    """What was confirmed has a source that exists; what has none says that it is from memory."""
    for flag in FLAGS.values():
        assert set(flag.source_ids) <= set(sources())
        assert bool(flag.source_ids) == (flag.status in ("confirmed", "partly")), flag.id
        assert flag.basis


def test_food_groups_hold_foods() -> None:
    """One label a group, and every food is one of ours."""
    labels = {(row["food_group"], row["label"]) for row in rows_of("medicines/interaction_foods")}
    assert len(labels) == len(food_groups())
    for group in food_groups().values():
        assert group.food_ids <= set(food_table().foods)
    assert "beer_af" not in food_groups()["alcohol"].food_ids


def test_iron_is_the_mineral_and_not_what_minerals_act_on() -> None:
    """Milk with an iron tablet is no reason to speak; iron with doxycycline is."""
    table = medicine_table()
    assert "cation_chelation" not in table.medicines["ferrous sulfate"].interaction_flags
    assert "cation_source" in table.medicines["ferrous sulfate"].interaction_flags
    assert "cation_chelation" in table.medicines["doxycycline"].interaction_flags


def test_the_document_names_every_flag_as_the_table_has_it(repository: Path) -> None:
    """The page on medicines is kept by hand and may not fall behind."""
    page = (repository / "docs" / "explanation" / "medicines.md").read_text(encoding="utf-8")
    rules = {flag.id: ", ".join(flag.rule_ids) or "own question" for flag in FLAGS.values()}
    rows = {f"| `{f.id}` | {f.topic} | {rules[f.id]} | {f.status.replace('_', ' ')} |" for f in FLAGS.values()}
    assert rows - set(page.splitlines()) == set()
    assert f"{len(medicine_table().medicines)} substances in {len(medicine_table().classes)} classes" in page
