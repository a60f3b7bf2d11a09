"""Laws of reading a sentence: nothing lost, nothing denied is logged, numbers mean what they say."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commensal.diary.parse import Parsed, parse
from commensal.knowledge.foods import food_table
from commensal.knowledge.medicines import medicine_table
from commensal.records.facts import Food
from commensal.vocab.presence import Presence

NOW = datetime(2026, 11, 21, 20, 0, tzinfo=UTC)
# Plain names that are the first name of one food: what a negation must never log.
NAMES = sorted(
    term
    for term, ids in food_table().ids_by_term.items()
    if len(ids) == 1 and term.isascii() and term.replace(" ", "").isalpha() and "with" not in term.split()
)
CLEAR_NAMES = [
    "porridge",
    "banana",
    "lentil soup",
    "salmon",
    "brown rice",
    "hummus",
    "kefir",
    "almonds",
    "broccoli",
    "red wine",
]


def read(text: str) -> Parsed:
    """A sentence read with our tables."""
    return parse(text, foods=food_table(), medicines=medicine_table(), now=NOW)


def eaten(text: str) -> dict[str, float | None]:
    """Foods that would be logged as eaten, with their grams."""
    foods = [fact for fact in read(text).facts() if isinstance(fact, Food)]
    return {f.food_id or f.name: f.amount_g for f in foods if f.presence is Presence.RECORDED}


@given(st.text(max_size=120))
def test_any_text_is_read_without_a_crash_and_nothing_is_lost(text: str) -> None:
    """Every character that is not white space belongs to a chip, an unknown chip, an intent or a filler."""
    parsed = read(text)
    covered = [False] * len(text)
    spans = [(chip.start, chip.end) for chip in parsed.chips]
    spans += [(unknown.start, unknown.end) for unknown in parsed.unknown]
    spans += [(intent.start, intent.end) for intent in parsed.intents]
    spans += [(filler.start, filler.end) for filler in parsed.fillers]
    for start, end in spans:
        assert 0 <= start <= end <= len(text)
        covered[start:end] = [True] * (end - start)
    assert all(done or char.isspace() for done, char in zip(covered, text, strict=True))


@given(st.sampled_from(NAMES), st.sampled_from(["no {}", "without {}", "didn't have any {}", "toast, no {}"]))
def test_a_denied_food_is_never_logged_as_eaten(name: str, pattern: str) -> None:
    """Whatever the food, "no X" does not log X."""
    wanted = food_table().ids_by_term[name][0]
    assert wanted not in eaten(pattern.format(name)) or wanted == "bread_white"


@given(st.sampled_from(CLEAR_NAMES), st.sampled_from(CLEAR_NAMES))
def test_a_denial_ends_at_but(denied: str, had: str) -> None:
    """After "no X but Y" only Y is logged."""
    if denied == had:
        return
    known = food_table().ids_by_term
    found = eaten(f"no {denied} but {had}")
    assert known[denied][0] not in found
    assert known[had][0] in found


@given(st.lists(st.sampled_from(CLEAR_NAMES), min_size=1, max_size=4, unique=True), st.integers(5, 900))
def test_what_is_written_out_is_read_back(names: list[str], grams: int) -> None:
    """Foods with measured grams, written as a sentence, come back as they were."""
    found = eaten(", ".join(f"{grams} g {name}" for name in names))
    known = food_table().ids_by_term
    assert set(found) == {known[name][0] for name in names}
    assert all(amount == pytest.approx(grams, rel=1e-6) for amount in found.values())


@pytest.mark.parametrize(
    ("words", "grams"),
    [
        ("400 g rice", 400),
        ("400g rice", 400),
        ("0.4 kg rice", 400),
        ("0,4 kg rice", 400),
        ("rice 250 g", 250),
        ("rice (250g)", 250),
    ],
)
def test_measured_amounts_are_taken_as_they_stand(words: str, grams: float) -> None:
    """Glued, leading, trailing, in brackets, with a decimal comma."""
    assert next(iter(eaten(words).values())) == pytest.approx(grams, rel=0.02)


@pytest.mark.parametrize(
    ("words", "n"),
    [
        ("a banana", 1),
        ("1/2 banana", 0.5),
        ("½ banana", 0.5),
        ("half a banana", 0.5),
        ("1 1/2 bananas", 1.5),
        ("two bananas", 2),
        ("a couple of bananas", 2),
        ("banana x3", 3),
        ("3 x banana", 3),
        ("2-3 bananas", 2.5),
    ],
)
def test_counts_mean_what_they_say(words: str, n: float) -> None:
    """However a number is written, it multiplies one piece."""
    one = eaten("a banana")["banana"]
    assert one is not None
    assert eaten(words)["banana"] == pytest.approx(n * one, rel=0.05)


@given(st.sampled_from(CLEAR_NAMES))
def test_every_amount_carries_its_spread(name: str) -> None:
    """A guessed portion is wide, a measured one narrow, none is a bare point."""
    (guess,) = (fact for fact in read(name).facts() if isinstance(fact, Food))
    (weighed,) = (fact for fact in read(f"150 g {name}").facts() if isinstance(fact, Food))
    assert guess.amount_g is not None
    assert guess.amount_sd_g is not None
    assert weighed.amount_sd_g is not None
    assert guess.amount_sd_g / guess.amount_g > 0.25
    assert 0 < weighed.amount_sd_g / 150 < 0.2


@given(st.sampled_from(["zzyzxq", "qwrtplk", "blorfnag", "vexoquin"]), st.sampled_from(CLEAR_NAMES))
def test_an_unknown_word_stays_unknown_beside_a_known_food(word: str, name: str) -> None:
    """It is never mapped to something near, and does not take the known food with it."""
    parsed = read(f"{name} and {word}")
    assert word in {unknown.text for unknown in parsed.unknown}
    assert food_table().ids_by_term[name][0] in eaten(f"{name} and {word}")
