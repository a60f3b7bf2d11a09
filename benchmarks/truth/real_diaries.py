"""Four real diaries: what is said, what is not, and what a naive tool would have said. Tables in Markdown.

    python benchmarks/truth/real_diaries.py DIR [visible] [myaiguide] [kossakowski] [jang] [made-up] [rest]

DIR is the folder that holds the diaries, one folder each (``docs/explanation/real-diaries.md`` says where they come
from). Nothing is stored, and nothing is drawn at random but by ``made-up`` and ``rest``, from stated seeds. Each diary
is asked twice, with the map of the axis and without; *naive* is what a tracker does that correlates every exposure with
every outcome at lags of 0 to 3 days.
"""

from __future__ import annotations

import argparse
import math
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # so that it runs from any folder

import commensal as cm
from commensal.findings.finding import Finding, Status, Tier
from commensal.service.find import Found

Floats = NDArray[np.float64]

_NAIVE_LAGS_DAYS = (0, 1, 2, 3)
_NAIVE_P = 0.05
_NAIVE_FEWEST_PAIRS = 10
_FEWEST_ROWS_JANG = 60
_PANIC_OF = "SYM2-1-353"
_MADE_UP_DAYS = (6, 12, 30)
_MADE_UP_PAGES = 200
_REST_YEARS = 30
_REST_DAYS = (0, 1, 3)
_ASKED = frozenset({Status.FOUND, Status.NO_SIGN_YET, Status.REVERSED_OR_CONFOUNDED})

VISIBLE_FILE = Path("visible-longcovid-year1") / "Visible_Data_Export.csv"
MYAIGUIDE_FOLDER = Path("myaiguide-chronic-pain") / "P1"
KOSSAKOWSKI_FILE = Path("kossakowski-esm-one-person") / "esm.csv.gz"
JANG_FILE = Path("jang-panic-daily") / "daily.csv.gz"

VISIBLE_OUTCOMES = (
    "fatigue", "crash", "headache", "brain_fog", "stomach_pain", "nausea", "palpitations", "muscle_aches",
    "joint_pain", "light_sensitivity", "constipation", "diarrhea", "anxiety", "depression",
)  # fmt: skip
MYAIGUIDE_OUTCOMES = ("knees", "hands_and_fingers", "forearm_close_to_elbow", "eyes_or_around_them", "sick_tired")
KOSSAKOWSKI_OUTCOMES = ("Pain", "Headache", "Tired")
KOSSAKOWSKI_EXPOSURES = (
    "Down", "Anxious", "Worrying", "Restless", "Agitated", "Irritated", "Lonely", "Cheerful", "Relaxed", "Hungry",
    "Physical", "Who with count", "Social activity",
)  # fmt: skip
KOSSAKOWSKI_STRESS = ("Worrying", "Restless", "Agitated", "Irritated")
JANG_OUTCOMES = ("panic", "anxiety", "negative_feeling")
JANG_EXPOSURES = ("alcohol", "coffee", "smoking", "menstruation", "exercise", "steps_mean", "sleep_duration")
# The night is over and the cycle goes its own way before the evening's rating; a drink need not.
JANG_BEFORE_RATING = ("menstruation", "sleep_duration")
_JANG_TICKED = ("alcohol", "coffee", "smoking", "menstruation", "exercise")
_JANG_FEELINGS = (
    "positive_feeling", "negative_feeling", "positive_energy", "negative_energy", "anxiety", "annoying",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One diary, asked with the map and without it."""

    title: str
    with_map: Found
    without_map: Found


@dataclass(frozen=True, slots=True, kw_only=True)
class JangPerson:
    """One person's evenings: with every zero as published, and with evenings that were not answered left blank."""

    name: str
    n_answered: int
    published: pd.DataFrame
    answered: pd.DataFrame


@dataclass(frozen=True, slots=True, kw_only=True)
class Naive:
    """What correlating at lags would have claimed: pairs of exposure and outcome, before and after correction."""

    n_pairs: int
    n_claimed: int
    n_after_correction: int


def asked(title: str, source: object, outcomes: Sequence[str], **options: Sequence[str]) -> Asked:
    """Ask one diary or frame both ways. ``options`` go to ``commensal.find``."""
    ask = partial(cm.find, source, outcome=list(outcomes), exposures=options.get("exposures"))
    before = options.get("before_rating", ())
    with_map, without_map = (ask(before_rating=before, graph=graph) for graph in (True, False))
    return Asked(title=title, with_map=with_map, without_map=without_map)


def visible(folder: Path) -> Iterator[str]:
    """One year of one person with long Covid."""
    yield page(asked("Visible, year 1", cm.read_diary(folder / VISIBLE_FILE), VISIBLE_OUTCOMES))


def myaiguide(folder: Path) -> Iterator[str]:
    """Eight years of one person with pain in knees, hands, forearms and eyes."""
    yield page(asked("MyAIGuide, participant 1", cm.read_diary(folder / MYAIGUIDE_FOLDER), MYAIGUIDE_OUTCOMES))


def kossakowski(folder: Path) -> Iterator[str]:
    """Eight months of one man, up to ten times a day: once as imported, once as a frame of day means."""
    table = pd.read_csv(folder / KOSSAKOWSKI_FILE)
    with tempfile.TemporaryDirectory() as scratch:
        mapping = Path(scratch) / "kossakowski.toml"
        mapping.write_text(kossakowski_mapping(list(table.columns)), encoding="utf-8")
        diary = cm.read_diary(folder / KOSSAKOWSKI_FILE, mapping=mapping)
    yield page(asked("Kossakowski, imported", diary, [name.lower() for name in KOSSAKOWSKI_OUTCOMES]))
    yield page(asked("Kossakowski, day means of 13 items", kossakowski_days(table), KOSSAKOWSKI_OUTCOMES))


def kossakowski_days(table: pd.DataFrame) -> pd.DataFrame:
    """One row a day: the mean of each item over the day's beeps."""
    day = pd.to_datetime(table["date"], format="%d/%m/%y").rename("day")
    items = [*KOSSAKOWSKI_OUTCOMES, *KOSSAKOWSKI_EXPOSURES]
    return table[items].groupby(day).mean().reset_index()


def kossakowski_mapping(columns: Sequence[str]) -> str:
    """The mapping file: three symptoms, four kinds of strain, how physical the day was; all else left out."""
    lines = ["version = 1", 'reader = "table_csv"', 'source = "kossakowski"', "", "[table]"]
    lines += ['layout = "wide"', 'delimiter = ","', "header_line = 1", 'date_column = "date"', 'date_order = "dmy"']
    lines += ['decimal = "."']
    for column in columns:
        if column == "date":
            continue
        kind = "ignore"
        if column in KOSSAKOWSKI_OUTCOMES:
            kind = "symptom_rating"
        elif column in KOSSAKOWSKI_STRESS:
            kind = "stress"
        elif column == "Physical":
            kind = "activity_load"
        lines += ["", "[[variables]]", f'column = "{column}"', f'kind = "{kind}"', f'name = "{column}"']
        if kind != "ignore":
            lines += ['scale = "1-7"', 'zero = "value"']
    return "\n".join(lines) + "\n"


def jang_people(folder: Path) -> Iterator[JangPerson]:
    """Every person of our half with 60 rows or more.

    A night or a day of which the watch says 0 is one on which it was not worn. An evening on which all six feelings
    are 0 is taken as not answered: the published table has no blanks, and on those rows next to nothing else is ticked.
    """
    table = pd.read_csv(folder / JANG_FILE)
    for worn in ("steps_mean", "sleep_duration"):
        table[worn] = table[worn].mask(table[worn] == 0)
    table["day"] = pd.to_datetime(table["date"])
    for person, rows in table.groupby("id"):
        if len(rows) < _FEWEST_ROWS_JANG:
            continue
        is_silent = (rows[list(_JANG_FEELINGS)] == 0).all(axis=1)
        published = rows[["day", *JANG_OUTCOMES, *JANG_EXPOSURES]]
        answered = published.copy()
        answered.loc[is_silent, [*JANG_OUTCOMES, *_JANG_TICKED]] = np.nan
        yield JangPerson(
            name=str(person),
            n_answered=int((~is_silent).sum()),
            published=published.reset_index(drop=True),
            answered=answered.reset_index(drop=True),
        )


def ask_jang(title: str, rows: pd.DataFrame) -> Asked:
    """Ask one person's rows."""
    return asked(title, rows, JANG_OUTCOMES, exposures=JANG_EXPOSURES, before_rating=JANG_BEFORE_RATING)


def jang(folder: Path) -> Iterator[str]:
    """One row a person, zeros as published and silent evenings left blank; a page where something shows."""
    pages = []
    yield (
        "## Jang\n\n| person | rows | answered | pairs asked | naive p < .05 | naive, corrected | shown "
        "| answered only: pairs | naive | corrected | shown |\n" + "|---" * 11 + "|"
    )
    for person in jang_people(folder):
        cells: list[str] = [person.name, str(len(person.published)), str(person.n_answered)]
        for how, rows in (("as published", person.published), ("answered evenings", person.answered)):
            diary = ask_jang(f"Jang, {person.name}, {how}", rows)
            bare = naive(diary.with_map)
            cells += map(str, (bare.n_pairs, bare.n_claimed, bare.n_after_correction, len(diary.with_map)))
            pages += [page(diary)] if len(diary.with_map) or len(diary.without_map) else []
        yield "| " + " | ".join(cells) + " |"
    yield "\n" + "\n".join(pages)


def made_up(folder: Path) -> Iterator[str]:
    """How often chance alone shows something: one person's panic beside six habits of random days, 200 pages each."""
    panic = next(p for p in jang_people(folder) if p.name == _PANIC_OF).published[["day", "panic"]]
    yield "| days with each made-up habit | pages | something shown | fairly sure |\n|---|---|---|---|"
    for n_exposed in _MADE_UP_DAYS:
        rng = np.random.default_rng(20261121 + n_exposed)
        n_shown = n_strong = 0
        for _ in range(_MADE_UP_PAGES):
            frame = panic.copy()
            for number in range(6):
                habit = np.zeros(len(frame))
                habit[rng.choice(len(frame), n_exposed, replace=False)] = 1.0
                frame[f"habit_{number}"] = habit
            found = cm.find(frame, outcome="panic", graph=False)
            n_shown += bool(found.shown)
            n_strong += any(one.tier is Tier.STRONG for one in found.shown)
        yield f"| {n_exposed} | {_MADE_UP_PAGES} | {n_shown} | {n_strong} |"


def rest(_folder: Path) -> Iterator[str]:
    """Made-up years in which a very active day brings a crash on the next, or does not, with and without rest."""
    yield "| days of rest in a crash | crashes after exertion | years | what is said of activity |\n|---|---|---|---|"
    for rest_days, is_true in product(_REST_DAYS, (True, False)):
        said: Counter[str] = Counter()
        for seed in range(_REST_YEARS):
            found = cm.find(_year_of_crashes(seed, rest_days, is_true=is_true), outcome="crash", graph=False)
            said.update(
                one.status.value for one in found.findings.outcomes[0].findings if one.exposure.key == "activity"
            )
        answers = ", ".join(f"{status} {n}" for status, n in sorted(said.items()))
        yield f"| {rest_days} | {'yes' if is_true else 'no'} | {_REST_YEARS} | {answers} |"


def _year_of_crashes(seed: int, rest_days: int, *, is_true: bool) -> pd.DataFrame:
    """Activity 0 to 3; a crash after 40 % of days at 3 and 2 % of others, or after 5 % of any. Two columns of noise."""
    rng = np.random.default_rng(seed)
    activity = rng.choice(4, 365, p=[0.1, 0.5, 0.3, 0.1]).astype(float)
    crash = np.zeros(365)
    for day in range(1, 365):
        share = (0.4 if activity[day - 1] == activity.max() else 0.02) if is_true else 0.05
        crash[day] = rng.random() < share
        if crash[day]:
            activity[day : day + rest_days] = 0.0
    noise = {name: rng.random(365) for name in ("noise_1", "noise_2")}
    return pd.DataFrame(
        {"day": pd.date_range("2024-01-01", periods=365), "crash": crash, "activity": activity, **noise}
    )


def naive(found: Found) -> Naive:
    """Correlate each asked exposure with its outcome at each lag: claims at p < .05, and after Benjamini-Hochberg."""
    p_by_pair: list[list[float]] = []
    for outcome in found.findings.outcomes:
        values = _observed(found, outcome.outcome.key)
        for finding in outcome.findings:
            if finding.status in _ASKED:
                exposure = found.table.column(finding.exposure.key)
                p_by_pair.append([_correlation_p(values, exposure, lag) for lag in _NAIVE_LAGS_DAYS])
    every = np.array(p_by_pair, dtype=np.float64).reshape(-1, len(_NAIVE_LAGS_DAYS))
    limit = _benjamini_hochberg(every.ravel())
    return Naive(
        n_pairs=len(every),
        n_claimed=int((every < _NAIVE_P).any(axis=1).sum()),
        n_after_correction=int((every <= limit).any(axis=1).sum()),
    )


def _observed(found: Found, key: str) -> Floats:
    column = found.table.index_of(key)
    return np.where(found.table.copied[:, column], np.nan, found.table.values[:, column])


def _correlation_p(outcome: Floats, exposure: Floats, lag_days: int) -> float:
    """Two-sided p of Pearson's r by Fisher's transformation; 1 where there is nothing to correlate."""
    later, earlier = outcome[lag_days:], exposure[: len(exposure) - lag_days]
    both = np.isfinite(later) & np.isfinite(earlier)
    n = int(both.sum())
    if n < _NAIVE_FEWEST_PAIRS or np.ptp(later[both]) == 0 or np.ptp(earlier[both]) == 0:
        return 1.0
    r = float(np.corrcoef(later[both], earlier[both])[0, 1])
    return math.erfc(abs(math.atanh(min(max(r, -0.999999), 0.999999))) * math.sqrt(n - 3) / math.sqrt(2))


def _benjamini_hochberg(p_values: Floats) -> float:
    """The largest p that is claimed at a false-discovery rate of .05; below zero when none is."""
    ranked = np.sort(p_values)
    passes = np.flatnonzero(ranked <= _NAIVE_P * np.arange(1, len(ranked) + 1) / max(len(ranked), 1))
    return float(ranked[passes[-1]]) if passes.size else -1.0


def levels(found: Found, finding: Finding) -> str:
    """Raw days behind a finding: the mean outcome ``onset_days`` after each level of the exposure, and how many."""
    outcome, exposure = _observed(found, finding.outcome.key), found.table.column(finding.exposure.key)
    lag = finding.onset_days or 0
    later, earlier = outcome[lag:], exposure[: len(exposure) - lag]
    known = np.isfinite(later) & np.isfinite(earlier)
    return "; ".join(
        f"{level:g}: {later[known & (earlier == level)].mean():.2f} ({int((known & (earlier == level)).sum())} days)"
        for level in np.unique(earlier[known])[:6]
    )


def page(diary: Asked) -> str:
    """One diary as Markdown: what was used, what is shown with and without the map, the silences, the naive count."""
    found, bare = diary.with_map, naive(diary.with_map)
    lines = [f"## {diary.title}", "", *_outcome_rows(found), ""]
    for name, one in (("map on", found), ("map off", diary.without_map)):
        lines += [f"Shown, {name} (gate p {one.findings.person_gate_p:.3f}): {len(one.shown)}", ""]
        lines += [*_finding_rows(one), ""] if one.shown else []
    claimed = f"{bare.n_claimed} of {bare.n_pairs} pairs claimed at p < .05"
    lines += [f"Naive: {claimed}, {bare.n_after_correction} of them after Benjamini-Hochberg.", ""]
    return "\n".join(lines)


def _outcome_rows(found: Found) -> Iterator[str]:
    yield "| outcome | days used | smallest visible | silent, and why |"
    yield "|---|---|---|---|"
    for outcome in found.findings.outcomes:
        why = Counter(finding.reason or finding.status.value for finding in outcome.findings)
        visible_effect = outcome.smallest_visible_effect
        smallest = "–" if visible_effect is None else f"{visible_effect:.2f}"
        reasons = ", ".join(f"{reason} {n}" for reason, n in sorted(why.items()))
        yield f"| {outcome.outcome.label} | {outcome.n_days_used} | {smallest} | {reasons} |"


def _finding_rows(found: Found) -> Iterator[str]:
    yield "| outcome | exposure | tier | inclusion | days later | peak day (95 %) | days with | raw means by level |"
    yield "|---|---|---|---|---|---|---|---|"
    for one in found.shown:
        assert one.effect is not None
        effect = f"{one.effect.estimate:+.2f} ({one.effect.low:+.2f} to {one.effect.high:+.2f})"
        yield (
            f"| {one.outcome.label} | {one.exposure.label} | {one.tier.value} | {one.inclusion_probability:.2f} "
            f"| {one.onset_days} | {effect} | {one.n_days_exposed} | {levels(found, one)} |"
        )


DIARIES: dict[str, Callable[[Path], Iterator[str]]] = {
    "visible": visible,
    "myaiguide": myaiguide,
    "kossakowski": kossakowski,
    "jang": jang,
}
# Asked for by name only: no real diaries, but what two of them made us ask.
CHECKS: dict[str, Callable[[Path], Iterator[str]]] = {"made-up": made_up, "rest": rest}


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the tables of the diaries that were named, or of all four."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("names", nargs="*", metavar="NAME", help="any of: " + ", ".join(DIARIES | CHECKS))
    given = parser.parse_args(arguments)
    parts = DIARIES | CHECKS
    if unknown := set(given.names) - set(parts):
        parser.error(f"no such diary: {', '.join(sorted(unknown))}")
    for name in given.names or DIARIES:
        for part in parts[name](given.folder):
            print(part, flush=True)


if __name__ == "__main__":
    main()
