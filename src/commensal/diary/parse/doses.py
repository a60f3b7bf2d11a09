"""Medicines and supplements with their dose: "ibuprofen 400", "2 x co-codamol 30/500", "paracetamol 1g"."""

from __future__ import annotations

from dataclasses import dataclass, field

from commensal.diary.parse.drafts import Draft, claim
from commensal.diary.parse.items import Item
from commensal.knowledge.medicines import MedicineTable
from commensal.records.facts import MedicineDose
from commensal.vocab.presence import Presence

# A bare number behind a medicine is milligrams from here on, and a count of tablets below. [mg]
_SMALLEST_BARE_MG = 5.0
_MOST_MG, _MOST_UNITS = 100_000.0, 60.0
_LOW_DOSE_ASPIRIN_MG = 150.0


@dataclass(slots=True)
class _Dose:
    used: list[Item] = field(default_factory=list)
    dose_mg: float | None = None
    n_units: float | None = None
    is_unsure: bool = False


def read_doses(items: list[Item], text: str, medicines: MedicineTable) -> list[Draft]:
    """Every medicine and supplement that is no food of the table."""
    drafts = []
    for at, item in enumerate(items):
        if item.is_claimed or item.food is not None or not item.has("medicine", "supplement"):
            continue
        if item.negated == "mention":
            continue
        drafts.append(_draft(items, at, text, medicines))
    return drafts


def _draft(items: list[Item], at: int, text: str, medicines: MedicineTable) -> Draft:
    item = items[at]
    dose = _Dose(used=[item])
    if not item.negated:
        _before(items, at, dose)
        _behind(items, at, dose)
    substances = item.meanings.get("medicine", ())
    names = substances if isinstance(substances, tuple) else ()
    chosen = _chosen(names, dose.dose_mg)
    as_needed = any(other.has("as needed") for other in _clause(items, at))
    if not item.negated:
        dose.used.extend(other for other in _clause(items, at) if other.has("as needed"))
    start, end = claim(dose.used)
    fact = MedicineDose(
        name=_name(item, chosen, medicines),
        substance_id=chosen or None,
        dose_mg=dose.dose_mg,
        n_units=dose.n_units,
        text=text[start:end],
        as_needed=True if as_needed else None,
        presence=Presence.NONE if item.negated else Presence.RECORDED,
    )
    confidence = (0.95 if len(names) <= 1 else 0.8) - 0.12 * item.edits - 0.15 * dose.is_unsure
    return Draft(
        fact=fact,
        at=at,
        start=start,
        end=end,
        confidence=confidence,
        alternatives=tuple(name for name in names if name != chosen)[:5],
        negated=bool(item.negated),
        term=item.text,
        question="medicine" if len(names) > 1 else "",
    )


def _name(item: Item, chosen: str, medicines: MedicineTable) -> str:
    supplement = item.word("supplement")
    if not chosen:
        return supplement or item.text
    return item.text if item.text != chosen.casefold() or chosen not in medicines.medicines else chosen


def _chosen(names: tuple[str, ...], dose_mg: float | None) -> str:
    """One of several substances of a name: a small dose of aspirin is the one for the heart."""
    if not names:
        return ""
    if len(names) > 1 and dose_mg is not None and dose_mg <= _LOW_DOSE_ASPIRIN_MG:
        return next((name for name in names if "antiplatelet" in name), names[0])
    return names[0]


def _clause(items: list[Item], at: int) -> list[Item]:
    first = at
    while first > 0 and not items[first - 1].is_mark:
        first -= 1
    last = at
    while last < len(items) and not items[last].is_mark:
        last += 1
    return items[first:last]


def _before(items: list[Item], at: int, dose: _Dose) -> None:
    number = at - 1
    while number >= 0 and not items[number].is_claimed:
        item = items[number]
        if item.quantity is not None:
            _take(item, dose, is_before=True)
            dose.used.extend(items[number:at])
            return
        if not item.has("descriptor", "of", "dose form", "size", "measure", "article"):
            return
        number -= 1


def _behind(items: list[Item], at: int, dose: _Dose) -> None:
    pending: list[Item] = []
    for item in items[at + 1 : at + 7]:
        if item.is_claimed or item.food is not None:
            return
        if item.quantity is not None:
            if not _take(item, dose, is_before=False):
                return
        elif item.ratio is not None and not item.is_clock:
            dose.is_unsure = False
        elif item.has("dose form", "taken") or item.word("unit") == "iu":
            _tablets(item, dose)
        elif item.is_mark and item.text in "(":
            pending.append(item)
            continue
        else:
            return
        dose.used.extend([*pending, item])
        pending = []


def _tablets(item: Item, dose: _Dose) -> None:
    """A bare number that turns out to count tablets, or to be units of another kind."""
    if item.has("dose form") and dose.is_unsure and dose.dose_mg is not None:
        dose.n_units, dose.dose_mg, dose.is_unsure = dose.dose_mg, None, False
    elif item.word("unit") == "iu":
        dose.dose_mg, dose.n_units, dose.is_unsure = None, None, False


def _take(item: Item, dose: _Dose, *, is_before: bool) -> bool:
    """Take an amount into the dose: a weight, a count of units, or a bare number. Whether it was taken."""
    quantity = item.quantity
    if quantity is None:
        return False
    if quantity.grams is not None and dose.dose_mg is None:
        dose_mg = round(quantity.number * quantity.grams * 1_000.0, 6)
        dose.dose_mg = dose_mg if dose_mg <= _MOST_MG else None
        return True
    if quantity.is_metric or not (quantity.is_number_told or quantity.measure):
        return quantity.is_metric
    counts = is_before or quantity.is_times or bool(quantity.measure) or dose.dose_mg is not None
    if not counts and _SMALLEST_BARE_MG <= quantity.number <= _MOST_MG:
        dose.dose_mg, dose.is_unsure = quantity.number, quantity.number < 2 * _SMALLEST_BARE_MG
        return True
    if dose.n_units is None and 0 < quantity.number <= _MOST_UNITS:
        dose.n_units, dose.is_unsure = quantity.number, dose.is_unsure or not counts
        return True
    return is_before
