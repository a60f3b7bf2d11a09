"""What a column is proposed as, from its name and its values. A person can change each proposal."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from commensal.readers.durations import parse_duration_min
from commensal.readers.fact_rules import FactRule, RuleKind, parse_scale, parse_unit
from commensal.readers.numbers import NumberStyle, parse_number, parse_yes_no
from commensal.readers.value_stats import ValueStats
from commensal.readers.word_tables import load_table
from commensal.vocab.ids import key_from_name
from commensal.vocab.scales import NRS_0_10, YES_NO, Scale
from commensal.vocab.units import Unit

_BRACKETS = re.compile(r"^(.+?)[\s_]*[(\[]\s*([^()\[\]]+?)\s*[)\]]$")
_TRAILING_SCALE = re.compile(r"^(.+?)[\s_]+(\d{1,3})\s*(?:-|–|_| to |_to_)\s*(\d{1,3})$")
_FIRST_TOKEN = re.compile(r"^(minutes|minutes of|hours|hours of)[\s_]+(.+)$", re.IGNORECASE)
_LAST_TOKEN = re.compile(r"^(.+?)([\s_])([^\s_]+)$")
_NOISE = frozenset(
    {"nrs", "vas", "score", "rating", "level", "severity", "intensity", "today", "daily", "avg", "mean", "max"}
)
_PAIN_ENDINGS = frozenset({"pain", "ache", "aches", "cramps", "stiffness"})
_VAS = Scale(id="points_0_100", minimum=0.0, maximum=100.0)
_LONG_TEXT_CHARS = 20.0
_SHORTEST_YES_NO_COLUMN = 5


@dataclass(frozen=True, slots=True)
class EverydayWord:
    """What an everyday name is proposed as."""

    kind: RuleKind
    scale: Scale | None
    unit: Unit | None
    beyond_symptoms: bool


@dataclass(frozen=True, slots=True)
class Label:
    """A column name taken apart: ``Sleep (h)`` is the name ``Sleep`` and the unit hour."""

    name: str
    unit: Unit | None = None
    scale: Scale | None = None
    word: EverydayWord | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A rule, and in words what was assumed when the name and the values did not settle it."""

    rule: FactRule
    assumption: str | None = None


@cache
def _words() -> dict[str, EverydayWord]:
    return {
        key_from_name(row["word"]): EverydayWord(
            kind=RuleKind(row["kind"]),
            scale=parse_scale(row["scale"]) if row["scale"] else None,
            unit=parse_unit(row["unit"]) if row["unit"] else None,
            beyond_symptoms=row["beyond_symptoms"] == "1",
        )
        for row in load_table("everyday_words")
    }


@cache
def _units() -> dict[str, Unit]:
    units = {row["word"]: parse_unit(row["unit"]) for row in load_table("unit_words")}
    return {word: unit for word, unit in units.items() if unit is not None}


def unit_named(text: str) -> Unit | None:
    """The unit that a person's word stands for, or None."""
    return _units().get(text.strip().casefold()) or parse_unit(text)


def take_apart(column: str) -> Label:
    """Name, unit and scale in a column's header, and the everyday word it is, if any."""
    name, unit, scale = " ".join(column.split()), None, None
    if match := _BRACKETS.match(name):
        inside = match[2].casefold()
        unit, scale = unit_named(match[2]), parse_scale(inside)
        if unit is not None or scale is not None:
            name = match[1]
    elif match := _TRAILING_SCALE.match(name):
        scale = parse_scale(f"{match[2]}-{match[3]}")
        name = match[1] if scale is not None else name
    word = _find_word(name)
    if unit is None and (match := _FIRST_TOKEN.match(name)):
        unit = Unit.HOUR if match[1].casefold().startswith("hour") else Unit.MINUTE
    elif unit is None and (match := _LAST_TOKEN.match(name)):
        ending = match[3].casefold()
        # One letter is a unit only behind an underscore: "sleep_h", but "vitamin c".
        if ending in _units() and (len(ending) > 1 or match[2] == "_"):
            unit = _units()[ending]
            if word is None:
                name = match[1].removesuffix(" in").removesuffix("_in")
                word = _find_word(name)
    return Label(name=name.replace("_", " ").strip() or column, unit=unit, scale=scale, word=word)


def _find_word(name: str) -> EverydayWord | None:
    """The everyday word a name is, without words such as "score" or "today"."""
    key = key_from_name(name)
    if key in _words():
        return _words()[key]
    tokens = [token for token in key.split("_") if token not in _NOISE]
    short = "_".join(tokens)
    if short in _words():
        return _words()[short]
    if len(tokens) > 1 and tokens[-1] in _PAIN_ENDINGS:
        return EverydayWord(RuleKind.SYMPTOM, None, None, beyond_symptoms=False)
    if len(tokens) > 1 and tokens[-1] == "id":
        return EverydayWord(RuleKind.IGNORE, None, None, beyond_symptoms=False)
    return None


def propose_rule(column: str, stats: ValueStats, style: NumberStyle) -> Proposal:
    """What to read a column as. Names of things propose, values decide, the person has the last word."""
    label = take_apart(column)
    if label.word is not None and label.word.kind is RuleKind.IGNORE:
        return Proposal(FactRule(kind=RuleKind.IGNORE, name=label.name), "no value of a day, left out")
    if stats.n_date > stats.n_values / 2:
        return Proposal(FactRule(kind=RuleKind.IGNORE, name=label.name), "dates, left out")
    if stats.n_values and stats.is_words(style):
        return _for_words(label, stats)
    if label.word is None:
        return _unknown(label, stats, style)
    return _PROPOSERS.get(label.word.kind, _plain)(label, label.word, stats, style)


_Proposer = Callable[[Label, EverydayWord, ValueStats, NumberStyle], Proposal]


def _for_words(label: Label, stats: ValueStats) -> Proposal:
    """Words are notes when they are long or the column says so; else they wait for the person."""
    is_note = label.word is not None and label.word.kind in (RuleKind.NOTE, RuleKind.FOOD, RuleKind.MEDICINE)
    if is_note or stats.mean_chars >= _LONG_TEXT_CHARS:
        assumption = None if label.word and label.word.kind is RuleKind.NOTE else "words, kept as notes"
        return Proposal(FactRule(kind=RuleKind.NOTE, name=label.name), assumption)
    return Proposal(FactRule(kind=RuleKind.IGNORE, name=label.name), "words, left out")


def _unknown(label: Label, stats: ValueStats, style: NumberStyle) -> Proposal:
    numbers = stats.numbers(style)
    if stats.n_duration:
        rule = FactRule(kind=RuleKind.MEASUREMENT, name=label.name, unit=Unit.MINUTE)
        return Proposal(rule, "a length of time in minutes")
    unit = label.unit or (Unit.COUNT if numbers.is_whole else Unit.POINTS)
    rule = FactRule(kind=RuleKind.MEASUREMENT, name=label.name, unit=unit, scale=label.scale)
    return Proposal(rule, None if label.unit else f"a measurement ({unit.symbol}), neither symptom nor food")


def _rating_scale(label: Label, word: EverydayWord, stats: ValueStats, style: NumberStyle) -> Scale | None:
    """The stated scale, or the smallest usual one that holds all values; None when none does."""
    numbers = stats.numbers(style)
    if label.scale or word.scale:
        return label.scale or word.scale
    if stats.is_yes_no(style) and stats.n_values >= _SHORTEST_YES_NO_COLUMN:
        return YES_NO
    if numbers.minimum < 0 or numbers.maximum > 100:
        return None
    # One slip of the pen ("12") must not stretch everybody's scale: it is named as a line instead.
    n_slips_allowed = max(1, numbers.n // 20)
    return NRS_0_10 if numbers.n_above_ten <= n_slips_allowed and numbers.n > 2 * numbers.n_above_ten else _VAS


def _rating(label: Label, word: EverydayWord, stats: ValueStats, style: NumberStyle) -> Proposal:
    """Symptoms, stress, load and sleep quality: a number on a scale."""
    if stats.n_duration:
        return _unknown(label, stats, style)
    scale = _rating_scale(label, word, stats, style)
    if scale is None:
        return _unknown(label, stats, style)
    what = {RuleKind.SYMPTOM: "a symptom", RuleKind.STRESS: "stress"}.get(word.kind, "a rating")
    assumed = None if label.scale else f"{what} from {scale.minimum:g} to {scale.maximum:g}, where 0 is none"
    if word.kind is RuleKind.SLEEP_QUALITY:
        assumed = None if label.scale else f"a rating from {scale.minimum:g} to {scale.maximum:g}"
    return Proposal(FactRule(kind=word.kind, name=label.name, scale=scale), assumed)


def _sleep(label: Label, word: EverydayWord, stats: ValueStats, style: NumberStyle) -> Proposal:
    numbers = stats.numbers(style)
    if label.unit in (Unit.HOUR, Unit.MINUTE):
        return Proposal(FactRule(kind=word.kind, name=label.name, unit=label.unit))
    if stats.n_duration and not numbers.n:
        return Proposal(FactRule(kind=word.kind, name=label.name, unit=Unit.MINUTE))
    if numbers.minimum < 0 or numbers.maximum > 1440:
        return _unknown(label, stats, style)
    unit = Unit.HOUR if numbers.maximum <= 24 else Unit.MINUTE
    assumed = f"the length of a night in {'hours' if unit is Unit.HOUR else 'minutes'}"
    return Proposal(FactRule(kind=word.kind, name=label.name, unit=unit), assumed)


def _duration(label: Label, word: EverydayWord, stats: ValueStats, style: NumberStyle) -> Proposal:
    """An activity: minutes when the name or the values say so, else done or not done, else a number."""
    if label.unit in (Unit.HOUR, Unit.MINUTE) or (stats.n_duration and not stats.numbers(style).n):
        return Proposal(FactRule(kind=word.kind, name=label.name, unit=label.unit or Unit.MINUTE))
    if label.unit in (Unit.KILOMETRE, Unit.METRE):
        return Proposal(FactRule(kind=RuleKind.ACTIVITY_DISTANCE, name=label.name, unit=label.unit))
    if stats.is_yes_no(style):
        return Proposal(FactRule(kind=RuleKind.ACTIVITY, name=label.name), "an activity, done or not done")
    return _unknown(label, stats, style)


def _distance(label: Label, word: EverydayWord, stats: ValueStats, style: NumberStyle) -> Proposal:
    if label.unit in (Unit.KILOMETRE, Unit.METRE):
        return Proposal(FactRule(kind=word.kind, name=label.name, unit=label.unit))
    return _unknown(label, stats, style)


def _happening(label: Label, word: EverydayWord, stats: ValueStats, style: NumberStyle) -> Proposal:
    """Foods and events: there or not. A count or an amount without a unit stays a number."""
    is_weight = word.kind is RuleKind.FOOD and label.unit in (Unit.GRAM, Unit.MILLIGRAM)
    if is_weight:
        return Proposal(FactRule(kind=word.kind, name=label.name, unit=label.unit))
    if stats.is_yes_no(style):
        what = "a food, taken or not" if word.kind is RuleKind.FOOD else "an event, there or not"
        return Proposal(FactRule(kind=word.kind, name=label.name), what)
    return _unknown(label, stats, style)


def _medicine(label: Label, word: EverydayWord, stats: ValueStats, style: NumberStyle) -> Proposal:
    if stats.n_duration or stats.numbers(style).minimum < 0:
        return _unknown(label, stats, style)
    is_weight = label.unit in (Unit.GRAM, Unit.MILLIGRAM)
    rule = FactRule(kind=word.kind, name=label.name, unit=label.unit if is_weight else None)
    return Proposal(rule, None if is_weight else "a medicine or supplement; the number is how many")


def _plain(label: Label, word: EverydayWord, stats: ValueStats, style: NumberStyle) -> Proposal:
    """Kinds that the name alone settles."""
    if stats.n_duration and word.kind is not RuleKind.MEASUREMENT:
        return _unknown(label, stats, style)
    unit = label.unit or word.unit
    if word.kind is RuleKind.MEASUREMENT and unit is None:
        return _unknown_word(label, word, stats, style)
    rule = FactRule(
        kind=word.kind,
        name=label.name,
        unit=unit if word.kind is RuleKind.MEASUREMENT else None,
        scale=label.scale or word.scale,
        beyond_symptoms=word.beyond_symptoms,
    )
    return Proposal(rule)


def _unknown_word(label: Label, word: EverydayWord, stats: ValueStats, style: NumberStyle) -> Proposal:
    found = _unknown(label, stats, style)
    rule = FactRule(kind=found.rule.kind, name=label.name, unit=found.rule.unit, beyond_symptoms=word.beyond_symptoms)
    return Proposal(rule, found.assumption)


_PROPOSERS: dict[RuleKind, _Proposer] = {
    RuleKind.SYMPTOM: _rating,
    RuleKind.STRESS: _rating,
    RuleKind.ACTIVITY_LOAD: _rating,
    RuleKind.SLEEP_QUALITY: _rating,
    RuleKind.SLEEP_DURATION: _sleep,
    RuleKind.ACTIVITY_DURATION: _duration,
    RuleKind.ACTIVITY_DISTANCE: _distance,
    RuleKind.FOOD: _happening,
    RuleKind.EVENT: _happening,
    RuleKind.MEDICINE: _medicine,
}


def value_in(text: str, rule: FactRule, style: NumberStyle) -> float | None:
    """The number a cell stands for under a rule: a number, yes or no, or a length of time."""
    number = parse_number(text, style)
    if number is None:
        number = parse_yes_no(text)
    if number is None and rule.unit in (Unit.MINUTE, Unit.HOUR):
        minutes = parse_duration_min(text)
        if minutes is not None:
            number = minutes / 60 if rule.unit is Unit.HOUR else minutes
    return number
