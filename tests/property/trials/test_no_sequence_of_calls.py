"""Whatever a person does, in whatever order: a trial that was ended never tells them again what to do.

The calls are the real ones, on a real diary: logging, marking crashes, answers about oneself, undo, planning anew.
"""

from __future__ import annotations

import shutil
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from commensal.records.facts import Clearance
from commensal.records.trial_facts import Adherence
from commensal.service import trial, trial_plans
from commensal.service.home import Home
from commensal.service.log import log
from commensal.service.pacing import mark_crash, mark_no_crash
from commensal.service.person import clear_rule, keep_answers
from commensal.service.trial_drafts import TrialWish
from commensal.service.trial_journal import open_run, runs
from commensal.service.trial_stops import TrialHeld
from commensal.service.undo import undo
from commensal.trials.running import TrialState
from commensal.vocab.errors import CommensalError

_URGENT = ("there is blood in my stool", "I have lost a lot of weight without trying")
_EMERGENCY = ("I am vomiting blood", "I feel numb between my legs and cannot hold my water since this morning")
_HARMLESS = ("porridge and tea", "slept badly", "a walk in the park", "my neighbour had blood taken")
_WISH = TrialWish(own_words="ten minutes of quiet music", days=14, outcome="pain")


class Calls(RuleBasedStateMachine):
    """A person who runs trials, and everything that may come in between."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.now = datetime(2026, 3, 2, 9, 0, tzinfo=ZoneInfo("Europe/London"))
        self.home = Home(location=self.folder / "diary", clock=lambda: self.now, state_folder=self.folder / "state")
        self.ended: set[str] = set()
        self.n_planned = 0

    def teardown(self) -> None:
        """Leave nothing behind."""
        shutil.rmtree(self.folder)

    @initialize()
    def begin(self) -> None:
        """A trial that was begun."""
        self.plan_and_start(is_today=True)

    @property
    def open_id(self) -> str | None:
        """The trial that goes on."""
        run = open_run(runs(self.home), self.home.today())
        return None if run is None else run.trial_id

    def note(self, held: TrialHeld | None) -> None:
        """Remember what was ended."""
        if held is not None and not held.call.is_pause:
            self.ended.add(held.trial_id)

    @rule(is_today=st.booleans())
    def plan_and_start(self, *, is_today: bool) -> None:
        """Plan, and begin; refused while one goes on, and where the gate says so."""
        self.n_planned += 1
        try:
            trial_plans.plan(self.home, _WISH, seed=self.n_planned, has_power=False)
            first = self.home.today() if is_today else None
            trial_plans.begin(self.home, first_day=first, has_asked=self.n_planned % 2 == 0)
        except CommensalError:
            return

    @rule()
    def start_again(self) -> None:
        """Try to begin whatever is planned, without planning."""
        try:
            trial_plans.begin(self.home)
        except CommensalError:
            return

    @rule(n_days=st.integers(1, 5))
    def days_pass(self, n_days: int) -> None:
        """Time goes on."""
        self.now += timedelta(days=n_days, minutes=1)

    @rule(pain=st.integers(0, 10), words=st.sampled_from(_HARMLESS))
    def log_a_day(self, pain: int, words: str) -> None:
        """An ordinary line."""
        self.now += timedelta(minutes=1)
        self.note(log(self.home, words, ratings={"pain": pain}).trial_held)

    @rule(words=st.sampled_from((*_URGENT, *_EMERGENCY)))
    def log_bad_news(self, words: str) -> None:
        """A red flag ends what goes on, within this very call."""
        self.now += timedelta(minutes=1)
        before = self.open_id
        held = log(self.home, words).trial_held
        self.note(held)
        if before is not None:
            assert held is not None
            assert held.trial_id == before
            assert self.open_id is None

    @rule()
    def crash(self) -> None:
        """A marked crash does, too."""
        self.now += timedelta(minutes=1)
        before = self.open_id
        held = mark_crash(self.home).trial_held
        self.note(held)
        if before is not None:
            assert held is not None
            assert self.open_id is None

    @rule()
    def no_crash(self) -> None:
        """It is taken back."""
        mark_no_crash(self.home)

    @precondition(lambda self: self.open_id is not None)
    @rule(how=st.sampled_from(Adherence), words=st.sampled_from(("", *_HARMLESS, *_URGENT)))
    def say_how_it_went(self, how: Adherence, words: str) -> None:
        """Adherence, with or without words."""
        self.now += timedelta(minutes=1)
        try:
            self.note(trial.record_day(self.home, how, words=words).call.held)
        except CommensalError:
            return

    @rule(what=st.sampled_from(("pause", "resume", "amend", "stop", "unwell")))
    def call(self, what: str) -> None:
        """Everything that can be done with a trial, wherever it stands."""
        self.now += timedelta(minutes=1)
        calls = {
            "pause": lambda: trial.pause(self.home),
            "resume": lambda: trial.resume(self.home),
            "amend": lambda: trial.amend(self.home, "another time of day"),
            "stop": lambda: trial.stop(self.home),
            "unwell": lambda: trial.unwell(self.home, "a rash"),
        }
        try:
            done = calls[what]()
        except CommensalError:
            return
        self.note(done.held)
        if what == "stop":
            assert done.standing.state is TrialState.STOPPED

    @rule(n=st.integers(1, 4))
    def undo(self, n: int) -> None:
        """Take back the last actions."""
        for _ in range(n):
            self.now += timedelta(minutes=1)
            undo(self.home)

    @rule(answer=st.sampled_from(("yes", "no", "")), flag=st.sampled_from(("pem", "severe_mecfs")))
    def say_of_oneself(self, flag: str, answer: str) -> None:
        """Answers about oneself."""
        keep_answers(self.home, {flag: answer})

    @rule(rule_id=st.sampled_from(("S01", "S03", "S04", "S05")))
    def seen_by_somebody(self, rule_id: str) -> None:
        """A clinician has looked, the person is safe: the rules are quiet again."""
        for clearance in Clearance:
            clear_rule(self.home, rule_id, clearance)

    @invariant()
    def nothing_that_ended_says_what_to_do(self) -> None:
        """Not today's page, not any other."""
        try:
            call = trial.today(self.home)
        except CommensalError:
            return
        self.note(call.held)
        for one in (call.standing, *trial.standings(self.home)):
            if one.run.trial_id in self.ended:
                assert one.instruction is None
                assert one.state is TrialState.STOPPED


Calls.TestCase.settings = settings(max_examples=12, stateful_step_count=14, deadline=None)
TestNoSequenceOfCalls = Calls.TestCase
