"""``commensal findings --explain`` at the command line."""

from __future__ import annotations

import json
from pathlib import Path

from tests.unit.cli.conftest import Type


def test_one_thing_is_explained(types: Type, tmp_path: Path) -> None:
    """In lines, as JSON, for one outcome; a name that is not there gets the nearest, a medicine its sentence."""
    folder = str(tmp_path / "someone")
    assert types("demo", "--days", "200", "--folder", folder, "--no-open").code == 0

    def findings(*arguments: str) -> tuple[int, str, str]:
        ended = types("findings", "--data", folder, *arguments)
        return ended.code, ended.out, ended.err

    code, said, _ = findings("--explain", "eggs")
    assert code == 0
    assert said.startswith("Synthetic person")
    assert "The days as they were written down" in said
    assert "not a medical device" in said

    document = json.loads(findings("--explain", "Eggs", "--outcome", "fatigue", "--json")[1])
    assert (document["exposure"], document["outcome"], document["is_synthetic"]) == ("eggs", "fatigue", True)
    assert document["raw_days"]

    code, said, sentence = findings("--explain", "eegs")
    assert (code, said) == (1, "")
    assert "Did you mean eggs?" in sentence
    assert "medicines are taken into account" in findings("--explain", "ibuprofen")[2]
