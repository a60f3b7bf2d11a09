"""The MyAIGuide readers on invented files with every trap of the real ones."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from commensal.readers import registry
from commensal.readers.mapping import Mapping
from commensal.records.facts import Activity, Measurement, Note, SymptomRating
from commensal.records.imports import Draft
from commensal.vocab.origin import Origin
from commensal.vocab.presence import Presence
from commensal.vocab.scales import NRS_0_10
from commensal.vocab.units import Unit
from tests.reader_checks import SAMPLES, TODAY, check_every_row, drafts_named, facts_of, read_sample, read_text


def _origins(drafts: list[Draft]) -> list[tuple[date, Origin]]:
    return [(draft.day, draft.origin) for draft in drafts]


def test_pain_dates_are_carried_down_and_ratings_kept_apart() -> None:
    """Blank dates mean "as above", and two ratings of one day and region are two entries."""
    result = read_sample("myaiguide_pain.csv")
    check_every_row(result)
    knees = drafts_named(result, "Knees")
    assert [(draft.day, draft.natural_key.rsplit("|", 1)[1]) for draft in knees] == [
        (date(2019, 12, 30), "1"),
        (date(2019, 12, 31), "1"),
        (date(2020, 1, 1), "1"),
        (date(2020, 1, 1), "2"),
    ]
    assert knees[2].fact == SymptomRating(symptom="Knees", score=0.0, presence=Presence.NONE)


def test_a_blank_rating_is_copied_never_observed() -> None:
    """Where the file says that a blank means "as the day before", the copy is marked as one."""
    knees = drafts_named(read_sample("myaiguide_pain.csv"), "Knees")
    assert _origins(knees)[:2] == [(date(2019, 12, 30), Origin.IMPORTED), (date(2019, 12, 31), Origin.COPIED)]
    assert knees[1].fact == SymptomRating(symptom="Knees", score=2.5)


def test_a_person_can_say_that_blanks_are_blanks() -> None:
    """The answer "missing" leaves every blank unread."""
    own = Mapping(reader_id="myaiguide", options={"blank_cells": "missing"})
    for name in ("myaiguide_pain.csv", "myaiguide_minutes.csv"):
        result = registry.read(SAMPLES / name, mapping=own, today=TODAY)
        check_every_row(result)
        assert {draft.origin for draft in result.drafts} == {Origin.IMPORTED}
        offered = registry.propose_mapping(SAMPLES / name, today=TODAY)
        assert offered is not None
        assert offered.offered == ("blank_cells",)


def test_without_the_sentence_nothing_is_copied(tmp_path: Path) -> None:
    """A blank is copied only because the file itself says so."""
    text = "Pain in regions\nyear,month,day,region,side,intensity\n2020,1,1,Knees,,2\n,,2,Knees,,\n"
    result = read_text(tmp_path, text)
    assert (result.n_rows_read, result.n_rows_blank) == (1, 1)


def test_a_side_is_kept_in_a_name_without_a_hole_in_the_region() -> None:
    """A rating for the right wrist is one of the wrist, too."""
    result = read_sample("myaiguide_pain.csv")
    assert len(drafts_named(result, "Wrist")) == len(drafts_named(result, "Wrist, right only")) == 2


def test_remarks_are_notes_and_impossible_rows_are_named() -> None:
    """A remark "could be 2.7" does not change 2.8; rows that cannot be are named by line."""
    result = read_sample("myaiguide_pain.csv")
    assert facts_of(drafts_named(result, "Note")) == [Note(text="Wrist: could be 2.7")]
    assert [issue.line for issue in result.issues] == [9, 10, 11, 12, 13, 15]
    assert result.n_rows_blank == 1


def test_rows_below_an_impossible_date_do_not_land_on_another_day() -> None:
    """A blank date below 30 February is 30 February again, not the day before it."""
    result = read_sample("myaiguide_pain.csv")
    assert [issue.found for issue in result.issues][:2] == ["2020-2-30", "2020-2-30"]


def test_only_the_named_columns_are_copied() -> None:
    """Driving and Store carry on; reading that was not written down stays unknown."""
    result = read_sample("myaiguide_minutes.csv")
    check_every_row(result)
    driving = drafts_named(result, "Driving")
    assert [(draft.day.day, draft.origin) for draft in driving] == [
        (31, Origin.IMPORTED),
        (1, Origin.COPIED),
        (2, Origin.IMPORTED),
        (3, Origin.COPIED),
    ]
    assert driving[2].fact == Activity(name="Driving", duration_min=0.0, presence=Presence.NONE)
    assert facts_of(drafts_named(result, "Time reading paper")) == [
        Activity(name="Time reading paper", duration_min=30.0)
    ]
    assert facts_of(drafts_named(result, "Note")) == [Note(text="late")]
    assert result.n_rows_blank == 1


def test_minutes_that_cannot_be_are_named() -> None:
    """Negative minutes and days of 25 hours are not read and never copied on."""
    result = read_sample("myaiguide_minutes.csv")
    assert [(issue.line, issue.found) for issue in result.issues] == [(6, "time reading paper: -5"), (7, "Store: 1500")]
    assert "Stand/mov-ing around" in " ".join(question.text for question in result.questions)


def test_recorded_elsewhere_is_an_activity_without_minutes() -> None:
    """``taplog`` and ``Garmin`` are no numbers and no zeros."""
    result = read_sample("myaiguide_sport.csv")
    check_every_row(result)
    assert facts_of(drafts_named(result, "Climbing")) == [
        Activity(name="Climbing", load=6.0, load_scale=NRS_0_10),
        Activity(name="Climbing"),
    ]
    assert facts_of(drafts_named(result, "Walk"))[:2] == [
        Activity(name="Walk", duration_min=25.0, distance_km=1.5, load=1.5, load_scale=NRS_0_10),
        Activity(name="Walk"),
    ]
    asked = " ".join(question.text for question in result.questions)
    assert "taplog (1)" in asked
    assert "start time" in asked


def test_everything_else_in_a_sport_row_is_read_or_named() -> None:
    """Pain after, metres climbed, the approach and stray words each find a place."""
    result = read_sample("myaiguide_sport.csv")
    names = result.counts_by_name()
    assert names["Knees, right only: pain after activity"] == 1
    assert names["Climbing, approach"] == names["Climbing, approach, height gained"] == 1
    assert facts_of(drafts_named(result, "Climbing, mean effort")) == [
        Measurement(name="Climbing, mean effort", value=4.5, unit=Unit.POINTS)
    ]
    assert facts_of(drafts_named(result, "Note")) == [Note(text="Climbing: beach bouldering")]
    assert [(issue.line, issue.found) for issue in result.issues] == [
        (4, "km: ~2"),
        (5, "5.7"),
        (6, "2, taplog, taplog"),
        (7, "Walk: 2000.0"),
        (7, "Knees"),
    ]


def test_the_filled_table_is_known_as_derived_and_never_an_outcome() -> None:
    """Values that somebody filled in are copies; zeros before tracking began are left out."""
    match = registry.sniff(SAMPLES / "myaiguide_filled.csv")
    assert match is not None
    assert match.is_derived
    result = read_sample("myaiguide_filled.csv")
    assert {draft.origin for draft in result.drafts} == {Origin.COPIED}
    assert [(draft.day.day, draft.fact) for draft in drafts_named(result, "Knee pain (filled in)")] == [
        (2, SymptomRating(symptom="Knee pain (filled in)", score=2.5)),
        (3, SymptomRating(symptom="Knee pain (filled in)", score=0.0, presence=Presence.NONE)),
    ]
    named = {issue.found for issue in result.issues}
    assert {"kneePain", "fitbitSteps", "sick_tired", "painthreshold", "mystery"} <= named
    assert (result.n_rows, result.n_rows_read) == (3, 2)


def test_tap_logs_keep_every_tap() -> None:
    """Two taps on one day are two ratings; happiness is not a symptom; impossible taps are named."""
    result = read_sample("tap_log.csv")
    check_every_row(result)
    assert [draft.natural_key for draft in result.drafts] == [
        "2019-04-14|knee_pain|1",
        "2019-04-14|knee_pain|2",
        "2019-04-14|happiness|1",
    ]
    assert result.drafts[2].fact == Measurement(name="Happiness", value=4.0, unit=Unit.POINTS)
    assert [issue.line for issue in result.issues] == [5, 6, 7]
