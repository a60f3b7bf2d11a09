"""Where the places and arrows of the map stand in a picture: columns, an order with few crossings, and smooth lines.

The same places and arrows always give the same picture. The order within a column is the barycentre heuristic of
Sugiyama, Tagawa & Toda (1981, doi:10.1109/TSMC.1981.4308636): each place moves to the mean of its neighbours, a few
times forth and back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType

BOX_WIDTH, BOX_HEIGHT = 150.0, 60.0
ROW_GAP, COLUMN_GAP = 14.0, 76.0
_MARGIN = 6.0
_SWEEPS = 6
_PORT_STEP = 18.0

Point = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A place in the picture, by its middle."""

    name: str
    x: float
    y: float
    height: float = BOX_HEIGHT

    @property
    def left(self) -> float:
        """Its left side."""
        return self.x - BOX_WIDTH / 2

    @property
    def right(self) -> float:
        """Its right side."""
        return self.x + BOX_WIDTH / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An arrow in the picture: the points it passes, its two ends among them. It enters level at its last point."""

    name: str
    source: str
    target: str
    points: tuple[Point, ...]
    bulge: float = 0.0
    """How far it leans out to the right, where both ends stand in one column."""

    @property
    def goes_left(self) -> bool:
        """Whether it enters its target from the right."""
        return bool(self.bulge) or self.points[-1][0] < self.points[-2][0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A picture's measures, boxes by column and lines."""

    width: float
    height: float
    columns: tuple[tuple[Box, ...], ...]
    lines: tuple[Line, ...]


Arrow = tuple[str, str, str]
"""Name, source and target."""


def layout(
    columns: Sequence[Sequence[str]],
    arrows: Sequence[Arrow],
    *,
    head: float = 0.0,
    gap: float = COLUMN_GAP,
    tall: Mapping[str, float] = MappingProxyType({}),
) -> Layout:
    """Boxes and lines for places that stand in columns.

    Parameters
    ----------
    columns : names of the places, column by column from the left; each name once. Empty ones are left out.
    arrows : between places of the columns.
    head : room above the boxes, for the names of columns.
    gap : room between two columns, for the lines and their numbers.
    tall : height of boxes that stand alone in their column and have many arrows.
    """
    columns = [column for column in columns if column]
    column_of = {name: n for n, column in enumerate(columns) for name in column}
    ranks, chains = _with_stand_ins([list(column) for column in columns], arrows, column_of)
    _order(ranks, chains)
    most = max(map(len, ranks), default=1)
    height = max(most * (BOX_HEIGHT + ROW_GAP) - ROW_GAP, *tall.values(), 0.0) + 2 * _MARGIN + head
    width = len(ranks) * (BOX_WIDTH + gap) - gap + 2 * _MARGIN
    middles = {
        name: _middle((n, row), len(rank), height, head, gap)
        for n, rank in enumerate(ranks)
        for row, name in _rows(rank)
    }
    boxes = {
        name: Box(name=name, x=middles[name][0], y=middles[name][1], height=tall.get(name, BOX_HEIGHT))
        for name in column_of
    }
    placed = tuple(tuple(boxes[name] for name in rank if name in boxes) for rank in ranks)
    lines = tuple(_lines(arrows, chains, boxes, middles, column_of))
    lean = max((line.bulge for line in lines), default=0.0)
    return Layout(width=width + lean, height=height, columns=placed, lines=lines)


def _rows(rank: Sequence[str]) -> list[tuple[int, str]]:
    return list(enumerate(rank))


def _middle(slot: tuple[int, int], n_rows: int, height: float, head: float, gap: float) -> Point:
    """The middle of a slot; a short column stands in the middle of the picture."""
    column, row = slot
    tall = n_rows * (BOX_HEIGHT + ROW_GAP) - ROW_GAP
    top = head + (height - head - tall) / 2
    return (
        _MARGIN + BOX_WIDTH / 2 + column * (BOX_WIDTH + gap),
        top + BOX_HEIGHT / 2 + row * (BOX_HEIGHT + ROW_GAP),
    )


def _with_stand_ins(
    ranks: list[list[str]], arrows: Sequence[Arrow], column_of: Mapping[str, int]
) -> tuple[list[list[str]], dict[str, tuple[str, ...]]]:
    """The columns with a slot in each column that an arrow passes, and each arrow as the slots it goes through."""
    chains: dict[str, tuple[str, ...]] = {}
    for name, source, target in arrows:
        passed = []
        for column in range(column_of[source] + 1, column_of[target]):
            slot = f"{name}/{column}"
            ranks[column].append(slot)
            passed.append(slot)
        chains[name] = (source, *passed, target)
    return ranks, chains


def _order(ranks: list[list[str]], chains: Mapping[str, tuple[str, ...]]) -> None:
    """Sort each column so that few lines cross, in place."""
    column_of = {name: n for n, rank in enumerate(ranks) for name in rank}
    neighbours: dict[str, list[str]] = defaultdict(list)
    for chain in chains.values():
        for one, next_one in pairwise(chain):
            if column_of[one] != column_of[next_one]:
                neighbours[one].append(next_one)
                neighbours[next_one].append(one)
    for sweep in range(_SWEEPS):
        place = _shares(ranks)
        for n in range(len(ranks)) if sweep % 2 == 0 else reversed(range(len(ranks))):
            at = {name: _mean([place[other] for other in neighbours[name]], place[name]) for name in ranks[n]}
            ranks[n].sort(key=lambda name: (at[name], place[name], name))
            place.update(_shares([ranks[n]]))


def _shares(ranks: Sequence[Sequence[str]]) -> dict[str, float]:
    """How far down its column each stands, from 0 to 1."""
    return {name: (row + 0.5) / len(rank) for rank in ranks for row, name in enumerate(rank)}


def _mean(places: Sequence[float], usual: float) -> float:
    return sum(places) / len(places) if places else usual


def _lines(
    arrows: Sequence[Arrow],
    chains: Mapping[str, tuple[str, ...]],
    boxes: Mapping[str, Box],
    middles: Mapping[str, Point],
    column_of: Mapping[str, int],
) -> list[Line]:
    """The lines, each with its own place at the sides of the boxes."""
    ports = _ports(arrows, boxes, column_of)
    found = []
    for name, source, target in arrows:
        is_same = column_of[source] == column_of[target]
        passed = tuple(middles[slot] for slot in chains[name][1:-1])
        start, end = ports[name, "out"], ports[name, "in"]
        bulge = 30.0 + min(50.0, abs(start[1] - end[1]) / 4) if is_same else 0.0
        through = tuple(point for x, y in passed for point in ((x - BOX_WIDTH / 2, y), (x + BOX_WIDTH / 2, y)))
        found.append(Line(name=name, source=source, target=target, points=(start, *through, end), bulge=bulge))
    return found


def _ports(
    arrows: Sequence[Arrow], boxes: Mapping[str, Box], column_of: Mapping[str, int]
) -> dict[tuple[str, str], Point]:
    """Where each arrow leaves and enters: side by side, in the order of their other ends."""
    at_side: dict[tuple[str, bool], list[tuple[float, str, str]]] = defaultdict(list)
    for name, source, target in arrows:
        forwards, is_same = column_of[target] > column_of[source], column_of[target] == column_of[source]
        at_side[source, forwards or is_same].append((boxes[target].y, name, "out"))
        at_side[target, not forwards].append((boxes[source].y, name, "in"))
    ports: dict[tuple[str, str], Point] = {}
    for (place, is_right), ends in at_side.items():
        box = boxes[place]
        step = min(_PORT_STEP, (box.height - 12.0) / len(ends))
        for number, (_, name, which) in enumerate(sorted(ends)):
            y = box.y + (number - (len(ends) - 1) / 2) * step
            ports[name, which] = (box.right if is_right else box.left, y)
    return ports
