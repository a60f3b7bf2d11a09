"""A what-if as a paper: on a terminal, on a page of its own, as a part of a larger page, and as a document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from markupsafe import Markup

from commensal.axis.dynamics.answer import Answer, Band, WatchedAnswer
from commensal.axis.dynamics.sensitivity import Sensitivity
from commensal.report.page_templates import templates
from commensal.report.trial_paper import Paper, Part, paper
from commensal.report.what_if_chart import what_if_chart
from commensal.report.what_if_words import (
    FromDiary,
    asked_lines,
    assumed_lines,
    direction,
    fmt_lines,
    inside_line,
    rests_lines,
    sentence,
    shown_answers,
    symptom_lines,
)
from commensal.report.words import say


def what_if_paper(
    answer: Answer, *, from_diary: tuple[FromDiary, ...] = (), sensitivity: Sensitivity | None = None
) -> Paper:
    """The whole answer, with what it rests on and what is assumed.

    Parameters
    ----------
    from_diary : usual values that came from a diary.
    sensitivity : which links and numbers decide one of the quantities; its part is left out without it.
    """
    scenario = answer.scenario
    lead = [say("what_if.lead"), say("what_if.lead_hundred", n=answer.n_versions)]
    return paper(
        say("what_if.title", title=scenario.title),
        lead,
        [
            Part(title=say("what_if.part.care"), lines=tuple(_care(answer)), is_paragraph=True),
            Part(title=say("what_if.part.asked"), lines=asked_lines(scenario)),
            *_inside(answer),
            *_symptoms(answer),
            Part(title=say("what_if.part.rests"), lines=rests_lines(answer)),
            *_indices(sensitivity),
            Part(title=say("what_if.part.assumed"), lines=assumed_lines(answer, from_diary), is_list=True),
        ],
    )


def what_if_section(made: Paper, *, heading_level: int = 2) -> Markup:
    """The paper as a part of a larger page, below a heading of the page's own.

    Parameters
    ----------
    heading_level : of the parts' headings.
    """
    template = templates().get_template("what_if_section.html.j2")
    return Markup(template.render(paper=made, level=heading_level))  # noqa: S704 - the template escapes


def what_if_json(answer: Answer, *, from_diary: tuple[FromDiary, ...] = ()) -> dict[str, Any]:
    """The answer as a document: of symptoms the direction and its grade, and no amount."""
    return {
        "is_a_model_and_no_forecast": True,
        "title": answer.scenario.title,
        "person": answer.scenario.person,
        "days": answer.days.tolist(),
        "n_versions": answer.n_versions,
        "n_lost": answer.n_lost,
        "seed": answer.seed,
        "sentence": sentence(answer),
        "care": list(_care(answer)),
        "watched": [_watched_json(shown) for shown in shown_answers(answer)],
        "assumed": list(assumed_lines(answer, from_diary)),
    }


def _care(answer: Answer) -> Iterator[str]:
    if answer.scenario.has_medicine:
        yield say("what_if.medicine")
    if answer.scenario.has_fmt:
        yield from fmt_lines()
    yield say("what_if.no_ranking")


def _inside(answer: Answer) -> Iterator[Part]:
    inside = [shown for shown in shown_answers(answer) if not shown.watched.is_symptom]
    title = say("what_if.part.inside")
    for number, shown in enumerate(inside, start=1):
        yield Part(
            title=title if number == 1 else shown.watched.label,
            lines=(inside_line(shown),),
            figure=what_if_chart(shown, answer.days.tolist(), picture_id=f"what-if-{shown.watched.key}"),
            caption=say("what_if.chart.caption", what=shown.watched.label, unit=shown.watched.unit),
        )


def _symptoms(answer: Answer) -> Iterator[Part]:
    title = say("what_if.part.symptoms")
    symptoms = [shown for shown in shown_answers(answer) if shown.watched.is_symptom]
    if symptoms:
        lines = [line for shown in symptoms for line in symptom_lines(shown)]
        yield Part(title=title, lines=(*lines, say("what_if.symptom.no_amount")))
    elif answer.scenario.has_medicine and any(shown.watched.is_symptom for shown in answer.watched):
        yield Part(title=title, lines=(say("what_if.symptom.with_medicine"),))


def _indices(found: Sensitivity | None) -> Iterator[Part]:
    if found is None:
        return
    about = say("what_if.index.about", what=found.watched.phrase, day=f"{found.day:.3g}")
    yield Part(
        title=say("what_if.index.title"),
        lines=(about,),
        head=tuple(say("what_if.index.head").split("|")),
        rows=tuple(
            (one.name, f"{one.alone:.2f}", f"{one.total:.2f}", f"± {one.total_give_or_take:.2f}")
            for one in found.factors
        ),
    )


def _watched_json(shown: WatchedAnswer) -> dict[str, Any]:
    weakest = shown.weakest
    document: dict[str, Any] = {
        "name": shown.watched.key,
        "is_symptom": shown.watched.is_symptom,
        "day": shown.day,
        "direction": direction(shown.agreement),
        "share_up": shown.agreement.up,
        "share_down": shown.agreement.down,
        "share_hardly": shown.agreement.hardly,
        "rests_on": [
            {"coupling": one.link.coupling, "link": one.link.link, "grade": str(one.link.grade), "share": one.share}
            for one in shown.rests_on
        ],
        "weakest_link": None if weakest is None else weakest.link.link,
        "grade_of_weakest_link": None if weakest is None else str(weakest.link.grade),
    }
    if shown.agreement_parameters_only is not None:
        only = shown.agreement_parameters_only
        document["parameters_only"] = {"share_up": only.up, "share_down": only.down, "share_hardly": only.hardly}
    if shown.changed_band is not None and shown.usual_band is not None:
        document["unit"] = shown.watched.unit
        document["usual"] = {"own": shown.usual.tolist(), **_band_json(shown.usual_band)}
        document["changed"] = {"own": shown.changed.tolist(), **_band_json(shown.changed_band)}
    return document


def _band_json(band: Band) -> dict[str, list[float]]:
    names = ("low_95", "low_50", "middle", "high_50", "high_95")
    return {name: getattr(band, name).tolist() for name in names}
