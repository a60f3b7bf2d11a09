"""The sentences of reports: what all share in ``text/en.toml``, and one file a topic in ``text/en/``.

The first word of a key names the topic: ``axis.weakest`` stands in ``text/en/axis.toml`` under ``weakest``. A topic's
file is read when its first sentence is needed. Another language is another set of files.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Any

from commensal.vocab.language import in_language, notation

_LANGUAGE = "en"


def say(key: str, **values: object) -> str:
    """The sentence at ``key``, with its blanks filled in: ``say("when.days", n="three")``.

    Values that the sentence has no blank for are ignored, so that wordings of one answer may differ in
    what they mention.

    Raises
    ------
    AssertionError : no such sentence, or a blank without a value. Both are our own mistakes.
    """
    sentence = _text_at(key)
    if not isinstance(sentence, str):
        raise AssertionError(f"no sentence {key!r} in the texts of reports")
    try:
        return in_language(sentence).format_map(values)
    except (KeyError, IndexError) as problem:
        raise AssertionError(f"the sentence {key!r} has the blank {problem}, and no value was given") from problem


def written(what: str, **values: object) -> str:
    """A mark or a date pattern of the notation that the person chose: ``written("point")``, ``written("day", …)``."""
    pattern = _text_at(f"notation.{notation.get()}.{what}")
    assert isinstance(pattern, str), what
    return pattern.format(**values)


def say_each(key: str) -> tuple[str, ...]:
    """The list of sentences or words at ``key``, as it stands.

    Raises
    ------
    AssertionError : no such list.
    """
    listed = _text_at(key)
    if not isinstance(listed, tuple):
        raise AssertionError(f"no list {key!r} in the texts of reports")
    return tuple(in_language(words) for words in listed)


def has_sentence(key: str) -> bool:
    """Whether there is a sentence at ``key``: some answers have a wording of their own for a reason."""
    return isinstance(_text_at(key), str)


def every_text() -> Mapping[str, str | tuple[str, ...]]:
    """Every sentence and list by its key, for checks on the words themselves."""
    return MappingProxyType({**_texts(), **{k: v for topic in _topics() for k, v in _texts_of_topic(topic).items()}})


@cache
def _texts() -> Mapping[str, str | tuple[str, ...]]:
    """What every report shares, under dotted keys."""
    flat: dict[str, str | tuple[str, ...]] = {}
    _flatten("", tomllib.loads(_folder().joinpath(f"{_LANGUAGE}.toml").read_text(encoding="utf-8")), flat)
    return MappingProxyType(flat)


@cache
def _texts_of_topic(topic: str) -> Mapping[str, str | tuple[str, ...]]:
    """The texts of one topic under dotted keys that begin with it; none when it has no file of its own."""
    flat: dict[str, str | tuple[str, ...]] = {}
    if topic in _topics():
        raw = _folder().joinpath(f"{_LANGUAGE}/{topic}.toml").read_text(encoding="utf-8")
        _flatten(f"{topic}.", tomllib.loads(raw), flat)
    return MappingProxyType(flat)


@cache
def _topics() -> tuple[str, ...]:
    names = (file.name for file in _folder().joinpath(_LANGUAGE).iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


def _folder() -> Traversable:
    return files("commensal.report").joinpath("text")


def _text_at(key: str) -> str | tuple[str, ...] | None:
    of_topic = _texts_of_topic(key.split(".", 1)[0]).get(key)
    return _texts().get(key) if of_topic is None else of_topic


def _flatten(prefix: str, table: Mapping[str, Any], flat: dict[str, str | tuple[str, ...]]) -> None:
    for name, value in table.items():
        key = f"{prefix}{name}"
        if isinstance(value, Mapping):
            _flatten(f"{key}.", value, flat)
        else:
            flat[key] = value if isinstance(value, str) else tuple(value)
