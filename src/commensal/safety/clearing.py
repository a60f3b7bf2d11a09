"""How an urgent or an emergency rule stops firing, and what makes it fire again."""

from __future__ import annotations

import re
from datetime import timedelta

from commensal.knowledge.safety_rules import Level, SafetyRule
from commensal.safety.expressions import holds
from commensal.safety.facts import PersonFacts
from commensal.safety.mentions import Said
from commensal.safety.triggers import Trigger
from commensal.safety.truth import Truth

_SAID_TO_BE_NEW = re.compile(
    r"\b(again|new|newly|worse|worsening|worsened|more than (before|usual)|is back|are back|came back|come back|"
    r"has returned|returned|another|this time|since then|still bleeding)\b",
    re.IGNORECASE,
)


def is_cleared(rule: SafetyRule, trigger: Trigger, facts: PersonFacts) -> bool:
    """Whether a rule that the state of things fires was answered for.

    An emergency: the person came back and said that they are safe, on the day of the last mention or later. What
    stands in the question is written now, and is never answered for beforehand. An urgent rule: a clinician has
    looked at it. A mention long after that, or one that is said to be new or worse, is a new one.
    """
    if rule.level is Level.EMERGENCY:
        said_safe = facts.person.said_safe.get(rule.id)
        if said_safe is None or said_safe > facts.today:
            return False
        return not _still_holds(trigger, facts.since(lambda one: one.is_asked or one.day > said_safe))
    if rule.level is not Level.URGENT:
        return False
    seen = facts.person.seen_by_clinician.get(rule.id)
    if seen is None or seen > facts.today:
        return False
    again_after = seen + timedelta(days=trigger.lasting_days or 0)

    def is_new(one: Said) -> bool:
        return one.day > again_after or (one.day > seen and _is_said_to_be_new(one))

    return not _still_holds(trigger, facts.since(is_new))


def _still_holds(trigger: Trigger, facts: PersonFacts) -> bool:
    """Whether what was said since is enough for the rule, and is part of why it holds."""
    assert trigger.state is not None, "only a state is cleared"
    verdict = holds(trigger.state, facts)
    return verdict.truth is Truth.YES and any(reason.day is not None for reason in verdict.reasons)


def _is_said_to_be_new(one: Said) -> bool:
    return _SAID_TO_BE_NEW.search(_sentence_around(one)) is not None


def _sentence_around(one: Said) -> str:
    """The sentence that a mention stands in: "blood again" is new, "took it again. blood" says nothing."""
    if one.mention is None:
        return ""
    before = max((one.text.rfind(mark, 0, one.mention.start) for mark in ".;\n"), default=-1)
    ends = [end for mark in ".;\n" if (end := one.text.find(mark, one.mention.end)) >= 0]
    return one.text[before + 1 : min(ends, default=len(one.text))]
