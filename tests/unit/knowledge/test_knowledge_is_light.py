"""The room of facts opens without arrays, in a fresh interpreter. How quickly: ``benchmarks/speed``."""

from __future__ import annotations

import json
import subprocess
import sys

_CODE = """
import json, sys
import commensal.knowledge.foods, commensal.knowledge.medicines
commensal.knowledge.foods.food_table(); commensal.knowledge.medicines.medicine_table()
print(json.dumps([name for name in ("numpy", "pandas", "polars", "scipy") if name in sys.modules]))
"""


def test_facts_are_loaded_without_arrays() -> None:
    """Both tables, and nothing heavy with them: a line that is logged waits for them."""
    result = subprocess.run([sys.executable, "-c", _CODE], capture_output=True, text=True, check=True)
    assert json.loads(result.stdout) == []
