"""The numbers of the 2016 fibromyalgia criteria."""

from __future__ import annotations

import pytest

from commensal.instruments.fibromyalgia import CriteriaOutcome, score_criteria
from commensal.knowledge.instruments import instruments
from commensal.vocab.answers import Answer

ITEMS = instruments()["wpi_sss"].items
AREAS = [item.id for item in ITEMS if item.role in ("area", "area_only")]
NOTHING = {item.id: 0.0 for item in ITEMS}
FOUR_REGIONS = ("shoulder_left", "shoulder_right", "hip_left", "hip_right")
MORE_AREAS = ("neck", "upper_back", "lower_back", "upper_arm_left", "upper_arm_right", "chest")


def _answers(n_areas: int, severity: int, *, three_months: float = 1.0) -> dict[str, float]:
    areas = (*FOUR_REGIONS, *MORE_AREAS)[:n_areas]
    rated: dict[str, float] = {}
    left = severity
    for item in ITEMS:
        if item.role in ("severity", "symptom"):
            rated[item.id] = float(min(left, item.choices.maximum))
            left -= int(rated[item.id])
    return {**NOTHING, **rated, **dict.fromkeys(areas, 1.0), "three_months": three_months}


@pytest.mark.parametrize(
    ("n_areas", "severity", "expected"),
    [
        (7, 5, CriteriaOutcome.MET),
        (7, 4, CriteriaOutcome.NOT_MET),
        (6, 9, CriteriaOutcome.MET),
        (6, 8, CriteriaOutcome.NOT_MET),
        (4, 9, CriteriaOutcome.MET),
        (3, 12, CriteriaOutcome.NOT_MET),
        (10, 12, CriteriaOutcome.MET),
    ],
)
def test_the_lines_of_the_scores(n_areas: int, severity: int, expected: CriteriaOutcome) -> None:
    """Each corner of (WPI 7, SSS 5) and (WPI 4-6, SSS 9), one step inside and one outside."""
    result = score_criteria(_answers(n_areas, severity))
    assert (result.wpi.value, result.sss.value, result.fs.value) == (n_areas, severity, n_areas + severity)
    assert result.outcome is expected


def test_there_are_19_areas_and_31_points() -> None:
    """The ranges are those of the criteria: WPI 0-19, SSS 0-12, FS 0-31, five regions."""
    result = score_criteria({item.id: float(item.choices.maximum) for item in ITEMS})
    assert len(AREAS) == 19
    assert (result.wpi.value, result.sss.value, result.fs.value, result.n_regions.value) == (19, 12, 31, 5)


def test_three_areas_never_reach_the_line_of_the_scores() -> None:
    """The lower line of areas is 4, as a condition by itself and not only through the regions."""
    assert score_criteria(_answers(3, 12)).scores_reached is Answer.NO
    assert score_criteria(_answers(4, 12)).scores_reached is Answer.YES


def test_three_regions_are_not_enough() -> None:
    """Eight areas and every symptom, in three parts of the body only."""
    areas = (
        "shoulder_left",
        "upper_arm_left",
        "lower_arm_left",
        "hip_left",
        "upper_leg_left",
        "lower_leg_left",
        "neck",
    )
    answers = {**_answers(0, 12), **dict.fromkeys(areas, 1.0)}
    result = score_criteria(answers)
    assert (result.wpi.value, result.n_regions.value) == (7, 3)
    assert result.outcome is CriteriaOutcome.NOT_MET
    assert score_criteria({**answers, "hip_right": 1.0}).outcome is CriteriaOutcome.MET


def test_three_months_are_needed() -> None:
    """The same numbers for a shorter time do not meet the criteria."""
    assert score_criteria(_answers(7, 5, three_months=0.0)).outcome is CriteriaOutcome.NOT_MET


def test_jaw_chest_and_belly_make_no_region() -> None:
    """Pain there counts as an area and not for the spread over the body."""
    areas = ("jaw_left", "jaw_right", "chest", "belly", "shoulder_left", "upper_arm_left", "hip_left", "upper_leg_left")
    answers = {**_answers(0, 12), **dict.fromkeys(areas, 1.0)}
    result = score_criteria(answers)
    assert result.wpi.value == 8
    assert result.n_regions.value == 2
    assert result.outcome is CriteriaOutcome.NOT_MET


def test_blanks_leave_a_span() -> None:
    """A blank area may or may not hurt: the count is between the two, and is no number."""
    answers = _answers(7, 5)
    del answers["neck"]
    result = score_criteria(answers)
    assert (result.wpi.low, result.wpi.high, result.wpi.value) == (6, 7, None)
    assert result.fs.value is None
    assert result.outcome is CriteriaOutcome.CANNOT_TELL


def test_blanks_that_cannot_matter_do_not() -> None:
    """Enough that hurts is enough, whatever is blank; and one clear no decides."""
    answers = _answers(8, 9)
    del answers["jaw_left"]
    assert score_criteria(answers).outcome is CriteriaOutcome.MET
    assert score_criteria({"three_months": 0.0}).outcome is CriteriaOutcome.NOT_MET


def test_nothing_answered_tells_nothing() -> None:
    """No answers are no zeros."""
    result = score_criteria({})
    assert result.outcome is CriteriaOutcome.CANNOT_TELL
    assert (result.wpi.low, result.wpi.high) == (0, 19)
    assert result.three_months is Answer.UNKNOWN
