"""From a typed sentence to facts: foods with grams, medicines, symptoms, sleep, stools, and what was not understood."""

from commensal.diary.parse.aliases import Alias, alias_from
from commensal.diary.parse.foods_in_words import in_words
from commensal.diary.parse.parsed import Chip, Intent, Parsed, Question, Span, UnknownChip
from commensal.diary.parse.sentence import parse

__all__ = [
    "Alias",
    "Chip",
    "Intent",
    "Parsed",
    "Question",
    "Span",
    "UnknownChip",
    "alias_from",
    "in_words",
    "parse",
]
