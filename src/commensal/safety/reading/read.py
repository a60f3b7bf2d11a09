"""Reads what a typed text says of a person's safety: triggers of rules, states, parts of them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import TypeVar

from commensal.knowledge.medicines import medicine_table
from commensal.safety.reading.concepts import Concept, concepts, rows, word_classes
from commensal.safety.reading.durations import Length, lengths
from commensal.safety.reading.mention import Mention, MentionStatus, Reading
from commensal.safety.reading.patterns import Match, Matcher
from commensal.safety.reading.scope import Cue, Scene
from commensal.safety.reading.spelling import Speller
from commensal.safety.reading.tokens import Token, plain, tokenise

_LONG_AGO_DAYS = 84
_NEAR_WORDS = 20
_LONGEST_MATCH = 32
_Span = TypeVar("_Span", Match, Length)
# "S09.fever>=37.8", "S03.black_stool#tarry": a concept, a variant of it, a limit for the number in the pattern.
_TAG = re.compile(r"(?P<concept>[\w.]+?)(?:#(?P<variant>\w+))?(?:(?P<sign>>=|<)(?P<limit>[\d.]+))?")
# Words of two kinds that only stand near each other. Near-misses of the concept hold for them; what stands between
# them is not part of what is denied.
_LOOSE = "#loose"
_PERSISTENT_DIARRHOEA_DAYS = 7
_SHORTEST_NAME_MENDED = 7
_SAYS_SINCE_WHEN = frozenset({"S16.gap", "S09.antibiotics"})


@dataclass(frozen=True, slots=True)
class Found:
    """A text as the reader sees it: its tokens, what was matched by kind of row, and who reaches whom."""

    text: str
    tokens: Sequence[Token]
    concepts: Sequence[Match]
    wishes: Sequence[Match]
    near_misses: Sequence[Match]
    medicines: Sequence[Match]
    scene: Scene


def read(text: str, *, today: date | None = None) -> Reading:
    """Everything that a text mentions, each with its standing.

    Parameters
    ----------
    text : as typed; any length, any characters.
    today : the day it was written, for "since Monday". Without it a weekday counts as six days, a month as thirty.

    Notes
    -----
    Finding nothing proves nothing: matching words misses some.
    """
    found = find(text)
    stretches = lengths(found.tokens, today)
    mentions = [_mention(found, match, stretches) for match in _longest_of_each(found.concepts)]
    mentions += [
        replace(mention, concept="S09.persistent_diarrhoea") for mention in mentions if _lasts_too_long(mention)
    ]
    return Reading(mentions=tuple(sorted(set(mentions), key=lambda one: (one.start, one.end, one.concept))))


def _lasts_too_long(mention: Mention) -> bool:
    """Whether a diarrhoea is given a length of more than seven days."""
    return mention.concept == "diarrhoea" and (mention.duration_days or 0) > _PERSISTENT_DIARRHOEA_DAYS


def concept_of(tag: str) -> str:
    """The concept that a row of the expressions speaks of, without its variant and its limit."""
    match = _TAG.fullmatch(tag)
    return match["concept"] if match else tag


def _keeps_limit(match: Match, tokens: Sequence[Token]) -> bool:
    """Whether the number in a match is on the right side of the limit that its row names."""
    parts = _TAG.fullmatch(match.tag)
    if parts is None or parts["limit"] is None:
        return True
    numbers = (tokens[at].number for at in range(match.first, match.behind))
    value = next((number for number in numbers if number is not None), None)
    if value is None:
        return False
    return value >= float(parts["limit"]) if parts["sign"] == ">=" else value < float(parts["limit"])


def find(text: str) -> Found:
    """Match all patterns in a text, once for everything that is asked of it."""
    tokens = tokenise(text, _speller().spell)
    by_kind: dict[str, list[Match]] = {"concept": [], "wish": [], "near": [], "cue": [], "medicine": []}
    for match in _matcher().find(tokens):
        kind, _, tag = match.tag.partition(":")
        inner = Match(tag, match.first, match.behind)
        if kind != "concept" or _keeps_limit(inner, tokens):
            by_kind[kind].append(inner)
    covered = [False] * len(tokens)
    for match in by_kind["concept"]:
        if match.tag.endswith(_LOOSE):
            continue
        covered[match.first : match.behind] = [True] * (match.behind - match.first)
    return Found(
        text=text,
        tokens=tokens,
        concepts=by_kind["concept"],
        wishes=by_kind["wish"],
        near_misses=by_kind["near"],
        medicines=by_kind["medicine"],
        scene=Scene(tokens, [_cue(match) for match in by_kind["cue"]], covered, *_denial_words()),
    )


def status_of(found: Found, match: Match, ignores: frozenset[str]) -> MentionStatus:
    """How one match stands in its text."""
    if "figurative" not in ignores and any(
        match.first < near.behind and _is_about(near.tag, match.tag)
        for near in _beginning_within(found.near_misses, match.first - _LONGEST_MATCH, match.behind)
    ):
        return MentionStatus.FIGURATIVE
    return found.scene.status(match, ignores)


def _beginning_within(spans: Sequence[_Span], low: int, high: int) -> Sequence[_Span]:
    """Of spans in the order of the text, those that begin in ``tokens[low:high]``."""
    start = bisect_left(spans, low, key=_first_of)
    return spans[start : bisect_left(spans, high, lo=start, key=_first_of)]


def _first_of(span: Match | Length) -> int:
    return span.first


def _is_about(ids: str, tag: str) -> bool:
    names = ("*", tag, tag.removesuffix(_LOOSE))
    return any(one in names or tag.startswith(f"{one}.") for one in ids.split(";"))


def _mention(found: Found, match: Match, stretches: Sequence[Length]) -> Mention:
    concept = concepts()[concept_of(match.tag)]
    status = status_of(found, match, concept.ignores)
    stretch = _nearest(found.scene, match, stretches)
    if (
        status is MentionStatus.AFFIRMED
        and stretch is not None
        and stretch.is_ago
        and stretch.days >= _LONG_AGO_DAYS
        and "past" not in concept.ignores
        and not found.scene.stands_between("present", max(0, match.first - 4), match.behind + 4)
        and not found.scene.stands_between("began", max(0, match.first - 6), match.behind + 6)
    ):
        status = MentionStatus.PAST
    start, end = found.tokens[match.first].start, found.tokens[match.behind - 1].end
    return Mention(
        concept=concept.id,
        start=start,
        end=end,
        words=found.text[start:end],
        status=status,
        duration_days=_days(found.scene, match, concept, stretch),
        about=_about(found, match) if "S16" in concept.rules else "",
        percent=_percent(found, match) if concept.id == "S21.weight_down_percent" else None,
    )


def _days(scene: Scene, match: Match, concept: Concept, stretch: Length | None) -> int | None:
    """How long it has lasted. "Ago" is a length only of what is said to have begun then."""
    if stretch is None:
        return None
    began = concept.id in _SAYS_SINCE_WHEN or scene.stands_between("began", max(0, match.first - 6), match.behind + 6)
    return stretch.days if began or not stretch.is_ago else None


def _nearest(scene: Scene, match: Match, stretches: Sequence[Length]) -> Length | None:
    """The stretch of time that belongs to a mention: in its sentence, on its side of a "but", the nearest one."""
    best: tuple[int, Length] | None = None
    for stretch in _beginning_within(stretches, match.first - _LONGEST_MATCH, match.behind + _NEAR_WORDS + 1):
        distance = max(stretch.first - match.behind, match.first - stretch.behind, 0)
        low, high = min(match.first, stretch.first), max(match.first, stretch.first)
        if distance > _NEAR_WORDS or not scene.is_same_sentence(low, high):
            continue
        if scene.stands_between("barrier", low, high):
            continue
        if best is None or distance < best[0]:
            best = (distance, stretch)
    return None if best is None else best[1]


def _about(found: Found, match: Match) -> str:
    """The words that name the medicine that a wish or a gap speaks of; the nearest, in the same sentence."""
    best: tuple[int, int, Match] | None = None
    for medicine in _beginning_within(found.medicines, match.first - _LONGEST_MATCH, match.behind + _NEAR_WORDS + 1):
        distance = max(medicine.first - match.behind + 1, match.first - medicine.behind + 1, 0)
        if distance <= _NEAR_WORDS and found.scene.is_same_sentence(medicine.first, match.first):
            candidate = (distance, -(medicine.behind - medicine.first), medicine)
            best = candidate if best is None or candidate[:2] < best[:2] else best
    if best is None:
        return ""
    return found.text[found.tokens[best[2].first].start : found.tokens[best[2].behind - 1].end]


def _percent(found: Found, match: Match) -> float | None:
    numbers = (found.tokens[at].number for at in range(match.first, match.behind))
    return next((number for number in numbers if number is not None and number <= 100), None)


def _longest_of_each(matches: Sequence[Match]) -> Iterator[Match]:
    """Of matches of one concept that overlap only the longest; the first of equals."""
    last: dict[str, Match] = {}
    for match in matches:
        before = last.get(match.tag)
        if before is None or match.first >= before.behind:
            if before is not None:
                yield before
            last[match.tag] = match
        elif match.behind - match.first > before.behind - before.first:
            last[match.tag] = match
    yield from last.values()


def _cue(match: Match) -> Cue:
    row = rows("scope_cues")[int(match.tag)]
    return Cue(kind=row["kind"], side=row["side"], reach=row["reach"], first=match.first, behind=match.behind)


@cache
def _denial_words() -> tuple[frozenset[str], frozenset[str]]:
    classes = word_classes()
    return frozenset(classes["denial_words"]), frozenset(classes["denial_verbs"])


@cache
def _matcher() -> Matcher:
    classes = {**word_classes(), "medicine_name": _medicine_names()}
    classes["medicine"] = (*classes["medicine_kind"], "{medicine_name}")
    patterns = [(f"concept:{row['concept']}", row["pattern"]) for row in rows("expressions")]
    patterns += [(f"near:{row['concepts']}", row["pattern"]) for row in rows("near_misses")]
    patterns += [(f"cue:{number}", row["pattern"]) for number, row in enumerate(rows("scope_cues"))]
    patterns += [(f"wish:{row['kind']}|{row['topic']}", row["pattern"]) for row in rows("wishes")]
    patterns.append(("medicine:name", "{medicine}"))
    return Matcher(patterns, classes)


@cache
def _speller() -> Speller:
    names = (name for name in _medicine_names() if len(name) >= _SHORTEST_NAME_MENDED and name.isalpha())
    return Speller((*word_classes()["mended"], *names), _matcher().knows)


@cache
def _medicine_names() -> tuple[str, ...]:
    """Names of medicines as word patterns; foods and supplements that share the table are left out."""
    others = frozenset(word_classes()["not_a_medicine"])
    names = set()
    for name in medicine_table().substances_by_name:
        words = [token.text for token in tokenise(plain(name), lambda word: (word,)) if not token.is_mark]
        if words and " ".join(words) not in others and not words[0].isdecimal():
            names.add(" ".join(words))
    return tuple(sorted(names))
