"""The map of studies as a picture that can be walked with the keyboard: places and arrows are links.

How sure an arrow is shows in its line, what it does in its head; colour carries nothing. Each picture has a table twin.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup

from commensal.axis.explain import Explanation
from commensal.axis.links import MIXED_SIGN, Link, Path
from commensal.knowledge.evidence import NULL_SIGN, Edge, evidence
from commensal.report.axis_layout import BOX_HEIGHT, BOX_WIDTH, Arrow, Box, Layout, Line, Point, layout
from commensal.report.axis_phrases import claim_words, grade_words
from commensal.report.svg import coordinate, element, path, picture
from commensal.report.words import say
from commensal.vocab.grades import Grade

_MOST_LETTERS, _MOST_ROWS, _ROW_HEIGHT = 20, 3, 15.0
_BADGE, _TARGET = 12.0, 24.0  # half of what is seen, and half of what can be pressed: 48 px
_HEAD = 34.0
_PLACE_GAP = 150.0  # three columns leave room
_ARROW_ROOM = 20.0  # so that the heads of arrows stand side by side
_PLACES_ON_A_LINE = (0.5, 0.36, 0.64, 0.24, 0.76, 0.14, 0.86)

NOT_SEEN = "not_seen"
_STYLES = {
    Grade.HIGH.value: (4.0, None),
    Grade.MODERATE.value: (2.5, None),
    Grade.LOW.value: (2.0, "9 5"),
    Grade.VERY_LOW.value: (2.0, "2 5"),
    NOT_SEEN: (1.0, None),
}
STYLES = tuple(_STYLES)
"""The kinds of line, the surest first."""

# What one takes in and does, gut bacteria, what goes on inside, how one feels, and what stands beside it all.
SYSTEMS = (("exposure",), ("microbiome_feature",), ("mechanism",), ("outcome",), ("condition", "modifier", "risk"))

Address = Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """Where places and arrows lead when they are followed, by their ids."""

    place: Address
    arrow: Address


def ways_picture(explained: Explanation, addresses: Addresses) -> Markup | None:
    """The best ways from one place to another; None where there is none."""
    ways = explained.paths or explained.reverse
    if not ways:
        return None
    edges = edges_of(ways)
    first, last = ways[0].nodes[0], ways[0].nodes[-1]
    made = layout(_steps(ways, first, last), [_arrow(edge) for edge in edges])
    nodes = evidence().nodes
    return _walkable(
        made,
        edges,
        addresses,
        title=say("axis.picture.ways_title", start=nodes[first].phrase, end=nodes[last].phrase),
        desc=say("axis.picture.ways_desc", n_places=sum(map(len, made.columns)), n_arrows=len(edges)),
    )


def place_picture(node: str, into: Sequence[Edge], out_of: Sequence[Edge], addresses: Addresses) -> Markup | None:
    """A place between what points to it and what it points to; None where it stands alone."""
    edges = [edge for edge in (*into, *out_of) if edge.source != edge.target]
    if not edges:
        return None
    left = list(dict.fromkeys(edge.source for edge in into if edge.source != node))
    right = [name for name in dict.fromkeys(edge.target for edge in out_of) if name != node]
    both = {name: f"{name}/again" for name in right if name in left}
    shown = [
        (edge.id, edge.source, both.get(edge.target, edge.target) if edge.source == node else edge.target)
        for edge in edges
    ]
    n_most = max(sum(edge.target == node for edge in edges), sum(edge.source == node for edge in edges))
    tall = {node: max(BOX_HEIGHT, n_most * _ARROW_ROOM)}
    made = layout([left, [node], [both.get(name, name) for name in right]], shown, gap=_PLACE_GAP, tall=tall)
    return _walkable(
        made,
        edges,
        addresses,
        title=say("axis.picture.place_title", place=evidence().nodes[node].phrase),
        desc=say("axis.picture.place_desc", n_into=len(into), n_out_of=len(out_of)),
    )


def whole_picture(addresses: Addresses) -> Markup:
    """Every place and every arrow; the places are links, the arrows are drawn."""
    known = evidence()
    columns = [
        [
            node.id
            for kind in kinds
            for node in sorted(known.nodes.values(), key=lambda one: one.label)
            if node.kind == kind
        ]
        for kinds in SYSTEMS
    ]
    made = layout(columns, [], head=_HEAD)
    at = {box.name: box for column in made.columns for box in column}
    faint = [_faint(edge, at[edge.source], at[edge.target]) for edge in known.edges.values()]
    heads = [
        element("text", say(f"axis.picture.system_{number}"), class_="system", x=column[0].left, y=20.0)
        for number, column in enumerate(made.columns, start=1)
    ]
    return picture(
        *faint,
        *heads,
        *(_place(box, addresses) for column in made.columns for box in column),
        picture_id="map",
        title=say("axis.picture.whole_title"),
        desc=say("axis.picture.whole_desc", n_places=len(known.nodes), n_arrows=len(known.edges)),
        width=made.width,
        height=made.height,
        class_="axis",
        role="group",
        is_fixed=True,
    )


def _faint(edge: Edge, source: Box, target: Box) -> Markup:
    width, dashes = _STYLES[line_style(edge)]
    return element("path", class_="faint", d=_straight(source, target), stroke_width=width / 2, stroke_dasharray=dashes)


def edges_of(ways: Iterable[Path]) -> tuple[Edge, ...]:
    """The arrows of some ways, each once, in the order in which they are walked."""
    return tuple({link.edge.id: link.edge for way in ways for link in way.links}.values())


def line_style(edge: Edge) -> str:
    """Which kind of line an arrow has: its grade, or that it was tested and not seen."""
    return NOT_SEEN if edge.is_null else Link(edge=edge).grade.value


def line_sample(style: str) -> Markup:
    """A short piece of a line, for the legend; the words stand beside it."""
    width, dashes = _STYLES[style]
    line = element("path", d="M2 8H46", stroke_width=width, stroke_dasharray=dashes)
    marks = element("path", d="M20 4l8 8m0-8l-8 8", stroke_width=1.5) if style == NOT_SEEN else Markup("")
    return _sample(line, marks)


def head_sample(sign: str) -> Markup:
    """A short line with the head of a sign, for the legend."""
    return _sample(element("path", d="M2 8H38", stroke_width=2), _head_at((44.0, 8.0), sign, goes_left=False))


def _sample(*parts: Markup) -> Markup:
    opening = '<svg class="axis-sample" viewBox="0 0 52 16" aria-hidden="true">'
    return Markup(opening + "".join(parts) + "</svg>")  # noqa: S704 - made of escaped elements


def _steps(ways: Sequence[Path], first: str, last: str) -> list[list[str]]:
    """The places of some ways in columns: each as far to the right as its longest part of a way from the start."""
    at = {first: 0}
    for way in ways:
        for number, name in enumerate(way.nodes[:-1]):
            at[name] = max(at.get(name, 0), number)
    at[first] = 0
    at[last] = max(at.values()) + 1
    return [[name for name, column in at.items() if column == n] for n in range(at[last] + 1)]


def _arrow(edge: Edge) -> Arrow:
    return edge.id, edge.source, edge.target


def _walkable(made: Layout, edges: Sequence[Edge], addresses: Addresses, *, title: str, desc: str) -> Markup:
    """Places and arrows as links, in the order in which one would walk: a place, then what leaves it."""
    by_name = {edge.id: (number, edge) for number, edge in enumerate(edges, start=1)}
    badges = _badges(made.lines)
    parts: list[Markup] = []
    for column in made.columns:
        for box in column:
            parts.append(_place(box, addresses))
            leaving = (line for line in made.lines if line.source == box.name)
            parts += [_arrow_link(line, badges[line.name], *by_name[line.name], addresses) for line in leaving]
    return picture(
        *parts, picture_id="map", title=title, desc=desc, width=made.width, height=made.height, class_="axis",
        role="group",
        is_fixed=True,
    )  # fmt: skip


def _place(box: Box, addresses: Addresses) -> Markup:
    name = box.name.removesuffix("/again")
    label = evidence().nodes[name].label
    rows = textwrap.wrap(label, _MOST_LETTERS, break_long_words=False, max_lines=_MOST_ROWS, placeholder="…")
    top = box.y - (len(rows) - 1) * _ROW_HEIGHT / 2 + 4.5
    return element(
        "a",
        element("rect", x=box.left, y=box.y - box.height / 2, width=BOX_WIDTH, height=box.height, rx=8),
        *(
            element("text", row, x=box.x, y=top + number * _ROW_HEIGHT, text_anchor="middle")
            for number, row in enumerate(rows)
        ),
        class_="place",
        href=addresses.place(name),
        aria_label=label,
    )


def _arrow_link(line: Line, at: Point, number: int, edge: Edge, addresses: Addresses) -> Markup:
    style = line_style(edge)
    width, dashes = _STYLES[style]
    name = say("axis.picture.arrow", n=number, claim=claim_words(edge), grade=grade_words(Link(edge=edge).grade))
    x, y = at
    return element(
        "a",
        element("path", class_=f"line {style}", d=_curve(line), stroke_width=width, stroke_dasharray=dashes),
        _head_at(line.points[-1], edge.sign, goes_left=line.goes_left),
        element("circle", class_="reach", cx=x, cy=y, r=_TARGET),
        element("circle", class_="badge", cx=x, cy=y, r=_BADGE),
        element("text", str(number), class_="badge", x=x, y=y + 4.5, text_anchor="middle"),
        class_="arrow",
        href=addresses.arrow(edge.id),
        aria_label=name,
    )


def _curve(line: Line) -> str:
    """Level at both ends, so that an arrow enters a box straight."""
    if line.bulge:
        (x1, y1), (x2, y2) = line.points[0], line.points[-1]
        out = max(x1, x2) + line.bulge
        return f"{path((('M', x1, y1),))}C{_pair(out, y1)} {_pair(out, y2)} {_pair(x2, y2)}"
    drawn = [path((("M", *line.points[0]),))]
    for (x1, y1), (x2, y2) in pairwise(line.points):
        middle = (x1 + x2) / 2
        drawn.append(f"C{_pair(middle, y1)} {_pair(middle, y2)} {_pair(x2, y2)}")
    return "".join(drawn)


def _pair(x: float, y: float) -> str:
    return f"{coordinate(x)} {coordinate(y)}"


def _straight(source: Box, target: Box) -> str:
    if source.x == target.x:
        return _curve(
            Line(name="", source="", target="", points=((source.right, source.y), (target.right, target.y)), bulge=40.0)
        )
    start, end = (source.right, target.left) if source.x < target.x else (source.left, target.right)
    return _curve(Line(name="", source="", target="", points=((start, source.y), (end, target.y))))


def _head_at(tip: Point, sign: str, *, goes_left: bool) -> Markup:
    """The end of an arrow: a point for more, a bar for less, a diamond for either, a cross for not seen."""
    x, y = tip
    back = 9.0 if goes_left else -9.0
    if sign == NULL_SIGN:
        return element(
            "path",
            class_="head open",
            d=path((("M", x + back, y - 6), ("L", x, y + 6), ("M", x, y - 6), ("L", x + back, y + 6))),
        )
    if sign == "-":
        return element(
            "path", class_="head open", d=path((("M", x + back / 4, y - 8), ("L", x + back / 4, y + 8))), stroke_width=3
        )
    if sign == MIXED_SIGN:
        points = [(x, y), (x + back / 1.5, y - 6), (x + back * 4 / 3, y), (x + back / 1.5, y + 6)]
    else:
        points = [(x, y), (x + back, y - 6), (x + back, y + 6)]
    drawn = path((("M" if number == 0 else "L", px, py) for number, (px, py) in enumerate(points))) + "Z"
    return element("path", class_="head" if sign else "head open", d=drawn)


def _badges(lines: Sequence[Line]) -> dict[str, Point]:
    """Where the number of each arrow stands: on its line, and clear of the others while there is room."""
    n_out, n_in = _ends(lines, "source"), _ends(lines, "target")
    placed: dict[str, Point] = {}
    for line in lines:
        is_fan_in = n_in[line.target] > n_out[line.source]
        is_fan_out = n_out[line.source] > n_in[line.target]
        order = sorted(_PLACES_ON_A_LINE) if is_fan_in else sorted(_PLACES_ON_A_LINE, reverse=is_fan_out)
        choices = [_at(line, share) for share in (order if is_fan_in or is_fan_out else _PLACES_ON_A_LINE)]
        placed[line.name] = max(
            choices, key=lambda point: (min(2 * _TARGET, _nearest(point, placed.values())), -choices.index(point))
        )
    return placed


def _ends(lines: Iterable[Line], which: str) -> dict[str, int]:
    counted: dict[str, int] = {}
    for line in lines:
        counted[getattr(line, which)] = counted.get(getattr(line, which), 0) + 1
    return counted


def _nearest(point: Point, others: Iterable[Point]) -> float:
    return min((math.dist(point, other) for other in others), default=math.inf)


def _at(line: Line, share: float) -> Point:
    """A point on the line; of one that passes several columns, on its first or last stretch."""
    if line.bulge:
        (x1, y1), (x2, y2) = line.points[0], line.points[-1]
        lean = 3 * share * (1 - share) * line.bulge
        return max(x1, x2) + lean, y1 + (y2 - y1) * share * share * (3 - 2 * share)
    stretch = 0 if share <= 0.5 else len(line.points) - 2
    (x1, y1), (x2, y2) = line.points[stretch], line.points[stretch + 1]
    middle = (x1 + x2) / 2
    return _bezier(x1, middle, middle, x2, share), _bezier(y1, y1, y2, y2, share)


def _bezier(a: float, b: float, c: float, d: float, share: float) -> float:
    rest = 1.0 - share
    return rest**3 * a + 3 * rest**2 * share * b + 3 * rest * share**2 * c + share**3 * d


def signs() -> Iterator[tuple[str, Markup]]:
    """Each head with its name in the texts."""
    for name, sign in (("more", "+"), ("less", "-"), ("either", MIXED_SIGN), ("not_seen", NULL_SIGN)):
        yield name, head_sample(sign)
