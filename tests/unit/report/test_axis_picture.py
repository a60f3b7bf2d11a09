"""The picture of the map: the same each time, nothing on top of anything, and every arrow to be pressed."""

from __future__ import annotations

import itertools
import math
import re

import pytest

from commensal.axis.explain import explain
from commensal.axis.graph import edges_into, edges_out_of
from commensal.knowledge.evidence import evidence
from commensal.report.axis_layout import BOX_HEIGHT, ROW_GAP, Layout, layout
from commensal.report.axis_picture import Addresses, edges_of, place_picture, ways_picture, whole_picture

ADDRESSES = Addresses(place=lambda name: f"/place/{name}", arrow=lambda name: f"/arrow/{name}")
_DIAMOND = ([["a"], ["b", "c"], ["d"]], [("1", "a", "b"), ("2", "a", "c"), ("3", "b", "d"), ("4", "c", "d")])


def crossings(made: Layout) -> int:
    """How many pairs of lines between the same two columns cross."""
    stretches = [
        (line.points[n], line.points[n + 1])
        for line in made.lines
        for n in range(len(line.points) - 1)
        if line.points[n][0] < line.points[n + 1][0]
    ]
    return sum(
        one[0][0] == two[0][0] and (one[0][1] - two[0][1]) * (one[1][1] - two[1][1]) < 0
        for one, two in itertools.combinations(stretches, 2)
    )


def test_boxes_do_not_overlap_and_lie_within_the_picture() -> None:
    """Each place has its own room."""
    made = layout(*_DIAMOND)
    for column in made.columns:
        for upper, lower in itertools.pairwise(sorted(column, key=lambda box: box.y)):
            assert lower.y - upper.y >= BOX_HEIGHT + ROW_GAP
        for box in column:
            assert box.left >= 0
            assert box.right <= made.width
            assert box.y - box.height / 2 >= 0
            assert box.y + box.height / 2 <= made.height


def test_a_column_is_sorted_so_that_lines_do_not_cross() -> None:
    """Two lines that need not cross do not."""
    made = layout([["a", "b"], ["x", "y"]], [("1", "a", "y"), ("2", "b", "x")])
    assert crossings(made) == 0


def test_a_long_line_has_a_place_of_its_own_in_each_column() -> None:
    """It passes beside a box and never behind it."""
    made = layout([["a"], ["b"], ["c"]], [("1", "a", "b"), ("2", "b", "c"), ("long", "a", "c")])
    (middle,) = made.columns[1]
    long = next(line for line in made.lines if line.name == "long")
    assert all(abs(y - middle.y) >= BOX_HEIGHT / 2 for x, y in long.points if middle.left <= x <= middle.right)


def test_two_arrows_between_the_same_places_are_two_lines() -> None:
    """Neither hides the other."""
    made = layout([["a"], ["b"]], [("1", "a", "b"), ("2", "a", "b")])
    assert made.lines[0].points != made.lines[1].points


def test_arrows_within_a_column_and_backwards_are_drawn() -> None:
    """A circle on the map is no error."""
    made = layout([["a", "b"], ["c"]], [("1", "a", "b"), ("2", "c", "a"), ("3", "a", "c")])
    by_name = {line.name: line for line in made.lines}
    assert by_name["1"].bulge > 0
    assert by_name["1"].goes_left
    assert by_name["2"].goes_left
    assert not by_name["3"].goes_left


@pytest.mark.parametrize(("start", "end"), [("fibre_total", "fatigue"), ("fibre_total", "pain_intensity")])
def test_the_same_ways_give_the_same_picture(start: str, end: str) -> None:
    """Nothing is left to chance."""
    assert ways_picture(explain(start, end), ADDRESSES) == ways_picture(explain(start, end), ADDRESSES)


def test_every_arrow_of_the_ways_is_a_link_of_forty_eight_pixels_clear_of_the_others() -> None:
    """A tired hand finds it."""
    explained = explain("fibre_total", "pain_intensity")
    drawn = str(ways_picture(explained, ADDRESSES))
    for edge in edges_of(explained.paths):
        assert f'href="/arrow/{edge.id}"' in drawn
    reach = [
        (float(x), float(y), float(r))
        for x, y, r in re.findall(r'class="reach" cx="([\d.]+)" cy="([\d.]+)" r="([\d.]+)"', drawn)
    ]
    assert {r for *_, r in reach} == {24.0}
    assert all(math.dist(one[:2], two[:2]) >= 24.0 for one, two in itertools.combinations(reach, 2))


def test_every_place_can_be_drawn_with_its_arrows() -> None:
    """Each arrow once, and both ends as links."""
    for node in evidence().nodes:
        into, out_of = edges_into(node), edges_out_of(node)
        drawn = place_picture(node, into, out_of, ADDRESSES)
        if drawn is None:
            assert not into + out_of
            continue
        links = re.findall(r'href="/arrow/(\w+)"', str(drawn))
        assert sorted(links) == sorted({edge.id for edge in (*into, *out_of)})


def test_the_whole_map_holds_every_place() -> None:
    """In five columns, each under its name."""
    drawn = str(whole_picture(ADDRESSES))
    assert drawn.count('class="system"') == 5
    assert sorted(re.findall(r'href="/place/(\w+)"', drawn)) == sorted(evidence().nodes)
    assert drawn.count('class="faint"') == len(evidence().edges)


def test_no_way_gives_no_picture() -> None:
    """An empty frame would say less than the sentence above it."""
    explained = explain("pain_intensity", "pain_intensity")
    assert ways_picture(explained, ADDRESSES) is None
