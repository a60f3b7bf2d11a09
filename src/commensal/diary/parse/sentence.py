"""From a typed sentence to chips: the order of the steps."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from commensal.diary.parse.activities import read_activities, read_cycle
from commensal.diary.parse.amounts import read_amounts
from commensal.diary.parse.attach import attach_amounts, give_usual_additions
from commensal.diary.parse.chips import chips_of, food_drafts, unknown_chips
from commensal.diary.parse.clock import read_clock_times, whens
from commensal.diary.parse.compounds import join_compounds
from commensal.diary.parse.dishes import settle_dishes
from commensal.diary.parse.doses import read_doses
from commensal.diary.parse.drafts import Draft
from commensal.diary.parse.durations import read_durations
from commensal.diary.parse.eaten import Eaten, foods_named
from commensal.diary.parse.fillers import fillers_between
from commensal.diary.parse.intents import read_intents
from commensal.diary.parse.items import Item, scan
from commensal.diary.parse.lexicon import alias_root, lexicon_of
from commensal.diary.parse.modifiers import apply_free_from, deny_free, name_loaves
from commensal.diary.parse.numbers import read_numbers
from commensal.diary.parse.parsed import Parsed
from commensal.diary.parse.questions import questions_about
from commensal.diary.parse.sandwiches import make_sandwiches
from commensal.diary.parse.scope import mark_negated
from commensal.diary.parse.sleep import read_sleep
from commensal.diary.parse.stools import read_stools
from commensal.diary.parse.symptoms import read_symptoms
from commensal.diary.parse.tokens import tokenise
from commensal.knowledge.foods import FoodTable
from commensal.knowledge.medicines import MedicineTable

_NO_ALIASES: Mapping[str, str] = {}


def parse(
    text: str,
    *,
    foods: FoodTable,
    medicines: MedicineTable,
    aliases: Mapping[str, str] = _NO_ALIASES,
    now: datetime,
) -> Parsed:
    """Read a sentence as typed: foods with grams, medicines, symptoms, sleep, stools, activity, and what is left.

    Nothing is looked up outside the tables. A word that no table has stays an unknown chip; a food that is said to
    have been left out is never logged as eaten.

    Parameters
    ----------
    text : the person's words; the caller keeps them for ever.
    foods, medicines : the tables of facts.
    aliases : food id by the person's own words; they win over the table.
    now : the moment of writing, with its offset; "last night" and "8am" are read from it.
    """
    lexicon = lexicon_of(foods, medicines)
    own_words = alias_root(frozenset(aliases.items())) if aliases else None
    items = scan(tokenise(text), lexicon, own_words)
    items = read_amounts(read_clock_times(read_durations(read_numbers(items))))
    intents = read_intents(items, text)
    mark_negated(items, foods)
    drafts = _read_body(items, text, medicines)
    named = _read_foods(items, foods)
    when = whens(items, now)
    drafts.extend(food_drafts(items, named, foods, text))
    chips = chips_of(drafts, when, text, now)
    unknown = unknown_chips(items, named, when, text, now)
    return Parsed(
        text=text,
        chips=chips,
        unknown=unknown,
        intents=intents,
        questions=questions_about(drafts, unknown, text),
        fillers=fillers_between(text, chips, unknown, intents),
    )


def _read_body(items: list[Item], text: str, medicines: MedicineTable) -> list[Draft]:
    """Everything that is no food. Sleep first, because its clock times are not those of meals."""
    return [
        *read_sleep(items),
        *read_stools(items),
        *read_cycle(items),
        *read_symptoms(items),
        *read_activities(items),
        *read_doses(items, text, medicines),
    ]


def _read_foods(items: list[Item], foods: FoodTable) -> list[Eaten]:
    named = foods_named(items)
    deny_free(items, named)
    name_loaves(items, named)
    apply_free_from(items, named, foods)
    make_sandwiches(items, named, foods)
    join_compounds(items, named, foods)
    settle_dishes(items, named, foods)
    attach_amounts(items, named, foods)
    give_usual_additions(items, named, foods)
    return named
