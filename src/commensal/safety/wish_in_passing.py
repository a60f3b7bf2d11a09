"""A wish to change a medicine that is only called "it": "omeprazole 20. thinking of skipping it this week"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from commensal.knowledge.safety_words import medicines_in
from commensal.safety.truth import Reason, Verdict, yes_if
from commensal.safety.whose_medicine import named_but_not_taken

if TYPE_CHECKING:
    from commensal.safety.facts import PersonFacts

_WISH = (
    r"(?:think\w* (?:of|about|that|i)|thought about|might|may|want(?:ed|ing)? to|wanna|wish i could|like to|love to|"
    r"i ?['’]?ll|i will|going to|gonna|should i|shall i|can i|could i|may i|tempted to|plan\w* to|decided to|okay? to|"
    r"what if i|try to|trying to|considering|fancy)"
)
_CHANGE = (
    r"(?:skip(?:ping)?|com(?:e|ing) off|(?:get|go)(?:t?ing)? off|halv(?:e|ing)|cut(?:ting)? (?:down|back)(?: on)?|"
    r"stop(?:ping)? taking|tak(?:e|ing) less of|lower(?:ing)?|reduc(?:e|ing)|wean\w*(?: myself)? off|quit(?:ting)?|"
    r"swap(?:ping)?|ditch(?:ing)?|bin(?:ning)?|leav(?:e|ing) off|not tak(?:e|ing)|miss(?:ing)? out)"
)
_PATTERN = re.compile(rf"\b{_WISH}\b(?:\W+\w+){{0,3}}?\W+{_CHANGE} (?:it|them|these|those|this one)\b", re.IGNORECASE)
_DENIED = re.compile(r"\b(?:not|never|n['’]t|dont|wont|wouldnt|shouldnt|no way)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"[^.;!?\n]*[.;!?\n]?")


def wish_in_passing(facts: PersonFacts) -> Verdict:
    """A wish to skip, lower or leave "it", in words that name a medicine of the writer's own."""
    texts = ((text, day.day) for day in facts.days for text in day.texts)
    return yes_if(_wishes((*texts, *(((facts.question, facts.today),) if facts.question else ()))))


def _wishes(texts: Iterable[tuple[str, date]]) -> Iterator[Reason]:
    for text, day in texts:
        for match in _PATTERN.finditer(text):
            if _is_denied(text, match.start()) or not _names_own_medicine(text[: match.end()]):
                continue
            yield Reason(what="S16.wish_in_passing", words=match.group(), day=day)


def _is_denied(text: str, place: int) -> bool:
    sentence = next(found for found in _SENTENCE.finditer(text) if found.end() > place)
    return _DENIED.search(text, sentence.start(), place) is not None


def _names_own_medicine(text: str) -> bool:
    others = named_but_not_taken(text)
    return any(not {medicine.words, *medicine.substances} & others for medicine in medicines_in(text))
