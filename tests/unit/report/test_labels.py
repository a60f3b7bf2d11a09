"""A person's own names, made fit to be shown."""

from __future__ import annotations

import pytest

from commensal.report.labels import LONGEST_LABEL, at_start, in_sentence, is_many, label_from_key, listed, shown_label


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Stomach pain", "stomach pain"),
        ("Brain Fog", "brain fog"),
        ("HR Variability", "HR variability"),
        ("IBS", "IBS"),
        ("Vitamin D", "vitamin D"),
        ("Monday", "Monday"),
        ("Crohn's flare", "Crohn's flare"),
        ("eggs", "eggs"),
        ("Müsli", "müsli"),
        ("7-Up", "7-Up"),
    ],
)
def test_a_label_inside_a_sentence(label: str, expected: str) -> None:
    """Small letters inside a sentence, but names and abbreviations stay."""
    assert in_sentence(label) == expected


def test_a_label_at_the_start_has_a_capital() -> None:
    """Sentences begin with a capital, also when the person wrote none."""
    assert at_start("eggs") == "Eggs"
    assert at_start("Brain Fog") == "Brain fog"


@pytest.mark.parametrize("dirty", ["\x1b[31mred", "a\nb", "a\x00b", "a\u202eb", "\ufeffa", "a\rb", "\ud800"])
def test_nothing_in_a_label_can_steer_a_terminal_or_turn_a_line(dirty: str) -> None:
    """Escape sequences, line breaks and direction marks are taken out."""
    clean = shown_label(dirty)
    assert clean.isprintable()
    assert not set(clean) & set("\x1b\x00\u202e\ufeff\n\r")


def test_what_is_taken_out_leaves_one_space() -> None:
    """A control character between two words leaves no hole."""
    assert shown_label("oat \x1b milk\n now") == "oat milk now"


def test_an_empty_label_is_named_so() -> None:
    """A blank name is visible as such."""
    assert shown_label(" \x00 ") == "(no name)"


def test_an_endless_label_is_cut_visibly() -> None:
    """The cut shows."""
    assert shown_label("x" * 500) == "x" * (LONGEST_LABEL - 1) + "…"
    assert shown_label("x" * LONGEST_LABEL) == "x" * LONGEST_LABEL


def test_a_key_reads_as_words() -> None:
    """``brain_fog`` is no way to speak to a person."""
    assert label_from_key("brain_fog") == "brain fog"


@pytest.mark.parametrize("label", ["Eggs", "baked beans", "Oats"])
def test_a_plural_is_seen(label: str) -> None:
    """Eggs go with, they do not goes with."""
    assert is_many(label)


@pytest.mark.parametrize("label", ["Stress", "hummus", "IBS", "gas", "Bread", "Arthritis", "mum's soup"])
def test_a_singular_is_seen(label: str) -> None:
    """Words that end in s without being many."""
    assert not is_many(label)


@pytest.mark.parametrize(
    ("items", "expected"), [((), ""), (("a",), "a"), (("a", "b"), "a or b"), (("a", "b", "c"), "a, b or c")]
)
def test_a_list_is_joined_as_one_speaks(items: tuple[str, ...], expected: str) -> None:
    """Commas, then one joining word."""
    assert listed(items, joined_by="or") == expected
