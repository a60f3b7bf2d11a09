"""Stated: what a person says by an option of its own becomes a fact; nothing in it is guessed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from commensal.records.facts import Fact, Food, MedicineDose, Sleep, StoolForm, Stress, SymptomRating
from commensal.vocab.errors import UsageError
from commensal.vocab.presence import Presence

# An amount is read only where its unit is written: "vitamin B 12" is a name, "oats 40 g" is a name and an amount.
_AMOUNT = re.compile(r"^(?P<name>.*\S)\s+(?P<number>\d+(?:[.,]\d+)?)\s*(?P<unit>kg|g|mg|mcg|µg|μg)$", re.IGNORECASE)
_GRAMS_PER_UNIT = {"kg": 1000.0, "g": 1.0, "mg": 1e-3, "mcg": 1e-6, "µg": 1e-6, "μg": 1e-6}


def stated_facts(
    *,
    ratings: Mapping[str, float],
    none: Sequence[str],
    foods: Sequence[str],
    without: Sequence[str],
    medicines: Sequence[str],
    sleep_h: float | None,
    stool_form: int | None,
    stress: float | None,
) -> tuple[Fact, ...]:
    """One fact for each thing stated; what the names mean is said at ``service.log.log``.

    Raises
    ------
    InvalidRecordError : a number outside its range.
    UsageError : one symptom both rated and said to be absent.
    """
    return (
        *_ratings(ratings, none),
        *(_food(words) for words in foods),
        *(Food(name=_name(words), presence=Presence.NONE) for words in without),
        *(_medicine(words) for words in medicines),
        *_body(sleep_h=sleep_h, stool_form=stool_form, stress=stress),
    )


def _ratings(score_by_symptom: Mapping[str, float], none: Sequence[str]) -> Iterator[SymptomRating]:
    absent = {_name(symptom).casefold() for symptom in none}
    if both := sorted(symptom for symptom in score_by_symptom if symptom.strip().casefold() in absent):
        raise UsageError(
            where=f"symptom {both[0]}",
            found="a number and 'none' together",
            expected="one of the two",
            do="Leave one of them out.",
        )
    for symptom, score in score_by_symptom.items():
        yield SymptomRating(symptom=_name(symptom), score=score)
    for symptom in none:
        yield SymptomRating(symptom=_name(symptom), score=0.0, presence=Presence.NONE)


def _food(words: str) -> Food:
    name, grams = _amount(words)
    return Food(name=name, amount_g=grams, text=_name(words))


def _medicine(words: str) -> MedicineDose:
    name, grams = _amount(words)
    dose_mg = None if grams is None else round(grams * 1000.0, 9)
    return MedicineDose(name=name, dose_mg=dose_mg, text=_name(words))


def _body(*, sleep_h: float | None, stool_form: int | None, stress: float | None) -> Iterator[Fact]:
    if sleep_h is not None:
        yield Sleep(duration_h=sleep_h)
    if stool_form is not None:
        yield StoolForm(form=stool_form)
    if stress is not None:
        yield Stress(score=stress)


def _amount(words: str) -> tuple[str, float | None]:
    """Name, and amount in grams where one is written with its unit."""
    match = _AMOUNT.match(_name(words))
    if match is None:
        return _name(words), None
    number = float(match["number"].replace(",", "."))
    return match["name"], round(number * _GRAMS_PER_UNIT[match["unit"].lower()], 12)


def _name(words: str) -> str:
    return " ".join(words.split())
