"""What stands behind a finding, in words that can be read and promise nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from benchmarks.truth.forbidden import forbidden_in
from commensal.findings.exertion import before_crashes
from commensal.findings.finding import Contrast, Finding, Interval, LagEffect
from commensal.findings.phases import phase_picture
from commensal.report.explained import ControlResult, Explained, RawAverage, RawDay
from commensal.report.explained_words import explained_json, explained_lines, sized_by_lags
from commensal.report.words import every_text
from tests.unit.report.findings_examples import (
    CRASH,
    FATIGUE,
    FIBRE,
    FIRST_DAY,
    PERIOD,
    STRESS,
    found,
    lag_profile,
    stomach_pain_and_fatigue,
)
from tests.unit.report.test_reading_age import school_grade, sentences_of


def explained(finding: Finding, **changes: object) -> Explained:
    """A finding with two days behind it, and a check that was passed."""
    fields: dict[str, object] = {
        "finding": finding,
        "after_days": 1,
        "raw_days": (
            RawDay(day=FIRST_DAY, exposure=1.0, outcome_before=3.0, outcome_after=None),
            RawDay(day=FIRST_DAY.replace(day=9), exposure=0.0, outcome_before=4.0, outcome_after=6.5),
        ),
        "with_it": RawAverage(mean=5.25, n_days=20),
        "without_it": RawAverage(mean=4.0, n_days=1),
        "lags": finding.lags or lag_profile(0.0),
        "control": ControlResult(looked_at="leads", p_value=0.4, has_failed=False),
        "adjusted_for": ("slow trend", "weekday", "ibuprofen"),
        "way": None,
        "method": "A method.",
        "references": (),
        "label_by_key": {"ibuprofen": "Ibuprofen"},
    }
    return Explained(**(fields | changes))  # type: ignore[arg-type]


def text_of(item: Explained) -> str:
    """All lines as one text."""
    return " ".join(" ".join(explained_lines(item)).split())


def every_example() -> list[Explained]:
    """Every made-up finding, explained."""
    return [explained(finding) for page in stomach_pain_and_fatigue().outcomes for finding in page.findings]


def test_blank_days_are_blank() -> None:
    """A day without a rating is no zero."""
    rows = [line.split() for line in explained_lines(explained(found(PERIOD, FATIGUE))) if "2025-11-03" in line]
    assert rows == [["2025-11-03", "yes", "3", "blank"]]


def test_days_without_it_are_counted_and_not_listed() -> None:
    """For something that is there or not, only the days with it stand in the table."""
    shown = text_of(explained(found(PERIOD, FATIGUE)))
    assert "2025-11-09" not in shown
    assert "The latest 1 of 1 days with it." in shown


def test_amounts_list_all_days() -> None:
    """For an amount every day says something."""
    shown = text_of(explained(found(STRESS, FATIGUE, contrast=Contrast.UNIT), with_it=None, without_it=None))
    assert "2025-11-09" in shown
    assert "average" not in shown


def test_a_yes_or_no_outcome_is_counted_in_days() -> None:
    """Crashes are averaged as days in every 100, never as a number between 0 and 1."""
    with_it, without_it = RawAverage(mean=0.25, n_days=20), RawAverage(mean=0.1, n_days=60)
    shown = text_of(explained(found(PERIOD, CRASH), with_it=with_it, without_it=without_it))
    assert "25 days in every 100 with it (20 days), 10 days in every 100 without (60 days)" in shown


@pytest.mark.parametrize(
    ("looked_at", "p_value", "has_failed", "said"),
    [
        ("leads", 0.4, False, "As it should be, the two go together no more than chance easily brings (p = 0.400)"),
        ("leads", 0.02, False, "With so many things looked at, that may be chance."),
        ("leads", 0.0002, True, "more than chance easily brings (p below 0.001). So the order is not clear."),
        ("same_day", 0.4, False, "On the same day, nobody can tell which came first."),
        ("", 1.0, False, "A symptom cannot change period."),
    ],
)
def test_each_result_of_the_check_has_its_words(looked_at: str, p_value: float, has_failed: bool, said: str) -> None:
    """Passed, near, failed, on the same day, and where there is nothing to check."""
    control = ControlResult(looked_at=looked_at, p_value=p_value, has_failed=has_failed)
    assert said in text_of(explained(found(PERIOD, FATIGUE), control=control))


def test_units_of_a_silent_amount_are_chosen_by_what_its_days_could_show() -> None:
    """A gram that may do 0.03 points is read for ten grams, not as 0.0."""
    tiny = tuple(
        LagEffect(lag_days=lag, effect=Interval(estimate=0.0, low=-0.03, high=0.03), z=0.0) for lag in (-1, 0, 1)
    )
    silent = found(FIBRE, FATIGUE, effect=None, total_effect=None, lags=())
    shown = text_of(explained(silent, lags=tiny))
    assert "for each 10 grams more" in shown
    assert "0.0 (−0.3 to +0.3)" in shown
    assert sized_by_lags(explained(found(FIBRE, FATIGUE))).effect == found(FIBRE, FATIGUE).effect


def test_a_long_name_does_not_break_the_table() -> None:
    """Columns keep their width; the name stands in full above."""
    named = replace(PERIOD, label="A very long name of something that somebody typed in")
    lines = explained_lines(explained(found(named, FATIGUE)))
    assert max(map(len, lines)) <= 79
    assert "something that somebody typed in" in " ".join(lines)


def test_medicines_that_were_adjusted_for_are_named_as_they_are_called() -> None:
    """By their label, not by a key."""
    shown = text_of(explained(found(PERIOD, FATIGUE)))
    assert "slow change over months, day of the week and ibuprofen" in shown


@pytest.mark.parametrize("item", every_example(), ids=lambda item: f"{item.finding.exposure.key}")
def test_nothing_forbidden_is_said(item: Explained) -> None:
    """No cause, no advice, no promise, whatever the finding is."""
    assert forbidden_in(text_of(item)) == ()


def test_a_person_of_eleven_can_read_it() -> None:
    """All but the table, the sources and the statistics of the checks."""
    texts = [text for key, text in every_text().items() if key.startswith("explained.") and isinstance(text, str)]
    plain = [
        text.replace("{", "").replace("}", "").replace("_", " ") for text in texts if " " in text and "[" not in text
    ]
    assert len(plain) > 20
    assert school_grade(plain) <= 6.0
    assert max(len(words) for text in plain for words in sentences_of(text)) <= 28


def test_the_document_says_the_same() -> None:
    """The blank day is null, and the check stands there with its number."""
    document = explained_json(explained(found(PERIOD, FATIGUE)))
    assert document["raw_days"][0]["outcome_after"] is None
    assert document["negative_control"] == {
        "looked_at": "leads",
        "p_value": 0.4,
        "has_failed": False,
        "goes_the_other_way": False,
    }
    assert document["map"] is None


DAYS = tuple(FIRST_DAY + timedelta(days=step) for step in range(120))


def crashes_seen(n_crashes: int) -> Explained:
    """A finding about crashes with the days before each of them."""
    crash, load = np.zeros(120), np.tile([1.0, 2.0, 3.0], 40)
    crash[[20 + 12 * number for number in range(n_crashes)]] = 1.0
    load[30] = np.nan
    return explained(found(STRESS, CRASH), crashes=before_crashes(DAYS, load, crash))


@pytest.mark.parametrize("n_crashes", [1, 8])
def test_the_days_before_crashes_set_no_limit(n_crashes: int) -> None:
    """Each crash, the mean, the usual and chance; what rest does to the picture; no word on how much is fine."""
    text = " ".join(" ".join(explained_lines(crashes_seen(n_crashes))).split())
    assert "The days before each crash" in text
    assert ("By chance" in text) == (n_crashes == 8)
    assert "no number here says how much is fine" in text
    assert not forbidden_in(text)
    assert len(explained_json(crashes_seen(n_crashes))["crashes"]["crashes"]) == n_crashes


@pytest.mark.parametrize("n_phases", [1, 4])
def test_long_phases_are_a_picture(n_phases: int) -> None:
    """With enough phases a difference with its interval, with few none; always the offer of a trial."""
    n_days = (2 * n_phases + 1) * 12
    days = tuple(FIRST_DAY + timedelta(days=step) for step in range(n_days))
    present = ((np.arange(n_days) // 12) % 2 == 1).astype(float)
    seen = phase_picture(days, present, 4.0 + present + 0.1 * np.sin(np.arange(n_days)))
    shown = explained(replace(found(FIBRE, FATIGUE), contrast=Contrast.PRESENCE), phases=seen)
    text = " ".join(" ".join(explained_lines(shown)).split())
    assert ("interval over 4 phases" in text) == (n_phases == 4)
    assert ("A difference needs 3 such phases" in text) == (n_phases == 1)
    assert "a picture and no finding" in text
    assert not forbidden_in(text)
    document = explained_json(shown)["phases"]
    assert len(document["phases"]) == 2 * n_phases + 1
    assert (document["difference"] is None) == (n_phases == 1)
