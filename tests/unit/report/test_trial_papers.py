"""Papers about a trial: whole, in the order of their checklists, and safe to open."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date

import pytest

from benchmarks.truth.forbidden import forbidden_in
from commensal.knowledge.trial_protocols import trial_protocols
from commensal.records.person import Flag
from commensal.report.trial_chart import describe, trial_chart
from commensal.report.trial_json import (
    fit_json,
    power_json,
    protocol_json,
    reintroduction_json,
    result_json,
    verdict_json,
)
from commensal.report.trial_paper import WIDTH, Paper, Part, paper, paper_html, paper_json, paper_text
from commensal.report.trial_plan_page import plan_paper
from commensal.report.trial_protocol import protocol_paper
from commensal.report.trial_report import Ran, report_paper
from commensal.trials.amendments import Amendment
from commensal.trials.draft import Watched
from commensal.trials.plan import OutcomeKind, TrialOutcome, TrialPlan
from commensal.trials.protocol_fit import fit
from commensal.trials.reintroduction import reintroduction_of
from commensal.trials.verdict import StoppedFor, verdict
from commensal.vocab.answers import Answer
from tests.unit.guidance.guidance_people import TODAY, person
from tests.unit.report.page_reader import read_page, seen_text
from tests.unit.report.trial_result_examples import carried, comparison, effect, power, result
from tests.unit.trials.trial_examples import GUT, PAIN, draft, plan

_SPIRIT = (
    *("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11a", "11b", "11c", "11d", "12", "13", "14", "15"),
    *("16a", "16b", "16c", "17", "18a", "18b", "19", "20a", "20b", "20c", "21a", "21b", "22", "23", "24", "25"),
    *("26", "27", "28", "29", "30", "31", "32", "33"),
)
_CENT = (
    *("1a", "1b", "2a", "2b", "3a", "3b", "4a", "4b", "4c", "5", "6a", "6b", "7a", "7b", "8a", "8b", "8c", "9", "10"),
    *("11a", "12a", "12b", "12c", "13a", "13b", "14a", "14b", "15", "16", "17a", "17b", "18", "19", "20", "21", "22"),
    *("23", "24", "25"),
)


@pytest.fixture(scope="module")
def bread() -> TrialPlan:
    return plan("food_out_and_back", GUT, subject="bread")


def _report(made: TrialPlan, **ran: object) -> Paper:
    lead = comparison(made, -1.4, is_shown=True, carryover=carried(-1.6), per_protocol=effect(-1.5))
    seen = result(made, lead)
    outcomes = [None if index % 9 == 0 else 5.0 - made.schedule[index] for index in range(made.design.days)]
    return report_paper(
        made,
        seen,
        verdict(seen, made),
        Ran(outcomes=outcomes, reintroduction=reintroduction_of(made), **ran),  # type: ignore[arg-type]
    )


def _numbers(made: Paper) -> list[str]:
    lines = (line for part in made.parts for line in part.lines)
    return [match[1] for line in lines if (match := re.match(r"(\d+[a-d]?)\. ", line))]


def test_the_protocol_has_every_item_of_its_checklist(bread: TrialPlan) -> None:
    """SPENT keeps the numbers of SPIRIT; none is left out, and none is empty."""
    made = protocol_paper(bread, power=power())
    assert _numbers(made) == list(_SPIRIT)
    assert all(len(line.split()) > 2 for part in made.parts for line in part.lines)
    assert "memory" in " ".join(made.lead)


def test_the_report_has_every_item_of_its_checklist(bread: TrialPlan) -> None:
    """CENT, from title to funding, then looks and periods as tables."""
    made = _report(bread)
    assert _numbers(made) == list(_CENT)
    assert [part.title for part in made.parts[-2:]] == ["Looks", "Periods"]
    assert len(made.parts[-1].rows) == bread.design.n_units


def test_the_report_tells_numbers_harms_and_limits(bread: TrialPlan) -> None:
    """Exact p, interval, labelled chance of benefit, what was unwelcome, and who knew which days were which."""
    text = " ".join(paper_text(_report(bread, unwelcome=("a rash",))).split())
    for words in (
        "p = 0.02",
        "95 % interval −1.99 to −0.81",
        "Not a stopping rule",
        "1 reported: “a rash”",
        "The person knew which days were which.",
        "What was left out comes back, from 18 January 2027.",
        bread.hash,
        "30 done, 2 partly, 3 not done, 1 swapped and 4 not said",
    ):
        assert words in text, words


def test_an_early_end_is_told_with_its_reason(bread: TrialPlan) -> None:
    """And a change of plan with its day, and whether results could be seen before it."""
    changed = Amendment(number=1, on=date(2026, 12, 1), trial_day=9, words="half portions", could_see_results=True)
    text = " ".join(paper_text(_report(bread, cause="payback", amendments=(changed,))).split())
    assert "because of a crash after effort" in text
    assert "1. 1 December 2026: “half portions” (results could be seen before)." in text


def test_a_sealed_envelope_stays_closed_in_the_report() -> None:
    """While it runs no order is told, neither in words nor in a table or picture; at the end all of it is."""
    made = plan("lactose")
    running = paper_text(_report(made, letters_were_kept=True, is_over=False))
    assert "Not told while somebody else keeps the envelope." in " ".join(running.split())
    assert "Periods\n" not in running
    over = " ".join(paper_text(_report(made, letters_were_kept=True)).split())
    assert "0 = as usual and 1 = lactose-free" in over
    assert "Somebody else prepared packages with letters and kept the key." in over
    assert "The person knew which days were which." not in over


def test_a_report_without_an_effect_says_so(bread: TrialPlan) -> None:
    """Too few days: no number is made up."""
    seen = result(bread, comparison(bread, None, looks=(), always_on=(), stopped_at=None), adherence=None)
    made = report_paper(bread, seen, verdict(seen, bread, stopped_for=StoppedFor.OWN_WISH), Ran(cause=""))
    text = " ".join(paper_text(made).split())
    assert "Too few days to estimate it." in text
    assert "How the days went was not said; nothing is assumed." in text
    assert "Looks" not in [part.title for part in made.parts]


def test_a_person_who_needs_rules_finds_them_in_the_papers() -> None:
    """The rules that shaped the plan stand on the page and in the protocol."""
    one = draft("soluble_fibre", GUT)
    who = person("IBS", medicines=("warfarin",))
    allowed = fit(one, who, (), today=TODAY)
    made = plan("soluble_fibre", GUT, who=who)
    page = " ".join(paper_text(plan_paper(made, fired=allowed.fired)).split())
    assert "Go up in small weekly steps" in page
    assert "With warfarin, keep green vegetables steady." in page
    protocol = " ".join(paper_text(protocol_paper(made, fired=allowed.fired)).split())
    assert "S15 (" in protocol
    assert "S24 (" in protocol


@pytest.mark.parametrize("protocol_id", sorted(set(trial_protocols()) - {"food_out_and_back"}))
def test_every_protocol_has_its_papers(protocol_id: str) -> None:
    """No blank is left open in any of them, and nothing forbidden is said."""
    subject = {"food_on_drawn_days": "oranges", "low_fodmap_group": "fructans"}.get(protocol_id, "")
    made = plan(protocol_id, PAIN, subject=subject)
    for one in (protocol_paper(made), _report(made)):
        text = paper_text(one)
        assert not re.search(r"\{\w*\}", text)
        assert forbidden_in(" ".join(text.split())) == ()


def test_a_balance_and_a_flare_have_papers_too() -> None:
    """Outcomes without a scale, and outcomes that happen or do not."""
    balance = TrialOutcome(key="b1", label="Balance", kind=OutcomeKind.BALANCE, measurement_sd=0.4)
    flare = TrialOutcome(key="flare", label="Flare", kind=OutcomeKind.FLARE, minimum=0.0, maximum=1.0)
    samples = paper_text(protocol_paper(plan("soluble_fibre", Watched(outcome=balance))))
    assert "Stool samples" in samples
    assert "standard deviation 0.4" in " ".join(samples.split())
    days = plan("slow_breathing", Watched(outcome=flare))
    assert "differences are shares" in " ".join(paper_text(_report(days)).split())
    assert "whether the day was a flare day" in " ".join(paper_text(plan_paper(days)).split())


def test_no_line_is_too_wide(bread: TrialPlan) -> None:
    """A terminal of eighty letters holds every sentence; fingerprints and tables have their own width."""
    for one in (plan_paper(bread, power=power()), protocol_paper(bread), _report(bread)):
        sentences = replace(one, parts=tuple(replace(part, head=(), rows=()) for part in one.parts))
        assert [line for line in paper_text(sentences).splitlines() if len(line) > WIDTH] == []


def test_the_plan_fits_on_about_two_screens(bread: TrialPlan) -> None:
    """A tired reader should not have to turn many pages."""
    assert len(paper_text(plan_paper(bread, power=power())).splitlines()) <= 90


def test_a_page_is_whole_in_itself_and_its_title_says_nothing(bread: TrialPlan) -> None:
    """No script, no address; a browser tab on a shared screen tells nobody."""
    html = paper_html(plan_paper(bread, power=power()), made_words="Made today.")
    tree = read_page(html)
    assert not re.search(r"https?:|//[a-z]|url\(|@import|<script", html)
    assert [title.text() for title in tree.all("title")] == ["Commensal"]
    assert bread.hash in seen_text(html)
    marked = paper_html(plan_paper(bread), made_words="", is_synthetic=True)
    assert "a computer program made these days" in seen_text(marked)


def test_the_report_has_a_picture_that_can_be_read_aloud(bread: TrialPlan) -> None:
    """Named and described; one dot a rating, grey ground behind the change, and nothing from outside."""
    html = paper_html(_report(bread), made_words="")
    tree = read_page(html)
    (chart,) = tree.all("svg")
    words = seen_text(html)
    assert "Bloating on each day, 23 November 2026 to 17 January 2027" in words
    assert "“without bread”: average 4.0 over" in words
    assert len(list(chart.all("rect"))) == sum(
        arm == 1 and (index == 0 or bread.schedule[index - 1] != 1) for index, arm in enumerate(bread.schedule)
    )
    (dots,) = [one.attributes["d"] for one in chart.all("path") if one.attributes.get("class") == "day-dots"]
    rated = [index for index in range(bread.design.days) if index % 9 and not bread.design.washout_at(index)]
    assert dots.count("M") == len(rated)
    assert "Grey ground" not in paper_text(_report(bread))


def test_no_day_no_picture(bread: TrialPlan) -> None:
    """Nothing is drawn of days that have not come; a day without a rating has no dot."""
    assert trial_chart(bread, []) is None
    drawn = trial_chart(bread, [None, None, 4.0])
    assert drawn is not None
    assert "day-missing" in drawn
    assert describe(bread, [None, None, 4.0]).endswith("Without a rating: 2 days.")


def test_a_persons_words_cannot_become_part_of_the_page() -> None:
    """What was typed is shown as it was typed."""
    made = paper("<b>x</b>", ["<script>alert(1)</script>"], [Part(title="t", lines=("<img src=x>",))])
    html = paper_html(made, made_words="")
    assert "<script>alert" not in html
    assert "<img" not in html


def test_an_empty_part_is_left_out() -> None:
    """No heading without anything under it."""
    made = paper("t", [], [Part(title="empty"), Part(title="full", lines=("x",), is_list=True)])
    assert [part.title for part in made.parts] == ["full"]
    assert paper_json(made)["parts"] == [{"title": "full", "lines": ["x"], "head": [], "rows": []}]


def test_json_forms_can_be_written(bread: TrialPlan) -> None:
    """No infinity, no date that JSON does not know, stable names."""
    lead = comparison(bread, -1.4, is_shown=True, carryover=carried(-1.6), per_protocol=effect(-1.5))
    seen = result(bread, lead)
    said = verdict_json(verdict(seen, bread), bread)
    document = result_json(seen, bread)
    text = json.dumps([document, said, power_json(power())], allow_nan=False)
    assert '"is_stopping_rule": false' in text
    assert document["comparisons"][0]["looks"][0]["bound"] is None
    assert said["decision"] == "keep"
    assert said["sentence"].startswith("It made a difference.")
    back = reintroduction_of(bread)
    assert back is not None
    assert reintroduction_json(back)["begins_on"] == "2027-01-18"
    for one in trial_protocols().values():
        assert json.loads(json.dumps(protocol_json(one)))["id"] == one.id


def test_what_the_gate_holds_back_is_not_shown_in_json() -> None:
    """Of a draft that is barred only the rules are told."""
    one = draft("food_out_and_back", subject="bread")
    barred = fit_json(fit(one, person(answers={Flag.EATING_DISORDER_HISTORY: Answer.YES}), (), today=TODAY))
    assert "draft" not in barred
    assert "S20" in barred["rules"]
    allowed = fit_json(fit(one, person(), (), today=TODAY))
    assert allowed["draft"]["removes_something"] is True
    json.dumps(allowed, allow_nan=False)
