"""What no text for a person may say: finds advice on medicines, cures, diagnoses, promises, guilt in any text.

    python benchmarks/truth/forbidden.py FILE...

prints each place and, last, ``texts=… broken=…``. From Python: ``forbidden_in(text)``; with ``contexts={"pem"}`` for
what is shown to a person in whom effort may bring a worsening, ``contexts={"findings"}`` for what one diary shows,
``contexts={"microbiome"}`` for what is said of stool samples. The rules, each with examples, are in
``tests/house/forbidden_expressions.toml``.
"""

from __future__ import annotations

import argparse
import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from commensal.knowledge.medicines import medicine_table

RULES_FILE = Path(__file__).resolve().parents[2] / "tests" / "house" / "forbidden_expressions.toml"
CONTEXTS = frozenset({"findings", "microbiome", "pem"})

_WORDS_OF_RULE = {"where", "why", "pattern", "except", "not_after", "not_with", "catches", "passes"}
_SENTENCE_END = re.compile(r"[.;?!\n]")
_VERBS_IN_LISTS = r"(?:stop|skip|lower|raise|change|swap|halve|start|double|cut|leave|add|avoid)"
# A denial reaches seven words on; not beyond "and", "so" or a comma, but within a list: "do not stop, skip or lower".
_NEGATION = (
    r"\b(?:do not|does not|(?<!why )don.t|never(?! mind)|(?<!why )not|nor|without|nobody|no one|none|nothing|"
    r"rather than|instead of|cannot|can.t|no (?:food|medicine|dose|reason|need|advice|change|way|step|text|sentence|"
    r"instructions?|suggestions?))\b(?! only| just| merely)"
    r"(?:[^\w,]+(?!(?:and|then|so|but|because)\b)\w+"
    r"|[^\w,]+" + _VERBS_IN_LISTS + r"[^\w,]+and"
    r"|,\s*(?:or |nor |and )?" + _VERBS_IN_LISTS + r"){0,7}[^\w,]*(?:,\s*)?$"
)
# Found on the shelf of a supermarket as often as on a prescription: to eat less of them is no advice on medicines.
_NOT_ONLY_MEDICINES = frozenset({
    "laxative_bulk", "vitamin", "mineral", "supplement", "omega3_medicine", "probiotic_medicine", "digestive_enzyme",
    "sleep_other", "antispasmodic",
})  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One thing that must not be said.

    Parameters
    ----------
    where : the contexts it holds for; empty when it holds for every text.
    spared : wordings that are taken out before the rule is applied.
    not_after, not_with : what excuses a place: before it, or anywhere in its sentence.
    catches, passes : examples and near misses, which a test tries.
    """

    why: str
    where: frozenset[str]
    pattern: re.Pattern[str]
    spared: tuple[str, ...]
    not_after: re.Pattern[str] | None
    not_with: re.Pattern[str] | None
    catches: tuple[str, ...]
    passes: tuple[str, ...]

    def found_in(self, text: str) -> list[str]:
        """Every place where the rule is broken."""
        for wording in self.spared:
            text = re.sub(re.escape(wording), "", text, flags=re.IGNORECASE)
        return [match.group() for match in self.pattern.finditer(text) if not self._is_excused(match, text)]

    def _is_excused(self, match: re.Match[str], text: str) -> bool:
        start = max((end.end() for end in _SENTENCE_END.finditer(text, 0, match.start())), default=0)
        following = _SENTENCE_END.search(text, match.end())
        sentence = text[start : following.start() if following else len(text)]
        is_denied = self.not_after is not None and self.not_after.search(text[start : match.start()]) is not None
        return is_denied or (self.not_with is not None and self.not_with.search(sentence) is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """A place where a rule is broken."""

    why: str
    words: str

    def __str__(self) -> str:
        """The words, and what is wrong with them."""
        return f"{self.words!r} ({self.why})"


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule, in the order of the file."""
    return tuple(_rule(item) for item in _document()["rule"])


def forbidden_in(
    text: str, *, contexts: Collection[str] = (), said_by_person: Collection[str] = ()
) -> tuple[Broken, ...]:
    """Every place in a text where a rule is broken; empty when all is well.

    Parameters
    ----------
    text : what a person is shown.
    contexts : ``findings``, ``microbiome``, ``pem``, or none: rules that hold for every text are always applied.
    said_by_person : the person's own typed words, which a text may repeat; they are taken out first.

    Raises
    ------
    AssertionError : a context that no rule knows. Our own mistake.
    """
    assert set(contexts) <= CONTEXTS, f"{sorted(contexts)}: expected some of {sorted(CONTEXTS)}"
    for words in sorted(filter(None, said_by_person), key=len, reverse=True):
        text = text.replace(words, "")
    return tuple(
        Broken(why=rule.why, words=words)
        for rule in rules()
        if not rule.where or rule.where & set(contexts)
        for words in rule.found_in(text)
    )


def texts_in(document: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text in nested lists and mappings (TOML, JSON), with the place where it stands."""
    if isinstance(document, str):
        yield path, document
    elif isinstance(document, Mapping):
        for name, value in document.items():
            yield from texts_in(value, f"{path}.{name}" if path else str(name))
    elif isinstance(document, list | tuple):
        for value in document:
            yield from texts_in(value, path)


def _rule(item: Mapping[str, Any]) -> Rule:
    unknown = set(item) - _WORDS_OF_RULE
    assert not unknown, f"{item['why']}: unknown words {sorted(unknown)}"
    where = frozenset(item.get("where", ()))
    assert where <= CONTEXTS, f"{item['why']}: unknown contexts {sorted(where - CONTEXTS)}"
    return Rule(
        why=item["why"],
        where=where,
        pattern=_compiled(item["pattern"]),
        spared=tuple(item.get("except", ())),
        not_after=_compiled_before(item.get("not_after")),
        not_with=_compiled(item["not_with"]) if "not_with" in item else None,
        catches=tuple(item["catches"]),
        passes=tuple(item["passes"]),
    )


def _compiled_before(pattern: str | None) -> re.Pattern[str] | None:
    return None if pattern is None else _compiled(pattern)


def _compiled(pattern: str) -> re.Pattern[str]:
    for blank, meaning in _meanings().items():
        pattern = pattern.replace(blank, meaning)
    return re.compile(pattern, re.IGNORECASE)


@cache
def _meanings() -> Mapping[str, str]:
    """What the blanks of a pattern stand for."""
    words = _document()["blanks"]
    medicine_words = "|".join(words["medicine_words"])
    return {
        "<medicine word>": f"(?:{medicine_words})\\b",
        "<medicine>": f"(?:{medicine_words}|{_medicine_names()})\\b",
        "<illness>": f"(?:{'|'.join(words['illnesses'])})\\b",
        "<negation>": _NEGATION,
    }


@cache
def _document() -> Mapping[str, Any]:
    return tomllib.loads(RULES_FILE.read_text(encoding="utf-8"))


@cache
def _medicine_names() -> str:
    """Every name and brand of a medicine as one alternative, parted letter by letter so that it is quick."""
    table = medicine_table()
    names = [
        name
        for name, substances in table.substances_by_name.items()
        if len(name) > 3 and not any(table.medicines[each].class_id in _NOT_ONLY_MEDICINES for each in substances)
    ]
    return _parted(names, depth=2)


def _parted(words: Collection[str], *, depth: int) -> str:
    """Words as alternatives, grouped by their first letters, ``depth`` of them; the longest come first."""
    if depth == 0:
        return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))
    by_letter: dict[str, list[str]] = {}
    for word in words:
        by_letter.setdefault(word[:1], []).append(word[1:])
    return "|".join(
        f"{re.escape(letter)}(?:{_parted(rests, depth=depth - 1)})" for letter, rests in sorted(by_letter.items())
    )


def main() -> None:
    """Scan files of any layout, line by line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--context", action="append", default=[], choices=sorted(CONTEXTS))
    asked = parser.parse_args()
    n_texts = n_broken = 0
    for file in asked.files:
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            n_texts += bool(line.strip())
            for broken in forbidden_in(line, contexts=asked.context):
                n_broken += 1
                print(f"{file}:{number}: {broken}")
    print(f"texts={n_texts} broken={n_broken}")


if __name__ == "__main__":
    main()
