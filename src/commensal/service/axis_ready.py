"""Is the model's solver built on this machine? Where it is not, it is built beside, so that nobody waits for it.

Building takes half a minute once; what is built is kept by the compiler. Whoever asks in the meantime gets an answer
from a solver with fewer digits that needs no building.
"""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path

from commensal.axis.dynamics.engine import compiled_engine

NEVER = "COMMENSAL_BUILD_AHEAD"
"""Set to 0 where no process may be begun for it."""

# Held on to: a process that nobody holds is taken for a forgotten one.
_building: list[subprocess.Popen[bytes]] = []

_BUILD = "from commensal.axis.dynamics.solve import warm_up; warm_up()"


def is_built() -> bool:
    """Whether the compiled solver is on disk, or at hand in this process."""
    run = compiled_engine().run
    if getattr(run, "signatures", ()):
        return True
    kept_in = getattr(getattr(run, "stats", None), "cache_path", None)
    if kept_in is None:
        return False
    return any(Path(kept_in).glob(f"*{getattr(run, '__name__', 'run')}*.nbi"))


@cache
def was_built_at_first() -> bool:
    """The same as it was when this process first asked: answers within one program do not change under its hands."""
    return is_built()


@cache
def build_beside() -> bool:
    """Begin to build it in a process of its own, once; False where that is not wanted or not possible."""
    if os.environ.get(NEVER) == "0":
        return False
    with suppress(OSError):
        _building.append(
            subprocess.Popen(  # noqa: S603 - this Python, on a text of our own
                [sys.executable, "-c", _BUILD],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        )
        return True
    return False
