"""What a what-if says, in words: about the model, never about a person, and never as an amount of relief."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from commensal.axis.dynamics.answer import Agreement, Answer, RestsOn, WatchedAnswer
from commensal.axis.dynamics.scenario import DIARY, Change, Scenario
from commensal.knowledge.axis_model import axis_model
from commensal.knowledge.axis_scenarios import presets, scenario_inputs
from commensal.report.labels import at_start, in_sentence
from commensal.report.numbers import count
from commensal.report.what_if_chart import short_number
from commensal.report.words import say

_MOST_NAMED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class FromDiary:
    """A usual value that was read from a diary, by name in a scenario file, over so many recorded days."""

    what: str
    value: float
    n_days: int


def sentence(answer: Answer) -> str:
    """The whole answer in one sentence, with what it is: a model, and no forecast."""
    if answer.scenario.has_fmt:
        return say("what_if.sentence.fmt")
    parts = [_part(shown) for shown in shown_answers(answer)][:_MOST_NAMED]
    return say("what_if.sentence.whole", title=in_sentence(answer.scenario.title), parts="; ".join(parts))


def shown_answers(answer: Answer) -> tuple[WatchedAnswer, ...]:
    """What may be shown: a what-if with a medicine or FMT says nothing of symptoms."""
    says_symptoms = not (answer.scenario.has_medicine or answer.scenario.has_fmt)
    return tuple(shown for shown in answer.watched if says_symptoms or not shown.watched.is_symptom)


def direction(agreement: Agreement) -> str:
    """``up``, ``down`` or ``hardly``: what most versions do."""
    if agreement.hardly >= max(agreement.up, agreement.down):
        return "hardly"
    return "up" if agreement.up >= agreement.down else "down"


def asked_lines(scenario: Scenario) -> tuple[str, ...]:
    """Who, what, against what, and for how long."""
    against = (
        say("what_if.held_against", changes=_changes(scenario.instead))
        if scenario.instead
        else say("what_if.nothing_else")
    )
    return (
        say("what_if.person", person=say(f"what_if.person_words.{scenario.person}")),
        say("what_if.what_changes", changes=_changes(scenario.changes)),
        against,
        say("what_if.how_long", days=count("day", scenario.days)),
    )


def inside_line(shown: WatchedAnswer) -> str:
    """What a quantity inside the model does, counted over versions."""
    agreement = shown.agreement
    way = direction(agreement)
    return say(
        f"what_if.inside.{way}",
        what=at_start(shown.watched.label),
        n=_of_100(getattr(agreement, way)),
        lower=_of_100(agreement.down),
        higher=_of_100(agreement.up),
        hardly=_of_100(agreement.hardly),
        day=short_number(shown.day),
    )


def symptom_lines(shown: WatchedAnswer) -> tuple[str, ...]:
    """A symptom: which way, how many versions agree, and the grade of the weakest link. No amount."""
    agreement = shown.agreement
    way = direction(agreement)
    lines = [
        say(
            f"what_if.symptom.{way}",
            what=at_start(shown.watched.label),
            n=_of_100(getattr(agreement, way)),
            lower=_of_100(agreement.down),
            higher=_of_100(agreement.up),
            hardly=_of_100(agreement.hardly),
        ),
        _weakest_line(shown.weakest),
    ]
    only = shown.agreement_parameters_only
    if only is not None and direction(only) != "hardly":
        other = direction(only)
        lines.append(
            say(
                "what_if.symptom.parameters_only",
                n=_of_100(getattr(only, other)),
                direction=say(f"what_if.direction.{other}"),
            )
        )
    return tuple(lines)


def rests_lines(answer: Answer) -> tuple[str, ...]:
    """The links in doubt on which each shown quantity rests."""
    found = [
        say(
            "what_if.rests.line",
            what=at_start(shown.watched.label),
            links=", ".join(_link_words(one) for one in shown.rests_on[:_MOST_NAMED]),
        )
        for shown in shown_answers(answer)
        if shown.rests_on
    ]
    return (*found, say("what_if.rests.about")) if found else (say("what_if.rests.none"),)


def assumed_lines(answer: Answer, from_diary: tuple[FromDiary, ...] = ()) -> tuple[str, ...]:
    """What in the answer is assumed and not measured."""
    return tuple(_assumed(answer, from_diary))


def fmt_lines() -> tuple[str, ...]:
    """What stands in place of any answer about FMT."""
    return tuple(say(f"what_if.fmt.{key}") for key in ("lead", "spread", "trials", "risks"))


def _part(shown: WatchedAnswer) -> str:
    way = direction(shown.agreement)
    words: Mapping[str, str] = {
        "what": in_sentence(shown.watched.phrase),
        "direction": say(f"what_if.sentence.{way}"),
        "n": _of_100(getattr(shown.agreement, way)),
    }
    if not shown.watched.is_symptom:
        return say("what_if.sentence.inside", **words)
    if shown.weakest is None:
        return say("what_if.sentence.symptom_hardly" if way == "hardly" else "what_if.sentence.inside", **words)
    return say("what_if.sentence.symptom", **words, grade=shown.weakest.link.grade.plain)


def _weakest_line(weakest: RestsOn | None) -> str:
    if weakest is None:
        return say("what_if.symptom.weakest_none")
    return say("what_if.symptom.weakest", link=weakest.link.link, grade=weakest.link.grade.plain)


def _link_words(one: RestsOn) -> str:
    if one.share > 1.0:
        return say("what_if.rests.link_turns", link=one.link.link, grade=one.link.grade.plain)
    return say("what_if.rests.link", link=one.link.link, grade=one.link.grade.plain, share=_of_100(one.share))


def _assumed(answer: Answer, from_diary: tuple[FromDiary, ...]) -> Iterator[str]:
    model = axis_model()
    grades = Counter(parameter.grade for parameter in model.parameters.values())
    yield say(
        "what_if.assumed.numbers",
        n=len(model.parameters),
        n_assumed=grades["A"],
        n_inferred=grades["I"],
        n_measured=grades["M"],
    )
    yield say("what_if.assumed.links", n=len(model.links))
    person = answer.scenario.person
    if person == DIARY:
        values = ", ".join(_diary_words(one) for one in from_diary)
        yield say("what_if.assumed.diary_values", values=values or "–")
    elif presets()[person].why:
        yield say("what_if.assumed.person_values", values="; ".join(presets()[person].why.values()))
    for key in ("scales", "alone", "left_out"):
        yield say(f"what_if.assumed.{key}")
    if answer.n_lost:
        yield say("what_if.assumed.lost", n=answer.n_lost)


def _diary_words(one: FromDiary) -> str:
    about = scenario_inputs()[one.what]
    return f"{about.phrase} {short_number(one.value)} {about.unit} ({count('day', one.n_days)})"


def _changes(changes: tuple[Change, ...]) -> str:
    return "; ".join(_change(change) for change in changes)


def _change(change: Change) -> str:
    return say(
        f"what_if.change.{'slow' if change.reached_after_days else 'plain'}",
        what=in_sentence(change.about.phrase),
        value=short_number(change.value),
        unit=change.about.unit,
        over=short_number(change.reached_after_days),
        from_day=short_number(change.from_day),
        to_day=short_number(change.to_day),
    )


def _of_100(share: float) -> str:
    return str(round(100 * share))
