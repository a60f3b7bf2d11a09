"""Lengths of time written as ``h:mm:ss`` or ``h:mm``."""

from __future__ import annotations

import re

_H_MM_SS = re.compile(r"^(\d{1,4}):([0-5]\d):([0-5]\d)(?:\.\d+)?$")
_H_MM = re.compile(r"^(\d{1,4}):([0-5]\d)$")


def parse_duration_min(text: str) -> float | None:
    """Minutes in ``h:mm:ss`` or ``h:mm``, or None. ``0:40:00`` gives 40. [minutes]"""
    plain = text.strip()
    if match := _H_MM_SS.match(plain):
        hours, minutes, seconds = (int(part) for part in match.groups())
        return hours * 60 + minutes + seconds / 60
    if match := _H_MM.match(plain):
        return int(match[1]) * 60 + int(match[2])
    return None
