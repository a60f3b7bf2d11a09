"""Words of bodily effort."""

from __future__ import annotations

import pytest

from commensal.knowledge.exertion_words import speaks_of_exertion


@pytest.mark.parametrize(
    "text", ["a walk", "Yoga each morning", "tai-chi", "ten minutes of gentle stretching", "press-ups"]
)
def test_effort_is_heard(text: str) -> None:
    """However gentle, and however it is written."""
    assert speaks_of_exertion(text)


@pytest.mark.parametrize("text", ["a warm bath", "reading in bed", "porridge", "walkers crisps", "sitting in the sun"])
def test_what_asks_nothing_of_the_body_is_no_effort(text: str) -> None:
    """Words are whole words."""
    assert not speaks_of_exertion(text)
