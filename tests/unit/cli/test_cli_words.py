"""The sentences of the command line: none missing, none left over, none that shouts or blames."""

from __future__ import annotations

import re
import string
import tomllib
from pathlib import Path

import pytest

from commensal.cli.logged import ASKED_BY_KIND
from commensal.cli.undo import ACTIONS
from commensal.cli.words import counted, words
from commensal.service.demo import Stage
from commensal.service.importing import Why
from commensal.vocab.answers import Answer
from commensal.vocab.origin import Origin

SOURCE = Path(__file__).resolve().parents[3] / "src" / "commensal" / "cli"
_TABLES = tomllib.loads((SOURCE / "text" / "en.toml").read_text(encoding="utf-8")) | {
    path.stem: tomllib.loads(path.read_text(encoding="utf-8"))
    for path in sorted((SOURCE / "text" / "en").glob("*.toml"))
}
SENTENCES = {f"{section}.{name}": sentence for section, table in _TABLES.items() for name, sentence in table.items()}
CODE = "\n".join(path.read_text(encoding="utf-8") for path in sorted(SOURCE.glob("*.py")))
# Sections whose names come from a value; what values there are is tested below or in the doctor's tests.
FROM_VALUES = (
    "origin.",
    "import.why_",
    "demo.",
    "doctor_name.",
    "doctor_advice.",
    "doctor_repair.",
    "action.",
    "words.ask_",
    *(f"trial.{kind}" for kind in ("held_", "rests_", "state_", "next_")),
    *(f"check.{half}" for half in ("left_", "right_", "middle")),
    *(f"me.{kind}" for kind in ("yes_no", "which", "names")),
    *(f"me.{answer.value}" for answer in Answer),
)


def _used() -> set[str]:
    plain = set(re.findall(r"\"((?:\w+)\.(?:\w+))\"", CODE)) & set(SENTENCES)
    counted_keys = set(re.findall(r"counted\([^\"]*\"([\w.]+)\"", CODE))
    return plain | {f"{key}_{form}" for key in counted_keys for form in ("one", "many")}


def test_every_sentence_that_is_asked_for_is_there() -> None:
    """Each key in the code stands in the file."""
    asked = set(re.findall(r"\bwords\(\s*\"([\w.]+)\"", CODE))
    asked |= {f"{key}_{form}" for key in re.findall(r"counted\([^\"]*\"([\w.]+)\"", CODE) for form in ("one", "many")}
    assert asked - set(SENTENCES) == set()


def test_no_sentence_is_left_over() -> None:
    """Each sentence in the file is asked for by the code, or by a value that it can have."""
    assert {key for key in set(SENTENCES) - _used() if not key.startswith(FROM_VALUES)} == set()


@pytest.mark.parametrize(
    "key",
    [
        *(f"origin.{value.value}" for value in Origin if value is not Origin.ENTERED),
        *(f"import.why_{value.value}" for value in Why),
        *(f"demo.{value.value}" for value in Stage),
        *(f"action.{name.replace(' ', '_')}" for name in sorted(ACTIONS)),
        *(f"words.ask_{kind}" for kind in ASKED_BY_KIND),
    ],
)
def test_every_value_has_its_word(key: str) -> None:
    """Each presence, origin, reason and stage can be said."""
    assert key in SENTENCES


def test_blanks_can_be_filled() -> None:
    """Every sentence is a well-formed template with named blanks only."""
    for key, sentence in SENTENCES.items():
        for _, blank, _, _ in string.Formatter().parse(sentence):
            assert blank is None or blank.isidentifier(), key


def test_nothing_shouts_or_blames() -> None:
    """No exclamation marks, no "you should", no words that promise."""
    for key, sentence in SENTENCES.items():
        assert "!" not in sentence, key
        assert not re.search(r"(?i)you (should|must)|failed|invalid|illegal|cure|streak", sentence), key


def test_one_is_not_many() -> None:
    """Counts take the right noun."""
    assert (counted(1, "demo.day"), counted(2_000, "demo.day")) == ("1 day", "2,000 days")


def test_an_unknown_key_is_our_own_mistake() -> None:
    """A slip in a key is seen at once."""
    with pytest.raises(KeyError):
        words("demo.nonsense")
