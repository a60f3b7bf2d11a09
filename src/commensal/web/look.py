"""How the page looks for this person: the theme, kept in a cookie so that the first paint is right already."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request

THEMES = ("auto", "dark", "dim", "light", "contrast")
THEME_COOKIE = "commensal_theme"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a person chose.

    Parameters
    ----------
    theme : one of ``THEMES``; ``auto`` is dark unless the device asks for light.
    """

    theme: str = "auto"


def look_of(request: Request) -> Look:
    """The look that the cookies name; the default where they name none of ours."""
    theme = request.cookies.get(THEME_COOKIE, "")
    return Look(theme=theme if theme in THEMES else "auto")
