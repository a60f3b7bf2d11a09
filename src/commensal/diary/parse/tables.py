"""The word lists of the parser, kept as TSV files beside the code and read once."""

from __future__ import annotations

from functools import cache
from importlib import resources

from commensal.vocab.errors import InvalidRecordError

# What each file must offer; the first line of a file is compared with this before a row is used.
COLUMNS: dict[str, tuple[str, ...]] = {
    "additions": ("base", "addition", "grams", "reason"),
    "amount_errors": ("basis", "cv", "reason"),
    "containers": ("food_id", "when", "reason"),
    "densities": ("applies_to", "grams_per_ml", "reason"),
    "descriptors": ("words", "about"),
    "free_from": ("words", "without"),
    "generic_foods": ("words", "food_ids", "head", "reason"),
    "grammar": ("words", "kind", "value"),
    "heads": ("head", "modifier", "becomes", "reason"),
    "loaves": ("words", "food_id"),
    "measures": ("words", "measure", "millilitres", "grams", "portions"),
    "milky_drinks": ("food_id", "milk_id", "becomes"),
    "ordinary_words": ("words",),
    "plant_milks": ("words", "food_id"),
    "platters": ("words", "food_ids", "reason"),
    "sandwiches": ("bread_word", "filling", "food_id"),
    "sizes": ("words", "size", "factor"),
    "spellings": ("words", "means"),
    "stems": ("word", "stem"),
    "supplements": ("words", "name"),
    "symptoms": ("words", "symptom"),
    "units": ("words", "unit", "grams", "millilitres"),
    "unlisted_foods": ("words",),
    "without": ("food_id", "without", "becomes"),
}

Row = dict[str, str]


@cache
def table(name: str) -> tuple[Row, ...]:
    """Rows of ``data/<name>.tsv`` by column; lines that start with ``#`` are remarks.

    Raises
    ------
    InvalidRecordError : the header or a row is not what this code expects (a mistake of ours).
    """
    text = resources.files("commensal.diary.parse").joinpath(f"data/{name}.tsv").read_text(encoding="utf-8")
    lines = [line for line in text.split("\n") if line.strip() and not line.startswith("#")]
    columns = tuple(lines[0].split("\t"))
    if columns != COLUMNS[name]:
        raise _misfit(name, lines[0], COLUMNS[name])
    rows = []
    for line in lines[1:]:
        cells = line.split("\t")
        if len(cells) > len(columns):
            raise _misfit(name, line, columns)
        cells += [""] * (len(columns) - len(cells))
        rows.append(dict(zip(columns, cells, strict=True)))
    return tuple(rows)


def _misfit(name: str, found: str, expected: tuple[str, ...]) -> InvalidRecordError:
    return InvalidRecordError(
        where=f"parse/data/{name}.tsv",
        found=repr(found),
        expected="columns " + ", ".join(expected),
        do="Mend the file, or the list of columns in parse/tables.py.",
    )
