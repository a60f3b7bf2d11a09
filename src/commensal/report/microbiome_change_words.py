"""Two samples of one person side by side, and how many samples a change needs: in words."""

from __future__ import annotations

from collections.abc import Iterator

from commensal.microbiome.context import SampleContext
from commensal.microbiome.result import BalanceChange, ChangeStatus, Outcome, ProfileChange, SamplePlan
from commensal.report.labels import at_start
from commensal.report.microbiome_context_words import context_lines, reason_words
from commensal.report.microbiome_words import basis_key, group_name
from commensal.report.numbers import chance, number, whole
from commensal.report.trial_paper import Paper, Part, paper
from commensal.report.words import has_sentence, say

_MOST_TAXA = 20
_SIDES = ("first", "second")


def change_paper(change: ProfileChange, contexts: tuple[SampleContext, ...]) -> Paper:
    """The comparison: what the question is, the answer, what stands before it, and the numbers.

    Parameters
    ----------
    contexts : of the samples before and after, in this order; empty where there is no diary.
    """
    lead = [say("microbiome_change.lead"), say(f"microbiome_change.status.{change.status.name.casefold()}")]
    lead += [reason_words(reason) for reason in change.reasons]
    parts = [*_before(change, contexts)]
    if change.status is not ChangeStatus.NOT_COMPARABLE:
        parts += [_same(change), _balances(change), _taxa(change), _method(change)]
    return paper(say("microbiome_change.title"), lead, parts)


def plan_paper(plan: SamplePlan) -> Paper:
    """The number of samples first, then whether it is worth the money, then what fewer could show."""
    n = plan.samples_per_phase
    what = _what(plan.what)
    said = say("microbiome_plan.number", n=whole(n), total=whole(2 * n), what=what, fold=number(plan.fold, decimals=1))
    worth = "worth" if plan.is_worth_it else "not_worth"
    basis = say(f"microbiome_plan.basis.{basis_key(plan.basis)}")
    lines = (
        say("microbiome_plan.basis_line", basis=basis),
        say("microbiome_plan.feeling"),
        say("microbiome_plan.no_purchase"),
    )
    table = Part(
        title=say("microbiome_plan.table"),
        lines=lines,
        head=(say("microbiome_plan.head.n"), say("microbiome_plan.head.fold")),
        rows=tuple((whole(few), number(fold, decimals=1)) for few, fold in plan.smallest_fold),
    )
    lead = [said, say(f"microbiome_plan.{worth}", most=whole(plan.most_worth_paying))]
    return paper(say("microbiome_plan.title"), lead, [table])


def balance_sentence(one: BalanceChange) -> str:
    """One balance: its outcome, and what would have stood out."""
    name = at_start(group_name(one.key))
    if one.outcome is Outcome.MORE:
        is_up = one.fold.value >= 1.0
        ends = (one.fold.low_95, one.fold.high_95) if is_up else (1.0 / one.fold.high_95, 1.0 / one.fold.low_95)
        fold = one.fold.value if is_up else 1.0 / one.fold.value
        low, high = (number(end, decimals=1) for end in ends)
        way = "more_up" if is_up else "more_down"
        return say(f"microbiome_change.balance.{way}", name=name, fold=number(fold, decimals=1), low=low, high=high)
    key = "within" if one.outcome is Outcome.WITHIN else "cannot_tell"
    return say(f"microbiome_change.balance.{key}", name=name, smallest=number(one.smallest_fold_seen, decimals=1))


def _what(key: str) -> str:
    return group_name(key) if has_sentence(f"microbiome.group.{key}") else key


def _before(change: ProfileChange, contexts: tuple[SampleContext, ...]) -> Iterator[Part]:
    """What stands before the numbers: of each of two samples apart, and of several together."""
    if len(contexts) == len(_SIDES):
        for side, context in zip(_SIDES, contexts, strict=True):
            title = say(f"microbiome_change.part.context_{side}")
            yield Part(title=title, lines=tuple(context_lines(context)), is_list=True)
        said: list[str] = []
    else:
        said = list(dict.fromkeys(line for context in contexts for line in context_lines(context)))
    known = {reason.key for context in contexts for reason in context.disturbances} if len(contexts) == 2 else set()
    said += [reason_words(reason) for reason in change.cautions if reason.key not in known]
    yield Part(title=say("microbiome_change.part.context"), lines=tuple(said), is_list=True)


def _same(change: ProfileChange) -> Part:
    same = change.same_person
    if same is None:
        return Part(title=say("microbiome_change.part.same"))
    key = "doubtful" if same.is_doubtful else "fine"
    line = say(f"microbiome_change.same.{key}", chance=chance(same.probability))
    return Part(title=say("microbiome_change.part.same"), lines=(line,))


def _balances(change: ProfileChange) -> Part:
    judged = [one for one in change.balances if one.role != "context"]
    lines = [*map(balance_sentence, judged)]
    if any(one.outcome is Outcome.MORE for one in judged):
        lines += [say("microbiome_change.balance.why"), say("microbiome_change.balance.no_cause")]
    return Part(
        title=say("microbiome_change.part.balances"),
        lines=tuple(lines),
        head=tuple(say(f"microbiome_change.head.{key}") for key in ("group", "fold", "range", "smallest", "answer")),
        rows=tuple(
            (
                at_start(group_name(one.key)),
                number(one.fold.value, decimals=2),
                _range(one.fold.low_95, one.fold.high_95),
                number(one.smallest_fold_seen, decimals=1),
                _answer(one),
            )
            for one in change.balances
        ),
    )


def _answer(one: BalanceChange) -> str:
    if one.role == "context":
        return say("microbiome_change.outcome.context")
    outcome = Outcome.CANNOT_TELL if one.outcome is None else one.outcome
    return say(f"microbiome_change.outcome.{outcome.name.casefold()}")


def _range(low: float, high: float) -> str:
    return say("microbiome.group.range", low=number(low, decimals=2), high=number(high, decimals=2))


def _taxa(change: ProfileChange) -> Part:
    found = [one for one in change.taxa if one.outcome is Outcome.MORE]
    if not change.taxa:
        return Part(title=say("microbiome_change.part.taxa"))
    return Part(
        title=say("microbiome_change.part.taxa"),
        lines=(say(f"microbiome_change.taxa.{'some' if found else 'none'}"),),
        head=tuple(say(f"microbiome_change.head.{key}") for key in ("taxon", "fold", "range", "chance")),
        rows=tuple(
            (
                one.name,
                number(one.fold.value, decimals=2),
                _range(one.fold.low_95, one.fold.high_95),
                number(one.q_value, decimals=3),
            )
            for one in found[:_MOST_TAXA]
        ),
    )


def _method(change: ProfileChange) -> Part:
    lines = []
    if change.basis is not None:
        n_samples = whole(len(change.before) + len(change.after))
        lines.append(say(f"microbiome.method.basis_{basis_key(change.basis)}", n=n_samples))
    lines.append(say("microbiome_change.method.own"))
    return Part(title=say("microbiome_change.part.method"), lines=tuple(lines))
