"""The way through the page with nothing but a keyboard, with and without script."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from functools import partial

import pytest
from playwright.sync_api import Page, expect

from commensal.records.facts import Food, SymptomRating
from commensal.service.day import day_as_logged
from commensal.service.followed import chosen_to_follow
from tests.browser.conftest import OpenPage
from tests.browser.pages import every_page
from tests.browser.serving import NOW, Served
from tests.browser.test_axe import open_whole

_TODAY = NOW.date()
_MOST_STOPS = 120


def tab_to(window: Page, selector: str) -> None:
    """Press the tab key until what is meant has the focus; it has to be reached, and by that key alone."""
    for _ in range(_MOST_STOPS):
        window.keyboard.press("Tab")
        window.wait_for_load_state()
        if window.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} was not reached")


@pytest.mark.parametrize("javascript", [False, True])
def test_day_is_logged_and_taken_back(page: OpenPage, fresh: Served, javascript: bool) -> None:
    """A number, a sentence with its chips, and the way back, with tab, letters and enter."""
    window = page(fresh, javascript=javascript)
    window.goto("/")
    tab_to(window, "#row_0 button[value='4']")
    window.keyboard.press("Enter")
    expect(window.locator("#row_0")).to_contain_text("4 of 10")
    tab_to(window, "#text")
    window.keyboard.type("porridge")
    window.keyboard.press("Enter")
    expect(window.get_by_text("porridge", exact=False).first).to_be_visible()
    tab_to(window, "main button.primary")
    window.keyboard.press("Enter")
    expect(window.locator("#undo button")).to_be_visible()
    until(window, lambda: {type(e.fact) for e in day_as_logged(fresh.home, _TODAY).entries} >= {SymptomRating, Food})
    for left in (1, 0):
        tab_to(window, "#undo button")
        window.keyboard.press("Enter")
        expect(window.locator("#undo")).to_contain_text("back")
        until(window, partial(_has_at_most, fresh, left))


def _has_at_most(fresh: Served, n_moments: int) -> bool:
    return len({entry.recorded_at for entry in day_as_logged(fresh.home, _TODAY).entries}) <= n_moments


def until(window: Page, is_so: Callable[[], bool]) -> None:
    """Wait for the diary to hold what was pressed: the page answers in its own time."""
    for _ in range(100):
        if is_so():
            return
        window.wait_for_timeout(100)
    raise AssertionError("the diary does not hold it")


def test_everything_is_taken_along(page: OpenPage) -> None:
    """From today to a file with the whole diary in it."""
    window = page()
    window.goto("/")
    tab_to(window, "a[href='/more']")
    window.keyboard.press("Enter")
    window.wait_for_url("**/more")
    tab_to(window, "main a[href='/data']")
    window.keyboard.press("Enter")
    window.wait_for_url("**/data")
    tab_to(window, "a[href='/data/export.zip']")
    with window.expect_download() as waited:
        window.keyboard.press("Enter")
    assert waited.value.suggested_filename == f"commensal-{_TODAY.isoformat()}.zip"
    with zipfile.ZipFile(waited.value.path()) as archive:
        assert "manifest.toml" in archive.namelist()


def test_first_visit_is_walked(page: OpenPage, fresh: Served) -> None:
    """From the line on an empty page over what to follow to the first question, which is skipped."""
    window = page(fresh)
    window.goto("/")
    tab_to(window, "a[href='/welcome']")
    window.keyboard.press("Enter")
    window.wait_for_url("**/welcome")
    tab_to(window, "a[href^='/welcome/follow']")
    window.keyboard.press("Enter")
    window.wait_for_url("**/welcome/follow*")
    tab_to(window, "input[value='pain']")
    window.keyboard.press("Space")
    tab_to(window, "#own")
    window.keyboard.type("jaw")
    window.keyboard.press("Enter")
    window.wait_for_url("**/about-me/*")
    assert chosen_to_follow(fresh.home) == ("pain", "jaw")
    before = window.url
    tab_to(window, "main a.button.plain")
    window.keyboard.press("Enter")
    expect(window).not_to_have_url(before)


def test_skip_link_leads_past_the_menu(page: OpenPage) -> None:
    """The first stop is the way to the content; it shows when it is reached."""
    window = page()
    window.goto("/data")
    window.keyboard.press("Tab")
    link = window.locator("a.skip")
    expect(link).to_be_focused()
    box = link.bounding_box()
    assert box is not None
    assert box["height"] >= 40
    window.keyboard.press("Enter")
    expect(window.locator("main")).to_be_focused()


def test_every_page_is_there_without_script(page: OpenPage) -> None:
    """With JavaScript off each page has its heading, words and links, and no form waits for a script."""
    window = page(javascript=False, expected=("status of 40",))
    for path in every_page():
        open_whole(window, path)
        assert window.locator("h1").count() == 1, path
        assert len(window.locator("main").inner_text().split()) > 3, path
        for form in window.locator("form").all():
            assert form.get_attribute("action"), path
        unsent = window.locator("button[type=button]").count()
        assert unsent == 0, path
