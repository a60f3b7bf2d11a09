"""Answers to a questionnaire: read from the command line, shown as sentences or as one document."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from commensal.cli.words import words
from commensal.instruments import own_scales, stool
from commensal.instruments.answers import blank_items
from commensal.instruments.fibromyalgia import CriteriaResult
from commensal.instruments.pem import PemResult
from commensal.knowledge.instruments import Instrument
from commensal.records.person import Flag
from commensal.report.instrument_words import (
    criteria_lines,
    kept_answers_line,
    kept_score_line,
    pem_lines,
    scale_lines,
    stool_lines,
)
from commensal.report.words import say
from commensal.service.questionnaires import Answered, ScoreEntered
from commensal.vocab.errors import UsageError


def read_answers(given: Sequence[str]) -> Mapping[str, float]:
    """Answers as they were typed: ``item=number`` parted by spaces or commas, or one JSON object.

    Raises
    ------
    UsageError : neither of the two, or one item answered twice.
    """
    text = " ".join(given).strip()
    answers: dict[str, float] = {}
    for item, number in _json_pairs(text) if text.startswith("{") else _typed_pairs(text):
        if item in answers:
            raise _unreadable(f"{item} twice")
        try:
            answers[item] = float(number)
        except (TypeError, ValueError) as problem:
            raise _unreadable(f"{item}={number}") from problem
    return answers


def _typed_pairs(text: str) -> Iterator[tuple[str, Any]]:
    for part in text.replace(",", " ").split():
        item, _, number = part.partition("=")
        yield item, number


def _json_pairs(text: str) -> Iterator[tuple[str, Any]]:
    try:
        pairs = json.loads(text, object_pairs_hook=list)
    except ValueError as problem:
        raise _unreadable(text[:40]) from problem
    for item, number in pairs:
        if number is not None:  # null is a blank
            yield item, number


def _unreadable(found: str) -> UsageError:
    return UsageError(
        where="--answers",
        found=repr(found),
        expected="item=number, each item once, or a JSON object",
        do='Write them like this: --answers "heavy_often=2 heavy_much=3". Nothing was kept.',
    )


def answered_lines(answered: Answered) -> tuple[str, ...]:
    """What the answers say, in sentences."""
    if isinstance(answered.result, PemResult):
        return pem_lines(answered.result, answered.flags.get(Flag.PEM))
    if isinstance(answered.result, CriteriaResult):
        return criteria_lines(answered.result)
    if answered.instrument.id == stool.INSTRUMENT_ID:
        return tuple(line for form in answered.answers.values() for line in stool_lines(int(form)))
    assert answered.instrument.id == own_scales.INSTRUMENT_ID, answered.instrument.id
    return scale_lines(answered.answers)


def answered_document(answered: Answered) -> dict[str, Any]:
    """The same for --json: what was answered, what that comes to, and what safety takes from it."""
    return {
        "instrument": answered.instrument.id,
        "day": answered.day.isoformat(),
        "answers": dict(answered.answers),
        "blank": list(blank_items(answered.instrument, answered.answers)),
        "result": None if answered.result is None else dataclasses.asdict(answered.result),
        "flags": {flag.value: answer.value for flag, answer in answered.flags.items()},
        "is_own_wording": True,
        "is_diagnosis": False,
    }


def kept_lines(kept: Sequence[Answered | ScoreEntered]) -> tuple[str, ...]:
    """Everything that was kept, the newest first, each score beside the one before it."""
    if not kept:
        return (say("instruments.kept.none"),)
    lines = [say("instruments.kept.title")]
    for number, one in enumerate(kept):
        if isinstance(one, ScoreEntered):
            lines.append(kept_score_line(one.part, one.score, one.day, _before(one, kept[number + 1 :])))
        elif one.result is not None:
            lines.append(kept_answers_line(one.instrument, one.result, one.day))
    return (*lines, say("instruments.kept.note"))


def _before(one: ScoreEntered, older: Sequence[Answered | ScoreEntered]) -> tuple[float, date] | None:
    for other in older:
        if isinstance(other, ScoreEntered) and (other.instrument.id, other.part.id) == (one.instrument.id, one.part.id):
            return other.score, other.day
    return None


def kept_document(one: Answered | ScoreEntered) -> dict[str, Any]:
    """One kept questionnaire or score, for --json."""
    return answered_document(one) if isinstance(one, Answered) else score_document(one)


def score_document(entered: ScoreEntered) -> dict[str, Any]:
    """A score from elsewhere, for --json."""
    return {
        "instrument": entered.instrument.id,
        "part": entered.part.id,
        "score": entered.score,
        "day": entered.day.isoformat(),
        "higher_is": entered.part.higher_is,
    }


def instrument_document(one: Instrument) -> dict[str, Any]:
    """An instrument with its terms, for --json."""
    return {
        "id": one.id,
        "name": one.name,
        "measures": one.measures,
        "use": one.use.value,
        "command": f"commensal {one.command}",
        "scoring": one.scoring,
        "bands": one.bands or None,
        "mcid": one.mcid or None,
        "source_ids": list(one.source_ids),
        "ship": one.ship,
        "licence": one.licence,
        "loinc": one.loinc or None,
        "from_memory": sorted(one.from_memory),
        "scores": [dataclasses.asdict(score) for score in one.scores],
    }


def listed_questions(instrument: Instrument) -> tuple[Any, ...]:
    """The questions of an instrument, to be read beforehand: a document, then lines."""
    items = [
        {
            "id": item.id,
            "text": item.text,
            "question": item.choices.question,
            "minimum": item.choices.minimum,
            "maximum": item.choices.maximum,
            "choices": {str(value): text for value, text in item.choices.texts.items()},
        }
        for item in instrument.items
    ]
    return ({"instrument": instrument.id, "items": items}, *_question_lines(instrument))


def _question_lines(instrument: Instrument) -> Iterator[str]:
    """Each item with its id; the choices of a set are written out once, where it is first used."""
    shown: set[str] = set()
    for item in instrument.items:
        yield words("check.listed_item", id=item.id, text=item.text)
        yield words("check.listed_question", text=item.choices.question)
        if item.choices.id not in shown:
            shown.add(item.choices.id)
            for value, text in item.choices.texts.items():
                yield words("check.listed_choice", n=value, text=text)
    example = " ".join(f"{item.id}={item.choices.maximum}" for item in instrument.items[:2])
    if len(instrument.items) > 1:
        yield words("check.listed_how", command=instrument.command, example=example)
