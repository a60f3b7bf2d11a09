"""Writes docs/reference/claims.md from the tables of claims and sources, so that page and product cannot differ.

Run by ``make claims``; a test compares the page with what this would write.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from commensal.knowledge.claims import Claim, Verdict, claims
from commensal.knowledge.evidence import evidence
from commensal.knowledge.sources import Source, sources
from commensal.report.evidence_words import citation, grade_words, levels_words, sure_sentence, verdict_words
from commensal.report.words import say
from commensal.service.evidence import audit

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "claims.md"

_HEAD = """\
# The claims of two articles, checked

<!-- Written by `make claims` from the tables in knowledge/data/evidence. Change those, then run it again. -->

Two popular articles say what gut, brain and immune system have to do with pain and fatigue. This page goes through
{n} claims they make: what the evidence is, how sure one can be, and what Commensal says in place of the article's own
words. `commensal evidence` shows the same. How verdicts and grades come about, and what keeps our own sentences in
bounds, is in [how far is it supported](../explanation/evidence.md).

Verdicts and grades are our own judgement, in the words of GRADE. No doctor or pharmacist has gone through them yet.
"Seen" means that the page or the abstract was seen, not the whole paper. "Not checked" names what is from memory or
second-hand.
"""
_ARTICLES = {
    "000": "Article 000: the gut microbiome and chronic pain",
    "001": "Article 001: neuroplastic pain, fibromyalgia and ME/CFS",
}


def page() -> str:
    """The whole page, as Markdown."""
    return "\n".join(_lines()).rstrip() + "\n"


def _lines() -> Iterator[str]:
    every = tuple(claims().values())
    yield _HEAD.format(n=len(every))
    yield from _counts()
    yield from _kinds()
    for article, title in _ARTICLES.items():
        yield f"## {title}\n"
        for claim in every:
            if claim.article == article:
                yield from _claim(claim)
    yield from _sources({source_id for claim in every for source_id in claim.source_ids})


def _counts() -> Iterator[str]:
    counted = audit()
    yield "## Counts\n"
    yield f"| part of the map | {' | '.join(verdict_words(verdict) for verdict in Verdict)} |"
    yield f"|---|{'---:|' * len(Verdict)}"
    for area, by_verdict in counted.verdicts_by_area.items():
        cells = " | ".join(str(n or "") for n in by_verdict.values())
        yield f"| {say(f'evidence.area.{area}')} | {cells} |"
    yield f"| **all** | {' | '.join(f'**{n}**' for n in counted.verdicts.values())} |\n"
    graded = ", ".join(f"{n} {grade_words(grade)}" for grade, n in counted.claims_by_grade.items())
    yield f"By how sure one can be: {graded}.\n"
    unsourced = ", ".join(claim.id for claim in counted.without_confirmed_source)
    yield f"No source that was seen itself: {unsourced}.\n"
    careful = ", ".join(claim.id for claim in counted.with_safety_note)
    yield f"Words that could harm somebody: {careful}.\n"


def _kinds() -> Iterator[str]:
    yield "## The second article's own table, beside ours\n"
    yield "| kind of evidence | the article | we | arrows of the map by level |"
    yield "|---|---|---|---|"
    for row in audit().kinds:
        word = say(f"evidence.word.{row.claim.seed_word}")
        ours = f"{verdict_words(row.claim.verdict)} ({row.claim.id}): {row.claim.wording}"
        yield f"| {say(f'evidence.kind.{row.kind}')} | {word} | {ours} | {levels_words(row.arrows_by_level)} |"
    yield ""


def _claim(claim: Claim) -> Iterator[str]:
    yield f"### {claim.id}, claimed: {claim.cue}\n"
    yield f"We say: **{claim.wording}**\n"
    note = f" {claim.verdict_note}" if claim.verdict_note else ""
    yield f"- Verdict: {verdict_words(claim.verdict)}.{note}"
    yield f"- {sure_sentence(claim)}."
    if claim.safety_note:
        yield f"- {say('evidence.claim.safety', note=claim.safety_note)}"
    yield f"- The article: “… {claim.said} …”"
    yield f"- {say('evidence.claim.evidence', evidence=claim.evidence)}"
    if claim.unverified:
        yield f"- {say('evidence.claim.unverified', unverified=claim.unverified)}"
    named = ", ".join(f"[{each}](#{each})" for each in claim.source_ids)
    yield f"- Rests on: {named}" if named else f"- {say('evidence.claim.no_sources')}"
    nodes, edges = evidence().nodes, evidence().edges
    arrows = "; ".join(
        f"{each} {nodes[edges[each].source].label} → {nodes[edges[each].target].label}" for each in claim.edge_ids
    )
    yield f"- On the map: {arrows}\n" if arrows else f"- {say('evidence.claim.no_arrows')}\n"


def _sources(named: set[str]) -> Iterator[str]:
    yield "## Sources named here\n"
    for source_id in sorted(named):
        yield f'- <a id="{source_id}"></a>`{source_id}` {_linked(sources()[source_id])}'


def _linked(source: Source) -> str:
    text = citation(source)
    if not source.doi:
        return text
    return text.replace(f"DOI {source.doi}", f"[DOI {source.doi}](https://doi.org/{source.doi})")


if __name__ == "__main__":
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"wrote {PAGE}\n")
