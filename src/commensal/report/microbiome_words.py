"""The parts of a stool sample's report, in words. No number is judged, and nothing is advised."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from commensal.knowledge.group_studies import studies_about
from commensal.microbiome.context import SampleContext
from commensal.microbiome.result import (
    BalanceLevel,
    Bands,
    Basis,
    FunctionBand,
    IndexReading,
    Measure,
    Reason,
    SampleSummary,
)
from commensal.report.labels import at_start, listed
from commensal.report.microbiome_bands import BandRow, band_chart, percent, range_words
from commensal.report.microbiome_context_words import context_lines, medicines_touching, reason_words
from commensal.report.numbers import number, whole
from commensal.report.trial_paper import Paper, Part, paper
from commensal.report.words import say

_MOST_TAXA = 12
_MOST_MEMBERS = 6
_STUDIED = ("fibromyalgia", "me_cfs", "ibs")
_SAID_ELSEWHERE = frozenset({"bands_widened"})


def sample_paper(summary: SampleSummary, context: SampleContext) -> Paper:
    """What the samples say: what they can tell, what stands before them, and numbers with ranges."""
    many = "_many" if summary.n_samples > 1 else ""
    title = say(f"microbiome.title{many}")
    lead = [say(f"microbiome.lead{many}", n=whole(summary.n_samples))]
    first = Part(title=say("microbiome.part.context"), lines=tuple(_before(summary, context)), is_list=True)
    if summary.refused is not None:
        return paper(title, [*lead, say("microbiome.refused", reason=reason_words(summary.refused))], [first])
    lead += [say("microbiome.lead_days"), say("microbiome.lead_healthy")]
    parts = (
        first,
        _variety(summary, context),
        _groups(summary, context),
        _functions(summary.functions),
        _indices(summary.indices),
        _studies(),
        _taxa(summary),
        _method(summary),
        Part(title=say("microbiome.part.next"), lines=(say(f"microbiome.next.{'several' if many else 'one'}"),)),
    )
    return paper(title, lead, parts)


def group_name(key: str) -> str:
    """The name of a balance or of what bacteria could make."""
    return say(f"microbiome.group.{key}")


def _before(summary: SampleSummary, context: SampleContext) -> Iterator[str]:
    yield from context_lines(context)
    # What happened before an older sample is not in this context, and is said here.
    said = _SAID_ELSEWHERE | {reason.key for reason in context.disturbances}
    yield from (reason_words(reason) for reason in summary.cautions if reason.key not in said)


def _variety(summary: SampleSummary, context: SampleContext) -> Part:
    rows = tuple(
        (
            f"{say(f'microbiome.variety.{one.key}')} ({say(f'microbiome.rank.{one.rank}')})",
            _value(one, one.observed),
            say("microbiome.group.range", low=_value(one, one.typical.low_95), high=_value(one, one.typical.high_95)),
        )
        for one in summary.measures
    )
    return Part(
        title=say("microbiome.part.variety"),
        lines=tuple(_variety_lines(summary, context)),
        head=(say("microbiome.head.measure"), say("microbiome.head.observed"), say("microbiome.head.usual")),
        rows=rows,
    )


def _variety_lines(summary: SampleSummary, context: SampleContext) -> Iterator[str]:
    shannon = next((one for one in summary.measures if (one.key, one.rank) == ("shannon", "genus")), None)
    if shannon is not None:
        low, high = (_value(shannon, value) for value in (shannon.typical.low_95, shannon.typical.high_95))
        many = "_many" if summary.n_samples > 1 else ""
        yield say(f"microbiome.variety.sentence{many}", level=_value(shannon, shannon.observed), low=low, high=high)
    yield from _touched(context, "variety")
    yield say("microbiome.variety.note")


def _value(measure: Measure, value: float) -> str:
    return number(value, decimals=0 if measure.key == "richness" else 1 if measure.key == "inverse_simpson" else 2)


def _groups(summary: SampleSummary, context: SampleContext) -> Part:
    judged = [one for one in summary.balances if one.role != "context"]
    many = "_many" if summary.n_samples > 1 else ""
    lines: list[str] = []
    for one in judged:
        name = at_start(group_name(one.key))
        if not one.is_seen:
            lines.append(say("microbiome.group.unseen", name=name))
            continue
        low, high = percent(one.typical_share.low_95), percent(one.typical_share.high_95)
        said = say(f"microbiome.group.sentence{many}", name=name, level=percent(one.observed_share), low=low, high=high)
        lines.append(" ".join([said, *_far_out(one, summary), *_place(one.percentile), *_touched(context, one.key)]))
    lines.append(say("microbiome.group.no_verdict"))
    if len(judged) < len(summary.balances):
        lines.append(say("microbiome.group.ratio"))
    shown = [BandRow(name=at_start(group_name(one.key)), usual=one.typical_share, observed=one.observed_share)
             for one in judged]  # fmt: skip
    return Part(
        title=say("microbiome.part.groups"),
        lines=tuple(lines),
        figure=band_chart(shown, picture_id="microbiome-bands") if shown else None,
        caption=say("microbiome.group.caption"),
        head=tuple(say(f"microbiome.head.{key}") for key in ("group", "observed", "usual", "place", "members")),
        rows=tuple(_group_row(one) for one in summary.balances),
    )


def _group_row(one: BalanceLevel) -> tuple[str, ...]:
    place = say("microbiome.group.unknown_place") if one.percentile is None else _place_range(one.percentile)
    is_ratio = one.role == "context"
    observed = percent(one.observed_share)
    usual = range_words(one.typical_share)
    return (
        at_start(group_name(one.key)),
        observed,
        usual,
        say("microbiome.group.unknown_place") if is_ratio else place,
        _members(one.members),
    )


def _members(names: Sequence[str]) -> str:
    shown = list(names[:_MOST_MEMBERS])
    if len(names) > len(shown):
        shown.append(say("microbiome.group.more", n=len(names) - len(shown)))
    return listed(shown) if shown else say("microbiome.group.none")


def _far_out(one: BalanceLevel, summary: SampleSummary) -> Iterator[str]:
    """One sample beyond the range is drawn towards what is usual; that has to be said, or it looks like a mistake."""
    usual = one.typical_share
    if summary.n_samples == 1 and not usual.low_95 <= one.observed_share <= usual.high_95:
        yield say("microbiome.group.far_out")


def _place(percentile: Bands | None) -> Iterator[str]:
    if percentile is not None:
        low, high = (number(value, decimals=0) for value in (percentile.low_95, percentile.high_95))
        yield say("microbiome.group.place", low=low, high=high)


def _place_range(percentile: Bands) -> str:
    low, high = (number(value, decimals=0) for value in (percentile.low_95, percentile.high_95))
    return say("microbiome.group.range", low=low, high=high)


def _touched(context: SampleContext, key: str) -> Iterator[str]:
    if names := medicines_touching(context, key):
        yield say("microbiome.group.touched", what=listed(list(names)))


def _functions(functions: Sequence[FunctionBand]) -> Part:
    lines = [say("microbiome.function.intro")] if functions else []
    lines += [say(f"microbiome.function.{one.place.value}", name=at_start(_product(one))) for one in functions]
    if any(one.key == "lps_hexa_acylated" for one in functions):
        lines.append(say("microbiome.function.lps_note"))
    if functions:
        lines.append(say("microbiome.function.weak"))
    if any(one.needs_species for one in functions):
        lines.append(say("microbiome.function.needs_species"))
    return Part(
        title=say("microbiome.part.functions"),
        lines=tuple(lines),
        head=tuple(say(f"microbiome.head.{key}") for key in ("function", "answer", "usual", "grade", "members")),
        rows=tuple(
            (
                at_start(_product(one)),
                say(f"microbiome.function.place_{one.place.value}"),
                range_words(one.share),
                one.grade,
                _members(one.members),
            )
            for one in functions
        ),
    )


def _product(one: FunctionBand) -> str:
    return say(f"microbiome.function.{one.key}")


def _indices(indices: Sequence[IndexReading]) -> Part:
    lines = [say("microbiome.index.intro"), *map(index_words, indices)] if indices else []
    if any(one.is_ours and one.score is not None for one in indices):
        lines.append(say("microbiome.index.ours"))
    if any(one.score is not None for one in indices):
        lines.append(say("microbiome.index.not_you"))
    return Part(title=say("microbiome.part.indices"), lines=tuple(lines))


def index_words(one: IndexReading) -> str:
    """An index with its range, or why it is not given."""
    name = say(f"microbiome.index.{one.key}")
    if one.score is None or one.bands is None:
        return say("microbiome.index.refused", name=name, reason=reason_words(one.refused or Reason(key="other")))
    low, high = (number(value, decimals=2) for value in (one.bands.low_95, one.bands.high_95))
    given = say("microbiome.index.given", name=name, score=number(one.score, decimals=2), low=low, high=high)
    return " ".join([given, *map(reason_words, one.cautions)])


def _studies() -> Part:
    lines = [say("microbiome.studies.intro")]
    for about in _STUDIED:
        lines.append(say(f"microbiome.studies.{about}"))
        lines += [
            say("microbiome.studies.else", citation=study.citation, plain=study.plain) for study in studies_about(about)
        ]
    return Part(
        title=say("microbiome.part.studies"),
        lines=(*dict.fromkeys(lines), say("microbiome.studies.usual_too")),
        is_list=True,
    )


def _taxa(summary: SampleSummary) -> Part:
    return Part(
        title=say("microbiome.part.taxa"),
        head=tuple(say(f"microbiome.head.{key}") for key in ("taxon", "observed", "usual")),
        rows=tuple((one.name, percent(one.share), range_words(one.typical_share)) for one in summary.taxa[:_MOST_TAXA]),
    )


def _method(summary: SampleSummary) -> Part:
    lines = []
    if summary.depth is not None and summary.is_depth_known:
        lines.append(say("microbiome.method.depth", reads=whole(summary.depth)))
    lines.append(say("microbiome.method.draws", n=whole(summary.n_draws)))
    if summary.basis is not None:
        lines.append(say(f"microbiome.method.basis_{basis_key(summary.basis)}", n=whole(summary.n_samples)))
    lines += [
        say("microbiome.method.widened", times=one.found) for one in summary.cautions if one.key == "bands_widened"
    ]
    lines.append(say("microbiome.method.not_compared"))
    return Part(title=say("microbiome.part.method"), lines=tuple(lines))


def basis_key(basis: Basis) -> str:
    """The name of a basis in the texts."""
    return basis.name.casefold()
