"""Rows of a fact table, as text, from the package's own data."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

DATA = "data"


def rows_of(table: str) -> Iterator[dict[str, str]]:
    """Each row of a table as text by column: ``rows_of("foods/plants")``.

    Parameters
    ----------
    table : path below ``data``, without its ending.

    Notes
    -----
    Tables have one header line, one tab between cells, no quotes. Their shape is checked against their
    schema by the tests, not each time a person starts the program.
    """
    lines = text_of(f"{table}.tsv").split("\n")
    columns = lines[0].split("\t")
    for line in lines[1:]:
        if line:
            yield dict(zip(columns, line.split("\t"), strict=True))


def schema_of(table: str) -> dict[str, Any]:
    """What a table promises about its columns, as written beside it."""
    return tomllib.loads(text_of(f"{table}.schema.toml"))


def text_of(path: str) -> str:
    """The text of one file below ``data``."""
    return files("commensal.knowledge").joinpath(f"{DATA}/{path}").read_text(encoding="utf-8")


def tables() -> tuple[str, ...]:
    """Every table there is, sorted: ``foods/foods``, ``medicines/classes``, …"""
    folders = files("commensal.knowledge").joinpath(DATA).iterdir()
    names = (
        f"{folder.name}/{item.name.removesuffix('.tsv')}"
        for folder in folders
        if folder.is_dir()
        for item in folder.iterdir()
        if item.name.endswith(".tsv")
    )
    return tuple(sorted(names))


def parts(cell: str) -> tuple[str, ...]:
    """The values of a cell that holds several, parted by semicolons."""
    return tuple(cell.split(";")) if cell else ()


def number(cell: str) -> float | None:
    """The number in a cell; None where it is not known, which is not zero."""
    return float(cell) if cell else None
