"""What a questionnaire's answers say, in sentences, with what they do not say right beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from commensal.instruments import own_scales, pem
from commensal.instruments.fibromyalgia import CriteriaResult, Span
from commensal.instruments.pem import RIGHTLY_SORTED, WRONGLY_SORTED, PemResult
from commensal.instruments.stool import stool_band, stool_forms
from commensal.knowledge.instruments import Instrument, ScorePart, Use, instruments
from commensal.report.numbers import brief, day_words
from commensal.report.words import say
from commensal.vocab.answers import Answer


def pem_lines(result: PemResult, flag: Answer | None) -> tuple[str, ...]:
    """What the answers about getting worse after effort say, their limits, and where they come from.

    Parameters
    ----------
    flag : what safety takes from them.
    """
    return (say("instruments.pem.title"), "", *_pem_found(result, flag), "", *_pem_limits())


def _pem_found(result: PemResult, flag: Answer | None) -> Iterator[str]:
    yield say(f"instruments.pem.{result.outcome.value}")
    if result.statements_reached:
        texts = _statement_texts()
        statements = " ".join(texts[group] for group in result.statements_reached)
        yield say("instruments.pem.reached", statements=statements.rstrip("."))
    yield say(f"instruments.pem.step_2_{result.step_2.value}")
    if flag is not None:
        yield say(f"instruments.pem.safe_{flag.value}")
    yield from _blanks(result.n_answered, result.n_items)


def _pem_limits() -> Iterator[str]:
    yield say("instruments.pem.limits")
    yield say("instruments.pem.study", right=round(100 * RIGHTLY_SORTED), wrong=round(100 * WRONGLY_SORTED))
    yield say("instruments.pem.own_words")
    yield say("instruments.pem.after")


def _statement_texts() -> Mapping[str, str]:
    return {item.group: item.text for item in instruments()[pem.INSTRUMENT_ID].items if item.group}


def criteria_lines(result: CriteriaResult) -> tuple[str, ...]:
    """The numbers of the fibromyalgia criteria, and that a clinician decides."""
    return (
        say("instruments.criteria.title"),
        "",
        say("instruments.criteria.wpi", n=_span(result.wpi)),
        say("instruments.criteria.sss", n=_span(result.sss)),
        say("instruments.criteria.fs", n=_span(result.fs)),
        say("instruments.criteria.regions", n=_span(result.n_regions)),
        say(f"instruments.criteria.three_months_{result.three_months.value}"),
        *_blanks(result.n_answered, result.n_items),
        "",
        say(f"instruments.criteria.{result.outcome.value}"),
        say("instruments.criteria.limits"),
        say("instruments.criteria.beside"),
        say("instruments.criteria.after"),
    )


def stool_lines(form: int) -> tuple[str, ...]:
    """A stool form in our words, and what it counts as."""
    return (
        say("instruments.stool.kept", form=form, text=stool_forms()[form]),
        say(f"instruments.stool.{stool_band(form).value}"),
        say("instruments.stool.after"),
    )


def scale_lines(answers: Mapping[str, float]) -> tuple[str, ...]:
    """The ratings that were kept; with a rating of pain, how much change people called worthwhile."""
    items = [
        say("instruments.scales.item", name=item.text, n=brief(answers[item.id]))
        for item in instruments()[own_scales.INSTRUMENT_ID].items
        if item.id in answers
    ]
    lines = [say("instruments.scales.kept", items=", ".join(items))]
    if "pain" in answers:
        points, share = brief(own_scales.WORTHWHILE_POINTS), round(100 * own_scales.WORTHWHILE_SHARE)
        lines += [say("instruments.scales.pain", points=points, share=share), say("instruments.scales.after")]
    return tuple(lines)


def score_lines(instrument: Instrument, part: ScorePart, score: float) -> tuple[str, ...]:
    """A score from elsewhere, with what is published of it and what nobody has checked yet."""
    lines = [
        say(
            "instruments.score.kept",
            label=part.label,
            n=brief(score),
            low=f"{part.minimum:g}",
            high=f"{part.maximum:g}",
            direction=say(f"instruments.score.{part.higher_is}"),
        )
    ]
    if instrument.bands:
        lines.append(say("instruments.score.bands", bands=instrument.bands))
    if instrument.mcid:
        lines.append(say("instruments.score.mcid", mcid=instrument.mcid))
    if unchecked := _unchecked(instrument, part):
        lines.append(say("instruments.score.from_memory", parts=", ".join(unchecked)))
    return (*lines, say("instruments.score.whose"))


def _unchecked(instrument: Instrument, part: ScorePart) -> list[str]:
    names = ["range"] if part.basis == "from_memory" else []
    names += sorted(instrument.from_memory)
    return [say(f"instruments.score.{name}_from_memory") for name in names]


def list_lines(listed: Sequence[Instrument]) -> tuple[str, ...]:
    """Every instrument with how to use it and its terms."""
    lines: list[str] = []
    for use in Use:
        lines += ["", say(f"instruments.list.{use.value}")] if lines else [say(f"instruments.list.{use.value}")]
        for one in listed:
            if one.use is use:
                lines += _listed(one)
    return tuple(lines)


def _listed(one: Instrument) -> Iterator[str]:
    yield say("instruments.list.line", name=one.name, measures=one.measures)
    if len(one.scores) > 1:
        parts = ", ".join(score.id for score in one.scores)
        yield say("instruments.list.command_with_part", command=one.command, parts=parts)
    else:
        yield say(f"instruments.list.command{'_with_number' if one.scores else ''}", command=one.command)
    terms = "terms_from_memory" if "licence" in one.from_memory else "terms"
    yield say(f"instruments.list.{terms}", licence=one.licence)


def kept_score_line(part: ScorePart, score: float, day: date, before: tuple[float, date] | None) -> str:
    """One score in a list, with the one before it where there is one. A difference is shown and not judged."""
    shown = {"day": day_words(day), "label": part.label, "n": brief(score)}
    if before is None:
        return say("instruments.kept.score", **shown)
    return say("instruments.kept.score_before", **shown, before=brief(before[0]), before_day=day_words(before[1]))


def kept_answers_line(instrument: Instrument, result: PemResult | CriteriaResult, day: date) -> str:
    """One questionnaire in a list, with what it came to."""
    shown = {"day": day_words(day), "name": instrument.name}
    if isinstance(result, PemResult):
        return say(f"instruments.kept.pem_{result.outcome.value}", **shown)
    counts = {"wpi": _span(result.wpi), "sss": _span(result.sss), "fs": _span(result.fs)}
    return say("instruments.kept.criteria", **shown, **counts)


def _span(span: Span) -> str:
    if span.is_known:
        return str(span.low)
    return say("instruments.criteria.open", low=span.low, high=span.high)


def _blanks(n_answered: int, n_items: int) -> Iterator[str]:
    if n_answered < n_items:
        yield say("instruments.blanks", n=n_items - n_answered, of=n_items)
