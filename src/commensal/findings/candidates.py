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
Flags = NDArray[np.bool_]

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
    table: DayTable, outcome: str, outcome_known: Flags, question: Question, rules: Rules
) -> list[Candidate]:
    """Every exposure of the question as a candidate, against one outcome's days."""
    variables = [table.variables[table.index_of(key)] for key in question.exposures]
    if not variables:
        return []
    ordered = [_in_order(table, variable, outcome, outcome_known, question) for variable in variables]
    seen = _Seen.of(np.column_stack([raw for _, raw in ordered]))
    follows = _followed(outcome_known)
    found = []
    for column, (variable, (same_day, _)) in enumerate(zip(variables, ordered, strict=True)):
        usable = seen.known[:, column] & (follows | outcome_known if same_day else follows)
        present = seen.present[:, column]
        status, reason = _enough(seen.raw[:, column], present, usable, rules)
        found.append(
            Candidate(
                variable=variable,
                values=seen.scaled[:, column],
                contrast=Contrast.PRESENCE if seen.is_binary[column] else Contrast.UNIT,
                points_per_unit=1.0 / float(seen.scale[column]),
                may_act_same_day=same_day,
                n_days=int(usable.sum()),
                n_days_exposed=int((present & usable).sum()),
                prior=question.prior_of(variable.key, outcome),
                status=status,
                reason=reason,
            )
        )
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """All exposures side by side: shape (n_days, n_exposures), or (n_exposures,) for one number each.

    ``present`` are the days above an exposure's average: for 0/1 simply the days with a 1.
    """

    raw: Floats
    known: Flags
    present: Flags
    scaled: Floats
    is_binary: Flags
    scale: Floats

    @classmethod
    def of(cls, raw: Floats) -> _Seen:
        """Described column by column, all at once."""
        known = np.isfinite(raw)
        n_known = np.maximum(known.sum(axis=0), 1)
        filled = np.where(known, raw, 0.0)
        centre = filled.sum(axis=0) / n_known
        centred = np.where(known, raw - centre, 0.0)
        is_binary = known.any(axis=0) & (~known | (raw == 0.0) | (raw == 1.0)).all(axis=0)
        spread = np.where(is_binary, 1.0, 2.0 * np.sqrt((centred**2).sum(axis=0) / n_known))
        scale = np.where(spread > 0, spread, 1.0)
        return cls(
            raw=raw,
            known=known,
            present=known & (filled > centre),
            scaled=centred / scale,
            is_binary=is_binary,
            scale=scale,
        )


def _in_order(
    table: DayTable, variable: Variable, outcome: str, outcome_known: Flags, question: Question
) -> tuple[bool, Floats]:
    """Whether an exposure may act on the same day, and its values."""
    raw = table.column(variable.key)
    if variable.beyond_symptoms or variable.before_rating or variable.key in question.before_rating:
        return True, raw
    return _by_the_clock(table, variable.key, outcome, raw, outcome_known)


def _by_the_clock(table: DayTable, key: str, outcome: str, raw: Floats, outcome_known: Flags) -> tuple[bool, Floats]:
    """Whether clock times put an exposure before the day's rating, and its values on the days where they do.

    On nearly all days that hold both; on the few others its value counts as not known. Days without the exposure need
    no order. It stays a claim about the clock: who feels it coming may reach for the coffee before rating the pain.
    """
    if table.latest is None:
        return False, raw
    in_order = table.is_before(key, outcome, by_s=CLEARLY_BEFORE_S)
    needs_order = outcome_known & (np.nan_to_num(raw, nan=0.0) != 0.0)
    if not needs_order.any() or float(in_order[needs_order].mean()) < _MOSTLY_BEFORE:
        return False, raw
    return True, np.where(needs_order & ~in_order, np.nan, raw)


def _followed(outcome_known: Flags) -> Flags:
    """Days on whose next day the outcome is known."""
    follows = np.zeros_like(outcome_known)
    follows[:-1] = outcome_known[1:]
    return follows


def _enough(raw: Floats, present: Flags, usable: Flags, rules: Rules) -> tuple[Status, str]:
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


def _too_few_changes(present: Flags, rules: Rules) -> str:
    """Why an exposure came and went too few times to be told from all else that changed then; empty when it did not."""
    n_switches = int((np.diff(present.astype(np.int8)) != 0).sum())
    if n_switches == 1:
        return "one_switch"
    if comes_in_phases(present):
        return "phases"
    return "few_switches" if n_switches < rules.fewest_switches else ""
