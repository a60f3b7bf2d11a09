"""What if: a scenario asked of the axis model, from a file, from Python or from the page.

It is a model and no forecast. One what-if is one answer; two of them are not put in order by what they promise.
"""

from __future__ import annotations

import math
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from commensal.axis.dynamics.answer import Answer
from commensal.axis.dynamics.ensemble import N_ROUGH_VERSIONS, N_VERSIONS, answer
from commensal.axis.dynamics.parameter_set import read_parameter_set
from commensal.axis.dynamics.scenario import DIARY, Scenario, scenario_from
from commensal.axis.dynamics.sensitivity import Sensitivity, sensitivity
from commensal.knowledge.axis_model import axis_model
from commensal.knowledge.axis_scenarios import ready_scenarios, scenario_inputs
from commensal.records.facts import STANDING_KINDS
from commensal.report.numbers import moment_words
from commensal.report.trial_paper import Paper, paper_html
from commensal.report.what_if_page import what_if_json, what_if_paper, what_if_section
from commensal.report.what_if_words import FromDiary, assumed_lines, sentence, shown_answers
from commensal.report.words import say
from commensal.service import axis_ready
from commensal.service.axis_ready import was_built_at_first
from commensal.service.find import table_of
from commensal.service.home import Home, open_home
from commensal.service.private_file import write_private
from commensal.vocab.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd
    from markupsafe import Markup

USUAL_DAYS = 56
"""How far back a diary is read for its usual days. [days]"""

ENOUGH_DAYS = 10
"""On how many of them a thing must stand before it counts as usual. [days]"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyScenario:
    """A what-if that comes with the model."""

    id: str
    scenario: Scenario


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WhatIf:
    """What the model says of a what-if.

    Parameters
    ----------
    answer : the numbers behind it.
    from_diary : usual values that came from a diary.
    sensitivity : which links and numbers decide; None where it was not asked for.
    """

    answer: Answer
    from_diary: tuple[FromDiary, ...] = ()
    sensitivity: Sensitivity | None = None

    @property
    def days(self) -> Any:
        """Days after the start, as an array. [days]"""
        return self.answer.days

    @property
    def states(self) -> pd.DataFrame:
        """All states with the change, by day, with the table's own values: one column a state, in its unit."""
        return self._frame(self.answer.states)

    @property
    def states_usual(self) -> pd.DataFrame:
        """The same without the change."""
        return self._frame(self.answer.states_usual)

    @property
    def bands(self) -> pd.DataFrame:
        """By day, for each quantity that is watched: ``low_95``, ``low_50``, ``middle``, ``high_50``, ``high_95``.

        ``result.bands["butyrate"]["low_95"]``. Symptoms have none: of them the model may say a direction and no amount.
        """
        import pandas as pd  # noqa: PLC0415 - heavy

        levels = ("low_95", "low_50", "middle", "high_50", "high_95")
        columns = {
            (shown.watched.key, level): getattr(shown.changed_band, level)
            for shown in shown_answers(self.answer)
            if shown.changed_band is not None
            for level in levels
        }
        frame = pd.DataFrame(columns, index=pd.Index(self.answer.days, name="day"))
        frame.columns = pd.MultiIndex.from_tuples(list(columns), names=["what", "level"])
        return frame

    @property
    def sentence(self) -> str:
        """The answer in one sentence."""
        return sentence(self.answer)

    @property
    def assumed(self) -> tuple[str, ...]:
        """What in it is assumed and not measured."""
        return assumed_lines(self.answer, self.from_diary)

    @property
    def paper(self) -> Paper:
        """The whole answer in words, with charts."""
        return what_if_paper(self.answer, from_diary=self.from_diary, sensitivity=self.sensitivity)

    def to_frame(self) -> pd.DataFrame:
        """One row for each quantity that may be shown: direction, agreement, and the weakest link with its grade."""
        import pandas as pd  # noqa: PLC0415 - heavy

        keys = (
            "name", "is_symptom", "day", "direction", "share_up", "share_down", "share_hardly", "weakest_link",
            "grade_of_weakest_link",
        )  # fmt: skip
        return pd.DataFrame([{key: row[key] for key in keys} for row in self.to_json()["watched"]], columns=list(keys))

    def to_json(self) -> dict[str, Any]:
        """The answer as a document."""
        return what_if_json(self.answer, from_diary=self.from_diary)

    def section(self, *, heading_level: int = 2) -> Markup:
        """The answer as a part of a larger page."""
        return what_if_section(self.paper, heading_level=heading_level)

    def _repr_html_(self) -> str:
        return str(self.section(heading_level=3))

    def __repr__(self) -> str:
        return self.sentence

    def _frame(self, states: Any) -> pd.DataFrame:
        import pandas as pd  # noqa: PLC0415 - heavy

        return pd.DataFrame(states, index=pd.Index(self.answer.days, name="day"), columns=list(axis_model().states))


def simulate(
    scenario: Scenario | Mapping[str, Any] | str | os.PathLike[str],
    *,
    n_versions: int | None = None,
    seed: int = 0,
    data: str | None = None,
    both: bool = False,
    parameters: str | os.PathLike[str] | Mapping[str, float] | None = None,
) -> WhatIf:
    """Ask the axis model what if.

    Parameters
    ----------
    scenario : a ``Scenario``, the same as a mapping, the path of a TOML file, or the name of a ready one.
    n_versions : how many versions of the model, with parameters and contested links drawn; 200 when None, and 40 in a
        program that begins before the solver was built on this machine, which happens beside.
    seed : the only source of chance.
    data : the folder of the diary, where the scenario starts from one.
    both : also run versions with every link in, to see how sure parameters alone would seem.
    parameters : parameters that are taken as they are, by symbol, or a file with them (TSV or SBML).

    Returns
    -------
    ``days``, ``states``, ``bands``, ``sentence``, ``assumed``, ``to_frame()``.

    Raises
    ------
    UsageError : a scenario or a parameter that does not fit.
    """
    asked = scenario_of(scenario)
    home = open_home(data) if asked.person == DIARY else None
    return what_if(
        home,
        asked,
        n_versions=n_versions,
        seed=seed,
        both=both,
        parameters=_parameters(parameters),
        is_built=was_built_at_first(),
    )


def what_if(
    home: Home | None,
    scenario: Scenario,
    *,
    n_versions: int | None = None,
    seed: int = 0,
    both: bool = False,
    parameters: Mapping[str, float] | None = None,
    sensitivity_of: str | None = None,
    is_built: bool | None = None,
) -> WhatIf:
    """The same for whoever holds a home.

    Parameters
    ----------
    home : needed only where the scenario starts from the diary.
    sensitivity_of : also work out which links and numbers decide this quantity; takes a minute.
    is_built : whether the solver is built; looked up when None. Where it is not, versions are fewer and rougher, the
        course with the table's own values is exact all the same, and building begins beside.

    Raises
    ------
    UsageError : the scenario starts from a diary and none is there, or its quantity is not watched.
    """
    if n_versions is not None and n_versions < 2:
        raise UsageError(
            where="versions", found=str(n_versions), expected="a number from 2 on", do="Ask for more versions."
        )
    from_diary: tuple[FromDiary, ...] = ()
    if scenario.person == DIARY:
        from_diary = usual_of_diary(home)
        read = {one.what: one.value for one in from_diary}
        scenario = replace(scenario, usual=MappingProxyType({**read, **scenario.usual}))
    built = axis_ready.is_built() if is_built is None else is_built
    if not built:
        axis_ready.build_beside()
    found = answer(
        scenario,
        n_versions=n_versions or (N_VERSIONS if built else N_ROUGH_VERSIONS),
        seed=seed,
        both=both,
        fixed=parameters,
        is_rough=not built,
    )
    indices = None
    if sensitivity_of is not None:
        day = {one.watched.key: one.day for one in shown_answers(found)}
        if sensitivity_of not in day:
            raise UsageError(
                where="--rests-on",
                found=repr(sensitivity_of),
                expected=f"one of {', '.join(day)}",
                do="Name something that this what-if watches and may show.",
            )
        indices = sensitivity(scenario, watch=sensitivity_of, day=day[sensitivity_of], seed=seed)
    return WhatIf(answer=found, from_diary=from_diary, sensitivity=indices)


def usual_of_diary(home: Home | None) -> tuple[FromDiary, ...]:
    """What the last eight weeks of a diary say of usual days, as far as the model has a place for it.

    The mean of what was recorded, for each thing that stands on at least ten days. It is held to the range in which
    the model was tried.

    Raises
    ------
    UsageError : no diary, or nothing in it that the model knows.
    """
    entries = []
    if home is not None:
        with home.journal_to_read() as journal:
            first = home.today() - timedelta(days=USUAL_DAYS - 1)
            kept = () if journal is None else journal.entries(first_day=first, last_day=home.today())
        entries = [entry for entry in kept if entry.kind not in STANDING_KINDS]
    table = table_of(entries) if entries else None
    keys = {variable.key for variable in table.variables} if table else set()
    found = []
    for about in scenario_inputs().values():
        if table is None or not about.diary_key or about.diary_key not in keys:
            continue
        values = [value for value in table.column(about.diary_key).tolist() if not math.isnan(value)]
        if len(values) >= ENOUGH_DAYS:
            usual = sum(values) / len(values) * about.diary_scale
            found.append(FromDiary(what=about.key, value=min(max(usual, about.low), about.high), n_days=len(values)))
    if not found:
        raise UsageError(
            where="person = 'diary'",
            found=f"nothing that stands on {ENOUGH_DAYS} of the last {USUAL_DAYS} days and that the model knows",
            expected="food, sleep, stress or activity in the diary",
            do="Log some more days, or start from healthy, ibs, fm or mecfs.",
        )
    return tuple(found)


def ready() -> tuple[ReadyScenario, ...]:
    """The what-ifs that come with the model, by name."""
    return tuple(
        ReadyScenario(id=name, scenario=scenario_from(document, where=name))
        for name, document in ready_scenarios().items()
    )


def scenario_of(given: Scenario | Mapping[str, Any] | str | os.PathLike[str]) -> Scenario:
    """A scenario from any of its forms.

    Raises
    ------
    UsageError : no such file or ready scenario, no TOML, or a name or number that does not fit.
    """
    if isinstance(given, Scenario):
        return given
    if isinstance(given, Mapping):
        return scenario_from(given)
    if isinstance(given, str) and given in ready_scenarios():
        return scenario_from(ready_scenarios()[given], where=given)
    file = Path(given).expanduser()
    try:
        document = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as problem:
        raise UsageError(
            where=str(given),
            found="no such file",
            expected=f"a TOML file, or one of {', '.join(ready_scenarios())}",
            do="Check the name.",
        ) from problem
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise UsageError(
            where=str(file), found=f"no TOML ({problem})", expected="a scenario in TOML", do="Correct the file."
        ) from problem
    return scenario_from(document, where=file.name)


def write_what_if_page(home: Home, seen: WhatIf, file: Path) -> None:
    """Write the answer as one self-contained page.

    Raises
    ------
    OSError : the place cannot be written to.
    """
    from commensal import __version__  # noqa: PLC0415 - slow to import

    made = say("what_if.made", made_at=moment_words(home.now()), version=__version__)
    write_private(file, paper_html(seen.paper, made_words=made))


def parameters_in(file: Path) -> dict[str, float]:
    """A parameter set from a file, TSV or SBML.

    Raises
    ------
    UsageError : it cannot be read, or holds what the model cannot carry.
    """
    try:
        text = file.expanduser().read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise UsageError(
            where=str(file), found="a file that cannot be read", expected="a table or SBML", do="Check the name."
        ) from problem
    return read_parameter_set(text, where=str(file))


def _parameters(given: str | os.PathLike[str] | Mapping[str, float] | None) -> Mapping[str, float] | None:
    if given is None:
        return None
    if isinstance(given, Mapping):
        rows = "".join(f"{symbol}\t{value!r}\n" for symbol, value in given.items())
        return read_parameter_set(f"symbol\tvalue\n{rows}", where="parameters")
    return parameters_in(Path(given))
