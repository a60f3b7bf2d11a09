"""The kinds of change that can be proposed, asked about, or barred."""

from __future__ import annotations

from enum import StrEnum


class ProposalKind(StrEnum):
    """What a proposal is about. Some kinds exist only so that they can be recognised and barred."""

    FIBRE_INCREASE = "fibre_increase"
    BULK_LAXATIVE = "bulk_laxative"
    FERMENTED_FOOD = "fermented_food"
    FERMENTED_FOOD_LIVE = "fermented_food_live"
    FERMENTED_FOOD_UNPASTEURISED = "fermented_food_unpasteurised"
    PROBIOTIC = "probiotic"
    PREBIOTIC = "prebiotic"
    ELIMINATION = "elimination"
    LOW_FODMAP = "low_fodmap"
    GLUTEN_FREE = "gluten_free"
    REINTRODUCTION = "reintroduction"
    OMEGA3_SUPPLEMENT = "omega3_supplement"
    SUPPLEMENT_CHANGE = "supplement_change"
    EXERCISE_INCREASE = "exercise_increase"
    PACING = "pacing"
    STRESS_PRACTICE = "stress_practice"
    SLEEP_ROUTINE = "sleep_routine"
    MEDICINE_CHANGE = "medicine_change"
    FMT = "fmt"
    STOOL_TEST = "stool_test"
    UNSUPERVISED_TRIAL = "unsupervised_trial"


RESTRICTIONS = frozenset({ProposalKind.ELIMINATION, ProposalKind.LOW_FODMAP, ProposalKind.GLUTEN_FREE})
"""The kinds that take foods away: never without an end date and a reintroduction."""

NEVER_SUGGESTED = frozenset({ProposalKind.MEDICINE_CHANGE, ProposalKind.FMT})
"""The kinds that nobody is ever offered here, whatever the rules say."""
