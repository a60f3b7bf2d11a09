"""The first visit: what this is and is not, and what the person wants to follow."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from commensal.service.followed import MOST_FOLLOWED, OFFERED, chosen_to_follow, follow
from commensal.web.render import home_of, show


def welcome(request: Request) -> Response:
    """What this is, what it is not, and where to go from here."""
    home_of(request).notice_was_shown()
    return show(request, "welcome.html.j2", here="welcome")


def what_to_follow(request: Request) -> Response:
    """Choose up to five things."""
    return _choose(request, chosen_to_follow(home_of(request)), step=request.query_params.get("step", ""))


async def keep_what_to_follow(request: Request) -> Response:
    """Keep the choice; more than five are shown again, and nothing is lost."""
    form = await request.form()
    named = [str(name) for name in form.getlist("thing")]
    named += [name.strip() for name in str(form.get("own", "")).split(",") if name.strip()]
    step = str(form.get("step", ""))
    if len(dict.fromkeys(name.casefold() for name in named)) > MOST_FOLLOWED:
        return _choose(request, named, step=step, is_too_many=True)
    await run_in_threadpool(follow, home_of(request), named)
    return RedirectResponse("/about-me?step=1" if step else "/settings", status_code=303)


def _choose(request: Request, chosen: Sequence[str], *, step: str, is_too_many: bool = False) -> Response:
    return show(
        request,
        "welcome_follow.html.j2",
        here="settings",
        status_code=400 if is_too_many else 200,
        offered=OFFERED,
        chosen=chosen,
        own=[name for name in chosen if name not in OFFERED],
        step="1" if step else "",
        is_too_many=is_too_many,
    )


ROUTES = (
    Route("/welcome", welcome, name="welcome"),
    Route("/welcome/follow", what_to_follow, name="what_to_follow"),
    Route("/welcome/follow", keep_what_to_follow, methods=["POST"], name="keep_what_to_follow"),
)
