"""The Track & Graph reader."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from commensal.readers import registry
from commensal.readers.fact_rules import FactRule, RuleKind
from commensal.readers.mapping import MappedVariable, Mapping, from_toml, to_toml
from commensal.records.facts import Activity, Food, Measurement, Note, Sleep, SymptomRating
from commensal.vocab.presence import Presence
from commensal.vocab.units import Unit
from tests.reader_checks import SAMPLES, TODAY, check_every_row, drafts_named, facts_of, read_sample, read_text

_HEADER = "FeatureName,Timestamp,Value,Label,Note\n"


def test_the_sample_reads_as_it_says() -> None:
    """A symptom, a food and 40 minutes of rest, each on the local day written, with its instant."""
    result = read_sample("track_and_graph.csv")
    check_every_row(result)
    assert facts_of(result.drafts) == [
        Note(text="Pain: evening"),
        SymptomRating(symptom="Pain", score=4.0),
        Food(name="Coffee", text="yes"),
        Measurement(name="Rest", value=40.0, unit=Unit.MINUTE),
    ]
    assert {draft.day for draft in result.drafts} == {date(2026, 10, 2)}
    instant = result.drafts[1].at
    assert instant is not None
    assert instant.utcoffset() == timedelta(hours=1)
    assert instant.microsecond == 432_000


def test_older_files_have_no_label_column(tmp_path: Path) -> None:
    """The label stands behind the number there, and neither is lost."""
    text = "FeatureName,Timestamp,Value,Note\nPain,2026-10-02T21:30:41Z,2:Mild,\nPain,2026-10-03T21:30:41Z,0:None,\n"
    result = read_text(tmp_path, text)
    assert [draft.fact for draft in result.drafts] == [
        SymptomRating(symptom="Pain", score=2.0),
        SymptomRating(symptom="Pain", score=0.0, presence=Presence.NONE),
    ]
    assert any("2 is “Mild”" in question.text for question in result.questions)


def test_labels_that_name_things_are_names(tmp_path: Path) -> None:
    """One number under several labels: the label is what was tracked."""
    text = _HEADER + "Food,2026-10-02T08:00:00Z,1,oats,\nFood,2026-10-02T12:00:00Z,1,soup,\n"
    result = read_text(tmp_path, text)
    assert [draft.fact for draft in result.drafts] == [
        Food(name="Food: oats", text="oats"),
        Food(name="Food: soup", text="soup"),
    ]


def test_names_propose_and_values_decide(tmp_path: Path) -> None:
    """Lengths of time are minutes, a night is a night, and an unknown name is a measurement that is asked about."""
    text = _HEADER + (
        "Sleep,2026-10-02T08:00:00Z,7:30:00,,\n"
        "Walk,2026-10-02T09:00:00Z,0:25:30,,\n"
        "Quux,2026-10-02T09:00:00Z,17,,\n"
        "Weird,2026-10-02T09:00:00Z,1:00:00,,\n"
    )
    result = read_text(tmp_path, text)
    assert facts_of(result.drafts) == [
        Sleep(duration_h=7.5),
        Activity(name="Walk", duration_min=25.5),
        Measurement(name="Quux", value=17.0, unit=Unit.COUNT),
        Measurement(name="Weird", value=60.0, unit=Unit.MINUTE),
    ]
    asked = " ".join(question.text for question in result.questions)
    assert "“Quux”" in asked
    assert "“Walk”" not in asked


def test_the_proposed_mapping_reads_the_same_and_can_be_changed(tmp_path: Path) -> None:
    """Writing the proposal down and reading with it changes nothing; changing a line does."""
    path = SAMPLES / "track_and_graph.csv"
    proposed = registry.propose_mapping(path, today=TODAY)
    assert proposed is not None
    written = tmp_path / "mapping.toml"
    written.write_text(to_toml(proposed), encoding="utf-8")
    result = registry.read(path, mapping=written, today=TODAY)
    assert result.drafts == read_sample("track_and_graph.csv").drafts
    assert not any("What is tracked" in question.text for question in result.questions)
    changed = Mapping(
        reader_id=proposed.reader_id,
        variables=(MappedVariable(column="Coffee", rule=FactRule(kind=RuleKind.EVENT, name="Cup")),),
    )
    assert from_toml(to_toml(changed)) == changed
    assert len(drafts_named(registry.read(path, mapping=changed, today=TODAY), "Cup")) == 1


def test_bad_rows_are_named(tmp_path: Path) -> None:
    """A missing name, an impossible instant and a word for a number are named, each by its line."""
    text = _HEADER + (
        "Pain,2026-10-02T21:30:00Z,4,,\n"
        "Pain,2026-10-32T21:30:00Z,4,,\n"
        ",2026-10-02T21:30:00Z,4,,\n"
        "Pain,2026-10-02T22:30:00Z,ouch,,\n"
        "Pain,2026-10-02T23:30:00Z,,,\n"
        "Pain,2026-10-02T23:40:00Z,40,,\n"
        "Pain,2026-10-02T23:50:00Z,4,,,extra\n"
    )
    result = read_text(tmp_path, text)
    check_every_row(result)
    assert [issue.line for issue in result.issues] == [3, 4, 5, 7, 8]
    assert (result.n_rows_read, result.n_rows_blank) == (2, 1)


def test_two_entries_of_one_second_are_two(tmp_path: Path) -> None:
    """Equal rows of an app that allows them stay two, with keys that a second import gives again."""
    text = _HEADER + "Coffee,2026-10-02T08:00:00Z,1,,\n" * 2
    first, second = read_text(tmp_path, text), read_text(tmp_path, text)
    assert len(first.drafts) == 2
    assert first.drafts == second.drafts
