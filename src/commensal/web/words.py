"""The sentences of the page; in ``text/en.toml``, and of larger parts in ``text/en/<section>.toml``.

Another language is another set of files beside them.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from commensal.vocab.language import in_language


@cache
def _shared() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("commensal.web").joinpath("text/en.toml").read_text(encoding="utf-8"))


@cache
def _section(section: str) -> dict[str, str]:
    """The sentences of one section: in a file of its own, or in the shared one."""
    file = files("commensal.web").joinpath(f"text/en/{section}.toml")
    return tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else _shared()[section]


def words(key: str, **values: object) -> str:
    """The sentence at ``section.name``, with its blanks filled in; ``KeyError`` when there is none."""
    section, name = key.split(".")
    return in_language(_section(section)[name]).format(**values)


def counted(n: int, key: str) -> str:
    """A number with its noun: the ``_one`` form for one, the ``_many`` form otherwise (``1 day``, ``3 days``)."""
    return words(f"{key}_one" if n == 1 else f"{key}_many", n=f"{n:,}")
