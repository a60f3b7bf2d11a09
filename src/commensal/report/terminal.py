"""The findings in a terminal: plain when it is not one, and never in colour alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from io import StringIO

from rich.box import ROUNDED, SIMPLE_HEAD
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from commensal.findings.finding import Finding, Findings, OutcomeFindings, Tier
from commensal.report.credible_sets import is_about_medicine, labels_of, shown_sets
from commensal.report.difference import as_shown, condition_words, measure_of, signed_range
from commensal.report.finding_map import map_sentences
from commensal.report.findings_words import (
    answer_words,
    finding_sentence,
    help_sentence,
    left_out_sentence,
    member_sentence,
    outcome_sentence,
    together_sentence,
    visible_effect_sentence,
    when_words,
)
from commensal.report.known_truth import KnownEffect, truth_rows
from commensal.report.labels import at_start, in_sentence, listed
from commensal.report.notice import NOTICE
from commensal.report.words import say

_WIDEST = 120
_NAMED_IN_A_ROW = 8


def findings_text(
    findings: Findings,
    *,
    width: int = 80,
    is_synthetic: bool = False,
    every_candidate: bool = False,
    truth: Sequence[KnownEffect] | None = None,
) -> str:
    """The same as ``print_findings``, as text without any colour. ``width`` in characters."""
    console = Console(file=StringIO(), width=width, color_system=None, force_terminal=False, legacy_windows=False)
    with console.capture() as captured:
        print_findings(console, findings, is_synthetic=is_synthetic, every_candidate=every_candidate, truth=truth)
    return "\n".join(line.rstrip() for line in captured.get().splitlines()) + "\n"


def print_findings(
    console: Console,
    findings: Findings,
    *,
    is_synthetic: bool = False,
    every_candidate: bool = False,
    truth: Sequence[KnownEffect] | None = None,
) -> None:
    """Print what is known and how sure, outcome by outcome, then what cannot be said, then the notice.

    Parameters
    ----------
    console : where to; its width, colours and encoding are respected.
    every_candidate : a table of everything that was compared, instead of one line for each kind of silence.
    truth : what was planted in a synthetic person.
    """
    for part in _parts(findings, is_synthetic=is_synthetic, every_candidate=every_candidate, truth=truth):
        console.print(part, markup=False, highlight=False, emoji=False, width=min(console.width, _WIDEST))


def _parts(
    findings: Findings, *, is_synthetic: bool, every_candidate: bool, truth: Sequence[KnownEffect] | None
) -> Iterator[RenderableType]:
    if is_synthetic:
        yield Panel(Text(say("synthetic.banner")), box=ROUNDED, expand=False)
    if not findings.outcomes:
        yield Text(say("page.no_outcomes"), style="bold")
    for item in findings.outcomes:
        yield Text()
        yield Text(outcome_sentence(item), style="bold")
        yield Padding(Group(*_about_outcome(item, every_candidate, len(findings.outcomes))), (1, 0, 0, 2))
    if truth is not None:
        yield Text()
        yield _truth_table(truth, findings)
    yield Text()
    yield Panel(Text(NOTICE), title=Text(say("page.notice")), title_align="left", box=ROUNDED)


def _about_outcome(item: OutcomeFindings, every_candidate: bool, n_outcomes: int) -> Iterator[RenderableType]:
    labels = labels_of(item.findings)
    sets = shown_sets(item)
    if len(item.shown) > 1:
        yield _found_table([finding for members in sets for finding in members], item)
    for members in sets:
        others = [other for other in map(member_sentence, members[1:]) if other]
        of_map = map_sentences(members[0], label_by_key=labels)
        yield Text(" ".join([finding_sentence(members[0], label_by_key=labels), *others, *of_map]))
        yield Text()
    if sets and (together := together_sentence(n_outcomes)):
        yield Text(together)
        yield Text()
    if every_candidate:
        yield _all_table(item, labels)
    else:
        yield from _silent_lines(item, labels)
    yield Text(visible_effect_sentence(item))
    yield Text(left_out_sentence(item))
    yield Text.assemble((say("help.title"), "bold"), ": ", help_sentence(item))


def _found_table(shown: Sequence[Finding], item: OutcomeFindings) -> RenderableType:
    measure = measure_of(item.outcome)
    title = say("terminal.found_title", outcome=in_sentence(item.outcome.label))
    difference = say(f"column.difference_{measure.kind}", unit=measure.unit)
    table = _table(title, say("column.exposure"), difference, say("column.when"), say("column.sure"))
    for finding in shown:
        table.add_row(
            Text(at_start(finding.exposure.label)),
            Text(_difference(finding)),
            Text(when_words(finding.onset_days)),
            Text(say(f"sure.{finding.tier.value}_short")),
        )
    return _spaced(table)


def _all_table(item: OutcomeFindings, labels: Mapping[str, str]) -> RenderableType:
    title = say("terminal.all_title", outcome=in_sentence(item.outcome.label))
    table = _table(title, say("column.exposure"), say("column.answer"), say("column.days"))
    for finding in item.findings:
        table.add_row(
            Text(at_start(finding.exposure.label)),
            Text(answer_words(finding, label_by_key=labels)),
            Text(say("column.days_cell", n=f"{finding.n_days_exposed:,}", n_days=f"{finding.n_days:,}")),
        )
    return _spaced(table)


def _silent_lines(item: OutcomeFindings, labels: Mapping[str, str]) -> Iterator[RenderableType]:
    """What was looked at and is not shown, gathered by why."""
    names_by_answer: dict[str, list[str]] = {}
    for finding in item.findings:
        if finding.tier is Tier.NONE:
            answer = answer_words(finding, label_by_key=labels)
            names_by_answer.setdefault(answer, []).append(in_sentence(finding.exposure.label))
    if not names_by_answer:
        return
    table = _table(say("terminal.silent_title"), say("column.answer"), say("column.exposure"))
    for answer, names in names_by_answer.items():
        named = names[:_NAMED_IN_A_ROW]
        if len(names) > len(named):
            named.append(say("terminal.more", n=len(names) - len(named)))
            text = say("list.comma").join(named)
        else:
            text = listed(named)
        table.add_row(Text(say("terminal.silent_row", answer=answer, n=len(names))), Text(text))
    yield _spaced(table)


def _truth_table(truth: Sequence[KnownEffect], findings: Findings) -> RenderableType:
    if not truth:
        return Text(say("truth.empty"))
    columns = ("truth_pair", "truth_effect", "truth_answer")
    table = _table(say("page.truth"), *(say(f"column.{name}") for name in columns))
    for row in truth_rows(truth, findings):
        table.add_row(*(Text(cell) for cell in (row.pair, row.planted, row.answer)))
    return table


def _difference(finding: Finding) -> str:
    if finding.effect is None or is_about_medicine(finding):
        return say("column.nothing")
    difference = signed_range(as_shown(finding, finding.effect), measure_of(finding.outcome))
    return say("signed.with_condition", difference=difference, condition=condition_words(finding))


def _table(title: str, *columns: str) -> Table:
    table = Table(
        title=Text(title),
        title_justify="left",
        title_style="bold",
        header_style="",
        box=SIMPLE_HEAD,
        show_edge=False,
        pad_edge=False,
    )
    for column in columns:
        table.add_column(Text(column), overflow="fold", vertical="top")
    return table


def _spaced(table: Table) -> RenderableType:
    return Padding(table, (0, 0, 1, 0))
