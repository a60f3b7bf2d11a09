"""The small tables of names that readers know, kept as TSV files beside the code."""

from __future__ import annotations

from functools import cache
from importlib import resources


@cache
def load_table(name: str) -> tuple[dict[str, str], ...]:
    """Rows of ``readers/data/<name>.tsv`` as dictionaries; lines that start with ``#`` are remarks."""
    text = resources.files("commensal.readers").joinpath("data", f"{name}.tsv").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    header = lines[0].split("\t")
    return tuple(dict(zip(header, line.split("\t"), strict=True)) for line in lines[1:])
