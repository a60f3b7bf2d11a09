"""The people in this repository pass the safety gate as they should; and the runner reads any file of the layout."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from benchmarks.truth.vignettes import UnreadableVignetteError, failures_of, read_vignette, run
from commensal.records.person import AgeBand, Flag
from commensal.vocab.answers import Answer
from commensal.vocab.proposal_kinds import ProposalKind

_PERSON = """
id = "X1"
title = "Bleeding and a fibre wish"
[person]
age_band = "65-plus"
country = "GB"
conditions = ["ibs"]
medicines = ["Losec"]
flags = { trouble_affording_food = "yes", pregnant = "unknown" }
seen_by_clinician = { S06 = 2026-02-10 }
[[days]]
day = 2026-03-01
text = "blood in my stool, no sertraline today"
pain = 4
bloating = 6.5
note = "tired"
[ask]
question = "Can I stop my omeprazole?"
proposal = "fibre_increase"
[expect]
rules = ["S04", "S15", "S16"]
not_rules = ["S06"]
levels = ["urgent", "block", "limit"]
allowed = false
forbidden_kinds = ["medicine_change", "fmt", "restriction", "exercise_target"]
must_mention = ["pharmacist", "Doctor"]
forbidden_phrases = ["you can stop"]
"""


def _written(folder: Path, text: str, name: str = "x.toml") -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def _failed(folder: Path) -> dict[str, list[str]]:
    return run(folder).failures


def test_every_person_passes(repository: Path) -> None:
    """At least 150 people, and none of them is let down."""
    files = sorted((repository / "tests" / "data" / "vignettes").rglob("*.toml"))
    assert len(files) >= 150
    with ProcessPoolExecutor(max_workers=min(2, os.cpu_count() or 1)) as pool:
        found = dict(zip((file.name for file in files), pool.map(_failures_in, files, chunksize=16), strict=True))
    assert {name: reasons for name, reasons in found.items() if reasons} == {}


def _failures_in(file: Path) -> list[str]:
    return failures_of(read_vignette(file))


def test_a_file_is_read_as_it_is_written(tmp_path: Path) -> None:
    """Every key of the layout reaches the gate; texts go through the program's own parser."""
    one = read_vignette(_written(tmp_path, _PERSON))
    assert one.person.age_band is AgeBand.OLDER
    assert one.person.answer(Flag.FOOD_INSECURITY) is Answer.YES
    assert one.person.answer(Flag.PREGNANT) is Answer.UNKNOWN
    assert one.proposal is not None
    assert one.proposal.kind is ProposalKind.FIBRE_INCREASE
    (day,) = one.days
    assert day.texts == ("blood in my stool, no sertraline today", "tired")
    assert day.medicines_not_taken == ("sertraline",)
    assert day.ratings["pain"] == 4.0
    assert day.ratings["bloating"] == 6.5
    assert one.today == day.day
    assert failures_of(one) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('rules = ["S04", "S15", "S16"]\nnot', 'rules = ["S01"]\nnot', "S01 did not fire; fired: S04, "),
        ('not_rules = ["S06"]', 'not_rules = ["S04"]', "S04 fired, because "),
        ('levels = ["urgent", "block", "limit"]', 'levels = ["urgent"]', "levels ['block', 'limit', 'urgent']"),
        ("allowed = false", "allowed = true", "the proposal is barred; expected allowed = True"),
        ('"exercise_target"]', '"sleep_routine"]', "sleep_routine may be suggested; expected not"),
        ('"Doctor"]', '"vet"]', "nothing seen mentions 'vet'"),
        ('["you can stop"]', '["pharmacist"]', "what is seen holds 'pharmacist'"),
    ],
)
def test_each_expectation_can_fail(tmp_path: Path, old: str, new: str, said: str) -> None:
    """A runner that could not fail would prove nothing."""
    assert _PERSON.count(old) == 1
    _written(tmp_path, _PERSON.replace(old, new))
    (reasons,) = _failed(tmp_path).values()
    assert any(reason.startswith(said) for reason in reasons), reasons


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("levels =", "level =", "[expect] level: nobody knows how to check that"),
        ("pregnant =", "expecting =", "unknown flag 'expecting'"),
        ('"fibre_increase"', '"more_fibre"', "more_fibre"),
        ('not_rules = ["S06"]', 'not_rules = ["S99"]', "unknown rule 'S99'"),
        ('"exercise_target"]', '"running"]', "unknown kind 'running'"),
        ('"unknown" }', '"perhaps" }', "perhaps"),
        ("[ask]", "[ask", "x.toml"),
    ],
)
def test_a_file_that_is_not_in_the_layout_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    """With a sentence, as a failure of that person, and never by passing over it."""
    assert _PERSON.count(old) == 1
    file = _written(tmp_path, _PERSON.replace(old, new))
    with pytest.raises(UnreadableVignetteError) as problem:
        read_vignette(file)
    assert said in str(problem.value)
    (reasons,) = _failed(tmp_path).values()
    assert reasons[0].startswith("cannot be read: ")


def test_keys_beside_the_layout_are_named_and_passed_over(tmp_path: Path) -> None:
    """A remark in a file does not make it unreadable."""
    _written(
        tmp_path, 'why = "the commonest case"\n' + _PERSON.replace('country = "GB"', 'country = "GB"\nheight = 170')
    )
    tally = run(tmp_path)
    assert tally.failures == {}
    assert [note.partition(": ")[2] for note in tally.notes] == [
        "why is not in the layout and was not looked at",
        "[person] height is not in the layout and was not looked at",
    ]


def test_numbers_of_a_day(tmp_path: Path) -> None:
    """Ratings are 0 to 10, a stool has its form, and what is neither is no rating."""
    days = "[[days]]\nday = 2026-03-01\npain = 4\nstool_form = 7\nweight = 61.5\n"
    (day,) = read_vignette(_written(tmp_path, days)).days
    assert dict(day.ratings) == {"pain": 4.0}
    assert day.stool_forms == (7,)


def test_a_person_may_have_next_to_nothing(tmp_path: Path) -> None:
    """Every key is optional."""
    assert _failed(_written(tmp_path, "").parent) == {}


def test_the_last_line_counts(repository: Path, tmp_path: Path) -> None:
    """As a command: folders in folders, a table of failures, one line of figures, and an exit code."""
    _written(tmp_path, _PERSON, "a/b/one.toml")
    _written(tmp_path, _PERSON.replace("allowed = false", "allowed = true"), "a/two.toml")
    done = subprocess.run(
        [sys.executable, str(repository / "benchmarks" / "truth" / "vignettes.py"), str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    assert done.stdout.splitlines()[-1] == "people=2 passed=1 failed=1", done.stdout + done.stderr
    assert "expected allowed = True" in done.stdout
    assert done.returncode == 1
