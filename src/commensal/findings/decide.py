"""Decide what is shown: credible sets, tiers, and the guards that every finding must pass."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from commensal.findings.candidates import Candidate
from commensal.findings.design import LagColumns, Noise
from commensal.findings.few_days import day_counts, may_be_strong
from commensal.findings.finding import Contrast, DayCounts, Estimand, Finding, Interval, Status, Tier, estimand_of
from commensal.findings.lag_picture import at_lags, lag_picture, total_effect
from commensal.findings.negative_control import NegativeControl, negative_controls
from commensal.findings.question import Rules
from commensal.findings.recorded_effect import peak_effect
from commensal.records.day_table import Variable
from commensal.records.graph_prior import AdjustFor
from commensal.stats.least_squares import joint_fit
from commensal.stats.noise_problem import Problem
from commensal.stats.posterior import Posterior
from commensal.stats.spike_slab import SlabPrior, alike_exposures

Floats = NDArray[np.float64]

_COMPANION_FROM = 0.5  # inclusion probability from which an exposure is adjusted for in another's total
_LEFT_Z = 1.645
_MEMBER_FROM = 0.05  # inclusion probability from which a stand-in joins a credible set


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What one outcome's days say, before the guards.

    ``columns`` shape (n, m) are the lagged columns whitened under the best noise model; ``shift_p`` shape (n_asked,);
    ``white`` shape (n, n_asked, n_lags) are the candidates moved by each lag of the
    picture, whitened; ``held`` are the centred values of columns that the map asks to hold equal, by key; ``values`` is
    the outcome as it was recorded, NaN where it was not, shape (n_days,).
    """

    outcome: Variable
    asked: list[Candidate]
    noise: Noise
    lags: LagColumns
    problems: list[Problem]
    posterior: Posterior
    columns: Floats
    shift_p: Floats
    white: Floats
    held: Mapping[str, Floats]
    values: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class _CredibleSet:
    """Exposures that these days cannot tell apart: one of them goes with the outcome, with ``probability``."""

    page_row: int
    members: tuple[int, ...]
    probability: float
    has_days_enough: bool


def decide(pages: list[Evidence], gate_passed: bool, rules: Rules) -> list[list[Finding]]:
    """Findings of each outcome, silent ones too, under one error control for the whole page.

    *Strong* is the largest collection of credible sets, best first, whose mean ``1 - probability`` is at
    most ``rules.fdr`` and each of whose probabilities is at least ``rules.strong``: without the second rule
    nine certain ones would carry a tenth at .05. *Likely* starts at ``rules.likely``, as long as the mean over
    everything shown stays within ``rules.doubt_shown``. Both only past the person's gate, and a set only when its own
    shift and negative controls agree. Sums in which few days decide count for less, and a handful of days that happen
    to meet is never strong (``few_days``).
    """
    controls = [negative_controls(page.asked, page.noise, page.white, _directions(page)) for page in pages]
    answers = [_silent_answers(page, own, rules) for page, own in zip(pages, controls, strict=True)]
    sets = [s for row, page in enumerate(pages) for s in _credible_sets(row, page, rules)] if gate_passed else []
    tiers = _tiers(sets, rules)
    shown = [(credible, tier) for credible, tier in zip(sets, tiers, strict=True) if tier is not Tier.NONE]
    for number, (credible, tier) in enumerate(shown, start=1):
        page = pages[credible.page_row]
        for member in credible.members:
            found = answers[credible.page_row][member]
            if controls[credible.page_row][member].p_same_way >= rules.lead_p:
                answers[credible.page_row][member] = (
                    _shown(found, page, credible, member, tier=tier, set_id=number, prior=rules.prior)
                    if _stays_when_held_equal(page, member)
                    else replace(found, status=Status.REVERSED_OR_CONFOUNDED, reason="held_equal")
                )
    return answers


def _silent_answers(page: Evidence, controls: list[NegativeControl], rules: Rules) -> list[Finding]:
    inclusion = page.posterior.inclusion()
    strict_p = rules.lead_p / max(len(page.asked), 1)
    answers = []
    for index, (candidate, control) in enumerate(zip(page.asked, controls, strict=True)):
        answer = Finding(
            exposure=candidate.variable,
            outcome=page.outcome,
            status=Status.NO_SIGN_YET,
            contrast=candidate.contrast,
            inclusion_probability=float(inclusion[index]),
            shift_p=float(page.shift_p[index]),
            n_days=candidate.n_days,
            n_days_exposed=candidate.n_days_exposed,
            held_equal=tuple(dict.fromkeys(item.key for item in _held_by(candidate, page))),
            not_adjustable=candidate.prior.not_adjustable,
            edge_ids=candidate.prior.edge_ids,
            reason="no_sign",
        )
        is_near_shown = inclusion[index] >= _MEMBER_FROM
        if control.fails_at and control.p_value < (rules.lead_p if is_near_shown else strict_p):
            points_elsewhere = inclusion[index] >= rules.likely / 2 and control.p_same_way >= rules.lead_p
            reason = f"{control.fails_at}_other_way" if points_elsewhere else control.fails_at
            answer = replace(answer, status=Status.REVERSED_OR_CONFOUNDED, reason=reason)
        answers.append(answer)
    return answers


def _credible_sets(page_row: int, page: Evidence, rules: Rules) -> list[_CredibleSet]:
    """Likely sets of one outcome, most probable first."""
    inclusion = page.posterior.inclusion()
    alike = np.sqrt(alike_exposures(page.problems[0], page.lags.candidate_of)) if page.asked else np.empty((0, 0))
    free = set(range(len(page.asked)))
    sets = []
    for index in np.argsort(-inclusion, kind="stable"):
        lead = int(index)
        if lead not in free or inclusion[lead] < _MEMBER_FROM:
            continue
        stand_ins = [
            other
            for other in free
            if other != lead
            and alike[lead, other] >= rules.told_apart
            and inclusion[other] >= _MEMBER_FROM
            and page.posterior.both(lead, other) < 0.5 * min(inclusion[lead], inclusion[other])
        ]
        members = (lead, *sorted(stand_ins, key=lambda other: -inclusion[other]))
        free -= set(members)
        if inclusion[list(members)].sum() < rules.likely:
            continue  # the probability of "one of them" cannot be larger than the sum
        probability = page.posterior.any_of(np.array(members))
        if probability >= rules.likely and min(page.shift_p[list(members)]) <= rules.own_shift_p:
            sets.append(
                _CredibleSet(
                    page_row=page_row,
                    members=members,
                    probability=probability,
                    has_days_enough=may_be_strong(_counts(page, lead)),
                )
            )
    return sets


def _tiers(sets: list[_CredibleSet], rules: Rules) -> list[Tier]:
    """A tier for each set, best first; NONE where the page as a whole would hold too much doubt."""
    tiers = [Tier.NONE] * len(sets)
    doubt, n_shown = 0.0, 0
    for i in sorted(range(len(sets)), key=lambda i: -sets[i].probability):
        mean_doubt = (doubt + 1.0 - sets[i].probability) / (n_shown + 1)
        if mean_doubt > rules.doubt_shown:
            continue
        doubt, n_shown = doubt + 1.0 - sets[i].probability, n_shown + 1
        is_strong = mean_doubt <= rules.fdr and sets[i].probability >= rules.strong and sets[i].has_days_enough
        tiers[i] = Tier.STRONG if is_strong else Tier.LIKELY
    return tiers


def _shown(
    silent: Finding,
    page: Evidence,
    credible: _CredibleSet,
    member: int,
    *,
    tier: Tier,
    set_id: int,
    prior: SlabPrior,
) -> Finding:
    candidate, own = page.asked[member], page.white[:, member]
    beside = np.hstack([page.columns[:, _companion_columns(page, member)], _held_columns(page, member)])
    return replace(
        silent,
        status=Status.FOUND,
        tier=tier,
        reason="",
        set_id=set_id,
        set_members=tuple(page.asked[i].variable.key for i in credible.members),
        onset_days=_likeliest_onset(page, member),
        counts=_counts(page, member),
        effect=_interval(page, member, prior),
        total_effect=total_effect(candidate, page.noise, np.hstack([own, beside])),
        lags=lag_picture(candidate, page.noise, own),
    )


def _counts(page: Evidence, member: int) -> DayCounts:
    return day_counts(page.outcome, page.values, page.asked[member].values, _likeliest_onset(page, member))


def _interval(page: Evidence, member: int, prior: SlabPrior) -> Interval:
    one = peak_effect(
        page.problems[0],
        page.columns,
        page.noise,
        page.posterior,
        member,
        beside=[_best_column(page, member), *_companion_columns(page, member)],
        slab_sd=prior.slab_sd,
    )
    candidate = page.asked[member]
    points = candidate.points_per_unit
    is_share = candidate.contrast is Contrast.PRESENCE and estimand_of(page.outcome) is Estimand.SHARE_OF_DAYS
    largest = 1.0 if is_share else np.inf  # no more than all days can differ
    estimate, low, high = np.clip([points * one.estimate, points * one.low, points * one.high], -largest, largest)
    return Interval(estimate=float(estimate), low=float(low), high=float(high))


def _companion_columns(page: Evidence, member: int) -> list[int]:
    """The other exposures that probably matter, each at its best lag."""
    inclusion = page.posterior.inclusion()
    return [
        _best_column(page, int(other))
        for other in np.flatnonzero(inclusion >= _COMPANION_FROM)
        if other != member and page.posterior.both(int(other), member) > 0.5 * inclusion[member]
    ]


def _held_by(candidate: Candidate, page: Evidence) -> list[AdjustFor]:
    return [item for item in candidate.prior.adjust_for if item.key in page.held]


def _held_columns(page: Evidence, member: int) -> Floats:
    """Whitened columns of what the map asks to hold equal, as it was before the exposure's day. Shape (n, k)."""
    items = _held_by(page.asked[member], page)
    if not items:
        return page.columns[:, :0]
    onset = _likeliest_onset(page, member)
    raw = np.hstack([at_lags(page.held[item.key], (onset + item.lag_days,)) for item in items])
    return page.noise.best_columns(raw)


def _stays_when_held_equal(page: Evidence, member: int) -> bool:
    """Whether a sign is left of an exposure when what may lie behind both is held equal.

    One-sided at 5 %: enough to catch what vanishes, and lenient to what only becomes less sharp.
    """
    held = _held_columns(page, member)
    if held.shape[1] == 0:
        return True
    best = _best_column(page, member)
    columns = np.column_stack([page.columns[:, best], held])
    alone = np.sign(page.problems[0].inner[best])
    return bool(alone * joint_fit(page.noise.residual[0], columns, page.noise.n_degrees).z[0] >= _LEFT_Z)


def _best_column(page: Evidence, member: int) -> int:
    """The column at which a candidate alone goes best with the outcome."""
    return int(_best_columns(page)[member])


def _best_columns(page: Evidence) -> NDArray[np.intp]:
    """The same for every candidate. Shape (n_asked,)."""
    problem, candidate_of = page.problems[0], page.lags.candidate_of
    order = np.lexsort((problem.inner**2 / np.maximum(problem.size, 1e-300), candidate_of))
    last = np.searchsorted(candidate_of[order], np.arange(len(page.asked)), side="right") - 1
    return order[last]


def _directions(page: Evidence) -> Floats:
    """The sign of each candidate's link with the days after it. Shape (n_asked,)."""
    return np.sign(page.problems[0].inner[_best_columns(page)])


def _likeliest_onset(page: Evidence, member: int) -> int:
    weight = page.posterior.column_weight()
    weight_by_onset: dict[int, float] = {}
    for column in np.flatnonzero(page.lags.candidate_of == member):
        onset = page.lags.kernel_of[column].onset_days
        weight_by_onset[onset] = weight_by_onset.get(onset, 0.0) + float(weight[column])
    return max(weight_by_onset, key=lambda onset: weight_by_onset[onset])
