"""Rating scales: where the numbers of a rating begin and end."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """A bounded rating scale.

    Parameters
    ----------
    id : stable name, used in the store and in exports.
    minimum, maximum : the ends of the scale; ``maximum`` is the worst for a symptom. [points]
    """

    id: str
    minimum: float
    maximum: float

    def holds(self, score: float) -> bool:
        """Whether ``score`` lies on the scale, ends included."""
        return self.minimum <= score <= self.maximum


class Higher(StrEnum):
    """What a higher number on a scale of the night means."""

    BETTER = "better"
    WORSE = "worse"


def with_direction(scale: Scale, higher: Higher) -> Scale:
    """The same scale, where somebody has said what a higher number means: its name keeps the answer."""
    return replace(scale, id=f"{scale.id}_higher_is_{higher}")


def higher_is(scale: Scale | None) -> Higher | None:
    """What a higher number on a scale of the night means, or None where nobody has said.

    Our own 0 to 10 asks for a good night, so 10 is a very good one.
    """
    if scale is None:
        return None
    said = next((higher for higher in Higher if scale.id.endswith(f"_higher_is_{higher}")), None)
    return Higher.BETTER if said is None and scale.id == NRS_0_10.id else said


NRS_0_10 = Scale(id="nrs_0_10", minimum=0.0, maximum=10.0)
ORDINAL_0_3 = Scale(id="ordinal_0_3", minimum=0.0, maximum=3.0)
ORDINAL_0_4 = Scale(id="ordinal_0_4", minimum=0.0, maximum=4.0)
ORDINAL_0_5 = Scale(id="ordinal_0_5", minimum=0.0, maximum=5.0)
ORDINAL_0_6 = Scale(id="ordinal_0_6", minimum=0.0, maximum=6.0)
YES_NO = Scale(id="yes_no", minimum=0.0, maximum=1.0)
PERCENT = Scale(id="percent", minimum=0.0, maximum=100.0)

SCALES: dict[str, Scale] = {
    scale.id: scale for scale in (NRS_0_10, ORDINAL_0_3, ORDINAL_0_4, ORDINAL_0_5, ORDINAL_0_6, YES_NO, PERCENT)
}


def scale_named(scale_id: str) -> Scale:
    """The scale with this id; ``KeyError`` when there is none."""
    return SCALES[scale_id]
