"""Whole papers of trials, to be read aloud before a difference is accepted.

``COMMENSAL_UPDATE_SNAPSHOTS=1 pytest tests/snapshots`` writes them anew.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from commensal.records.person import Flag
from commensal.report.trial_choice_words import choice_lines
from commensal.report.trial_day_words import instruction_lines, progress_lines
from commensal.report.trial_envelope_words import envelope_paper
from commensal.report.trial_json import result_json, verdict_json
from commensal.report.trial_paper import paper_text
from commensal.report.trial_plan_page import plan_paper
from commensal.report.trial_protocol import protocol_paper
from commensal.report.trial_report import Ran, report_paper
from commensal.report.trial_verdict_words import look_lines, verdict_lines
from commensal.trials.adherence import AdherenceCount
from commensal.trials.calendar import Reminders, calendar_notes, calendar_text
from commensal.trials.envelope import seal
from commensal.trials.plan import TrialPlan
from commensal.trials.protocol_fit import fit, fitting_protocols
from commensal.trials.reintroduction import reintroduction_of
from commensal.trials.running import Instruction
from commensal.trials.verdict import StoppedFor, verdict
from commensal.vocab.answers import Answer
from tests.unit.guidance.guidance_people import TODAY, person
from tests.unit.report.trial_result_examples import carried, comparison, effect, power, result
from tests.unit.trials.trial_examples import FIRST_DAY, GUT, PAIN, draft, plan

_FOLDER = Path(__file__).parent
_CAREFUL = {Flag.PEM: Answer.YES}


def _bread() -> TrialPlan:
    return plan("food_out_and_back", GUT, subject="bread")


def _page(protocol_id: str, *, is_careful: bool = False, subject: str = "") -> str:
    who = person("IBS", answers=_CAREFUL if is_careful else {})
    one = draft(protocol_id, GUT, subject=subject, is_pem_possible=is_careful)
    allowed = fit(one, who, (), today=TODAY)
    made = plan(protocol_id, GUT, subject=subject, is_pem_possible=is_careful, who=who)
    return paper_text(plan_paper(made, power=power(), fired=allowed.fired, cautions=one.cautions, conditions=("ibs",)))


def _report() -> str:
    made = _bread()
    lead = comparison(made, -1.4, is_shown=True, carryover=carried(-1.8), per_protocol=effect(-1.5))
    seen = result(made, lead)
    outcomes = [None if index % 9 == 0 else 5.0 - made.schedule[index] for index in range(made.design.days)]
    ran = Ran(outcomes=outcomes, reintroduction=reintroduction_of(made))
    return paper_text(report_paper(made, seen, verdict(seen, made), ran, conditions=("ibs",)))


def _verdicts() -> str:
    """Every way in which a trial can end, for a practice and for a food."""
    lines: list[str] = []
    for made in (plan("slow_breathing"), _bread()):
        back = reintroduction_of(made)
        for name, estimate, is_shown in (
            ("helped", -1.4, True),
            ("helped, perhaps too little", -0.8, True),
            ("worse", 0.9, True),
            ("open", -0.6, False),
            ("no difference that matters", 0.0, False),
        ):
            seen = result(made, comparison(made, estimate, is_shown=is_shown, carryover=carried(estimate * 1.6)))
            begins = None if back is None else back.begins_on
            lines += [f"## {made.protocol_id}: {name}"]
            lines += verdict_lines(verdict(seen, made), seen, made, reintroduce_from=begins)
            lines += [""]
        seen = result(made, comparison(made, -0.6), n_days_seen=20)
        for why in StoppedFor:
            lines += [f"## {made.protocol_id}: ended early, {why.value}"]
            lines += [*verdict_lines(verdict(seen, made, stopped_for=why), seen, made), ""]
        lines += [f"## {made.protocol_id}: a look", *look_lines(seen, made), ""]
    return "\n".join(lines)


def _days() -> str:
    """The first days of a trial, and how it goes."""
    made = _bread()
    lines: list[str] = []
    for index in range(5):
        arm = made.schedule[index]
        day = made.dates[index]
        instruction = Instruction(
            trial_id="abc", day=day, number=index + 1, n_days=made.design.days, arm=arm, arm_name=made.arms[arm],
            is_washout=made.washout_on(day),
        )  # fmt: skip
        lines += [*instruction_lines(instruction, made), ""]
    kept = AdherenceCount(n_days=12, n_done=6, n_partly=1, n_not_done=2, n_swapped=0, n_unsaid=2, n_paused=1)
    lines += progress_lines(made, kept, n_rated=8, n_missing=1, next_look=FIRST_DAY)
    return "\n".join(lines) + "\n"


def _choice() -> str:
    who = person("IBS", answers={Flag.PEM: Answer.UNKNOWN, Flag.PREGNANT: Answer.YES})
    return "\n".join(choice_lines(fitting_protocols(PAIN, who, (), today=TODAY, is_pem_possible=True).values())) + "\n"


def _envelope() -> str:
    made = plan("lactose")
    return paper_text(envelope_paper(seal(made, np.random.default_rng(2)), made))


def _calendar() -> str:
    made = _bread()
    notes = calendar_notes(made, reminders=Reminders.EVERY_DAY, reintroduction=reintroduction_of(made))
    text = calendar_text(notes, calendar_id=made.hash[:12], now=datetime(2026, 11, 21, 18, 0, tzinfo=UTC))
    return text.replace("\r\n", "\n").replace(made.hash[:12], "HASH")


def _json() -> str:
    made = _bread()
    seen = result(made, comparison(made, -1.4, is_shown=True, carryover=carried(-1.8)))
    document = {"result": result_json(seen, made), "verdict": verdict_json(verdict(seen, made), made)}
    return json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


_PAPERS: dict[str, Callable[[], str]] = {
    "plan-bread.txt": lambda: _page("food_out_and_back", subject="bread"),
    "plan-fibre.txt": lambda: _page("soluble_fibre"),
    "plan-pacing.txt": lambda: _page("pacing_inside_limits", is_careful=True),
    "plan-probiotic.txt": lambda: _page("probiotic"),
    "protocol-bread.txt": lambda: paper_text(protocol_paper(_bread(), power=power(), conditions=("ibs",))),
    "report-bread.txt": _report,
    "verdicts.txt": _verdicts,
    "days.txt": _days,
    "choice.txt": _choice,
    "envelope.txt": lambda: paper_text(
        envelope_paper(seal(plan("lactose"), np.random.default_rng(2)), plan("lactose"))
    ),
    "calendar.ics": _calendar,
    "result.json": _json,
}


@pytest.mark.parametrize("name", list(_PAPERS))
def test_a_paper_reads_as_it_did(name: str) -> None:
    """A change of words, order or numbers is seen before anybody else sees it."""
    made, kept = _PAPERS[name](), _FOLDER / name
    if os.environ.get("COMMENSAL_UPDATE_SNAPSHOTS"):
        kept.write_text(made, encoding="utf-8")
    assert made == kept.read_text(encoding="utf-8")
