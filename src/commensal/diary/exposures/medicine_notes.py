"""The one note that may be said about a medicine: a template filled in, never a sentence of our own."""

from __future__ import annotations

from commensal.knowledge.medicine_windows import effect_wordings
from commensal.knowledge.medicines import MedicineRow, MedicineTable, medicine_table

# Classes about which nothing is known of gut microbes say nothing about them.
_SILENT_TIER = "none_known"
# Tiers whose effect on gut microbes may be said; the others are there for food safety.
_EFFECT_TIERS = frozenset({"primary", "secondary"})
_SAYABLE_GRADES = frozenset({"high", "moderate", "low"})


def medicine_note(row: MedicineRow, table: MedicineTable | None = None) -> str:
    """What may be said about a logged medicine; empty where the right thing to say is nothing.

    The effect on gut bacteria is said only where its evidence is graded low or better, with the grade;
    otherwise that it is not well known. No note suggests a change.
    """
    return "" if row.flag_tier == _SILENT_TIER else rendered(row, table or medicine_table())


def rendered(row: MedicineRow, table: MedicineTable) -> str:
    """The note of a substance whatever its tier; ``medicine_note`` decides whether it is shown."""
    return table.wordings[row.wording_id].format(name=row.substance, effect_sentence=effect_sentence(row, table))


def effect_sentence(row: MedicineRow, table: MedicineTable) -> str:
    """What is known of the class and gut bacteria, with its grade; or that it is not well known."""
    group = table.classes[row.class_id]
    if row.flag_tier not in _EFFECT_TIERS or row.evidence_grade not in _SAYABLE_GRADES:
        return effect_wordings()["E_NOT_KNOWN"]
    return effect_wordings()["E_KNOWN"].format(
        class_label=group.label, effect=group.microbiome_effect, grade=row.evidence_grade
    )
