"""What is known of a person for their safety: every part may be missing, and missing means "not asked"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from commensal.vocab.answers import Answer
from commensal.vocab.errors import InvalidRecordError


class AgeBand(StrEnum):
    """Age in the three bands that matter to the rules, for people who would rather not give a number."""

    UNDER_18 = "under-18"
    ADULT = "18-64"
    OLDER = "65-plus"


class Flag(StrEnum):
    """A yes-or-no question about health that a safety rule needs answered."""

    PREGNANT = "pregnant"
    TRYING_TO_CONCEIVE = "trying_to_conceive"
    UNDER_18 = "under_18"
    EATING_DISORDER_HISTORY = "eating_disorder_history"
    FOOD_INSECURITY = "food_insecurity"
    WEAK_IMMUNITY = "weak_immunity"
    CENTRAL_LINE = "central_line"
    CHEMOTHERAPY = "chemotherapy"
    TRANSPLANT = "transplant"
    GUT_NARROWING = "gut_narrowing"
    RECENT_GUT_SURGERY = "recent_gut_surgery"
    SWALLOWING_DIFFICULTY = "swallowing_difficulty"
    GASTROPARESIS = "gastroparesis"
    COELIAC_TESTED = "coeliac_tested"
    KIDNEY_DISEASE = "kidney_disease"
    DIABETES_INSULIN = "diabetes_insulin"
    ANTICOAGULANT = "anticoagulant"
    PEPTIC_ULCER_HISTORY = "peptic_ulcer_history"
    WEIGHT_LOSS = "weight_loss"
    """Unplanned weight loss."""
    PEM = "pem"
    SEVERE_MECFS = "severe_mecfs"
    SUICIDAL_THOUGHTS = "suicidal_thoughts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person as the safety rules see them.

    Parameters
    ----------
    age_years : in whole years, where given; ``age_band`` otherwise.
    country : ISO 3166-1 alpha-2, for contacts and wording.
    sex : free words, only where a rule speaks of it.
    conditions : ids of condition nodes, or free words.
    medicines : regular medicines, as substance or brand names.
    answers : by flag. Absent means not asked.
    seen_by_clinician : day on which a clinician looked at it, by rule id.
    said_safe : day on which the person came back and said that they are safe, by rule id.
    bmi : body mass index. [kg/m2]
    avoided_food_groups : food groups that are left out at present.
    """

    age_years: int | None = None
    age_band: AgeBand | None = None
    country: str | None = None
    sex: str | None = None
    conditions: tuple[str, ...] = ()
    medicines: tuple[str, ...] = ()
    answers: Mapping[Flag, Answer] = field(default_factory=lambda: MappingProxyType({}))
    seen_by_clinician: Mapping[str, date] = field(default_factory=lambda: MappingProxyType({}))
    said_safe: Mapping[str, date] = field(default_factory=lambda: MappingProxyType({}))
    bmi: float | None = None
    avoided_food_groups: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.age_years is not None and not 0 <= self.age_years <= 130:
            raise _out_of_range("age", self.age_years, "a number of years from 0 to 130")
        if self.bmi is not None and not 5.0 <= self.bmi <= 150.0:
            raise _out_of_range("body mass index", self.bmi, "a number from 5 to 150 kg/m2")

    def answer(self, flag: Flag) -> Answer | None:
        """The answer to one question; None when it was never asked or was skipped."""
        return self.answers.get(flag)


def _out_of_range(where: str, found: object, expected: str) -> InvalidRecordError:
    return InvalidRecordError(where=where, found=repr(found), expected=expected, do="Correct it, or leave it blank.")
