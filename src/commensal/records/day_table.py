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
    """

    days: tuple[date, ...]
    variables: tuple[Variable, ...]
    values: NDArray[np.float64]
    presence: NDArray[np.uint8]
    copied: NDArray[np.bool_]

    def __post_init__(self) -> None:
        shape = (len(self.days), len(self.variables))
        assert self.values.shape == self.presence.shape == self.copied.shape == shape
        known = self.presence >= PresenceCode.NONE
        assert np.array_equal(np.isfinite(self.values), known), "presence and values disagree"
        for array in (self.values, self.presence, self.copied):
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
