"""Exposures become columns: known days as numbers, the others missing, never zero."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from commensal.diary.day_table import day_table
from commensal.diary.exposures.columns import add_exposures, food_days, food_variables
from commensal.findings.find import find
from commensal.findings.question import Question
from commensal.knowledge.foods import food_table
from commensal.knowledge.medicines import medicine_table
from commensal.records.day_table import DayTable, Role
from commensal.records.entry import Entry
from commensal.records.facts import Fact, Food, Measurement, MedicineDose, SymptomRating
from commensal.vocab.origin import Origin
from commensal.vocab.presence import Presence, PresenceCode
from commensal.vocab.units import Unit

FIRST = date(2026, 3, 1)
NOW = datetime(2026, 9, 1, tzinfo=UTC)


def entry(fact: Fact, day: int = 0, origin: Origin = Origin.ENTERED) -> Entry:
    """An entry on the n-th day."""
    return Entry(id=f"{day}-{fact}", fact=fact, day=FIRST + timedelta(days=day), recorded_at=NOW, origin=origin)


def food(name: str, day: int = 0, amount_g: float | None = None, origin: Origin = Origin.ENTERED) -> Entry:
    """A food of the table on the n-th day."""
    return entry(Food(name=name, food_id=name, amount_g=amount_g), day, origin)


def dose(name: str, day: int = 0) -> Entry:
    """A medicine of the table on the n-th day."""
    return entry(MedicineDose(name=name, substance_id=name), day)


def exposed(entries: list[Entry]) -> DayTable:
    """The day table with its exposures."""
    return add_exposures(day_table(entries), entries, food_table(), medicine_table())


def codes(table: DayTable, key: str) -> list[PresenceCode]:
    """Presence of one variable, day by day."""
    return [PresenceCode(int(code)) for code in table.presence[:, table.index_of(key)]]


def test_fibre_becomes_a_column() -> None:
    """Two days of logged food give two numbers with a unit."""
    entries = [food("apple", 0, 200), food("lentils", 1, 100), food("apple", 1, 100)]
    table = exposed(entries)
    variable = table.variables[table.index_of("fibre_g")]
    assert (variable.role, variable.unit, variable.kind) == (Role.EXPOSURE, Unit.GRAM, "food")
    apple, lentils = (food_table().foods[name].nutrients["fibre_g"] for name in ("apple", "lentils"))
    assert apple is not None
    assert lentils is not None
    assert table.column("fibre_g") == pytest.approx([2 * apple, apple + lentils])
    assert {"apple", "lentils"} <= {variable.key for variable in table.variables}


def test_every_promised_column_is_there() -> None:
    """One ordinary day gives them all."""
    names = {variable.key for variable in exposed([food("sandwich_cheese"), food("coffee")]).variables}
    assert {
        "fibre_g", "plants_7d", "ala_g", "epa_dha_g", "fermented_servings", "prebiotic_servings", "upf_energy_share",
        "added_sugar_foods", "alcohol_g", "caffeine_mg", "di_gm", "fodmap_fructan", "fodmap_gos", "fodmap_lactose",
        "fodmap_fructose", "fodmap_polyol", "group_gluten", "group_milk",
    } <= names  # fmt: skip
    assert all(v.role is Role.EXPOSURE for v in food_variables())


def test_a_day_without_food_is_missing_and_never_zero() -> None:
    """Between two days of food: missing. A day with only a symptom, or with only "no milk", is no day of food."""
    entries = [
        food("apple", 0),
        entry(SymptomRating(symptom="Pain", score=3), 1),
        entry(Food(name="Milk", food_id="milk_whole", presence=Presence.NONE), 2),
        food("apple", 3),
        entry(SymptomRating(symptom="Pain", score=3), 4),
    ]
    table = exposed(entries)
    for key in ("fibre_g", "alcohol_g", "caffeine_mg", "added_sugar_foods"):
        column = table.column(key)
        assert np.isfinite(column).tolist() == [True, False, False, True, False]
    assert codes(table, "fibre_g")[1:] == [
        PresenceCode.MISSING,
        PresenceCode.MISSING,
        PresenceCode.RECORDED,
        PresenceCode.NOT_ASKED,
    ]
    assert codes(table, "alcohol_g")[0] == PresenceCode.NONE


def test_a_day_of_which_too_little_is_known_is_missing() -> None:
    """Less than half recognised, by weight: no number, not even a small one. Half is enough."""
    stew = Food(name="Mystery stew", amount_g=300)
    entries = [food("apple", 0, 100), entry(stew, 0), food("apple", 1, 300), entry(stew, 1)]
    table = exposed(entries)
    assert np.isfinite(table.column("fibre_g")).tolist() == [False, True]


def test_seven_days_of_plants_need_four_days_of_food() -> None:
    """Three of seven days is less than half."""
    table = exposed([food("apple", day) for day in range(5)])
    assert np.isfinite(table.column("plants_7d")).tolist() == [False, False, False, True, True]
    assert table.column("plants_7d")[4] == 1.0


def test_an_intolerance_group_is_yes_or_no_and_one_never_eaten_is_no_column() -> None:
    """Milk on one of two days; nobody ate lupin; a weak list says so in its label."""
    table = exposed([food("milk_whole", 0), food("tomato", 1)])
    assert table.column("group_milk").tolist() == [1.0, 0.0]
    keys = {variable.key for variable in table.variables}
    assert "group_lupin" not in keys
    assert "low certainty" in table.variables[table.index_of("group_histamine")].label


def test_nothing_to_speak_of_leaves_the_table_as_it_is() -> None:
    """Foods and medicines that nobody recognised add no column."""
    entries = [
        entry(Food(name="Grandmother's pie")),
        entry(MedicineDose(name="Blue pill")),
        entry(SymptomRating(symptom="Pain", score=3)),
    ]
    table = day_table(entries)
    assert add_exposures(table, entries, food_table(), medicine_table()) is table
    assert add_exposures(day_table([]), [], food_table(), medicine_table()).values.shape == (0, 0)


def test_prefilled_food_never_counts() -> None:
    """A suggestion on a screen is not food."""
    entries = [food("apple", 0), food("lentils", 0, origin=Origin.PREFILLED), food("apple", 1, origin=Origin.PREFILLED)]
    table = exposed(entries)
    assert table.column("fibre_g").tolist() == exposed(entries[:1]).column("fibre_g").tolist()
    assert set(food_days(entries, food_table())) == {FIRST}


def test_a_day_whose_food_was_all_copied_is_marked() -> None:
    """One observed food makes the day observed."""
    entries = [
        food("apple", 0, origin=Origin.COPIED),
        food("apple", 1, origin=Origin.COPIED),
        food("lentils", 1),
    ]
    table = exposed(entries)
    assert table.copied[:, table.index_of("fibre_g")].tolist() == [True, False]


def test_food_of_other_days_than_the_table_s_is_left_out() -> None:
    """A table of a few days may be handed the whole diary; copied food of other days is no trouble."""
    entries = [food("apple", 0, 200), food("apple", 9, origin=Origin.COPIED)]
    table = add_exposures(day_table(entries[:1]), entries, food_table(), medicine_table())
    assert np.isfinite(table.column("fibre_g")).tolist() == [True]


def test_an_active_class_is_context_with_its_window() -> None:
    """A course of antibiotics stays at 1 after its last tablet, is 0 on a day that lists other medicines only."""
    entries = [dose("omeprazole", 0), dose("amoxicillin", 2), dose("omeprazole", 3)]
    entries.append(entry(SymptomRating(symptom="Pain", score=3), 90))
    table = exposed(entries)
    variable = table.variables[table.index_of("class_antibiotic_systemic")]
    assert (variable.role, variable.kind, variable.unit) == (Role.CONTEXT, "medicine_dose", Unit.YES_NO)
    column = table.column("class_antibiotic_systemic")
    assert column[0] == 0.0
    assert np.isnan(column[1])  # that day lists no medicine and lies in no window
    assert (column[2 : 2 + 56 + 1] == 1.0).all()
    assert np.isnan(column[2 + 56 + 1 :]).all()
    assert "fibre_g" not in {v.key for v in table.variables}


def test_a_name_that_is_taken_is_not_taken_away() -> None:
    """A diary that already logs fibre keeps its own column."""
    own = entry(Measurement(name="fibre_g", value=12.0, unit=Unit.GRAM))
    table = exposed([own, food("apple", 0, 100)])
    assert table.column("fibre_g").tolist() == [12.0]
    assert np.isfinite(table.column("fibre_g_from_food")).all()


def test_findings_accept_the_table() -> None:
    """Sixty days of food and pain: fibre is asked about, medicine classes are adjusted for, an answer comes."""
    rng = np.random.default_rng(3)
    entries = []
    for day in range(60):
        amount_g = float(rng.uniform(50, 400))
        entries += [food("lentils", day, amount_g), food("coffee", day)]
        score = float(np.clip(np.round(rng.normal(4, 1.5)), 0, 10))
        entries.append(entry(SymptomRating(symptom="Pain", score=score), day))
        if day % 3:
            entries.append(dose("omeprazole" if day % 2 else "ibuprofen", day))
    table = exposed(entries)
    question = Question(
        outcomes=("pain",),
        exposures=tuple(v.key for v in table.variables if v.role is Role.EXPOSURE),
        adjust_for=tuple(v.key for v in table.variables if v.kind == "medicine_dose"),
    )
    findings = find(table, question)
    asked = {finding.exposure.key for finding in findings.outcomes[0].findings}
    assert {"fibre_g", "plants_7d", "caffeine_mg"} <= asked
    assert "class_ppi" not in asked
