"""What the person's own days speak of, handed from the room of findings to the room of trials as plain values."""

from __future__ import annotations

from collections.abc import Sequence

from commensal.findings.finding import Finding, OutcomeFindings
from commensal.records.entry import Entry
from commensal.report.credible_sets import is_about_medicine, labels_of, set_labels, shown_sets
from commensal.trials.suspects import Link, Suspect
from commensal.vocab.errors import NotAnalysableError, UsageError
from commensal.vocab.ids import key_from_name
from commensal.vocab.units import Unit


def links(entries: Sequence[Entry], outcome: str, *, seed: int = 0) -> tuple[Link, ...]:
    """What goes with an outcome, the firmest first; nothing where the days cannot tell.

    Parameters
    ----------
    outcome : key of the column.
    """
    from commensal.service.find import findings_of  # noqa: PLC0415 - it takes a moment

    if not entries:
        return ()
    try:
        findings, _ = findings_of(entries, outcomes=(outcome,), seed=seed)
    except NotAnalysableError:
        return ()
    return tuple(
        link for page in findings.outcomes for members in shown_sets(page) if (link := _link(page, members)) is not None
    )


def link_to(entries: Sequence[Entry], outcome: str, name: str, *, seed: int = 0) -> Link:
    """What goes with an outcome and is called so.

    Raises
    ------
    UsageError : nothing of that name does.
    """
    found = links(entries, outcome, seed=seed)
    wanted = key_from_name(name)
    for link in found:
        if any(wanted in (one.key, key_from_name(one.label)) for one in link.suspects):
            return link
    known = ", ".join(one.label for link in found for one in link.suspects) or "nothing yet"
    raise UsageError(
        where="trial of a finding",
        found=repr(name),
        expected=f"what goes with it in your days: {known}",
        do="See them with: commensal findings",
    )


def _link(page: OutcomeFindings, members: tuple[Finding, ...]) -> Link | None:
    """One credible set as a link; None where a medicine is among it, or no size is known."""
    first = members[0]
    if first.effect is None or any(is_about_medicine(one) for one in members):
        return None
    label_by_key = labels_of(page.findings)
    by_key = {one.exposure.key: one for one in page.findings}
    keys = dict.fromkeys((*(one.exposure.key for one in members), *first.set_members))
    labels = dict(zip(keys, set_labels(first, label_by_key), strict=False)) | label_by_key
    suspects = tuple(_suspect(key, labels.get(key, key), by_key.get(key)) for key in keys)
    return Link(suspects=suspects, effect=first.effect.estimate, onset_days=first.onset_days)


def _suspect(key: str, label: str, finding: Finding | None) -> Suspect:
    exposure = None if finding is None else finding.exposure
    return Suspect(
        key=key,
        label=label,
        is_food=exposure is not None and exposure.kind == "food" and exposure.unit is Unit.YES_NO,
        is_medicine=exposure is not None and exposure.kind == "medicine_dose",
    )
