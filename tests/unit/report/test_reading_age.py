"""Sentences for a person can be read at about eleven."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from commensal.report.findings_words import (
    finding_sentence,
    help_sentence,
    left_out_sentence,
    outcome_sentence,
    visible_effect_sentence,
)
from commensal.report.notice import NOTICE
from commensal.report.words import say_each
from tests.unit.report.findings_examples import stomach_pain_and_fatigue

_LONGEST_SENTENCE_WORDS = 28
_GRADE = 6.0  # US school grade 6 is age eleven to twelve


def n_syllables(word: str) -> int:
    """Groups of vowels, a silent e at the end not counted. A rough count that errs on the high side."""
    letters = re.sub(r"[^a-z]", "", word.casefold())
    groups = len(re.findall(r"[aeiouy]+", letters))
    is_silent = letters.endswith("e") and not letters.endswith("le") and groups > 1
    return max(1, groups - is_silent)


def sentences_of(text: str) -> list[list[str]]:
    """Words of each sentence. A colon and a semicolon end a thought as a full stop does."""
    parts = re.split(r"(?<=[.;:])\s+", re.sub(r"(\d)\.(\d)", r"\1,\2", text))
    return [words for part in parts if (words := re.findall(r"[A-Za-z’']+|\d[\d,]*", part))]


def school_grade(texts: list[str]) -> float:
    """Flesch-Kincaid grade (Kincaid et al. 1975): 0.39 words a sentence + 11.8 syllables a word - 15.59."""
    sentences = [words for text in texts for words in sentences_of(text)]
    words = [word for sentence in sentences for word in sentence]
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(n_syllables, words)) / len(words) - 15.59


def personal_texts() -> Iterator[str]:
    yield NOTICE
    yield from say_each("cannot_say.points")
    for item in stomach_pain_and_fatigue().outcomes:
        yield from (outcome_sentence(item), visible_effect_sentence(item), left_out_sentence(item), help_sentence(item))
        yield from map(finding_sentence, item.findings)


def test_the_measure_tells_hard_from_easy() -> None:
    """The test below could fail: expert prose is graded far above a plain sentence."""
    hard = "Autocorrelated innovations necessitate multivariate regularisation of heterogeneous distributed-lag models."
    assert school_grade([hard]) > 15
    assert school_grade(["It was there on two days. Rare things need time."]) < 4


def test_a_person_of_eleven_can_read_it() -> None:
    """All sentences together stay at the school grade of about eleven years."""
    assert school_grade(list(personal_texts())) <= _GRADE


@pytest.mark.parametrize("text", list(dict.fromkeys(personal_texts())))
def test_no_sentence_is_endless(text: str) -> None:
    """One idea at a time."""
    assert max(len(words) for words in sentences_of(text)) <= _LONGEST_SENTENCE_WORDS
