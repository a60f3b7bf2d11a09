"""Days that no finding may speak of now.

While a trial runs whose results its person chose not to see, or whose packages somebody else keeps, days of the trial
are left out: what goes with what in them could tell. Findings then rest on the days before it.
"""

from __future__ import annotations

from datetime import date, timedelta

from commensal.records.facts import TRIAL_KINDS
from commensal.service.home import Home


def left_out(home: Home) -> tuple[date | None, date | None]:
    """The last day before a running trial that must not be told about, and the trial's last day."""
    with home.journal_to_read() as journal:
        papers = () if journal is None else journal.entries(kinds=TRIAL_KINDS)
    if not papers:
        return None, None
    from commensal.service.trial import standing_of  # noqa: PLC0415 - whoever runs no trial pays for none of this
    from commensal.service.trial_journal import open_run  # noqa: PLC0415
    from commensal.trials.running import trial_runs  # noqa: PLC0415

    run = open_run(trial_runs(papers), home.today())
    if run is None or run.plan.first_day is None:
        return None, None
    standing = standing_of(run, home.today())
    if not standing.are_results_hidden and standing.letters is None:
        return None, None
    return run.plan.first_day - timedelta(days=1), run.plan.last_day
