"""The story "what goes with this symptom?", for the page, the command and the notebook alike."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from commensal.diary.day_table import day_table
from commensal.diary.diary import Diary
from commensal.diary.exposures.columns import add_exposures
from commensal.findings.find import find as find_in_table
from commensal.findings.finding import Finding, Findings, Tier
from commensal.findings.question import Question
from commensal.knowledge.foods import food_table
from commensal.knowledge.medicines import medicine_table
from commensal.records.day_table import DayTable, Role
from commensal.records.entry import Entry
from commensal.report.findings_words import finding_sentence, outcome_sentence, visible_effect_sentence
from commensal.service.finding_rows import FINDING_COLUMNS, finding_row
from commensal.service.remembered import findings_in
from commensal.vocab.errors import NotAnalysableError

if TYPE_CHECKING:
    import pandas as pd

    from commensal.report.explained import Explained

CITATION = (
    "Commensal findings: spike-and-slab selection over lagged exposures on series whitened by a state-space "
    "noise model (Harvey 1989; Scott & Varian 2014), guarded by circular shifts and lead negative controls."
)


def findings_of(
    entries: Iterable[Entry], *, outcomes: Sequence[str] | None = None, seed: int = 0
) -> tuple[Findings, DayTable]:
    """Findings over a diary's entries, and the day table they rest on.

    Parameters
    ----------
    outcomes : keys or labels of the outcomes; every symptom when None.

    Raises
    ------
    NotAnalysableError : no such outcome, or nothing that can be an outcome.
    """
    table = table_of(entries)
    findings = findings_in(table, _with_priors(question_for(table, outcomes, seed=seed), table))
    if outcomes is None:
        # Nobody named an order, so what was found comes first, then what was asked on the most days.
        in_order = sorted(findings.outcomes, key=lambda o: (not o.shown, -o.n_days_used))
        findings = replace(findings, outcomes=tuple(in_order))
    return findings, table


def table_of(entries: Iterable[Entry]) -> DayTable:
    """Days by variables, with what the foods and medicines of each day amount to: fibre, plants, classes, …"""
    entries = tuple(entries)
    return add_exposures(day_table(entries), entries, food_table(), medicine_table())


def question_for(table: DayTable, outcomes: Sequence[str] | None, *, seed: int = 0) -> Question:
    """The usual question of a diary: every exposure against these outcomes, medicines adjusted for."""
    chosen = [_outcome_key(table, name) for name in outcomes] if outcomes else _all_outcomes(table)
    return Question(
        outcomes=tuple(dict.fromkeys(chosen)),
        exposures=tuple(v.key for v in table.variables if v.role is Role.EXPOSURE and v.key not in chosen),
        adjust_for=tuple(v.key for v in table.variables if v.kind == "medicine_dose"),
        seed=seed,
    )


def _all_outcomes(table: DayTable) -> list[str]:
    keys = [v.key for v in table.variables if v.role is Role.OUTCOME]
    if not keys:
        raise NotAnalysableError(
            where="findings",
            found="no symptom in the diary yet",
            expected="at least one symptom with ratings",
            do="Log one, for example: commensal log --pain 4. Or import a tracker: commensal import FILE.",
        )
    return keys


def _outcome_key(table: DayTable, name: str) -> str:
    wanted = name.strip().casefold().replace(" ", "_").replace("-", "_")
    for variable in table.variables:
        same_name = name.strip().casefold() == variable.label.casefold() or wanted == variable.key
        if same_name and variable.kind != "medicine_dose":
            return variable.key
    known = ", ".join(v.key for v in table.variables if v.role is Role.OUTCOME) or "none yet"
    raise NotAnalysableError(
        where="findings, outcome", found=repr(name), expected=f"one of: {known}", do="Check the name."
    )


@dataclass(frozen=True)
class Found:
    """Findings as a notebook likes them: prints well, turns into a frame, cites its sources."""

    findings: Findings
    table: DayTable
    question: Question
    graph: bool = True

    def __len__(self) -> int:
        return len(self.shown)

    def __getitem__(self, index: int) -> Finding:
        return self.shown[index]

    @property
    def shown(self) -> tuple[Finding, ...]:
        """What a person would be shown, strong first."""
        return tuple(sorted(self.findings.shown, key=lambda f: (f.tier is not Tier.STRONG, -f.inclusion_probability)))

    @property
    def smallest_visible_effect(self) -> float:
        """Smallest difference on the peak day that four in five such diaries would show, in points.

        With several outcomes: the largest of theirs. NaN when it cannot be worked out yet.
        """
        known = [o.smallest_visible_effect for o in self.findings.outcomes if o.smallest_visible_effect is not None]
        return max(known, default=float("nan"))

    @property
    def days_used(self) -> int:
        """Days with an outcome that entered; the fewest over several outcomes."""
        return min((o.n_days_used for o in self.findings.outcomes), default=0)

    def to_frame(self) -> pd.DataFrame:
        """One row for each candidate, also the silent ones. Effects in points of the outcome."""
        import pandas as pd  # noqa: PLC0415 - only a notebook needs it

        rows = [
            {**finding_row(finding), "sentence": self._sentence(finding)}
            for page in self.findings.outcomes
            for finding in page.findings
        ]
        return pd.DataFrame(rows, columns=[*FINDING_COLUMNS, "sentence"])

    def extend(self, frame: Any) -> Found:
        """Find again in the same days plus new ones, with the same question."""
        return find(
            frame,
            outcome=self.question.outcomes,
            exposures=None if isinstance(frame, Diary) else self.question.exposures,
            before_rating=tuple(self.question.before_rating),
            graph=self.graph,
            seed=self.question.seed,
        )

    def explain(self, exposure: str | Finding, outcome: str | None = None) -> Explained:
        """What stands behind one finding: its days, its picture by lag, its checks, its way on the map, its sources."""
        from commensal.service.explained import explain_finding  # noqa: PLC0415 - only for those who ask

        return explain_finding(self.findings, self.table, self.question, exposure, outcome)

    def plot(self, exposure: str | Finding | None = None, outcome: str | None = None, *, axes: Any = None) -> Any:
        """Draw what was found, or the days around one exposure; needs matplotlib. Gives the axes back."""
        from commensal.service.plots import plot_found, plot_lags  # noqa: PLC0415 - only for those who draw

        if exposure is None:
            return plot_found(self.shown, axes=axes)
        return plot_lags(self.explain(exposure, outcome), axes=axes)

    def citation(self) -> str:
        """What to cite when these findings are used."""
        from commensal import __version__  # noqa: PLC0415

        return f"{CITATION} Commensal {__version__}."

    def _sentence(self, finding: Finding) -> str:
        labels = {variable.key: variable.label for variable in self.table.variables}
        return finding_sentence(finding, label_by_key=labels)

    def __repr__(self) -> str:
        lines = [f"{outcome_sentence(page)} {visible_effect_sentence(page)}" for page in self.findings.outcomes]
        lines += [f"- {self._sentence(finding)}" for finding in self.shown]
        return "\n".join(lines)


def find(
    frame: Any,
    outcome: str | Sequence[str],
    *,
    exposures: Sequence[str] | None = None,
    before_rating: Collection[str] = (),
    graph: bool = True,
    seed: int = 0,
) -> Found:
    """Which exposures go with this outcome, at which lag, how much and how sure.

    Parameters
    ----------
    frame : pandas or polars, one row a day: a ``day`` column or a daily index, numeric columns, NaN where
        nothing was recorded. Or a ``Diary``.
    outcome : a column, or several: then all are one family under one error control.
    exposures : candidate columns; all others when None.
    before_rating : columns whose value is known to precede that day's rating, or that a symptom cannot
        change. They may act on the same day; others from the next day on.
    graph : use what the map of the axis knows beforehand of a column that is named as one of its places, or as what
        a diary calls it: in which days an effect is looked for, how likely it is beside the others, what to hold
        equal. Other columns are searched at every lag, all alike.
    seed : recorded with the answer.

    Raises
    ------
    NotAnalysableError : the frame has no days, a day twice, or a column that is missing or not a number.
        Too few days is a result (``status``), not an error.
    """
    outcomes = (outcome,) if isinstance(outcome, str) else tuple(outcome)
    if isinstance(frame, Diary):
        table = table_of(frame.entries)
        question = question_for(table, outcomes, seed=seed)
    else:
        from commensal.service.frames import table_from_frame  # noqa: PLC0415 - pandas only for frames

        table = table_from_frame(frame, outcomes=outcomes, exposures=exposures)
        names = [v.key for v in table.variables if v.key not in outcomes]
        question = Question(outcomes=outcomes, exposures=tuple(names), seed=seed)
    question = _with(question, exposures, before_rating)
    if graph:
        question = _with_priors(question, table)
    return Found(find_in_table(table, question), table, question, graph)


def _with_priors(question: Question, table: DayTable) -> Question:
    """The question with what the map says beforehand, where it knows a column at all."""
    from commensal.service.graph_priors import graph_priors, place_of  # noqa: PLC0415 - networkx only where needed

    if not any(place_of(variable) for variable in table.variables):
        return question
    return replace(question, priors=graph_priors(table, question.outcomes))


def _with(question: Question, exposures: Sequence[str] | None, before_rating: Collection[str]) -> Question:
    chosen = question.exposures if exposures is None else tuple(exposures)
    return replace(question, exposures=chosen, before_rating=frozenset(before_rating))
