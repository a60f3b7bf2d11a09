"""The demo's folder: what it may replace, and what it may not."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from commensal.service.demo import Stage, demo
from commensal.service.home import Home
from commensal.service.log import log
from commensal.service.people import synthetic_people
from commensal.service.reporting import look
from commensal.service.simulate import Form, simulate_people
from commensal.service.truth import known_effects, read_truth, write_truth
from commensal.vocab.errors import UsageError


def test_every_stage_is_told(home: Home, tmp_path: Path) -> None:
    """Making, keeping, looking, drawing: in this order, and the page is there at the end."""
    stages: list[Stage] = []
    shown = demo(home, folder=tmp_path / "demo", days=60, on_stage=stages.append)
    assert stages == list(Stage)
    assert shown.looked.is_synthetic
    assert "Synthetic" in shown.page.read_text(encoding="utf-8")
    assert shown.page.stat().st_mode & 0o077 == 0
    assert not home.has_diary


def test_what_no_demo_made_is_left_alone(home: Home, tmp_path: Path) -> None:
    """A folder with a letter, a real diary, or a truth file that is not ours: refused, and untouched."""
    letters = tmp_path / "letters"
    letters.mkdir()
    (letters / "letter.txt").write_text("mine", encoding="utf-8")
    claimed = tmp_path / "claimed"
    claimed.mkdir()
    (claimed / "truth.json").write_text('{"synthetic": false}', encoding="utf-8")
    log(home, "mine")
    assert home.folder is not None
    for folder in (letters, claimed, home.folder):
        before = {path: path.read_bytes() for path in folder.iterdir() if "-" not in path.name}
        with pytest.raises(UsageError, match="Nothing was changed"):
            demo(home, folder=folder, days=60)
        assert {path: path.read_bytes() for path in folder.iterdir() if "-" not in path.name} == before


def test_own_lines_in_a_demo_are_not_thrown_away(home: Home, tmp_path: Path) -> None:
    """Somebody logged into the demo's folder: it counts as theirs now."""
    folder = tmp_path / "demo"
    demo(home, folder=folder, days=60)
    log(replace(home, location=folder), "mine")
    with pytest.raises(UsageError, match="which no demo made"):
        demo(home, folder=folder, days=60)


def test_a_demo_cut_short_can_be_replaced(home: Home, tmp_path: Path) -> None:
    """A kill after the truth was written leaves a folder that the next demo takes over."""
    folder = tmp_path / "demo"
    folder.mkdir()
    (person,) = synthetic_people(1, days=30, seed=0)
    write_truth(folder / "truth.json", person)
    assert demo(home, folder=folder, days=60).replaced


def test_the_truth_is_told_in_the_names_of_the_table(home: Home, tmp_path: Path) -> None:
    """Every built-in effect names a variable of the day table, per unit as findings are."""
    shown = demo(home, folder=tmp_path / "demo", days=200, seed=1)
    effects = known_effects(shown.folder, shown.looked.table)
    document = read_truth(shown.folder)
    assert effects is not None
    assert document is not None
    assert len(effects) == len(document["effects"]) > 0
    assert {told["n_units"] for told in document["effects"]} != {1.0}, "an amount is among them"
    labels = {variable.label for variable in shown.looked.table.variables}
    assert {effect.exposure for effect in effects} | {effect.outcome for effect in effects} <= labels
    for effect, told in zip(effects, document["effects"], strict=True):
        assert effect.effect * told["n_units"] == pytest.approx(told["effect"])


def test_a_real_diary_has_no_truth(home: Home) -> None:
    """Nothing is known to have been built into a person."""
    log(home, ratings={"pain": 4})
    looked = look(home)
    assert (looked.is_synthetic, looked.truth) == (False, None)


@pytest.mark.parametrize("broken", ["", "[]", "{", '{"effects": []}'])
def test_a_file_that_is_no_truth_is_none(tmp_path: Path, broken: str) -> None:
    """Whatever stands in the file, nothing breaks, and only our own label counts."""
    (tmp_path / "truth.json").write_text(broken, encoding="utf-8")
    assert read_truth(tmp_path) is None
    assert read_truth(tmp_path / "nowhere") is None


@pytest.mark.parametrize("form", Form)
def test_the_same_seed_writes_the_same_people(home: Home, tmp_path: Path, form: Form) -> None:
    """Two runs with one seed give the same files; person 1 does not depend on how many are asked for."""
    first = simulate_people(home, tmp_path / "a", n=2, days=30, seed=3, form=form)
    second = simulate_people(home, tmp_path / "b", n=1, days=30, seed=3, form=form)
    files = [path.relative_to(second.folder) for path in second.folder.rglob("*") if path.is_file()]
    assert len(files) > 1
    for file in files:
        assert (first.folder / file).read_bytes() == (second.folder / file).read_bytes()
    assert json.loads((first.people[1] / "truth.json").read_text(encoding="utf-8"))["synthetic"] is True


@pytest.mark.parametrize(("n", "days"), [(0, 30), (1, 0), (10_001, 30)])
def test_numbers_out_of_range_write_nothing(home: Home, tmp_path: Path, n: int, days: int) -> None:
    """No people, no days, or too many of either: a sentence and no folder."""
    with pytest.raises(UsageError):
        simulate_people(home, tmp_path / "people", n=n, days=days)
    assert not (tmp_path / "people").exists()
