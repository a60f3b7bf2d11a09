"""What was kept, in sentences and as a document; for every command that logs."""

from __future__ import annotations

from typing import Any

from commensal.cli.heeded import heeded_document, heeded_lines
from commensal.cli.trial_said import held_document, held_lines
from commensal.cli.words import words
from commensal.records.fact_fields import fields_of
from commensal.records.facts import Note, kind_of
from commensal.report.chips import chips_of, choice_of, names_of, quotable, quoted
from commensal.report.fact_words import entry_document, label_of
from commensal.report.labels import in_sentence
from commensal.report.numbers import day_words
from commensal.service.log import Logged
from commensal.service.wishes import CarriedOut
from commensal.service.words import Understood, WordQuestion, meaning_of
from commensal.vocab.origin import Origin

ASKED_BY_KIND = ("food", "medicine", "range", "sandwich", "other")
"""Kinds of question that have a sentence of their own, and the one for the rest."""

_KEY_BY_ORIGIN = (
    ("log.said", Origin.ENTERED),
    ("log.as_usual", Origin.CONFIRMED),
    ("log.copied", Origin.COPIED),
)


def logged_document(logged: Logged) -> dict[str, Any]:
    """What was kept, for --json."""
    read, repeated = logged.understood, logged.done.repeated
    heeded = {} if logged.heeded is None else {"safety": heeded_document(logged.heeded)}
    return {
        **heeded,
        "day": logged.day.isoformat(),
        "is_backfilled": logged.is_backfilled,
        "is_return": logged.is_return,
        "kept": [entry_document(entry) for entry in logged.entries],
        "unknown": list(read.unknown),
        "questions": [_question_document(question) for question in read.questions],
        "taught": {word.words: word.meaning for word in read.taught},
        "asked_anew": [label_of(fact) for fact in repeated.asked_anew],
        "there_already": [label_of(fact) for fact in repeated.there_already],
        **({} if logged.trial_held is None else {"trial_held": held_document(logged.trial_held)}),
    }


def _question_document(question: WordQuestion) -> dict[str, Any]:
    choices = [{"kind": kind_of(choice.fact), "fact": fields_of(choice.fact)} for choice in question.choices]
    return {"kind": question.kind, "text": question.text, "choices": choices}


def logged_lines(logged: Logged) -> list[str]:
    """What has to be said first; what was kept and how it was understood, what was not, how to take it back.

    In an emergency the rest can wait: only that the words were kept is said, and that a trial has ended.
    """
    held = held_lines(logged.trial_held)
    if logged.heeded is None:
        return [*held, *([""] if held else []), *_lines_of(logged)]
    first = [*heeded_lines(logged.heeded), "", *held, *([""] if held else [])]
    return [*first, words("log.kept_safe")] if logged.heeded.screening.is_emergency else [*first, *_lines_of(logged)]


def _lines_of(logged: Logged) -> list[str]:
    read = logged.understood
    on_day = words("words.on_day", day=logged.day.isoformat()) if logged.is_backfilled else ""
    answers = [*not_understood_lines(read, on_day=on_day), *_not_repeated(logged.done)]
    lines = [words("log.welcome_back")] if logged.is_return else []
    lines += [*_kept(logged), *answers]
    if read.taught:
        lines.append(words("words.taught", pairs=_pairs(read)))
    if not (logged.entries or read.taught):
        return [*lines, words("log.nothing_new")]
    if logged.has_only_words and not answers:
        lines.append(words("log.only_words"))
    return [*lines, words("log.undo")]


def left_out_lines(read: Understood) -> list[str]:
    """What the words of a usual day leave open: it is no part of it until it is set again."""
    lines = []
    if read.unknown:
        lines.append(words("words.unknown", texts=", ".join(quoted(text) for text in read.unknown)))
        lines.append(words("words.teach_first", word=quotable(read.unknown[0])))
    return lines + [
        words("words.left_out", text=quotable(question.text), choices=_choices(question))
        for question in read.questions
        if question.choices and question.kind != "unknown"
    ]


def not_understood_lines(read: Understood, *, on_day: str = "") -> list[str]:
    """What the words leave open, and what to type about it; ``on_day`` goes behind that."""
    lines = [words("words.unread")] if read.is_unread else []
    if read.unknown:
        lines.append(words("words.unknown", texts=", ".join(quoted(text) for text in read.unknown)))
        lines.append(words("words.how_to_teach", word=quotable(read.unknown[0]), on_day=on_day))
    for question in read.questions:
        if question.kind == "unknown":
            continue
        kind = question.kind if question.kind in ASKED_BY_KIND else "other"
        if kind == "food" and not question.choices[1:]:
            kind = "other"
        text = quotable(question.text)
        lines.append(words(f"words.ask_{kind}", text=text, choices=_choices(question), on_day=on_day))
    return lines + [words("words.one_meal", text=quoted(text)) for text in read.meals]


def _choices(question: WordQuestion) -> str:
    return words("words.or").join(choice_of(choice.fact) for choice in question.choices)


def _not_repeated(done: CarriedOut) -> list[str]:
    repeated = done.repeated
    lines = []
    if repeated.there_already:
        lines.append(words("log.there_already", names=names_of(repeated.there_already)))
    if repeated.asked_anew:
        lines.append(words("log.asked_anew", names=names_of(repeated.asked_anew)))
    if done.no_usual_day:
        lines.append(words("log.no_usual_day"))
    if done.nothing_on is not None:
        lines.append(words("log.nothing_on", day=day_words(done.nothing_on)))
    return lines


def _pairs(read: Understood) -> str:
    return ", ".join(
        words("words.pair", word=quoted(word.words), meaning=in_sentence(meaning_of(word))) for word in read.taught
    )


def _kept(logged: Logged) -> list[str]:
    lines = []
    # "Wine last night" belongs to yesterday, and is shown there.
    for day in sorted({entry.day for entry in logged.entries}, reverse=True):
        lines.append(words("log.kept", day=day_words(day)))
        entries = [entry for entry in logged.entries if entry.day == day]
        for key, origin in _KEY_BY_ORIGIN:
            facts = [entry.fact for entry in entries if entry.origin is origin and not isinstance(entry.fact, Note)]
            if facts:
                lines.append(words(key, chips=chips_of(facts)))
        notes = [entry.fact for entry in entries if isinstance(entry.fact, Note)]
        lines += [words("log.words", text=chips_of([note])) for note in notes]
    return lines
