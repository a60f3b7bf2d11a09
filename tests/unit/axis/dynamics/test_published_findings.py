"""The model held against published findings: none is lost, misses stay visible, and an odd row is refused by name."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from commensal.axis.dynamics.findings import ModelPlayer, read_findings, score
from commensal.knowledge.axis_scenarios import FINDING_COLUMNS, published_findings
from commensal.knowledge.tables import text_of
from commensal.report.axis_findings import findings_json, findings_lines
from commensal.vocab.errors import UsageError

_TABLE = text_of("axis_model/findings.tsv")
# Rows that need no run of months, with what the first prototype of the model gave.
_QUICK = {"F21": 2.37712, "F23": 0.748237, "F32": 0.241481, "F45": 0.906383, "F46": 0.724085, "F50": -2.71824}


def test_at_least_51_of_53_lie_inside() -> None:
    """All are scored, the two that contradict each other are kept and not counted, and none is refused."""
    scored = score(published_findings())
    counted = [one for one in scored if one.finding.is_scored]
    assert (len(scored), len(counted)) == (55, 53)
    assert [one.refused for one in scored if one.refused] == []
    assert sum(one.is_inside for one in counted) >= 51


def test_single_findings_are_played_as_they_were() -> None:
    """The same numbers as the prototype, which was written by other hands."""
    player = ModelPlayer()
    by_id = {finding.id: finding for finding in published_findings()}
    for name, value in _QUICK.items():
        (one,) = score([by_id[name]], player)
        assert one.value == pytest.approx(value, rel=0.02), name


def test_the_table_is_read_as_any_other_file_is() -> None:
    """What comes with the model has the documented layout."""
    assert read_findings(_TABLE, where="findings.tsv") == published_findings()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"metric": "area(x,0,3)"}, "one of ratio"),
        ({"metric": "ratio(mood,3)"}, "a state or read-out"),
        ({"metric": "vsproto(R,3,u_abx=1)"}, "an input held for some days"),
        ({"preset": "athlete"}, "one of healthy"),
        ({"protocol": "u_mood=1@0:3"}, "an input of the model"),
    ],
    ids=str,
)
def test_an_odd_row_is_refused_and_is_not_inside(changed: dict[str, str], said: str) -> None:
    """The others go on; the row says what was expected, and counts as outside."""
    finding = replace(published_findings()[2], metric="rself(R,1)", protocol="u_abx=1@0:1")
    (one,) = score([replace(finding, **changed)])  # type: ignore[arg-type]
    assert said in one.refused
    assert not one.is_inside


def test_another_layout_is_refused() -> None:
    """A missing column and a bound that is no number, with the line."""
    with pytest.raises(UsageError, match="no column 'protocol'"):
        read_findings("id\tfinding\tpreset\n", where="mine.tsv")
    cells = dict.fromkeys(FINDING_COLUMNS, "x") | {"lo": "low"}
    with pytest.raises(UsageError, match="line 2"):
        read_findings("\t".join(FINDING_COLUMNS) + "\n" + "\t".join(cells.values()) + "\n", where="mine.tsv")


def test_misses_are_shown_with_their_source() -> None:
    """A value far outside is printed as outside, with band and reference."""
    finding = replace(published_findings()[2], metric="rself(R,0)", protocol="", low=5.0, high=6.0)
    lines = findings_lines(score([finding]))
    assert "outside" in lines[0]
    assert "band 5 to 6" in lines[0]
    assert finding.doi in lines[0]
    assert findings_json(score([finding]))["outside"] == 1


def test_the_runner_ends_with_its_figures(repository: Path, tmp_path: Path) -> None:
    """Any file of the layout: a table, and one line of figures last."""
    file = tmp_path / "few.tsv"
    rows = _TABLE.splitlines()
    file.write_text("\n".join([rows[0], *(row for row in rows if row.startswith(("F32", "F46", "C01")))]) + "\n")
    done = subprocess.run(
        [sys.executable, str(repository / "benchmarks" / "truth" / "axis_findings.py"), str(file)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert re.fullmatch(r"scored=2 inside=2 outside=0", done.stdout.splitlines()[-1])
