"""The language of the patterns, the spelling, and the shape of the data files."""

from __future__ import annotations

import re

import pytest

from commensal.safety.reading.concepts import COLUMNS, concepts, rows, word_classes
from commensal.safety.reading.patterns import Matcher
from commensal.safety.reading.read import concept_of, read
from commensal.safety.reading.scope import STATUS_OF_CUE
from commensal.safety.reading.spelling import Speller
from commensal.safety.reading.tokens import tokenise
from commensal.vocab.errors import InvalidRecordError
from commensal.vocab.proposal_kinds import ProposalKind

CLASSES = {"stool": ["poo", "stool", "number two"], "dark": ["black", "{shade} black"], "shade": ["jet|pitch"]}


def found(pattern: str, text: str) -> list[str]:
    tokens = tokenise(text, lambda word: (word,))
    matches = Matcher([("x", pattern)], CLASSES).find(tokens)
    return [" ".join(token.text for token in tokens[match.first : match.behind]) for match in matches]


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("black {stool}", "a black poo today", ["black poo"]),
        ("black {stool}", "black number two", ["black number two"]),
        ("{dark} poo", "pitch black poo", ["pitch black poo", "black poo"]),
        ("black tarry? poo", "black poo, black tarry poo", ["black poo", "black tarry poo"]),
        ("poo ~2 black", "poo was quite black", ["poo was quite black"]),
        ("poo ~2 black", "poo was really quite black", []),
        ("poo ~2 black", "poo, black", []),
        ("poo ~2, black", "poo, black", ["poo , black"]),
        ("poo ~2 black", "poo. black", []),
        ("poo ~2. black", "poo! black", ["poo . black"]),
        ("poo ~2 black", "poo not black", []),
        ("poo <2> black", "poo was quite black", ["poo was quite black"]),
        ("poo <2> black", "black as a poo", ["black as a poo"]),
        ("poo <2> black", "black, a poo", []),
        ("poo <2,> black", "black, a poo", ["black , a poo"]),
        ("poo <2.> black", "black! a poo", ["black . a poo"]),
        ("poo <2> black", "black not poo", []),
        ("a poo <1> so black", "so black a poo", ["so black a poo"]),
        ("bleed*", "bleeding", ["bleeding"]),
        ("temp #", "temp 39.5", ["temp 39.5"]),
        ("pain $", "pain. pain now", ["pain"]),
        ("lump|hard_lump", "hard lump", ["hard lump", "lump"]),
        ("lump", "lumps", ["lumps"]),
        ("it", "its", []),
    ],
)
def test_pattern_language(pattern: str, text: str, expected: list[str]) -> None:
    """Each part of the language does what its table says."""
    assert found(pattern, text) == expected


@pytest.mark.parametrize(
    "pattern",
    ["{nothing} x", "a| x", "~2 x", "x? y?", "x ~many", "<3> x", "x <3>", "x <3> y <3> z", "x <3 y", "x <many> y"],
)
def test_a_pattern_that_cannot_be_read_is_refused(pattern: str) -> None:
    """Mistakes in the data are told when it is loaded."""
    with pytest.raises(InvalidRecordError, match="Mend the pattern"):
        Matcher([("x", pattern)], CLASSES)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("diarrhea", ("diarrhoea",)),
        ("diarhoea", ("diarrhoea",)),
        ("colapsed", ("collapsed",)),
        ("bleediing", ("bleeding",)),
        ("suicidla", ("suicidal",)),
        ("breeding", ("breeding",)),
        ("blending", ("blending",)),
        ("boating", ("boating",)),
        ("wantto", ("want", "to")),
        ("wen", ("when",)),
        ("agen", ("again",)),
        ("dunno", ("dont", "know")),
        ("cudnt", ("couldnt",)),
    ],
)
def test_spelling(typed: str, meant: tuple[str, ...]) -> None:
    """American and British, slips of one letter, and ordinary words that only look like slips."""
    speller = Speller(word_classes()["mended"], lambda word: word == "x")
    assert speller.spell(typed) == meant


def test_short_forms_do_not_end_a_sentence() -> None:
    """The point of "St." and of a single letter is no full stop."""
    assert read("I take St. John's Wort").has("S28.st_johns_wort")
    assert read("recurrent c. diff").has("S12.recurrent_c_difficile")


def test_every_concept_has_an_expression() -> None:
    """And every expression has a concept; one is found by its duration alone as well."""
    spoken = {concept_of(row["concept"]) for row in rows("expressions")}
    assert spoken == set(concepts())


def test_rows_of_near_misses_name_concepts_or_their_rules() -> None:
    """A near-miss for nothing would hide a mistake."""
    known = {
        *concepts(),
        *(one.partition(".")[0] for one in concepts()),
        *(row["concept"] for row in rows("expressions")),
    }
    named = {one for row in rows("near_misses") for one in row["concepts"].split(";")}
    assert named - known == set()
    assert all(row["why"] for row in rows("near_misses"))


def test_rows_of_cues_are_of_known_kinds() -> None:
    """Kinds, sides and reaches are those that the code knows."""
    kinds = {*STATUS_OF_CUE, "barrier", "self", "present", "pseudo", "began"}
    for row in rows("scope_cues"):
        assert row["kind"] in kinds
        assert row["side"] in {"before", "after", "either"}
        assert row["reach"] in {"chain", "verbs", "strong", "answer"} or row["reach"].isdecimal()


def test_wishes_speak_of_every_kind() -> None:
    """Each kind of proposal can be recognised in words."""
    assert {row["kind"] for row in rows("wishes") if row["kind"]} == {str(kind) for kind in ProposalKind}


def test_concepts_are_complete() -> None:
    """Levels and ignored cues are known ones; every rule that a text can set off has a concept."""
    kinds = {*STATUS_OF_CUE, "figurative"}
    for concept in concepts().values():
        assert concept.level in {"emergency", "urgent", "state"}
        assert concept.ignores <= kinds
        assert concept.about
    rules = {rule for concept in concepts().values() for rule in concept.rules}
    assert {f"S{number:02d}" for number in range(1, 11)} <= rules


def test_no_pattern_waits_for_a_word_that_is_spelled_otherwise() -> None:
    """A pattern with "arms" would never match where "arms" is read as "arm"."""
    spelled = {row["words"] for row in rows("spellings") if row["means"] != "="}
    patterns = [row["pattern"] for name in ("expressions", "near_misses", "scope_cues", "wishes") for row in rows(name)]
    members = [member for several in word_classes().values() for member in several]
    words = {word for text in (*patterns, *members) for word in re.split(r"[ |_?]", text)}
    assert words & spelled == set()


@pytest.mark.parametrize("name", sorted(COLUMNS))
def test_tables_have_no_double_rows(name: str) -> None:
    """A row that stands twice was a slip."""
    table = [tuple(row.values()) for row in rows(name)]
    assert len(set(table)) == len(table)
