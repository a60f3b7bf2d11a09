"""Reads a page the strict way: every element closed in order, ids once, and the text that a person sees."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

_NEVER_CLOSED = {"meta", "br", "link", "img", "input", "hr"}
_UNSEEN = {"style", "script"}


@dataclass(slots=True)
class Element:
    """One element with its attributes, children and own text, in order."""

    name: str
    attributes: dict[str, str]
    children: list[Element | str] = field(default_factory=list)

    def all(self, *names: str) -> Iterator[Element]:
        """Every element below this one with one of the names, in the order of the page."""
        for child in self.children:
            if isinstance(child, Element):
                if child.name in names:
                    yield child
                yield from child.all(*names)

    def text(self) -> str:
        """The text that a person sees or hears, styles and scripts left out."""
        parts = []
        for child in self.children:
            if isinstance(child, str):
                parts.append(child)
            elif child.name not in _UNSEEN:
                parts.append(child.text())
        spoken = [self.attributes[name] for name in ("aria-label", "title") if name in self.attributes]
        return " ".join([*spoken, *parts])


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("document", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        repeated = [name for name, n in Counter(name for name, _ in attrs).items() if n > 1]
        assert not repeated, f"<{tag}> repeats {repeated}"
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in _NEVER_CLOSED:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _NEVER_CLOSED:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        closed = self.open.pop()
        assert closed.name == tag, f"</{tag}> closes <{closed.name}>"

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def read_page(page: str) -> Element:
    """The page as a tree; an element that is not closed in order is an AssertionError."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    assert reader.open == [reader.root], f"left open: {[element.name for element in reader.open[1:]]}"
    return reader.root


def seen_text(page: str) -> str:
    """All that a person can see or hear on the page, spaces folded."""
    return " ".join(read_page(page).text().split())
