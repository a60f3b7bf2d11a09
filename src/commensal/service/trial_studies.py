"""Layouts in which studies on one person were handed on: phases with lists of values, or one record a day.

Seen in the sample inputs of two R packages, `nof1` (PRODUCE and atrial fibrillation formats) and `TrialistNof1`. What a
file does not say is not made up: where a phase's values carry no dates, its days follow one another, and a value that
is asked once a week stands on the last day of its week.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

_WEEK_DAYS = 7
_NOT_OUTCOMES = {"timestamp", "regimen", "cycle"}
_LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def study_days(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    """One row for each day: ``day``, ``assignment``, and a column for each outcome; None where nothing was recorded.

    Raises
    ------
    KeyError, TypeError, ValueError : another layout.
    """
    records, about = document["data"], document.get("metadata") or {}
    if not records:
        raise ValueError("no days")
    if "regimen" in records[0]:
        return [_record_row(record, about) for record in records]
    letters = str(about.get("design", ""))
    phases = [(str(record["treatment"]), _outcomes_of(record)) for record in records]
    if letters and set(letters) <= set(_LATIN) and len(set(letters)) == len(phases):
        phases = list(_parted(phases, letters))
    return list(_phase_rows(phases))


def _record_row(record: Mapping[str, Any], about: Mapping[str, Any]) -> dict[str, Any]:
    """One record a day; the letter of the regimen is replaced by its name where the file gives one."""
    letter = str(record["regimen"])
    named = about.get(f"regimen_{letter.casefold()}")
    outcomes = {name: value for name, value in record.items() if name not in _NOT_OUTCOMES}
    return {"day": record["timestamp"][:10], "assignment": " + ".join(named) if named else letter, **outcomes}


def _outcomes_of(record: Mapping[str, Any]) -> dict[str, list[Any] | Mapping[str, Any]]:
    """The answers of a phase; those of a parent and of a child are kept apart by their names."""
    found: dict[str, list[Any] | Mapping[str, Any]] = {}
    for who, answers in record.items():
        if not who.endswith("response"):
            continue
        prefix = who.removesuffix("response")
        found.update({f"{prefix}{name}": values for name, values in answers.items()})
    return found


def _parted(
    phases: Sequence[tuple[str, dict[str, Any]]], letters: str
) -> Iterator[tuple[str, dict[str, list[Any] | Mapping[str, Any]]]]:
    """Phases in the order of the design (ABABAB), where a file has put all days of an arm into one list."""
    arm_of_letter = dict(zip(dict.fromkeys(letters), phases, strict=True))
    used = dict.fromkeys(arm_of_letter, 0)
    for letter in letters:
        name, outcomes = arm_of_letter[letter]
        n_times = letters.count(letter)
        start = used[letter]
        used[letter] += 1
        yield name, {key: _share(values, start, n_times) for key, values in outcomes.items()}


def _share(values: Sequence[Any], which: int, n_times: int) -> list[Any]:
    length = len(values) // n_times
    return list(values[which * length : (which + 1) * length])


def _phase_rows(
    phases: Sequence[tuple[str, Mapping[str, list[Any] | Mapping[str, Any]]]],
) -> Iterator[dict[str, Any]]:
    day = 1
    for name, outcomes in phases:
        daily = {key: values for key, values in outcomes.items() if isinstance(values, list)}
        n_days = max((len(values) for values in daily.values()), default=0)
        weekly = {key: _weekly(values) for key, values in outcomes.items() if isinstance(values, Mapping)}
        for index in range(n_days):
            row: dict[str, Any] = {"day": day, "assignment": name}
            row |= {key: values[index] if index < len(values) else None for key, values in daily.items()}
            row |= {key: _on_last_day_of_week(values, index, n_days) for key, values in weekly.items()}
            yield row
            day += 1


def _weekly(values: Mapping[str, Any]) -> list[Any]:
    score = values["t-score"]
    return list(score) if isinstance(score, list) else [score]


def _on_last_day_of_week(values: Sequence[Any], index: int, n_days: int) -> Any:
    """The value of a week on its last day; a last week that is cut short ends with its phase."""
    week, place = divmod(index, _WEEK_DAYS)
    is_last = place == _WEEK_DAYS - 1 or index == n_days - 1
    return values[week] if is_last and week < len(values) else None
