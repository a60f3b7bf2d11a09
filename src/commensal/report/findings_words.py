"""Findings in sentences: what is known, how sure, and what is not known."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from commensal.findings.finding import Contrast, Finding, Findings, Interval, OutcomeFindings, Status, Tier
from commensal.report.credible_sets import is_about_medicine, labels_of, set_labels, shown_sets, tier_of
from commensal.report.difference import (
    as_shown,
    condition_words,
    difference_words,
    measure_of,
    night_key,
    range_words,
    size_words,
)
from commensal.report.labels import at_start, in_sentence, is_many, label_from_key, listed
from commensal.report.numbers import chance, count, more_days, number_word
from commensal.report.words import has_sentence, say

_MOST_NAMED = 4
_FEW_DAYS = 20  # with fewer days with the exposure, their number is said


def finding_sentence(finding: Finding, *, label_by_key: Mapping[str, str] | None = None) -> str:
    """What these days say about one exposure and one outcome, with its size, its range and how sure it is.

    Parameters
    ----------
    finding : any status; silence has its sentence too.
    label_by_key : labels of the other exposures, to name a credible set; their keys are read out otherwise.
    """
    if is_about_medicine(finding):
        medicine = finding.exposure if finding.exposure.kind == "medicine_dose" else finding.outcome
        return say("finding.medicine.sentence", medicine=at_start(medicine.label))
    if finding.status is Status.FOUND and finding.tier is not Tier.NONE:
        return " ".join(_found(finding, set_labels(finding, label_by_key or {})))
    return _silent(finding)


def member_sentence(finding: Finding) -> str | None:
    """The size for one more member of a credible set, beside the set's own sentence; None where it has none."""
    if finding.effect is None or is_about_medicine(finding):
        return None
    return say("finding.found.set_size", **_size(finding, finding.effect))


def when_words(onset_days: int | None) -> str:
    """How long after the exposure the difference begins: ``on the same day``, ``two days later``."""
    if onset_days is None or onset_days < 0:
        return say("when.unclear")
    if onset_days < 2:
        return say("when.one_day" if onset_days else "when.same_day")
    return say("when.days", n=number_word(onset_days))


def counted_sentence(finding: Finding) -> str | None:
    """How many days stand behind it: for a yes or no always, as counted; else where there are few; None otherwise."""
    counts = finding.counts
    if counts is None or is_about_medicine(finding):
        return None
    if counts.n_exposed_yes is not None:
        kind = night_key(finding.exposure) or "amount"
        more = f"_{kind}" if finding.contrast is Contrast.UNIT else ""
        return say(
            f"finding.found.counted{more}",
            outcome=in_sentence(finding.outcome.label),
            n_yes=f"{counts.n_exposed_yes:,}",
            n_days=count("day", counts.n_exposed),
            n_other_yes=f"{counts.n_other_yes:,}",
            n_other_days=count("day", counts.n_other),
        )
    if finding.contrast is Contrast.PRESENCE and counts.n_exposed < _FEW_DAYS:
        many = "_many" if is_many(finding.exposure.label) else ""
        return say(f"finding.found.few_days{many}", n_days=count("day", counts.n_exposed))
    return None


def total_sentence(finding: Finding) -> str | None:
    """The difference summed over the days it lasts; None when it is the same as on the peak day."""
    if finding.effect is None or finding.total_effect is None or is_about_medicine(finding):
        return None
    measure = measure_of(finding.outcome)
    peak, total = (
        {"difference": difference_words(shown, measure), "range": range_words(shown, measure)}
        for shown in (as_shown(finding, finding.effect), as_shown(finding, finding.total_effect))
    )
    return None if peak == total else say("finding.found.total", **total)


def sure_words(finding: Finding) -> str:
    """How sure, with the probability; in a credible set, the probability that it is this member."""
    is_set = any(key != finding.exposure.key for key in finding.set_members)
    return say(
        "page.sure_chance_member" if is_set else "page.sure_chance",
        exposure=in_sentence(finding.exposure.label),
        sure=say(f"sure.{finding.tier.value}_short"),
        chance=chance(finding.inclusion_probability),
    )


def answer_words(finding: Finding, *, label_by_key: Mapping[str, str] | None = None) -> str:
    """The answer in a few words, for a table."""
    if is_about_medicine(finding):
        return say("answer.medicine")
    if finding.status is Status.FOUND and finding.tier is not Tier.NONE:
        return _found_answer(finding, set_labels(finding, label_by_key or {}))
    if finding.reason == "one_switch":
        return say("answer.one_switch")
    status = _silent_status(finding)
    key = f"answer.{status}_{_reason(finding)}"
    return say(key if has_sentence(key) else f"answer.{status}")


def outcome_sentence(outcome_findings: OutcomeFindings) -> str:
    """The first sentence about an outcome: what is known, and how sure."""
    outcome = in_sentence(outcome_findings.outcome.label)
    sets = shown_sets(outcome_findings)
    if sets:
        return _found_outcome(outcome, sets, labels_of(outcome_findings.findings))
    status = outcome_findings.status
    key = "no_sign_yet" if status is Status.FOUND else status.value.lower()
    if status is Status.TOO_FEW_DAYS and not outcome_findings.n_days_used:
        key = "too_few_days_none"
    return say(f"outcome.{key}", outcome=outcome, n_days=count("day", outcome_findings.n_days_used))


def visible_effect_sentence(outcome_findings: OutcomeFindings) -> str:
    """How small a difference this diary can see, and how many more days a smaller one, and how small, would take."""
    smallest, needed = outcome_findings.smallest_visible_effect, outcome_findings.days_still_needed
    more = more_days(needed) if needed else ""
    if smallest is None:
        return say("visible.days_only", more_days=more) if more else say("visible.unknown")
    size = size_words(smallest, outcome_findings.outcome)
    if not needed or not outcome_findings.n_days_used:
        return say("visible.now", size=size)
    # What can be seen shrinks with the square root of the number of days.
    then = smallest / math.sqrt(1.0 + needed / outcome_findings.n_days_used)
    size = size_words(smallest, outcome_findings.outcome, beside=then)
    smaller = size_words(then, outcome_findings.outcome, beside=smallest)
    return say("visible.now" if smaller == size else "visible.both", size=size, smaller=smaller, more_days=more)


def together_sentence(n_outcomes: int) -> str | None:
    """With how many others an outcome was asked, for the answer depends on it; None when it was asked alone."""
    if n_outcomes < 2:
        return None
    others = n_outcomes - 1
    return say("together.one" if others == 1 else "together.many", n=number_word(others))


def left_out_sentence(outcome_findings: OutcomeFindings) -> str:
    """How many days were used, and how many were not and why."""
    n = f"{outcome_findings.n_days_used:,}"
    reasons = [
        say(
            f"left_out.{reason}" if has_sentence(f"left_out.{reason}") else "left_out.other",
            n_days=count("day", n_left),
            reason=label_from_key(reason),
        )
        for reason, n_left in outcome_findings.days_left_out.items()
        if n_left > 0
    ]
    if not reasons:
        return say("left_out.none", n=n)
    return say("left_out.some", n=n, reasons=listed(reasons))


def help_sentence(outcome_findings: OutcomeFindings) -> str:
    """What would help this outcome's days to say more; never a duty."""
    status = Status.FOUND if outcome_findings.shown else outcome_findings.status
    if status is Status.FOUND and not outcome_findings.shown:
        status = Status.NO_SIGN_YET
    key, needed = f"help.{status.value.lower()}", outcome_findings.days_still_needed
    if not needed and has_sentence(f"{key}_open"):
        return say(f"{key}_open")
    more = more_days(needed) if needed else ""
    outcome = in_sentence(outcome_findings.outcome.label)
    sentence = say(key, more_days=more, outcome=outcome)
    return sentence[:1].upper() + sentence[1:]


def method_paragraphs(findings: Findings) -> tuple[str, ...]:
    """How it was worked out, in the field's terms."""
    labels = {key: label for item in findings.outcomes for key, label in labels_of(item.findings).items()}
    adjusted = tuple(_adjusted_sentence(item, labels) for item in findings.outcomes)
    gate = findings.person_gate_p
    return (
        say("method.model"),
        *adjusted,
        say("method.choice"),
        say(
            "method.errors",
            fdr=f"{findings.fdr:.2f}",
            gate_p=f"{gate:.3f}" if gate == gate else say("method.gate_unknown"),  # noqa: PLR0124 - NaN
            seed=findings.seed,
        ),
        say("method.leads"),
    )


def _adjusted_sentence(outcome_findings: OutcomeFindings, labels: Mapping[str, str]) -> str:
    outcome = in_sentence(outcome_findings.outcome.label)
    if not outcome_findings.adjusted_for:
        return say("method.adjusted_none", outcome=outcome)
    names = [in_sentence(labels.get(key) or label_from_key(key)) for key in outcome_findings.adjusted_for]
    return say("method.adjusted", outcome=outcome, adjusted=listed(names))


def _found(finding: Finding, members: Sequence[str]) -> list[str]:
    """Link, size and range; how sure; and what it may be instead."""
    link = _link(finding, members)
    sure = say(f"sure.{finding.tier.value}")
    caveat = say("finding.found.caveat")
    if finding.effect is None:
        return [say("finding.found.no_size", link=link), sure, caveat]
    size = _size(finding, finding.effect)
    counted = [sentence for sentence in (counted_sentence(finding),) if sentence]
    if len(members) == 1:
        return [say("finding.found.one", link=link, **size), *counted, sure, caveat]
    return [say("finding.found.set", link=link), say("finding.found.set_size", **size), *counted, sure, caveat]


def _size(finding: Finding, effect: Interval) -> dict[str, str]:
    measure = measure_of(finding.outcome)
    shown = as_shown(finding, effect)
    return {
        "difference": difference_words(shown, measure),
        "range": range_words(shown, measure),
        "condition": condition_words(finding),
        "exposure": in_sentence(finding.exposure.label),
    }


def _link(finding: Finding, members: Sequence[str]) -> str:
    named = listed([in_sentence(label) for label in members], joined_by="or")
    return say(
        "finding.found.goes_with",
        exposure=named[:1].upper() + named[1:],
        verb=_verb(members[-1]),
        outcome=in_sentence(finding.outcome.label),
        when=when_words(finding.onset_days),
    )


def _verb(label: str) -> str:
    return say("finding.found.verb_many" if is_many(label) else "finding.found.verb_one")


def _silent_status(finding: Finding) -> str:
    """The status of a finding that is not shown; one that was found but not firmly enough counts as no sign."""
    status = Status.NO_SIGN_YET if finding.status is Status.FOUND else finding.status
    return status.value.lower()


def _reason(finding: Finding) -> str:
    """The reason as its wording is named: rare in amounts, or nearly always there, reads differently."""
    if finding.reason in ("", "few_days") and finding.n_days == 0:
        return "none"
    if finding.reason == "rare" and finding.contrast is Contrast.UNIT:
        return "rare_amount"
    if finding.reason == "rare" and 2 * finding.n_days_exposed > finding.n_days:
        return "nearly_always"
    return finding.reason


def _silent(finding: Finding) -> str:
    status = _silent_status(finding)
    key = f"finding.{status}.{_reason(finding)}"
    return say(
        key if has_sentence(key) else f"finding.{status}.other",
        exposure=in_sentence(finding.exposure.label),
        exposure_at_start=at_start(finding.exposure.label),
        outcome=in_sentence(finding.outcome.label),
        outcome_at_start=at_start(finding.outcome.label),
        verb=_verb(finding.exposure.label),
        n_days=count("day", finding.n_days),
        n_exposed=f"{finding.n_days_exposed:,}",
    )


def _found_answer(finding: Finding, members: Sequence[str]) -> str:
    answer = say(f"answer.found_{finding.tier.value}")
    if len(members) == 1:
        return answer
    others = listed([in_sentence(label) for label in members[1:]], joined_by="or")
    return say("answer.found_set", answer=answer, others=others)


def _found_outcome(outcome: str, sets: Sequence[tuple[Finding, ...]], label_by_key: Mapping[str, str]) -> str:
    if len(sets) == 1:
        return _found_one(outcome, sets[0], label_by_key)
    things = [_found_item(members, label_by_key) for members in sets[:_MOST_NAMED]]
    number = number_word(len(sets))
    key = "outcome.found_many" if len(sets) <= _MOST_NAMED else "outcome.found_many_more"
    return say(key, n=number[:1].upper() + number[1:], outcome=outcome, things=listed(things))


def _found_one(outcome: str, members: tuple[Finding, ...], label_by_key: Mapping[str, str]) -> str:
    named, direction = _named_set(members, label_by_key), _direction(members)
    key = "outcome.found_one_set" if len(set_labels(members[0], label_by_key)) > 1 else "outcome.found_one"
    return say(
        key if direction else f"{key}_open",
        outcome=outcome,
        around=_around(members[0], named),
        direction=direction,
        when=when_words(members[0].onset_days),
        exposure=named,
        sure=say(f"sure.{tier_of(members).value}"),
    )


def _found_item(members: tuple[Finding, ...], label_by_key: Mapping[str, str]) -> str:
    direction = _direction(members)
    return say(
        "outcome.found_item" if direction else "outcome.found_item_open",
        exposure=_of_amount(members[0], _named_set(members, label_by_key)),
        direction=direction,
        when=when_words(members[0].onset_days),
        sure=say(f"sure.{tier_of(members).value}_short"),
    )


def _direction(members: Sequence[Finding]) -> str:
    """``lower``, ``higher``, ``more often`` or ``less often``; empty where these days do not tell, or may not."""
    ways = {_way(member) for member in members}
    if len(ways) > 1 or "" in ways:
        return ""
    return say(f"outcome.direction.{measure_of(members[0].outcome).kind}_{ways.pop()}")


def _way(finding: Finding) -> str:
    """``up`` or ``down``: empty for a medicine, and where zero lies within the range."""
    is_open = is_about_medicine(finding) or night_key(finding.exposure) == "night_open"
    if finding.effect is None or is_open or finding.effect.low <= 0.0 <= finding.effect.high:
        return ""
    return "up" if finding.effect.estimate > 0.0 else "down"


def _around(finding: Finding, named: str) -> str:
    """When the difference is seen: ``two days after salmon``, ``on days with more stress``."""
    onset = finding.onset_days
    key = "unclear" if onset is None or onset < 0 else ("same_day", "one_day")[onset] if onset < 2 else "days"
    return say(f"outcome.around.{key}", exposure=_of_amount(finding, named), n=number_word(onset or 0))


def _of_amount(finding: Finding, named: str) -> str:
    """The exposure as what differs between the days: itself, more of it, or better."""
    if finding.contrast is not Contrast.UNIT or not _way(finding):
        return named
    return say("outcome.better" if night_key(finding.exposure) == "night_better" else "outcome.more", exposure=named)


def _named_set(members: Sequence[Finding], label_by_key: Mapping[str, str]) -> str:
    """All that the set may stand for, joined by "or"."""
    labels = dict.fromkeys(in_sentence(label) for member in members for label in set_labels(member, label_by_key))
    return listed(list(labels), joined_by="or")
