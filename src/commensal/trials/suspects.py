"""What the person's own days speak of, as plain values: the findings of another room, ready to be put to the test."""

from __future__ import annotations

from dataclasses import dataclass

from commensal.knowledge.foods import food_table
from commensal.knowledge.never_tried import never_tried_in

_NOT_PLAIN_FOOD = frozenset({"supp", "alcohol"})  # a supplement is for the pharmacist; alcohol is talked over elsewhere
_BROAD_GROUPS = frozenset({"group_histamine", "group_salicylate"})  # half a larder each


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspect:
    """An exposure that the person's own days speak of.

    Parameters
    ----------
    key, label : name of the column, and as a person reads it.
    is_food : one food, had or not had on a day.
    is_medicine : a medicine: never tried here.
    """

    key: str
    label: str
    is_food: bool = False
    is_medicine: bool = False

    @property
    def is_plain_food(self) -> bool:
        """Whether it is a food that can be left for a while: no supplement, nothing alcoholic, no medicine."""
        if (
            not self.is_food
            or self.is_medicine
            or self.key in _BROAD_GROUPS
            or never_tried_in(self.label, is_left_out=True)
        ):
            return False
        table, term = food_table(), self.label.casefold()
        ids = {term.replace(" ", "_"), *table.ids_by_term.get(term, ())}
        return not any(table.foods[name].category in _NOT_PLAIN_FOOD for name in ids if name in table.foods)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What the person's own days say, as plain values: a finding of another room.

    Parameters
    ----------
    suspects : all that these days cannot tell apart, the firmest first; one where they can.
    effect : on the peak day, as recorded. [points of the outcome]
    onset_days : days from it to the first difference; None where unknown. [days]
    """

    suspects: tuple[Suspect, ...]
    effect: float
    onset_days: int | None = None


def inside(label: str) -> str:
    """A label inside a sentence: ``Bread`` becomes ``bread``, ``IBS`` stays."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]
