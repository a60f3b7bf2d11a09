"""Missing, none and not asked are three states, from the screen to the arrays."""

from __future__ import annotations

from enum import IntEnum, StrEnum


class Presence(StrEnum):
    """What is known of one value on one day.

    ``RECORDED``   a value was given;
    ``NONE``       "none" was given: a real zero (no pain, no coffee), never a blank;
    ``MISSING``    it was asked, or usually is, and no answer was given;
    ``NOT_ASKED``  nobody asked that day (the tracker had not been started, or was switched off).
    """

    RECORDED = "recorded"
    NONE = "none"
    MISSING = "missing"
    NOT_ASKED = "not_asked"

    @property
    def has_value(self) -> bool:
        """Whether a number stands behind this state (a recorded "none" is the number 0)."""
        return self in (Presence.RECORDED, Presence.NONE)


class PresenceCode(IntEnum):
    """The same states as small integers, for arrays. Order: from knowing least to knowing most."""

    NOT_ASKED = 0
    MISSING = 1
    NONE = 2
    RECORDED = 3
