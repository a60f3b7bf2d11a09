"""Many people get the numbers that each would get alone, wherever the work is done; nobody stops the others."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import commensal as cm
from commensal.cohort import Answers, find_many
from commensal.cohort.run import Asked, ask_one
from commensal.cohort.whereabouts import is_here
from commensal.service import remembered
from commensal.vocab.errors import UsageError

N_PEOPLE = 5
NUMBERS = ["inclusion_probability", "effect", "effect_low", "effect_high", "total_effect", "shift_p"]


def diary_of(number: int) -> pd.DataFrame:
    """Sixty days of pain with three habits, the first of which acts on the next day."""
    rng = np.random.default_rng(number)
    habits = (rng.random((60, 3)) < 0.4).astype(float)
    pain = np.clip(np.round(4 + 2.5 * np.roll(habits[:, 0], 1) + rng.normal(0, 1, 60)), 0, 10)
    columns = {f"habit_{n}": habits[:, n] for n in range(3)} | {"pain": pain}
    return pd.DataFrame(columns, index=pd.date_range("2026-01-01", periods=60))


def no_diary() -> pd.DataFrame:
    """A person whose file is broken."""
    raise ValueError("the disk has a hole")


@pytest.fixture(scope="module", autouse=True)
def nothing_is_remembered() -> Iterator[None]:
    """Answers from memory would be the same whatever a scheduler does: each is worked out anew."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(remembered, "_MOST_KEPT", 0)
        yield


@pytest.fixture(scope="module")
def people() -> dict[str, Any]:
    """Some as a frame, some to be made where the work is done."""
    return {f"person {n}": diary_of(n) if n % 2 else partial(diary_of, n) for n in range(N_PEOPLE)}


@pytest.fixture(scope="module")
def one_by_one() -> pd.DataFrame:
    """What ``find`` says of each, asked alone."""
    frames = [cm.find(diary_of(n), "pain").to_frame().assign(person=f"person {n}") for n in range(N_PEOPLE)]
    return pd.concat(frames, ignore_index=True)


@pytest.fixture(scope="module")
def client() -> Iterator[Any]:
    """A Dask cluster of this process alone."""
    distributed = pytest.importorskip("distributed")
    place = {"protocol": "tcp", "host": "127.0.0.1", "dashboard_address": None}
    with (
        distributed.LocalCluster(n_workers=1, threads_per_worker=2, processes=False, **place) as cluster,
        distributed.Client(cluster, set_as_default=False) as client,
    ):
        yield client


def _check_same(answers: Answers, one_by_one: pd.DataFrame) -> None:
    assert answers.not_asked == ()
    seen = answers.to_frame()
    for column in ("person", "exposure", "tier", "status"):
        assert seen[column].astype(str).tolist() == one_by_one[column].astype(str).tolist()
    for column in (*NUMBERS, "set_id", "onset_days"):
        np.testing.assert_array_equal(seen[column].to_numpy(float), one_by_one[column].to_numpy(float), err_msg=column)


def test_the_days_do_hold_something(one_by_one: pd.DataFrame) -> None:
    """Equal silences would prove nothing."""
    assert (one_by_one["tier"] != "none").sum() >= 3
    assert one_by_one["effect"].notna().any()


@pytest.mark.parametrize(
    ("scheduler", "n_workers", "people_per_task"),
    [("synchronous", 1, 50), ("threads", 1, 2), ("threads", 3, 1), ("processes", 2, 3)],
)
def test_the_numbers_are_those_of_one_by_one(
    people: dict[str, Any], one_by_one: pd.DataFrame, scheduler: str, n_workers: int, people_per_task: int
) -> None:
    """To the last bit, in one thread, in several, in other processes, in whatever groups."""
    answers = find_many(people, "pain", scheduler=scheduler, n_workers=n_workers, people_per_task=people_per_task)
    _check_same(answers, one_by_one)


def test_a_client_gives_the_same_numbers(people: dict[str, Any], one_by_one: pd.DataFrame, client: Any) -> None:
    """A cluster on this machine, handed over or named by its address."""
    _check_same(find_many(people, "pain", scheduler=client, people_per_task=2), one_by_one)
    address = client.scheduler_info()["address"]
    assert address.startswith("tcp://127.0.0.1:")
    _check_same(find_many(people, "pain", scheduler=address), one_by_one)


def test_one_person_does_not_stop_the_others(people: dict[str, Any], tmp_path: Path) -> None:
    """A broken file, an unknown column and an error of somebody's code become values with a reason."""
    broken = {
        "no file": tmp_path / "nowhere.csv",
        "no outcome": diary_of(1).drop(columns="pain"),
        "no luck": no_diary,
    }
    answers = find_many({**broken, **people}, "pain", scheduler="synchronous", people_per_task=2)
    assert answers.n_people == N_PEOPLE + 3
    assert answers.n_answered == N_PEOPLE
    assert [one.person for one in answers.not_asked] == list(broken)
    assert [one.kind for one in answers.not_asked] == ["UnreadableFileError", "NotAnalysableError", "ValueError"]
    assert answers.not_asked[1].do == "Check the name."
    assert answers.not_asked[2].found == "the disk has a hole"
    assert answers.not_asked_frame()["person"].tolist() == list(broken)
    assert answers.to_frame()["person"].unique().tolist() == list(people)


def test_too_few_days_is_an_answer() -> None:
    """Somebody who has just begun is answered, with silence."""
    answers = find_many({"new": diary_of(0).head(10)}, "pain", scheduler="synchronous")
    assert answers.n_answered == 1
    assert answers.people.loc[0, "status"] == "TOO_FEW_DAYS"
    assert answers.people["smallest_visible_effect"].isna().all()


@pytest.mark.parametrize("people", [{}, {"no luck": no_diary}], ids=["nobody", "nobody who can be asked"])
def test_nobody(people: dict[str, Any]) -> None:
    """Nothing to say has the same columns as something."""
    answers = find_many(people, "pain", scheduler="synchronous")
    assert answers.n_answered == 0
    assert answers.n_with_a_finding == 0
    whole = find_many({"x": partial(diary_of, 0)}, "pain", scheduler="synchronous")
    assert list(answers.to_frame().columns) == list(whole.to_frame().columns)
    assert list(answers.people.columns) == list(whole.people.columns)


def test_the_question_is_passed_on() -> None:
    """Exposures, what precedes the rating and the map reach every person as they reach ``find``."""
    question = Asked(outcomes=("pain",), exposures=("habit_1",), before_rating=("habit_1",), graph=False, seed=4)
    found = ask_one(partial(diary_of, 0), question)
    assert found.question.exposures == ("habit_1",)
    assert found.question.before_rating == {"habit_1"}
    assert not found.graph
    assert found.findings.seed == 4
    answers = find_many({"x": diary_of(0)}, ["pain", "habit_2"], exposures=["habit_1"], scheduler="synchronous")
    assert answers.to_frame()["outcome"].tolist() == ["pain", "habit_2"]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("inproc://10.0.0.7/88/1", True),
        ("tcp://127.0.0.1:8786", True),
        ("tcp://127.8.0.1:8786", True),
        ("tcp://[::1]:8786", True),
        ("tls://localhost:8786", True),
        ("tcp://10.0.0.7:8786", False),
        ("tcp://0.0.0.0:8786", False),
        ("tcp://localhost.example.org:8786", False),
        ("tcp://:8786", False),
    ],
)
def test_what_is_on_this_machine(address: str, expected: bool) -> None:
    """Only a loopback address is sure to be here."""
    assert is_here(address) is expected


def test_a_scheduler_elsewhere_is_refused(people: dict[str, Any]) -> None:
    """Diaries do not leave the machine because somebody typed an address."""
    with pytest.raises(UsageError, match="beyond_this_machine"):
        find_many(people, "pain", scheduler="tcp://192.0.2.1:8786")


@pytest.mark.parametrize(
    ("option", "says"),
    [({"scheduler": "cloud"}, "synchronous"), ({"n_workers": 0}, "n_workers"), ({"people_per_task": 0}, "people_per")],
)
def test_a_misuse_is_said(people: dict[str, Any], option: dict[str, Any], says: str) -> None:
    """An unknown scheduler or a number below one names what would do."""
    with pytest.raises(UsageError, match=says):
        find_many(people, "pain", **option)


def test_without_dask_it_says_what_to_install(people: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Dask is an extra; without it one sentence says how to get it."""
    monkeypatch.setitem(sys.modules, "dask", None)
    with pytest.raises(UsageError, match=r"commensal\[cohort\]"):
        find_many(people, "pain")


def test_it_prints_what_happened(people: dict[str, Any]) -> None:
    """The first look in a notebook."""
    answers = find_many({**people, "no luck": no_diary}, "pain", scheduler="threads", n_workers=1)
    assert repr(answers).startswith("6 people: 5 answered, ")
    assert repr(answers).endswith("1 could not be asked")
