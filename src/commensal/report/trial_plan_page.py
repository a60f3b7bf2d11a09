"""The plan of a trial on one page: what, how long, what ends it, and what the answer can and cannot say."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from commensal.knowledge.sources import sources
from commensal.knowledge.trial_protocols import (
    Blinding,
    TrialProtocol,
    smallest_differences,
    trial_protocols,
)
from commensal.report.citations import cited, short_citation
from commensal.report.numbers import count, day_words, number, number_word
from commensal.report.safety_words import rule_sentence
from commensal.report.trial_change_words import change_lines, known_lines, portion_words, title_of
from commensal.report.trial_numbers import (
    length_words,
    outcome_name,
    points,
    turns_of,
)
from commensal.report.trial_paper import Paper, Part, paper
from commensal.report.words import has_sentence, say
from commensal.safety.screened import FiredRule
from commensal.trials.design import DesignKind
from commensal.trials.draft import Caution, Watched, cautions_of
from commensal.trials.plan import OutcomeKind, TrialPlan
from commensal.trials.power import PowerTable, Worth
from commensal.trials.reintroduction import reintroduction_of

_ALWAYS = frozenset({"emergency", "doctor_first", "bad_reaction", "payback", "own_wish"})

_USUAL_FOLD = 2.0

LEAST_SETS = 6
"""With fewer pairs of turns no order could come out at one in twenty."""


def plan_paper(
    plan: TrialPlan,
    *,
    power: PowerTable | None = None,
    fired: Sequence[FiredRule] = (),
    cautions: Sequence[Caution] | None = None,
    country: str | None = None,
    conditions: tuple[str, ...] = (),
    letters: Mapping[date, str] | None = None,
    shows_order: bool = False,
) -> Paper:
    """The page a person agrees to.

    Parameters
    ----------
    power : how small a difference it could show; the part is left out without it.
    fired : the rules that go along with it.
    cautions : as the draft had them; read from the plan when they are not given.
    conditions : nodes of the person's conditions, for what is known.
    letters : letters by day, where a partner keeps an envelope; names of the arms are then not told.
    shows_order : list every turn with its arm, for whoever has to plan ahead. Otherwise the note of the day tells.
    """
    protocol = trial_protocols().get(plan.protocol_id or "")
    said = tuple(cautions) if cautions is not None else _cautions(plan, protocol)
    return paper(
        say("trial.page.title", title=title_of(plan)),
        [*_samples_first(plan), f"{say('trial.page.lead')} {say('trial.agree.yes')}"],
        [
            Part(title=say("trial.page.question"), lines=tuple(_question(plan)), is_paragraph=True),
            Part(title=say("trial.page.change"), lines=tuple(change_lines(plan, said))),
            Part(title=say("trial.page.days"), lines=tuple(_days(plan, protocol, letters)), is_paragraph=True),
            Part(title=say("trial.page.order"), lines=tuple(_order(plan, letters, shows_order=shows_order))),
            Part(title=say("trial.page.each_day"), lines=(*_each_day(plan), *_steady(plan)), is_paragraph=True),
            *_power_part(plan, power),
            Part(title=say("trial.page.stops"), lines=tuple(_stops(plan)), is_list=True),
            Part(title=say("trial.page.safety"), lines=condition_lines(fired, country=country), is_list=True),
            Part(title=say("trial.page.can_say"), lines=tuple(_can_say(plan, protocol, said)), is_list=True),
            Part(title=say("trial.page.back"), lines=tuple(back_lines(plan))),
            Part(title=say("trial.page.known"), lines=tuple(known_lines(plan, conditions)), is_paragraph=True),
            Part(title=say("trial.page.fixed"), lines=tuple(_fixed(plan)), is_paragraph=True),
        ],
    )


def condition_lines(fired: Sequence[FiredRule], *, country: str | None = None) -> tuple[str, ...]:
    """How the rules that go along with it change how it is done: in short where there is a short form."""
    keys = {rule.rule_id: f"guidance.limit.{rule.rule_id}" for rule in fired}
    return tuple(
        say(keys[rule.rule_id]) if has_sentence(keys[rule.rule_id]) else rule_sentence(rule, country=country)
        for rule in fired
    )


def back_lines(plan: TrialPlan, *, stopped_on: date | None = None) -> Iterator[str]:
    """How what was left out comes back; nothing where nothing is left out."""
    back = reintroduction_of(plan, stopped_on=stopped_on)
    if back is None:
        if plan.removes_something:
            yield say("trial.back.lead")
        return
    yield say("trial.back.lead")
    for one in back.portions:
        n_days = (one.watch_until - one.day).days
        key = "trial.back.portion" if n_days else "trial.back.portion_last"
        yield say(key, day=day_words(one.day), portion=portion_words(one), days=count("day", n_days))
    yield say("trial.back.all_back", day=day_words(back.ends_on))
    yield say("trial.back.not_well")


def power_lines(plan: TrialPlan, power: PowerTable) -> tuple[str, ...]:
    """Whether the trial is worth it, in words, and on whose days that rests."""
    wanted = points(power.wanted, plan.outcome)
    lines: list[str] = []
    if power.noise is not None:
        own = power.noise.is_own
        lines.append(
            say("trial.power.lead_own", days=count("day", power.noise.n_days)) if own else say("trial.power.lead_guess")
        )
    if power.wanted > 0 or power.worth is Worth.UNKNOWN:
        days = "" if power.days_needed is None else length_words(power.days_needed)
        lines.append(say(f"trial.power.{power.worth.value}", points=wanted, days=days))
    return (*lines, say("trial.power.this_length", days=length_words(plan.design.days)))


def power_rows(plan: TrialPlan, power: PowerTable) -> tuple[tuple[str, ...], ...]:
    """Days, and the smallest difference likely to be seen."""
    return tuple(
        (
            f"{row.days}",
            say("trial.power.none")
            if row.smallest_difference is None
            else points(row.smallest_difference, plan.outcome),
        )
        for row in power.rows
    )


def _samples_first(plan: TrialPlan) -> Iterator[str]:
    """For a balance of gut bacteria: how many samples it would take, and whether that is worth the money."""
    if plan.outcome.kind is not OutcomeKind.BALANCE:
        return
    from commensal.microbiome.planner import plan_samples  # noqa: PLC0415 - only for a balance
    from commensal.report.microbiome_change_words import plan_paper as samples_paper  # noqa: PLC0415

    fold = math.exp(plan.smallest_difference) if plan.smallest_difference > 0 else _USUAL_FOLD
    yield from samples_paper(plan_samples(plan.outcome.key, fold)).lead


def _question(plan: TrialPlan) -> Iterator[str]:
    outcome = plan.outcome
    yield say("trial.question.text", question=plan.question)
    kind = {OutcomeKind.FLARE: "_flare", OutcomeKind.BALANCE: "_balance"}.get(outcome.kind, "")
    yield say(f"trial.question.watched{kind}", outcome=outcome_name(outcome))
    if plan.smallest_difference <= 0:
        yield say("trial.question.matters_none")
        return
    yield say("trial.question.matters", points=points(plan.smallest_difference, outcome))
    row = smallest_differences().get(Watched(outcome=outcome).place)
    if row is None or outcome.minimum is None or outcome.maximum is None:
        return
    is_its_scale = outcome.maximum - outcome.minimum == row.scale_points
    if is_its_scale and row.is_our_choice and row.points == plan.smallest_difference:
        yield say("trial.question.matters_ours")
    if is_its_scale and row.much_better_points is not None:
        named = "; ".join(short_citation(sources()[name]) for name in row.source_ids)
        yield say("trial.question.matters_pain", much=number(row.much_better_points, decimals=0), sources=named)


def _days(plan: TrialPlan, protocol: TrialProtocol | None, letters: Mapping[date, str] | None) -> Iterator[str]:
    n_days, last = length_words(plan.design.days), plan.last_day
    if plan.first_day is None or last is None:
        yield say("trial.days.no_dates", n_days=n_days)
    else:
        yield say("trial.days.span", first=day_words(plan.first_day), last=day_words(last), n_days=n_days)
    if protocol is not None and protocol.run_in_days:
        yield say("trial.days.run_in", days=length_words(protocol.run_in_days))
        yield say(f"trial_protocols.{protocol.id}.run_in")
    yield design_line(plan)
    if plan.design.washout_days:
        one = "_one" if plan.design.washout_days == 1 else ""
        yield say(f"trial.days.washout{one}", days=count("day", plan.design.washout_days))
    yield say("trial.days.letters" if letters else "trial.days.lot")


def _order(plan: TrialPlan, letters: Mapping[date, str] | None, *, shows_order: bool) -> Iterator[str]:
    """Every turn with its letter, or with its arm where that was asked for."""
    if letters:
        yield from (
            say("trial.days.letter_turn", span=turn.words, letter=letters[turn.first]) for turn in turns_of(plan)
        )
    elif shows_order:
        yield from (say("trial.days.turn", span=turn.words, arm=plan.arms[turn.arm]) for turn in turns_of(plan))


def design_line(plan: TrialPlan) -> str:
    """How the days are drawn, in one sentence."""
    many = "" if len(plan.arms) == 2 or plan.design.kind is DesignKind.COIN_DAYS else "_many"
    return say(
        f"trial.days.{plan.design.kind.value}{many}",
        change=plan.arms[1],
        usual=plan.arms[0],
        period=length_words(plan.design.period_days),
        n_arms=number_word(len(plan.arms)),
    )


def _each_day(plan: TrialPlan) -> Iterator[str]:
    yield say("trial.each_day.look")
    own = "_balance" if plan.outcome.kind is OutcomeKind.BALANCE else ""
    yield say(f"trial.each_day.rate{own}", outcome=outcome_name(plan.outcome))
    yield say("trial.each_day.tell")
    yield say("trial.each_day.hidden" if plan.hides_results else "trial.each_day.open")


def _steady(plan: TrialPlan) -> Iterator[str]:
    yield from (say(f"trial.steady.{name}") for name in plan.keep_steady)


def _power_part(plan: TrialPlan, power: PowerTable | None) -> Iterator[Part]:
    if power is None:
        return
    yield Part(
        title=say("trial.page.power"),
        lines=power_lines(plan, power),
        head=(say("trial.power.head_days"), say("trial.power.head_size")) if power.rows else (),
        rows=power_rows(plan, power),
    )


def _stops(plan: TrialPlan) -> Iterator[str]:
    """What holds for every trial in one sentence, then what only this one asks for."""
    is_usual = set(plan.stop_rules) >= _ALWAYS
    yield say("trial.stop.always" if is_usual else "trial.stop.lead")
    yield from (say(f"trial.stop.{name}") for name in plan.stop_rules if not is_usual or name not in _ALWAYS)


def _can_say(plan: TrialPlan, protocol: TrialProtocol | None, said: Sequence[Caution]) -> Iterator[str]:
    outcome = outcome_name(plan.outcome)
    yield say("trial.can_say.randomised", outcome=outcome)
    yield say("trial.can_say.one_person")
    yield say("trial.can_say.quiet")
    lag = protocol.lag_days(Watched(outcome=plan.outcome).place) if protocol else None
    longest = length_words(lag[1]) if lag else ""
    for caution in said:
        if caution is not Caution.DIFFERENCE_IS_OURS and caution is not Caution.NO_DIFFERENCE_KNOWN:  # said above
            yield say(f"trial.can_say.{caution.value}", longest=longest)
    n_sets = plan.design.days // plan.design.set_days
    if plan.design.kind is not DesignKind.COIN_DAYS and n_sets < LEAST_SETS:
        yield say("trial.can_say.short_for_blocks", n_sets=number_word(n_sets))
    if protocol is not None:
        yield say(f"trial.can_say.carry_{protocol.carryover}")
        why = say(f"trial.can_say.hidden_{protocol.cannot_be_hidden}")
        yield say(f"trial.can_say.hide_{'partner' if protocol.blinding is Blinding.PARTNER else 'no'}", why=why)
    yield say("trial.can_say.no_illness")


def _fixed(plan: TrialPlan) -> Iterator[str]:
    yield say("trial.fixed.lead")
    alpha = number(100 * plan.alpha, decimals=0)
    yield say("trial.fixed.looks", days=count("day", plan.look_every_days), alpha=alpha)
    yield say("trial.fixed.seed", seed=plan.seed, generator=plan.generator_version)
    yield say("trial.fixed.hash", hash=plan.hash)


def _cautions(plan: TrialPlan, protocol: TrialProtocol | None) -> tuple[Caution, ...]:
    """What is to be said of a plan whose draft is no longer at hand."""
    lag = protocol.lag_days(Watched(outcome=plan.outcome).place) if protocol else None
    others = (Caution.WITH_DIETITIAN,) if protocol is not None and protocol.with_dietitian else ()
    is_longer = "two_worse_days" in plan.stop_rules and "two_worse_days" not in (
        protocol.stop_rules if protocol else ()
    )
    return cautions_of(plan.design, lag, others=(*others, *((Caution.LONGER_FOR_PEM,) if is_longer else ())))


def source_names(plan: TrialPlan) -> tuple[str, ...]:
    """Short citations of everything behind the protocol."""
    protocol = trial_protocols().get(plan.protocol_id or "")
    return cited(protocol.source_ids) if protocol else ()
