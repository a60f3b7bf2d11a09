"""Groups of people compared, what else differs between them first. Nothing here speaks of one person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from commensal.microbiome.confounders import Confounding, Covariate, numbers_of
from commensal.microbiome.permanova import Permanova

Floats = NDArray[np.float64]

FEWEST_IN_A_GROUP: Final = 10
"""With fewer people in a group nothing is compared: any difference would be a story about these few."""

_MOST_ADJUSTED = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One measure in one group against the group of reference.

    Parameters
    ----------
    means : of the reference group and of the other.
    estimate, low, high : difference of means with its 95 % interval (Welch). [unit of the measure]
    p_value : Mann-Whitney; ``p_holm`` the same, allowing for all measures and groups (Holm).
    chance_higher : that a random person of the other group has more than one of the reference; 0.5 where there is no
        difference. Far from 0 and 1 the measure cannot tell one person's group.
    adjusted, adjusted_low, adjusted_high : the difference with what differs between the groups held equal (least
        squares with robust errors, HC3); None where nothing could be held equal.
    adjusted_for : columns that were held equal.
    n_adjusted : people of whom all of them are known.
    """

    measure: str
    group: str
    reference: str
    means: tuple[float, float]
    estimate: float
    low: float
    high: float
    p_value: float
    p_holm: float
    chance_higher: float
    adjusted: float | None = None
    adjusted_low: float | None = None
    adjusted_high: float | None = None
    adjusted_for: tuple[str, ...] = ()
    n_adjusted: int = 0

    @property
    def is_seen(self) -> bool:
        """Whether the groups differ in it by more than chance, everything that was compared allowed for."""
        return self.p_holm < 0.05

    @property
    def is_seen_when_adjusted(self) -> bool | None:
        """Whether the interval of the adjusted difference leaves out nought; None where it could not be adjusted."""
        if self.adjusted_low is None or self.adjusted_high is None:
            return None
        return self.adjusted_low > 0.0 or self.adjusted_high < 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupComparison:
    """Groups of people compared.

    Parameters
    ----------
    column : of the table of people that names the groups.
    person_column : that tells people apart; None where each sample counts as a person.
    groups : names with the number of people in each; the first is the reference.
    left_out : groups of fewer than ten people, with their number.
    n_samples : samples that were read; ``n_people`` of them were compared, one each.
    too_few_reads : samples refused, with their reads. [reads]
    n_without_group : samples of which the table of people says nothing.
    confounding : what else differs, to be read first.
    depth_by_group : median depth; None where it is not known. [reads]
    richness_reads : the draw that richness is for; None where reads are not known. [reads]
    differences : each measure and group.
    communities : by distance, ``bray_curtis`` and ``aitchison``.
    """

    column: str
    person_column: str | None
    groups: tuple[tuple[str, int], ...]
    left_out: tuple[tuple[str, int], ...]
    n_samples: int
    n_people: int
    too_few_reads: tuple[tuple[str, int], ...]
    n_without_group: int
    confounding: Confounding
    depth_by_group: tuple[float | None, ...]
    richness_reads: int | None
    differences: tuple[Difference, ...]
    communities: Mapping[str, Permanova]


@dataclass(frozen=True, slots=True, kw_only=True)
class _People:
    """Who is compared: the group of each, and what is held equal."""

    group_of: NDArray[np.intp]
    groups: tuple[str, ...]
    held: Floats
    held_names: tuple[str, ...]


def differences(
    measures: Mapping[str, Floats],
    group_of: NDArray[np.intp],
    groups: Sequence[str],
    *,
    confounding: Confounding,
    columns: Mapping[str, Sequence[object]],
) -> tuple[Difference, ...]:
    """Each measure in each group against the first, with and without what else differs held equal.

    Parameters
    ----------
    measures : by name, shape (n_people,).
    group_of : number of each person's group; 0 is the reference.
    columns : what is known of each person, by name.
    """
    held, names = _held_equal(confounding.differing, columns, len(group_of))
    people = _People(group_of=group_of, groups=tuple(groups), held=held, held_names=names)
    found = [
        _difference(name, values, number, people)
        for name, values in measures.items()
        for number in range(1, len(groups))
    ]
    corrected = holm(np.array([one.p_value for one in found]))
    return tuple(replace(one, p_holm=float(p)) for one, p in zip(found, corrected, strict=True))


def _difference(measure: str, values: Floats, number: int, people: _People) -> Difference:
    from scipy.stats import mannwhitneyu  # noqa: PLC0415 - slow to load

    usable = np.isfinite(values)
    other, reference = (values[(people.group_of == group) & usable] for group in (number, 0))
    estimate, half = _welch(other, reference)
    tested = mannwhitneyu(other, reference)
    plain = Difference(
        measure=measure,
        group=people.groups[number],
        reference=people.groups[0],
        means=(float(reference.mean()), float(other.mean())),
        estimate=estimate,
        low=estimate - half,
        high=estimate + half,
        p_value=float(tested.pvalue),
        p_holm=1.0,
        chance_higher=float(tested.statistic) / (len(other) * len(reference)),
    )
    adjusted = _adjusted(values, number, people) if people.held_names else None
    if adjusted is None:
        return plain
    centre, half, n_adjusted = adjusted
    return replace(
        plain,
        adjusted=centre,
        adjusted_low=centre - half,
        adjusted_high=centre + half,
        adjusted_for=people.held_names,
        n_adjusted=n_adjusted,
    )


def _welch(other: Floats, reference: Floats) -> tuple[float, float]:
    """Difference of means and half of its 95 % interval (Welch 1947, Biometrika 34:28)."""
    from scipy.stats import t  # noqa: PLC0415 - slow to load

    first, second = other.var(ddof=1) / len(other), reference.var(ddof=1) / len(reference)
    spread = first + second
    rest = first**2 / (len(other) - 1) + second**2 / (len(reference) - 1)
    half = float(t.ppf(0.975, spread**2 / rest) * np.sqrt(spread)) if spread > 0 else 0.0
    return float(other.mean() - reference.mean()), half


def holm(p_values: Floats) -> Floats:
    """p-values with all comparisons allowed for (Holm 1979, Scandinavian Journal of Statistics 6:65)."""
    order = np.argsort(p_values)
    factors = len(p_values) - np.arange(len(p_values))
    adjusted = np.empty(len(p_values))
    adjusted[order] = np.minimum(np.maximum.accumulate(p_values[order] * factors), 1.0)
    return adjusted


def _held_equal(
    differing: Sequence[Covariate], columns: Mapping[str, Sequence[object]], n_people: int
) -> tuple[Floats, tuple[str, ...]]:
    """Columns of a design matrix for what differs and is known of most people; none where nothing is."""
    parts, names = [], []
    for one in differing[:_MOST_ADJUSTED]:
        if min(one.recorded_share) < 0.8:
            continue
        values = columns[one.column]
        numbers = numbers_of(values)
        if numbers is not None:
            parts.append(numbers[:, None])
        else:
            words = sorted({str(value) for value in values if value not in (None, "")})
            dummies = np.array([[float(str(value) == word) for word in words[1:]] for value in values])
            dummies[[value in (None, "") for value in values]] = np.nan
            parts.append(dummies)
        names.append(one.column)
    return (np.hstack(parts) if parts else np.empty((n_people, 0))), tuple(names)


def _adjusted(values: Floats, number: int, people: _People) -> tuple[float, float, int] | None:
    """Least squares with robust errors (HC3: MacKinnon & White 1985): estimate, half interval, people; or None."""
    from scipy.stats import t  # noqa: PLC0415 - slow to load

    known = np.isfinite(people.held).all(axis=1)
    chosen = np.isfinite(values) & known & np.isin(people.group_of, (0, number))
    inside = people.held[chosen]
    inside = inside[:, inside.std(axis=0) > 0] if len(inside) else inside
    design = np.column_stack([np.ones(len(inside)), people.group_of[chosen] == number, inside]).astype(np.float64)
    n, k = design.shape
    if n < k + 10 or np.linalg.matrix_rank(design) < k:
        return None
    inverse = np.linalg.inv(design.T @ design)
    fitted = inverse @ design.T @ values[chosen]
    leverage = np.einsum("ij,jk,ik->i", design, inverse, design)
    residual = (values[chosen] - design @ fitted) / np.maximum(1.0 - leverage, 1e-9)
    covariance = inverse @ (design.T * residual**2) @ design @ inverse
    return float(fitted[1]), float(t.ppf(0.975, n - k) * np.sqrt(covariance[1, 1])), n
