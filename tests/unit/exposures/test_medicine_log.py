"""What a diary says of each medicine, and which prompts fit what else is in it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import pytest

from commensal.diary.exposures.medicine_log import LoggedMedicine, logged_medicines
from commensal.diary.exposures.medicine_prompts import OnDays, Prompt, prompts
from commensal.diary.exposures.medicine_windows import Use, medicine_windows
from commensal.knowledge.foods import food_table
from commensal.knowledge.medicines import medicine_table
from commensal.records.facts import MedicineDose
from commensal.vocab.presence import Presence

FIRST = date(2026, 9, 1)
TABLE = medicine_table()


def on(number: int) -> date:
    """The day that many days after the first."""
    return FIRST + timedelta(days=number)


def taken(
    name: str, numbers: Iterable[int], *, text: str | None = None, **more: object
) -> list[tuple[date, MedicineDose]]:
    """A dose on each of these days, under a name of the table."""
    substances = TABLE.substances_by_name.get(name.casefold(), (None,))
    dose = MedicineDose(name=name, substance_id=substances[0], text=text, **more)  # type: ignore[arg-type]
    return [(on(number), dose) for number in numbers]


def logged(*doses: list[tuple[date, MedicineDose]], n_days: int = 40) -> tuple[LoggedMedicine, ...]:
    """The medicines of a diary in which something was logged on each of the days."""
    written = {on(number) for number in range(n_days)}
    return logged_medicines([dose for some in doses for dose in some], TABLE, days_written=written)


def asked(
    *doses: list[tuple[date, MedicineDose]],
    foods: dict[str, Iterable[int]] | None = None,
    hard: Iterable[int] = (),
    first: int = 0,
) -> tuple[Prompt, ...]:
    """The prompts of such a diary."""
    days = {food: frozenset(map(on, numbers)) for food, numbers in (foods or {}).items()}
    on_days = OnDays(first=on(first), last=on(39), foods=days, hard_stools=frozenset(map(on, hard)))
    return prompts(logged(*doses), on_days, table=TABLE, foods=food_table())


def test_days_doses_words_and_use_are_counted() -> None:
    """Two doses on one day are two doses and one day; brand and substance are one medicine."""
    (one,) = logged(taken("Nurofen", [0, 0, 3], text="nurofen 400"), taken("ibuprofen", [5], text="ibuprofen"))
    assert (one.name, one.substance, len(one.days), one.n_doses) == ("Nurofen", "ibuprofen", 3, 4)
    assert one.as_typed == (("nurofen 400", 3), ("ibuprofen", 1))
    assert one.use is Use.AS_NEEDED


def test_most_days_first() -> None:
    """The medicine that was logged on most days stands first."""
    assert [one.name for one in logged(taken("ibuprofen", [1]), taken("omeprazole", range(20)))] == [
        "omeprazole",
        "ibuprofen",
    ]


def test_not_taken_is_no_dose() -> None:
    """What was recorded as not taken is counted apart and opens nothing."""
    (one,) = logged(taken("sertraline", [0, 1]), taken("sertraline", [2], presence=Presence.NONE))
    assert (len(one.days), one.days_not_taken) == (2, (on(2),))


def test_a_medicine_that_no_table_has_keeps_its_name() -> None:
    """Nothing is known of it, and nothing is made up: no substance, no use."""
    (one,) = logged(taken("wonder drops", [0, 1]))
    assert (one.name, one.substance, one.use) == ("wonder drops", None, None)


def test_a_name_from_an_imported_file_finds_its_substance() -> None:
    """Other trackers know names alone; "Ibuprofen" there and what the sentence reader keeps are one medicine."""
    imported = [(on(1), MedicineDose(name="Ibuprofen", dose_mg=400.0))]
    (one,) = logged(imported, taken("ibuprofen", [2]))
    assert (one.substance, one.n_doses) == ("ibuprofen", 2)
    assert {part.class_id for part in medicine_windows(imported, TABLE)[on(1)]} == {"nsaid"}


def test_an_ambiguous_imported_name_stays_a_name() -> None:
    """Where a name stands for several substances nothing is chosen for the person."""
    name = next(name for name, found in sorted(TABLE.substances_by_name.items()) if len(found) > 1)
    (one,) = logged([(on(1), MedicineDose(name=name))])
    assert one.substance is None


def test_stretches_say_how_much_else_was_written() -> None:
    """A gap in the medicine and a gap in the diary are told apart by what else was logged."""
    doses = taken("sertraline", [0, 1, 5, 7])
    written = {on(number) for number in (0, 1, 2, 5, 7)}
    (one,) = logged_medicines(doses, TABLE, days_written=written)
    (stretch,) = one.stretches
    assert (stretch.first, stretch.last, stretch.n_days, stretch.n_days_written) == (on(2), on(4), 3, 1)


@pytest.mark.parametrize(
    ("flag", "one", "other"),
    [
        ("antifolate", "methotrexate", "trimethoprim"),
        ("bleeding", "ibuprofen", "sertraline"),
        ("cation_chelation", "doxycycline", "ferrous sulfate"),
        ("contains_paracetamol", "co-codamol", "paracetamol"),
        ("cyp1a2_inhibitor", "ciprofloxacin", "tizanidine"),
        ("cyp3a4_inhibitor", "clarithromycin", "simvastatin"),
        ("enzyme_inducer", "carbamazepine", "apixaban"),
        ("kidney_strain", "ibuprofen", "ramipril"),
        ("mao_serotonin", "phenelzine", "tramadol"),
        ("opioid_block", "ldn", "codeine"),
        ("potassium_raising", "ramipril", "spironolactone"),
        ("salt_fluid_stability", "lithium", "naproxen"),
        ("sedation_alcohol", "pregabalin", "morphine"),
        ("serotonergic", "amitriptyline", "sertraline"),
        ("slow_gut", "morphine", "loperamide"),
        ("stomach_lining", "naproxen", "prednisolone"),
        ("sympathomimetic", "pseudoephedrine", "phenelzine"),
        ("with_any_medicine", "st john's wort", "paracetamol"),
        ("xanthine_oxidase_inhibitor", "allopurinol", "azathioprine"),
    ],
)
def test_two_medicines_give_rise_to_their_prompt(flag: str, one: str, other: str) -> None:
    """Both logged in the same days: the pharmacist may be asked, from the card of either."""
    found = [p for p in asked(taken(one, range(30, 38)), taken(other, range(31, 39))) if p.flag.id == flag]
    assert len(found) == 1
    for name in (one, other):
        assert found[0].is_about(TABLE.substances_by_name[name][0])


@pytest.mark.parametrize(
    ("flag", "medicine", "food"),
    [
        ("alcohol", "metronidazole", "wine_red"),
        ("bleeding", "warfarin", "fish_oil"),
        ("caffeine", "clozapine", "coffee"),
        ("cation_chelation", "doxycycline", "milk_whole"),
        ("cranberry", "warfarin", "cranberry_juice"),
        ("grapefruit", "simvastatin", "grapefruit_juice"),
        ("levothyroxine_timing", "levothyroxine", "coffee"),
        ("lowers_immunity", "infliximab", "probiotic"),
        ("sedation_alcohol", "codeine", "beer"),
        ("tyramine_mao", "phenelzine", "cheese_blue"),
    ],
)
def test_a_food_gives_rise_to_its_prompt(flag: str, medicine: str, food: str) -> None:
    """Eaten in the days of the medicine, it is named; eaten long before, it is not."""
    with_food = asked(taken(medicine, range(30, 38)), foods={food: [33]})
    assert flag in {p.flag.id for p in with_food}
    assert flag not in {p.flag.id for p in asked(taken(medicine, range(30, 38)), foods={food: [2]})}


def test_a_medicine_alone_gives_rise_to_nothing() -> None:
    """No pair, no prompt."""
    assert asked(taken("warfarin", range(38))) == ()


def test_what_lies_far_apart_is_not_asked_about() -> None:
    """Two courses weeks apart never met; two of which one was before the days that count neither."""
    assert asked(taken("ibuprofen", [0, 1]), taken("naproxen", [30])) == ()
    assert asked(taken("ibuprofen", [3]), taken("sertraline", [3]), first=20) == ()


def test_an_maoi_counts_for_two_weeks_after_its_last_dose() -> None:
    """The class's own window holds: the enzyme takes about two weeks to return."""
    assert "mao_serotonin" in {p.flag.id for p in asked(taken("phenelzine", [20]), taken("tramadol", [32]))}
    assert "mao_serotonin" not in {p.flag.id for p in asked(taken("phenelzine", [20]), taken("tramadol", [36]))}


def test_hard_stools_on_two_days_are_asked_about() -> None:
    """One hard stool is nothing; two in the days of an opioid are a question for the pharmacist."""
    assert not asked(taken("codeine", range(30, 38)), hard=[33])
    (prompt,) = asked(taken("codeine", range(30, 38)), hard=[33, 35])
    assert (prompt.flag.id, prompt.is_about_stools, prompt.days) == ("slow_gut", True, (on(33), on(35)))


def test_for_today_comes_first_and_each_pair_once() -> None:
    """The gravest first; the same pair is not asked about twice under one topic."""
    found = asked(taken("phenelzine", range(30, 38)), taken("sertraline", range(30, 38)))
    assert [p.flag.id for p in found if p.flag.topic == "serotonin"] == ["mao_serotonin"]
    assert found[0].flag.is_for_today


def test_iron_with_milk_and_beer_without_alcohol_stay_silent() -> None:
    """Near misses: the mineral itself, and a beer that has none in it."""
    assert asked(taken("ferrous sulfate", range(30, 38)), foods={"milk_whole": [33]}) == ()
    assert asked(taken("codeine", range(30, 38)), foods={"beer_af": [33]}) == ()


def test_milk_and_iron_are_one_question() -> None:
    """What stands on the other side of one flag is asked about at once, medicines first."""
    found = asked(
        taken("doxycycline", range(30, 38)), taken("ferrous sulfate", range(30, 38)), foods={"milk_whole": [33]}
    )
    (prompt,) = [p for p in found if p.flag.id == "cation_chelation"]
    assert prompt.others == ("ferrous sulfate",)
    assert prompt.other_names[0] == "ferrous sulfate"
    assert len(prompt.other_names) == 2


def test_what_is_injected_is_not_kept_apart_from_a_tablet() -> None:
    """A resin binds what is swallowed with it, and no injection."""
    assert asked(taken("colestyramine", range(30, 38)), taken("humalog", range(30, 38))) == ()
    found = asked(taken("colestyramine", range(30, 38)), taken("paracetamol", range(30, 38)))
    assert [p.flag.id for p in found] == ["separate_medicines"]
