"""How long a person waits for the program to start, against a bare interpreter."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from benchmarks.speed.timing import medians_ms, process


def starting_times(*, n_runs: int) -> dict[str, float]:
    """Import, ``--help`` and ``log`` with their peers, in milliseconds."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **{key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "COMMENSAL"))},
            "HOME": folder,
            "COMMENSAL_DATA": str(Path(folder) / "diary"),
        }
        program = str(Path(sys.executable).with_name("commensal"))
        commands = {
            "bare_python_ms": [sys.executable, "-c", "pass"],
            "import_wall_ms": [sys.executable, "-c", "import commensal"],
            "help_ms": [program, "--help"],
            "sqlalchemy_ms": [sys.executable, "-c", "import sqlalchemy"],
            "log_ms": [program, "log", "lentil soup, ibuprofen 400", "--pain", "4", "--fatigue", "6"],
        }
        times = medians_ms([process(command, environment) for command in commands.values()], n_runs=n_runs)
        result = dict(zip(commands, times, strict=True))
        result["import_ms"] = median(_import_time_ms(environment) for _ in range(n_runs))
    return result


def _import_time_ms(environment: dict[str, str]) -> float:
    """Cumulative import time of ``commensal`` as the interpreter counts it, in milliseconds."""
    result = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", "import commensal"],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    line = re.search(r"\|\s+(\d+) \| commensal$", result.stderr, re.MULTILINE)
    assert line is not None
    return int(line[1]) / 1000.0
