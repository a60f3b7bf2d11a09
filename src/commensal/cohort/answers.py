"""What a run over many people gives: one frame of findings, one of people, and who could not be asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from commensal.service.finding_rows import FINDING_COLUMNS, finding_row
from commensal.vocab.errors import CommensalError

if TYPE_CHECKING:
    import pandas as pd

    from commensal.service.find import Found

PEOPLE_COLUMNS = ("person", "outcome", "status", "days_used", "n_shown", "smallest_visible_effect", "person_gate_p")
_WORDS = ("person", "outcome", "exposure", "tier", "status")  # as categories: each word is kept once, not a row
_WHOLE_OR_NONE = ("set_id", "onset_days")  # whole numbers, or NaN for "none": one type, whoever is in the group


@dataclass(frozen=True, slots=True, kw_only=True)
class NotAsked:
    """One person whose days could not be analysed; the others are not touched by it.

    ``kind`` is the name of the error: one of ours has the four parts of its sentence, any other only what was
    ``found``.
    """

    person: str
    kind: str
    where: str
    found: str
    expected: str = ""
    do: str = ""

    @classmethod
    def because(cls, person: str, problem: Exception) -> NotAsked:
        """The value that stands for an exception."""
        kind = type(problem).__name__
        if isinstance(problem, CommensalError):
            return cls(
                person=person,
                kind=kind,
                where=problem.where,
                found=problem.found,
                expected=problem.expected,
                do=problem.do,
            )
        return cls(person=person, kind=kind, where="", found=str(problem))


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """The answers of some people, in the order in which they were asked.

    ``findings`` has the columns of ``Found.to_frame`` after ``person``, without the sentence: that is for a person's
    own page. ``people`` has one row for each person and outcome.
    """

    findings: pd.DataFrame
    people: pd.DataFrame
    not_asked: tuple[NotAsked, ...] = ()

    @property
    def n_people(self) -> int:
        """Everybody whose days were handed over."""
        return self.n_answered + len(self.not_asked)

    @property
    def n_answered(self) -> int:
        """Those whose days could be analysed; "too few days" is an answer."""
        return int(self.people["person"].nunique())

    @property
    def n_with_a_finding(self) -> int:
        """Those who would be shown anything."""
        return int(self.people.loc[self.people["n_shown"] > 0, "person"].nunique())

    def to_frame(self) -> pd.DataFrame:
        """One row for each person and candidate, also the silent ones."""
        return self.findings

    def not_asked_frame(self) -> pd.DataFrame:
        """One row for each person who could not be asked, with the reason."""
        import pandas as pd  # noqa: PLC0415

        names = [field.name for field in fields(NotAsked)]
        return pd.DataFrame([[getattr(one, name) for name in names] for one in self.not_asked], columns=names)

    def __repr__(self) -> str:
        return (
            f"{self.n_people} people: {self.n_answered} answered, {self.n_with_a_finding} with a finding, "
            f"{len(self.not_asked)} could not be asked"
        )


def answers_of(found: Iterable[tuple[str, Found]], not_asked: Iterable[NotAsked]) -> Answers:
    """Findings of several people as frames."""
    import pandas as pd  # noqa: PLC0415 - only when many are asked

    rows, people = [], []
    for person, one in found:
        for page in one.findings.outcomes:
            visible = page.smallest_visible_effect
            people.append(
                {
                    "person": person,
                    "outcome": page.outcome.key,
                    "status": page.status.value,
                    "days_used": page.n_days_used,
                    "n_shown": len(page.shown),
                    "smallest_visible_effect": float("nan") if visible is None else visible,
                    "person_gate_p": one.findings.person_gate_p,
                }
            )
            rows += [{"person": person, **finding_row(finding)} for finding in page.findings]
    findings = pd.DataFrame(rows, columns=["person", *FINDING_COLUMNS])
    types = dict.fromkeys(_WHOLE_OR_NONE, "float64") | dict.fromkeys(_WORDS, "category")
    return Answers(
        findings=findings.astype(types),
        people=pd.DataFrame(people, columns=list(PEOPLE_COLUMNS)),
        not_asked=tuple(not_asked),
    )


def together(parts: Iterable[Answers]) -> Answers:
    """The answers of several groups of people as one, in the order of the groups."""
    import pandas as pd  # noqa: PLC0415
    from pandas.api.types import union_categoricals  # noqa: PLC0415

    listed = list(parts)
    if not listed:
        return answers_of((), ())
    # A group of which nobody could be asked has no rows, and nothing to say of what its columns hold.
    answered = [part for part in listed if part.n_answered] or listed[:1]
    words = {name: union_categoricals([part.findings[name] for part in answered]) for name in _WORDS}
    numbers = pd.concat([part.findings.drop(columns=list(_WORDS)) for part in answered], ignore_index=True)
    return Answers(
        findings=numbers.assign(**words)[["person", *FINDING_COLUMNS]],
        people=pd.concat([part.people for part in answered], ignore_index=True),
        not_asked=tuple(failure for part in listed for failure in part.not_asked),
    )
