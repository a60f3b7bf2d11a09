"""Groups of people compared, in words: what else differs first, and never a word about one person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from commensal.microbiome.confounders import Covariate
from commensal.microbiome.group_comparison import Difference, GroupComparison
from commensal.report.labels import listed
from commensal.report.microbiome_json import SCHEMA, SCHEMA_VERSION, plain
from commensal.report.notice import NOTICE
from commensal.report.numbers import number, signed, whole
from commensal.report.trial_paper import Paper, Part, paper, paper_json
from commensal.report.words import say

_MOST_SHOWN = 12


def cohort_paper(compared: GroupComparison) -> Paper:
    """The comparison: what it cannot tell, what else differs, then the differences, then how it was done."""
    lead = (say("microbiome_cohort.lead"), say("microbiome_cohort.lead_cause"))
    parts = (
        Part(title=say("microbiome_cohort.part.first"), lines=tuple(_first(compared)), is_list=True),
        _measures(compared),
        _communities(compared),
        Part(title=say("microbiome_cohort.part.method"), lines=tuple(_method(compared))),
    )
    return paper(say("microbiome_cohort.title", column=compared.column), lead, parts)


def cohort_json(compared: GroupComparison, made: Paper) -> dict[str, Any]:
    """The comparison as one document: numbers, then the same words as the page."""
    document = plain(compared)
    document["communities"] = {name: plain(one) for name, one in compared.communities.items()}
    return {
        "schema": SCHEMA,
        "schema_version": SCHEMA_VERSION,
        "kind": "groups",
        "notice": NOTICE,
        "comparison": document,
        **paper_json(made),
    }


def cohort_tsv(compared: GroupComparison) -> str:
    """Every measure and group as a row."""
    head = (
        "measure", "group", "reference", "mean_reference", "mean_group", "difference", "low_95", "high_95", "p",
        "p_holm", "chance_higher", "adjusted", "adjusted_low_95", "adjusted_high_95", "adjusted_for", "n_adjusted",
    )  # fmt: skip
    lines = ["\t".join(head)]
    for one in compared.differences:
        cells = (
            one.measure, one.group, one.reference, *one.means, one.estimate, one.low, one.high, one.p_value, one.p_holm,
            one.chance_higher, one.adjusted, one.adjusted_low, one.adjusted_high, ";".join(one.adjusted_for),
            one.n_adjusted,
        )  # fmt: skip
        lines.append("\t".join(_cell(cell) for cell in cells))
    return "\n".join(lines) + "\n"


def _first(compared: GroupComparison) -> Iterator[str]:
    groups = compared.confounding.groups
    differing = compared.confounding.differing
    for one in differing[:_MOST_SHOWN]:
        yield _differs(one, groups)
    if not differing:
        yield say("microbiome_cohort.first.none")
    if compared.confounding.not_recorded:
        kinds = [say(f"microbiome_cohort.not_recorded.{kind}") for kind in compared.confounding.not_recorded]
        yield say("microbiome_cohort.first.not_recorded", kinds=listed(kinds))
    if differing or compared.confounding.not_recorded:
        yield say("microbiome_cohort.first.weigh")
    yield say("microbiome_cohort.first.only_these")


def _differs(one: Covariate, groups: tuple[str, ...]) -> str:
    what = one.column
    if one.kind is not None:
        kind = say(f"microbiome_cohort.kind.{one.kind}")
        if kind.casefold() != one.column.casefold():
            what = say("microbiome_cohort.first.differs_kind", what=one.column, kind=kind)
    if max(one.recorded_share) - min(one.recorded_share) > 0.1:
        shares = [
            f"{group}: {number(100 * share, decimals=0)} %"
            for group, share in zip(groups, one.recorded_share, strict=True)
        ]
        return say("microbiome_cohort.first.differs_known", what=what, groups=listed(shares))
    shown = [f"{group}: {_level(one, value)}" for group, value in zip(groups, one.by_group, strict=True)]
    return say("microbiome_cohort.first.differs", what=what, groups=listed(shown))


def _level(one: Covariate, value: float | None) -> str:
    if value is None:
        return say("microbiome.group.unknown_place")
    if one.label:
        return f"{number(100 * value, decimals=0)} % {one.label}"
    return number(value, decimals=0 if abs(value) >= 100 else 1)


def _measures(compared: GroupComparison) -> Part:
    return Part(
        title=say("microbiome_cohort.part.measures"),
        lines=tuple(difference_words(one) for one in compared.differences),
        head=tuple(
            say(f"microbiome_cohort.head.{key}")
            for key in ("measure", "groups", "difference", "range", "p", "chance", "adjusted")
        ),
        rows=tuple(
            (
                say(f"microbiome_cohort.measure.{one.measure}"),
                f"{one.group} – {one.reference}",
                signed(one.estimate, decimals=_decimals(one)),
                _range(one, one.low, one.high),
                number(one.p_holm, decimals=4),
                number(100 * one.chance_higher, decimals=0),
                say("microbiome.group.unknown_place")
                if one.adjusted is None
                else signed(one.adjusted, decimals=_decimals(one)),
            )
            for one in compared.differences
        ),
    )


def _number_or_unknown(one: Difference, value: float | None) -> str:
    return say("microbiome.group.unknown_place") if value is None else signed(value, decimals=_decimals(one))


def difference_words(one: Difference) -> str:
    """One measure: whether the groups differ, how far they overlap, and what is left with the rest held equal."""
    measure = say(f"microbiome_cohort.measure.{one.measure}")
    blanks = {
        "measure": measure,
        "group": one.group,
        "reference": one.reference,
        "first": number(one.means[0], decimals=_decimals(one)),
        "other": number(one.means[1], decimals=_decimals(one)),
    }
    if not one.is_seen:
        return say("microbiome_cohort.measure.not_seen", **blanks)
    size = {
        "difference": signed(one.estimate, decimals=_decimals(one)),
        "low": signed(one.low, decimals=_decimals(one)),
        "high": signed(one.high, decimals=_decimals(one)),
    }
    way = "seen_lower" if one.estimate < 0 else "seen_higher"
    chance = number(100 * one.chance_higher, decimals=0)
    return " ".join(
        [
            say(f"microbiome_cohort.measure.{way}", **blanks, **size),
            _adjusted(one),
            say("microbiome_cohort.measure.overlap", group=one.group, chance=chance),
        ]
    )


def _adjusted(one: Difference) -> str:
    if one.adjusted is None or one.adjusted_low is None or one.adjusted_high is None:
        return say("microbiome_cohort.measure.not_adjusted")
    return say(
        f"microbiome_cohort.measure.{'still' if one.is_seen_when_adjusted else 'gone'}",
        names=listed(list(one.adjusted_for)),
        difference=signed(one.adjusted, decimals=_decimals(one)),
        low=signed(one.adjusted_low, decimals=_decimals(one)),
        high=signed(one.adjusted_high, decimals=_decimals(one)),
    )


def _communities(compared: GroupComparison) -> Part:
    lines = [
        say(
            "microbiome_cohort.community.sentence",
            distance=say(f"microbiome_cohort.community.{name}"),
            share=f"{number(100 * one.r_squared, decimals=1)} %",
            p=number(one.p_value, decimals=3),
            n=whole(one.n_orders),
        )
        for name, one in compared.communities.items()
    ]
    if lines:
        lines.append(say("microbiome_cohort.community.scatter"))
    return Part(title=say("microbiome_cohort.part.communities"), lines=tuple(lines))


def _method(compared: GroupComparison) -> Iterator[str]:
    groups = listed([f"{name}: {whole(size)}" for name, size in compared.groups])
    yield say("microbiome_cohort.method.people", n=whole(compared.n_people), groups=groups)
    if compared.person_column is None:
        yield say("microbiome_cohort.method.each_a_person")
    else:
        yield say("microbiome_cohort.method.by_person", column=compared.person_column)
    if compared.too_few_reads:
        yield say("microbiome_cohort.method.too_few", n=whole(len(compared.too_few_reads)))
    if compared.n_without_group:
        yield say("microbiome_cohort.method.no_group", n=whole(compared.n_without_group))
    if compared.left_out:
        small = listed([f"{name}: {whole(size)}" for name, size in compared.left_out])
        yield say("microbiome_cohort.method.left_out", groups=small)
    if compared.richness_reads is None:
        yield say("microbiome_cohort.method.depth_unknown")
    else:
        yield say("microbiome_cohort.method.richness", n=whole(compared.richness_reads))
    yield say("microbiome_cohort.method.tests", n=whole(len(compared.differences)))


def _range(one: Difference, low: float, high: float) -> str:
    return say(
        "microbiome.group.range", low=signed(low, decimals=_decimals(one)), high=signed(high, decimals=_decimals(one))
    )


def _decimals(one: Difference) -> int:
    return 1 if one.measure in ("richness", "inverse_simpson") else 2


def _cell(value: object) -> str:
    return "" if value is None else f"{value:.6g}" if isinstance(value, float) else str(value)
