"""Facts check their own shape and range, and flatten without loss."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from commensal.records.entry import Entry
from commensal.records.fact_fields import fact_from_fields, fields_of
from commensal.records.facts import Food, Note, Sleep, StoolForm, SymptomRating, kind_of
from commensal.vocab.errors import InvalidRecordError
from commensal.vocab.origin import Origin
from commensal.vocab.presence import Presence
from commensal.vocab.scales import ORDINAL_0_3


def test_a_rating_off_its_scale_is_refused_with_the_range() -> None:
    """The sentence names the symptom, what was found and what was expected."""
    with pytest.raises(InvalidRecordError, match=r"pain: found 14; expected a number from 0 to 10 points"):
        SymptomRating(symptom="pain", score=14)


@pytest.mark.parametrize(
    ("score", "presence"),
    [(None, Presence.RECORDED), (3, Presence.NONE), (3, Presence.MISSING), (0, Presence.NOT_ASKED)],
)
def test_value_and_presence_must_tell_the_same_story(score: float | None, presence: Presence) -> None:
    """A recorded blank, a none with a number and a missing value with one are all refused."""
    with pytest.raises(InvalidRecordError):
        SymptomRating(symptom="pain", score=score, presence=presence)


def test_not_a_number_is_never_a_rating() -> None:
    """NaN and infinity are refused."""
    for score in (float("nan"), float("inf")):
        with pytest.raises(InvalidRecordError):
            SymptomRating(symptom="pain", score=score)


def test_stool_form_goes_from_one_to_seven() -> None:
    """Seven forms, no eighth."""
    assert StoolForm(form=7).form == 7
    with pytest.raises(InvalidRecordError):
        StoolForm(form=8)


def test_names_may_not_be_empty() -> None:
    """A food has a name."""
    with pytest.raises(InvalidRecordError):
        Food(name="  ")


def test_fields_and_back() -> None:
    """A fact comes back from its flat fields, scale and presence included."""
    fact = SymptomRating(symptom="Fog", score=0, scale=ORDINAL_0_3, presence=Presence.NONE)
    assert fact_from_fields(kind_of(fact), fields_of(fact)) == fact
    night = Sleep(duration_h=6.5, quality=2, quality_scale=ORDINAL_0_3)
    assert fact_from_fields("sleep", fields_of(night)) == night


def test_unknown_kinds_and_fields_are_refused_not_dropped() -> None:
    """A file from a newer version is met with advice, not with loss."""
    with pytest.raises(InvalidRecordError, match="newer version"):
        fact_from_fields("dream", {})
    with pytest.raises(InvalidRecordError, match="colour"):
        fact_from_fields("note", {"text": "x", "colour": "red"})


def test_an_instant_needs_its_offset() -> None:
    """A time without an offset could be any time."""
    with pytest.raises(InvalidRecordError, match="offset"):
        Entry(
            id="1",
            fact=Note(text="x"),
            day=date(2026, 1, 1),
            recorded_at=datetime(2026, 1, 1),  # noqa: DTZ001 - the point of the test
            origin=Origin.ENTERED,
        )


def test_which_origins_may_be_analysed() -> None:
    """Prefilled values never; copied ones never as outcomes."""
    assert not Origin.PREFILLED.reaches_analysis
    assert Origin.COPIED.reaches_analysis
    assert not Origin.COPIED.may_be_outcome
    assert {o for o in Origin if o.may_be_outcome} == {Origin.ENTERED, Origin.CONFIRMED, Origin.IMPORTED}
