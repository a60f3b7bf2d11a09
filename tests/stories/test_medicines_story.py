"""A fortnight with medicines: typed as they come, read back without judgement, taken along to the pharmacist."""

from __future__ import annotations

import re
from datetime import date, timedelta

from tests.stories.person import Person


def test_from_typed_lines_to_the_pharmacist(person: Person) -> None:
    """A painkiller now and then beside a daily tablet, grapefruit juice once, and a visit to the pharmacist."""
    first = date.today() - timedelta(days=12)  # noqa: DTZ011 - the person's own day
    for number in range(13):
        day = (first + timedelta(days=number)).isoformat()
        if number in (5, 6, 7):
            continue  # nothing was written on these days
        extra = ", nurofen 400" if number % 4 == 0 else ", grapefruit juice" if number == 10 else ""
        person.types("log", f"tea, simvastatin 20, sertraline 50{extra}", "--day", day, "--yes")

    listed = person.types("medicines").out
    assert re.search(r"simvastatin +10 days", listed)
    assert "Grapefruit can change how strongly simvastatin acts." in listed
    assert not re.search(r"missed|forgot|streak|should|!", listed)

    card = person.types("medicines", "Nurofen").out
    assert card.startswith("Nurofen (ibuprofen)")
    assert "Please do not stop or change it on your own" in card

    expert = person.types("medicines", "simvastatin", "--expert").out
    assert "longest 3 days" in expert
    assert "0 of them with other entries" in expert
    assert "S29" in expert

    document = person.asks_json("medicines", "simvastatin")
    assert [prompt["flag"] for prompt in document["cards"][0]["prompts"]] == ["grapefruit"]


def test_what_about_a_stool_transplant(person: Person) -> None:
    """The page answers without a diary, with risks before anything else could be hoped."""
    page = person.types("fmt").out
    assert "Five kinds of risk" in page
    assert "never suggests it" in page
    assert isinstance(person.asks_json("fmt")["figures"], dict)
