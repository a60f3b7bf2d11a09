"""A paper about a trial: titled parts of sentences and small tables, as text, as a page, and as JSON."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from commensal.report.notice import NOTICE, SHORT_NOTICE
from commensal.report.page_templates import templates

WIDTH = 79
_INDENT = "  "


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a paper.

    Parameters
    ----------
    lines : sentences, one a line or paragraph.
    head, rows : a small table after them; none where ``rows`` is empty.
    is_list : whether the lines are points of a list.
    is_paragraph : whether they run on as one paragraph.
    figure, caption : a picture for the page with its words, before the table; a text has neither.
    """

    title: str
    lines: tuple[str, ...] = ()
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    is_list: bool = False
    is_paragraph: bool = False
    figure: Markup | None = None
    caption: str = ""

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The lines as they are set: each on its own, or all in one."""
        return (" ".join(self.lines),) if self.is_paragraph and self.lines else self.lines

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to read in it."""
        return not self.lines and not self.rows and self.figure is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A paper, in the order in which it is read.

    Parameters
    ----------
    lead : sentences before the first part.
    """

    title: str
    lead: tuple[str, ...]
    parts: tuple[Part, ...]


def paper(title: str, lead: Iterable[str], parts: Iterable[Part]) -> Paper:
    """A paper without its empty parts."""
    return Paper(title=title, lead=tuple(lead), parts=tuple(part for part in parts if not part.is_empty))


def paper_text(made: Paper) -> str:
    """The paper in lines of at most 79 letters, ending with a line break."""
    return "\n".join([*_filled([made.title]), "", *_filled(made.lead), *_parts(made)]) + "\n"


def paper_html(made: Paper, *, made_words: str, is_synthetic: bool = False) -> str:
    """The paper as one self-contained page.

    Parameters
    ----------
    made_words : when and by what it was made.
    is_synthetic : label it as made by a program.
    """
    template = templates().get_template("paper.html.j2")
    return template.render(
        paper=made, made=made_words, is_synthetic=is_synthetic, notice=NOTICE, short_notice=SHORT_NOTICE
    )


def paper_json(made: Paper) -> dict[str, Any]:
    """The paper as a document."""
    return {
        "title": made.title,
        "lead": list(made.lead),
        "parts": [
            {
                "title": part.title,
                "lines": list(part.lines),
                "head": list(part.head),
                "rows": [list(row) for row in part.rows],
            }
            for part in made.parts
        ],
    }


def _parts(made: Paper) -> Iterator[str]:
    for part in made.parts:
        yield from ("", part.title)
        yield from _filled(part.paragraphs, mark="- " if part.is_list else "", indent=_INDENT)
        yield from _table(part)


def _table(part: Part) -> Iterator[str]:
    table = [row for row in (part.head, *part.rows) if row]
    if not part.rows:
        return
    widths = [max(len(row[column]) for row in table) for column in range(len(part.rows[0]))]
    for row in table:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield (_INDENT + "  ".join(cells)).rstrip()


def _filled(texts: Iterable[str], *, mark: str = "", indent: str = "") -> list[str]:
    lines: list[str] = []
    for text in texts:
        broken = textwrap.wrap(
            text,
            WIDTH,
            initial_indent=indent + mark,
            subsequent_indent=indent + " " * len(mark),
            break_long_words=False,
            break_on_hyphens=False,
        )
        lines += broken or [""]
    return lines
