"""The Visible reader on invented exports of both spellings."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from commensal.readers import registry
from commensal.readers.fact_rules import FactRule, RuleKind
from commensal.readers.mapping import MappedVariable, Mapping
from commensal.records.facts import (
    Activity,
    Cycle,
    Event,
    HeartRateVariability,
    HrvMethod,
    Measurement,
    Note,
    Sleep,
    Stress,
    SymptomRating,
)
from commensal.vocab.origin import Origin
from commensal.vocab.presence import Presence
from commensal.vocab.scales import ORDINAL_0_3, YES_NO, Higher, higher_is
from commensal.vocab.units import Unit
from tests.reader_checks import SAMPLES, TODAY, check_every_row, drafts_named, read_sample, read_text

_HEADER = "observation_date,tracker_name,tracker_category,observation_value \n"


def test_each_tracker_becomes_its_own_kind_of_fact() -> None:
    """Symptoms, exertion, stress, sleep, body signals and crash are told apart, with their scales."""
    result = read_sample("visible_older_spelling.csv")
    check_every_row(result)
    facts = {draft.natural_key.split("|")[1]: draft.fact for draft in result.drafts}
    assert facts == {
        "sleep": Sleep(quality=2.0, quality_scale=ORDINAL_0_3),
        "heart_rate_variability": HeartRateVariability(value_ms=37.0, method=HrvMethod.UNSTATED),
        "resting_heart_rate": Measurement(name="Resting heart rate", value=63.0, unit=Unit.PER_MINUTE),
        "stability_score": Measurement(name="Stability score", value=2.0, unit=Unit.POINTS),
        "brain_fog": SymptomRating(symptom="Brain Fog", score=2.0, scale=ORDINAL_0_3),
        "crash": SymptomRating(symptom="Crash", score=1.0, scale=YES_NO),
        "physically_active": Activity(name="Physically active", load=2.0, load_scale=ORDINAL_0_3),
        "mentally_demanding": Stress(score=3.0, scale=ORDINAL_0_3, aspect="Mentally demanding"),
        "emotionally_stressful": Stress(
            score=0.0, scale=ORDINAL_0_3, aspect="Emotionally stressful", presence=Presence.NONE
        ),
    }
    assert {draft.origin for draft in result.drafts} == {Origin.IMPORTED}


def test_both_spellings_are_one_variable_with_one_key() -> None:
    """The app renamed trackers: the same day in both exports is the same entry, not a second one."""
    older, newer = read_sample("visible_older_spelling.csv"), read_sample("visible_newer_spelling.csv")
    (older_hrv,) = [draft for draft in older.drafts if isinstance(draft.fact, HeartRateVariability)]
    newer_hrv = {draft.day: draft for draft in newer.drafts if isinstance(draft.fact, HeartRateVariability)}
    assert newer_hrv[date(2026, 10, 3)].natural_key == older_hrv.natural_key
    assert newer_hrv[date(2026, 10, 3)].fact == older_hrv.fact
    (reworded,) = [draft for draft in newer.drafts if "one_a4_page" in draft.natural_key]
    assert reworded.fact == Measurement(
        name="FUNCAP: Reading and understanding a non-fiction text such as an official document one A4 page long",
        value=4.0,
        unit=Unit.POINTS,
    )


def test_recorded_none_is_a_value() -> None:
    """0 is the answer "none"; a tracker without a row has no answer at all."""
    newer = read_sample("visible_newer_spelling.csv")
    assert [draft.fact for draft in drafts_named(newer, "Infection")] == [
        Event(name="Infection", presence=Presence.NONE)
    ]
    assert [draft.fact for draft in newer.drafts if isinstance(draft.fact, Cycle)] == [Cycle(bleeding=1.0)]
    assert not drafts_named(newer, "Headache")


def test_unknown_trackers_are_read_by_category_and_asked_about() -> None:
    """A tracker nobody has seen is neither dropped nor silently guessed."""
    newer = read_sample("visible_newer_spelling.csv")
    assert drafts_named(newer, "Cold hands")[0].fact == SymptomRating(
        symptom="Cold hands", score=2.0, scale=ORDINAL_0_3
    )
    assert isinstance(drafts_named(newer, "Tea breaks")[0].fact, Measurement)
    asked = " ".join(question.text for question in newer.questions)
    assert all(name in asked for name in ("Cold hands", "Tea breaks", "Sitting on a garden bench"))


def test_the_mapping_file_has_the_last_word() -> None:
    """A person can say what an unknown tracker is, and is offered the file to say it in."""
    path = SAMPLES / "visible_newer_spelling.csv"
    offered = registry.propose_mapping(path, today=TODAY)
    assert offered is not None
    assert {variable.column for variable in offered.variables} == {
        "Sitting on a garden bench for approx. 1 hour",
        "Cold hands",
        "Tea breaks",
    }
    own = Mapping(
        reader_id="visible",
        variables=(
            MappedVariable(column="Tea breaks", rule=FactRule(kind=RuleKind.FOOD, name="Tea")),
            MappedVariable(column="Cold hands", rule=FactRule(kind=RuleKind.IGNORE, name="Cold hands")),
        ),
    )
    result = registry.read(path, mapping=own, today=TODAY)
    assert len(drafts_named(result, "Tea")) == 1
    assert any(issue.found.startswith("Cold hands") for issue in result.issues)
    assert not any("Tea breaks" in question.text for question in result.questions)


def test_values_off_the_scale_are_named_by_line() -> None:
    """7 on a scale of 0 to 3 is a slip of the app or the file, not a rating."""
    newer = read_sample("visible_newer_spelling.csv")
    check_every_row(newer)
    assert [(issue.line, issue.found) for issue in newer.issues] == [(11, "Fatigue: 7")]


def test_notes_keep_their_words_and_commas(tmp_path: Path) -> None:
    """A note is kept as written, also where the app forgot the quotation marks, and formulas stay text."""
    newer = read_sample("visible_newer_spelling.csv")
    assert [draft.fact for draft in newer.drafts if isinstance(draft.fact, Note)] == [
        Note(text="long walk, then a bath")
    ]
    result = read_text(tmp_path, _HEADER + '2026-10-01,Note,Note,"=SUM(A1) ""ok"" " \n')
    assert [draft.fact for draft in result.drafts] == [Note(text='=SUM(A1) "ok"')]


def test_bad_rows_are_named_and_the_rest_is_read(tmp_path: Path) -> None:
    """Each broken row costs itself only."""
    rows = (
        "2026-02-30,Fatigue,General,1 \n"
        "2026-10-01,Fatigue,General\n"
        "2026-10-01,Fatigue,General,lots \n"
        "2026-10-01,,General,1 \n"
        "2026-10-01,Fatigue,General, \n"
        "\n"
        "0001-01-01,Fatigue,General,1 \n"
        "9999-12-31,Fatigue,General,1 \n"
        "2026-12-24,Fatigue,General,1 \n"
        "2026-10-01,Headache,Brain,1 \n"
        "2026-10-01,Headache,Brain,1 \n"
    )
    result = read_text(tmp_path, _HEADER + rows)
    check_every_row(result)
    assert [issue.line for issue in result.issues] == [2, 3, 4, 5, 8, 9, 12]
    assert (result.n_rows, result.n_rows_read, result.n_rows_blank) == (11, 2, 2)
    assert any("2026-12-24 (line 10)" in question.text for question in result.questions)


def test_a_spreadsheet_may_have_saved_it_again(tmp_path: Path) -> None:
    """Semicolons, day-first dates and a byte-order mark still make a Visible export."""
    text = "\ufeff" + (_HEADER + "13/10/2026,Fatigue,General,1 \n01/10/2026,Fatigue,General,2 \n").replace(",", ";")
    result = read_text(tmp_path, text)
    assert result.reader_id == "visible"
    assert [draft.day for draft in result.drafts] == [date(2026, 10, 13), date(2026, 10, 1)]


def test_a_baseline_column_is_named_and_left_out(tmp_path: Path) -> None:
    """A look-alike app appends its own baseline; it is a setting, not an observation."""
    result = read_text(tmp_path, _HEADER.replace(" \n", ",baseline\n") + "2026-10-01,Fatigue,General,2,1\n")
    assert len(result.drafts) == 1
    assert any("baseline" in question.text for question in result.questions)


def test_rows_on_top_leave_all_keys_as_they_were(tmp_path: Path) -> None:
    """Exporting again a month later gives the old rows their old keys, also two of one day."""
    old = "2026-10-01,Fatigue,General,2 \n2026-10-01,Fatigue,General,1 \n2026-09-30,Fatigue,General,0 \n"
    new = "2026-10-02,Fatigue,General,3 \n2026-10-01,Fatigue,General,3 \n"
    before = {draft.natural_key: draft.fact for draft in read_text(tmp_path, _HEADER + old).drafts}
    after = {draft.natural_key: draft.fact for draft in read_text(tmp_path, _HEADER + new + old).drafts}
    assert before.items() <= after.items()


def test_a_corrected_value_keeps_its_key(tmp_path: Path) -> None:
    """Changing a rating in the app makes a revision, not a second rating."""
    first = read_text(tmp_path, _HEADER + "2026-10-01,Fatigue,General,2 \n").drafts
    second = read_text(tmp_path, _HEADER + "2026-10-01,Fatigue,General,3 \n").drafts
    assert [draft.natural_key for draft in first] == [draft.natural_key for draft in second]
    assert first[0].fact != second[0].fact


def test_what_a_higher_sleep_number_means_can_be_answered(tmp_path: Path) -> None:
    """Nobody has said: it is asked. Somebody has: the night keeps the answer, and nothing is asked."""
    file = tmp_path / "visible.csv"
    file.write_text(_HEADER + "2026-10-01,Sleep,Sleep,2\n", encoding="utf-8")
    (asked,) = registry.read(file, today=TODAY).questions
    assert "better or a worse night" in asked.text
    assert "--answer sleep_number=" in (asked.option or "")
    answer = Mapping(reader_id="visible", options={"sleep_number": "higher_is_worse"})
    answered = registry.read(file, today=TODAY, mapping=answer)
    assert not answered.questions
    (night,) = [draft.fact for draft in answered.drafts]
    assert isinstance(night, Sleep)
    assert (night.quality, higher_is(night.quality_scale)) == (2.0, Higher.WORSE)
    proposed = registry.propose_mapping(file, today=TODAY)
    assert proposed is not None
    assert "sleep_number" in proposed.offered
