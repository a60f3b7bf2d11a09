"""Trials for notebooks: plan one, analyse one, or re-analyse one that others ran."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from typing import TYPE_CHECKING, Any

from commensal.findings.finding import Finding
from commensal.knowledge.never_tried import speaks_of_medicines
from commensal.knowledge.trial_protocols import smallest_difference_for
from commensal.report.analysed_trial import analysed_sentence, warning_sentences
from commensal.trials.design import DesignKind, TrialDesign, draw_schedule
from commensal.trials.plan import OutcomeKind, TrialOutcome, TrialPlan
from commensal.trials.result import TrialResult
from commensal.trials.verdict import Decision, NextStep, Reason, Verdict, verdict
from commensal.vocab.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd

    from commensal.trials.carryover import Carryover

_LOOK_COLUMNS = ["day", "statistic", "p", "bound", "crossed", "e_value", "cs_low", "cs_high"]
_USUAL_BLOCK_DAYS = 3
_SHARE_OF_SCALE = 0.1  # the smallest difference that matters where nobody says, as a share of the scale; our choice


def plan_trial(
    finding: Finding | None = None,
    *,
    design: str = "paired_days",
    days: int = 60,
    arms: Sequence[str] | None = None,
    outcome: str | None = None,
    seed: int = 0,
    block_days: int | None = None,
    washout_days: int = 0,
    max_run: int | None = None,
    first_day: date | None = None,
    look_every_days: int = 7,
    alpha: float = 0.05,
    smallest_difference: float | None = None,
    minimum: float | None = 0.0,
    maximum: float | None = 10.0,
    higher_is_worse: bool = True,
    lag_days: int = 0,
) -> TrialPlan:
    """Plan a randomised trial on one person: the schedule is drawn now, from a seed, and the plan is hashed.

    Parameters
    ----------
    finding : what `cm.find` found, to be put to the test; its exposure and outcome are taken.
    design : ``coin_days``, ``paired_days`` or ``paired_blocks``.
    days : length of the whole trial. [days]
    arms : names, the usual one first; two or more.
    outcome : the column that will hold the outcome; ``pain`` where nothing is said.
    block_days, washout_days : of blocks: days that count in each period, and days before them that do not. [days]
    max_run : the most days (or blocks) of one arm in a row.
    smallest_difference : the smallest difference that matters; a tenth of the scale where nobody says. [points]
    minimum, maximum : ends of the outcome's scale, None where there is none; 0 and 1 for yes and no. [points]
    lag_days : the outcome of a day belongs to the assignment so many days earlier. [days]

    Raises
    ------
    UsageError : parts that do not fit together, or a medicine: a medicine is never the change.
    """
    names, watched = _named(finding, arms, outcome)
    _refuse_medicines(finding, names)
    kind = _design_kind(design)
    scale = TrialOutcome(
        key=watched,
        label=watched.replace("_", " "),
        kind=OutcomeKind.FLARE if (minimum, maximum) == (0, 1) else OutcomeKind.SCALE,
        higher_is_worse=higher_is_worse,
        minimum=minimum,
        maximum=maximum,
    )
    shape = TrialDesign(
        kind=kind,
        days=int(days),
        block_days=_block_days(kind, block_days),
        washout_days=washout_days,
        max_run=max_run,
        n_arms=len(names),
    )
    change = ", ".join(names[1:])
    return TrialPlan(
        question=f"Does {change} change {scale.label}, compared with {names[0]}?",
        change=change,
        comparator=names[0],
        arms=names,
        subject=finding.exposure.key if finding is not None else change,
        outcome=scale,
        design=shape,
        seed=int(seed),
        schedule=draw_schedule(shape, int(seed)),
        first_day=first_day,
        smallest_difference=_matters(smallest_difference, scale),
        look_every_days=look_every_days,
        alpha=alpha,
        lag_min_days=lag_days,
        lag_max_days=lag_days,
    )


def analyse_trial(
    frame: Any,
    plan: TrialPlan | None = None,
    *,
    design: str | TrialDesign | None = None,
    look_every_days: int | None = None,
    alpha: float | None = None,
    outcome: str | None = None,
    assignment: str | None = None,
    arms: Sequence[str] | None = None,
    block_days: int | None = None,
    washout_days: int = 0,
    max_run: int | None = None,
    smallest_difference: float | None = None,
    higher_is_worse: bool | None = None,
    minimum: float | None = None,
    maximum: float | None = None,
) -> AnalysedTrial:
    """Analyse a trial, finished or running: exact looks, an always-on number, the effect in points, a verdict.

    Parameters
    ----------
    frame : pandas or polars, one row a day: ``day`` (dates, or numbers), ``assignment`` (names or numbers of arms) and
        the outcome (NaN where nothing was recorded); ``adherence`` (done, partly, not, swapped) if there is one. Or the
        path of such a CSV file, or of a JSON file of a study layout that is known.
    plan : what `plan_trial` gave. Without one, state the ``design``; without either nothing is known to be randomised,
        and only a difference is given.
    design : of an outside trial: ``coin_days``, ``paired_days``, ``paired_blocks``, or a ``TrialDesign``.
    outcome, assignment : columns; the plan's own, or ``outcome`` and ``assignment`` where nothing is said.
    arms : of an outside trial, the usual one first; otherwise names like "control" or "usual" come first.
    smallest_difference : of an outside trial, the smallest difference that matters; 0 where nobody says. [points]

    Raises
    ------
    NotAnalysableError : columns or days that do not fit, or days that the plan or the stated design cannot give.
    """
    from commensal.service.trial_days import analysed_by_plan, analysed_outside  # noqa: PLC0415 - pandas only here

    if plan is not None:
        done, days = analysed_by_plan(
            frame, plan, look_every_days=look_every_days, alpha=alpha, outcome=outcome, assignment=assignment
        )
        return AnalysedTrial(result=done, plan=plan, decision=verdict(done, plan), days=days)
    scale = TrialOutcome(
        key=outcome or "outcome",
        label=(outcome or "outcome").replace("_", " "),
        kind=OutcomeKind.FLARE if (minimum, maximum) == (0, 1) else OutcomeKind.SCALE,
        higher_is_worse=True if higher_is_worse is None else higher_is_worse,
        minimum=minimum,
        maximum=maximum,
    )
    stated = design if isinstance(design, TrialDesign) or design is None else _design_kind(design)
    done, stated_plan, names, days = analysed_outside(
        frame,
        stated,
        scale,
        assignment=assignment,
        arms=arms,
        block_days=block_days,
        washout_days=washout_days,
        max_run=max_run,
        look_every_days=look_every_days or 7,
        alpha=alpha or 0.05,
    )
    is_medicine = any(speaks_of_medicines(name.replace("_", " ")) for name in names)
    decision = verdict(done, smallest_difference=smallest_difference, is_about_medicine=is_medicine)
    return AnalysedTrial(result=done, plan=stated_plan, decision=decision, days=days, outcome=scale, usual=names[0])


@dataclass(frozen=True)
class AnalysedTrial:
    """What a trial has shown, as a notebook likes it.

    With more than two arms everything speaks of the leading comparison (``result.lead``); ``result.comparisons`` holds
    all of them.

    Parameters
    ----------
    result : everything that was worked out.
    plan : the plan, or the stated design as one; None where nothing is known to be randomised.
    decision : the verdict with its reasons.
    days : dates or numbers of the days of the frame, for whoever wants dates.
    """

    result: TrialResult
    plan: TrialPlan | None
    decision: Verdict
    days: tuple[date, ...] = ()
    outcome: TrialOutcome | None = None
    usual: str = ""

    @property
    def looks(self) -> pd.DataFrame:
        """A row for each planned look that has come: day (of the trial, from 1), statistic, p, bound, crossed, …"""
        import pandas as pd  # noqa: PLC0415 - only a notebook needs it

        rows = [[getattr(look, name) for name in _LOOK_COLUMNS] for look in self.result.lead.looks]
        return pd.DataFrame(rows, columns=_LOOK_COLUMNS)

    @property
    def always_on(self) -> pd.DataFrame:
        """The always-on number after every set of units: day, e_value, cs_low, cs_high."""
        import pandas as pd  # noqa: PLC0415

        columns = ["day", "e_value", "cs_low", "cs_high"]
        rows = [[getattr(value, name) for name in columns] for value in self.result.lead.always_on]
        return pd.DataFrame(rows, columns=columns)

    @property
    def effect(self) -> float:
        """Change less usual, as assigned. NaN where the days cannot tell. [points]"""
        effect = self.result.lead.effect
        return float("nan") if effect is None else effect.estimate

    @property
    def interval(self) -> tuple[float, float]:
        """95 % interval of the effect, for one fixed set of days. [points]"""
        return self.result.lead.interval or (float("nan"), float("nan"))

    @property
    def per_protocol(self) -> float:
        """The effect over days on which the arm was kept; NaN without adherence. [points]"""
        effect = self.result.lead.per_protocol
        return float("nan") if effect is None else effect.estimate

    @property
    def p_value(self) -> float:
        """Exact randomisation p, earlier looks allowed for.

        At most alpha where, and only where, a look passed its bound. NaN where no randomisation is known, and before
        the first look.
        """
        p = self.result.lead.p_value
        return float("nan") if p is None else p

    @property
    def single_look_p(self) -> float:
        """Exact randomisation p of all days so far, for whoever looks only once; NaN as for ``p_value``."""
        p = self.result.lead.single_look_p
        return float("nan") if p is None else p

    @property
    def e_value(self) -> float:
        """The always-on number; NaN where no randomisation is known."""
        e = self.result.lead.e_value
        return float("nan") if e is None else e

    @property
    def carryover(self) -> Carryover | None:
        """How the effect looks once what carries over is allowed for; None where no design is known."""
        return self.result.lead.carryover

    @property
    def full_effect(self) -> float:
        """The effect of keeping the change for good, if what carries over is allowed for; NaN where no design is known.

        A sensitivity analysis, far noisier than ``effect``; no verdict rests on it. [points]
        """
        full = None if self.carryover is None else self.carryover.full_effect
        return float("nan") if full is None else full.estimate

    @property
    def warnings(self) -> tuple[str, ...]:
        """What to keep in mind of this trial: arms that change daily, ends of the scale, few schedules."""
        return warning_sentences(self.result)

    def probability_of_benefit(self, difference: float = 0.0) -> float:
        """How probable a benefit larger than ``difference`` points is.

        Not a stopping rule: whoever stops when it is high is wrong far more often than it says.
        """
        probability = self.result.probability_of_benefit(difference)
        return float("nan") if probability is None else probability

    @property
    def verdict(self) -> Decision:
        """``keep``, ``drop`` or ``not_settled``."""
        return self.decision.decision

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Why, the weightiest first."""
        return self.decision.reasons

    @property
    def next_steps(self) -> tuple[NextStep, ...]:
        """What comes next."""
        return self.decision.next_steps

    @property
    def stopped_on(self) -> int | None:
        """Day of the trial, from 1, of the look that passed its bound; None where none did. [days]"""
        return self.result.lead.stopped_on

    @property
    def stopped_on_date(self) -> date | None:
        """The same as a date, where the frame has dates."""
        on = self.stopped_on
        return None if on is None or not self.days else self.days[0] + timedelta(days=on - 1)

    @property
    def sentence(self) -> str:
        """What the trial has shown, in words."""
        if self.plan is not None:
            return analysed_sentence(self.result, self.decision, self.plan.outcome, self.plan.comparator)
        assert self.outcome is not None
        return analysed_sentence(self.result, self.decision, self.outcome, self.usual)

    def __str__(self) -> str:
        looks = self.looks
        return self.sentence if looks.empty else f"{self.sentence}\n\n{looks.round(3).to_string(index=False)}"

    def __repr__(self) -> str:
        return str(self)

    def _repr_html_(self) -> str:
        looks = self.looks
        table = "" if looks.empty else looks.round(3).to_html(index=False, border=0)
        return f"<p>{escape(self.sentence)}</p>{table}"


def _named(finding: Finding | None, arms: Sequence[str] | None, outcome: str | None) -> tuple[tuple[str, ...], str]:
    if finding is None:
        return tuple(arms or ("usual", "change")), outcome or "pain"
    return tuple(arms or ("usual", finding.exposure.label)), outcome or finding.outcome.key


def _refuse_medicines(finding: Finding | None, names: Sequence[str]) -> None:
    """A medicine is never the change."""
    named = [name for name in names if speaks_of_medicines(name.replace("_", " "))]
    if finding is not None and finding.exposure.kind == "medicine_dose":
        named = [finding.exposure.label]
    if named:
        raise UsageError(
            where="plan_trial, arms",
            found=repr(named[0]),
            expected="a change that is not a medicine",
            do="Talk to a pharmacist or doctor about medicines; a trial of them is for a clinic.",
        )


def _design_kind(name: str) -> DesignKind:
    try:
        return DesignKind(name)
    except ValueError as problem:
        raise UsageError(
            where="trial, design",
            found=repr(name),
            expected=", ".join(kind.value for kind in DesignKind),
            do="Fixed phases (ABAB) are no randomised design; leave the design out to see their difference.",
        ) from problem


def _block_days(kind: DesignKind, block_days: int | None) -> int:
    if block_days is not None:
        return block_days
    return _USUAL_BLOCK_DAYS if kind is DesignKind.PAIRED_BLOCKS else 1


def _matters(smallest_difference: float | None, scale: TrialOutcome) -> float:
    if smallest_difference is not None:
        return float(smallest_difference)
    known = smallest_difference_for(scale.key, minimum=scale.minimum, maximum=scale.maximum)
    if known is not None:
        return known.points
    return _SHARE_OF_SCALE * (scale.maximum - scale.minimum) if scale.maximum and scale.minimum is not None else 0.0
