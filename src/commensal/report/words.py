"""The sentences of reports; they live in ``text/en.toml``, so that another language is another file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any


def say(key: str, **values: object) -> str:
    """The sentence at ``key``, with its blanks filled in: ``say("when.days", n="three")``.

    Values that the sentence has no blank for are ignored, so that wordings of one answer may differ in
    what they mention.

    Raises
    ------
    AssertionError : no such sentence, or a blank without a value. Both are our own mistakes.
    """
    sentence = _texts().get(key)
    if not isinstance(sentence, str):
        raise AssertionError(f"no sentence {key!r} in text/en.toml")
    try:
        return sentence.format_map(values)
    except (KeyError, IndexError) as problem:
        raise AssertionError(f"the sentence {key!r} has the blank {problem}, and no value was given") from problem


def say_each(key: str) -> tuple[str, ...]:
    """The list of sentences or words at ``key``, as it stands.

    Raises
    ------
    AssertionError : no such list.
    """
    listed = _texts().get(key)
    if not isinstance(listed, tuple):
        raise AssertionError(f"no list {key!r} in text/en.toml")
    return listed


def has_sentence(key: str) -> bool:
    """Whether there is a sentence at ``key``: some answers have a wording of their own for a reason."""
    return isinstance(_texts().get(key), str)


def every_text() -> Mapping[str, str | tuple[str, ...]]:
    """Every sentence and list by its key, for checks on the words themselves."""
    return _texts()


@cache
def _texts() -> Mapping[str, str | tuple[str, ...]]:
    """All texts under dotted keys, read when the first one is needed."""
    raw = files("commensal.report").joinpath("text/en.toml").read_text(encoding="utf-8")
    flat: dict[str, str | tuple[str, ...]] = {}
    _flatten("", tomllib.loads(raw), flat)
    return MappingProxyType(flat)


def _flatten(prefix: str, table: Mapping[str, Any], flat: dict[str, str | tuple[str, ...]]) -> None:
    for name, value in table.items():
        key = f"{prefix}{name}"
        if isinstance(value, Mapping):
            _flatten(f"{key}.", value, flat)
        else:
            flat[key] = value if isinstance(value, str) else tuple(value)
