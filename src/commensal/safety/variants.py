"""Which wording of a rule fits: the same rule says other things of a gap than of a wish, of insulin than of keto."""

from __future__ import annotations

from dataclasses import replace

from commensal.safety.expressions import Named, Together, leaves
from commensal.safety.facts import PersonFacts
from commensal.safety.gaps import medicines_spoken_of
from commensal.safety.medicines_taken import of_group
from commensal.safety.screened import FiredRule
from commensal.safety.triggers import triggers


def variant_of(rule: FiredRule, facts: PersonFacts) -> FiredRule:
    """The rule with the medicines that it speaks of and the wording that fits it best."""
    return replace(rule, medicines=_medicines(rule, facts), variant=_VARIANTS.get(rule.rule_id, _usual)(rule, facts))


def _medicines(rule: FiredRule, facts: PersonFacts) -> tuple[str, ...]:
    if rule.rule_id == "S16":
        gaps = tuple(reason.words for reason in rule.reasons if reason.what == "gap")
        return tuple(dict.fromkeys((*medicines_spoken_of(facts), *gaps)))
    trigger = triggers()[rule.rule_id]
    groups = {
        leaf.medicine if isinstance(leaf, Together) else leaf.name
        for expression in (trigger.state, trigger.proposal)
        if expression is not None
        for leaf in leaves(expression)
        if isinstance(leaf, Together) or (isinstance(leaf, Named) and leaf.kind == "medicine")
    }
    names = (medicine.name for group in sorted(groups) for medicine in of_group(facts.taken, group))
    return tuple(dict.fromkeys(names))


def _usual(_rule: FiredRule, _facts: PersonFacts) -> str:
    return ""


def _of_medicine_change(rule: FiredRule, _facts: PersonFacts) -> str:
    is_wish = any(reason.what.startswith("S16.wish") or reason.what == "asked" for reason in rule.reasons)
    if is_wish:
        return ""
    return "gap_in_the_log" if all(reason.what == "gap" for reason in rule.reasons) else "gap"


def _of_sugar(_rule: FiredRule, facts: PersonFacts) -> str:
    is_keto = bool({"low_carb", "S31.low_carb"} & facts.asked.names) or facts.mentions("S31.low_carb")
    return "ketoacidosis" if of_group(facts.taken, "sglt2") and is_keto else ""


def _of_gut_infection(rule: FiredRule, _facts: PersonFacts) -> str:
    is_after = any(reason.what in ("medicine", "S09.antibiotics") for reason in rule.reasons)
    return "after_antibiotics" if is_after else ""


_VARIANTS = {"S09": _of_gut_infection, "S16": _of_medicine_change, "S31": _of_sugar}
