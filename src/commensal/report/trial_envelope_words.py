"""The page for whoever keeps the envelope: what goes into which package, and on which days each is taken."""

from __future__ import annotations

from commensal.report.trial_numbers import turns_of
from commensal.report.trial_paper import Paper, Part, paper
from commensal.report.words import say
from commensal.trials.envelope import Envelope, letters_by_day
from commensal.trials.plan import TrialPlan


def envelope_paper(envelope: Envelope, plan: TrialPlan) -> Paper:
    """The partner's page. The person never sees it before the end."""
    letters = letters_by_day(envelope)
    packages = sorted(zip(envelope.letter_of_arm, envelope.arms, strict=True))
    return paper(
        say("trial.envelope.title"),
        [say("trial.envelope.lead"), say("trial.envelope.keep_quiet"), say("trial.envelope.if_unwell")],
        [
            Part(
                title=say("trial.envelope.prepare_head"),
                lines=(
                    *(say("trial.envelope.packages", letter=letter, arm=arm) for letter, arm in packages),
                    say("trial.envelope.prepare"),
                ),
            ),
            Part(
                title=say("trial.envelope.days"),
                lines=tuple(
                    say("trial.envelope.turn", span=turn.words, letter=letters[turn.first]) for turn in turns_of(plan)
                ),
            ),
            Part(
                title=say("trial.envelope.print_head"),
                lines=(
                    say("trial.envelope.print", fingerprint=envelope.fingerprint),
                    say("trial.envelope.honest"),
                ),
            ),
        ],
    )
