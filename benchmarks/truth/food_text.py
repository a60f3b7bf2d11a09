"""Food sentences with known foods: how often is the right food logged, and how often a wrong or a denied one?

    python benchmarks/truth/food_text.py FILE [--show] [--repeat 5]

FILE is tab-separated: ``entry_id, text, expected, must_not, tags``. ``expected`` holds foods parted by ``;``, each
with its accepted ids parted by ``/`` and a range of grams behind ``:`` ("oats/porridge:25-300"). A dish that stands
among the accepted ids of several foods satisfies each of them. ``must_not`` holds ids that may not be logged.
``tags`` may hold ``unknown=word``: that word must stay an unknown chip, unless the table of foods has it by now; such
words are told apart in a line of their own and not counted.

top1: share of expected foods that were logged. recall: the same, counting those that were only offered as one of up
to five alternatives. precision: share of logged foods that were expected. grams_in_range: among logged expected foods.
negated_logged, unknown_mapped: counts; both should be 0. ms_median: one entry, in process, tables loaded.
"""

from __future__ import annotations

import argparse
import statistics
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from commensal.diary.parse import Parsed, parse
from commensal.diary.parse.tokens import stems_of
from commensal.knowledge.foods import FoodTable, food_table
from commensal.knowledge.medicines import MedicineTable, medicine_table
from commensal.records.facts import Food
from commensal.vocab.presence import Presence

NOW = datetime(2026, 11, 21, 21, 0, tzinfo=UTC)
COLUMNS = ["entry_id", "text", "expected", "must_not", "tags"]


@dataclass(frozen=True)
class Expected:
    """One food that should be logged."""

    ids: tuple[str, ...]
    low_g: float
    high_g: float


@dataclass(frozen=True)
class Entry:
    """One sentence with what it means."""

    entry_id: str
    text: str
    expected: tuple[Expected, ...]
    must_not: tuple[str, ...]
    unknown: tuple[str, ...]
    tags: tuple[str, ...]


@dataclass
class Score:
    """What happened to one entry, or to all."""

    n_expected: int = 0
    n_logged_right: int = 0
    n_offered: int = 0
    n_logged: int = 0
    n_wrong: int = 0
    n_in_range: int = 0
    negated_logged: list[str] = field(default_factory=list)
    unknown_mapped: list[str] = field(default_factory=list)
    known_by_now: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    out_of_range: list[str] = field(default_factory=list)

    def add(self, other: Score) -> None:
        """Count another score in."""
        for name in vars(self):
            setattr(self, name, getattr(self, name) + getattr(other, name))


def read(path: Path) -> tuple[Entry, ...]:
    """The entries of a file.

    Raises
    ------
    SystemExit : the header is not the one that is documented.
    """
    lines = [line for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
    if lines[0].rstrip("\r").split("\t") != COLUMNS:
        raise SystemExit(f"{path}: found columns {lines[0]!r}; expected {', '.join(COLUMNS)}")
    return tuple(_entry((line.rstrip("\r").split("\t") + [""] * 5)[:5]) for line in lines[1:])


def _entry(cells: list[str]) -> Entry:
    entry_id, text, expected, must_not, tags = cells
    tag_list = tuple(tag for tag in tags.split(",") if tag)
    return Entry(
        entry_id=entry_id,
        text=text,
        expected=tuple(_expected(cell) for cell in expected.split(";") if cell.strip()),
        must_not=tuple(food.strip() for food in must_not.replace(";", ",").split(",") if food.strip()),
        unknown=tuple(tag.partition("=")[2] for tag in tag_list if tag.startswith("unknown=")),
        tags=tag_list,
    )


def _expected(cell: str) -> Expected:
    ids, _, grams = cell.strip().partition(":")
    low, _, high = grams.partition("-")
    return Expected(tuple(ids.split("/")), float(low or 0), float(high or 1e9))


def score(entry: Entry, parsed: Parsed) -> Score:
    """Compare one parsed sentence with what it means."""
    eaten = [
        (chip, chip.fact)
        for chip in parsed.chips
        if isinstance(chip.fact, Food) and chip.fact.presence is Presence.RECORDED and not chip.negated
    ]
    logged = [fact.food_id or fact.name for _, fact in eaten]
    offered = {food for chip, _ in eaten for food in chip.alternatives}
    offered |= {food for chip in parsed.unknown for food in chip.alternatives}
    result = Score(n_expected=len(entry.expected), n_logged=len(logged))
    accepted = {food for expected in entry.expected for food in expected.ids}
    result.wrong = [f"{entry.entry_id}:{food}" for food in logged if food not in accepted]
    result.n_wrong = len(result.wrong)
    for expected in entry.expected:
        found = [fact for _, fact in eaten if fact.food_id in expected.ids]
        result.n_logged_right += bool(found)
        result.n_offered += bool(found) or bool(offered & set(expected.ids))
        if not found:
            result.missed.append(f"{entry.entry_id}:{'/'.join(expected.ids)}")
        elif _in_range(found, expected, entry):
            result.n_in_range += 1
        else:
            grams = "+".join(f"{fact.amount_g:g}" for fact in found if fact.amount_g is not None)
            result.out_of_range.append(f"{entry.entry_id}:{found[0].food_id}={grams}")
    result.negated_logged = [f"{entry.entry_id}:{food}" for food in entry.must_not if food in logged]
    mapped = [word for word in entry.unknown if not _stays(word, parsed)]
    result.unknown_mapped = [f"{entry.entry_id}:{word}" for word in mapped if stems_of(word) not in _names()]
    result.known_by_now = [f"{entry.entry_id}:{word}" for word in mapped if stems_of(word) in _names()]
    return result


@cache
def _names() -> frozenset[tuple[str, ...]]:
    """Every name in the table of foods, as the parser compares them."""
    return frozenset(stems_of(term) for term in food_table().ids_by_term)


def _in_range(found: list[Food], expected: Expected, entry: Entry) -> bool:
    """One helping or all of them together; a dish that stands for several foods fits when it fits one of them."""
    grams = [fact.amount_g for fact in found if fact.amount_g is not None]
    ids = {fact.food_id for fact in found}
    ranges = [other for other in entry.expected if ids & set(other.ids)] if len(entry.expected) > 1 else [expected]
    amounts = [*grams, sum(grams)] if grams else []
    return any(other.low_g <= amount <= other.high_g for other in ranges for amount in amounts)


def _stays(word: str, parsed: Parsed) -> bool:
    """Whether a word is (part of) an unknown chip and of no food."""
    start = parsed.text.casefold().find(word.casefold())
    if start < 0:
        return False
    end = start + len(word)
    mapped = any(
        chip.start < end and start < chip.end and isinstance(chip.fact, Food) and not chip.negated
        for chip in parsed.chips
    )
    return not mapped and any(chip.start < end and start < chip.end for chip in parsed.unknown)


def milliseconds(entries: tuple[Entry, ...], foods: FoodTable, medicines: MedicineTable, repeat: int) -> list[float]:
    """The best of several times for each entry. [ms]"""
    times = []
    for entry in entries:
        runs = []
        for _ in range(repeat):
            start = time.perf_counter()
            parse(entry.text, foods=foods, medicines=medicines, now=NOW)
            runs.append((time.perf_counter() - start) * 1_000)
        times.append(min(runs))
    return times


def main() -> None:
    """Score a file and print the table and the last line."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("file", type=Path)
    options.add_argument("--show", action="store_true", help="print every miss")
    options.add_argument("--repeat", type=int, default=5, help="times each entry is parsed for the clock")
    given = options.parse_args()
    foods, medicines = food_table(), medicine_table()
    entries = read(given.file)
    total, by_tag = Score(), dict[str, Score]()
    for entry in entries:
        result = score(entry, parse(entry.text, foods=foods, medicines=medicines, now=NOW))
        total.add(result)
        for tag in {tag.partition("=")[0] for tag in entry.tags} or {"-"}:
            by_tag.setdefault(tag, Score()).add(result)
        if given.show and (result.missed or result.wrong or result.negated_logged or result.unknown_mapped):
            print(f"{entry.entry_id}  {entry.text}\n    missed {result.missed}  wrong {result.wrong}")
    _print_table(by_tag)
    if given.show:
        for name in ("out_of_range", "negated_logged", "unknown_mapped"):
            print(f"{name}: {getattr(total, name)}")
    if total.known_by_now:
        print(f"tagged unknown, in the table of foods by now: {', '.join(total.known_by_now)}")
    times = milliseconds(entries, foods, medicines, given.repeat)
    print(f"slowest twentieth of entries: over {statistics.quantiles(times, n=20)[-1]:.3f} ms")
    print(_last_line(total, len(entries), statistics.median(times)))


def _print_table(by_tag: dict[str, Score]) -> None:
    print(f"{'tag':<14}{'foods':>7}{'top1':>7}{'precision':>11}{'in range':>10}")
    for tag, result in sorted(by_tag.items(), key=lambda pair: -pair[1].n_expected):
        cells = [_share(result.n_logged_right, result.n_expected), _share(_right(result), result.n_logged)]
        cells.append(_share(result.n_in_range, result.n_logged_right))
        print(f"{tag:<14}{result.n_expected:>7}{cells[0]:>7}{cells[1]:>11}{cells[2]:>10}")


def _right(result: Score) -> int:
    return result.n_logged - result.n_wrong


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "-"


def _last_line(total: Score, n_entries: int, ms_median: float) -> str:
    figures = {
        "entries": str(n_entries),
        "top1": _share(total.n_logged_right, total.n_expected),
        "precision": _share(_right(total), total.n_logged),
        "recall": _share(total.n_offered, total.n_expected),
        "negated_logged": str(len(total.negated_logged)),
        "unknown_mapped": str(len(total.unknown_mapped)),
        "grams_in_range": _share(total.n_in_range, total.n_logged_right),
        "ms_median": f"{ms_median:.3f}",
    }
    return " ".join(f"{name}={value}" for name, value in figures.items())


if __name__ == "__main__":
    main()
