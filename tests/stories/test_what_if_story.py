"""A curious person asks the model what if, in a file of their own and from their own days; no diary is needed."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

import commensal as cm
from commensal.records.entry import Entry
from commensal.service import axis_ready, what_if
from commensal.service.home import open_home
from commensal.store.journal import Journal
from commensal.vocab.errors import UsageError
from tests.stories.person import Person

_MINE = """
title = "Berries"
person = "{person}"
days = 28
watch = ["butyrate", "pain"]
[[change]]
what = "polyphenols"
value = 1.6
"""


@pytest.fixture(autouse=True)
def _nothing_is_built_beside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(axis_ready.NEVER, "0")


def _file(folder: Path, person: str = "healthy") -> Path:
    file = folder / "berries.toml"
    file.write_text(_MINE.format(person=person), encoding="utf-8")
    return file


def test_a_file_of_ones_own_is_answered_in_words(person: Person, tmp_path: Path) -> None:
    """What was asked, what happens, what it rests on, what is assumed; and a page that needs nothing else."""
    page = tmp_path / "berries.html"
    said = person.types("axis", "simulate", str(_file(tmp_path)), "--versions", "8", "--html", str(page))
    whole = " ".join(said.out.split())
    for part in ("What was asked", "What happens inside the model", "symptoms", "What is assumed", "It is not you"):
        assert part in whole
    html = page.read_text(encoding="utf-8")
    assert html.count("<svg") == 1
    assert "http" not in html.replace("http-equiv", "")
    assert not person.diary.exists()


def test_json_holds_bands_and_no_amount_of_pain(person: Person, tmp_path: Path) -> None:
    """A symptom has a direction and a grade; a quantity inside has numbers."""
    document = person.asks_json("axis", "simulate", str(_file(tmp_path)), "--versions", "8")
    inside, pain = document["watched"]
    assert len(inside["changed"]["low_95"]) == len(document["days"])
    assert pain["is_symptom"] is True
    assert "changed" not in pain
    assert "grade_of_weakest_link" in pain


def test_what_ifs_of_the_model_are_listed(person: Person) -> None:
    """Each by a name that can be asked for."""
    names = [one["name"] for one in person.asks_json("axis", "scenarios")["scenarios"]]
    assert "fibre_up_gently" in names
    assert names == sorted(names)


def test_the_model_is_handed_on(person: Person, tmp_path: Path) -> None:
    """SBML with a scenario's changes as events, and a figure."""
    sbml, figure = tmp_path / "axis.xml", tmp_path / "axis.svg"
    person.types(
        "axis", "export", "--sbml", str(sbml), "--network", str(figure), "--scenario", "antibiotics_for_a_week"
    )
    assert sbml.read_text(encoding="utf-8").count("<event ") == 1  # it holds from day 0, and ends once
    assert figure.read_text(encoding="utf-8").startswith("<svg xmlns=")


def test_usual_days_come_from_the_diary(tmp_path: Path) -> None:
    """Sleep and stress of the last weeks are taken over and named; a diary without them says what to do."""
    file = _file(tmp_path, person="diary")
    with pytest.raises(UsageError, match="Log some more days"):
        cm.simulate(file, data=str(tmp_path / "nobody"), n_versions=4)
    (someone,) = cm.synthetic_people(1, days=40, seed=2)
    home = open_home(str(tmp_path / "someone"))

    shift = home.today() - max(entry.day for entry in someone.diary.entries)
    moved = tuple(_moved(entry, shift) for entry in someone.diary.entries)
    with Journal.open(tmp_path / "someone") as journal:
        journal.append(moved, action="test", now=home.now())
    result = cm.simulate(file, data=str(tmp_path / "someone"), n_versions=4)
    taken = {one.what: one.value for one in result.from_diary}
    assert {"sleep", "stress"} <= set(taken)
    assert 5 < taken["sleep"] < 9
    assert any("From this diary" in line and "sleep" in line for line in result.assumed)


def _moved(entry: Entry, shift: timedelta) -> Entry:
    assert entry.at is not None
    return replace(entry, day=entry.day + shift, at=entry.at + shift, recorded_at=entry.at + shift)


def test_python_gives_frames(tmp_path: Path) -> None:
    """Days, states, bands and a sentence, from a mapping, a path or a name."""
    result = cm.simulate(_file(tmp_path), n_versions=8)
    assert result.states.shape == (len(result.days), 32)
    assert np.asarray(result.states).min() >= 0
    assert list(result.bands["butyrate"].columns) == ["low_95", "low_50", "middle", "high_50", "high_95"]
    assert "pain" not in result.bands.columns.get_level_values(0)
    assert result.sentence.startswith("In this model, with berries")
    assert list(result.to_frame()["name"]) == ["butyrate", "pain"]
    given = {"days": 28, "watch": ["butyrate", "pain"], "change": [{"what": "polyphenols", "value": 1.6}]}
    same = cm.simulate(given, n_versions=8)
    assert (np.asarray(same.states) == np.asarray(result.states)).all()


def test_a_parameter_set_of_ones_own_is_taken_as_it_is(tmp_path: Path) -> None:
    """From a table, and checked: nothing outside the ranges in which the model was tried."""
    file = tmp_path / "set.tsv"
    file.write_text("symbol\tvalue\nbpol\t0\nepol\t0\n", encoding="utf-8")
    given = {"days": 28, "watch": ["butyrate"], "change": [{"what": "polyphenols", "value": 1.6}]}
    result = cm.simulate(given, n_versions=8, parameters=file)
    assert np.allclose(result.answer.watched[0].usual, result.answer.watched[0].changed)
    with pytest.raises(UsageError, match="a value from 0 to"):
        cm.simulate(given, n_versions=8, parameters={"bpol": 7.0})


def test_the_very_first_answer_does_not_wait_for_the_solver(tmp_path: Path) -> None:
    """Before it is built the versions are rougher and the course is the same; nobody waits for half a minute."""
    scenario = what_if.scenario_of(_file(tmp_path))
    exact = what_if.what_if(None, scenario, n_versions=12, is_built=True)
    begun = time.process_time()
    rough = what_if.what_if(None, scenario, n_versions=12, is_built=False)
    assert time.process_time() - begun < 5.0
    assert (np.asarray(rough.states) == np.asarray(exact.states)).all()
    ours, theirs = (one.answer.watched[0].changed_band for one in (rough, exact))
    assert ours is not None
    assert theirs is not None
    assert ours.middle == pytest.approx(theirs.middle, rel=0.01)


@pytest.mark.parametrize(
    ("text", "said"),
    [("days = 3 weeks", "no TOML"), ("days = 3", "at least one change"), ('person = "me"', "one of")],
    ids=["no-toml", "no-change", "no-such-person"],
)
def test_a_file_that_does_not_fit_is_refused_in_one_sentence(
    person: Person, tmp_path: Path, text: str, said: str
) -> None:
    """With the file and what could have stood there; no trace."""
    file = tmp_path / "odd.toml"
    file.write_text(text, encoding="utf-8")
    answer = person.types("axis", "simulate", str(file), code=2)
    assert said in " ".join(answer.err.split())
