"""Templates to answers: every value escaped, none left out unnoticed, the words of the page at hand in each."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from commensal.report.numbers import brief, day_words, moment_words
from commensal.report.words import say
from commensal.service.home import Home
from commensal.service.truth import has_truth
from commensal.vocab.language import language
from commensal.web.look import Look, look_of
from commensal.web.touring import home_shown, is_touring, own_home
from commensal.web.undoable import UndoButton, undo_button
from commensal.web.words import counted, words

# Where one can go, in the order of the menu: the first word of the path, which is also the key of its name.
PLACES = ("today", "findings", "trials", "axis", "microbiome", "medicines", "reports", "data")


@cache
def _templates() -> Environment:
    own = PackageLoader("commensal.web", "templates")
    environment = Environment(
        loader=ChoiceLoader([own, PrefixLoader({"report": PackageLoader("commensal.report", "templates")})]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(words=words, counted=counted, say=say, places=PLACES, language=language.get)
    environment.globals.update(day_words=day_words, moment_words=moment_words, number=brief)
    return environment


def home_of(request: Request) -> Home:
    """The home whose page this is; during the tour that of the made-up person, which takes nothing new."""
    return home_shown(request)


def show(
    request: Request,
    template: str,
    *,
    here: str,
    status_code: int = 200,
    look: Look | None = None,
    **values: object,
) -> HTMLResponse:
    """A page inside the frame that all share.

    Parameters
    ----------
    here : the place in the menu (one of ``PLACES``), or a word that is not in it.
    look : the look of this page where it has one of its own; else what the person chose.
    values : what the template has blanks for.
    """
    return render(
        template,
        status_code=status_code,
        look=look or look_of(request),
        here=here,
        path=request.url.path,
        is_tour=is_touring(request),
        is_new=not own_home(request).has_diary,
        is_made_up=has_truth(own_home(request).folder),
        **_undo_of(request, values),
        **values,
    )


def _undo_of(request: Request, values: Mapping[str, object]) -> Mapping[str, object]:
    """The undo button of the frame, unless the page brings its own."""
    if "undo" in values:
        return {}
    # during the tour nothing is written, so nothing can be taken back
    return {"undo": UndoButton() if is_touring(request) else undo_button(request, own_home(request))}


def render(template: str, *, status_code: int = 200, look: Look | None = None, **values: object) -> HTMLResponse:
    """A page as it is, for where there is no person to know the look of."""
    html = _templates().get_template(template).render(look=look or Look(), **values)
    return HTMLResponse(html, status_code=status_code)
