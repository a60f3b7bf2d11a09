"""Dates as people write them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from commensal.readers.dates import DateOrder, OrderEvidence, looks_like_date, parse_moment

_YMD, _DMY, _MDY = DateOrder.YEAR_MONTH_DAY, DateOrder.DAY_MONTH_YEAR, DateOrder.MONTH_DAY_YEAR


@pytest.mark.parametrize(
    ("text", "order", "expected"),
    [
        ("2026-03-04", _YMD, date(2026, 3, 4)),
        ("2026/3/4", _DMY, date(2026, 3, 4)),
        ("20260304", _YMD, date(2026, 3, 4)),
        ("03/04/2026", _DMY, date(2026, 4, 3)),
        ("03/04/2026", _MDY, date(2026, 3, 4)),
        ("3.4.26", _DMY, date(2026, 4, 3)),
        ("8th Dec 2021", _YMD, date(2021, 12, 8)),
        ("December 8, 2021", _YMD, date(2021, 12, 8)),
        ("Friday, Mar 22, 2019", _YMD, date(2019, 3, 22)),
        ("2026-02-30", _YMD, None),
        ("13/13/2026", _DMY, None),
        ("yesterday", _YMD, None),
        ("3 parts 2021", _YMD, None),
        ("2026-03-04 25:00", _YMD, None),
        ("", _YMD, None),
    ],
)
def test_dates_are_read_as_written(text: str, order: DateOrder, expected: date | None) -> None:
    """A date is read in the order of its column; one that does not exist is none."""
    moment = parse_moment(text, order)
    assert (None if moment is None else moment.day) == expected


@pytest.mark.parametrize(
    ("text", "clock", "offset_h"),
    [
        ("2026-10-02T00:10:41.432+09:00", "00:10:41", 9),
        ("2026-10-02 23:59:59 UTC", "23:59:59", 0),
        ("2026-10-02T21:30Z", "21:30:00", 0),
        ("2026-10-02 9:10 pm", "21:10:00", None),
        ("2026-10-02, 12:05 am", "00:05:00", None),
    ],
)
def test_the_local_day_written_never_moves(text: str, clock: str, offset_h: int | None) -> None:
    """An offset dates the instant and leaves the day where the person wrote it."""
    moment = parse_moment(text, _YMD)
    assert moment is not None
    assert (moment.day, moment.clock) == (date(2026, 10, 2), clock)
    assert (None if moment.at is None else moment.at.utcoffset()) == (
        None if offset_h is None else timedelta(hours=offset_h)
    )


@pytest.mark.parametrize(
    ("cells", "order", "is_certain"),
    [
        (["2026-01-02", "2026-01-03"], _YMD, True),
        (["01/02/2026", "13/02/2026"], _DMY, True),
        (["01/02/2026", "02/13/2026"], _MDY, True),
        (["01/02/2026", "02/02/2026", "03/02/2026"], _DMY, False),
        (["02/01/2026", "02/02/2026", "02/03/2026"], _MDY, False),
        (["13/02/2026", "14/02/2026", "02/13/2026"], _DMY, False),
        ([], _YMD, True),
    ],
)
def test_order_is_settled_by_the_whole_column_or_asked(cells: list[str], order: DateOrder, is_certain: bool) -> None:
    """Day-first and month-first are told apart by all dates; when they cannot be, that is said."""
    evidence = OrderEvidence()
    for cell in cells:
        evidence.take(cell)
    assert evidence.decide() == (order, is_certain)


def test_direction_of_the_rows_is_seen() -> None:
    """A file with its newest rows on top is known as such."""
    evidence = OrderEvidence()
    for cell in ("2026-01-05", "2026-01-04", "2026-01-04", "2026-01-02"):
        evidence.take(cell)
    assert evidence.is_newest_first
    assert evidence.n_same_day == 1


def test_clock_times_and_numbers_are_no_dates() -> None:
    """A column of numbers is never taken for the date column."""
    assert not any(looks_like_date(text) for text in ("12:30", "4200", "7.5", "12345678", ""))
    assert looks_like_date("1.2.2026")
