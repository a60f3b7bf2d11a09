"""The next gentle step in sentences: what, why, how gently, how long, when to end it, and how one would know."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from commensal.guidance.fitting import ENOUGH_DAYS_TO_JUDGE
from commensal.guidance.step import ANYONE, Direction, Evidence
from commensal.guidance.suggestion import Guidance, OpenQuestion, Passed, Suggestion, TrialQuestion
from commensal.knowledge.evidence import evidence
from commensal.report.citations import cited
from commensal.report.findings_words import finding_sentence, when_words
from commensal.report.labels import at_start, in_sentence, listed
from commensal.report.numbers import count, day_words, number_word
from commensal.report.words import has_sentence, say
from commensal.vocab.grades import Grade

_WEEK, _YEAR = 7, 365


@dataclass(frozen=True, slots=True, kw_only=True)
class StepCard:
    """One next step, ready to be read aloud.

    Parameters
    ----------
    lines : label and sentence together, in the order in which they are read.
    short : what and how long, for a page with little room.
    more : what only who asks "why" wants to read: path on the axis, its weakest link.
    """

    title: str
    lines: tuple[str, ...]
    short: tuple[str, ...]
    more: tuple[str, ...]


def step_card(suggestion: Suggestion, *, n_days: int) -> StepCard:
    """A suggestion as a card.

    Parameters
    ----------
    n_days : days with ratings that the guidance rests on. [days]
    """
    names = {"food": in_sentence(suggestion.subject)} if suggestion.subject else {}
    step_id = suggestion.step.id

    def part(name: str) -> str:
        return say(f"guidance.step.{step_id}.{name}", **names)

    what = say("guidance.what", text=part("small" if suggestion.is_small else "do"))
    how_long = (say("guidance.long", text=_how_long(suggestion)), *_way_back(suggestion))
    lines = [
        what,
        say("guidance.why", text=" ".join(_why(suggestion, n_days))),
        say("guidance.gently", text=part("gently")),
        *how_long,
        say("guidance.stop", text=" ".join((part("stop"), *_after_worse_days(suggestion)))),
        say("guidance.know", text=" ".join(_know(suggestion))),
        say("guidance.effort", text=f"{say(f'guidance.effort_{suggestion.step.effort}')} {_capital(part('effort'))}"),
        *(say("guidance.care", text=text) for text in condition_sentences(suggestion)),
        *_sources(suggestion),
    ]
    return StepCard(
        title=_title(suggestion), lines=tuple(lines), short=(what, *how_long), more=tuple(_more(suggestion))
    )


def head_sentence(guidance: Guidance) -> str:
    """The first sentence over the cards."""
    n = len(guidance.suggestions)
    if n == 0:
        return say("guidance.no_ideas")
    if guidance.is_urgent:
        return say("guidance.head_doctor")
    return say("guidance.head_one") if n == 1 else say("guidance.head_many", n=at_start(number_word(n)))


def condition_sentences(suggestion: Suggestion) -> tuple[str, ...]:
    """How the rules that go along with it change how it is done, one sentence a rule."""
    keys = dict.fromkeys(f"guidance.limit.{rule.rule_id}" for rule in suggestion.shaped_by)
    return tuple(say(key) for key in keys if has_sentence(key))


def unlock_sentence(question: OpenQuestion) -> str:
    """What an answer may open."""
    return say("guidance.ask_unlocks", steps=listed([step_name(step_id) for step_id in question.step_ids]))


def step_name(step_id: str) -> str:
    """A step in two or three words, for use inside a sentence."""
    return say(f"guidance.step.{step_id}.name")


def order_lines(guidance: Guidance) -> tuple[str, ...]:
    """Why these steps, in this order."""
    lines = [say(f"guidance.basis_{item.basis.value}", title=_title(item)) for item in guidance.suggestions]
    return (*lines, say("guidance.rank_rule"))


def passed_over_lines(guidance: Guidance) -> tuple[str, ...]:
    """Steps that are not offered today, gathered by the reason; those that nothing speaks for are left out."""
    by_reason: dict[str, list[str]] = defaultdict(list)
    for reason in Passed:
        if reason is Passed.NOT_FITTING:
            continue
        for step_id, passed in guidance.passed_over.items():
            if passed is reason:
                rules = listed(guidance.barred_by.get(step_id, ()))
                by_reason[say(f"guidance.passed_{reason.value}", rules=rules)].append(step_name(step_id))
    return tuple(
        say("guidance.passed_line", reason=at_start(reason), steps=listed(titles))
        for reason, titles in by_reason.items()
    )


def suggestion_json(suggestion: Suggestion, *, n_days: int) -> dict[str, Any]:
    """One suggestion as it stands in a JSON document."""
    card = step_card(suggestion, n_days=n_days)
    row, finding = suggestion.evidence, suggestion.finding
    return {
        "step": suggestion.step.id,
        "kind": suggestion.kind.value,
        "basis": suggestion.basis.value,
        "title": card.title,
        "lines": list(card.lines),
        "more": list(card.more),
        "subject": suggestion.subject or None,
        "is_small_form": suggestion.is_small,
        "effort": suggestion.step.effort,
        "starts_on": suggestion.starts_on.isoformat(),
        "ends_on": suggestion.ends_on.isoformat() if suggestion.ends_on else None,
        "back_from": suggestion.back_from.isoformat() if suggestion.back_from else None,
        "back_by": suggestion.back_by.isoformat() if suggestion.back_by else None,
        "evidence": None if row is None else _evidence_json(row),
        "finding": None
        if finding is None
        else {
            "exposure": finding.exposure.key,
            "outcome": finding.outcome.key,
            "tier": finding.tier.value,
            "effect": None
            if finding.effect is None
            else [finding.effect.estimate, finding.effect.low, finding.effect.high],
            "sentence": finding_sentence(finding, label_by_key=suggestion.labels),
        },
        "trial": None if suggestion.trial is None else _trial_json(suggestion.trial),
        "conditions": [rule.rule_id for rule in suggestion.shaped_by],
        "source_ids": list(source_ids_of(suggestion)),
    }


def source_ids_of(suggestion: Suggestion) -> tuple[str, ...]:
    """The publications behind what the card says."""
    return suggestion.evidence.source_ids if suggestion.evidence else suggestion.step.source_ids


def _why(suggestion: Suggestion, n_days: int) -> Iterator[str]:
    """The person's own days first; then what studies saw, and how sure that is."""
    step_id, row = suggestion.step.id, suggestion.evidence
    if suggestion.finding is not None:
        sentence = finding_sentence(suggestion.finding, label_by_key=suggestion.labels)
        yield say("guidance.own_days", sentence=sentence)
    if row is None:
        key = f"guidance.step.{step_id}.why"
        amount = "_none" if n_days == 0 else "_few" if n_days < ENOUGH_DAYS_TO_JUDGE else ""
        key = f"{key}{amount}" if has_sentence(f"{key}{amount}") else key
        yield say(key, n_days=count("day", n_days), enough=count("day", ENOUGH_DAYS_TO_JUDGE))
        return
    yield say(f"guidance.step.{step_id}.why_{row.why}")
    if row.direction is Direction.UNTESTED:
        yield say("guidance.untested")
    if row.direction is Direction.NO_EFFECT:
        yield say("guidance.no_effect")
    named = "; ".join(cited(row.source_ids))
    sure = "guidance.sure" if named else "guidance.sure_plain"
    yield say(sure, grade=row.grade.plain, whom=_whom(row), sources=named)
    yield _path(row)


def _whom(row: Evidence) -> str:
    if row.condition == ANYONE:
        return say("guidance.whom_any")
    return say("guidance.whom_condition", condition=say(f"guidance.condition_{row.condition}"))


def _how_long(suggestion: Suggestion) -> str:
    if suggestion.ends_on is None:
        return say("guidance.once")
    if (suggestion.ends_on - suggestion.starts_on).days == 1:
        return say("guidance.until_tomorrow")
    return say("guidance.until", day=day_words(suggestion.ends_on))


def _way_back(suggestion: Suggestion) -> Iterator[str]:
    if suggestion.back_from is None or suggestion.back_by is None:
        return
    first, last = day_words(suggestion.back_from), day_words(suggestion.back_by)
    yield say("guidance.back", text=say("guidance.back_from", first=first, last=last))


def _after_worse_days(suggestion: Suggestion) -> Iterator[str]:
    if suggestion.trial is not None and suggestion.trial.stops_after_worse_days is not None:
        yield say("guidance.worse_days")


def _know(suggestion: Suggestion) -> Iterator[str]:
    trial = suggestion.trial
    if trial is None:
        own = f"guidance.step.{suggestion.step.id}.know"
        yield say(own if has_sentence(own) else "guidance.know_plain")
        return
    yield say(
        f"guidance.know_{trial.design.value}",
        outcome=outcome_words(trial),
        block=_span(trial.block_days),
        days=_span(trial.days),
    )
    if trial.washout_days:
        yield say("guidance.know_gap", days=_span(trial.washout_days))
    if suggestion.finding is not None and suggestion.finding.onset_days is not None:
        yield say("guidance.know_lag_one", when=when_words(suggestion.finding.onset_days))
    elif trial.lag_min_days is not None and trial.lag_max_days is not None:
        yield _lag_words(trial.lag_min_days, trial.lag_max_days)


def _lag_words(low: int, high: int) -> str:
    if high <= 1:
        return say("guidance.know_lag_short")
    if low <= 1:
        return say("guidance.know_lag_within", high=_span(high))
    return say("guidance.know_lag", low=_span(low), high=_span(high))


def outcome_words(trial: TrialQuestion) -> str:
    """What is watched: the rating as the person keeps it, else the outcome's own name."""
    return in_sentence(trial.symptom.replace("_", " ")) if trial.symptom else say(f"guidance.outcome_{trial.outcome}")


def _span(n_days: int) -> str:
    """Days as people say them: whole weeks from two on."""
    if n_days >= _YEAR:
        return say("guidance.year")
    if n_days == _WEEK:
        return say("guidance.week")
    if n_days % _WEEK == 0:
        return say("guidance.weeks", n=number_word(n_days // _WEEK))
    return count("day", n_days)


def _sources(suggestion: Suggestion) -> Iterator[str]:
    """Sources of a step without graded evidence; graded evidence names its own beside the grade."""
    named = cited(suggestion.step.source_ids)
    if named and suggestion.evidence is None:
        yield say("guidance.read", text="; ".join(named) + ".")


def _more(suggestion: Suggestion) -> Iterator[str]:
    """What is known of each link of the path."""
    row = suggestion.evidence
    if row is not None:
        yield from (evidence().edges[edge_id].statement for edge_id in row.edges)


def _path(row: Evidence) -> str:
    """The path on the axis, and the grade of its weakest link."""
    axis = evidence()
    path = [axis.edges[edge_id] for edge_id in row.edges]
    places = [path[0].source, *(edge.target for edge in path)]
    weakest = max((edge.grade for edge in path), key=tuple(Grade).index)
    phrases = (axis.nodes[place].phrase for place in places)
    return say("guidance.path", places=say("guidance.to").join(phrases), grade=weakest.plain)


def _title(suggestion: Suggestion) -> str:
    return say(f"guidance.step.{suggestion.step.id}.title", food=in_sentence(suggestion.subject))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _evidence_json(row: Evidence) -> dict[str, Any]:
    return {
        "condition": row.condition,
        "outcome": row.outcome,
        "direction": row.direction.value,
        "grade": row.grade.value,
        "edges": list(row.edges),
    }


def _trial_json(trial: TrialQuestion) -> dict[str, Any]:
    return {
        "outcome": trial.outcome,
        "symptom": trial.symptom or None,
        "exposure": trial.exposure or None,
        "design": trial.design.value,
        "block_days": trial.block_days,
        "washout_days": trial.washout_days,
        "days": trial.days,
        "lag_days": None if trial.lag_min_days is None else [trial.lag_min_days, trial.lag_max_days],
        "stops_after_worse_days": trial.stops_after_worse_days,
    }
