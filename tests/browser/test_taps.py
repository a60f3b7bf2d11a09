"""How many presses a day costs, counted in a real browser; typing is not a press, putting the cursor somewhere is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from commensal.records.facts import Food, MedicineDose, Note, Sleep, StoolForm, SymptomRating
from commensal.service.baseline import set_baseline
from commensal.service.day import day_as_logged
from commensal.service.words import understand
from tests.browser.conftest import OpenPage
from tests.browser.serving import NOW, Served

pytestmark = pytest.mark.xdist_group("browser")
TODAY = NOW.date()


class Presses:
    """Presses on a page, counted."""

    def __init__(self, page: Page) -> None:
        self.page, self.n = page, 0

    def on(self, name: str, *, role: str = "button", within: str = "body", exact: bool = True) -> None:
        """Press what carries this name, and wait until the page has answered."""
        self.n += 1
        target = self.page.locator(within).get_by_role(role, name=name, exact=exact)  # type: ignore[arg-type]
        with self.page.expect_response(lambda answer: answer.request.method in ("POST", "GET") and answer.ok):
            target.click()


def _has_usual_day(fresh: Served) -> None:
    set_baseline(fresh.home, understand(fresh.home, "porridge, coffee, ibuprofen 400, slept 7h"))


@pytest.mark.parametrize("javascript", [False, True])
def test_nothing_unusual_is_one_press(page: OpenPage, fresh: Served, javascript: bool) -> None:
    """Opening and one press; undo is one more, and takes all of it back."""
    _has_usual_day(fresh)
    tab = page(fresh, javascript=javascript)
    tab.goto("/")
    presses = Presses(tab)
    presses.on("Nothing unusual")
    expect(tab.get_by_text("things are kept for this day")).to_be_visible()
    assert presses.n + 1 <= 2  # opening counts
    assert len(day_as_logged(fresh.home, TODAY).entries) == 4
    presses.on("Undo: as usual")
    expect(tab.get_by_text("Taken back.")).to_be_visible()
    assert day_as_logged(fresh.home, TODAY).entries == ()


@pytest.mark.parametrize("javascript", [False, True])
def test_a_bad_day_is_two_presses(page: OpenPage, fresh: Served, javascript: bool) -> None:
    """The door and one number, or, when it was the last door used, the number alone."""
    tab = page(fresh, javascript=javascript)
    tab.goto("/")
    presses = Presses(tab)
    presses.on("Bad day")
    presses.on("8 of 10, strong")
    expect(tab.get_by_text("That is enough for today.")).to_be_visible()
    assert presses.n <= 2
    (entry,) = day_as_logged(fresh.home, TODAY).entries
    assert entry.fact == SymptomRating(symptom="pain", score=8.0)
    tab.goto("/")
    expect(tab.get_by_role("button", name="8 of 10, strong")).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize("javascript", [False, True])
def test_a_full_day_is_six_presses_and_a_sentence(page: OpenPage, fresh: Served, javascript: bool) -> None:
    """Pain, fatigue, fog, sleep, stool, medicines as usual and what was eaten."""
    _has_usual_day(fresh)
    tab = page(fresh, javascript=javascript)
    tab.goto("/")
    presses = Presses(tab)
    for row, name in enumerate(
        ["4 of 10, moderate", "6 of 10, moderate", "3 of 10, mild", "6 hours", "4, smooth and soft"]
    ):
        presses.on(name, within=f"#row_{row}")
        expect(tab.locator(f"#row_{row}").get_by_role("button", name=name)).to_have_attribute("aria-pressed", "true")
    presses.n += 1  # the cursor into the field
    tab.get_by_label("What was different").click()
    tab.keyboard.type("lentil soup with rye bread, meds as usual")
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("heading", name="Is this what you mean?")).to_be_visible()
    expect(tab.get_by_role("button", name="Keep this")).to_be_focused()
    assert not [one for one in day_as_logged(fresh.home, TODAY).entries if isinstance(one.fact, Food)]
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("heading", name="Today")).to_be_visible()
    assert presses.n <= 6
    kinds = {type(entry.fact) for entry in day_as_logged(fresh.home, TODAY).entries}
    assert kinds == {SymptomRating, Sleep, StoolForm, Food, MedicineDose, Note}


def test_days_of_before_are_two_presses_each(page: OpenPage, fresh: Served) -> None:
    """Yesterday as usual in at most three presses, three days in at most nine; undo takes back the last."""
    _has_usual_day(fresh)
    tab = page(fresh)
    tab.goto("/")
    presses = Presses(tab)
    for back in (1, 2, 3):
        day = TODAY - timedelta(days=back)
        presses.on(f"{day.day} open", role="link", within="#strip", exact=False)
        presses.on("As usual")
        expect(tab.get_by_text("things are kept for this day")).to_be_visible()
        if back == 1:
            assert presses.n <= 3
    assert presses.n <= 9
    assert [len(day_as_logged(fresh.home, TODAY - timedelta(days=back)).entries) for back in (1, 2, 3)] == [4, 4, 4]
    presses.on("Undo: as usual")
    expect(tab.get_by_text("Taken back.")).to_be_visible()
    assert [len(day_as_logged(fresh.home, TODAY - timedelta(days=back)).entries) for back in (1, 2, 3)] == [4, 4, 0]
