"""Fibre of forty foods and dishes against national food tables, within the spread that we state."""

from __future__ import annotations

import csv
import gzip
import json
import math
import statistics
from collections.abc import Iterator
from pathlib import Path

import pytest

from commensal.diary.exposures.day import day_exposures
from commensal.diary.exposures.totals import Total
from commensal.knowledge.foods import food_table
from commensal.records.facts import Food

# The United Kingdom measures non-starch polysaccharide; times 1.33 it is roughly dietary fibre.
_FIBRE_PER_NSP = 1.33
_SR26_FIBRE = "291"
_PAIRS = Path(__file__).with_name("fibre_pairs.tsv")


def _rows(path: Path, delimiter: str = ",") -> Iterator[dict[str, str]]:
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8")
    yield from csv.DictReader(text.splitlines(), delimiter=delimiter)


def _macro_table(path: Path, factor: float) -> dict[str, float]:
    """By name. Zero means "not there" in these files, so it is left out. [g per 100 g]"""
    foods = json.loads(gzip.decompress(path.read_bytes()))
    return {food.get("nome_en") or food["nome"]: factor * food["fibre"] for food in foods if food["fibre"] > 0}


def _fndds(path: Path) -> dict[str, float]:
    """By description; the file holds natural logarithms. [g per 100 g]"""
    return {
        row["Main food description"]: math.exp(float(row["Fiber, total dietary"]))
        for row in _rows(path)
        if row["Fiber, total dietary"]
    }


def _sr26(folder: Path) -> dict[str, float]:
    """By NDB number. [g per 100 g]"""
    values = _rows(folder / "nutrient_values.csv.gz")
    return {row["food_id"]: float(row["value"]) for row in values if row["nutr_id"] == _SR26_FIBRE}


@pytest.fixture(scope="module")
def pairs(shared_data: Path) -> dict[str, tuple[Total, float]]:
    """For each food: fibre of its usual helping by us, and of the same weight by the other table. [g]"""
    macro = shared_data / "ref-ciqual-cofid-bls"
    tables = {
        "cofid": _macro_table(macro / "uk_2025.json.gz", _FIBRE_PER_NSP),
        "ciqual": _macro_table(macro / "ciqual_2025.json.gz", 1.0),
        "fndds": _fndds(shared_data / "ref-fndds-sr-nova" / "fndds_sr_nova_12nutrients.csv.gz"),
        "usda_sr26": _sr26(shared_data / "ref-usda-sr26"),
    }
    ours = food_table()
    found = {}
    for row in _rows(_PAIRS, "\t"):
        total = day_exposures([Food(name=row["name"], food_id=row["food_id"])], ours).fibre_g
        theirs = tables[row["table"]][row["code"] or row["name"]]
        found[row["food_id"]] = (total, theirs * ours.foods[row["food_id"]].portion_g / 100)
    return found


def _steps_apart(total: Total, reference_g: float) -> float:
    """Distance on the log-normal scale that the spread states. [standard deviations]"""
    assert total.value is not None
    assert total.sd is not None
    log_sd = math.sqrt(math.log1p((total.sd / total.value) ** 2))
    return abs(math.log(total.value / reference_g)) / log_sd


def test_forty_pairs_are_compared(pairs: dict[str, tuple[Total, float]]) -> None:
    """Forty different foods, each with a number on both sides."""
    assert len(pairs) == 40
    assert all(total.value is not None and total.share_known == 1.0 for total, _ in pairs.values())


def test_fibre_lies_within_the_stated_spread(pairs: dict[str, tuple[Total, float]]) -> None:
    """At least two thirds lie within one standard deviation, and 38 of 40 within two."""
    steps = {food: _steps_apart(*pair) for food, pair in pairs.items()}
    far = {food: round(step, 2) for food, step in steps.items() if step > 1.96}
    assert len(far) <= 2, far
    assert sum(step <= 1 for step in steps.values()) >= 27


def test_fibre_leans_to_neither_side(pairs: dict[str, tuple[Total, float]]) -> None:
    """The median ratio to the other tables is near one, so that errors of foods average out over a diary."""
    ratios = [total.value / reference_g for total, reference_g in pairs.values() if total.value is not None]
    assert 0.85 < statistics.median(ratios) < 1.15
