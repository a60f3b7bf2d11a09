"""The guard in a real browser: another site cannot send to the page, and what was logged does not run."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from playwright.sync_api import Browser, expect

from commensal.service.followed import follow
from commensal.service.log import log
from commensal.web.guard import TOKEN_COOKIE
from tests.browser.conftest import OpenPage
from tests.browser.serving import Served

pytestmark = pytest.mark.xdist_group("browser")
_EVIL = "<img src=x onerror=\"document.title='run'\"><script>document.title='run'</script>"


@contextmanager
def _another_site(target: str) -> Iterator[str]:
    """A site of somebody else's on this machine, with a form that sends itself to the page."""
    html = f"""<form method=post action="{target}/tap"><input name=what value=pain><input name=value value=9></form>
    <script>document.forms[0].submit()</script>"""

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("content-type", "text/html")
            self.end_headers()
            self.wfile.write(html.encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def test_a_form_of_another_site_is_refused(browser: Browser, fresh: Served) -> None:
    """Same machine, other port: the browser may send the cookie along, and the page refuses all the same."""
    context = browser.new_context()
    context.add_cookies([{"name": TOKEN_COOKIE, "value": fresh.token, "url": fresh.url, "sameSite": "None"}])
    with _another_site(fresh.url) as site:
        tab = context.new_page()
        tab.goto(site)
        expect(tab.get_by_role("heading", name="This page stays closed")).to_be_visible()
    context.close()
    assert not fresh.home.has_diary


def test_what_was_logged_does_not_run(page: OpenPage, fresh: Served) -> None:
    """A script among the words of a day is shown on every page of it, by script and without."""
    log(fresh.home, f"toast {_EVIL}", ratings={_EVIL: 4})
    follow(fresh.home, [_EVIL[:50]])
    tab = page(fresh)
    tab.goto("/")
    tab.get_by_role("button", name="Good day").click()
    expect(tab.get_by_text("onerror").first).to_be_visible()
    tab.get_by_label("What was different").fill(_EVIL)
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("button", name="Keep this")).to_be_visible()
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("heading", name="Today")).to_be_visible()
    assert tab.title() == "Today"
    assert tab.locator("main img, main script").count() == 0
