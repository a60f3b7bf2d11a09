"""What else differs between groups of people, and what nobody wrote down: said before any difference of bacteria."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commensal.knowledge.covariates import TO_ASK_FIRST, kind_of_column

Floats = NDArray[np.float64]

CLEAR_DIFFERENCE_SD = 0.25
"""A standardised difference from which two groups are said to differ (a common rule of matching). [SD]"""

FEWEST_EACH = 5
_LEVEL = 0.05
_MOST_LABELS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Covariate:
    """How one column differs between the groups.

    Parameters
    ----------
    kind : what it is about, as far as its name tells; None where it does not.
    by_group : for each group, the mean, or the share of the label that differs most.
    label : that label; empty for numbers.
    difference_sd : difference of means over the pooled standard deviation, the largest of any two groups; None for
        labels. [SD]
    p_value : Kruskal-Wallis for numbers, chi-squared for labels; None where too few are known.
    recorded_share : for each group, the share of people of whom it is known.
    differs : whether the groups differ in it, or in how often it is known.
    """

    column: str
    kind: str | None
    by_group: tuple[float | None, ...]
    label: str
    difference_sd: float | None
    p_value: float | None
    recorded_share: tuple[float, ...]
    differs: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Confounding:
    """What else differs between groups.

    Parameters
    ----------
    groups : names, in the order of every ``by_group``.
    covariates : every column that could be looked at, those that differ first.
    not_recorded : kinds that matter most and stand in no column.
    """

    groups: tuple[str, ...]
    covariates: tuple[Covariate, ...]
    not_recorded: tuple[str, ...]

    @property
    def differing(self) -> tuple[Covariate, ...]:
        """The columns in which the groups differ."""
        return tuple(one for one in self.covariates if one.differs)


def confounding(
    group_of: NDArray[np.intp], groups: Sequence[str], columns: Mapping[str, Sequence[object]]
) -> Confounding:
    """What of these columns differs between the groups.

    Parameters
    ----------
    group_of : number of the group of each sample.
    columns : by name, a value for each sample: a number, a word, or None.
    """
    seen = [_covariate(name, values, group_of, len(groups)) for name, values in columns.items()]
    found = sorted((one for one in seen if one is not None), key=_first_what_matters)
    kinds = {one.kind for one in found}
    return Confounding(
        groups=tuple(groups),
        covariates=tuple(found),
        not_recorded=tuple(kind for kind in TO_ASK_FIRST if kind not in kinds),
    )


def numbers_of(values: Sequence[object]) -> Floats | None:
    """A column as numbers, NaN where nothing is known; None where it holds words."""
    numbers = np.full(len(values), np.nan)
    for place, value in enumerate(values):
        if value is None or value == "":
            continue
        if isinstance(value, bool):
            return None
        try:
            numbers[place] = float(str(value))
        except ValueError:
            return None
    return numbers


def _first_what_matters(one: Covariate) -> tuple[bool, int, float, str]:
    order = TO_ASK_FIRST.index(one.kind) if one.kind in TO_ASK_FIRST else len(TO_ASK_FIRST)
    return not one.differs, order, 1.0 if one.p_value is None else one.p_value, one.column


@dataclass(frozen=True, slots=True, kw_only=True)
class _Column:
    """One column with what is asked of every column."""

    name: str
    kind: str | None
    group_of: NDArray[np.intp]
    n_groups: int
    known: NDArray[np.bool_]
    recorded: tuple[float, ...]
    is_known_unevenly: bool

    def of_group(self, group: int) -> NDArray[np.bool_]:
        """The people of one group of whom it is known."""
        inside: NDArray[np.bool_] = self.known & (self.group_of == group)
        return inside


def _covariate(name: str, values: Sequence[object], group_of: NDArray[np.intp], n_groups: int) -> Covariate | None:
    numbers = numbers_of(values)
    known = np.array([value not in (None, "") for value in values]) if numbers is None else np.isfinite(numbers)
    if not known.any():
        return None
    recorded = tuple(float(known[group_of == group].mean()) for group in range(n_groups))
    uneven = _p_of_table(known.astype(np.intp), group_of, n_groups, 2)
    column = _Column(
        name=name,
        kind=kind_of_column(name),
        group_of=group_of,
        n_groups=n_groups,
        known=known,
        recorded=recorded,
        is_known_unevenly=uneven is not None and uneven < _LEVEL and max(recorded) - min(recorded) > 0.1,
    )
    if numbers is not None and len(np.unique(numbers[known])) > 2:
        return _of_numbers(column, numbers)
    return _of_labels(column, [str(value) if there else "" for value, there in zip(values, known, strict=True)])


def _of_numbers(column: _Column, numbers: Floats) -> Covariate:
    from scipy.stats import kruskal  # noqa: PLC0415 - slow to load

    split = [numbers[column.of_group(group)] for group in range(column.n_groups)]
    can_tell = all(len(part) >= FEWEST_EACH for part in split)
    p_value = float(kruskal(*split).pvalue) if can_tell and np.ptp(np.concatenate(split)) > 0 else None
    within = [part.var(ddof=1) for part in split if len(part) > 1]
    sd = float(np.sqrt(np.mean(within))) if within else 0.0
    there = [float(part.mean()) for part in split if len(part)]
    difference = (max(there) - min(there)) / sd if sd > 0 else None
    is_clear = can_tell and difference is not None and difference >= CLEAR_DIFFERENCE_SD
    return Covariate(
        column=column.name,
        kind=column.kind,
        by_group=tuple(float(part.mean()) if len(part) else None for part in split),
        label="",
        difference_sd=difference,
        p_value=p_value,
        recorded_share=column.recorded,
        differs=bool(is_clear or (p_value is not None and p_value < _LEVEL) or column.is_known_unevenly),
    )


def _of_labels(column: _Column, labels: Sequence[str]) -> Covariate | None:
    """None for a column of names, which says nothing of groups, and for one that only names the groups again."""
    words = sorted({label for label, there in zip(labels, column.known, strict=True) if there})
    if len(words) > _MOST_LABELS or _names_the_groups(column, labels):
        return None
    codes = np.array([words.index(label) if label else -1 for label in labels])
    shares = np.full((column.n_groups, len(words)), np.nan)
    for group in range(column.n_groups):
        inside = codes[column.of_group(group)]
        if len(inside):
            shares[group] = np.bincount(inside, minlength=len(words)) / len(inside)
    spread = np.nan_to_num(np.nanmax(shares, axis=0) - np.nanmin(shares, axis=0))
    # Of two labels the later one in the alphabet is told: "Yes" rather than "No".
    most = int(len(words) - 1 - np.argmax(spread[::-1]))
    known = column.known
    can_tell = len(words) > 1
    p_value = _p_of_table(codes[known], column.group_of[known], column.n_groups, len(words)) if can_tell else None
    return Covariate(
        column=column.name,
        kind=column.kind,
        by_group=tuple(None if np.isnan(share) else float(share) for share in shares[:, most]),
        label=words[most],
        difference_sd=None,
        p_value=p_value,
        recorded_share=column.recorded,
        differs=bool((p_value is not None and p_value < _LEVEL) or column.is_known_unevenly),
    )


def _names_the_groups(column: _Column, labels: Sequence[str]) -> bool:
    """Whether every label belongs to one group alone, as "short" and "long" illness do: nothing to hold equal."""
    groups_of: dict[str, set[int]] = {}
    for label, group, there in zip(labels, column.group_of, column.known, strict=True):
        if there:
            groups_of.setdefault(label, set()).add(int(group))
    belongs = {group for groups in groups_of.values() for group in groups}
    return len(belongs) == column.n_groups > 1 and all(len(groups) == 1 for groups in groups_of.values())


def _p_of_table(codes: NDArray[np.intp], group_of: NDArray[np.intp], n_groups: int, n_codes: int) -> float | None:
    """Chi-squared of a table of counts; None where a group or a label is missing from it."""
    from scipy.stats import chi2_contingency  # noqa: PLC0415 - slow to load

    counts = np.zeros((n_groups, n_codes))
    np.add.at(counts, (group_of, codes), 1.0)
    if (counts.sum(axis=1) < FEWEST_EACH).any() or (counts.sum(axis=0) == 0).any():
        return None
    return float(chi2_contingency(counts).pvalue)
