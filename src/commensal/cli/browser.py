"""Opening a page for a person, where there is a person and a screen."""

from __future__ import annotations

import os
import platform
import sys
from pathlib import Path


def open_in_browser(page: Path) -> bool:
    """Open a file of ours in the browser; False where there is none, and nothing is tried then."""
    return open_address(page.absolute().as_uri())


def open_address(address: str) -> bool:
    """Open an address in the browser; False where there is none, and nothing is tried then."""
    if not has_screen():
        return False
    import webbrowser  # noqa: PLC0415 - only when a page is opened

    try:
        return webbrowser.open(address)
    except webbrowser.Error:
        return False


def has_screen() -> bool:
    """Whether somebody would see it: a terminal, no build server, and on Linux a display.

    Without a display a text browser might be started instead, and take over the terminal.
    """
    if os.environ.get("CI") or not sys.stdout.isatty():
        return False
    if platform.system() == "Linux":
        return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or os.environ.get("WSL_DISTRO_NAME"))
    return True
