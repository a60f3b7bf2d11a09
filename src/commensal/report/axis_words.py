"""The map in words: a link, a way, what is known between two places. A tired person reads it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from enum import IntEnum

from commensal.axis.explain import Explanation, Outcome
from commensal.axis.links import Link, Path
from commensal.axis.strength import Kind, KindStrength, Strength
from commensal.knowledge.evidence import DayRole, Edge, Node, Relation, evidence
from commensal.report.citations import cited
from commensal.report.words import say
from commensal.vocab.grades import Grade

WIDTH = 79
MOST_LINES = 24
_MOST_SOURCES_NAMED = 3
_NOT_MEASURED = "not measured"
# A condition is no step that anybody takes; its care is told where the condition itself is shown.
_CAUTIOUS_KINDS = ("exposure", "modifier", "risk")
_KINDS = ("exposure", "microbiome_feature", "mechanism", "outcome", "condition", "modifier", "risk")


class Detail(IntEnum):
    """How much is said of each step."""

    BARE = 0
    LINE = 1
    """One line a step, and of the weakest also its sentence."""
    SENTENCE = 2
    FULL = 3


def explanation_lines(explained: Explanation, *, everything: bool = False) -> tuple[str, ...]:
    """What is known between two places, in lines of at most 79 letters.

    Parameters
    ----------
    everything : every way that was handed over, in full; otherwise what fits into ``MOST_LINES``.
    """
    head, tail = _head(explained), _tail(explained)
    ways = explained.paths or explained.reverse
    if everything or not ways:
        blocks = [path_lines(path, n, Detail.FULL) for n, path in enumerate(ways, start=1)]
        return (*head, *_joined(blocks), *tail)
    room = MOST_LINES - len(head) - len(tail) - 2  # a blank line, and one that says how many ways are left
    details = sorted(Detail, reverse=True)
    first = next(lines for detail in details if len(lines := path_lines(ways[0], 1, detail)) <= room or not detail)
    blocks = [first]
    for n, path in enumerate(ways[1:], start=2):
        lines = path_lines(path, n, Detail.LINE)
        if len(_joined([*blocks, lines])) > room + 1:
            break
        blocks.append(lines)
    n_left = len(ways) - len(blocks) + (explained.n_more if explained.paths else 0)
    return (*head, *_joined(blocks), *_more(n_left), *tail)


def _joined(blocks: list[list[str]]) -> list[str]:
    return [line for block in blocks for line in (*block, "")]


def _more(n: int) -> list[str]:
    return _filled(say("axis.more_one" if n == 1 else "axis.more_many", n=n)) if n else []


def _head(explained: Explanation) -> list[str]:
    start, end = explained.start, explained.end
    lines = [*_filled(say("axis.heading", start=start.phrase, end=end.phrase)), ""]
    if explained.outcome is Outcome.SAME_PLACE:
        return [*lines, *_filled(f"{say('axis.same_place', label=end.label)} {end.description}")]
    return [*lines, *_filled(_answer(explained)), ""]


def _answer(explained: Explanation) -> str:
    """What there is to say at once."""
    blanks = {"start": explained.start.phrase, "end": explained.end.phrase}
    if not explained.paths:
        key = "other_direction" if explained.outcome is Outcome.OTHER_DIRECTION else "none_known"
        return say(f"axis.{key}", **blanks)
    is_direct = explained.paths[0].is_direct
    if explained.outcome is Outcome.NOT_SEEN:
        return say("axis.not_seen.direct" if is_direct else "axis.not_seen.chain")
    if is_direct:
        return say("axis.direct")
    n = len(explained.paths) + explained.n_more
    return say("axis.indirect_one") if n == 1 else say("axis.indirect_many", n=n)


def _tail(explained: Explanation) -> list[str]:
    lines = []
    if explained.paths and explained.reverse:
        lines += _filled(say("axis.also_back", start=explained.end.phrase, end=explained.start.phrase))
    cautious = [node for node in (explained.start, explained.end) if node.kind in _CAUTIOUS_KINDS]
    for caution in dict.fromkeys(node.caution for node in cautious if node.caution):
        lines += _filled(say(f"axis.caution.{caution}"))
    return [*lines, *_filled(say("axis.end"))]


def path_lines(path: Path, n: int, detail: Detail) -> list[str]:
    """A way, step by step, with its weakest link named."""
    if path.is_direct:
        return [*_step_lines(path.links[0], None, Detail.FULL), *_filled(weakest_words(path))]
    lines = _filled(_way_words(path, n, detail))
    for number, link in enumerate(path.links, start=1):
        is_told_more = link is path.weakest and detail is Detail.LINE
        told = Detail.SENTENCE if is_told_more else detail
        lines += _step_lines(link, number, told)
    return [*lines, *_filled(f"{weakest_words(path)} {direction_words(path)}")]


def _way_words(path: Path, n: int, detail: Detail) -> str:
    lag = span_words(path.lag_min_days, path.lag_max_days)
    if detail <= Detail.LINE:
        return say("axis.way.steps_short", n=n, n_steps=len(path.links), lag=lag)
    places = ", ".join(evidence().nodes[name].phrase for name in path.nodes)
    return say("axis.way.steps", n=n, places=places, lag=lag)


def _step_lines(link: Link, number: int | None, detail: Detail) -> list[str]:
    edge = link.edge
    if number is not None and detail <= Detail.LINE:
        short = {"claim": claim_words(edge), "grade": grade_words(link.grade), "sources": source_words(edge, most=1)}
        return _filled(say("axis.step.short", n=number, **short), hanging="   ")
    blanks = {"claim": claim_words(edge), "lag": say(f"axis.lag.{edge.lag_band}"), "grade": grade_words(link.grade)}
    head = say("axis.step.alone", **blanks) if number is None else say("axis.step.numbered", n=number, **blanks)
    parts = [edge.statement] if detail >= Detail.SENTENCE else []
    if detail is Detail.FULL:
        parts.append(kinds_words(edge))
    parts.append(source_words(edge))
    indent = "" if number is None else "   "
    return [*_filled(head, hanging="   " if number else ""), *_filled(" ".join(parts), indent=indent)]


def claim_words(edge: Edge) -> str:
    """What an arrow claims, in the words that its kind of arrow allows."""
    source, target = evidence().nodes[edge.source], evidence().nodes[edge.target]
    return say(
        f"axis.claim.{_claim_key(edge, target)}",
        source=source.phrase,
        start=_start_words(source),
        source_more=source.more,
        source_less=source.less,
        target=target.phrase,
        more=target.more,
        less=target.less,
    )


def _start_words(node: Node) -> str:
    """How a place begins a step: "more fibre"; but nobody takes more of a medicine here, or has more of an illness."""
    is_counted = node.day_role not in (DayRole.MEDICINE, DayRole.CONSTANT, DayRole.NONE)
    return node.more if is_counted else node.phrase


def _claim_key(edge: Edge, target: Node) -> str:
    if edge.is_null:
        return "not_seen"
    if edge.relation is Relation.MODIFIES:
        return "more_risk" if edge.sign == "+" else "other_with"
    if edge.relation in (Relation.CONTRAINDICATES, Relation.DEFINES):
        return "care" if edge.relation is Relation.CONTRAINDICATES else "belongs"
    if edge.relation is Relation.ASSOCIATION:
        # nobody has "less" of an illness: say it of the other end
        down = "linked_turned" if target.kind == "condition" else "linked_down"
        return {"+": "linked_up", "-": down}.get(edge.sign, "linked_mixed")
    if edge.relation is Relation.HYPOTHESIS:
        return {"+": "idea_up", "-": "idea_down"}.get(edge.sign, "idea_mixed")
    return {"+": "raises", "-": "lowers"}.get(edge.sign, "mixed")


def kinds_words(edge: Edge) -> str:
    """The four kinds of evidence for an arrow."""
    levels = {
        name: say(f"axis.level.{getattr(edge, name)}")
        for name in ("plausibility", "animal", "human_observational", "human_interventional")
    }
    return say("axis.kinds.line", **levels)


def source_words(edge: Edge, *, most: int = _MOST_SOURCES_NAMED) -> str:
    """Where an arrow comes from, or that nothing was found, or only second-hand."""
    if not edge.source_ids:
        return say("axis.sources.none")
    names = cited(edge.source_ids)
    shown = ", ".join(names[:most])
    if len(names) > most:
        shown = say("axis.sources.and_more", names=shown, n=len(names) - most)
    if not edge.confirmed_source_ids:
        return say("axis.sources.second_hand", names=shown)
    return say("axis.sources.one" if len(names) == 1 else "axis.sources.many", names=shown)


def grade_words(grade: Grade) -> str:
    """A grade for a person: strong, moderate, or early and mixed."""
    return grade.plain


def weakest_words(path: Path) -> str:
    """Which step is the weakest, and what follows for the whole."""
    told = next((link for link in path.links if link.is_null), path.weakest)
    is_idea = told.edge.relation is Relation.HYPOTHESIS
    kind = "_not_seen" if told.is_null else "_idea" if is_idea else ""
    nodes = evidence().nodes
    return say(
        f"axis.way.weakest{'_only' if path.is_direct else ''}{kind}",
        n=path.links.index(told) + 1,
        source=nodes[told.edge.source].phrase,
        target=nodes[told.edge.target].phrase,
        grade=grade_words(path.grade),
    )


def direction_words(path: Path) -> str:
    """Where the steps of a way would point together, and that nobody tested them together."""
    nodes = evidence().nodes
    start, end = nodes[path.nodes[0]], nodes[path.nodes[-1]]
    if start.day_role is DayRole.MEDICINE:  # never a sum that could be read as a reason to change one
        said = say("axis.way.direction_open")
    elif path.sign in ("+", "-"):
        said = say("axis.way.direction", start=start.more, end=end.more if path.sign == "+" else end.less)
    else:
        said = say("axis.way.direction_mixed" if path.sign == "±" else "axis.way.direction_open")
    return f"{said} {say('axis.way.linked')}" if path.has_association else said


def span_words(low_days: int | None, high_days: int | None) -> str:
    """A window of days in words: days up to a fortnight, weeks up to four months, months up to two years."""
    if low_days is None or high_days is None:
        return say("axis.lag.unknown")
    if high_days <= 1:
        return say("axis.lag.span_day")
    if high_days <= 14:
        return say("axis.lag.span_days", low=low_days, high=high_days)
    if high_days <= 120:
        key = "span_from_days" if low_days < 7 else "span_weeks"
        return say(f"axis.lag.{key}", low=low_days // 7, high=round(high_days / 7))
    if high_days <= 730:
        key = "span_weeks_to_months" if low_days < 28 else "span_months"
        return say(f"axis.lag.{key}", low=low_days // 28, high=round(high_days / 30.4))
    return say("axis.lag.span_years", high=round(high_days / 365))


def _filled(text: str, *, indent: str = "", hanging: str | None = None) -> list[str]:
    """Lines of at most ``WIDTH`` letters."""
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent if hanging is None else hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )


def places_lines(nodes: Iterable[Node]) -> tuple[str, ...]:
    """Every place there is, by its kind."""
    lines: list[str] = []
    by_kind: dict[str, list[str]] = {}
    for node in nodes:
        by_kind.setdefault(node.kind, []).append(node.label)
    for kind in _KINDS:
        lines += _filled(say(f"axis.kind.{kind}", labels="; ".join(sorted(by_kind[kind]))), hanging="  ")
    return (*lines, "", *_filled(say("axis.places_more")))


def node_lines(node: Node, into: Iterable[Edge], out_of: Iterable[Edge]) -> tuple[str, ...]:
    """What a place is, what points to it and what it points to, each with its grade."""
    is_measured = node.measured_by != _NOT_MEASURED
    how = say("axis.node.measured" if is_measured else "axis.node.not_measured", how=node.measured_by)
    lines = [node.label, *_filled(node.description), *_filled(how), ""]
    for key, edges in (("into", tuple(into)), ("out_of", tuple(out_of))):
        lines.append(say(f"axis.node.{key}" if edges else f"axis.node.{key}_none"))
        for edge in edges:
            lines += _filled(_edge_line(edge), indent="  ", hanging="    ")
        lines.append("")
    if node.caution:
        lines += _filled(say(f"axis.caution.{node.caution}"))
    return (*lines, *_filled(say("axis.end")))


def _edge_line(edge: Edge) -> str:
    return say(
        "axis.node.line",
        claim=claim_words(edge),
        lag=say(f"axis.lag.{edge.lag_band}"),
        grade=grade_words(Link(edge=edge).grade),
        expert=Link(edge=edge).grade.value.replace("_", " "),
        edge=edge.id,
        sources=source_words(edge),
    )


def strength_lines(counted: Strength) -> tuple[str, ...]:
    """The strength of evidence by area, counted over the map."""
    lines = [say("axis.strength.heading"), "", *_filled(say("axis.strength.counted", n=counted.n_edges)), ""]
    for kind in counted.kinds:
        blanks = {"usual": _usual_words(kind), "n_none": kind.n_none, "n_not_seen": kind.n_not_seen}
        lines += _filled(say(f"axis.strength.{kind.kind.value}", **blanks), indent="- ", hanging="  ")
    grades = counted.grades
    early = grades[Grade.LOW] + grades[Grade.VERY_LOW]
    overall = say("axis.strength.overall", high=grades[Grade.HIGH], moderate=grades[Grade.MODERATE], early=early)
    ideas = say(
        "axis.strength.ideas",
        n=counted.n_hypotheses,
        n_null=counted.n_null,
        n_without=counted.n_without_source,
    )
    return (*lines, "", *_filled(f"{overall} {ideas}"), "", *_filled(say("axis.strength.articles")))


def _usual_words(kind: KindStrength) -> str:
    """The usual levels in words; for trials in people in the words of grades."""
    if kind.kind is Kind.HUMAN_INTERVENTIONAL and set(kind.usual) <= {"very_low", "low", "mixed"}:
        return say("axis.strength.early_and_mixed")
    said = [say(f"axis.strength.level.{level}") for level in kind.usual]
    return said[0] if len(said) == 1 else say("axis.strength.range", low=said[0], high=said[-1])
