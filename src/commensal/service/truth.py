"""Truth: what was built into a synthetic person, in a file beside the diary, so that anyone can check the answers."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from commensal.records.entry import Entry

if TYPE_CHECKING:
    from commensal.records.day_table import DayTable
    from commensal.report.known_truth import KnownEffect
    from commensal.synthetic.person import SyntheticPerson

TRUTH_FILE = "truth.json"
SYNTHETIC_SOURCE = "synthetic"

_ABOUT = (
    "Everything in this folder is synthetic: a computer program made it up, and it belongs to nobody. "
    "effect: mean change of the rating on the peak day for n_units of the exposure, in points; "
    "total_effect: the same, summed over the days it lasts; onset_days: days from exposure to the first change; "
    "reactive: exposures that only answer to symptoms, and have no effect."
)


def has_truth(folder: Path | None) -> bool:
    """Whether the person who lives in this folder was made up, at a glance."""
    return folder is not None and (folder / TRUTH_FILE).is_file()


def write_truth(file: Path, person: SyntheticPerson) -> None:
    """Write what was built into ``person``, as JSON."""
    document = {
        "synthetic": True,
        "about": _ABOUT,
        "person": person.name,
        "seed": person.seed,
        "effects": [asdict(effect) for effect in person.truth],
        "reactive": list(person.reactive),
        **person.about,
    }
    file.write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def read_truth(folder: Path) -> dict[str, Any] | None:
    """What stands in the truth file of a folder; None when there is none, or it is not one of ours."""
    try:
        document = json.loads((folder / TRUTH_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return document if isinstance(document, dict) and document.get("synthetic") is True else None


def is_synthetic(entries: Iterable[Entry]) -> bool:
    """Whether any of these entries was made up. One is enough: better a label too many."""
    return any(entry.source == SYNTHETIC_SOURCE for entry in entries)


def known_effects(folder: Path | None, table: DayTable) -> tuple[KnownEffect, ...] | None:
    """The effects that were built in, named as the day table names things; None when the folder tells of none.

    Effects are stated for presence or for one unit, as findings are.
    """
    from commensal.report.known_truth import KnownEffect  # noqa: PLC0415 - arrays only for those who look

    document = None if folder is None else read_truth(folder)
    if document is None:
        return None
    label_by_key = {variable.key: variable.label for variable in table.variables}
    return tuple(
        KnownEffect(
            exposure=label_by_key.get(effect["exposure"], effect["exposure"]),
            outcome=effect["outcome"],
            effect=effect["effect"] / effect["n_units"],
            lag_days=effect["onset_days"],
        )
        for effect in document["effects"]
    )
