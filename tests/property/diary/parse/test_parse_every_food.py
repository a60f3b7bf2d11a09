"""What holds for every food of the table, and for any sentence that is made of what the parser knows."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commensal.diary.parse import Parsed, in_words, parse
from commensal.diary.parse.foods_in_words import name_of
from commensal.diary.parse.items import is_ordinary, scan
from commensal.diary.parse.lexicon import lexicon_of
from commensal.diary.parse.stems import stem
from commensal.diary.parse.tokens import plain, tokenise
from commensal.knowledge.foods import food_table
from commensal.knowledge.medicines import medicine_table
from commensal.records.facts import Food
from commensal.vocab.presence import Presence

NOW = datetime(2026, 3, 1, 20, 0, tzinfo=UTC)
FOODS, MEDICINES = food_table(), medicine_table()
NAME_BY_ID = {food_id: name_of(food_id, FOODS, MEDICINES) for food_id in FOODS.foods}
ids = st.sampled_from(sorted(NAME_BY_ID))
# A food whose name can also stand for the place of another ("toast" in "toast without ...") proves nothing there.
OTHERS = {"bread_white", "porridge", "coffee", "soup_vegetable", "water", "milk_semi", "tea_black"}


def read(text: str) -> Parsed:
    """A sentence read with the shipped tables."""
    return parse(text, foods=FOODS, medicines=MEDICINES, now=NOW)


def eaten(text: str) -> list[Food]:
    """Foods that would be logged as eaten."""
    foods = [fact for fact in read(text).facts() if isinstance(fact, Food)]
    return [food for food in foods if food.presence is Presence.RECORDED]


@pytest.mark.parametrize(
    "pattern",
    [
        "{}",
        "a {}",
        "some {}",
        "the {}",
        "my usual {}",
        "150 g {}",
        "{}, 80 g",
        "2 x {}",
        "I had {} for lunch",
        "{} at 3pm",
    ],
)
def test_every_food_is_found_by_its_name(pattern: str) -> None:
    """Articles, amounts, meals and times around a name do not change which food it is, nor add another."""
    wrong = {
        food_id: [food.food_id for food in eaten(pattern.format(name))]
        for food_id, name in NAME_BY_ID.items()
        if [food.food_id for food in eaten(pattern.format(name))] != [food_id]
    }
    assert wrong == {}


@pytest.mark.parametrize(
    "pattern",
    [
        "no {}",
        "toast without {}",
        "toast w/o {}",
        "didn't have any {}",
        "porridge, no {} or honey",
        "without {} and sugar",
        "I skipped the {} and had soup",
        "no {}, just water",
        "coffee instead of {}",
        "toast (no {})",
        "swapped {} for toast",
        "toast, hold the {}",
    ],
)
def test_no_food_is_logged_when_it_is_denied(pattern: str) -> None:
    """Whatever the food and the words of the denial, it is not logged as eaten."""
    logged = {
        food_id
        for food_id, name in NAME_BY_ID.items()
        if food_id not in OTHERS and food_id in {food.food_id for food in eaten(pattern.format(name))}
    }
    assert logged == set()


def test_what_is_denied_after_a_food_leaves_the_food() -> None:
    """Without milk, every food is still logged: as itself, or as the dish that it is without milk."""
    lost = {food_id for food_id, name in NAME_BY_ID.items() if not eaten(f"{name} but no milk")}
    assert lost <= {"milk_semi"}


@given(ids, ids)
def test_a_denial_reaches_one_food_and_not_the_next(denied: str, had: str) -> None:
    """Of "no X but Y" only Y is logged."""
    found = {food.food_id for food in eaten(f"no {NAME_BY_ID[denied]} but {NAME_BY_ID[had]}")}
    assert had in found
    assert denied not in found - {had}


@given(st.lists(st.tuples(ids, st.integers(1, 9_000)), min_size=1, max_size=5, unique_by=lambda pair: pair[0]))
def test_foods_told_in_words_are_read_back(told: list[tuple[str, int]]) -> None:
    """Parse undoes format: the same foods, the same grams, in the same order."""
    foods = [Food(name=FOODS.foods[food_id].name, food_id=food_id, amount_g=halves / 2) for food_id, halves in told]
    sentence = in_words(foods, foods=FOODS, medicines=MEDICINES)
    back = eaten(sentence)
    assert [food.food_id for food in back] == [food.food_id for food in foods]
    assert [food.amount_g for food in back] == pytest.approx([food.amount_g for food in foods], abs=0.01)


@given(ids, st.integers(1, 60))
def test_a_count_multiplies_one(food_id: str, number: int) -> None:
    """Three times as many weigh three times as much, written before or behind."""
    name = NAME_BY_ID[food_id]
    (one,) = eaten(f"1 x {name}")
    (before,) = eaten(f"{number} x {name}")
    (behind,) = eaten(f"{name} x{number}")
    assert one.amount_g is not None
    assert before.amount_g == behind.amount_g
    is_double = number == 2 and "double" in FOODS.grams_by_measure.get(food_id, {})
    if number < 25 and number * one.amount_g <= 5_000 and not is_double:
        assert before.amount_g == pytest.approx(number * one.amount_g, abs=0.02 * number)


@given(ids)
def test_a_guess_is_wide_and_a_weight_is_narrow(food_id: str) -> None:
    """No amount is a bare point."""
    (guess,) = eaten(NAME_BY_ID[food_id])
    (weighed,) = eaten(f"150 g {NAME_BY_ID[food_id]}")
    assert guess.amount_g
    assert guess.amount_sd_g
    assert guess.amount_sd_g / guess.amount_g >= 0.19
    assert (weighed.amount_g, weighed.amount_sd_g) == (150, 7.5)


KNOWN_WORDS = ["and", "with", "no", "without", "but", ",", ".", "(", ")", "200 g", "2 x", "half a", "last night", "8am"]
sentences = st.lists(
    st.one_of(
        st.sampled_from(KNOWN_WORDS),
        ids.map(NAME_BY_ID.__getitem__),
        st.sampled_from(["pain 4", "slept 6h", "ibuprofen 400", "type 6", "florble", "usual breakfast", "blenk"]),
    ),
    min_size=1,
    max_size=14,
).map(" ".join)


@given(sentences)
def test_every_word_has_an_owner_and_no_unknown_word_is_swallowed(text: str) -> None:
    """A word in no list is shown as unknown, alone or within a longer unknown chip."""
    parsed = read(text)
    for item in scan(tokenise(text), lexicon_of(FOODS, MEDICINES), None):
        if item.is_unknown:
            assert any(chip.start <= item.start and item.end <= chip.end for chip in parsed.unknown), item.text
    for chip in parsed.unknown:
        assert text[chip.start : chip.end] == chip.text
    for made in parsed.chips:
        assert text[made.start : made.end] == made.text


@given(sentences)
def test_confidence_is_a_share_and_alternatives_are_few(text: str) -> None:
    """A surface can always show a chip."""
    for chip in read(text).chips:
        assert 0 < chip.confidence <= 1
        assert len(chip.alternatives) <= 5
        if isinstance(chip.fact, Food) and chip.fact.food_id is not None:
            assert chip.fact.food_id not in chip.alternatives


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=3, max_size=9), ids)
def test_a_made_up_word_is_no_food_unless_it_is_nearly_one(word: str, food_id: str) -> None:
    """Letters at random beside a food never log a second food in silence."""
    lexicon, told = lexicon_of(FOODS, MEDICINES), stem(plain(word))
    is_known = told in lexicon.known or told in lexicon.joined or is_ordinary(told, lexicon)
    if is_known or lexicon.spelling.repair(told)[0] or [token.text for token in tokenise(word)] != [word]:
        return
    parsed = read(f"{NAME_BY_ID[food_id]}, {word}")
    assert word in {chip.text for chip in parsed.unknown}
    assert [chip.fact.food_id for chip in parsed.chips if isinstance(chip.fact, Food)] == [food_id]
