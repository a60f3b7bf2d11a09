"""The sentences of the command line; they live in ``text/en.toml``, so that another language is another file."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


@cache
def _sentences() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("commensal.cli").joinpath("text/en.toml").read_text(encoding="utf-8"))


def words(key: str, **values: object) -> str:
    """The sentence at ``section.name``, with its blanks filled in; ``KeyError`` when there is none."""
    section, name = key.split(".")
    return _sentences()[section][name].format(**values)


def counted(n: int, key: str) -> str:
    """A number with its noun: the ``_one`` form for one, the ``_many`` form otherwise (``1 day``, ``3 days``)."""
    return words(f"{key}_one" if n == 1 else f"{key}_many", n=f"{n:,}")
