"""The words of reports: every sentence is there, and every blank is filled."""

from __future__ import annotations

import string

import pytest

from commensal.report.notice import NOTICE, SHORT_NOTICE
from commensal.report.words import every_text, has_sentence, say, say_each


def test_a_sentence_is_filled_in() -> None:
    """``say`` puts the values into the blanks, and nothing else changes."""
    assert say("when.days", n="three") == "three days later"


def test_values_with_braces_stay_as_they_are() -> None:
    """A person's own words are values, never patterns."""
    assert "{0} {x!r}" in say("outcome.no_sign_yet", outcome="{0} {x!r}", n_days="9 days")


@pytest.mark.parametrize("key", ["findings.nowhere", "words.months", "when"])
def test_a_missing_sentence_is_our_mistake(key: str) -> None:
    """An unknown key, a list, or a whole section is never shown as a sentence."""
    with pytest.raises(AssertionError, match="no sentence"):
        say(key)


def test_a_missing_value_is_our_mistake() -> None:
    """A blank is never shown empty."""
    with pytest.raises(AssertionError, match=r"when\.days.*'n'"):
        say("when.days")


def test_a_missing_list_is_our_mistake() -> None:
    """A sentence is not a list."""
    with pytest.raises(AssertionError, match="no list"):
        say_each("when.days")


def test_lists_come_whole() -> None:
    """Twelve months, in order."""
    months = say_each("words.months")
    assert (len(months), months[0], months[-1]) == (12, "January", "December")


def test_has_sentence_knows_sentences_only() -> None:
    """Lists and sections are not sentences."""
    assert has_sentence("when.days")
    assert not has_sentence("words.months")
    assert not has_sentence("when")


@pytest.mark.parametrize("key", sorted(every_text()))
def test_every_blank_has_a_name(key: str) -> None:
    """Blanks are named: a translator can move them."""
    texts = every_text()[key]
    for text in [texts] if isinstance(texts, str) else texts:
        names = [name for _, name, _, _ in string.Formatter().parse(text) if name is not None]
        assert all(name.isidentifier() for name in names), text


def test_the_notice_says_what_this_is_not() -> None:
    """Both forms say: not a medical device, not a diagnosis."""
    for notice in (NOTICE, SHORT_NOTICE):
        assert "not a medical device" in notice
        assert "not a diagnosis" in notice
