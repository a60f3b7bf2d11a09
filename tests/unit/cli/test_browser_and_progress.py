"""What happens only where a person sits: a browser is opened, a line moves. Elsewhere nothing is tried."""

from __future__ import annotations

import io
import platform
import sys
import time
import webbrowser
from pathlib import Path

import pytest

from commensal.cli import progress
from commensal.cli.browser import open_in_browser
from commensal.cli.progress import busy


class _Screen(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def _at_a_desktop(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A desktop with a terminal; what its browser will be asked to open."""
    asked: list[str] = []

    def open_it(url: str) -> bool:
        asked.append(url)
        return True

    monkeypatch.setattr(webbrowser, "open", open_it)
    monkeypatch.setattr(sys, "stdout", _Screen())
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("DISPLAY", ":0")
    return asked


def test_a_page_is_opened_where_there_is_a_screen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a desktop the file is handed to the browser as an address of this machine."""
    asked = _at_a_desktop(monkeypatch)
    assert open_in_browser(tmp_path / "a page.html")
    assert asked == [(tmp_path / "a page.html").as_uri()]


@pytest.mark.parametrize("lack", ["screen", "terminal", "build server"])
def test_nothing_is_opened_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lack: str) -> None:
    """Without a display, in a pipe, or on a build server no browser is started."""
    asked = _at_a_desktop(monkeypatch)
    monkeypatch.setattr(platform, "system", lambda: "Linux")
    if lack == "screen":
        for name in ("DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME"):
            monkeypatch.delenv(name, raising=False)
    elif lack == "terminal":
        monkeypatch.setattr(sys, "stdout", io.StringIO())
    else:
        monkeypatch.setenv("CI", "true")
    assert not open_in_browser(tmp_path / "page.html")
    assert asked == []


def test_a_browser_that_fails_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No browser to run: the answer is no."""
    _at_a_desktop(monkeypatch)

    def fail(_url: str) -> bool:
        raise webbrowser.Error("none")

    monkeypatch.setattr(webbrowser, "open", fail)
    assert not open_in_browser(tmp_path / "page.html")


def test_what_is_quick_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Under a second there is no line, also at a terminal."""
    screen = _Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    with busy("Reading") as tell:
        tell("Still reading")
    assert screen.getvalue() == ""


def test_what_is_slow_says_what_it_does(monkeypatch: pytest.MonkeyPatch) -> None:
    """When patience runs out a line appears, follows what is told, and is wiped at the end."""
    screen = _Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr(progress, "PATIENCE_S", 0.01)
    monkeypatch.setenv("TERM", "xterm")
    with busy("Reading") as tell:
        _wait_for(screen, "Reading")
        tell("Drawing [red]brackets")
        _wait_for(screen, "Drawing [red]brackets")
    assert screen.getvalue().rstrip().endswith("\x1b[2K")


def test_a_pipe_gets_no_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where standard error is a file, nothing moves in it."""
    pipe = io.StringIO()
    monkeypatch.setattr(sys, "stderr", pipe)
    monkeypatch.setattr(progress, "PATIENCE_S", 0.0)
    with busy("Reading") as tell:
        time.sleep(0.05)
        tell("Still reading")
    assert pipe.getvalue() == ""


def _wait_for(screen: io.StringIO, text: str) -> None:
    give_up_at = time.monotonic() + 20
    while text not in screen.getvalue():
        assert time.monotonic() < give_up_at, screen.getvalue()
        time.sleep(0.01)
