"""Two weeks on paper: the sheet, and copying it in quickly without slips that cost anything."""

from __future__ import annotations

from datetime import timedelta

from commensal.records.facts import Sleep, StoolForm, SymptomRating
from commensal.service.day import day_as_logged
from commensal.service.followed import follow
from commensal.service.undo import undo
from tests.unit.web.asking import NOW, Asking
from tests.unit.web.visitor import text_of

_TODAY = NOW.date()


def _field(days_ago: int, number: int) -> str:
    return f"cell-{(_TODAY - timedelta(days=days_ago)).isoformat()}-{number}"


def test_sheet_has_what_is_followed_and_its_own_scales(page: Asking) -> None:
    """Each thing that is followed stands on each of fourteen days with the numbers that fit it."""
    follow(page.home, ["pain", "sleep", "stool", "my knee"])
    said = page.get("/sheet?first=2026-12-01").text
    assert said.count('class="paper-day"') == 14
    assert said.count("My knee") == 14
    assert said.count(">0 1 2 3 4 5 6 7 8 9 10</span>") == 28
    assert said.count(">3 4 5 6 7 8 9 10</span>") == said.count(">1 2 3 4 5 6 7</span>") == 14
    assert "14 December 2026" in said


def test_numbers_are_kept_as_one_action_and_blank_stays_blank(page: Asking) -> None:
    """One press keeps all, with a comma or a point; one undo takes all back; what was blank is nothing."""
    follow(page.home, ["pain", "sleep", "stool"])
    form = {_field(1, 0): "4", _field(1, 1): "7,5", _field(3, 2): "6", _field(4, 0): "0"}
    answer = page.post("/sheet/fill", {"last": _TODAY.isoformat(), **form})
    assert answer.status_code == 303
    yesterday = {type(entry.fact) for entry in day_as_logged(page.home, _TODAY - timedelta(days=1)).entries}
    assert yesterday == {SymptomRating, Sleep}
    (stool,) = day_as_logged(page.home, _TODAY - timedelta(days=3)).entries
    assert isinstance(stool.fact, StoolForm)
    assert day_as_logged(page.home, _TODAY - timedelta(days=2)).entries == ()
    undo(page.home)
    assert all(not day_as_logged(page.home, _TODAY - timedelta(days=back)).entries for back in range(14))


def test_sent_twice_is_kept_once(page: Asking) -> None:
    """A form that arrives twice changes nothing the second time."""
    form = {"last": _TODAY.isoformat(), _field(1, 0): "4"}
    page.post("/sheet/fill", form)
    with page.home.journal() as journal:
        before = journal.content_hash(), len(journal.actions())
    answer = page.post("/sheet/fill", form)
    assert "Nothing was new" in answer.text
    with page.home.journal() as journal:
        assert (journal.content_hash(), len(journal.actions())) == before


def test_slip_keeps_everything_typed_and_writes_nothing(page: Asking) -> None:
    """One number that does not fit is marked; the others wait in their places."""
    form = {"last": _TODAY.isoformat(), _field(1, 0): "4", _field(2, 0): "44", _field(2, 1): "<b>"}
    answer = page.post("/sheet/fill", form)
    assert answer.status_code == 400
    assert answer.text.count('aria-invalid="true"') == 2
    assert 'value="44"' in answer.text
    assert "<b>" not in answer.text
    assert not page.home.has_diary


def test_grid_shows_what_the_diary_says_already(page: Asking) -> None:
    """What was logged stands in its place, so that nobody types it twice; a day to come is none of the sheet's."""
    page.post("/sheet/fill", {"last": _TODAY.isoformat(), _field(1, 0): "4"})
    shown = page.get("/sheet/fill").text
    assert f'id="{_field(1, 0)}" value="4"' in shown
    assert "2026-11-21" not in page.get("/sheet/fill?last=2026-12-24").text
    assert "Copy a sheet in" in text_of(page.get("/sheet/fill?last=nonsense"))
