"""The day table: days by variables, units attached, gaps kept. What the thinkers read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from commensal.vocab.presence import PresenceCode
from commensal.vocab.scales import Scale
from commensal.vocab.units import Unit


class Role(StrEnum):
    """What a variable may be used for.

    ``CONTEXT`` covers medicines and body signals: they are adjusted for and shown, and are never a
    trigger or helper candidate (confounding by indication would read as a reason to stop a medicine).
    """

    OUTCOME = "outcome"
    EXPOSURE = "exposure"
    CONTEXT = "context"


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """One column of a day table.

    Parameters
    ----------
    key : stable name, for example ``brain_fog``; unique in the table.
    label : as a person reads it.
    kind : the kind of fact it comes from.
    role : what it may be used for.
    unit : unit of the values.
    scale : its scale when it is a rating.
    before_rating : its value is known to precede the day's rating (breakfast before the evening).
    beyond_symptoms : a symptom cannot change it (cycle, weather, calendar).
    """

    key: str
    label: str
    kind: str
    role: Role
    unit: Unit
    scale: Scale | None = None
    before_rating: bool = False
    beyond_symptoms: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DayTable:
    """Days by variables.

    Parameters
    ----------
    days : every calendar day from the first to the last, without holes, n_days of them.
    variables : n_variables of them.
    values : shape (n_days, n_variables); NaN where missing or not asked, 0 where "none" was recorded.
    presence : shape (n_days, n_variables); a ``PresenceCode`` each.
    copied : shape (n_days, n_variables); True where the value was copied from another day.
    earliest, latest : shape (n_days, n_variables), or None where no clock times are known: when the first and the last
        thing behind a value was; NaN where any of it has no clock time. [seconds since 1970, UTC]
    """

    days: tuple[date, ...]
    variables: tuple[Variable, ...]
    values: NDArray[np.float64]
    presence: NDArray[np.uint8]
    copied: NDArray[np.bool_]
    earliest: NDArray[np.float64] | None = None
    latest: NDArray[np.float64] | None = None

    def __post_init__(self) -> None:
        shape = (len(self.days), len(self.variables))
        assert self.values.shape == self.presence.shape == self.copied.shape == shape
        known = self.presence >= PresenceCode.NONE
        assert np.array_equal(np.isfinite(self.values), known), "presence and values disagree"
        for array in (self.values, self.presence, self.copied, self.earliest, self.latest):
            if array is None:
                continue
            assert array.shape == shape
            array.flags.writeable = False

    def index_of(self, key: str) -> int:
        """Column of the variable with this key; ``KeyError`` when there is none."""
        for index, variable in enumerate(self.variables):
            if variable.key == key:
                return index
        raise KeyError(key)

    def column(self, key: str) -> NDArray[np.float64]:
        """Values of one variable. Shape (n_days,). [the variable's unit]"""
        return self.values[:, self.index_of(key)]

    def is_before(self, key: str, other: str, *, by_s: float) -> NDArray[np.bool_]:
        """Days on which all of one variable was at least so long before any of another, by the clock. [s]

        False where either has no clock time. Shape (n_days,).
        """
        if self.earliest is None or self.latest is None:
            return np.zeros(len(self.days), dtype=np.bool_)
        # NaN compares as False.
        return np.asarray(self.latest[:, self.index_of(key)] + by_s <= self.earliest[:, self.index_of(other)])
