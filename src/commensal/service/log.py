"""Log: a person's words and numbers become entries of one day."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import uuid4

from commensal.records.entry import Entry
from commensal.records.facts import Fact, Food, MedicineDose, Note, Sleep, StoolForm, Stress, SymptomRating
from commensal.service.home import Home
from commensal.vocab.errors import InvalidRecordError, UsageError
from commensal.vocab.origin import Origin
from commensal.vocab.presence import Presence

# An amount is read only where its unit is written: "vitamin B 12" is a name, "oats 40 g" is a name and an amount.
_AMOUNT = re.compile(r"^(?P<name>.*\S)\s+(?P<number>\d+(?:[.,]\d+)?)\s*(?P<unit>kg|g|mg|mcg|µg|μg)$", re.IGNORECASE)
_GRAMS_PER_UNIT = {"kg": 1000.0, "g": 1.0, "mg": 1e-3, "mcg": 1e-6, "µg": 1e-6, "μg": 1e-6}


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged:
    """What was kept: the entries of one ``log``, the day they belong to, and how much of it was only words."""

    day: date
    entries: tuple[Entry, ...]
    is_backfilled: bool

    @property
    def has_only_words(self) -> bool:
        """Whether nothing but words was kept, so that no number came from this."""
        return all(isinstance(entry.fact, Note) for entry in self.entries)


def log(
    home: Home,
    text: str | None = None,
    *,
    ratings: Mapping[str, float] | None = None,
    none: Sequence[str] = (),
    foods: Sequence[str] = (),
    without: Sequence[str] = (),
    medicines: Sequence[str] = (),
    sleep_h: float | None = None,
    stool_form: int | None = None,
    stress: float | None = None,
    note: str | None = None,
    day: date | None = None,
    at: time | None = None,
) -> Logged:
    """Keep what a person says of one day; returns only after it is safely on disk.

    Nothing is guessed from ``text``: it is kept word for word, for ever.

    Parameters
    ----------
    text : a person's own words.
    ratings : score by symptom. [NRS 0-10]
    none : symptoms that were not there: a recorded "none", which a blank is not.
    foods, without : foods eaten, and foods a person says they had none of; "oats 40 g" gives an amount.
    medicines : medicines taken; "ibuprofen 400 mg" gives a dose.
    sleep_h : the night that ended on this day. [hours]
    stool_form : 1 (hard lumps) to 7 (liquid).
    stress : how stressful the day was. [NRS 0-10]
    note : further words.
    day : the local day it belongs to; today when left out.
    at : the clock time on that day, where the person is.

    Raises
    ------
    InvalidRecordError : a number outside its range, or a day that has not come; nothing was written.
    UsageError : nothing to keep, or one symptom both rated and said to be absent.
    """
    now = home.now()
    the_day = now.date() if day is None else day
    _check_day(the_day, now)
    facts = (
        *_ratings(ratings or {}, none),
        *(_food(words) for words in foods),
        *(Food(name=_name(words), presence=Presence.NONE) for words in without),
        *(_medicine(words) for words in medicines),
        *_body(sleep_h=sleep_h, stool_form=stool_form, stress=stress),
        *(Note(text=words) for words in (text, note) if words and words.strip()),
    )
    if not facts:
        raise UsageError(
            where="commensal log",
            found="nothing to keep",
            expected="words, or an option such as --pain 4",
            do='Try: commensal log "slept badly" --pain 4',
        )
    instant = _instant(home, now, the_day, at)
    entries = tuple(_entry(fact, the_day, instant, now) for fact in facts)
    with home.journal() as journal:
        journal.append(entries, action="log", now=now)
    return Logged(day=the_day, entries=entries, is_backfilled=the_day != now.date())


def day_from_words(words: str, *, today: date) -> date:
    """The day a person means: ``today``, ``yesterday``, or a date written 2026-11-20.

    Raises
    ------
    UsageError : anything else.
    """
    plain = words.strip().casefold()
    if plain in ("today", "yesterday"):
        return today - timedelta(days=plain == "yesterday")
    try:
        return date.fromisoformat(plain)
    except ValueError as problem:
        raise UsageError(
            where="the day",
            found=repr(words),
            expected="today, yesterday or a date such as 2026-11-20",
            do="Write the day as year-month-day.",
        ) from problem


def _check_day(day: date, now: datetime) -> None:
    if day > now.date():
        raise InvalidRecordError(
            where="the day",
            found=day.isoformat(),
            expected=f"today ({now.date().isoformat()}) or a day before it",
            do="Log it when the day has come.",
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


def _instant(home: Home, now: datetime, day: date, at: time | None) -> datetime | None:
    """When it happened: the time said, now for today, unknown for another day."""
    if at is not None:
        return home.instant(day, at)
    return now if day == now.date() else None


def _entry(fact: Fact, day: date, at: datetime | None, now: datetime) -> Entry:
    return Entry(id=str(uuid4()), fact=fact, day=day, at=at, recorded_at=now, origin=Origin.ENTERED)
