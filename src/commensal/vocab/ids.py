"""Stable names: variable keys from free words, and ids that a repeated import gives again."""

from __future__ import annotations

import re
import unicodedata
from uuid import UUID, uuid5

_IMPORT_NAMESPACE = UUID("6f1f7f7e-6a0b-5d0e-9d0a-c0aae15a1f00")
_NOT_WORD = re.compile(r"[^a-z0-9]+")


def key_from_name(name: str) -> str:
    """A variable key from a name as a person wrote it: ``"Brain Fog"`` gives ``"brain_fog"``.

    Accents are folded; letters outside the Latin alphabet are kept through their Unicode code points, so
    that two different names never collapse to the same empty key.
    """
    folded = unicodedata.normalize("NFKD", name.strip().casefold())
    plain = "".join(char for char in folded if not unicodedata.combining(char))
    key = _NOT_WORD.sub("_", plain).strip("_")
    if key:
        return key
    return "u" + "_".join(f"{ord(char):x}" for char in name.strip()) if name.strip() else "unnamed"


def imported_entry_id(source: str, natural_key: str) -> str:
    """The id of an imported entry: the same source and key always give the same id (UUID version 5)."""
    return str(uuid5(_IMPORT_NAMESPACE, f"{source}\x1f{natural_key}"))
