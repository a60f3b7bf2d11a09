"""What the reading of a text can find, and the data it finds it with: read once from the package."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from commensal.vocab.errors import InvalidRecordError

# What the first line of each table must be.
COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "expressions": ("concept", "pattern"),
        "near_misses": ("concepts", "pattern", "why"),
        "scope_cues": ("kind", "side", "reach", "pattern"),
        "spellings": ("words", "means"),
        "wishes": ("kind", "topic", "pattern"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """One thing that a text can say.

    Parameters
    ----------
    id : "S03.chest_pain", or a plain name for a state that several rules share.
    rules : ids of the rules that use it.
    level : ``emergency``, ``urgent`` or ``state``.
    about : what it is, in one line.
    ignores : kinds of cue that do not take away that it is so.
    """

    id: str
    rules: tuple[str, ...]
    level: str
    about: str
    ignores: frozenset[str]


@cache
def concepts() -> Mapping[str, Concept]:
    """Every concept by id, in the order of the file."""
    found: dict[str, Concept] = {}
    for name, entry in tomllib.loads(_text("concepts.toml")).items():
        inner = {name: entry} if "rules" in entry else {f"{name}.{part}": value for part, value in entry.items()}
        found.update((concept_id, _concept(concept_id, value)) for concept_id, value in inner.items())
    return MappingProxyType(found)


def _concept(concept_id: str, entry: Mapping[str, Any]) -> Concept:
    return Concept(
        id=concept_id,
        rules=tuple(entry["rules"]),
        level=entry["level"],
        about=entry["about"],
        ignores=frozenset(entry["ignores"]),
    )


@cache
def word_classes() -> Mapping[str, tuple[str, ...]]:
    """The word classes that patterns name in braces."""
    classes = tomllib.loads(_text("word_classes.toml"))
    return MappingProxyType({name: tuple(members) for name, members in classes.items()})


@cache
def rows(name: str) -> tuple[Mapping[str, str], ...]:
    """The rows of ``data/<name>.tsv``; a line that begins with ``#`` is a remark.

    Raises
    ------
    InvalidRecordError : the header or a row is not what this code expects (a mistake of ours).
    """
    return tuple(_rows(name))


def _rows(name: str) -> Iterator[Mapping[str, str]]:
    columns = COLUMNS[name]
    lines = [line for line in _text(f"{name}.tsv").split("\n") if line.strip() and not line.startswith("# ")]
    for number, line in enumerate(lines):
        cells = tuple(line.split("\t"))
        if (number == 0 and cells != columns) or len(cells) != len(columns):
            raise InvalidRecordError(
                where=f"safety/data/{name}.tsv",
                found=repr(line),
                expected="columns " + ", ".join(columns),
                do="Mend the file, or the columns in safety/reading/concepts.py.",
            )
        if number:
            yield dict(zip(columns, cells, strict=True))


def _text(path: str) -> str:
    return files("commensal.safety").joinpath(f"data/{path}").read_text(encoding="utf-8")
