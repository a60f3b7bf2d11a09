"""Units that a number in Commensal can carry."""

from __future__ import annotations

from enum import StrEnum


class Unit(StrEnum):
    """A unit of measure; the value is its UCUM code (https://ucum.org), as FHIR uses it."""

    POINTS = "{score}"
    KILOGRAM = "kg"
    GRAM = "g"
    MILLIGRAM = "mg"
    MILLILITRE = "mL"
    HOUR = "h"
    MINUTE = "min"
    MILLISECOND = "ms"
    PER_MINUTE = "/min"
    KILOMETRE = "km"
    METRE = "m"
    KILOCALORIE = "kcal"
    CELSIUS = "Cel"
    PERCENT = "%"
    SHARE = "1"
    COUNT = "{count}"
    YES_NO = "{yes_no}"

    @property
    def symbol(self) -> str:
        """The unit as a person reads it beside a number."""
        return _SYMBOLS.get(self, self.value)


_SYMBOLS = {
    Unit.POINTS: "points",
    Unit.PER_MINUTE: "per minute",
    Unit.CELSIUS: "°C",
    Unit.SHARE: "share",
    Unit.COUNT: "times",
    Unit.YES_NO: "yes/no",
}
