"""Laws of scoring with blanks: an answer that is told is never taken back by filling a blank."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from commensal.instruments.fibromyalgia import CriteriaOutcome, score_criteria
from commensal.instruments.pem import PemOutcome, pem_flag, score_pem
from commensal.instruments.three_valued import all_of, any_of
from commensal.knowledge.instruments import instruments
from commensal.vocab.answers import Answer


@st.composite
def partly_and_fully_answered(draw: Any, instrument_id: str) -> tuple[dict[str, float], dict[str, float]]:
    """Answers with blanks, and the same with every blank filled in some way."""
    full = {
        item.id: float(draw(st.integers(item.choices.minimum, item.choices.maximum)))
        for item in instruments()[instrument_id].items
    }
    kept = draw(st.sets(st.sampled_from(sorted(full))))
    return {item: answer for item, answer in full.items() if item in kept}, full


@given(partly_and_fully_answered("dsq_pem"))
def test_filling_blanks_never_turns_a_told_pem_result(answers: tuple[dict[str, float], dict[str, float]]) -> None:
    """Positive stays positive and negative negative; only "cannot tell" may move. The same for safety."""
    part, full = answers
    told = score_pem(part)
    if told.outcome is not PemOutcome.CANNOT_TELL:
        assert score_pem(full).outcome is told.outcome
    if pem_flag(part) in (Answer.YES, Answer.NO):
        assert pem_flag(full) is pem_flag(part)
    assert score_pem(full).outcome is not PemOutcome.CANNOT_TELL
    assert pem_flag(full) in (Answer.YES, Answer.NO)


@given(partly_and_fully_answered("dsq_pem"))
def test_safety_is_never_less_careful_than_the_result(answers: tuple[dict[str, float], dict[str, float]]) -> None:
    """Whenever the result is positive, the flag says yes; it never says no where anything is open."""
    part, _ = answers
    if score_pem(part).outcome is PemOutcome.POSITIVE:
        assert pem_flag(part) is Answer.YES
    if pem_flag(part) is Answer.NO:
        assert score_pem(part).outcome is PemOutcome.NOT_POSITIVE


@given(partly_and_fully_answered("wpi_sss"))
def test_filling_blanks_never_turns_told_criteria(answers: tuple[dict[str, float], dict[str, float]]) -> None:
    """Met stays met, not met stays not met, and every count stays within the span that was said."""
    part, full = answers
    told, whole = score_criteria(part), score_criteria(full)
    if told.outcome is not CriteriaOutcome.CANNOT_TELL:
        assert whole.outcome is told.outcome
    assert whole.outcome is not CriteriaOutcome.CANNOT_TELL
    for span, count in (
        (told.wpi, whole.wpi),
        (told.sss, whole.sss),
        (told.fs, whole.fs),
        (told.n_regions, whole.n_regions),
    ):
        assert count.value is not None
        assert span.low <= count.value <= span.high


@given(partly_and_fully_answered("wpi_sss"))
def test_full_answers_follow_the_published_rule(answers: tuple[dict[str, float], dict[str, float]]) -> None:
    """With nothing blank, the outcome is the rule as it is written, worked out another way."""
    _, full = answers
    whole = score_criteria(full)
    areas = [k for k in full if instruments()["wpi_sss"].item(k).choices.id == "area"]
    wpi = sum(full[k] for k in areas)
    rated = ("fatigue", "waking_tired", "thinking", "headache", "belly_cramps", "low_mood")
    sss = sum(full[k] for k in rated)
    parts_by_region = {
        "upper_left": ("shoulder_left", "upper_arm_left", "lower_arm_left"),
        "upper_right": ("shoulder_right", "upper_arm_right", "lower_arm_right"),
        "lower_left": ("hip_left", "upper_leg_left", "lower_leg_left"),
        "lower_right": ("hip_right", "upper_leg_right", "lower_leg_right"),
        "middle": ("neck", "upper_back", "lower_back"),
    }
    n_regions = sum(any(full[part] for part in parts) for parts in parts_by_region.values())
    is_met = (wpi >= 7 and sss >= 5) or (4 <= wpi <= 6 and sss >= 9)
    expected = is_met and n_regions >= 4 and bool(full["three_months"])
    assert (whole.outcome is CriteriaOutcome.MET) is expected


@given(st.lists(st.sampled_from(list(Answer))), st.sampled_from(list(Answer)))
def test_three_valued_logic_is_kleenes(conditions: list[Answer], one: Answer) -> None:
    """De Morgan holds, and one more condition never makes "all of" surer of yes."""
    turned = {Answer.YES: Answer.NO, Answer.NO: Answer.YES, Answer.UNKNOWN: Answer.UNKNOWN}
    assert all_of(conditions) is turned[any_of(turned[condition] for condition in conditions)]
    if all_of([*conditions, one]) is Answer.YES:
        assert all_of(conditions) is Answer.YES
