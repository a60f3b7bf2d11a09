"""Design: from a day table to whitened columns, one set for each likely noise model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commensal.findings.candidates import Candidate
from commensal.findings.question import Question
from commensal.records.day_table import DayTable
from commensal.stats.controls import Projector, explained, log_evidence, projector
from commensal.stats.lag_kernels import ONSETS_DAYS, LagKernel, kernel_dictionary, lagged
from commensal.stats.normal_scores import normal_scores
from commensal.stats.whitening import Whitener, noise_grid, whitener

Floats = NDArray[np.float64]

MEDICINE_KERNEL = LagKernel(onset_days=1, decay=0.35)
_N_NOISE_MODELS = 4
_NOISE_WINDOW = 4.0  # noise models more than this many log units below the best are dropped


@dataclass(frozen=True, slots=True, kw_only=True)
class Noise:
    """The noise models that the outcome leaves likely, best first, and their filters.

    ``residual`` shape (n_models, n) is the whitened outcome without the controls, in normal scores of its levels
    (evidence); ``recorded`` of the same shape is the outcome in its recorded points (effects); ``log_fixed`` shape
    (n_models,) are the log evidence terms that exposures do not change; ``n_degrees`` observations less
    controls.
    """

    rows: NDArray[np.intp]
    whiten: Whitener
    project: Projector
    residual: Floats
    recorded: Floats
    log_fixed: Floats
    n_degrees: int

    def columns(self, raw: Floats) -> Floats:
        """Whitened columns without the controls. Shape (n_days, m) gives (n_models, n, m)."""
        return self.project(self.whiten(raw[self.rows]))

    def best_columns(self, raw: Floats) -> Floats:
        """The same under the best noise model alone. Shape (n, m)."""
        first = np.array([0])
        return np.asarray(self.project.pick(first)(self.whiten.pick(first)(raw[self.rows]))[0])


def fit_noise(outcome: Floats, controls: Floats) -> Noise:
    """Weigh the noise grid by the outcome and the controls alone.

    Parameters
    ----------
    outcome : shape (n_days,), NaN where not recorded. [points]
    controls : shape (n_days, n_controls).
    """
    rows = np.flatnonzero(np.isfinite(outcome))
    grid = noise_grid()
    both = np.column_stack([normal_scores(outcome[rows]), outcome[rows], controls[rows]])
    filters = whitener(grid, rows.astype(np.int64))
    white = filters(both)
    shared, log_determinant = explained(white[:, :, 2:], white[:, :, 0])
    left = (white[:, :, 0] ** 2).sum(axis=1) - shared
    evidence = log_evidence(left, len(rows) - controls.shape[1], filters.log_determinant, log_determinant)
    order = np.argsort(-evidence, kind="stable")
    keep = order[: max(1, min(_N_NOISE_MODELS, int((evidence > evidence[order[0]] - _NOISE_WINDOW).sum())))]
    project = projector(white[keep, :, 2:])
    scores, recorded = project(white[keep, :, :2]).transpose(2, 0, 1)
    kept_filters = filters.pick(keep)
    return Noise(
        rows=rows,
        whiten=kept_filters,
        project=project,
        residual=scores,
        recorded=recorded,
        log_fixed=-0.5 * (kept_filters.log_determinant + project.log_determinant),
        n_degrees=len(rows) - project.basis.shape[2],
    )


def controls_of(table: DayTable, question: Question) -> tuple[Floats, tuple[str, ...]]:
    """Controls and their names: level, slow trend, weekday, and what must be adjusted for.

    Medicines enter from the day before on: on the same day a dose is often an answer to the symptom, and
    adjusting for an answer makes false findings.
    """
    n_days = len(table.days)
    weekday = np.array([day.weekday() for day in table.days], dtype=np.float64)
    angle = 2 * np.pi * weekday / 7
    parts = [np.ones(n_days), np.linspace(-1, 1, n_days), np.sin(angle), np.cos(angle), (weekday >= 5).astype(float)]
    for key in question.adjust_for:
        raw = table.column(key)
        known = np.isfinite(raw)
        if known.any() and np.ptp(raw[known]) > 0:
            centred = np.where(known, raw - raw[known].mean(), 0.0)
            parts.append(lagged(centred[:, None], MEDICINE_KERNEL)[:, 0])
    return np.column_stack(parts), ("slow trend", "weekday", *question.adjust_for)


@dataclass(frozen=True, slots=True, kw_only=True)
class LagColumns:
    """Raw lagged columns of the candidates that can be asked about.

    ``raw`` shape (n_days, m); ``candidate_of`` and ``kernel_of`` shape (m,) name each column.
    """

    raw: Floats
    candidate_of: NDArray[np.intp]
    kernel_of: tuple[LagKernel, ...]

    @property
    def log_shape(self) -> Floats:
        """Log prior probability of each column's shape among those of its candidate. Shape (m,)."""
        weight_of = {kernel: kernel.prior_weight for kernel in set(self.kernel_of)}
        weight = np.array([weight_of[kernel] for kernel in self.kernel_of])
        return np.log(weight / np.bincount(self.candidate_of, weight)[self.candidate_of]) if len(weight) else weight


def lag_columns(asked: Sequence[Candidate], n_days: int) -> LagColumns:
    """Every candidate through every kernel it may have; the same day only where order or nature allows it.

    The columns of a candidate stand together.
    """
    kernels = kernel_dictionary(ONSETS_DAYS)
    if not asked:
        return LagColumns(raw=np.empty((n_days, 0)), candidate_of=np.empty(0, dtype=np.intp), kernel_of=())
    values = np.column_stack([c.values for c in asked])
    seen = np.stack([lagged(values, kernel) for kernel in kernels], axis=2)  # (n_days, n_asked, n_kernels)
    may_have = np.array([[c.may_begin_after(kernel.onset_days) for kernel in kernels] for c in asked])
    candidate_of, kernel_of = np.nonzero(may_have)
    return LagColumns(
        raw=seen[:, candidate_of, kernel_of],
        candidate_of=candidate_of,
        kernel_of=tuple(kernels[number] for number in kernel_of),
    )
