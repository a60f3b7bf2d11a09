"""A figure of the axis model: its parts, what moves in each, and which acts on which; links in doubt are dashed."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from markupsafe import Markup

from commensal.axis.dynamics.network import Arrow, Network
from commensal.report.svg import coordinate, element, picture
from commensal.report.words import say

_WIDTH, _HEIGHT = 760.0, 620.0
_ACROSS, _DOWN = 280.0, 240.0
_HALF_WIDTH, _HALF_HEIGHT = 92.0, 40.0
_LINE = 14.0
_NAMED_A_LINE = 9
_BEND = 0.22
_INWARDS = (0.75, 0.45)
_HALO = {"stroke": "#ffffff", "stroke_width": "4", "paint_order": "stroke"}
_NAMESPACE = "http://www.w3.org/2000/svg"

_Place = tuple[float, float]


def network_svg(network: Network) -> str:
    """The figure as a file of its own."""
    places = _places(tuple(network.states_by_part))
    drawn = picture(
        *(part for arrow in network.arrows for part in _arrow(arrow, places)),
        *(part for name, place in places.items() for part in _box(name, place, network)),
        picture_id="axis-network",
        title=say("what_if.network.title"),
        desc=_described(network),
        width=_WIDTH,
        height=_HEIGHT,
        class_="network",
    )
    opening = f'<svg xmlns="{_NAMESPACE}" font-family="system-ui, sans-serif" font-size="11" '
    return str(drawn).replace("<svg ", opening, 1) + "\n"


def _places(parts: Sequence[str]) -> dict[str, _Place]:
    """Parts around an ellipse, the first on top."""
    angles = [2 * math.pi * number / len(parts) - math.pi / 2 for number in range(len(parts))]
    return {
        part: (_WIDTH / 2 + _ACROSS * math.cos(angle), _HEIGHT / 2 + _DOWN * math.sin(angle))
        for part, angle in zip(parts, angles, strict=True)
    }


def _described(network: Network) -> str:
    ways = "; ".join(
        say("what_if.network.acts", source=arrow.source, target=arrow.target, links=_links(arrow))
        for arrow in network.arrows
    )
    return say("what_if.network.desc", ways=ways)


def _links(arrow: Arrow) -> str:
    return say("what_if.network.in_doubt", links=", ".join(arrow.couplings)) if arrow.couplings else ""


def _box(name: str, place: _Place, network: Network) -> Iterator[Markup]:
    x, y = place
    yield element(
        "rect", x=x - _HALF_WIDTH, y=y - _HALF_HEIGHT, width=2 * _HALF_WIDTH, height=2 * _HALF_HEIGHT, rx="8",
        fill="#fbf8f3", stroke="#24201b",
    )  # fmt: skip
    states, inputs = network.states_by_part[name], network.inputs_by_part[name]
    rows = [(part, "600") for part in _broken(name.split(" "), 28)] + [
        (" ".join(states[n : n + _NAMED_A_LINE]), None) for n in range(0, len(states), _NAMED_A_LINE)
    ]
    rows.append((say("what_if.network.given", n=len(inputs)), None))
    top = y - _LINE * (len(rows) - 1) / 2 + 4.0
    for number, (text, weight) in enumerate(rows):
        yield element(
            "text", text, x=x, y=top + _LINE * number, text_anchor="middle", fill="#24201b", font_weight=weight
        )


def _broken(words: Sequence[str], most: int) -> list[str]:
    lines = [""]
    for word in words:
        joined = f"{lines[-1]} {word}".strip()
        if len(joined) > most:
            lines.append(word)
        else:
            lines[-1] = joined
    return lines


def _arrow(arrow: Arrow, places: dict[str, _Place]) -> Iterator[Markup]:
    """A bent line from edge to edge with a head; wider for more ways, dashed where a link in doubt carries some."""
    (x1, y1), (x2, y2) = places[arrow.source], places[arrow.target]
    middle = _bent(arrow, places)
    start, end = _edge((x1, y1), middle), _edge((x2, y2), middle)
    yield element(
        "path",
        d=f"M{_xy(start)}Q{_xy(middle)} {_xy(end)}",
        fill="none",
        stroke="#7a4a10" if arrow.couplings else "#8a8178",
        stroke_width=coordinate(1.0 + 0.5 * math.log2(arrow.n_ways)),
        stroke_dasharray="6 4" if arrow.couplings else None,
    )
    angle = math.atan2(end[1] - middle[1], end[0] - middle[0])
    wings = [(end[0] - 9 * math.cos(angle + turn), end[1] - 9 * math.sin(angle + turn)) for turn in (-0.4, 0.4)]
    points = " ".join(",".join(_xy(point).split(" ")) for point in (end, *wings))
    yield element("polygon", points=points, fill="#7a4a10" if arrow.couplings else "#8a8178")
    if arrow.couplings:
        # On the curve, halfway.
        x, y = (0.25 * start[k] + 0.5 * middle[k] + 0.25 * end[k] for k in (0, 1))
        yield element("text", " ".join(arrow.couplings), x=x, y=y - 4.0, text_anchor="middle", fill="#7a4a10", **_HALO)


def _bent(arrow: Arrow, places: dict[str, _Place]) -> _Place:
    """Where a line is pulled to: neighbours' to one side, all others' inwards, clear of the boxes between them.

    There and back are pulled differently, so that they do not lie on each other.
    """
    (x1, y1), (x2, y2) = places[arrow.source], places[arrow.target]
    order = list(places)
    apart = (order.index(arrow.target) - order.index(arrow.source)) % len(order)
    if apart in (1, len(order) - 1):
        return (x1 + x2) / 2 - _BEND * (y2 - y1), (y1 + y2) / 2 + _BEND * (x2 - x1)
    pull = _INWARDS[apart > len(order) / 2]
    x, y = (x1 + x2) / 2, (y1 + y2) / 2
    return x + pull * (_WIDTH / 2 - x), y + pull * (_HEIGHT / 2 - y)


def _edge(box: _Place, towards: _Place) -> _Place:
    """Where a line from the middle of a box leaves it."""
    dx, dy = towards[0] - box[0], towards[1] - box[1]
    scale = min((_HALF_WIDTH + 4) / abs(dx) if dx else math.inf, (_HALF_HEIGHT + 4) / abs(dy) if dy else math.inf, 1.0)
    return box[0] + dx * scale, box[1] + dy * scale


def _xy(place: _Place) -> str:
    return f"{coordinate(place[0])} {coordinate(place[1])}"
