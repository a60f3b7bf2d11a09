"""A stool sample's report as a part of a larger page: headings, sentences, the picture and its table, no frame."""

from __future__ import annotations

from markupsafe import Markup

from commensal.report.page_templates import templates
from commensal.report.trial_paper import Paper


def section_html(made: Paper, *, prefix: str = "microbiome", level: int = 2) -> Markup:
    """The report as HTML to be put into a page; it holds no script, no style and no address.

    Parameters
    ----------
    made : ``MicrobiomeReport.paper``, ``ProfileComparison.paper`` or the planner's.
    prefix : begins every id, so that two of them may stand on one page.
    level : of its first heading.
    """
    template = templates().get_template("microbiome_section.html.j2")
    return Markup(template.render(paper=made, prefix=prefix, level=level))  # noqa: S704 - the template escapes
