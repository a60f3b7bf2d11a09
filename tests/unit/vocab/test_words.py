"""Keys, ids, grades and errors."""

from __future__ import annotations

import pytest

from commensal.vocab.errors import UsageError
from commensal.vocab.grades import Grade
from commensal.vocab.ids import imported_entry_id, key_from_name
from commensal.vocab.scales import NRS_0_10, scale_named
from commensal.vocab.units import Unit


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Brain Fog", "brain_fog"),
        ("  HR Variability ", "hr_variability"),
        ("Crème brûlée", "creme_brulee"),
        ("½ hour", "1_2_hour"),
        ("5-HTP", "5_htp"),
    ],
)
def test_keys_are_what_one_would_guess(name: str, key: str) -> None:
    """Lower case, words joined by one underscore, accents folded."""
    assert key_from_name(name) == key


def test_names_in_other_scripts_keep_apart() -> None:
    """Two different words never share a key, even where no Latin letter is left."""
    assert key_from_name("痛み") != key_from_name("疲れ")
    assert key_from_name("боль")


def test_imported_ids_are_the_same_every_time() -> None:
    """The same source and key give the same id; neither can run into the other."""
    assert imported_entry_id("visible", "a|1") == imported_entry_id("visible", "a|1")
    assert imported_entry_id("visible", "a|1") != imported_entry_id("daylio", "a|1")
    assert imported_entry_id("ab", "c") != imported_entry_id("a", "bc")


def test_grades_in_plain_words() -> None:
    """Low and very low are both early and mixed."""
    assert [grade.plain for grade in Grade] == ["strong", "moderate", "early and mixed", "early and mixed"]


def test_an_error_says_where_what_expected_and_what_to_do() -> None:
    """Four parts, one sentence."""
    error = UsageError(where="--day", found="'soon'", expected="a date such as 2026-11-21", do="Try again.")
    assert str(error) == "--day: found 'soon'; expected a date such as 2026-11-21. Try again."


def test_scales_are_found_by_their_id_and_hold_their_ends() -> None:
    """Zero and ten are on the scale, eleven is not."""
    assert scale_named("nrs_0_10") is NRS_0_10
    assert NRS_0_10.holds(0)
    assert NRS_0_10.holds(10)
    assert not NRS_0_10.holds(11)


def test_every_unit_has_a_symbol() -> None:
    """A number can always be followed by its unit."""
    assert all(unit.symbol for unit in Unit)
    assert Unit.PER_MINUTE.symbol == "per minute"
