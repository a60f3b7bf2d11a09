"""The look: dark from the first paint, targets for tired hands, and a page that fits whatever screen there is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.browser.conftest import PHONE_HEIGHT, PHONE_WIDTH, OpenPage
from tests.browser.pages import every_page
from tests.browser.serving import Served
from tests.browser.test_axe import open_whole

_GROUND = "getComputedStyle(document.documentElement).backgroundColor"
_DARK, _LIGHT, _DIM, _BLACK = "rgb(23, 21, 19)", "rgb(251, 248, 243)", "rgb(11, 8, 6)", "rgb(0, 0, 0)"
_TARGET_PX, _GAP_PX = 48, 8

# What one presses: links inside a sentence are as tall as the sentence (2.5.8 says so too), boxes are as large as their
# label, and the boxes of the map are drawn.
_TARGETS = """([least, gap]) => {
  const kinds = "a, button, summary, select, textarea, input:not([type=hidden]), label:has(input)";
  const pressed = [...document.querySelectorAll(kinds)]
    .filter(one => !one.closest("svg") && one.checkVisibility({visibilityProperty: true}))
    .filter(one => !(one.matches("a") && getComputedStyle(one).display === "inline"))
    .filter(one => !(one.matches("input") && one.closest("label:has(input)")))
    .filter(one => !one.matches(".skip"))
    .map(one => [one, one.getBoundingClientRect()]);
  const name = one => one.outerHTML.replace(/\\s+/g, " ").slice(0, 120);
  const small = pressed.filter(([, at]) => at.height < least - .5 || at.width < least - .5)
    .map(([one, at]) => `${Math.round(at.width)}x${Math.round(at.height)} ${name(one)}`);
  const near = [];
  pressed.forEach(([one, a], n) => pressed.slice(n + 1).forEach(([other, b]) => {
    if (one.contains(other) || other.contains(one)) return;
    const x = Math.max(a.left - b.right, b.left - a.right), y = Math.max(a.top - b.bottom, b.top - a.bottom);
    if (Math.max(x, y) < gap - .5) near.push(`${Math.max(x, y).toFixed(1)} px: ${name(one)} | ${name(other)}`);
  }));
  return [...small, ...near];
}"""
_WIDE_PARTS = """() => [...document.querySelectorAll("body *")]
  .filter(one => one.getBoundingClientRect().right > innerWidth + 1 && !one.closest(".scroll, svg, .unseen, .skip"))
  .slice(0, 4).map(one => one.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize(
    ("theme", "device", "ground"),
    [
        ("auto", {"color_scheme": "dark"}, _DARK),
        ("auto", {"color_scheme": "light"}, _LIGHT),
        ("contrast", {"color_scheme": "light"}, _BLACK),
        ("dark", {"color_scheme": "light"}, _DARK),
        ("dim", {"color_scheme": "light"}, _DIM),
        ("light", {"color_scheme": "dark"}, _LIGHT),
    ],
)
def test_ground_is_right_before_anything_is_painted(
    page: OpenPage, theme: str, device: dict[str, str], ground: str
) -> None:
    """Nobody in a dark room is flashed at: ground and scheme are settled by the first bytes and the one style sheet."""
    window = page(theme=theme, **device)
    answer = window.goto("/settings")
    assert window.evaluate(_GROUND) == ground
    assert answer is not None
    head = answer.text().split("</head>", 1)[0]
    # the browser's own blank page follows this, before any style is there
    scheme = re.search(r'name="color-scheme" content="([^"]*)"', head)
    assert scheme is not None
    expected = {"auto": "dark light", "light": "light"}.get(theme, "dark")
    assert scheme.group(1) == expected
    # the style sheet stands before anything else is loaded, so that nothing is painted without it
    assert head.index('rel="stylesheet"') < head.find("<script") or "<script" not in head


def test_a_theme_is_nothing_but_other_colours(repository: Path) -> None:
    """What holds in one light of sizes, order and words holds in all: themes set colours and line widths alone."""
    style = (repository / "src/commensal/web/static/page.css").read_text(encoding="utf-8")
    set_by_theme = re.findall(r":root\[data-theme[^{]*\{([^}]*)\}", style)
    names = {part.split(":")[0].strip() for block in set_by_theme for part in block.split(";") if ":" in part}
    allowed = {"color-scheme", "border-color", "border-top-color", "border-bottom-color", "box-shadow", "--width"}
    assert {name for name in names if name not in allowed and not name.startswith("--")} == set()


@pytest.mark.parametrize("theme", ["dark", "dim"])
def test_dim_gives_little_light(page: OpenPage, theme: str) -> None:
    """The very dim light gives off far less than the dark one, measured on what is painted."""
    window = page(theme=theme, reduced_motion="reduce")
    window.goto("/settings")
    shot = window.screenshot()
    # a picture is packed tighter the less there is in it; its light is read through the page itself
    light = window.evaluate(
        """async (bytes) => {
          const blob = new Blob([new Uint8Array(bytes)], {type: "image/png"});
          const picture = await createImageBitmap(blob);
          const canvas = new OffscreenCanvas(picture.width, picture.height), pen = canvas.getContext("2d");
          pen.drawImage(picture, 0, 0);
          const seen = pen.getImageData(0, 0, picture.width, picture.height).data;
          const part = value => (value /= 255) <= .04045 ? value / 12.92 : ((value + .055) / 1.055) ** 2.4;
          let sum = 0;
          for (let n = 0; n < seen.length; n += 4)
            sum += .2126 * part(seen[n]) + .7152 * part(seen[n + 1]) + .0722 * part(seen[n + 2]);
          return sum / (seen.length / 4);
        }""",
        list(shot),
    )
    assert light < {"dark": 0.06, "dim": 0.025}[theme]


def test_every_page_fits_a_small_screen_with_large_letters(page: OpenPage) -> None:
    """At 320 px with letters of twice the size nothing has to be moved sideways, but for tables in their own frame."""
    window = page(width=320, height=PHONE_HEIGHT, expected=("status of 40",))
    too_wide = {}
    for path in every_page():
        open_whole(window, path)
        window.evaluate("document.documentElement.style.fontSize = '200%'")
        if window.evaluate("document.documentElement.scrollWidth") > 320:
            too_wide[path] = window.evaluate(_WIDE_PARTS)
    assert too_wide == {}


def test_every_target_is_large_and_apart(page: OpenPage) -> None:
    """Hands that shake hit what they mean: 48 px, with 8 px between."""
    window = page(expected=("status of 40",))
    found = {}
    for path in every_page():
        open_whole(window, path)
        if wrong := window.evaluate(_TARGETS, [_TARGET_PX, _GAP_PX]):
            found[path] = wrong
    assert found == {}


def test_places_lie_under_the_thumb_and_stay(page: OpenPage) -> None:
    """On a phone the menu is at the lower edge from the first moment on; for a mouse it covers nothing."""
    phone = page(has_touch=True, is_mobile=True)
    phone.goto("/")
    dock = phone.locator("header").bounding_box()
    assert dock is not None
    assert dock["y"] + dock["height"] == pytest.approx(PHONE_HEIGHT, abs=1)
    assert all(
        (box := link.bounding_box()) is not None and 0 <= box["x"] <= PHONE_WIDTH - box["width"]
        for link in phone.locator(".places li:not(.far) a").all()
    )
    mouse = page()
    mouse.goto("/")
    above = mouse.locator("header").bounding_box()
    content = mouse.locator("main").bounding_box()
    assert above is not None
    assert content is not None
    assert above["y"] + above["height"] <= content["y"] + 1


def test_focus_is_seen_wherever_it_is(page: OpenPage) -> None:
    """Each stop of the tab key draws a ring, and none is under the menu."""
    for options in ({}, {"forced_colors": "active"}):
        window = page(width=1280, height=800, **options)
        window.goto("/")
        for _ in range(40):
            window.keyboard.press("Tab")
            seen = window.evaluate(
                """() => {
                  const one = document.activeElement, style = getComputedStyle(one), at = one.getBoundingClientRect();
                  const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
                  const top = document.elementFromPoint(at.left + at.width / 2, at.top + at.height / 2);
                  const isOpen = !top || one === document.body || one.contains(top) || top.contains(one);
                  const label = one.closest("label");
                  const aroundLabel = label && getComputedStyle(label).outlineStyle !== "none";
                  return [one.outerHTML.slice(0, 100), ring || aroundLabel || one === document.body, isOpen];
                }"""
            )
            assert seen[1:] == [True, True], seen


def test_colours_of_the_system_are_used_where_they_are_forced(page: OpenPage) -> None:
    """With forced colours the ground is the system's, and what was chosen still shows."""
    window = page(forced_colors="active")
    window.goto("/settings")
    assert window.evaluate("matchMedia('(forced-colors: active)').matches")
    chosen = window.evaluate("document.querySelector('input[name=theme]:checked').checkVisibility()")
    assert chosen


def test_more_contrast_is_given_to_who_asks_for_it(page: OpenPage) -> None:
    """A device that asks for contrast gets thicker lines and no quiet grey."""
    window = page(contrast="more")
    window.goto("/settings")
    ink, quiet, width = window.evaluate(
        """() => {
          const style = getComputedStyle(document.querySelector(".hint"));
          return ["--ink", "--quiet", "--width"].map(name => style.getPropertyValue(name));
        }"""
    )
    assert (quiet, width) == (ink, "2px")


def test_nothing_moves_where_motion_is_not_wanted(page: OpenPage) -> None:
    """With reduced motion there is no transition and no animation anywhere."""
    window = page(reduced_motion="reduce")
    window.goto("/")
    moving = window.evaluate(
        """() => [...document.querySelectorAll("*")].filter(one => {
          const style = getComputedStyle(one);
          return style.transitionDuration !== "0s" || style.animationName !== "none";
        }).length"""
    )
    assert moving == 0


def test_log_screen_has_few_words(page: OpenPage, fresh: Served) -> None:
    """At most sixty words on the page of a day, menu and footer included, behind every door."""
    window = page(fresh)
    for door in ("bad", "normal", "good"):
        window.goto("/")
        window.locator(f"button[name=door][value={door}]").click()
        window.wait_for_load_state()
        # what is only read aloud is no word on the screen
        window.evaluate("document.querySelectorAll('.skip, .unseen').forEach(one => { one.hidden = true; })")
        words = re.findall(r"[A-Za-z]{2,}", window.locator("body").inner_text())
        assert len(words) <= 60, (door, len(words), words)


def test_sheet_prints_on_two_pages(page: OpenPage) -> None:
    """Two weeks, a page each, on A4; and its title, which names the file, says nothing of health."""
    window = page()
    window.goto("/sheet")
    assert window.title() == "Two weeks"
    printed = window.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page[^s]", printed)) == 2
