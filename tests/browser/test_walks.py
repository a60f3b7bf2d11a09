"""Walks with nothing but a keyboard, and with nothing but links: a trial begun, an arrow followed to its study."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from commensal.service.trial import standings
from tests.browser.conftest import OpenPage
from tests.browser.serving import Served, fill

_MOST_TABS = 250
_FOCUSED = """() => {
    const at = document.activeElement, style = getComputedStyle(at);
    const label = at.labels && at.labels.length ? at.labels[0].innerText : at.getAttribute("aria-label");
    return [label || at.innerText || at.textContent || "", style.outlineStyle];
}"""


def tabs_to(window: Page, name: str) -> None:
    """Press Tab until something of this name has the focus, and see that it shows."""
    for _ in range(_MOST_TABS):
        window.keyboard.press("Tab")
        text, outline = window.evaluate(_FOCUSED)
        if re.search(name, " ".join(text.split())):
            assert outline != "none", f"the focus on {name!r} cannot be seen"
            return
    raise AssertionError(f"{name!r} was not reached")


def test_a_trial_is_begun_and_ended_with_the_keyboard_alone(page: OpenPage, fresh: Served) -> None:
    """From the menu to a plan, through what it says, to a yes; and out again at one press."""
    fill(fresh.home, days=30)
    window = page(fresh)
    window.goto("/")
    tabs_to(window, "^Trials$")
    window.keyboard.press("Enter")
    window.wait_for_url("**/trials")
    tabs_to(window, "^See what you could try$")
    window.keyboard.press("Enter")
    expect(window.get_by_role("heading", name="Ready plans")).to_be_visible(timeout=60_000)
    tabs_to(window, "slow breathing")
    window.keyboard.press("Enter")
    expect(window.get_by_role("heading", name="Your decision")).to_be_visible(timeout=60_000)
    tabs_to(window, "^Yes, begin this trial$")
    window.keyboard.press("Enter")
    expect(window.get_by_text("It begins on")).to_be_visible()
    assert [one.state.value for one in standings(fresh.home)] == ["waiting"]
    tabs_to(window, "^Stop this trial$")
    window.keyboard.press("Enter")
    expect(window.get_by_text("because you wished it")).to_be_visible()
    assert [one.state.value for one in standings(fresh.home)] == ["stopped"]


def test_the_map_is_walked_with_the_keyboard_alone(page: OpenPage) -> None:
    """Two places chosen, an arrow of the picture followed, and from it a source opened."""
    window = page(width=1280)
    window.goto("/axis")
    tabs_to(window, "^From$")
    window.keyboard.type("Fibre, all")
    tabs_to(window, "^To$")
    window.keyboard.type("Pain")
    tabs_to(window, "^Show the ways$")
    window.keyboard.press("Enter")
    expect(window.get_by_role("heading", level=1)).to_have_text("From fibre to pain")
    tabs_to(window, "^Arrow 2[.]")
    window.keyboard.press("Enter")
    window.wait_for_url("**/axis/arrow/*")
    expect(window.get_by_role("heading", name="Four kinds of evidence")).to_be_visible()
    source = window.locator('a[href^="/evidence/source/"]').first.inner_text()
    tabs_to(window, re.escape(source[:30]))
    window.keyboard.press("Enter")
    window.wait_for_url("**/evidence/source/*")


@pytest.mark.parametrize("path", ["/findings", "/trials/choose"])
def test_a_page_that_takes_a_moment_comes_without_javascript(page: OpenPage, fresh: Served, path: str) -> None:
    """Where the answer is on its way the page comes back by itself."""
    fill(fresh.home, days=60)
    window = page(fresh, javascript=False)
    window.goto(path)
    arrived = window.get_by_text("What this page cannot say" if path == "/findings" else "An idea of your own")
    expect(arrived).to_be_visible(timeout=60_000)


def test_targets_in_the_picture_are_large_enough_for_tired_hands(page: OpenPage) -> None:
    """Boxes and numbers measure at least 48 by 48 pixels on a phone and on a wide screen."""
    for width in (390, 1280):
        window = page(width=width)
        window.goto("/axis?from=fibre&to=pain")
        sizes = window.eval_on_selector_all(
            "svg.axis rect, svg.axis circle.reach",
            "all => all.map(one => [one.getBoundingClientRect().width, one.getBoundingClientRect().height])",
        )
        assert sizes
        assert all(min(size) >= 47.9 for size in sizes)  # what a browser makes of 48
