"""The map in words: a link, a way, what is known between two places. A tired person reads it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from enum import IntEnum

from commensal.axis.explain import Explanation, Outcome
from commensal.axis.links import WORST_FIRST, Link, Path
from commensal.axis.strength import Kind, KindStrength, Strength
from commensal.knowledge.evidence import Edge, Node, evidence
from commensal.report.axis_phrases import (
    claim_words,
    direction_words,
    grade_words,
    kinds_words,
    source_words,
    span_words,
    timed_claim_words,
    weakest_words,
)
from commensal.report.words import say
from commensal.vocab.grades import Grade

WIDTH = 79
MOST_LINES = 24
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
    first = _first_of_all(explained)
    ways = explained.paths or explained.reverse
    if everything or not ways:
        blocks = [path_lines(path, n, Detail.FULL) for n, path in enumerate(ways, start=1)]
        return (*head, *first, *_answer_lines(explained, is_needed=bool(ways) or not first), *_joined(blocks), *tail)
    if first:
        n_ways = len(ways) + (explained.n_more if explained.paths else 0)
        left = _filled(say("axis.ways_one" if n_ways == 1 else "axis.ways_many", n=n_ways))
        return (*head, *first, *left, *tail)
    head += _answer_lines(explained)
    return (*head, *_best_ways(explained, ways, MOST_LINES - len(head) - len(tail)), *tail)


def _best_ways(explained: Explanation, ways: Sequence[Path], room: int) -> list[str]:
    """The best way in as much detail as there is room for, others while there is room, and how many are left."""
    room -= 1  # one line says how many ways are left
    best = next(
        lines
        for detail in sorted(Detail, reverse=True)
        if len(lines := path_lines(ways[0], 1, detail)) < room or not detail
    )
    blocks = [best]
    for n, path in enumerate(ways[1:], start=2):
        lines = path_lines(path, n, Detail.LINE)
        if len(_joined([*blocks, lines])) > room:
            break
        blocks.append(lines)
    return [*_joined(blocks), *_more(len(ways) - len(blocks) + (explained.n_more if explained.paths else 0))]


def _first_of_all(explained: Explanation) -> list[str]:
    """Who must be careful, and what was looked at in people with the condition that is asked about."""
    lines: list[str] = []
    if explained.care:
        lines.append(say("axis.care"))
        for link in explained.care:
            lines += path_lines(Path(links=(link,)), 1, Detail.FULL)
        lines.append("")
    if explained.studied:
        condition = next(node for node in (explained.end, explained.start) if node.kind == "condition")
        lines += _filled(say("axis.studied", condition=condition.phrase))
        details = [Detail.FULL] + [Detail.SENTENCE] * len(explained.studied)
        for n, (link, detail) in enumerate(zip(explained.studied, details, strict=False), start=1):
            lines += _step_lines(link, n, detail)
        lines += [*_filled(_weakest_studied(explained.studied)), ""]
    return lines


def _weakest_studied(links: Sequence[Link]) -> str:
    if len(links) == 1:
        return weakest_words(Path(links=tuple(links)))
    weakest = min(links, key=lambda link: (WORST_FIRST.index(link.grade), link.human_rank))
    source, target = evidence().nodes[weakest.edge.source], evidence().nodes[weakest.edge.target]
    return say(
        "axis.way.weakest_studied",
        n=links.index(weakest) + 1,
        source=source.phrase,
        target=target.phrase,
        grade=grade_words(weakest.grade),
    )


def _answer_lines(explained: Explanation, *, is_needed: bool = True) -> list[str]:
    if explained.outcome is Outcome.SAME_PLACE or not is_needed:
        return []
    return [*_filled(answer_words(explained)), ""]


def _joined(blocks: list[list[str]]) -> list[str]:
    return [line for block in blocks for line in (*block, "")]


def _more(n: int) -> list[str]:
    return _filled(say("axis.more_one" if n == 1 else "axis.more_many", n=n)) if n else []


def _head(explained: Explanation) -> list[str]:
    start, end = explained.start, explained.end
    lines = [*_filled(say("axis.heading", start=start.phrase, end=end.phrase)), ""]
    if explained.outcome is Outcome.SAME_PLACE:
        return [*lines, *_filled(f"{say('axis.same_place', label=end.label)} {end.description}"), ""]
    return lines


def answer_words(explained: Explanation) -> str:
    """What there is to say at once."""
    if explained.outcome is Outcome.SAME_PLACE:
        return say("axis.same_place", label=explained.end.label)
    blanks = {"start": explained.start.phrase, "end": explained.end.phrase}
    if not explained.paths:
        key = "other_direction" if explained.outcome is Outcome.OTHER_DIRECTION else "none_known"
        return say(f"axis.{key}", **blanks)
    is_direct = explained.paths[0].is_direct
    if explained.outcome is Outcome.NOT_SEEN:
        return say("axis.not_seen.direct" if is_direct else "axis.not_seen.chain")
    if is_direct:
        return say("axis.direct_idea" if explained.paths[0].has_hypothesis else "axis.direct")
    n = len(explained.paths) + explained.n_more
    return say("axis.indirect_one") if n == 1 else say("axis.indirect_many", n=n)


def _tail(explained: Explanation) -> list[str]:
    return [line for sentence in last_words(explained) for line in _filled(sentence)]


def last_words(explained: Explanation) -> tuple[str, ...]:
    """What is to be added in the end: the other direction, what is close by, care, and that it is no advice."""
    told = []
    if explained.paths and explained.reverse and not explained.care:
        told.append(say("axis.also_back", start=explained.end.phrase, end=explained.start.phrase))
    for link in explained.close_by:
        start = evidence().nodes[link.edge.source]
        told.append(say("axis.close_by", start=start.phrase, end=explained.end.phrase))
    cautious = [node for node in (explained.start, explained.end) if node.kind in _CAUTIOUS_KINDS]
    told += [say(f"axis.caution.{caution}") for caution in dict.fromkeys(node.caution for node in cautious) if caution]
    return (*told, say("axis.end"))


def path_lines(path: Path, n: int, detail: Detail) -> list[str]:
    """A way, step by step, with its weakest link named."""
    if path.is_direct:
        return [*_step_lines(path.links[0], None, Detail.FULL), *_filled(weakest_words(path))]
    lines = _filled(_way_words(path, n, detail))
    for number, link in enumerate(path.links, start=1):
        is_told_more = link is path.weakest and detail is Detail.LINE
        told = Detail.SENTENCE if is_told_more else detail
        lines += _step_lines(link, number, told)
    return [*lines, *_filled(f"{weakest_words(path)} {direction_words(path)}".strip())]


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
    blanks = {"claim": timed_claim_words(edge), "grade": grade_words(link.grade)}
    head = say("axis.step.alone", **blanks) if number is None else say("axis.step.numbered", n=number, **blanks)
    parts = [edge.statement] if detail >= Detail.SENTENCE else []
    if detail is Detail.FULL:
        parts.append(kinds_words(edge))
    parts.append(source_words(edge))
    indent = "" if number is None else "   "
    return [*_filled(head, hanging="   " if number else ""), *_filled(" ".join(parts), indent=indent)]


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


def node_lines(
    node: Node, *, into: Iterable[Edge], out_of: Iterable[Edge], studied: Iterable[Edge] = ()
) -> tuple[str, ...]:
    """What a place is, what points to it and what it points to, each with its grade; for a condition its studies."""
    is_measured = node.measured_by != _NOT_MEASURED
    how = say("axis.node.measured" if is_measured else "axis.node.not_measured", how=node.measured_by)
    lines = [node.label, *_filled(node.description), *_filled(how), ""]
    for key, edges in (("into", tuple(into)), ("out_of", tuple(out_of))):
        lines.append(say(f"axis.node.{key}" if edges else f"axis.node.{key}_none"))
        for edge in edges:
            lines += _filled(_edge_line(edge), indent="  ", hanging="    ")
        lines.append("")
    if told := [line for edge in studied for line in _filled(_edge_line(edge), indent="  ", hanging="    ")]:
        lines += [*_filled(say("axis.studied", condition=node.phrase)), *told, ""]
    if node.caution:
        lines += _filled(say(f"axis.caution.{node.caution}"))
    return (*lines, *_filled(say("axis.end")))


def _edge_line(edge: Edge) -> str:
    return say(
        "axis.node.line",
        claim=timed_claim_words(edge),
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
