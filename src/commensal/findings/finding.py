"""What the finder answers: one finding a candidate, also for the silent ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from commensal.knowledge.evidence import evidence
from commensal.records.day_table import Variable
from commensal.vocab.scales import YES_NO
from commensal.vocab.units import Unit


class Status(StrEnum):
    """The five answers. Each is a result; none is an error."""

    FOUND = "FOUND"
    NO_SIGN_YET = "NO_SIGN_YET"
    TOO_FEW_DAYS = "TOO_FEW_DAYS"
    NOT_ENOUGH_VARIATION = "NOT_ENOUGH_VARIATION"
    REVERSED_OR_CONFOUNDED = "REVERSED_OR_CONFOUNDED"


class Tier(StrEnum):
    """How firmly a finding is shown; ``NONE`` is silence."""

    STRONG = "strong"
    LIKELY = "likely"
    NONE = "none"


class Contrast(StrEnum):
    """What "one unit" of an exposure means in an effect."""

    PRESENCE = "presence"  # a 0/1 exposure: from absent to present
    UNIT = "unit"  # anything else: one unit more


class Estimand(StrEnum):
    """What an effect is a difference of, with the exposure present instead of absent, or one unit more.

    Always of what was *recorded*: near the end of a scale it is smaller than what a longer scale would show.
    """

    RECORDED_SCALE = "points of the recorded scale"
    SHARE_OF_DAYS = "share of days"  # of an outcome that happens or does not: a difference of risks


def estimand_of(outcome: Variable) -> Estimand:
    """What effects on this outcome are differences of."""
    is_yes_no = outcome.unit is Unit.YES_NO or (outcome.scale is not None and outcome.scale.id == YES_NO.id)
    return Estimand.SHARE_OF_DAYS if is_yes_no else Estimand.RECORDED_SCALE


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """An estimate with its 95 % interval, in points of the outcome."""

    estimate: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCounts:
    """Days as they were written down, nothing adjusted: with and without the exposure, the outcome recorded after.

    For an amount "with" is above its average. ``n_exposed_yes`` and ``n_other_yes`` are the days among them on which an
    outcome that happens or does not did happen; None for other outcomes.
    """

    n_exposed: int
    n_other: int
    n_exposed_yes: int | None = None
    n_other_yes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LagEffect:
    """Effect at one lag alone: how the outcome differs ``lag_days`` after the exposure.

    A negative lag is a lead: tomorrow's exposure against today's outcome, a negative control.
    """

    lag_days: int
    effect: Interval
    z: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One candidate exposure against one outcome.

    Parameters
    ----------
    exposure, outcome : the variables compared.
    status, tier : what may be said, and how firmly.
    set_id : number of the credible set it belongs to, or None; ``set_members`` are the keys in that set,
        which these days cannot tell apart.
    inclusion_probability : probability, given the days and the model, that this exposure goes with the
        outcome; NaN where nothing was estimated.
    onset_days : days from exposure to the first difference.
    effect : difference on the peak day. [points of the outcome for one unit, or absence to presence]
    total_effect : the same, summed over the days it lasts.
    shift_p : circular-shift p-value of this exposure alone; NaN for before/after phases, which never get one.
    lags : the picture, one lag at a time, leads included.
    held_equal : keys of what was held equal because the map of the axis asks for it; ``not_adjustable`` names what it
        asks for and the diary does not measure.
    edge_ids : the arrows of the map by which one may come to the other; empty where it shows no way.
    n_days, n_days_exposed : days that entered, and days among them with the exposure present
        (above its average for an amount).
    counts : days with and without it, counted at the onset; None where nothing is shown.
    reason : a short stable word for why the status is what it is, for example ``one_switch``, ``phases``,
        ``leads``, ``same_day_other_way``, ``held_equal``, ``rare``, ``constant``, ``few_days``; empty when FOUND.
    """

    exposure: Variable
    outcome: Variable
    status: Status
    tier: Tier = Tier.NONE
    contrast: Contrast = Contrast.PRESENCE
    set_id: int | None = None
    set_members: tuple[str, ...] = ()
    inclusion_probability: float = float("nan")
    onset_days: int | None = None
    effect: Interval | None = None
    total_effect: Interval | None = None
    shift_p: float = float("nan")
    lags: tuple[LagEffect, ...] = ()
    held_equal: tuple[str, ...] = ()
    not_adjustable: tuple[str, ...] = ()
    edge_ids: tuple[str, ...] = ()
    n_days: int = 0
    n_days_exposed: int = 0
    counts: DayCounts | None = None
    reason: str = ""

    @property
    def estimand(self) -> Estimand:
        """What its effects are differences of."""
        return estimand_of(self.outcome)

    def citation(self) -> tuple[str, ...]:
        """Ids of the sources behind its way on the map, in the way's order; none where the map shows no way."""
        edges = evidence().edges
        return tuple(dict.fromkeys(name for edge in self.edge_ids for name in edges[edge].source_ids))


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeFindings:
    """Everything the diary says, and cannot say, about one outcome.

    Parameters
    ----------
    findings : one for each candidate, shown ones first.
    status : ``FOUND`` when anything is shown, else the reason for silence that holds for the outcome.
    n_days_used : days with an outcome that entered.
    days_left_out : number of days left out, by reason (``missing``, ``not_asked``, ``copied``).
    smallest_visible_effect : smallest difference on the peak day that four in five such diaries would show,
        for a habit on about a third of days; None when it cannot be worked out. [points of the outcome]
    days_still_needed : further days that would be needed to see a difference of half a standard deviation
        of the outcome; 0 when the diary can see it already, None when it cannot be worked out.
    adjusted_for : keys of what was adjusted for (weekday, slow trend, medicines).
    first_day, last_day : the span that was read.
    """

    outcome: Variable
    status: Status
    findings: tuple[Finding, ...]
    n_days_used: int
    days_left_out: Mapping[str, int]
    smallest_visible_effect: float | None
    days_still_needed: int | None
    adjusted_for: tuple[str, ...] = ()
    first_day: date | None = None
    last_day: date | None = None

    @property
    def estimand(self) -> Estimand:
        """What effects on this outcome are differences of."""
        return estimand_of(self.outcome)

    @property
    def shown(self) -> tuple[Finding, ...]:
        """The findings a person sees."""
        return tuple(finding for finding in self.findings if finding.tier is not Tier.NONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """One page of findings: a family of outcomes under one false-discovery control.

    ``fdr`` is the stated false-discovery rate over everything shown; ``person_gate_p`` the share of
    circularly shifted diaries whose best statistic is at least as large as this one's.
    """

    outcomes: tuple[OutcomeFindings, ...]
    fdr: float
    person_gate_p: float
    seed: int

    @property
    def shown(self) -> tuple[Finding, ...]:
        """Every finding on the page, over all outcomes."""
        return tuple(finding for outcome in self.outcomes for finding in outcome.shown)
