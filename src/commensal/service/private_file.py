"""Files with a person's data in them: readable by their owner alone, whole or not there."""

from __future__ import annotations

import os
from pathlib import Path


def write_private(file: Path, text: str) -> None:
    """Write a file in one step; one that was there is replaced, and a kill leaves the one or the other.

    Raises
    ------
    OSError : the place cannot be written to; what was there is untouched.
    """
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as target:
            target.write(text)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
