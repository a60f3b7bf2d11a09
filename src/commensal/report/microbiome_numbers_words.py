"""Numbers and samples of many people, in words: between people and within one person are two questions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from commensal.microbiome.between_within import BetweenWithin
from commensal.report.labels import in_sentence
from commensal.report.microbiome_json import SCHEMA, SCHEMA_VERSION, plain
from commensal.report.notice import NOTICE
from commensal.report.numbers import number, whole
from commensal.report.trial_paper import Paper, Part, paper, paper_json
from commensal.report.words import say


def numbers_paper(answers: Sequence[BetweenWithin], *, person_column: str | None, n_too_few_reads: int = 0) -> Paper:
    """The two questions, asked apart, and how they were asked."""
    method = [say("microbiome_cohort.number.tests")]
    if person_column is None:
        method.append(say("microbiome_cohort.method.each_a_person"))
    else:
        method.append(say("microbiome_cohort.number.by_person", column=person_column))
    if n_too_few_reads:
        method.append(say("microbiome_cohort.method.too_few", n=whole(n_too_few_reads)))
    parts = (
        Part(title=say("microbiome_cohort.number.part_between"), lines=tuple(map(between_words, answers))),
        Part(title=say("microbiome_cohort.number.part_within"), lines=tuple(map(within_words, answers))),
        Part(title=say("microbiome_cohort.part.method"), lines=tuple(method)),
    )
    return paper(say("microbiome_cohort.number.title"), [say("microbiome_cohort.number.lead")], parts)


def numbers_json(answers: Sequence[BetweenWithin], made: Paper) -> dict[str, Any]:
    """The answers as one document: numbers, then the same words."""
    return {
        "schema": SCHEMA,
        "schema_version": SCHEMA_VERSION,
        "kind": "numbers",
        "notice": NOTICE,
        "answers": plain(tuple(answers)),
        **paper_json(made),
    }


def numbers_tsv(answers: Sequence[BetweenWithin]) -> str:
    """Every measure and number as a row."""
    head = ("measure", "number", "n_people", "between", "p_between", "n_repeated", "within", "p_within")
    lines = ["\t".join(head)]
    for one in answers:
        cells = [getattr(one, name) for name in head]
        lines.append("\t".join(map(_cell, cells)))
    return "\n".join(lines) + "\n"


def between_words(one: BetweenWithin) -> str:
    """The first question: between people."""
    blanks: dict[str, object] = {"measure": _measure(one), "number": one.number, "n": whole(one.n_people)}
    if one.between is None or one.p_between is None:
        return say("microbiome_cohort.number.between_few", **blanks)
    blanks |= {"rho": number(one.between, decimals=2), "p": number(one.p_between, decimals=3)}
    if not one.is_between:
        return say("microbiome_cohort.number.between_silent", **blanks)
    way = say(f"microbiome_cohort.number.{'higher' if one.between > 0 else 'lower'}")
    return say("microbiome_cohort.number.between", **{**blanks, "measure": in_sentence(_measure(one))}, way=way)


def within_words(one: BetweenWithin) -> str:
    """The second question: from one sample of a person to the next."""
    blanks: dict[str, object] = {"measure": _measure(one), "number": one.number, "n": whole(one.n_repeated)}
    if one.within is None or one.p_within is None:
        return say("microbiome_cohort.number.within_few", **blanks)
    blanks |= {"rho": number(one.within, decimals=2), "p": number(one.p_within, decimals=3)}
    if not one.is_within:
        return say("microbiome_cohort.number.within_silent", **blanks)
    way = say(f"microbiome_cohort.number.{'higher' if one.within > 0 else 'lower'}")
    return say("microbiome_cohort.number.within", **{**blanks, "measure": in_sentence(_measure(one))}, way=way)


def _measure(one: BetweenWithin) -> str:
    return say(f"microbiome_cohort.measure.{one.measure}")


def _cell(value: object) -> str:
    return "" if value is None else f"{value:.6g}" if isinstance(value, float) else str(value)
