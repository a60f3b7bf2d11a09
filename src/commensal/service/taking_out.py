"""Taking out: an entry that should not stand in the diary. It stays in its history, and undo brings it back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from commensal.records.facts import STANDING_KINDS
from commensal.service.home import Home


def take_out(home: Home, entry_ids: Sequence[str], *, day: date) -> int:
    """Take entries of a day out of the diary, as one action; how many were there.

    What stands in the diary as a whole (a usual day, the papers of a trial) is not taken out this way.
    """
    with home.journal_to_read() as there:
        if there is None or not entry_ids:
            return 0
    with home.journal() as journal:
        wanted = set(entry_ids)
        of_days = [
            one.id
            for one in journal.entries(first_day=day, last_day=day)
            if one.id in wanted and one.kind not in STANDING_KINDS
        ]
        return journal.remove(of_days, action="taken out", now=home.now()).n_removed
