"""Singular and plural of nouns brought to one form. Nothing else is cut: "greens" stays apart from "green"."""

from __future__ import annotations

from functools import cache, lru_cache

from commensal.diary.parse.tables import table


@cache
def _exceptions() -> dict[str, str]:
    return {row["word"]: row["stem"] for row in table("stems")}


@lru_cache(maxsize=16_384)
def stem(word: str) -> str:
    """One form for the singular and the plural of a lower-case noun: "berries" and "berry" give "berry".

    The form need not be a word ("quich" for quiche and quiches): it is only ever compared with itself.
    """
    known = _exceptions().get(word)
    if known is not None:
        return known
    if len(word) <= 3:
        return word
    if word.endswith("s"):
        return _without_plural(word)
    if len(word) > 4:
        if word.endswith("ie"):
            return word[:-2] + "y"
        if word.endswith("che"):
            return word[:-1]
    return word


def _without_plural(word: str) -> str:
    if word.endswith(("ss", "us")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("oes", "sses", "shes", "ches", "xes", "zes")) and len(word) > 4:
        return word[:-2]
    return word[:-1]
