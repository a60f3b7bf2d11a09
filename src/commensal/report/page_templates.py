"""The templates of all pages, with every value escaped and none left out unnoticed."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from commensal.report.words import say


@cache
def templates() -> Environment:
    """Where pages take their templates from; ``say`` is at hand in each."""
    environment = Environment(
        loader=PackageLoader("commensal.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["say"] = say
    return environment
