"""Symptoms and stress, with a number, a word of severity, a plain mention, or a recorded none."""

from __future__ import annotations

from commensal.diary.parse.drafts import Draft, claim
from commensal.diary.parse.items import Item
from commensal.diary.parse.ratings import VERBAL_0_3, Rating, rating_near
from commensal.records.facts import Fact, Measurement, Stress, SymptomRating
from commensal.vocab.presence import Presence
from commensal.vocab.scales import NRS_0_10, YES_NO
from commensal.vocab.units import Unit

# More is better, so these are no symptoms: kept as numbers under their own name.
_MORE_IS_BETTER = frozenset({"energy", "mood", "concentration", "memory"})
_NUMBER, _WORD, _MENTION = 0.96, 0.92, 0.85


def read_symptoms(items: list[Item]) -> list[Draft]:
    """Every symptom and every word of stress that the sentence holds."""
    drafts = []
    for at, item in enumerate(items):
        if item.is_claimed or not item.has("symptom", "stress") or item.negated == "mention":
            continue
        if item.food is not None and not item.has("symptom"):
            continue
        draft = _draft(items, at, item)
        if draft is not None:
            drafts.append(draft)
    return drafts


def _draft(items: list[Item], at: int, item: Item) -> Draft | None:
    name = item.word("symptom")
    needs_rating = name.startswith("~")
    name = name.removeprefix("~")
    if item.negated:
        if needs_rating:
            return None
        start, end = claim([item])
        fact = _fact(item, name, score=0.0, presence=Presence.NONE)
        return Draft(fact=fact, at=at, start=start, end=end, confidence=_NUMBER, negated=True, term=item.text)
    rating = rating_near(items, at)
    if rating is None and needs_rating:
        return None
    if rating is not None and rating.out_of_range:
        start, end = claim([item, *rating.used])
        fact = _fact(item, name, score=1.0, scale_is_mark=True)
        return Draft(fact=fact, at=at, start=start, end=end, confidence=0.4, term=item.text, question="range")
    if name in _MORE_IS_BETTER:
        return _better_with_more(at, item, name, rating)
    start, end = claim([item, *(rating.used if rating is not None else ())])
    fact = _rated(item, name, rating)
    confidence = _MENTION if rating is None else _WORD if rating.scale is VERBAL_0_3 else _NUMBER
    return Draft(fact=fact, at=at, start=start, end=end, confidence=_after(confidence, item), term=item.text)


def _after(confidence: float, item: Item) -> float:
    return confidence - 0.1 * item.edits


def _better_with_more(at: int, item: Item, name: str, rating: Rating | None) -> Draft | None:
    if rating is None or rating.scale is VERBAL_0_3:
        return None
    start, end = claim([item, *rating.used])
    fact = Measurement(name=name, value=rating.score, unit=Unit.POINTS)
    return Draft(fact=fact, at=at, start=start, end=end, confidence=_NUMBER, term=item.text)


def _rated(item: Item, name: str, rating: Rating | None) -> Fact:
    if rating is None:
        return _fact(item, name, score=1.0, scale_is_mark=True)
    if rating.score == 0.0 and rating.scale is VERBAL_0_3:
        return _fact(item, name, score=0.0, presence=Presence.NONE)
    if item.has("symptom"):
        return SymptomRating(symptom=name, score=rating.score, scale=rating.scale)
    return Stress(score=rating.score, scale=rating.scale)


def _fact(
    item: Item, name: str, *, score: float, presence: Presence = Presence.RECORDED, scale_is_mark: bool = False
) -> Fact:
    scale = YES_NO if scale_is_mark else NRS_0_10
    if item.has("symptom"):
        return SymptomRating(symptom=name, score=score, scale=scale, presence=presence)
    return Stress(score=score, scale=scale, presence=presence)
