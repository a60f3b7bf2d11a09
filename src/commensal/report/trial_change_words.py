"""What changes in a trial, in words: its name, what to do on either sort of day, how gently, and what is known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from commensal.knowledge.trial_protocols import Dose, ProtocolEvidence, TrialProtocol, trial_protocols
from commensal.report.citations import cited
from commensal.report.labels import in_sentence
from commensal.report.numbers import number
from commensal.report.trial_numbers import lag_words, outcome_name
from commensal.report.words import has_sentence, say
from commensal.trials.draft import Caution, TrialDraft, Watched
from commensal.trials.plan import TrialPlan
from commensal.trials.reintroduction import PortionDay

_ANYONE = "any"


def title_of(trial: TrialPlan | TrialDraft) -> str:
    """The trial in a few words."""
    protocol = trial_protocols().get(trial.protocol_id or "")
    if protocol is None or len(trial.arms) > 2:
        return in_sentence(trial.change)
    return say(f"trial_protocols.{protocol.id}.title", subject=trial.subject)


def arm_words(trial: TrialPlan | TrialDraft, arm: int) -> str | None:
    """What to do on a day of this arm; None where the name of the arm says it all.

    Parameters
    ----------
    arm : its number; 0 is as usual.
    """
    protocol = trial_protocols().get(trial.protocol_id or "")
    if protocol is None:
        return None
    subject = trial.subject
    if len(trial.arms) > 2 and arm > 0:
        subject = trial.arms[arm].removeprefix("without ")
    key = f"trial_protocols.{protocol.id}.{'with' if arm else 'usual'}"
    return say(key, subject=subject.replace(" or ", " and ") if not arm else subject)


def change_lines(trial: TrialPlan | TrialDraft, cautions: Sequence[Caution] = ()) -> Iterator[str]:
    """Either sort of day, the dose, and how gently."""
    protocol = trial_protocols().get(trial.protocol_id or "")
    for number_of_arm, name in reversed(list(enumerate(trial.arms))):
        text = arm_words(trial, number_of_arm)
        key = "trial.change.arm_only" if text is None else "trial.change.with"
        yield say(key, arm=name, text=text)
    if protocol is None:
        return
    yield from _dose_lines(protocol.dose)
    step = f"guidance.step.{protocol.step}"
    yield say("trial.change.gently", text=say(f"{step}.gently"))
    yield say("trial.change.effort", text=say(f"guidance.effort_{protocol.effort}"))
    if Caution.LONGER_FOR_PEM in cautions:
        yield say("trial.change.pem")
    if protocol.with_dietitian:
        yield say("trial.change.dietitian")


def known_lines(trial: TrialPlan | TrialDraft, conditions: tuple[str, ...] = ()) -> Iterator[str]:
    """What studies of other people say, how sure that is, and when a change may show.

    Parameters
    ----------
    conditions : nodes of the person's conditions.
    """
    protocol = trial_protocols().get(trial.protocol_id or "")
    if protocol is None:
        yield say("trial.known.own_words")
        return
    place = Watched(outcome=trial.outcome).place
    row = protocol.evidence_for(place, conditions)
    shown = row or next(iter(protocol.evidence), None)
    if shown is None:
        yield say("trial.known.none")
        return
    yield _why(protocol, shown)
    named = "; ".join(cited(shown.source_ids))
    if row is None or row.direction == "untested":
        yield say("trial.known.untested", outcome=outcome_name(trial.outcome))
        yield say("trial.known.read", sources=named)
        return
    if shown.direction == "no_effect":
        yield say("guidance.no_effect")
    yield say("trial.known.sure" if named else "trial.known.sure_plain", **_certainty(shown), sources=named)
    lag = protocol.lag_days(place)
    if lag is not None:
        yield lag_words(lag)


def portion_words(one: PortionDay) -> str:
    """A portion on the way back: "a small portion of bread"."""
    subject = one.subject
    return say(f"trial.back.{one.portion}{'' if subject else '_it'}", subject=subject)


def _why(protocol: TrialProtocol, row: ProtocolEvidence) -> str:
    own = f"trial_protocols.{protocol.id}.why_{row.why}"
    return say(own if has_sentence(own) else f"guidance.step.{protocol.step}.why_{row.why}")


def _certainty(row: ProtocolEvidence) -> dict[str, str]:
    if row.condition == _ANYONE:
        return {"grade": row.grade.plain, "whom": say("guidance.whom_any")}
    condition = say(f"guidance.condition_{row.condition}")
    return {"grade": row.grade.plain, "whom": say("guidance.whom_condition", condition=condition)}


def _dose_lines(dose: Dose) -> Iterator[str]:
    if dose.smallest == dose.most:
        return  # what to do on the day says it all
    amounts = {name: _amount(value) for name, value in (("smallest", dose.smallest), ("usual", dose.usual))}
    yield say("trial.change.dose_up", **amounts, most=_amount(dose.most), unit=dose.unit)


def _amount(value: float) -> str:
    return number(value, decimals=1).removesuffix(".0")
