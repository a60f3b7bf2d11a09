"""``commensal check`` and ``commensal pacing`` in this process, with a clock that stands still."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Sequence
from pathlib import Path

import pytest

from commensal.cli.check_answers import read_answers
from commensal.knowledge.instruments import instruments
from commensal.vocab.errors import UsageError
from tests.unit.cli.conftest import Type

PEM_YES = "heavy_often=2 heavy_much=3 after_body=1 lasts=5"


def test_a_positive_answer_is_kept_and_sets_the_flag(types: Type) -> None:
    """From typed numbers to what the safety rules see."""
    document = json.loads(types("check", "pem", "--answers", PEM_YES, "--json").out)["answered"]
    assert document["result"]["outcome"] == "positive"
    assert document["flags"] == {"pem": "yes"}
    assert document["is_diagnosis"] is False
    assert "drained_often" in document["blank"]
    again = json.loads(types("check", "pem", "--last", "--json").out)["answered"]
    assert again["answers"] == document["answers"]
    assert "PEM is possible" in types("check", "pem", "--last").out


def test_answering_again_on_the_same_day_replaces(types: Type) -> None:
    """One questionnaire a day: the newest answers hold, and undo brings the older ones back."""
    types("check", "pem", "--answers", PEM_YES)
    types("check", "pem", "--answers", "heavy_often=0")
    assert json.loads(types("check", "pem", "--last", "--json").out)["answered"]["answers"] == {"heavy_often": 0.0}
    types("undo")
    assert json.loads(types("check", "pem", "--last", "--json").out)["answered"]["flags"] == {"pem": "yes"}


def test_answers_may_be_a_json_object(types: Type) -> None:
    """What --json gives can be handed back; null is a blank."""
    said = types("check", "fibromyalgia", "--answers", '{"neck": 1, "chest": null, "fatigue": 3}', "--json")
    document = json.loads(said.out)["answered"]
    assert document["answers"] == {"neck": 1.0, "fatigue": 3.0}
    assert document["result"]["wpi"] == {"low": 1, "high": 19}
    assert document["result"]["outcome"] == "cannot_tell"


def test_a_full_score_is_kept_as_the_score(types: Type) -> None:
    """With nothing blank the sum stands with the answers; with blanks there is none to keep."""
    full = " ".join(f"{item.id}={item.choices.maximum}" for item in instruments()["wpi_sss"].items)
    types("check", "fibromyalgia", "--answers", full)
    assert _kept(types)["score"] == 31.0
    types("check", "fibromyalgia", "--answers", "neck=1")
    assert _kept(types)["score"] is None


def _kept(types: Type) -> dict[str, object]:
    entries = json.loads(types("day", "--json").out)["entries"]
    (fact,) = [entry["fact"] for entry in entries if entry["kind"] == "questionnaire"]
    assert isinstance(fact, dict)
    return fact


def test_stool_and_scales_become_facts_of_the_day(types: Type) -> None:
    """They count in findings as if they had been logged, because they have been."""
    assert "count as hard" in types("check", "stool", "--form", "2").out
    types("check", "scales", "--answers", "pain=4 brain_fog=0 sleep=7", "--day", "yesterday")
    today = json.loads(types("day", "--json").out)["entries"]
    assert [entry["kind"] for entry in today] == ["stool_form"]
    yesterday = json.loads(types("day", "yesterday", "--json").out)["entries"]
    assert sorted(entry["kind"] for entry in yesterday) == ["sleep", "symptom_rating", "symptom_rating"]
    presences = {e["fact"]["symptom"]: e["fact"]["presence"] for e in yesterday if e["kind"] == "symptom_rating"}
    assert presences == {"pain": "recorded", "brain fog": "none"}


def test_a_score_from_elsewhere(types: Type) -> None:
    """Name, number and range; several parts of one instrument stand beside each other."""
    assert "75-175 mild" in types("check", "score", "IBS-SSS", "140").out
    types("check", "score", "promis", "61", "--part", "fatigue")
    types("check", "score", "promis", "55", "--part", "anxiety")
    types("check", "score", "promis", "60", "--part", "fatigue")
    entries = json.loads(types("day", "--json").out)["entries"]
    scores = sorted((e["fact"]["instrument_id"], e["fact"]["score"]) for e in entries)
    assert scores == [("ibs_sss", 140.0), ("promis", 55.0), ("promis", 60.0)]


def test_what_was_kept_is_listed_with_the_score_before(types: Type) -> None:
    """A score beside the one before it, and of the same part only; the difference is not judged."""
    types("check", "score", "ibs-sss", "210", "--day", "2026-10-01")
    types("check", "score", "promis", "61", "--part", "fatigue", "--day", "2026-10-01")
    types("check", "score", "promis", "50", "--part", "anxiety", "--day", "2026-11-01")
    types("check", "score", "ibs-sss", "140")
    types("check", "pem", "--answers", PEM_YES, "--day", "2026-10-02")
    text = types("check", "kept").out
    assert "21 November 2026: IBS-SSS total 140 (before that 210, on 1 October 2026)" in text
    assert "PROMIS anxiety, T-score 50\n" in text
    assert "2 October 2026: DSQ-PEM, PEM possible" in text
    kept = json.loads(types("check", "kept", "--json").out)["kept"]
    assert [one["day"] for one in kept] == sorted((one["day"] for one in kept), reverse=True)
    assert len(kept) == 5


def test_nothing_kept_yet(types: Type) -> None:
    """An empty list is a sentence."""
    assert json.loads(types("check", "kept", "--json").out) == {"kept": []}
    assert "--list" in types("check", "kept").out


@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        (("check", "pem"), "--questions"),
        (("check", "pem", "--answers", "heavy_often=9"), "0 to 4"),
        (("check", "pem", "--answers", "heavy=2"), "heavy_often"),
        (("check", "pem", "--answers", "heavy_often"), "item=number"),
        (("check", "pem", "--answers", "heavy_often=2 heavy_often=3"), "twice"),
        (("check", "pem", "--answers", '{"heavy_often": "much"}'), "item=number"),
        (("check", "pem", "--answers", '{"heavy_often":'), "item=number"),
        (("check", "stool", "--form", "9"), "1 to 7"),
        (("check", "score", "nonsense", "3"), "ibs_sss"),
        (("check", "score", "ibs-sss", "600"), "0 to 500"),
        (("check", "score", "promis", "60"), "fatigue"),
        (("check", "pem", "--answers", PEM_YES, "--day", "someday"), "someday"),
        (("pacing", "crash", "--none", "--until", "today"), "--until"),
        (("pacing", "crash", "--day", "2026-11-20", "--until", "2026-11-18"), "last day"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_a_misuse_is_one_sentence_and_keeps_nothing(types: Type, arguments: tuple[str, ...], names: str) -> None:
    """Exit code 2, what was expected, and no diary for it."""
    ended = types(*arguments)
    assert ended.code == 2
    assert names in ended.err
    assert json.loads(types("day", "--json").out)["entries"] == []


def test_days_that_have_not_come_are_refused(types: Type) -> None:
    """Nobody can say today how tomorrow was."""
    assert types("check", "pem", "--answers", PEM_YES, "--day", "2026-11-22").code == 1
    assert types("pacing", "crash", "--day", "2026-11-22").code == 1


def test_questions_can_be_read_beforehand(types: Type) -> None:
    """Every item with its name and choices, and how to answer in one line."""
    for command, name in (("pem", "dsq_pem"), ("fibromyalgia", "wpi_sss"), ("scales", "nrs_pain")):
        text = types("check", command, "--questions").out
        document = json.loads(types("check", command, "--questions", "--json").out)
        items = instruments()[name].items
        assert [item["id"] for item in document["items"]] == [item.id for item in items]
        assert all(item.id in text and item.text in text for item in items)
        assert f"commensal check {command} --answers" in text


def test_the_list_shows_terms_of_all(types: Type) -> None:
    """Fifteen instruments with their licence facts, in words and as a document."""
    document = json.loads(types("check", "--list", "--json").out)
    assert sorted(one["id"] for one in document["instruments"]) == sorted(instruments())
    assert all(one["licence"] and one["ship"] for one in document["instruments"])
    assert "Rome Foundation" in types("check", "--list").out
    assert "--list" in types("check").out


def test_nothing_answered_yet_is_a_normal_state(types: Type) -> None:
    """No answers: a sentence and how to begin."""
    assert json.loads(types("check", "pem", "--last", "--json").out) == {"answered": None}
    assert "commensal check pem" in types("check", "pem", "--last").out


def test_a_crash_is_marked_shown_and_unmarked(types: Type) -> None:
    """First to last day; saying otherwise changes the mark instead of adding another; undo takes all of it back."""
    types("pacing", "crash", "--day", "2026-11-16", "--until", "2026-11-18")
    (crash,) = json.loads(types("pacing", "crashes", "--json").out)["crashes"]
    assert (crash["first_day"], crash["last_day"], crash["n_marked_days"]) == ("2026-11-16", "2026-11-18", 3)
    assert [day["day"] for day in crash["before"]] == ["2026-11-13", "2026-11-14", "2026-11-15"]
    types("pacing", "crash", "--none", "--day", "2026-11-18")
    (crash,) = json.loads(types("pacing", "crashes", "--json").out)["crashes"]
    assert (crash["last_day"], crash["is_end_recorded"]) == ("2026-11-17", True)
    types("undo")
    types("undo")
    assert json.loads(types("pacing", "crashes", "--json").out)["crashes"] == []


def test_a_typed_crash_is_the_same_as_a_marked_one(types: Type) -> None:
    """The word "crashed" in the sentence of a day is found by pacing."""
    types("log", "crashed, in bed all day", "--day", "yesterday")
    assert len(json.loads(types("pacing", "crashes", "--json").out)["crashes"]) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("pacing",),
        ("pacing", "crashes"),
        ("pacing", "since", "2026-11-01"),
        ("check", "kept"),
        ("check", "pem", "--last"),
        ("check", "pem", "--answers", PEM_YES),
        ("check", "score", "ibs-sss", "140"),
    ],
    ids=" ".join,
)
def test_an_emergency_in_the_diary_is_all_that_is_shown(types: Type, arguments: tuple[str, ...]) -> None:
    """Words of today that speak of an emergency: whom to call, and no result, load or crash beside it."""
    types("check", "pem", "--answers", PEM_YES)
    types("pacing", "crash")
    types("log", "vomiting blood since this morning")
    ended = types(*arguments)
    assert ended.code == 0
    assert re.search(r"emergency|112|999", ended.out)
    for word in ("PEM", "Kept", "Crash", "Load", "IBS-SSS", "Since"):
        assert word not in ended.out
    document = json.loads(types(*arguments, "--json").out)
    assert document["is_emergency"] is True
    assert not {"answered", "crashes", "watch", "score", "pause", "kept"} & set(document)


def test_pacing_of_an_empty_diary(types: Type) -> None:
    """Cannot tell yet, and nothing is made on the disk."""
    document = json.loads(types("pacing", "--json").out)
    assert document["watch"]["status"] == "cannot_tell_yet"
    assert "Cannot tell yet" in types("pacing").out


def test_pacing_sees_heavier_days_in_a_real_diary(types: Type) -> None:
    """Minutes typed in words on thirty days: the last two stand above the usual."""
    for number in range(30):
        minutes = 60 if number >= 28 else (10, 20, 15)[number % 3]
        day = f"2026-11-{number - 9:02d}" if number > 9 else f"2026-10-{number + 22:02d}"
        types("log", f"walk {minutes} min, fatigue 4", "--day", day)
    document = json.loads(types("pacing", "--json").out)
    assert document["watch"]["status"] == "heavier_lately"
    assert document["watch"]["patterns"][0]["measure"] == "minutes"
    assert "heavier than your usual by minutes of activity" in types("pacing").out


def _fatigue_from_the_first(types: Type, ratings: Sequence[int | None]) -> None:
    for number, rating in enumerate(ratings, start=1):
        if rating is not None:
            types("log", "--fatigue", str(rating), "--day", f"2026-11-{number:02d}")


def test_two_worse_days_since_something_new_say_pause(types: Type) -> None:
    """Ratings typed before and after: the two days are named, and the careful rule is used while nobody knows."""
    _fatigue_from_the_first(types, [*[4] * 15, 5, 7, 7, None, 4])
    document = json.loads(types("pacing", "since", "2026-11-16", "--json").out)
    assert document["pause"] == {"days": ["2026-11-17", "2026-11-18"], "reasons": ["fatigue"]}
    assert document["is_careful"] is True
    assert document["n_blank_days"] == 2
    text = types("pacing", "since", "2026-11-16").out
    assert "17 November 2026 and 18 November 2026 were both clearly worse" in text
    assert "2 of 6 days are blank" in text
    assert json.loads(types("pacing", "since", "2026-11-19", "--json").out)["pause"] is None


def test_without_ratings_before_it_says_that_it_cannot_watch(types: Type) -> None:
    """Silence of the rule is no all-clear, and the page says so."""
    _fatigue_from_the_first(types, [4, 4, 9, 9])
    text = types("pacing", "since", "2026-11-01").out
    assert "no usual to compare with" in text
    assert "days are blank" in text
    types("pacing", "crash", "--day", "2026-11-05", "--until", "2026-11-06")
    assert json.loads(types("pacing", "since", "2026-11-01", "--json").out)["pause"]["reasons"] == ["crash"]


def test_somebody_whom_effort_does_not_set_back_gets_the_other_rule(types: Type) -> None:
    """Only a recorded no takes the careful rule away."""
    low = " ".join(f"{item.id}=0" for item in instruments()["dsq_pem"].items)
    types("check", "pem", "--answers", low)
    assert json.loads(types("pacing", "since", "2026-11-16", "--json").out)["is_careful"] is False


def test_answers_are_read_in_every_form() -> None:
    """Spaces, commas, several options, or one object."""
    expected = {"a": 1.0, "b": 2.0}
    assert read_answers(["a=1 b=2"]) == expected
    assert read_answers(["a=1,b=2"]) == expected
    assert read_answers(["a=1", "b=2"]) == expected
    assert read_answers(['{"a": 1, "b": 2}']) == expected
    assert read_answers([]) == {}
    with pytest.raises(UsageError):
        read_answers(["a"])


def test_every_sentence_of_these_commands_can_be_said(repository: Path) -> None:
    """Each key of the two text files is used somewhere, so that no sentence rots unread."""
    source = "\n".join(path.read_text(encoding="utf-8") for path in (repository / "src/commensal/cli").glob("*.py"))
    groups = {item.group for item in instruments()["wpi_sss"].items}
    for section in ("check", "pacing"):
        file = repository / "src" / "commensal" / "cli" / "text" / "en" / f"{section}.toml"
        keys = tomllib.loads(file.read_text(encoding="utf-8"))
        unused = [key for key in keys if f'"{section}.{key}"' not in source and key not in groups]
        assert unused == []
        assert [text for text in keys.values() if re.search("!", text)] == []
