"""Windows of medicine classes, regular against as needed, and notes that never advise a change."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

import pytest

from commensal.diary.exposures.medicine_notes import effect_sentence, medicine_note, rendered
from commensal.diary.exposures.medicine_windows import ActiveClass, Use, is_regular, medicine_windows, uses
from commensal.knowledge.medicine_windows import class_windows
from commensal.knowledge.medicines import medicine_table
from commensal.records.facts import MedicineDose
from commensal.vocab.presence import Presence

FIRST = date(2026, 3, 1)


def on(day: int) -> date:
    """The n-th day."""
    return FIRST + timedelta(days=day)


def doses(substance: str, days: Iterable[int], *, as_needed: bool | None = None) -> list[tuple[date, MedicineDose]]:
    """One dose on each of these days."""
    return [(on(d), MedicineDose(name=substance, substance_id=substance, as_needed=as_needed)) for d in days]


def active(days: Iterable[tuple[date, MedicineDose]]) -> dict[int, list[str]]:
    """Active classes by day number."""
    windows = medicine_windows(days, medicine_table())
    return {(day - FIRST).days: [item.class_id for item in classes] for day, classes in windows.items()}


def test_every_class_has_a_window() -> None:
    """No class falls back to a silent default."""
    assert set(class_windows()) == set(medicine_table().classes)


def test_an_antibiotic_course_is_relevant_for_eight_weeks_after_its_last_dose() -> None:
    """Seven days of tablets, then 56 days; not the 57th."""
    found = active(doses("amoxicillin", range(7)))
    assert sorted(found) == list(range(6 + 56 + 1))


def test_a_ppi_is_relevant_while_taken_and_three_days_more() -> None:
    """A short break is bridged, a long one is a gap."""
    found = active(doses("omeprazole", [0, 1, 4, 10]))
    assert sorted(found) == [*range(8), *range(10, 14)]


def test_an_active_class_says_what_was_taken_and_when() -> None:
    """Two substances of one class are one class with both names."""
    both = [*doses("omeprazole", [0]), *doses("lansoprazole", [1])]
    windows = medicine_windows(both, medicine_table())
    assert windows[on(2)] == (
        ActiveClass(
            class_id="ppi",
            label=medicine_table().classes["ppi"].label,
            days_since_last_dose=1,
            substances=("lansoprazole", "omeprazole"),
        ),
    )


def test_what_was_not_taken_or_is_not_known_opens_no_window() -> None:
    """A recorded "no", and a tablet in no table."""
    refused = MedicineDose(name="omeprazole", substance_id="omeprazole", presence=Presence.NONE)
    assert active([(FIRST, refused), (FIRST, MedicineDose(name="blue pill"))]) == {}


def test_regular_is_five_of_seven_days_in_two_weeks_in_a_row() -> None:
    """Five and five is regular; five and four is not; ten days with a week between are not."""
    week = (0, 1, 2, 3, 4)
    assert is_regular([on(d) for d in (*week, *(7 + d for d in week))])
    assert not is_regular([on(d) for d in (*week, *(7 + d for d in week[:4]))])
    assert not is_regular([on(d) for d in (*week, *(19 + d for d in week))])


@pytest.mark.parametrize(
    ("taken", "last_day", "expected"),
    [
        (doses("ibuprofen", range(14)), 13, Use.REGULAR),
        (doses("ibuprofen", [0, 5, 11]), 20, Use.AS_NEEDED),
        (doses("ibuprofen", [0, 5]), 9, Use.NOT_KNOWN),
        (doses("ibuprofen", range(14), as_needed=True), 13, Use.AS_NEEDED),
        (doses("ibuprofen", [0], as_needed=False), 0, Use.REGULAR),
        (doses("amoxicillin", range(14)), 30, Use.COURSE),
    ],
)
def test_use_is_inferred_by_the_rule_and_the_person_wins(
    taken: list[tuple[date, MedicineDose]], last_day: int, expected: Use
) -> None:
    """Two weeks must be over before "as needed" is said; what a person says comes first."""
    assert set(uses(taken, medicine_table(), last_day=on(last_day)).values()) == {expected}


# Any word of change. A sentence that holds one must be one of the cautions below.
_CHANGE = re.compile(
    r"(?i)\b(stop\w*|skip\w*|lower(?!-)\w*|reduc\w*|swap\w*|switch\w*|halv\w*|replac\w*|quit\w*|wean\w*|taper\w*|"
    r"come off|cut (down|back|out)|chang\w*|avoid\w*|miss a|less of|instead|start\w*|increas\w*|doubl\w*)\b"
)
_CAUTIONS = (
    r"Stopping suddenly can bring acid symptoms back for a while",
    r"Stopping it suddenly can be harmful",
    r"This is background for reading your results and not a reason to change the medicine",
    r"Any change is a decision for you and your prescriber together",
    r"Courses like this are known to change gut bacteria for a while, and much of that recovers over weeks",
)
# Whoever is spoken to, or told what to do, in a sentence on what is known.
_ADVICE = re.compile(r"(?i)\b(you|your|please|should|could|try|consider|must|need to|advis\w*|recommend\w*)\b")


def advice_in(note: str, effect: str) -> list[str]:
    """Sentences of a note that could be read as advice to change a medicine."""
    sentences = [part.strip() for part in re.split(r"\.(?:\s|$)", note.replace(effect, "")) if part.strip()]
    bad = [s for s in sentences if _CHANGE.search(s) and s not in _CAUTIONS]
    return bad + [part for part in [effect] if _ADVICE.search(part)]


def test_no_note_of_any_substance_advises_a_change() -> None:
    """All are rendered, also those that are never shown, and every sentence is looked at."""
    table = medicine_table()
    assert len(table.medicines) == 621
    found = {
        row.substance: advice_in(rendered(row, table), effect_sentence(row, table)) for row in table.medicines.values()
    }
    assert {name: bad for name, bad in found.items() if bad} == {}
    assert all("{" not in rendered(row, table) and "!" not in rendered(row, table) for row in table.medicines.values())


@pytest.mark.parametrize(
    "sentence",
    ["You could stop it.", "Skip a dose.", "Ask for a lower dose.", "Swap it for paracetamol.", "Stop taking it."],
)
def test_the_scan_for_advice_has_teeth(sentence: str) -> None:
    """A sentence that advises a change is seen."""
    assert advice_in(f"You logged ibuprofen. {sentence}", "") != []
    assert advice_in("You logged ibuprofen.", "You should take less.") != []


def test_notes_are_silent_where_nothing_is_known_and_graded_where_something_is() -> None:
    """No note for a class without a known effect; a grade with every effect that is said."""
    table = medicine_table()
    notes = {row.substance: medicine_note(row) for row in table.medicines.values()}
    for row in table.medicines.values():
        assert (notes[row.substance] == "") == (row.flag_tier == "none_known")
        effect = table.classes[row.class_id].microbiome_effect
        if effect in notes[row.substance]:
            assert f"How sure this is: {row.evidence_grade}" in notes[row.substance]
            assert row.evidence_grade != "very_low"
    assert "moderate" in notes["omeprazole"]
    assert "not well known" in notes["amitriptyline"]
