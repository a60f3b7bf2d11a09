"""No page, in no light, at no width, breaks a rule of axe-core: all tags up to AAA, and its best practice."""

from __future__ import annotations

import time
from importlib.resources import files
from typing import Any

import pytest
from playwright.sync_api import Page

from commensal.web.look import THEMES
from tests.browser.conftest import OpenPage
from tests.browser.pages import every_page

_A_PHONE = 390
_WIDTHS = (320, _A_PHONE, 1280)
_HEIGHT = 844
_TAGS = ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# A theme is nothing but other colours (test_look shows it), so these are the rules that it can break.
# The enhanced contrast asks for more than the plain one, of the same letters.
_RULES_OF_COLOUR = ["color-contrast-enhanced", "link-in-text-block"]
_RUN = """async ([of, light]) => {
    document.documentElement.dataset.theme = light;
    // two frames, so that what follows from it is painted
    await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
    const found = await axe.run(document, {preload: false, resultTypes: ["violations"], runOnly: of});
    const shown = node => node.html.slice(0, 200) + " " + node.failureSummary;
    return found.violations.map(rule => [rule.id, rule.nodes.slice(0, 3).map(shown)]);
}"""


def axe_source() -> str:
    """The program itself, as the installed package ships it (MPL-2.0); it is never copied into this repository."""
    return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


def open_whole(window: Page, path: str) -> None:
    """Open a page that may be on its way first: it is asked for beside the window until it is there."""
    for _ in range(240):
        if "refresh" not in window.request.get(path).headers:
            window.goto(path)
            return
        time.sleep(0.25)
    raise AssertionError(f"{path} did not come")


@pytest.mark.parametrize("path", every_page())
def test_page_breaks_no_rule(page: OpenPage, path: str, request: pytest.FixtureRequest) -> None:
    """All rules in the dark at every width, and those of colour in the other lights at the width of a phone.

    The long form runs every rule in every light at every width.
    """
    assert "{" not in path, "give an example of it in tests/browser/pages.py"
    # an address without what it asks for is answered with a page, too, and with 404; the browser notes that
    window = page(
        width=_WIDTHS[0], height=_HEIGHT, color_scheme="light", reduced_motion="reduce", expected=("status of 40",)
    )
    open_whole(window, path)
    window.evaluate(axe_source())
    everything = {"type": "tag", "values": _TAGS}
    is_long = bool(request.config.getoption("--run-heavy"))
    of_colour = everything if is_long else {"type": "rule", "values": _RULES_OF_COLOUR}
    broken: dict[str, Any] = {}
    for width in _WIDTHS:
        window.set_viewport_size({"width": width, "height": _HEIGHT})
        # as tall as the page: what lies under the menu now could be moved from under it
        tall = window.evaluate("Math.max(document.documentElement.scrollHeight, innerHeight)")
        window.set_viewport_size({"width": width, "height": tall})
        for theme in sorted(THEMES) if is_long or width == _A_PHONE else ("dark",):
            found = window.evaluate(_RUN, [everything if theme == "dark" else of_colour, theme])
            broken |= {f"{theme} {width} {rule}": nodes for rule, nodes in found}
    assert broken == {}
