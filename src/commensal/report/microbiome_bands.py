"""Bands of a stool sample as a picture: share on a scale of tenfold steps, with its ranges."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from commensal.microbiome.result import Bands
from commensal.report.numbers import number
from commensal.report.svg import element, path, picture, ring_path
from commensal.report.words import say

_WIDTH, _ROW, _TOP = 640.0, 46.0, 14.0
_LEFT, _RIGHT = 12.0, 628.0
_LOW, _HIGH = -4.0, 0.0  # from 0.01 % to 100 %


@dataclass(frozen=True, slots=True, kw_only=True)
class BandRow:
    """One row: a name, the range of the usual level and what the sample showed, all as shares from 0 to 1."""

    name: str
    usual: Bands
    observed: float


def percent(share: float) -> str:
    """A share as percent, no more exact than two figures: ``12 %``, ``0.4 %``, ``under 0.01 %``."""
    value = 100.0 * share
    if value < 0.01:
        return say("microbiome.percent.under")
    decimals = 0 if value >= 10 else 1 if value >= 1 else 2
    return say("microbiome.percent.plain", n=number(value, decimals=decimals))


def range_words(bands: Bands) -> str:
    """The 95 % range of a share: ``4 % to 27 %``."""
    return say("microbiome.group.range", low=percent(bands.low_95), high=percent(bands.high_95))


def band_chart(rows: Sequence[BandRow], *, picture_id: str) -> Markup:
    """All rows under one scale. The numbers stand in the table beside it."""
    height = _TOP + _ROW * len(rows) + 24.0
    return picture(
        *_scale(height),
        *(part for place, row in enumerate(rows) for part in _row(row, _TOP + _ROW * place)),
        picture_id=picture_id,
        title=say("microbiome.group.figure"),
        desc=say("microbiome.group.figure_text", n=len(rows)),
        width=_WIDTH,
        height=height,
        class_="bands",
    )


def _x(share: float) -> float:
    log = math.log10(share) if share > 0 else _LOW
    return _LEFT + (_RIGHT - _LEFT) * (min(max(log, _LOW), _HIGH) - _LOW) / (_HIGH - _LOW)


def _scale(height: float) -> Iterator[Markup]:
    for power in range(int(_LOW), int(_HIGH) + 1):
        x = _x(10.0**power)
        yield element("path", class_="level", d=path((("M", x, _TOP), ("L", x, height - 22.0))))
        anchor = "start" if power == _LOW else "end" if power == _HIGH else "middle"
        label = say("microbiome.percent.tick", n=f"{100 * 10.0**power:g}")
        yield element("text", label, class_="mark", x=x, y=height - 6.0, text_anchor=anchor)


def _row(row: BandRow, top: float) -> Iterator[Markup]:
    y = top + 31.0
    yield element("text", row.name, class_="mark", x=_LEFT, y=top + 14.0)
    yield _line("later-interval", row.usual.low_95, row.usual.high_95, y, width=1.75)
    yield _line("later-estimate", row.usual.low_50, row.usual.high_50, y, width=9.0)
    # The style of a page gives widths by class; the attributes serve where there is no such style.
    ring = ring_path([(_x(row.observed), y)], radius=6.0)
    yield element("path", class_="same-day-estimate", d=ring, stroke_width=1.75)


def _line(class_: str, low: float, high: float, y: float, *, width: float) -> Markup:
    return element("path", class_=class_, d=path((("M", _x(low), y), ("L", _x(high), y))), stroke_width=width)
