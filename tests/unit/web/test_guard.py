"""The guard: this machine's own page, with this install's token, and nobody else; and headers on every answer."""

from __future__ import annotations

import logging
import re

import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route

from commensal.web.app import _ROUTE_MODULES, _ROUTE_MODULES_OF_A_DAY
from commensal.web.guard import CONTENT_SECURITY_POLICY
from commensal.web.late_routes import routes_of
from tests.unit.web.asking import HOST, TOKEN, Asking

_OPEN = ("/enter", "/static")
_ROUTES: list[BaseRoute] = routes_of((*_ROUTE_MODULES_OF_A_DAY, *_ROUTE_MODULES))
_PATHS = sorted({re.sub(r"\{[^}]*\}", "x", route.path) for route in _ROUTES if isinstance(route, Route)})
_API = [
    "/api/openapi.json",
    "/api/log",
    "/api/days/2026-11-20",
    "/api/writings",
    "/api/undo",
    "/api/findings",
    "/api/x",
]


@pytest.mark.parametrize(
    "host",
    [
        "",
        "evil.example",
        "evil.example:8017",
        "127.0.0.1",
        "127.0.0.1:80",
        "127.0.0.1:8017.evil.example",
        "127.0.0.1:8017@evil.example",
        "[::1]:8017",
        "localhost.:8017",
        "0.0.0.0:8017",
        "127.0.0.1:08017",
    ],
)
@pytest.mark.parametrize("path", ["/", "/static/page.css", "/enter", "/api/week"])
def test_a_foreign_name_is_refused(page: Asking, host: str, path: str) -> None:
    """A site that points its own name at this machine sees nothing, not even the style."""
    answer = page.get(path, headers={"host": host})
    assert answer.status_code == 421
    assert "This page stays closed" in answer.text


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": f"http://{HOST}.evil.example"},
        {"origin": f"https://evil.example/{HOST}"},
        {"origin": "http://127.0.0.1:9999"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site", "origin": f"http://{HOST}"},
    ],
    ids=str,
)
@pytest.mark.parametrize("path", ["/tap", "/words/keep", "/undo", "/api/log", "/nowhere"])
def test_another_site_changes_nothing(page: Asking, headers: dict[str, str], path: str) -> None:
    """A form or script of another site is refused with the right cookie and all, and nothing is written."""
    answer = page.post(path, {"what": "pain", "value": "4"}, headers=headers)
    assert answer.status_code == 403
    assert not page.home.has_diary


def test_its_own_form_is_taken(page: Asking) -> None:
    """The check above lets the page itself through."""
    answer = page.post("/tap", {"what": "pain", "value": "4"}, headers={"origin": f"http://{HOST}"})
    assert answer.status_code == 303
    assert page.home.has_diary


@pytest.mark.parametrize("path", [*_PATHS, *_API, "/nowhere", "/sw.js", "/../", "//", "/static", "/staticx/page.css"])
def test_without_the_token_there_is_nothing(page: Asking, path: str) -> None:
    """Every route and every way of asking for it needs the token; coming in and the style alone do not."""
    if path.startswith(_OPEN) and not path.startswith("/staticx"):
        return
    page.cookies = {"commensal_token": "another"}
    for method in ("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"):
        assert page.ask(method, path).status_code == 401
    assert not page.home.has_diary


@pytest.mark.parametrize(
    "cookie", ["", "commensal_token=", "commensal_token", "commensal_token=é", "a=b;;;=;\x7f", f"x{TOKEN}"]
)
def test_a_broken_cookie_is_no_token(page: Asking, cookie: str) -> None:
    """Whatever stands in the cookie header, it is the token or it is not."""
    page.cookies = {}
    assert page.get("/", headers={"cookie": cookie.encode("latin-1", "replace")}).status_code == 401


def test_a_program_may_carry_the_token_itself(page: Asking) -> None:
    """The API takes it as a bearer token too; a wrong one is refused."""
    page.cookies = {}
    assert page.get("/api/week", headers={"authorization": f"Bearer {TOKEN}"}).status_code == 200
    assert page.get("/api/week", headers={"authorization": f"Bearer {TOKEN}x"}).status_code == 401
    assert page.get("/api/week", headers={"authorization": TOKEN}).status_code == 401


def test_the_code_in_the_address_works_once(page: Asking) -> None:
    """It is swapped for a cookie that scripts cannot read and other sites cannot use, and leaves the address."""
    page.cookies = {}
    code = page.app.state.codes.make()
    first = page.get(f"/enter?code={code}")
    assert (first.status_code, first.headers["location"]) == (303, "/")
    kept = first.headers["set-cookie"]
    assert TOKEN in kept
    assert "HttpOnly" in kept
    assert "samesite=strict" in kept.casefold()
    assert page.get(f"/enter?code={code}").status_code == 403
    assert page.get("/enter?code=").status_code == 403


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 200),
        ("GET", "/static/page.css", 200),
        ("GET", "/static/nothing.css", 404),
        ("GET", "/nowhere", 404),
        ("GET", "/day/not-a-day", 400),
        ("GET", "/day/2026-11-20", 303),
        ("PUT", "/settings", 405),
        ("POST", "/tap", 400),
        ("GET", "/sw.js", 200),
        ("GET", "/api/openapi.json", 200),
        ("GET", "/api/nothing", 404),
        ("POST", "/api/log", 422),
        ("GET", "/settings/", 307),
    ],
)
def test_every_answer_carries_the_policy(page: Asking, method: str, path: str, status: int) -> None:
    """Pages, files, redirects and errors alike: nothing from elsewhere, nothing in a cache."""
    answer = page.ask(method, path)
    assert answer.status_code == status
    _has_headers(answer.headers)


def test_our_own_mistake_carries_it_too_and_quotes_nobody(page: Asking, caplog: pytest.LogCaptureFixture) -> None:
    """A page that fails answers calmly, inside the guard, and the log holds no word that was typed."""

    def fails(_request: Request) -> Response:
        raise ValueError("could not convert 'endometriosis'")

    page.app.router.routes.insert(0, Route("/fails", fails))
    with caplog.at_level(logging.DEBUG):
        answer = page.get("/fails")
    assert answer.status_code == 500
    assert "This was our mistake, not yours" in answer.text
    _has_headers(answer.headers)
    assert "endometriosis" not in caplog.text + answer.text
    assert "ValueError" in caplog.text


def test_refusals_carry_it(page: Asking) -> None:
    """Those who are turned away get the same headers."""
    for answer in (
        page.get("/", headers={"host": "evil.example"}),
        page.post("/tap", headers={"origin": "http://evil.example"}),
        page.ask("GET", "/", headers={"cookie": "none"}),
    ):
        _has_headers(answer.headers)


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/..%2fapp.py",
        "/static//etc/passwd",
        "/static/%2fetc%2fpasswd",
        "/static/page.css%00.py",
        "/static/....//app.py",
    ],
)
def test_no_file_outside_is_served(page: Asking, path: str) -> None:
    """A path that climbs out of the folder leads nowhere."""
    answer = page.get(path)
    assert answer.status_code in (400, 404)
    assert "import" not in answer.text
    assert "root:" not in answer.text


def test_every_part_is_behind_the_guard(page: Asking) -> None:
    """Nothing is mounted beside the guard: it is the outermost of what is ours but for the language."""
    mounts = [route.path for route in page.app.routes if isinstance(route, Mount)]
    assert sorted(mounts) == ["", "/api", "/static"]
    classes = [getattr(middleware.cls, "__name__", "") for middleware in page.app.user_middleware]
    assert classes == ["Speaking", "Guard", "Mishaps", "Limits"]


def _has_headers(headers: object) -> None:
    values = dict(headers)  # type: ignore[call-overload]
    assert values["content-security-policy"] == CONTENT_SECURITY_POLICY
    assert values["x-content-type-options"] == "nosniff"
    assert values["cache-control"] == "no-store"
    assert values["cross-origin-opener-policy"] == "same-origin"
