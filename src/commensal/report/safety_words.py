"""What the safety gate found, in sentences: for the person, and in the words of the field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from commensal.knowledge.contacts import ADVICE, CRISIS, EMERGENCY, contact
from commensal.knowledge.safety_rules import Level, safety_rules
from commensal.report.words import has_sentence, say
from commensal.safety.intake import IntakeQuestion
from commensal.safety.screen import Screening
from commensal.safety.screened import FiredRule

_MOST_NAMES = 3


def screening_lines(screening: Screening, *, country: str | None = None, is_asked: bool = False) -> tuple[str, ...]:
    """Everything the person sees, in order; in an emergency that alone.

    Parameters
    ----------
    country : ISO 3166-1 alpha-2, for whom to call.
    is_asked : something was proposed or asked, so the answer to it is said as well.
    """
    if screening.is_emergency:
        return (*(line for rule in screening.shown for line in _emergency_lines(rule, country)), say(_NOTHING_ELSE))
    lines = [rule_sentence(rule, country=country) for rule in screening.shown]
    lines += [say("safety.say_seen", rule=rule.rule_id) for rule in screening.shown if rule.level is Level.URGENT][:1]
    if screening.questions:
        lines += [say("safety.waits"), *(question_sentence(question) for question in screening.questions)]
    elif is_asked and screening.fired:
        lines.append(say("safety.may_go_ahead" if screening.is_allowed else "safety.may_not_go_ahead"))
    if not screening.fired and not screening.questions:
        lines.append(say("safety.nothing_to_say"))
    return tuple(lines)


def rule_sentence(rule: FiredRule, *, country: str | None = None) -> str:
    """What a rule says to the person."""
    own = f"{rule.sentence_key}.person_{rule.variant}"
    key = own if rule.variant and has_sentence(own) else f"{rule.sentence_key}.person"
    return say(key, **_blanks(rule, country))


def rule_title(rule: FiredRule) -> str:
    """A few words that name what a rule is about."""
    return say(f"{rule.sentence_key}.title", **_blanks(rule, None))


def question_sentence(question: IntakeQuestion) -> str:
    """A question, its choices and why it is asked."""
    choices = "; ".join(say(key) for key in question.choice_keys.values())
    ask = f"{say(question.ask_key)} ({choices})" if choices else say(question.ask_key)
    return say("safety.question_line", ask=ask, why=say(question.why_key))


def expert_line(rule: FiredRule) -> str:
    """A rule in the words of the field: what it rests on, and how well the rule itself is founded."""
    line = say(
        "safety.expert_rule",
        rule=rule.rule_id,
        level=rule.level.value,
        professional=say(f"{rule.sentence_key}.professional"),
        because="; ".join(rule.because) or say("safety.no_reason_known"),
        basis=safety_rules()[rule.rule_id].basis,
    )
    return f"{line} {say('safety.unverified')}" if rule.is_unverified else line


def screening_document(screening: Screening, *, country: str | None = None) -> dict[str, Any]:
    """The same for a machine; in an emergency the sentences of that alone."""
    return {
        "is_emergency": screening.is_emergency,
        "is_allowed": screening.is_allowed,
        "is_waiting": screening.is_waiting,
        "barred": sorted(kind.value for kind in screening.barred),
        "rules": [_rule_document(rule, country) for rule in screening.shown],
        "questions": [_question_document(question) for question in screening.questions],
    }


_NOTHING_ELSE = "safety.no_advice_now"


def _emergency_lines(rule: FiredRule, country: str | None) -> Iterable[str]:
    return rule_sentence(rule, country=country), say("safety.say_safe", rule=rule.rule_id)


def _blanks(rule: FiredRule, country: str | None) -> Mapping[str, str]:
    emergency = contact(country, EMERGENCY)
    number = say("safety.emergency.known", number=emergency.number) if emergency else say("safety.emergency.unknown")
    return {
        "emergency": number,
        "emergency_if_sudden": say("safety.S10.emergency_if_sudden", emergency=number),
        "contacts": _contacts(country),
        "medicines": _named(rule) or say("safety.your_medicines"),
        "your_medicine": _named(rule) or say("safety.a_medicine"),
    }


def _contacts(country: str | None) -> str:
    """Who listens at any hour: numbers that were checked, or where to ask for one."""
    crisis, advice = contact(country, CRISIS), contact(country, ADVICE)
    if crisis is None:
        return say("safety.contact.unknown")
    known = say("safety.contact.known", name=crisis.name, number=crisis.number, how=crisis.how)
    return f"{known} {say('safety.contact.advice', name=advice.name, number=advice.number)}" if advice else known


def _named(rule: FiredRule) -> str:
    names = rule.medicines[:_MOST_NAMES]
    return names[0] if len(names) == 1 else " and ".join((", ".join(names[:-1]), names[-1])) if names else ""


def _rule_document(rule: FiredRule, country: str | None) -> dict[str, Any]:
    known = safety_rules()[rule.rule_id]
    return {
        "id": rule.rule_id,
        "level": rule.level.value,
        "sentence": rule_sentence(rule, country=country),
        "professional": say(f"{rule.sentence_key}.professional"),
        "bars": sorted(kind.value for kind in rule.bars),
        "because": list(rule.because),
        "medicines": list(rule.medicines),
        "source_ids": list(known.source_ids),
        "basis": known.basis,
        "unverified": known.unverified,
    }


def _question_document(question: IntakeQuestion) -> dict[str, Any]:
    return {
        "id": question.id,
        "kind": question.kind,
        "flags": [flag.value for flag in question.flags],
        "ask": say(question.ask_key),
        "why": say(question.why_key),
        "choices": {value: say(key) for value, key in question.choice_keys.items()},
    }
