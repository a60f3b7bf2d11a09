"""Words that a change may not hold, and everyday words that it may."""

from __future__ import annotations

import pytest

from commensal.knowledge.never_tried import never_tried_in, speaks_of_medicines


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("amitriptyline", "medicines"),
        ("my pain killers", "medicines"),
        ("a lower dose", "medicines"),
        ("two glasses of wine", "alcohol"),
        ("a water fast, fasting", "eating too little"),
        ("smoking outside", "nicotine"),
        ("my CPAP", "treatments"),
        ("bleach", "poison"),
        ("THC drops", "drugs"),
    ],
)
def test_some_words_are_never_tried(text: str, why: str) -> None:
    """Whatever stands around them."""
    assert never_tried_in(text) == why


@pytest.mark.parametrize("text", ["food", "all my meals", "no food at all", "breakfast and lunch", "water", "sleep"])
def test_what_one_needs_is_not_left_out(text: str) -> None:
    """It may be part of a change, and not what is gone without."""
    assert never_tried_in(text, is_left_out=True) in ("eating too little", "rest")
    assert never_tried_in(text) is None


@pytest.mark.parametrize("text", ["fried food", "fast food", "bread for breakfast", "screens in bed", "oranges", ""])
def test_everyday_words_pass(text: str) -> None:
    """One food, one habit."""
    assert never_tried_in(text, is_left_out=True) is None


def test_medicines_are_heard_beside_other_words() -> None:
    """Also where something else in the text is refused first."""
    assert speaks_of_medicines("wine and tablets")
    assert speaks_of_medicines("ibuprofen 400")
    assert not speaks_of_medicines("a glass of wine")
