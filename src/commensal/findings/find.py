"""Find which exposures go with an outcome; stay silent when nothing does.

Estimand: the mean difference of the *recorded* rating with the exposure present instead of absent (or one
unit more), all else as it was: on the peak day, and summed over the days it lasts. An association, also
when strong: only a trial can tell whether a change would help.

Three steps. *Design*: the outcome is whitened by its own noise, and every exposure, seen through every lag
it may have, passes the same filter (``design``). *Estimate*: a spike-and-slab over exposures and lags gives
inclusion probabilities and effects (``stats.spike_slab``). *Decide*: the person's gate, each exposure's
own circular shift and its negative controls must all agree before anything is shown (``decide``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from commensal.findings.candidates import Candidate, candidates
from commensal.findings.decide import Evidence, decide
from commensal.findings.design import LagColumns, Noise, controls_of, fit_noise, lag_columns
from commensal.findings.few_days import log_trust_in_sums
from commensal.findings.finding import Finding, Findings, OutcomeFindings, Status
from commensal.findings.lag_picture import white_lags
from commensal.findings.question import Question, Rules
from commensal.findings.visible_effect import days_still_needed, made_up_habits, smallest_visible_effect
from commensal.records.day_table import DayTable, Variable
from commensal.stats.circular_shift import shift_p_value, shifted_z, shifts_that_count
from commensal.stats.noise_problem import Problem
from commensal.stats.posterior import Posterior
from commensal.stats.spike_slab import log_single_factors, select
from commensal.vocab.presence import PresenceCode

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]

_FEWEST_EXPECTED = 0.5  # exposures that matter to one outcome, however many outcomes are asked about


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """One outcome after design and estimate, before anything is decided.

    ``shift_evidence`` shape (n_shifts, n_asked): each candidate's log Bayes factor alone, averaged over its kernels,
    row 0 the diary itself; ``shift_z`` shape (n_shifts,) is the largest ``|z|`` of any column. ``columns`` shape (n, m)
    and ``habits`` are whitened under the best noise model.
    """

    outcome: Variable
    values: Floats
    all_candidates: list[Candidate]
    asked: list[Candidate]
    noise: Noise
    lags: LagColumns
    columns: Floats
    habits: Floats
    problems: list[Problem]
    posterior: Posterior
    shift_evidence: Floats
    shift_z: Floats
    adjusted_for: tuple[str, ...]


def find(table: DayTable, question: Question, rules: Rules | None = None) -> Findings:
    """Answer a question from a day table. The same table and question always give the same answer."""
    rules = _for_a_page_of(len(question.outcomes), rules or Rules())
    analyses = {key: analyse(table, key, question, rules) for key in question.outcomes}
    runnable = [a for a in analyses.values() if isinstance(a, Analysis)]
    gate_p, gate_z = _person_gate(runnable, rules)
    outcomes = []
    decided = decide([_evidence(a, table) for a in runnable], gate_p <= rules.person_gate, rules)
    by_outcome = dict(zip((a.outcome.key for a in runnable), decided, strict=True))
    for key, analysis in analyses.items():
        if isinstance(analysis, OutcomeFindings):
            outcomes.append(analysis)
        else:
            outcomes.append(_outcome_findings(table, analysis, by_outcome[key], gate_z, rules))
    return Findings(outcomes=tuple(outcomes), fdr=rules.fdr, person_gate_p=gate_p, seed=question.seed)


def _for_a_page_of(n_outcomes: int, rules: Rules) -> Rules:
    """What is expected to matter is expected of the whole page: four symptoms do not have four times as many causes.

    With the number for one symptom given to each of four, a fifth of what made-up people were shown was false; shared
    between them, one in twenty-five, at nearly the same number of true ones.
    """
    expected = max(rules.prior.n_expected / max(n_outcomes, 1), _FEWEST_EXPECTED)
    return replace(rules, prior=replace(rules.prior, n_expected=expected))


def analyse(table: DayTable, key: str, question: Question, rules: Rules) -> Analysis | OutcomeFindings:
    """Design and estimate; an outcome that cannot be asked about is answered at once."""
    column = table.index_of(key)
    values = np.where(table.copied[:, column], np.nan, table.values[:, column])
    known = np.isfinite(values)
    everyone = candidates(table, key, known, question, rules)
    if silent := _outcome_says_too_little(values[known], rules):
        return _silence(table, column, everyone, silent)
    asked = [c for c in everyone if c.can_be_asked]
    controls, adjusted_for = controls_of(table, question)
    noise = fit_noise(values, controls)
    lags = lag_columns(asked, len(table.days))
    both = noise.columns(np.hstack([lags.raw, made_up_habits(len(table.days))]))
    white, habits = both[:, :, : lags.raw.shape[1]], both[0, :, lags.raw.shape[1] :]
    problems = [
        Problem(columns, residual, n_degrees=noise.n_degrees, log_noise=float(log_fixed))
        for columns, residual, log_fixed in zip(white, noise.residual, noise.log_fixed, strict=True)
    ]
    z = shifted_z(noise.residual[0], white[0], noise.rows, noise.n_degrees)
    log_factor = log_single_factors(problems[0].size, z, rules.prior)
    log_shape = lags.log_shape
    return Analysis(
        outcome=table.variables[column],
        values=values,
        all_candidates=everyone,
        asked=asked,
        noise=noise,
        lags=lags,
        columns=white[0],
        habits=habits,
        problems=problems,
        posterior=select(
            problems,
            lags.candidate_of,
            rules.prior,
            weights=_weights(asked),
            log_shape=log_shape,
            log_trust=log_trust_in_sums(problems[0], white[0], noise.residual[0], rules.prior.slab_sd),
        ),
        shift_evidence=_mean_over_shapes(log_factor + log_shape, lags.candidate_of),
        shift_z=np.abs(z).max(axis=1, initial=0.0),
        adjusted_for=adjusted_for,
    )


def _weights(asked: list[Candidate]) -> Floats:
    """How likely each candidate is beside the others, from the map of the axis. Shape (n_asked,)."""
    return np.array([candidate.prior.prior_weight for candidate in asked])


def _outcome_says_too_little(known: Floats, rules: Rules) -> Status | None:
    if len(known) < rules.fewest_days:
        return Status.TOO_FEW_DAYS
    n_usual = int(np.unique(known, return_counts=True)[1].max())
    if len(known) - n_usual < rules.fewest_days_each_way:
        return Status.NOT_ENOUGH_VARIATION
    return None


def _mean_over_shapes(log_factor: Floats, candidate_of: Indices) -> Floats:
    """Each candidate's log Bayes factor, averaged over its shapes, at every shift. Shape (n_shifts, n_asked).

    ``log_factor`` shape (n_shifts, n_columns), prior of the shape included; a candidate's columns stand together.
    """
    if not len(candidate_of):
        return np.zeros((len(log_factor), 0))
    first = np.flatnonzero(np.diff(candidate_of, prepend=-1))
    largest = log_factor.max(axis=1, keepdims=True)
    return np.asarray(largest + np.log(np.add.reduceat(np.exp(log_factor - largest), first, axis=1) + 1e-300))


def _person_gate(analyses: list[Analysis], rules: Rules) -> tuple[float, float]:
    r"""How striking the whole page is among circular shifts of the diary.

    The statistic is the log evidence that anything on the page matters, exposures taken one by one,

    .. math:: \sum_{\text{outcomes}} \sum_e \log(1 + \omega_e B_e)

    with prior odds omega_e: several moderate effects count together, which the largest ``|z|`` alone would not see. All
    outcomes are turned together, by the same number of days, so that what they have in common stays in common.

    Returns
    -------
    The gate's p-value, and the 95th percentile of the largest ``|z|`` under shifts.
    """
    asked = [a for a in analyses if a.asked]
    if not asked:
        return 1.0, 0.0
    longest = max(len(a.shift_z) for a in asked)
    evidence, largest = np.zeros(longest), np.zeros(longest)
    for a in asked:
        share = rules.prior.share(len(a.asked))
        rows = np.arange(longest) % len(a.shift_z)
        odds = _weights(a.asked) * share / (1 - share)
        evidence += np.logaddexp(0.0, a.shift_evidence + np.log(odds)).sum(axis=1)[rows]
        largest = np.maximum(largest, a.shift_z[rows])
    p_value = float(shift_p_value(evidence[:, None])[0])
    return p_value, float(np.quantile(largest[shifts_that_count(longest)], 0.95))


def _evidence(analysis: Analysis, table: DayTable) -> Evidence:
    return Evidence(
        outcome=analysis.outcome,
        asked=analysis.asked,
        noise=analysis.noise,
        lags=analysis.lags,
        problems=analysis.problems,
        posterior=analysis.posterior,
        columns=analysis.columns,
        white=white_lags(analysis.asked, analysis.noise),
        held=_held(analysis, table),
        values=analysis.values,
        shift_p=shift_p_value(np.exp(np.clip(analysis.shift_evidence, -600.0, 600.0))),
    )


def _held(analysis: Analysis, table: DayTable) -> Mapping[str, Floats]:
    """Centred values of the columns that the map asks to hold equal, by key; days without one count as average."""
    keys = {item.key for candidate in analysis.asked for item in candidate.prior.adjust_for}
    held = {}
    for key in sorted(keys):
        raw = table.column(key)
        known = np.isfinite(raw)
        if known.any() and np.ptp(raw[known]) > 0:
            held[key] = np.where(known, raw - raw[known].mean(), 0.0)
    return held


def _outcome_findings(
    table: DayTable, analysis: Analysis, decided: list[Finding], gate_z: float, rules: Rules
) -> OutcomeFindings:
    column = table.index_of(analysis.outcome.key)
    silent = [_unasked(c, analysis.outcome) for c in analysis.all_candidates if not c.can_be_asked]
    findings = sorted(decided, key=lambda f: (f.tier.value == "none", -f.inclusion_probability)) + silent
    known = analysis.values[np.isfinite(analysis.values)]
    visible = smallest_visible_effect(
        analysis.noise, analysis.habits, gate_z, max(len(analysis.lags.candidate_of), 1), rules
    )
    return OutcomeFindings(
        outcome=analysis.outcome,
        status=_status_of_page(findings),
        findings=tuple(findings),
        n_days_used=len(known),
        days_left_out=_days_left_out(table, column),
        smallest_visible_effect=visible,
        days_still_needed=days_still_needed(visible, float(known.std()), len(known)),
        adjusted_for=analysis.adjusted_for,
        first_day=table.days[analysis.noise.rows[0]],
        last_day=table.days[analysis.noise.rows[-1]],
    )


def _status_of_page(findings: list[Finding]) -> Status:
    """The status of an outcome: the most telling among its candidates'."""
    present = {finding.status for finding in findings}
    for status in (Status.FOUND, Status.NO_SIGN_YET, Status.REVERSED_OR_CONFOUNDED, Status.NOT_ENOUGH_VARIATION):
        if status in present:
            return status
    return Status.TOO_FEW_DAYS if present else Status.NO_SIGN_YET


def _silence(table: DayTable, column: int, everyone: list[Candidate], status: Status) -> OutcomeFindings:
    outcome = table.variables[column]
    n_known = int(np.isfinite(np.where(table.copied[:, column], np.nan, table.values[:, column])).sum())
    reason = "outcome_few_days" if status is Status.TOO_FEW_DAYS else "outcome_constant"
    return OutcomeFindings(
        outcome=outcome,
        status=status,
        findings=tuple(
            Finding(exposure=c.variable, outcome=outcome, status=status, contrast=c.contrast, reason=reason)
            for c in everyone
        ),
        n_days_used=n_known,
        days_left_out=_days_left_out(table, column),
        smallest_visible_effect=None,
        days_still_needed=None,
    )


def _unasked(candidate: Candidate, outcome: Variable) -> Finding:
    return Finding(
        exposure=candidate.variable,
        outcome=outcome,
        status=candidate.status,
        contrast=candidate.contrast,
        n_days=candidate.n_days,
        n_days_exposed=candidate.n_days_exposed,
        reason=candidate.reason,
    )


def _days_left_out(table: DayTable, column: int) -> Mapping[str, int]:
    """Days without a usable outcome, by reason."""
    presence = table.presence[:, column]
    counts = {
        "missing": int((presence == PresenceCode.MISSING).sum()),
        "not_asked": int((presence == PresenceCode.NOT_ASKED).sum()),
        "copied": int(table.copied[:, column].sum()),
    }
    return {reason: count for reason, count in counts.items() if count}
