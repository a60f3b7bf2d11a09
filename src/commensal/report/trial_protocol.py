"""The plan of a trial as a protocol for people of the field, ordered after SPENT 2019 (BMJ 2020;368:m122)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from commensal.knowledge.trial_protocols import Blinding, TrialProtocol, stop_rules, trial_protocols
from commensal.report.labels import listed
from commensal.report.numbers import brief, count, day_words
from commensal.report.safety_words import rule_title
from commensal.report.trial_change_words import arm_words, known_lines, title_of
from commensal.report.trial_numbers import outcome_name, points
from commensal.report.trial_paper import Paper, Part, paper
from commensal.report.words import say, say_each
from commensal.safety.screened import FiredRule
from commensal.trials.plan import ANALYSIS_VERSION, PLAN_FORMAT, OutcomeKind, TrialPlan
from commensal.trials.power import PowerTable
from commensal.trials.reintroduction import reintroduction_of

_SECTIONS = (
    *("administrative", "introduction", "methods_design", "methods_assignment"),
    *("methods_data", "monitoring", "ethics"),
)


def protocol_paper(
    plan: TrialPlan,
    *,
    fired: Sequence[FiredRule] = (),
    power: PowerTable | None = None,
    conditions: tuple[str, ...] = (),
) -> Paper:
    """The protocol, item by item.

    Parameters
    ----------
    fired : the rules that shaped it.
    power : how small a difference it could show, and from whose days that was worked out.
    conditions : nodes of the person's conditions, for what is known.
    """
    values = plan_values(plan, fired=fired, power=power, conditions=conditions)
    return paper(
        say("trial_papers.protocol.title", title=title_of(plan)),
        [say("trial_papers.protocol.lead")],
        item_parts("protocol", _SECTIONS, values),
    )


def item_parts(kind: str, sections: Sequence[str], values: Mapping[str, Any]) -> Iterator[Part]:
    """The items of a checklist, section by section: ``protocol`` or ``report``."""
    for section in sections:
        numbers = say_each(f"trial_papers.{kind}.sections.{section}")
        lines = (
            say(
                f"trial_papers.{kind}.item",
                number=number,
                text=" ".join(say(f"trial_papers.{kind}.items.{number}", **values).split()),
            )
            for number in numbers
        )
        yield Part(title=say(f"trial_papers.{kind}.{section}"), lines=tuple(lines))


def plan_values(
    plan: TrialPlan,
    *,
    fired: Sequence[FiredRule] = (),
    power: PowerTable | None = None,
    conditions: tuple[str, ...] = (),
) -> dict[str, Any]:
    """What the items of both papers say of the plan, by the name of the blank."""
    protocol = trial_protocols().get(plan.protocol_id or "")
    known = " ".join(known_lines(plan, conditions))
    return {
        "change": plan.change,
        "comparator": plan.comparator,
        "question": plan.question,
        "hash": plan.hash,
        "format": PLAN_FORMAT,
        "analysis": plan.analysis_version or ANALYSIS_VERSION,
        "generator": plan.generator_version,
        "seed": plan.seed,
        "alpha": f"{plan.alpha:g}",
        "look_days": plan.look_every_days,
        "lag": plan.lag_min_days,
        "known": known or say("trial_papers.protocol.say.known_none"),
        "eligibility": _eligibility(protocol, fired),
        "interventions": " ".join(_interventions(plan)),
        "stops": "; ".join(_stops(plan)) + ".",
        "steady": " ".join(say(f"trial.steady.{name}") for name in plan.keep_steady),
        "harms": say("trial_papers.protocol.say.harms", stops="; ".join(_stops(plan))),
        "power": power_words(plan, power),
        "timeline": " ".join(_timeline(plan, protocol)),
        "blinding": _blinding(protocol),
        "hidden": say(f"trial_papers.protocol.say.{'hidden' if plan.hides_results else 'open'}"),
        "after": _after(plan),
        **_outcome_values(plan),
        **_design_values(plan),
    }


def power_words(plan: TrialPlan, power: PowerTable | None) -> str:
    """The power table in one sentence."""
    if power is None or not power.rows or power.noise is None:
        return say("trial_papers.protocol.say.power_none")
    rows = (
        say(
            "trial_papers.protocol.say.power_row",
            days=row.days,
            size=say("trial.power.none")
            if row.smallest_difference is None
            else points(row.smallest_difference, plan.outcome),
        )
        for row in power.rows
    )
    return say("trial_papers.protocol.say.power_lead", basis=power.noise.basis, rows="; ".join(rows))


def _design_values(plan: TrialPlan) -> dict[str, Any]:
    design = plan.design
    return {
        "design": _design_words(plan),
        "washout": _washout(plan),
        "max_run": design.max_run or say("trial_papers.protocol.say.no_limit"),
        "n_units": design.n_units,
        "n_sets": design.days // design.set_days,
        "n_arms": design.n_arms,
        "n_days": design.days,
        "period_days": design.period_days,
        "washout_days": design.washout_days,
    }


def _design_words(plan: TrialPlan) -> str:
    design = plan.design
    return say(
        f"trial_papers.design.{design.kind.value}",
        n_units=design.n_units,
        n_sets=design.days // design.set_days,
        n_arms=design.n_arms,
        period=count("day", design.period_days),
    )


def _washout(plan: TrialPlan) -> str:
    if not plan.design.washout_days:
        return say("trial_papers.protocol.say.no_washout")
    return say("trial_papers.protocol.say.washout", days=count("day", plan.design.washout_days))


def _outcome_values(plan: TrialPlan) -> dict[str, Any]:
    outcome = plan.outcome
    better = say(f"trial_papers.protocol.say.higher_is_{'worse' if outcome.higher_is_worse else 'better'}")
    has_scale = outcome.minimum is not None and outcome.maximum is not None
    scale = say(
        "trial_papers.protocol.say.scale" if has_scale else "trial_papers.protocol.say.no_scale",
        minimum="" if outcome.minimum is None else brief(outcome.minimum),
        maximum="" if outcome.maximum is None else brief(outcome.maximum),
        better=better,
    )
    if outcome.measurement_sd is not None:
        scale = f"{scale} {say('trial_papers.protocol.say.measurement_sd', sd=brief(outcome.measurement_sd))}."
    is_named = plan.smallest_difference > 0
    return {
        "outcome": outcome_name(outcome),
        "scale": scale,
        "matters": points(plan.smallest_difference, outcome)
        if is_named
        else say("trial_papers.protocol.say.matters_none"),
        "specimens": say(
            f"trial_papers.protocol.say.specimens_{'balance' if outcome.kind is OutcomeKind.BALANCE else 'none'}"
        ),
    }


def _eligibility(protocol: TrialProtocol | None, fired: Sequence[FiredRule]) -> str:
    rules = listed([f"{rule.rule_id} ({rule_title(rule)})" for rule in fired])
    key = "eligibility_rules" if fired else "eligibility_no_rules"
    lines = [say(f"trial_papers.protocol.say.{key}", rules=rules)]
    if protocol is not None and protocol.needs:
        needs = listed([f"{flag}: {answer}" for flag, answer in protocol.needs.items()])
        lines.append(say("trial_papers.protocol.say.needs", needs=needs))
    return " ".join(lines)


def _interventions(plan: TrialPlan) -> Iterator[str]:
    for arm, name in enumerate(plan.arms):
        text = arm_words(plan, arm)
        yield say("trial.change.arm_only" if text is None else "trial.change.with", arm=name, text=text)


def _stops(plan: TrialPlan) -> Iterator[str]:
    known = stop_rules()
    yield from (known[name].what if name in known else name for name in plan.stop_rules)


def _timeline(plan: TrialPlan, protocol: TrialProtocol | None) -> Iterator[str]:
    if plan.first_day is None or plan.last_day is None:
        yield say("trial_papers.protocol.say.no_dates", n_days=plan.design.days)
    else:
        yield say("trial_papers.protocol.say.dates", first=day_words(plan.first_day), last=day_words(plan.last_day))
    if protocol is not None and protocol.run_in_days:
        yield say("trial_papers.protocol.say.run_in", days=count("day", protocol.run_in_days))
    yield _washout(plan)


def _blinding(protocol: TrialProtocol | None) -> str:
    if protocol is None:
        return say("trial_papers.protocol.say.blinding_none", why="")
    key = "possible" if protocol.blinding is Blinding.PARTNER else "none"
    why = say(f"trial.can_say.hidden_{protocol.cannot_be_hidden}")
    return say(f"trial_papers.protocol.say.blinding_{key}", why=why)


def _after(plan: TrialPlan) -> str:
    back = reintroduction_of(plan)
    if back is None:
        return say("trial_papers.protocol.say.after")
    return say("trial_papers.protocol.say.after_back", first=day_words(back.begins_on), last=day_words(back.ends_on))
