"""How this program is called from here, for "what to type next"."""

from __future__ import annotations

import shlex
import shutil
import sys
from pathlib import Path


def own_name() -> str:
    """``commensal`` where that word starts this very program, else the path that does (``.venv/bin/commensal``)."""
    called = Path(sys.argv[0])
    if called.name == "__main__.py":
        return f"{shlex.quote(sys.executable)} -m commensal"
    on_path = shutil.which("commensal")
    if called.name != "commensal" or not called.exists():
        return "commensal"
    if on_path is not None and Path(on_path).resolve() == called.resolve():
        return "commensal"
    here, place = Path.cwd(), called.absolute()
    if place.parent == here:
        return "./commensal"
    return shlex.quote(str(place.relative_to(here) if place.is_relative_to(here) else place))
