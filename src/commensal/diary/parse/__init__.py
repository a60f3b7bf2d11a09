"""From a typed sentence to facts: foods with grams, medicines, symptoms, sleep, stools, and what was not understood."""

from commensal.diary.parse.parsed import Chip, Intent, Parsed, Question, Span, UnknownChip
from commensal.diary.parse.sentence import parse

__all__ = ["Chip", "Intent", "Parsed", "Question", "Span", "UnknownChip", "parse"]
