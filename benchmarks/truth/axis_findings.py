"""Published findings played on the axis model, one at a time: how many lie inside their band?

    python benchmarks/truth/axis_findings.py FILE

FILE is tab-separated with one header line: ``id, finding, preset, protocol, metric, direction, lo, hi, reported,
mapping, certainty, tuned, scored, authors, title, journal, year, doi, doi_confirmed, note``. ``protocol`` is what is
done (``u_fib=30@0:28; Lp+=23@40``), ``metric`` what is looked at (``ratio(Bi,28)``; all of them stand in
``commensal.axis.dynamics.measures``). A row that cannot be played says why and counts as outside.

The model was made with sight of the table that comes with it, so that table is a regression test and no evidence.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from commensal.axis.dynamics.findings import ScoredFinding, read_findings, score
from commensal.vocab.errors import UsageError


def main() -> None:
    """Score a file and print the table and the last line."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("file", type=Path)
    given = options.parse_args()
    try:
        findings = read_findings(given.file.read_text(encoding="utf-8"), where=str(given.file))
    except (UsageError, OSError) as problem:
        sys.exit(str(problem))
    scored = score(findings)
    print(f"{'id':<5}{'value':>12}{'low':>9}{'high':>9}  {'':<9}{'metric':<34}finding")
    for one in scored:
        print(_line(one))
    counted = [one for one in scored if one.finding.is_scored]
    inside = sum(one.is_inside for one in counted)
    print(f"scored={len(counted)} inside={inside} outside={len(counted) - inside}")


def _line(one: ScoredFinding) -> str:
    finding = one.finding
    value = "-" if one.value is None else f"{one.value:.5g}"
    low, high = ("-" if bound is None else f"{bound:g}" for bound in (finding.low, finding.high))
    verdict = "refused" if one.refused else "inside" if one.is_inside else "OUTSIDE"
    if not finding.is_scored and not one.refused:
        verdict = "unscored"
    said = f"{finding.id:<5}{value:>12}{low:>9}{high:>9}  {verdict:<9}{finding.metric:<34}{finding.finding}"
    return f"{said}\n     {one.refused}" if one.refused else said


if __name__ == "__main__":
    main()
