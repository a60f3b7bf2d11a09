"""Every page there is: taken from the routes themselves, so that a new page is looked at without being listed."""

from __future__ import annotations

import pkgutil

from starlette.routing import Route

from commensal.web import routes
from commensal.web.late_routes import routes_of

# Addresses with something to fill in, each filled in with what the shared diary of the tests has.
_EXAMPLES = {
    "/about-me/{question}": ("/about-me/gut", "/about-me/age"),
    "/axis": ("/axis", "/axis?from=fibre&to=pain"),
    "/axis/arrow/{edge}": ("/axis/arrow/E001",),
    "/axis/find": ("/axis/find?words=nothing-of-that-name",),
    "/axis/place/{node}": ("/axis/place/pain_intensity",),
    "/axis/what-if/{name}": ("/axis/what-if/antibiotics_for_a_week",),
    "/check/{instrument}": ("/check/dsq_pem", "/check/nrs_pain"),
    "/check/{instrument}/last": (),
    "/day/{day}": ("/day/2026-11-19", "/day/2026-11-18"),
    "/evidence/claim/{claim}": ("/evidence/claim/A19",),
    "/evidence/source/{source}": ("/evidence/source/wastyk2021",),
    "/findings/about": ("/findings/about?name=pain",),
    "/findings/behind": ("/findings/behind?outcome=pain&exposure=broccoli",),
    "/medicines/{name}": ("/medicines/omeprazole",),
    "/microbiome/compare": (),
    "/microbiome/{files}": (),
    "/pacing/since": ("/pacing/since?day=2026-10-20",),
    "/trials/plan": ("/trials/plan?protocol=slow_breathing&seed=7", "/trials/plan?protocol=lactose&seed=7"),
}
# What answers with something else than a page: files to take along, the script of the offline page, a way in.
_NO_PAGES = frozenset(
    {
        "/data/export.zip",
        "/data/whole.backup",
        "/enter",
        "/microbiome/report.html",
        "/microbiome/report.tsv",
        "/reports/findings.html",
        "/reports/findings.json",
        "/sw.js",
        "/trials/paper",
    }
)


def every_page() -> tuple[str, ...]:
    """The addresses of all pages, in the order of their names; one that lacks an example is among them as it is."""
    names = sorted(module.name for module in pkgutil.iter_modules(routes.__path__))
    found: list[str] = ["/nothing-here"]
    for route in routes_of(names):
        if not isinstance(route, Route) or "GET" not in (route.methods or ()) or route.path in _NO_PAGES:
            continue
        found += _EXAMPLES.get(route.path, (route.path,))
    return tuple(sorted(found))
