"""How strongly a text speaks, by the scale in ``claim_strength.toml``, and what of it is too strong or missing."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_SENTENCE_END = re.compile(r"(?<=[.;?])(?<!\b[A-Z]\.)\s+")
_CLAUSE_END = re.compile(
    r"(?:,|:|–|\()?\s+(?:but|yet|so|while|although)\s+|,\s+and\s+|[:()–]\s*|,\s+(?=(?:which|who|as)\b)"
)


@cache
def rules() -> dict[str, Any]:
    """The whole file of rules."""
    return tomllib.loads(Path(__file__).with_name("claim_strength.toml").read_text(encoding="utf-8"))


def levels() -> tuple[str, ...]:
    """The scale, from weak to strong."""
    return tuple(rules()["scale"])


def rank(level: str) -> int:
    """The place of a level on the scale."""
    return levels().index(level)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """One sentence, how strongly it speaks, and the words that make it so."""

    sentence: str
    level: str
    words: str


def sentences(text: str) -> list[str]:
    """The sentences of a text; a full stop inside a number or behind a single letter ends none."""
    return [part.strip() for part in _SENTENCE_END.split(text) if part.strip()]


def clauses(sentence: str) -> list[str]:
    """The parts of a sentence that can be true or false on their own, roughly."""
    return [part for part in _CLAUSE_END.split(sentence) if part and part.strip()]


def strongest(text: str) -> Spoken:
    """The strongest sentence of a text."""
    return max(
        (spoken(sentence) for sentence in sentences(text)),
        key=lambda each: rank(each.level),
        default=Spoken(sentence="", level="silent", words=""),
    )


def spoken(sentence: str) -> Spoken:
    """How strongly one sentence speaks: as strongly as its strongest clause."""
    best = Spoken(sentence=sentence, level="silent", words="")
    for clause in clauses(sentence):
        for level, match in _expressions_in(clause):
            weakened = _weakened(level, match, clause, sentence)
            if rank(weakened) > rank(best.level):
                best = Spoken(sentence=sentence, level=weakened, words=match.group())
    return best


def _expressions_in(clause: str) -> Iterator[tuple[str, re.Match[str]]]:
    for item in rules()["expression"]:
        for match in re.finditer(item["pattern"], clause, re.IGNORECASE):
            before = clause[: match.start()].rstrip()
            if "not_after" in item and re.search(f"(?:{item['not_after']})$", before, re.IGNORECASE):
                continue
            yield item["level"], match


def _weakened(level: str, match: re.Match[str], clause: str, sentence: str) -> str:
    places = {"clause": clause, "before": clause[: match.start()], "sentence": sentence}
    for item in rules()["weakener"]:
        if re.search(item["pattern"], places[item["where"]], re.IGNORECASE) and rank(item["to"]) < rank(level):
            level = item["to"]
    return level


def too_strong(text: str, *, grade: str | None, verdict: str | None = None) -> list[Spoken]:
    """Sentences that say more than a grade, and a verdict where there is one, allow."""
    most = _most(grade, verdict)
    attribution = rules()["attribution"]
    needs_name = grade in attribution["needed_for_grades"] or verdict in attribution["needed_for_verdicts"]
    found = []
    for each in map(spoken, sentences(text)):
        is_nameless = (
            needs_name
            and rank(each.level) >= rank("reported")
            and not re.search(attribution["pattern"], each.sentence, re.IGNORECASE)
        )
        if rank(each.level) > most or is_nameless:
            found.append(each)
    return found


def _most(grade: str | None, verdict: str | None) -> int:
    most = rank(rules()["most_by_grade"][grade or "none"])
    return most if verdict is None else min(most, rank(rules()["most_by_verdict"][verdict]))


def left_unsaid(text: str, *, verdict: str, has_safety_note: bool = False, is_animal_only: bool = False) -> list[str]:
    """What a wording of this verdict must say and does not."""
    return [
        item["why"]
        for item in rules()["requirement"]
        if (
            verdict in item.get("of_verdicts", ())
            or (has_safety_note and item.get("of_safety_note", False))
            or (is_animal_only and item.get("of_animal_only", False))
        )
        and not re.search(item["pattern"], text, re.IGNORECASE)
    ]


def hides_size(text: str) -> bool:
    """Whether a text leans on one study, or two or three, without saying how many people took part."""
    rule = rules()["small_study"]
    is_named = any(re.search(rule["named"], sentence, re.IGNORECASE) for sentence in sentences(text))
    return is_named and not re.search(rule["pattern"], text, re.IGNORECASE)


def people_in(n: str) -> int | None:
    """How many people a source's ``n`` speaks of (``77 FM vs 79 controls`` gives 156); None where it does not say."""
    counted = re.sub(r"\(.*?\)", "", n)
    if not counted or re.search(r"RCT|stud|paper|article|trial|mice|rats|FMTs|>", counted):
        return None
    found = [int(number) for number in re.findall(r"\b\d+\b", counted.replace(",", ""))]
    return sum(found) if found else None
