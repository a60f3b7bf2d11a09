"""The page in a browser that cannot reach it: what is tapped waits on the device, survives, and arrives once."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from commensal.records.facts import Note, SymptomRating
from commensal.service.day import day_as_logged
from tests.browser.conftest import OpenPage
from tests.browser.serving import NOW, Served

pytestmark = pytest.mark.xdist_group("browser")
_EXPECTED = ("net::ERR_INTERNET_DISCONNECTED", "Failed to load resource", "Failed to fetch")

_SHELL = """
async () => {
  await navigator.serviceWorker.ready;
  const found = [];
  for (const name of await caches.keys())
    for (const request of await (await caches.open(name)).keys()) found.push(new URL(request.url).pathname);
  return found.sort();
}
"""


def _opened(page: OpenPage, fresh: Served) -> tuple[Page, BrowserContext]:
    tab = page(fresh, expected=_EXPECTED)
    tab.clock.set_fixed_time(NOW)
    tab.goto("/")
    tab.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    tab.reload()
    return tab, tab.context


def _press(tab: Page, row: int, name: str) -> None:
    tab.locator(f"#row_{row}").get_by_role("button", name=name).click()


def test_what_is_tapped_offline_survives_and_arrives_once(page: OpenPage, fresh: Served) -> None:
    """Tapped on the open page and on the form behind a reload, corrected, reloaded again, and sent when it is back."""
    tab, context = _opened(page, fresh)
    context.set_offline(True)
    _press(tab, 0, "4 of 10, moderate")
    expect(tab.get_by_role("status")).to_contain_text("1 waiting on this device")
    tab.reload()
    expect(tab.get_by_role("heading", name="Your page is not running just now")).to_be_visible()
    expect(tab.get_by_role("status")).to_contain_text("1 waiting on this device")
    _press(tab, 0, "5 of 10, moderate")
    _press(tab, 1, "7 of 10, strong")
    for words in ("so tired", "could not sleep"):
        tab.get_by_label("In your words").fill(words)
        tab.get_by_role("button", name="Keep this").click()
        expect(tab.get_by_label("In your words")).to_have_value("")
    expect(tab.get_by_role("status")).to_contain_text("4 waiting on this device")
    assert not fresh.home.has_diary
    tab.reload()
    expect(tab.get_by_role("status")).to_contain_text("4 waiting on this device")
    context.set_offline(False)
    tab.goto("/")
    expect(tab.get_by_text("4 things are kept for this day")).to_be_visible()
    tab.reload()
    facts = [entry.fact for entry in day_as_logged(fresh.home, NOW.date()).entries]
    assert {fact.symptom: fact.score for fact in facts if isinstance(fact, SymptomRating)} == {"pain": 5, "fatigue": 7}
    assert sorted(fact.text for fact in facts if isinstance(fact, Note)) == ["could not sleep", "so tired"]
    assert len(facts) == 4
    with fresh.home.journal() as journal:
        assert len(journal.actions()) == 1


def test_what_waits_is_kept_until_the_page_lets_one_in(page: OpenPage, fresh: Served) -> None:
    """A browser that is not let in any more loses nothing of what it holds; let in again, it sends."""
    tab, context = _opened(page, fresh)
    context.set_offline(True)
    _press(tab, 0, "4 of 10, moderate")
    expect(tab.get_by_role("status")).to_contain_text("1 waiting")
    cookies = context.cookies()
    context.clear_cookies()
    context.set_offline(False)
    tab.goto("/")
    expect(tab.get_by_role("heading", name="This page stays closed")).to_be_visible()
    assert not fresh.home.has_diary
    context.add_cookies(cookies)  # type: ignore[arg-type]
    tab.goto("/")
    expect(tab.get_by_text("1 thing is kept for this day")).to_be_visible()


def test_nothing_of_the_diary_is_kept_by_the_browser(page: OpenPage, fresh: Served) -> None:
    """The shell and one empty form are at hand, and no page that was looked at; nor a name of what is followed."""
    from commensal.service.followed import follow  # noqa: PLC0415 - this test alone

    follow(fresh.home, ["endometriosis"])
    tab, context = _opened(page, fresh)
    tab.goto("/day/2026-11-19")
    tab.goto("/")
    shell = ["/offline", "/static/icon.svg", "/static/page.css", "/static/page.js", "/static/queue.js"]
    assert tab.evaluate(_SHELL) == shell
    context.set_offline(True)
    tab.reload()
    expect(tab.get_by_role("heading", name="Your page is not running just now")).to_be_visible()
    assert "ndometriosis" not in tab.content()
