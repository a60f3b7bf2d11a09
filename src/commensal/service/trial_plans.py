"""From a wish or a finding to a plan that is frozen, and from a plan to a trial that is begun with a yes.

Nothing is kept, and nothing begins, that the safety gate has not let through on that very day.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from commensal.records.entry import Entry
from commensal.records.trial_facts import TrialEvent, TrialFrozen, TrialStep
from commensal.service.home import Home
from commensal.service.trial import TrialStanding, standing_of
from commensal.service.trial_drafts import KnownToday, TrialWish, draft_of_plan, draft_wished, known_today, of_length
from commensal.service.trial_journal import chosen, keep, open_run, paper, runs
from commensal.service.trial_links import links
from commensal.service.trial_outcomes import days_before, watched_named
from commensal.trials.draft import Watched
from commensal.trials.plan import TrialPlan
from commensal.trials.propose import from_link
from commensal.trials.protocol_fit import Fit, fit, fitting_protocols, frozen
from commensal.trials.running import ID_LENGTH, TrialRun, TrialState, state_of
from commensal.trials.stops import StopCause
from commensal.vocab.errors import UsageError

if TYPE_CHECKING:
    from commensal.trials.power import PowerTable

_MOST_SEED = 2**32


class WentBadlyError(UsageError):
    """The same change was tried before and something unwelcome came of it; somebody who knows should look first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialOffers:
    """What could be tried.

    Parameters
    ----------
    from_findings : drafts that come from the person's own days; only those the gate lets through.
    ready : protocols that the gate lets through.
    waiting : protocols that wait for an answer about the person.
    n_held_back : protocols that are not for this person now.
    """

    watched: Watched
    from_findings: tuple[Fit, ...] = ()
    ready: tuple[Fit, ...] = ()
    waiting: tuple[Fit, ...] = ()
    n_held_back: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialPlanned:
    """A plan as it was worked out, or the reason why there is none.

    Parameters
    ----------
    seen : what the gate says today; nothing of a draft may be shown unless it ``is_allowed``.
    plan : None where the gate does not let it through.
    power : what trials of this shape can see, from the person's own days where there are enough.
    standing : as it is kept in the diary; None for a mere look.
    country, conditions : of the person, for the wording of the page.
    """

    seen: Fit
    plan: TrialPlan | None = None
    power: PowerTable | None = None
    standing: TrialStanding | None = None
    country: str | None = None
    conditions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialBegun:
    """A trial that was begun, or the reason why it was not.

    Parameters
    ----------
    moved : its first day had passed, or another was asked for: the plan was frozen anew with the same schedule.
    """

    seen: Fit
    standing: TrialStanding | None = None
    moved: bool = False


def offers(home: Home, *, outcome: str | None = None, subject: str = "", seed: int = 0) -> TrialOffers:
    """What could be tried by this person now: what their days speak of first, then the ready protocols.

    Parameters
    ----------
    subject : a food or group they have in mind.
    seed : of the findings; the same seed gives the same answer.
    """
    known = known_today(home)
    watched = watched_named(known.entries, outcome)
    drafts = [
        draft
        for link in links(known.entries, watched.outcome.key, seed=seed)
        for draft in from_link(link, watched, is_pem_possible=known.is_pem_possible)
    ]
    found = [fit(draft, known.who, known.days, today=home.today()) for draft in drafts]
    by_id = fitting_protocols(
        watched,
        known.who,
        known.days,
        today=home.today(),
        is_pem_possible=known.is_pem_possible,
        subject=subject,
    )
    fits = tuple(by_id.values())
    return TrialOffers(
        watched=watched,
        from_findings=tuple(one for one in found if one.is_allowed),
        ready=tuple(one for one in fits if one.is_allowed),
        waiting=tuple(one for one in fits if one.is_waiting),
        n_held_back=sum(not one.is_allowed and not one.is_waiting for one in fits),
    )


def plan(
    home: Home,
    wish: TrialWish,
    *,
    first_day: date | None = None,
    hides_results: bool = False,
    seed: int | None = None,
    is_kept: bool = True,
    has_power: bool = True,
) -> TrialPlanned:
    """Work out a plan, ask the gate, and keep it as frozen. A plan that nobody began yet is replaced.

    Parameters
    ----------
    first_day : tomorrow when it is None, or later where the dose has to be found first.
    seed : the lot; drawn when it is None.
    is_kept : False to look only.
    has_power : also work out how small a difference it could show; it takes a moment.

    Raises
    ------
    UsageError : no such protocol or finding, a medicine, or numbers that do not fit together.
    """
    known, today = known_today(home), home.today()
    watched = watched_named(known.entries, wish.outcome, smallest_difference=wish.smallest_difference)
    draft = of_length(draft_wished(known, wish, watched), wish.days)
    seen = fit(draft, known.who, known.days, today=today, question=wish.own_words)
    if not seen.is_allowed:
        return TrialPlanned(seen=seen, country=known.who.country)
    first = today + timedelta(days=max(draft.run_in_days, 1)) if first_day is None else first_day
    _check_first_day(first, today)
    made = frozen(
        seen,
        seed=secrets.randbelow(_MOST_SEED) if seed is None else seed,
        first_day=first,
        today=today,
        hides_results=hides_results,
    )
    if is_kept:
        keep(home, [_frozen_paper(home, made, seen)], action="trial plan")
    return TrialPlanned(
        seen=seen,
        plan=made,
        power=_power(made, known) if has_power else None,
        standing=standing_of(chosen(home, made.hash), today) if is_kept else None,
        country=known.who.country,
        conditions=known.conditions,
    )


def to_begin(home: Home, trial_id: str | None = None) -> TrialPlanned:
    """The plan that would be begun, for the page on which a person says yes.

    Raises
    ------
    UsageError : there is no plan, it was begun already, or another trial goes on.
    """
    run, known, today = _plan_to_begin(home, trial_id), known_today(home), home.today()
    return TrialPlanned(
        seen=fit(draft_of_plan(run.plan), known.who, known.days, today=today),
        plan=run.plan,
        power=_power(run.plan, known),
        standing=standing_of(run, today),
        country=known.who.country,
        conditions=known.conditions,
    )


def begin(
    home: Home, *, first_day: date | None = None, has_asked: bool = False, trial_id: str | None = None
) -> TrialBegun:
    """Begin the trial that was planned. The gate is asked again: what is known of a person changes.

    Parameters
    ----------
    first_day : another first day; the plan is then frozen anew, with the same schedule.
    has_asked : somebody who knows has looked at what happened when the same was tried before.

    Raises
    ------
    UsageError : no plan, one that was begun, another trial that goes on, a day that has passed, or the same change
        ended badly before and nobody has looked at it.
    """
    run, known, today = _plan_to_begin(home, trial_id), known_today(home), home.today()
    _refuse_what_went_badly(home, run, has_asked=has_asked)
    seen = fit(draft_of_plan(run.plan), known.who, known.days, today=today)
    if not seen.is_allowed:
        return TrialBegun(seen=seen)
    planned = run.plan.first_day
    wanted = first_day or (planned if planned is not None and planned >= today else today + timedelta(days=1))
    _check_first_day(wanted, today)
    if run.sealed is not None and wanted != planned:
        raise UsageError(
            where="trial, envelope",
            found=f"another first day ({wanted})",
            expected=f"{planned}, for which the envelope was sealed",
            do="Plan it again, and seal another envelope.",
        )
    made = run.plan if wanted == planned else replace(run.plan, first_day=wanted)
    started = TrialEvent(trial_id=made.hash[:ID_LENGTH], step=TrialStep.STARTED)
    now = home.now()
    keep(home, [_frozen_paper(home, made, seen), paper(started, day=today, now=now)], action="trial start")
    return TrialBegun(seen=seen, standing=standing_of(chosen(home, made.hash), today), moved=wanted != planned)


def _plan_to_begin(home: Home, trial_id: str | None) -> TrialRun:
    found, today = runs(home), home.today()
    if (going_on := open_run(found, today)) is not None:
        raise UsageError(
            where="trial",
            found=f"another trial that goes on ({going_on.trial_id})",
            expected="one change at a time",
            do="Let it finish, or end it: commensal trial stop",
        )
    planned = [run for run in found if state_of(run, today) is TrialState.PLANNED]
    if trial_id is not None:
        planned = [run for run in planned if run.trial_id == chosen(home, trial_id).trial_id]
    if not planned:
        raise UsageError(
            where="trial", found="no plan to begin", expected="a plan first", do="Try: commensal trial suggest"
        )
    return planned[-1]


def _power(made: TrialPlan, known: KnownToday) -> PowerTable | None:
    """What such a trial could show, from the days before it."""
    if made.first_day is None:
        return None
    table: PowerTable = made.power(days_before=days_before(known.entries, made.outcome, made.first_day))
    return table


def _frozen_paper(home: Home, made: TrialPlan, seen: Fit) -> Entry:
    """The plan as a paper. One that was never begun has one place in the diary, so the next plan replaces it."""
    now, n_begun = home.now(), sum(run.started is not None for run in runs(home))
    fact = TrialFrozen(
        trial_id=made.hash[:ID_LENGTH],
        plan=made.to_json(),
        plan_hash=made.hash,
        conditions=";".join(rule.rule_id for rule in seen.fired),
    )
    return paper(fact, day=now.date(), now=now, key=f"trial/plan/{n_begun}")


def _refuse_what_went_badly(home: Home, run: TrialRun, *, has_asked: bool) -> None:
    """The same change is not begun again after something unwelcome, until somebody who knows has looked at it.

    Raises
    ------
    WentBadlyError : it ended badly before.
    """
    badly = [one for one in runs(home) if one.unwelcome or _ended_by(one) == StopCause.ADVERSE_EVENT.value]
    if not has_asked and any(_is_same_change(one.plan, run.plan) for one in badly):
        raise WentBadlyError(
            where="trial",
            found="the same change, with which something unwelcome happened before",
            expected="that a doctor, dietitian or pharmacist has looked at it",
            do="Talk to one of them first; then: commensal trial start --asked",
        )


def _ended_by(run: TrialRun) -> str:
    return "" if run.stopped is None else run.stopped.cause


def _is_same_change(one: TrialPlan, other: TrialPlan) -> bool:
    if one.protocol_id or other.protocol_id:
        return (one.protocol_id, one.subject.casefold()) == (other.protocol_id, other.subject.casefold())
    return one.change.casefold() == other.change.casefold()


def _check_first_day(first_day: date, today: date) -> None:
    if first_day < today:
        raise UsageError(
            where="trial, first day",
            found=first_day.isoformat(),
            expected=f"today ({today}) or a later day",
            do="A trial is planned before it begins.",
        )
