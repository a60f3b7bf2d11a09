"""How much memory a fresh process takes at its highest, in megabytes (10^6 bytes)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_FIND = """
import commensal as cm
from benchmarks.speed.finding import a_year
from benchmarks.speed.memory import own_peak_mb
cm.find(a_year(), outcome="pain").to_frame()
print(own_peak_mb())
"""


def find_peak_mb() -> float:
    """``import``, then ``commensal.find`` on 365 days × 40 exposures, in a process of its own."""
    repository = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", _FIND], cwd=repository, capture_output=True, text=True, check=True)
    return float(done.stdout.split()[-1])


def own_peak_mb() -> float:
    """Largest resident memory of this process so far.

    Linux tells it of this program alone (``VmHWM``); ``ru_maxrss`` begins with what the process was before ``exec``.
    """
    status = Path("/proc/self/status")
    if status.exists():
        for line in status.read_text(encoding="utf-8").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024 / 1e6
    import resource  # noqa: PLC0415 - not on every system

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak * 1024 / 1e6
