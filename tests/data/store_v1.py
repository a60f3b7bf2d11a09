"""Makes ``store-v1.sqlite``: a diary as the first schema kept it, all made up.

Run once, when schema 0001 was current; kept so that anyone can see what is in the file. It spells out rows and
digests by itself, from the words at the head of ``store/content.py``, so that the stored file also tests those.

    python tests/data/store_v1.py tests/data/store-v1.sqlite
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text

from commensal.store.engine import mark_as_ours, sqlite_engine, use_write_ahead_log, writing
from commensal.store.location import make_private_file
from commensal.store.migrate import run_steps

RECORDED_AT = "2026-03-01T20:15:00+01:00"
NRS = "nrs_0_10:0.0:10.0"

# entry_id, kind, day, at, utc_offset, origin, source, fields
Said = tuple[str, str, str, str | None, str | None, str, str, dict[str, Any]]
FIRST_IMPORT: list[Said] = [
    ("1", "food", "2026-02-27", "2026-02-27T07:05:00.000000Z", "+01:00", "imported", "csv",
     {"amount_g": 250.0, "name": "porridge", "presence": "recorded", "text": "porridge, naïve 粥\t\"quoted\""}),
    ("2", "medicine_dose", "2026-02-27", "2026-02-27T12:00:00.000000Z", "-03:30", "imported", "csv",
     {"as_needed": True, "dose_mg": 400.0, "name": "ibuprofen", "presence": "recorded"}),
    ("3", "symptom_rating", "2026-02-27", None, None, "imported", "csv",
     {"presence": "none", "scale": NRS, "score": 0.0, "symptom": "pain"}),
    ("4", "stool_form", "2026-02-27", None, None, "imported", "csv",
     {"form": 4, "n_stools": 1, "presence": "recorded"}),
    ("5", "sleep", "2026-02-27", None, None, "imported", "csv",
     {"duration_h": 7.25, "presence": "recorded", "quality": 3.0, "quality_scale": "ordinal_0_4:0.0:4.0"}),
    ("6", "stress", "2026-02-28", None, None, "copied", "csv",
     {"aspect": "work", "presence": "missing", "scale": NRS, "score": None}),
    ("7", "activity", "2026-02-28", None, None, "imported", "csv",
     {"duration_min": 30.0, "name": "walk", "presence": "recorded"}),
    ("8", "heart_rate_variability", "2026-02-28", None, None, "imported", "csv",
     {"method": "rmssd", "value_ms": 41.7}),
    ("9", "cycle", "2026-02-28", None, None, "imported", "csv", {"bleeding": 0.0, "presence": "none"}),
    ("10", "event", "2026-02-28", None, None, "prefilled", "csv", {"name": "journey", "presence": "recorded"}),
    ("11", "measurement", "2026-02-28", None, None, "imported", "csv",
     {"beyond_symptoms": True, "name": "outside", "presence": "recorded", "unit": "Cel", "value": -2.5}),
    ("12", "note", "2026-02-28", None, None, "imported", "csv", {"text": ""}),
]  # fmt: skip
CORRECTED: Said = (
    "3", "symptom_rating", "2026-02-27", None, None, "entered", "diary",
    {"presence": "recorded", "scale": NRS, "score": 6.0, "symptom": "pain"},
)  # fmt: skip


def main(file: Path) -> None:
    """Write the store."""
    make_private_file(file)
    engine = sqlite_engine(file)
    use_write_ahead_log(engine)
    with writing(engine) as connection:
        run_steps(connection, target="0001")
        mark_as_ours(connection)
        for number, (name, label, undoes) in enumerate(
            [("import", "made_up.csv", None), ("correct", None, None), ("remove", None, None), ("log", None, None),
             ("undo", None, 4)], start=1,
        ):  # fmt: skip
            connection.execute(
                text("INSERT INTO action VALUES (:id, :name, :at, :label, :undoes)"),
                {"id": number, "name": name, "at": RECORDED_AT, "label": label, "undoes": undoes},
            )
        for said in FIRST_IMPORT:
            add(connection, said, revision=1, action_id=1)
        add(connection, CORRECTED, revision=2, action_id=2)
        add(connection, FIRST_IMPORT[9], revision=2, action_id=3, is_removed=True)
        passing = ("13", *FIRST_IMPORT[11][1:7], {"text": "undone"})
        add(connection, passing, revision=1, action_id=4)
        add(connection, passing, revision=2, action_id=5, is_removed=True)
    engine.dispose()


def add(connection: Connection, said: Said, *, revision: int, action_id: int, is_removed: bool = False) -> None:
    """Append one row."""
    *about, fields = said
    written = json.dumps(fields, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    texts = ["commensal-entry-1", *about, written]
    digest = hashlib.sha256(json.dumps(texts, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
    names = ("entry_id", "kind", "day", "at", "utc_offset", "origin", "source")
    row = {**dict(zip(names, about, strict=True)), "fields": written, "digest": digest, "recorded_at": RECORDED_AT,
           "revision": revision, "action_id": action_id, "is_removed": is_removed}  # fmt: skip
    connection.execute(
        text(f"INSERT INTO entry ({', '.join(row)}) VALUES ({', '.join(':' + name for name in row)})"), row
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
