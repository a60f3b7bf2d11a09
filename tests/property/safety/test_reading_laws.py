"""What is true of the reading for every expression and for any text."""

from __future__ import annotations

import time
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from commensal.safety.reading.concepts import concepts, rows, word_classes
from commensal.safety.reading.mention import MentionStatus, Reading
from commensal.safety.reading.read import concept_of, read
from commensal.safety.reading.wishes import read_wishes

RED = frozenset({"emergency", "urgent"})
# Words that turn the sense: an expression that holds one of its own is not turned again by a second.
TURNING = frozenset(
    {
        "no",
        "not",
        "never",
        "cant",
        "couldnt",
        "cannot",
        "dont",
        "didnt",
        "wont",
        "isnt",
        "havent",
        "without",
        "unable",
        "nothing",
        "nobody",
    }
)
# "No end", "no better" and "no bladder control" deny nothing.
NOT_DENIED_BY_NO = frozenset({"end", "better", "bladder"})


def _spelled_out(pattern: str) -> str:
    """The shortest text that a pattern describes: the first of each choice, nothing for what may be missing."""
    words = []
    for part in pattern.split():
        if part.endswith("?") or part.startswith("~") or part in ("^", "$"):
            continue
        choice = part.split("|")[0]
        while choice.startswith("{"):
            name = choice[1:-1]
            choice = "omeprazole" if name.startswith("medicine") else word_classes()[name][0].split("|")[0]
        words.append({"#": "39", ",": ","}.get(choice, choice.replace("_", " ")))
    return " ".join(words).replace("*", "")


@cache
def _red_expressions() -> tuple[tuple[str, str], ...]:
    """Each red-flag expression as a text that affirms it, with its concept, in the order of the file."""
    texts = []
    for row in rows("expressions"):
        concept = concept_of(row["concept"])
        if concepts()[concept].level not in RED:
            continue
        text = _spelled_out(row["pattern"])
        if read(text).has(concept):
            texts.append((text, concept))
    return tuple(texts)


def _standings(reading: Reading) -> list[tuple[str, str]]:
    return sorted((mention.concept, mention.status.value) for mention in reading.mentions)


def test_expressions_read_as_themselves() -> None:
    """Nearly every expression, in its shortest form, is affirmed by the reader."""
    n_red = sum(concepts()[concept_of(row["concept"])].level in RED for row in rows("expressions"))
    assert len(_red_expressions()) >= 0.9 * n_red


def test_a_denial_turns_every_expression() -> None:
    """The cues "no sign of", "denies" and "I have never had" before an expression take it away."""
    wrong = []
    for text, concept in _red_expressions():
        if TURNING & set(text.split()):
            continue
        for cue in ("no", "no sign of", "denies", "i have never had"):
            if cue == "no" and text.split()[0] in NOT_DENIED_BY_NO:
                continue
            if read(f"{cue} {text}").has(concept):
                wrong.append(f"{cue} {text}: {concept}")
    assert wrong == []


def test_a_conjunction_ends_a_denial() -> None:
    """The cue "no rash but" before an expression leaves it as it was."""
    wrong = [text for text, concept in _red_expressions() if not read(f"no rash but {text}").has(concept)]
    assert wrong == []


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_case_space_and_closing_marks_do_not_matter(data: st.DataObject) -> None:
    """Shouting, wide spaces, hyphens and exclamation marks change nothing."""
    text, _ = data.draw(st.sampled_from(_red_expressions()))
    space = data.draw(st.sampled_from(["  ", "\t", "\u00a0", " \u200b"]))
    end = data.draw(st.sampled_from(["", ".", "!!!", "...", " :(", "?"]))
    changed = text.upper().replace(" ", space) + end
    assert _standings(read(changed)) == _standings(read(text))


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    """Nothing that can be typed makes the reader fail, and places are places of the text."""
    for mention in read(text).mentions:
        assert text[mention.start : mention.end] == mention.words
    for wish in read_wishes(text):
        assert text[wish.start : wish.end] == wish.words


@settings(deadline=None, max_examples=100)
@given(
    st.lists(st.sampled_from(sorted({word for words in word_classes().values() for word in words if "{" not in word})))
)
def test_any_salad_of_known_words_can_be_read(words: list[str]) -> None:
    """Words of the tables in any order are read, twice with the same result."""
    text = " ".join(words)
    assert read(text) == read(text)
    assert all(mention.status in MentionStatus for mention in read(text).mentions)


def test_long_texts_take_time_in_proportion() -> None:
    """Four times as many words without a full stop take about four times as long: nothing is looked at by pairs."""
    read("warm up")
    for unit in ("no blood or ", "my mum had chest pain and ", "i want to ", "stop taking my the ", "a ", "9 "):
        short, long = (min(_seconds(unit * (n // len(unit))) for _ in range(2)) for n in (5_000, 20_000))
        assert long < 8 * short + 0.05, unit  # sixteen times, were it quadratic


def _seconds(text: str) -> float:
    began = time.process_time()
    read(text)
    return time.process_time() - began
