"""Which exposures can be asked about at all, and why the others cannot yet."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commensal.findings.finding import Contrast, Status
from commensal.findings.phases import comes_in_phases
from commensal.findings.question import Question, Rules
from commensal.records.day_table import DayTable, Variable
from commensal.records.graph_prior import GraphPrior
from commensal.stats.lag_kernels import ONSETS_DAYS

Floats = NDArray[np.float64]

# People write down coffee and pain in one go: a minute apart says nothing about which came first.
CLEARLY_BEFORE_S = 3600.0
_MOSTLY_BEFORE = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One exposure as the finder sees it.

    Parameters
    ----------
    values : shape (n_days,), centred and scaled: 0/1 exposures keep their unit, others are divided by two
        standard deviations (Gelman 2008, Stat Med 27:2865) so that a prior means the same for both; days
        on which nothing is known are 0, the average.
    points_per_unit : what an effect on ``values`` is multiplied by to be one for one unit.
    may_act_same_day : its value precedes the rating, or a symptom cannot change it.
    prior : what the map of the axis says beforehand of it and the outcome.
    status : ``NO_SIGN_YET`` when it can be asked about.
    """

    variable: Variable
    values: Floats
    contrast: Contrast
    points_per_unit: float
    may_act_same_day: bool
    n_days: int
    n_days_exposed: int
    prior: GraphPrior
    status: Status = Status.NO_SIGN_YET
    reason: str = ""

    @property
    def can_be_asked(self) -> bool:
        """Whether there is enough information to ask."""
        return self.status is Status.NO_SIGN_YET

    def may_begin_after(self, onset_days: int) -> bool:
        """Whether an effect is looked for that begins so many days later.

        Not on the same day unless order or nature allows it. Where the map knows when such an effect acts, only
        then; a window that leaves nothing to search is no help and does not count.
        """
        earliest = 0 if self.may_act_same_day else 1
        if onset_days < earliest:
            return False
        low, high = self.prior.lag_min_days, self.prior.lag_max_days
        if low is None or high is None or high < earliest or low > max(ONSETS_DAYS):
            return True
        return low <= onset_days <= high


def candidates(
    table: DayTable, outcome: str, outcome_known: NDArray[np.bool_], question: Question, rules: Rules
) -> list[Candidate]:
    """Every exposure of the question as a candidate, against one outcome's days."""
    return [
        _candidate(table, key, outcome, outcome_known, question=question, rules=rules) for key in question.exposures
    ]


def _candidate(
    table: DayTable,
    key: str,
    outcome: str,
    outcome_known: NDArray[np.bool_],
    *,
    question: Question,
    rules: Rules,
) -> Candidate:
    column = table.index_of(key)
    variable = table.variables[column]
    raw = table.values[:, column]
    same_day = variable.beyond_symptoms or variable.before_rating or variable.key in question.before_rating
    if not same_day:
        same_day, raw = _by_the_clock(table, key, outcome, raw, outcome_known)
    usable = _days_before(np.isfinite(raw), outcome_known, same_day=same_day)
    known = raw[np.isfinite(raw)]
    is_binary = bool(known.size) and bool(((known == 0.0) | (known == 1.0)).all())
    present = _present(raw)
    status, reason = _enough(raw, present, usable, rules)
    spread = 1.0 if is_binary or not known.size else 2.0 * float(known.std())
    centre = float(known.mean()) if known.size else 0.0
    scale = spread if spread > 0 else 1.0
    return Candidate(
        variable=variable,
        values=np.where(np.isfinite(raw), (raw - centre) / scale, 0.0),
        contrast=Contrast.PRESENCE if is_binary else Contrast.UNIT,
        points_per_unit=1.0 / scale,
        may_act_same_day=same_day,
        n_days=int(usable.sum()),
        n_days_exposed=int((present & usable).sum()),
        prior=question.prior_of(key, outcome),
        status=status,
        reason=reason,
    )


def _by_the_clock(
    table: DayTable, key: str, outcome: str, raw: Floats, outcome_known: NDArray[np.bool_]
) -> tuple[bool, Floats]:
    """Whether clock times put an exposure before the day's rating, and its values on the days where they do.

    On nearly all days that hold both; on the few others its value counts as not known. Days without the exposure need
    no order. It stays a claim about the clock: who feels it coming may reach for the coffee before rating the pain.
    """
    in_order = table.is_before(key, outcome, by_s=CLEARLY_BEFORE_S)
    needs_order = outcome_known & (np.nan_to_num(raw, nan=0.0) != 0.0)
    if not needs_order.any() or float(in_order[needs_order].mean()) < _MOSTLY_BEFORE:
        return False, raw
    return True, np.where(needs_order & ~in_order, np.nan, raw)


def _days_before(known: NDArray[np.bool_], outcome_known: NDArray[np.bool_], *, same_day: bool) -> NDArray[np.bool_]:
    """Days on which the exposure is known and an outcome follows (or stands beside it, if it may act at once)."""
    follows = np.zeros_like(outcome_known)
    follows[:-1] = outcome_known[1:]
    return known & (follows | outcome_known if same_day else follows)


def _present(raw: Floats) -> NDArray[np.bool_]:
    """Days with the exposure: above its average. For 0/1 that is simply the days with a 1."""
    known = np.isfinite(raw)
    middle = float(raw[known].mean()) if known.any() else 0.0
    return known & (np.nan_to_num(raw, nan=-np.inf) > middle)


def _enough(raw: Floats, present: NDArray[np.bool_], usable: NDArray[np.bool_], rules: Rules) -> tuple[Status, str]:
    """Whether days and variation suffice; the reason when they do not."""
    n_days = int(usable.sum())
    if n_days < rules.fewest_days:
        return Status.TOO_FEW_DAYS, "few_days"
    values = raw[usable]
    if np.ptp(values) == 0:
        return Status.NOT_ENOUGH_VARIATION, "constant"
    n_usual = int(np.unique(values, return_counts=True)[1].max())
    n_present = int(present[usable].sum())
    if min(n_days - n_usual, n_present, n_days - n_present) < rules.fewest_days_each_way:
        return Status.NOT_ENOUGH_VARIATION, "rare"
    if reason := _too_few_changes(present[usable], rules):
        return Status.NOT_ENOUGH_VARIATION, reason
    return Status.NO_SIGN_YET, ""


def _too_few_changes(present: NDArray[np.bool_], rules: Rules) -> str:
    """Why an exposure came and went too few times to be told from all else that changed then; empty when it did not."""
    n_switches = int((np.diff(present.astype(np.int8)) != 0).sum())
    if n_switches == 1:
        return "one_switch"
    if comes_in_phases(present):
        return "phases"
    return "few_switches" if n_switches < rules.fewest_switches else ""
