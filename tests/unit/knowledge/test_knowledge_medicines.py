"""The medicine table: names lead to substances, classes to sources, and no sentence suggests a change."""

from __future__ import annotations

import re

import pytest

from commensal.knowledge.medicines import MedicineTable, medicine_table
from commensal.knowledge.sources import sources
from commensal.knowledge.tables import rows_of

# A change of medicine may be named only as something that is done with a professional, or as a danger.
_ADVICE = (
    r"(?i)\b(you (can|could|should|may|might) (stop|skip|reduce|lower|halve|swap|change)|try (stopping|without|less)"
    r"|(stop|skip|reduce|lower|halve) (it|taking|your)|consider (stopping|reducing)|instead of|better without"
    r"|avoid (it|taking))\b"
)


@pytest.fixture(scope="module")
def table() -> MedicineTable:
    return medicine_table()


@pytest.mark.parametrize(
    ("name", "substances"),
    [
        ("nurofen", ("ibuprofen",)),
        ("co-codamol", ("codeine and paracetamol",)),
        ("acetaminophen", ("paracetamol",)),
        ("omeprazole", ("omeprazole",)),
        ("ldn", ("naltrexone",)),
        ("aspirin", ("acetylsalicylic acid (analgesic dose)", "acetylsalicylic acid (antiplatelet dose)")),
        ("st john's wort", ("Hyperici herba (St John's wort)",)),
    ],
)
def test_names_lead_to_substances(table: MedicineTable, name: str, substances: tuple[str, ...]) -> None:
    """Brands, short names and spellings as people write them, in lower case."""
    assert table.substances_by_name[name] == substances


def test_every_name_is_lower_case_and_leads_somewhere(table: MedicineTable) -> None:
    """A look-up by a lower-case word can neither miss nor end nowhere."""
    for name, substances in table.substances_by_name.items():
        assert name == name.casefold()
        assert set(substances) <= set(table.medicines)
    assert {substance.casefold() for substance in table.medicines} <= set(table.substances_by_name)


def test_the_table_holds_621_substances_in_81_classes(table: MedicineTable) -> None:
    """A row that is lost is a medicine that no longer counts as context."""
    assert (len(table.medicines), len(table.classes)) == (621, 81)
    assert {row.class_id for row in table.medicines.values()} == set(table.classes)


def test_every_effect_names_its_sources(table: MedicineTable) -> None:
    """A grade above very low rests on a source that exists."""
    for group in table.classes.values():
        assert set(group.source_ids) <= set(sources())
        assert group.source_ids or group.evidence_grade == "very_low" or "class inference" in group.evidence_kind


def test_a_row_repeats_its_class(table: MedicineTable) -> None:
    """One row is enough for a reader."""
    omeprazole = table.medicines["omeprazole"]
    assert (omeprazole.atc5, omeprazole.class_id, omeprazole.flag_tier) == ("A02BC01", "ppi", "primary")
    assert omeprazole.class_label == table.classes["ppi"].label
    assert "Losec" in omeprazole.brands


def test_what_is_from_memory_is_marked(table: MedicineTable) -> None:
    """Brands and most cautions carry their mark to whoever shows them."""
    for row in table.medicines.values():
        assert ("brands" in row.unverified) == bool(row.brands)
    assert "interaction_flags" not in table.medicines["warfarin"].unverified
    assert "interaction_flags" in table.medicines["sertraline"].unverified


def test_every_medicine_has_one_wording(table: MedicineTable) -> None:
    """The only sentence that may be said exists for each substance."""
    assert {row.wording_id for row in table.medicines.values()} == set(table.wordings)


@pytest.mark.parametrize("text", ["You could stop it.", "Consider reducing the dose", "Try stopping for a week"])
def test_advice_would_be_seen(text: str) -> None:
    """The check below can fail."""
    assert re.search(_ADVICE, text)


def test_no_wording_advises_a_change(table: MedicineTable) -> None:
    """No template tells a person to stop, skip, lower or swap a medicine, and each names who to ask."""
    for wording, template in table.wordings.items():
        assert not re.search(_ADVICE, template), wording
        assert re.search(r"pharmacist|prescriber", template), wording
        assert set(re.findall(r"{(\w+)}", template)) <= {"name", "effect_sentence"}, wording
        assert "!" not in template


def test_every_member_of_a_group_names_a_medicine(table: MedicineTable) -> None:
    """A misspelt class, code or flag would leave a hole in a rule."""
    rows = tuple(rows_of("medicines/medicines"))
    for member in rows_of("medicines/groups"):
        column, value = member["member_by"], member["member"]
        if column == "interaction_flag":
            assert any(value in row.interaction_flags for row in table.medicines.values()), member
        else:
            assert any(row[column] == value for row in rows), member


@pytest.mark.parametrize(
    ("group", "inside", "outside"),
    [
        ("anticoagulant", "warfarin", "clopidogrel"),
        ("antiplatelet", "acetylsalicylic acid (antiplatelet dose)", "acetylsalicylic acid (analgesic dose)"),
        ("gap_matters", "prednisolone", "paracetamol"),
        ("maoi_like", "linezolid", "sertraline"),
        ("nsaid", "naproxen", "diclofenac, topical"),
        ("ppi", "omeprazole", "famotidine"),
        ("sglt2", "empagliflozin", "metformin"),
        ("tetracycline_or_quinolone", "doxycycline", "amoxicillin"),
    ],
)
def test_a_group_holds_what_it_says(table: MedicineTable, group: str, inside: str, outside: str) -> None:
    """A rule that names the group reaches one medicine and spares its neighbour."""
    assert inside in table.groups[group]
    assert outside in table.medicines
    assert outside not in table.groups[group]


@pytest.mark.parametrize(
    ("name", "substance", "group"),
    [
        ("acenocoumarol", "acenocoumarol", "vitamin_k_antagonist"),
        ("brilique", "ticagrelor", "antiplatelet"),
        ("clexane", "enoxaparin", "anticoagulant"),
        ("fiasp", "insulin aspart", "insulin"),
        ("glipizide", "glipizide", "sulfonylurea_or_insulin"),
        ("glyburide", "glibenclamide", "sulfonylurea"),
        ("humalog", "insulin lispro", "sulfonylurea_or_insulin"),
        ("insulin", "insulin (kind not said)", "insulin"),
        ("levemir", "insulin detemir", "insulin"),
        ("lantus", "insulin glargine", "insulin"),
        ("marcumar", "phenprocoumon", "anticoagulant"),
        ("nurofen plus", "codeine and ibuprofen", "nsaid"),
        ("prasugrel", "prasugrel", "antiplatelet"),
        ("rasagiline", "rasagiline", "maoi_like"),
        ("remicade", "infliximab", "immunosuppressant"),
        ("rinvoq", "upadacitinib", "immunosuppressant"),
        ("rituximab", "rituximab", "immunosuppressant"),
        ("selegiline", "selegiline", "maoi_like"),
        ("steroid course", "steroid tablets (kind not said)", "gap_matters"),
        ("vimovo", "naproxen and esomeprazole", "ppi"),
    ],
)
def test_what_rules_need_is_found_by_the_names_people_use(
    table: MedicineTable, name: str, substance: str, group: str
) -> None:
    """Substance, brand or everyday word leads to one row, and the row stands in the group that a rule names."""
    assert table.substances_by_name[name] == (substance,)
    assert substance in table.groups[group]


def test_a_glinide_is_no_sulfonylurea_and_lowers_blood_sugar_too(table: MedicineTable) -> None:
    """Groups are as narrow as their names."""
    assert "repaglinide" not in table.groups["sulfonylurea_or_insulin"]
    assert "repaglinide" in table.groups["hypoglycaemia_risk"]


def test_a_code_from_memory_is_marked(table: MedicineTable) -> None:
    """Whoever shows the code of methocarbamol also sees that nobody has checked it."""
    assert "atc5" in table.medicines["methocarbamol"].unverified
    assert "atc5" not in table.medicines["infliximab"].unverified
    assert table.medicines["insulin (kind not said)"].atc5 == ""


def test_plain_words_of_an_effect_stand_exactly_where_it_may_be_said(table: MedicineTable) -> None:
    """A grade of low or better in a tier that is there for the microbiome has plain words; the others have none."""
    for group in table.classes.values():
        may_be_said = group.flag_tier in ("primary", "secondary") and group.evidence_grade != "very_low"
        assert bool(group.plain_effect) == may_be_said, group.id
        assert may_be_said or not group.plain_barrier, group.id
