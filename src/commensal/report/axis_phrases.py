"""One arrow of the map in words: what it claims, how well that is known, and from where."""

from __future__ import annotations

from commensal.axis.links import MIXED_SIGN, Path
from commensal.knowledge.evidence import DayRole, Edge, Node, Relation, evidence
from commensal.report.citations import cited
from commensal.report.words import say
from commensal.vocab.grades import Grade

_MOST_SOURCES_NAMED = 3


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


def timed_claim_words(edge: Edge) -> str:
    """What an arrow claims and within what time; a definition and a rule of care take none."""
    if edge.relation in (Relation.DEFINES, Relation.CONTRAINDICATES):
        return claim_words(edge)
    return say("axis.step.timed", claim=claim_words(edge), lag=say(f"axis.lag.{edge.lag_band}"))


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
    return _effect_key(edge)


def _effect_key(edge: Edge) -> str:
    if edge.relation is Relation.HYPOTHESIS:
        return {"+": "idea_up", "-": "idea_down"}.get(edge.sign, "idea_mixed")
    if edge.grade in (Grade.LOW, Grade.VERY_LOW) and edge.sign != MIXED_SIGN:
        return "perhaps_up" if edge.sign == "+" else "perhaps_down"
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


def mechanism_words(path: Path) -> str:
    """A way as a candidate on a finding's card: its places, its weakest link, and that a diary cannot tell."""
    nodes = evidence().nodes
    return say(
        "axis.mechanism.card",
        places=", ".join(nodes[name].phrase for name in path.nodes),
        source=nodes[path.weakest.edge.source].phrase,
        target=nodes[path.weakest.edge.target].phrase,
        grade=grade_words(path.grade),
    )


def direction_words(path: Path) -> str:
    """Where the steps of a way would point together, if anywhere, and that nobody tested them together."""
    if path.is_null:
        return ""
    nodes = evidence().nodes
    start, end = nodes[path.nodes[0]], nodes[path.nodes[-1]]
    # Never a sum that could be read as a reason to change a medicine, of ideas, or towards having an illness or not.
    is_open = start.day_role is DayRole.MEDICINE or path.has_hypothesis or end.kind == "condition"
    if path.sign in ("+", "-") and not is_open:
        said = say("axis.way.direction", start=start.more, end=end.more if path.sign == "+" else end.less)
    else:
        is_mixed = path.sign == MIXED_SIGN and not is_open
        said = say("axis.way.direction_mixed" if is_mixed else "axis.way.direction_open")
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
