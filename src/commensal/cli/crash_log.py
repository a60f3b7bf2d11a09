"""The private log of crashes: where in the program it happened, and never what a person logged.

The message of an exception may quote a value ("could not convert 'pain 4'"), and so may a line of source; both stay
out. What is left (types, files, lines, functions) is enough to find the place.
"""

from __future__ import annotations

import os
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path

from commensal.service.home import state_folder

_LARGEST_LOG_BYTES = 1_000_000
_PACKAGE_ROOT = Path(__file__).parents[2]


def write_crash(problem: BaseException) -> Path | None:
    """Append one crash to the log; its path, or None when it could not be written."""
    try:
        folder = state_folder()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = folder / "commensal.log"
        too_large = file.exists() and file.stat().st_size > _LARGEST_LOG_BYTES
        flags = os.O_WRONLY | os.O_CREAT | (os.O_TRUNC if too_large else os.O_APPEND)
        with os.fdopen(os.open(file, flags, 0o600), "w", encoding="utf-8") as log:
            log.write("\n".join((_heading(), *_places(problem), "", "")))
    except OSError:
        return None
    return file


def _heading() -> str:
    from commensal import __version__  # noqa: PLC0415

    python = ".".join(str(part) for part in sys.version_info[:3])
    return f"{datetime.now(tz=UTC).isoformat(timespec='seconds')} commensal {__version__} python {python} crash"


def _places(problem: BaseException) -> list[str]:
    lines = []
    link: BaseException | None = problem
    while link is not None:
        lines.append(f"  {type(link).__module__}.{type(link).__qualname__}")
        lines += [
            f"    {_shortened(frame.filename)}:{frame.lineno} in {frame.name}"
            for frame in traceback.extract_tb(link.__traceback__, limit=-50)
        ]
        link = link.__cause__ or link.__context__
    return lines


def _shortened(filename: str) -> str:
    """A path inside the program, without the folders of the person's machine before it."""
    path = Path(filename)
    if path.is_relative_to(_PACKAGE_ROOT):
        return str(path.relative_to(_PACKAGE_ROOT))
    parts = path.parts
    return str(Path(*parts[parts.index("site-packages") + 1 :])) if "site-packages" in parts else path.name
