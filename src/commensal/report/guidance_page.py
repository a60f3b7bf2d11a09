"""Guidance as a whole: in lines for a terminal, short enough for a tired reader, and as a JSON document."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from commensal.guidance.suggestion import Guidance, OpenQuestion
from commensal.knowledge.safety_rules import Level
from commensal.report.guidance_words import (
    head_sentence,
    order_lines,
    passed_over_lines,
    step_card,
    suggestion_json,
    unlock_sentence,
)
from commensal.report.safety_words import rule_sentence
from commensal.report.words import say
from commensal.safety.intake import IntakeQuestion
from commensal.safety.screened import FiredRule

WIDTH = 79
MOST_LINES = 60
_INDENT = "   "
_MOST_QUESTIONS = 2

_FOLLOWED_QUIETLY = frozenset({"S21", "S22", "S23"})
"""What these rules ask for is in the steps themselves; told on "why", and when the person asks something."""


def guidance_lines(guidance: Guidance, *, is_full: bool = False) -> tuple[str, ...]:
    """Guidance in lines of at most 79 letters; at most ``MOST_LINES`` of them unless ``is_full``.

    Parameters
    ----------
    is_full : with the path on the map, the order, and what was passed over.
    """
    if guidance.is_emergency:
        told = (line for rule in guidance.fired for line in (*_emergency_lines(rule, guidance.country), ""))
        return tuple(_filled([*told, say("safety.no_advice_now")]))
    n_steps = len(guidance.suggestions)
    notices, head, tail = _notices(guidance, is_full=is_full), _head(guidance), _tail(guidance, is_full=is_full)
    frame = [*_filled(notices), *head]
    for n_told in range(n_steps, -1, -1):
        for n_questions in (_MOST_QUESTIONS, 1):
            questions = _question_lines(guidance.questions[:n_questions], is_all=n_questions >= len(guidance.questions))
            lines = [*frame, *_card_lines(guidance, n_told, is_full=is_full), *questions, *tail]
            if is_full or len(lines) <= MOST_LINES:
                return tuple(lines)
    return tuple(lines)


def _card_lines(guidance: Guidance, n_told: int, *, is_full: bool) -> Iterator[str]:
    """The first ``n_told`` steps in full, the others in short."""
    for number, suggestion in enumerate(guidance.suggestions, start=1):
        card = step_card(suggestion, n_days=guidance.n_days)
        yield from ("", *_filled([f"{number}. {card.title}"], hanging=_INDENT))
        told = card.lines if number <= n_told else card.short
        yield from _filled((*told, *(card.more if is_full else ())), indent=_INDENT)


def _head(guidance: Guidance) -> list[str]:
    small = [say("guidance.head_small")] if guidance.is_bad_day and not guidance.is_urgent else []
    return _filled([*small, head_sentence(guidance)])


def _notices(guidance: Guidance, *, is_full: bool) -> list[str]:
    """What safety rules say, each with an empty line behind it."""
    told = [rule for rule in guidance.fired if is_full or guidance.is_asked or rule.rule_id not in _FOLLOWED_QUIETLY]
    lines = [line for rule in told for line in (rule_sentence(rule, country=guidance.country), "")]
    urgent = [rule.rule_id for rule in told if rule.level is Level.URGENT]
    return [*lines, *((say("safety.say_seen", rule=urgent[0]), "") if urgent else ())]


def _emergency_lines(rule: FiredRule, country: str | None) -> tuple[str, ...]:
    return rule_sentence(rule, country=country), say("safety.say_safe", rule=rule.rule_id)


def _question_lines(questions: Sequence[OpenQuestion], *, is_all: bool) -> list[str]:
    if not questions:
        return []
    asked = [say("guidance.ask_item", text=f"{_ask(item.question)} {unlock_sentence(item)}") for item in questions]
    how = say("guidance.ask_how" if is_all else "guidance.ask_more")
    return ["", say("guidance.ask_head"), *_filled(asked, hanging="  "), how]


def _ask(question: IntakeQuestion) -> str:
    ask, choices = say(question.ask_key), "; ".join(say(key) for key in question.choice_keys.values())
    return say("guidance.ask_which", ask=ask, choices=choices) if choices else ask


def _tail(guidance: Guidance, *, is_full: bool) -> list[str]:
    lines: list[str] = []
    if is_full and guidance.suggestions:
        lines += ["", say("guidance.rank_head"), *_filled(order_lines(guidance), indent=_INDENT)]
    if is_full and (passed := passed_over_lines(guidance)):
        lines += ["", say("guidance.why_head"), *_filled(passed, indent=_INDENT)]
    more = [] if is_full else [say("guidance.more")]
    return [*lines, "", *_filled([*more, say("guidance.safety_note")])]


def _filled(texts: Iterable[str], *, indent: str = "", hanging: str = "") -> list[str]:
    lines: list[str] = []
    for text in texts:
        broken = textwrap.wrap(
            text,
            WIDTH,
            initial_indent=indent,
            subsequent_indent=indent + hanging,
            break_long_words=False,
            break_on_hyphens=False,
        )
        lines += broken or [""]
    return lines


def guidance_json(guidance: Guidance) -> dict[str, Any]:
    """Guidance as one document; in an emergency it holds the emergency alone."""
    document: dict[str, Any] = {
        "made_on": guidance.made_on.isoformat(),
        "is_emergency": guidance.is_emergency,
        "is_urgent": guidance.is_urgent,
        "fired": [_rule_json(rule, guidance) for rule in guidance.fired],
        "lines": list(guidance_lines(guidance)),
    }
    if guidance.is_emergency:
        return document
    return document | {
        "is_bad_day": guidance.is_bad_day,
        "n_days": guidance.n_days,
        "suggestions": [suggestion_json(item, n_days=guidance.n_days) for item in guidance.suggestions],
        "questions": [
            {
                "id": item.question.id,
                "ask": say(item.question.ask_key),
                "why": say(item.question.why_key),
                "flags": [flag.value for flag in item.question.flags],
                "unlocks": list(item.step_ids),
            }
            for item in guidance.questions
        ],
        "passed_over": {step_id: passed.value for step_id, passed in guidance.passed_over.items()},
        "barred_by": {step_id: list(rules) for step_id, rules in guidance.barred_by.items()},
    }


def _rule_json(rule: FiredRule, guidance: Guidance) -> dict[str, Any]:
    return {
        "rule": rule.rule_id,
        "level": rule.level.value,
        "sentences": [rule_sentence(rule, country=guidance.country)],
        "because": list(rule.because),
        "is_unverified": rule.is_unverified,
    }
