"""Chips: facts in a few words each, on one line, the way they were understood."""

from __future__ import annotations

from collections.abc import Iterable

from commensal.records.facts import Fact, Food, MedicineDose, Note
from commensal.report.fact_words import label_of, value_of
from commensal.report.labels import in_sentence, shown_label
from commensal.report.words import say
from commensal.vocab.presence import Presence


def chip_of(fact: Fact) -> str:
    """One fact in a few words: "porridge (about 200 g)", "ibuprofen 400 mg", "no coffee", "pain 4 of 10"."""
    if isinstance(fact, Note):
        return value_of(fact)
    label = in_sentence(label_of(fact))
    if getattr(fact, "presence", Presence.RECORDED) is Presence.NONE:
        # "No wine" means any wine, whichever of them stands for it in the table.
        typed = fact.text if isinstance(fact, Food) and fact.text else label
        return say("chip.none", name=shown_label(typed))
    if isinstance(fact, Food):
        if fact.amount_g is None:
            return label
        key = "chip.grams" if fact.amount_sd_g is None else "chip.about_grams"
        return say(key, name=label, n=f"{fact.amount_g:,.3g}" if fact.amount_sd_g else f"{fact.amount_g:,.10g}")
    if isinstance(fact, MedicineDose) and fact.dose_mg is None and fact.n_units is None:
        return label
    return say("chip.value", name=label, value=value_of(fact))


def choice_of(fact: Fact) -> str:
    """One of several things that a word may mean; two medicines of one name are told apart by their substance."""
    if isinstance(fact, MedicineDose) and fact.substance_id is not None:
        return shown_label(fact.substance_id)
    return chip_of(fact)


def chips_of(facts: Iterable[Fact]) -> str:
    """Several facts on one line."""
    return ", ".join(chip_of(fact) for fact in facts)


def names_of(facts: Iterable[Fact]) -> str:
    """Only what they are about, each named once: "pain, stool"."""
    return ", ".join(dict.fromkeys(in_sentence(label_of(fact)) for fact in facts))


def quoted(text: str) -> str:
    """Words as typed, in quotation marks, without what could steer a terminal."""
    return say("fact.quoted", text=shown_label(text))


def quotable(text: str) -> str:
    """Words fit to stand inside the quotation marks of a command to be typed."""
    return shown_label(text).replace('"', "'")
