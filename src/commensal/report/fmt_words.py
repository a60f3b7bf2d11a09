"""The page on stool transplants (FMT): what is known, the risks, and why it is not suggested here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from commensal.knowledge.fmt import FmtFacts, FmtPosition, FmtRisk, FmtTrial
from commensal.report.citations import cited
from commensal.report.labels import at_start, listed
from commensal.report.words import has_sentence, say
from commensal.vocab.grades import Grade

_CONDITIONS = ("ibs", "fibromyalgia", "me_cfs")


@dataclass(frozen=True, slots=True, kw_only=True)
class FmtItem:
    """One statement of the page with what it rests on.

    Parameters
    ----------
    name : a few words before it, where it has a name.
    grade : None where nothing is graded.
    source_ids : empty where ``is_sourced`` is False, or where none was found.
    is_sourced : whether it is a statement on the world, which needs sources.
    """

    text: str
    name: str = ""
    grade: Grade | None = None
    source_ids: tuple[str, ...] = ()
    is_sourced: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class FmtSection:
    """A heading, and what stands under it; ``level`` 2 stands under the section before it."""

    head: str
    items: tuple[FmtItem, ...]
    level: int = 1


def fmt_sections(facts: FmtFacts) -> tuple[FmtSection, ...]:
    """The whole page in order, every sentence with its sources."""
    blanks = _figure_blanks(facts)
    return (
        FmtSection(head=say("fmt.what.head"), items=(_plain("fmt.what.body"),)),
        FmtSection(head=say("fmt.accepted.head"), items=tuple(_accepted(facts))),
        FmtSection(head=say("fmt.trials.head"), items=()),
        *(_trials(condition, facts, blanks) for condition in _CONDITIONS),
        FmtSection(head=say("fmt.risks.head"), items=tuple(_risk(risk, blanks) for risk in facts.risks)),
        FmtSection(head=say("fmt.oversight.head"), items=tuple(_oversight(facts))),
        FmtSection(head=say("fmt.not_here.head"), items=tuple(map(_plain, _NOT_HERE))),
    )


_NOT_HERE = ("fmt.not_here.body", "fmt.not_here.ask", "fmt.not_here.grades")


def fmt_lines(facts: FmtFacts) -> Iterator[str]:
    """The page for a terminal."""
    yield say("fmt.title")
    for section in fmt_sections(facts):
        yield from ("", section.head)
        for item in section.items:
            before = f"{item.name}. " if item.name else ""
            yield f"- {before}{item.text}" if item.is_sourced else item.text
            if item.is_sourced:
                yield f"  {_basis(item)}"


def fmt_markdown(facts: FmtFacts) -> str:
    """The same page as a document."""
    lines = [f"# {say('fmt.title')}"]
    for section in fmt_sections(facts):
        lines += ["", f"{'#' * (section.level + 1)} {section.head}", ""]
        for item in section.items:
            name = f"**{item.name}.** " if item.name else ""
            lines += [f"- {name}{item.text} *{_basis(item)}*" if item.is_sourced else f"{item.text}\n"]
    return "\n".join(lines).replace("\n\n\n", "\n\n").rstrip("\n") + "\n"


def fmt_json(facts: FmtFacts) -> dict[str, Any]:
    """The same as one document, with the facts behind it."""
    return {
        "title": say("fmt.title"),
        "sections": [
            {
                "head": section.head,
                "level": section.level,
                "items": [
                    {
                        "name": item.name or None,
                        "text": item.text,
                        "grade": None if item.grade is None else item.grade.value,
                        "source_ids": list(item.source_ids),
                    }
                    for item in section.items
                ],
            }
            for section in fmt_sections(facts)
        ],
        "figures": {
            figure.id: {
                "value": figure.value,
                "low": figure.low,
                "high": figure.high,
                "unit": figure.unit,
                "n": figure.n,
                "n_unit": figure.n_unit or None,
                "what": figure.what,
                "source_ids": list(figure.source_ids),
            }
            for figure in facts.figures.values()
        },
        "trials": [_trial_json(trial) for trial in facts.trials],
    }


def _trial_json(trial: FmtTrial) -> dict[str, Any]:
    return {
        "id": trial.id,
        "condition": trial.condition,
        "design": trial.design,
        "is_blinded": trial.is_blinded,
        "n_trials": trial.n_trials,
        "n_people": trial.n_people,
        "outcome": trial.outcome,
        "measure": trial.measure,
        "risk_ratio": trial.estimate,
        "low": trial.low,
        "high": trial.high,
        "grade": None if trial.grade is None else trial.grade.value,
        "source_ids": list(trial.source_ids),
    }


def _plain(key: str) -> FmtItem:
    return FmtItem(text=say(key), is_sourced=False)


def _accepted(facts: FmtFacts) -> Iterator[FmtItem]:
    yield _plain("fmt.accepted.body")
    places = {row.place: row.label for row in facts.oversight}
    for position in sorted(facts.positions, key=lambda row: (row.stance, row.year, row.id)):
        if position.stance != "only_in_trials":
            yield FmtItem(text=_position_text(position, places), source_ids=position.source_ids)


def _position_text(position: FmtPosition, places: Mapping[str, str]) -> str:
    certainty = "" if position.certainty is None else position.certainty.plain
    key = f"fmt.accepted.{position.stance}{'_certainty' if certainty else ''}"
    text = say(key, body=position.body, place=places[position.place], year=position.year, certainty=certainty)
    own = f"fmt.accepted.{position.id}"
    parts = [at_start(text) if text[:1].islower() else text]
    parts += [say(own)] if has_sentence(own) else []
    parts += [say("fmt.partly")] if position.is_partly_from_memory else []
    return " ".join(parts)


def _trials(condition: str, facts: FmtFacts, blanks: Mapping[str, str]) -> FmtSection:
    items = [
        FmtItem(text=_trial_text(trial, blanks), grade=trial.grade, source_ids=trial.source_ids)
        for trial in sorted(facts.trials, key=lambda row: (row.grade is None, -row.n_trials, row.n_people))
        if trial.condition == condition
    ]
    places = {row.place: row.label for row in facts.oversight}
    items += [
        FmtItem(
            text=say(f"fmt.trials.{condition}_position", body=row.body, place=places[row.place], year=row.year),
            source_ids=row.source_ids,
        )
        for row in facts.positions
        if row.stance == "only_in_trials" and row.use == condition
    ]
    return FmtSection(head=say(f"fmt.trials.{condition}"), items=tuple(items), level=2)


def _trial_text(trial: FmtTrial, blanks: Mapping[str, str]) -> str:
    numbers = {name: value for name in ("estimate", "low", "high") if (value := getattr(trial, name)) is not None}
    return say(
        f"fmt.trials.{trial.id}",
        **blanks,
        **{name: f"{value:g}" for name, value in numbers.items()},
        n_trials=trial.n_trials,
        n_people=trial.n_people,
    )


def _risk(risk: FmtRisk, blanks: Mapping[str, str]) -> FmtItem:
    return FmtItem(
        name=f"{risk.number}. {say(f'fmt.risk.{risk.id}.name')}",
        text=say(f"fmt.risk.{risk.id}.text", **blanks),
        grade=risk.grade,
        source_ids=risk.source_ids,
    )


def _oversight(facts: FmtFacts) -> Iterator[FmtItem]:
    yield _plain("fmt.oversight.body")
    places: dict[str, list[str]] = defaultdict(list)
    sources: dict[str, list[str]] = defaultdict(list)
    for row in facts.oversight:
        places[row.kind].append(row.label)
        sources[row.kind] += row.source_ids
    for kind in sorted(places):
        yield FmtItem(
            text=say("fmt.oversight.line", kind=say(f"fmt.oversight.{kind}"), places=listed(sorted(places[kind]))),
            source_ids=tuple(dict.fromkeys(sources[kind])),
        )


def _figure_blanks(facts: FmtFacts) -> Mapping[str, str]:
    """Every number of the tables under its id, and under ``id_low``, ``id_high`` and ``id_n`` what goes with it."""
    blanks: dict[str, str] = {}
    for figure in facts.figures.values():
        of_one = {"": figure.value, "_low": figure.low, "_high": figure.high, "_n": figure.n}
        blanks |= {f"{figure.id}{end}": f"{value:,g}" for end, value in of_one.items() if value is not None}
    return blanks


def _basis(item: FmtItem) -> str:
    """How sure, and from where."""
    parts = [] if item.grade is None else [say("fmt.grade", grade=item.grade.plain)]
    named: Iterable[str] = cited(item.source_ids)
    parts.append(say("fmt.sources", sources=listed(list(named))) if item.source_ids else say("fmt.no_sources"))
    return " ".join(parts)
