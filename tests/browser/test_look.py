"""The look: dark from the first paint, targets for tired hands, and a page that fits whatever screen there is."""

from __future__ import annotations

from tests.browser.conftest import OpenPage

_GROUND = "getComputedStyle(document.documentElement).backgroundColor"


def test_first_paint_is_dark_and_light_only_for_who_asks(page: OpenPage) -> None:
    """A page in a dark room does not flash white, and a device set to light gets light."""
    told = {}
    for name, theme, scheme in (("dark", "auto", "dark"), ("light", "auto", "light"), ("dim", "dim", "light")):
        window = page(theme=theme, color_scheme=scheme)
        window.goto("/settings")
        told[name] = window.evaluate(_GROUND)
    assert told == {"dark": "rgb(23, 21, 19)", "light": "rgb(251, 248, 243)", "dim": "rgb(11, 8, 6)"}
