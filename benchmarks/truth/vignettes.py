"""People as TOML files: does the safety gate hold back what it must, and let through what it may?

    python benchmarks/truth/vignettes.py DIR [--show]

DIR is searched for ``*.toml``, also in folders below it; one file is one person, in the layout that is promised under
"Vignettes" (person, days, ask, expect). Texts of days go through the program's own parser, as ``commensal log`` would
do. Beside what a file expects, laws hold for everybody: in an emergency nothing else is shown; medicine changes and
transplants are never suggested; what is suggested has passed the gate; no sentence breaks the list of expressions that
no text may hold; and never is it said that nothing was found.

Prints a table of failures with reasons and, last, ``people=… passed=… failed=…``.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any
from uuid import uuid4

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # so that it runs from any folder

from benchmarks.truth.forbidden import forbidden_in
from commensal.guidance.suggest import suggest
from commensal.guidance.suggestion import Guidance
from commensal.knowledge.evidence import evidence
from commensal.knowledge.safety_rules import Level, safety_rules
from commensal.records.entry import Entry
from commensal.records.facts import Fact, Note, StoolForm, SymptomRating
from commensal.records.person import AgeBand, Flag, Person
from commensal.records.proposal import Proposal
from commensal.records.recent_day import RecentDay
from commensal.report.guidance_page import guidance_lines
from commensal.report.safety_words import screening_lines
from commensal.safety.screen import Screening, screen, what_may_be_suggested
from commensal.service.home import Home
from commensal.service.person import recent_days_of
from commensal.service.words import understand
from commensal.vocab.answers import Answer
from commensal.vocab.errors import CommensalError
from commensal.vocab.origin import Origin
from commensal.vocab.proposal_kinds import NEVER_SUGGESTED, RESTRICTIONS, ProposalKind

TODAY_WITHOUT_DAYS = date(2026, 3, 1)
FLAG_BY_NAME: Mapping[str, Flag] = {
    **{flag.value: flag for flag in Flag},
    "trouble_affording_food": Flag.FOOD_INSECURITY,
}
KINDS_BY_NAME: Mapping[str, frozenset[ProposalKind]] = {
    **{kind.value: frozenset({kind}) for kind in ProposalKind},
    "restriction": RESTRICTIONS,
    "exercise_target": frozenset({ProposalKind.EXERCISE_INCREASE}),
}
_MOST_SUGGESTIONS = 3
_HIGHEST_RATING = 10
_STOOL_KEYS = frozenset({"bristol", "stool", "stool_form"})
_SAYS_ALL_CLEAR = ("no red flag", "all clear", "nothing to worry about")
_KEYS: Mapping[str, frozenset[str]] = {
    "": frozenset({"id", "title", "person", "days", "ask", "expect"}),
    "person": frozenset(
        {
            "age",
            "age_band",
            "avoided_food_groups",
            "bmi",
            "conditions",
            "country",
            "flags",
            "medicines",
            "said_safe",
            "seen_by_clinician",
            "sex",
        }
    ),
    "ask": frozenset({"question", "proposal"}),
    "expect": frozenset(
        {
            "allowed",
            "forbidden_kinds",
            "forbidden_phrases",
            "levels",
            "must_mention",
            "not_rules",
            "rules",
        }
    ),
}


class UnreadableVignetteError(Exception):
    """A file is not in the layout; the sentence says where and what."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vignette:
    """One person, what is asked, and what is expected."""

    id: str
    title: str
    person: Person
    days: tuple[RecentDay, ...]
    question: str
    proposal: Proposal | None
    today: date
    expect: Mapping[str, Any]
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class Tally:
    """How it went."""

    people: int = 0
    notes: list[str] = field(default_factory=list)
    failures: dict[str, list[str]] = field(default_factory=dict)


def vignettes_in(folder: Path) -> Iterator[tuple[Path, Vignette]]:
    """Every person of a folder, in the order of their paths."""
    for file in sorted(folder.rglob("*.toml")):
        yield file, read_vignette(file)


def read_vignette(file: Path) -> Vignette:
    """One file.

    Raises
    ------
    UnreadableVignetteError : not in the layout.
    """
    try:
        written = tomllib.loads(file.read_text(encoding="utf-8"))
        notes = tuple(_unknown_keys(written))
        days = tuple(_day(entry) for entry in written.get("days", ()))
        asked = written.get("ask", {})
        return Vignette(
            id=str(written.get("id", file.stem)),
            title=str(written.get("title", "")),
            person=_person(written.get("person", {})),
            days=days,
            question=asked.get("question", ""),
            proposal=Proposal(kind=ProposalKind(asked["proposal"])) if asked.get("proposal") else None,
            today=_today(written, days),
            expect=_expect(written.get("expect", {})),
            notes=notes,
        )
    except (ValueError, KeyError, TypeError, CommensalError, tomllib.TOMLDecodeError) as problem:
        raise UnreadableVignetteError(f"{file}: {problem}") from problem


def failures_of(vignette: Vignette) -> list[str]:
    """What is not as expected, in words; empty when all is well."""
    who, days, today = vignette.person, vignette.days, vignette.today
    screening = screen(who, days, vignette.proposal, question=vignette.question, today=today)
    is_asked = bool(vignette.question or vignette.proposal)
    free = what_may_be_suggested(who, days, today) - screening.barred
    seen = "\n".join(screening_lines(screening, country=who.country, is_asked=is_asked))
    guidance = suggest(None, evidence(), who, days, today=today, question=vignette.question)
    suggested = _unwrapped("\n".join(guidance_lines(guidance, is_full=True)))
    return [
        *_rule_failures(vignette.expect, screening),
        *_kind_failures(vignette, screening, free),
        *_word_failures(vignette.expect, seen, f"{seen}\n{suggested}"),
        *_gate_failures(screening, free),
        *_guidance_failures(vignette, guidance, free),
        *_text_failures(vignette, screening, f"{seen}\n{suggested}"),
    ]


def _unwrapped(text: str) -> str:
    """A text whose lines were broken to fit a terminal, with each thought on one line again."""
    return re.sub(r"\n(?: +|(?=[a-z]))", " ", text)


def run(folder: Path) -> Tally:
    """Screen every person of a folder."""
    tally = Tally()
    for file in sorted(folder.rglob("*.toml")):
        tally.people += 1
        try:
            vignette = read_vignette(file)
            found = failures_of(vignette)
            name = f"{vignette.id} {vignette.title}".strip()
            tally.notes += [f"{name}: {note}" for note in vignette.notes]
        except UnreadableVignetteError as problem:
            found, name = [f"cannot be read: {problem}"], file.stem
        if found:
            tally.failures[name] = found
    return tally


def main() -> int:
    """Run over one folder; exit code 1 when anybody fails."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--show", action="store_true", help="print what every person sees")
    options = parser.parse_args()
    if not options.folder.is_dir():
        print(f"{options.folder}: there is no such folder. Give a folder that holds TOML files.", file=sys.stderr)
        return 2
    if options.show:
        _show(options.folder)
    tally = run(options.folder)
    for note in tally.notes:
        print(note)
    for name, found in tally.failures.items():
        for index, reason in enumerate(found):
            print(f"{name if index == 0 else '':<60.60}  {reason}")
    print(f"people={tally.people} passed={tally.people - len(tally.failures)} failed={len(tally.failures)}")
    return 1 if tally.failures else 0


def _show(folder: Path) -> None:
    for _, one in vignettes_in(folder):
        screening = screen(one.person, one.days, one.proposal, question=one.question, today=one.today)
        print(f"# {one.id} {one.title}: {[rule.rule_id for rule in screening.fired]}")
        for line in screening_lines(screening, country=one.person.country, is_asked=True):
            print(f"  {line}")


def _unknown_keys(written: Mapping[str, Any]) -> Iterator[str]:
    """Keys that the layout does not have. They are named and passed over; in ``expect`` they cannot be."""
    for part, known in _KEYS.items():
        found = written if not part else written.get(part, {})
        for key in sorted(set(found) - known):
            where = f"[{part}] {key}" if part else key
            if part == "expect":
                raise ValueError(f"{where}: nobody knows how to check that; known are {', '.join(sorted(known))}")
            yield f"{where} is not in the layout and was not looked at"


def _expect(written: Mapping[str, Any]) -> Mapping[str, Any]:
    for rule_id in (*written.get("rules", ()), *written.get("not_rules", ())):
        if rule_id not in safety_rules():
            raise ValueError(f"expect names the unknown rule {rule_id!r}")
    for name in written.get("forbidden_kinds", ()):
        if name not in KINDS_BY_NAME:
            raise ValueError(f"expect names the unknown kind {name!r}")
    for level in written.get("levels", ()):
        Level(level)
    return written


def _person(written: Mapping[str, Any]) -> Person:
    for name in written.get("flags", {}):
        if name not in FLAG_BY_NAME:
            raise ValueError(f"person has the unknown flag {name!r}; known are {sorted(FLAG_BY_NAME)}")
    return Person(
        age_years=written.get("age"),
        age_band=AgeBand(written["age_band"]) if "age_band" in written else None,
        country=written.get("country"),
        sex=written.get("sex"),
        conditions=tuple(written.get("conditions", ())),
        medicines=tuple(written.get("medicines", ())),
        answers=MappingProxyType({FLAG_BY_NAME[k]: Answer(v) for k, v in written.get("flags", {}).items()}),
        seen_by_clinician=MappingProxyType({k: _date(v) for k, v in written.get("seen_by_clinician", {}).items()}),
        said_safe=MappingProxyType({k: _date(v) for k, v in written.get("said_safe", {}).items()}),
        bmi=written.get("bmi"),
        avoided_food_groups=tuple(written.get("avoided_food_groups", ())),
    )


def _day(written: Mapping[str, Any]) -> RecentDay:
    """One day through the program's own parser, as if it had been logged."""
    day = _date(written["day"])
    facts = [fact for key, value in written.items() if key != "day" for fact in _facts(day, key, value)]
    entries = [
        Entry(id=str(uuid4()), fact=fact, day=day, recorded_at=_noon(day), origin=Origin.ENTERED) for fact in facts
    ]
    return recent_days_of(entries)[0] if entries else RecentDay(day=day)


def _facts(day: date, key: str, value: object) -> Iterator[Fact]:
    """Words are kept and read; a number from 0 to 10 is a rating, and of a stool its form."""
    if isinstance(value, str):
        yield Note(text=value)
        yield from understand(_home(), value, day=day).accepted().facts
    elif isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"the day {day} has {key!r} = {value!r}; expected words or a number")
    elif key in _STOOL_KEYS and value in range(1, 8):
        yield StoolForm(form=int(value))
    elif 0 <= value <= _HIGHEST_RATING:
        yield SymptomRating(symptom=key, score=float(value))


def _today(written: Mapping[str, Any], days: tuple[RecentDay, ...]) -> date:
    """The last day that the file speaks of: somebody who says that a clinician looked at it says so afterwards."""
    person = written.get("person", {})
    said = [_date(value) for name in ("seen_by_clinician", "said_safe") for value in person.get(name, {}).values()]
    return max((*said, *(day.day for day in days)), default=TODAY_WITHOUT_DAYS)


def _date(value: object) -> date:
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=UTC)


@cache
def _home() -> Home:
    """A home without a diary: nobody's own words."""
    nowhere = Path(tempfile.gettempdir()) / f"no-diary-{uuid4()}"
    return Home(location=nowhere, clock=lambda: _noon(TODAY_WITHOUT_DAYS), state_folder=nowhere)


def _rule_failures(expect: Mapping[str, Any], screening: Screening) -> Iterator[str]:
    fired = {rule.rule_id: rule for rule in screening.fired}
    for rule_id in expect.get("rules", ()):
        if rule_id not in fired:
            yield f"{rule_id} did not fire; fired: {', '.join(fired) or 'none'}"
    for rule_id in expect.get("not_rules", ()):
        if rule_id in fired:
            yield f"{rule_id} fired, because {'; '.join(fired[rule_id].because)}"
    if "levels" in expect:
        levels = {rule.level.value for rule in screening.fired}
        if levels != set(expect["levels"]):
            yield f"levels {sorted(levels)} of {', '.join(fired) or 'no rule'}; expected {sorted(expect['levels'])}"


def _kind_failures(vignette: Vignette, screening: Screening, free: frozenset[ProposalKind]) -> Iterator[str]:
    expect = vignette.expect
    if "allowed" in expect and screening.is_allowed is not expect["allowed"]:
        state = "waits for an answer" if screening.is_waiting else "is allowed" if screening.is_allowed else "is barred"
        asks = ", ".join(question.id for question in screening.questions)
        yield f"the proposal {state}{f' ({asks})' if asks else ''}; expected allowed = {expect['allowed']}"
    for name in expect.get("forbidden_kinds", ()):
        if open_kinds := sorted(KINDS_BY_NAME[name] & free):
            yield f"{', '.join(open_kinds)} may be suggested; expected not"


def _word_failures(expect: Mapping[str, Any], seen: str, everything: str) -> Iterator[str]:
    for words in expect.get("must_mention", ()):
        if words.casefold() not in seen.casefold():
            yield f"nothing seen mentions {words!r}"
    for words in expect.get("forbidden_phrases", ()):
        if words.casefold() in everything.casefold():
            yield f"what is seen holds {words!r}"


def _gate_failures(screening: Screening, free: frozenset[ProposalKind]) -> Iterator[str]:
    """Laws of the gate that hold for everybody."""
    if screening.is_emergency and (screening.questions or screening.is_allowed or free):
        yield "law: in an emergency something other than help is offered"
    if free & NEVER_SUGGESTED:
        yield f"law: {', '.join(sorted(free & NEVER_SUGGESTED))} may be suggested"
    if screening.cleared is not None and not screening.is_allowed:
        yield "law: a proposal was cleared that is not allowed"


def _guidance_failures(vignette: Vignette, guidance: Guidance, free: frozenset[ProposalKind]) -> Iterator[str]:
    """Laws of what is suggested to everybody."""
    kinds = [suggestion.screened.proposal.kind for suggestion in guidance.suggestions]
    if len(kinds) > _MOST_SUGGESTIONS:
        yield f"law: {len(kinds)} steps are suggested at once"
    if barred := sorted(set(kinds) - free):
        yield f"law: {', '.join(barred)} is suggested and may not be"
    for name in vignette.expect.get("forbidden_kinds", ()):
        if found := sorted(KINDS_BY_NAME[name] & set(kinds)):
            yield f"{', '.join(found)} is suggested; expected not"


def _text_failures(vignette: Vignette, screening: Screening, everything: str) -> Iterator[str]:
    """Laws of the words: nothing that no text may say, and never that nothing was found."""
    for words in _SAYS_ALL_CLEAR:
        if words in everything.casefold():
            yield f"law: it is said that all is well ({words!r})"
    is_paced = vignette.person.answer(Flag.PEM) is not Answer.NO or any(r.rule_id == "S22" for r in screening.fired)
    for broken in forbidden_in(everything, contexts={"pem"} if is_paced else ()):
        yield f"law: {broken.why}: {broken.words!r}"


if __name__ == "__main__":
    raise SystemExit(main())
