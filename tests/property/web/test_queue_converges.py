"""What was written without the page leaves one and the same diary, however often and in whatever order it is sent."""

from __future__ import annotations

import asyncio
import random
from datetime import timedelta
from itertools import chain
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commensal.service.day import day_as_logged
from commensal.service.home import Home
from commensal.service.undo import undo
from commensal.store.journal import Journal
from commensal.web.app import make_app
from tests.unit.web.asking import HOST, NOW, TOKEN

_TODAY = NOW.date()
_NOW_MS = int(NOW.timestamp() * 1000)
_N_ORDERS, _N_DIARIES = 1_000, 20


def _queue(chance: random.Random) -> list[dict[str, Any]]:
    """A queue as two devices would leave it: numbers pressed again and again, words, several days, equal instants."""
    writings: list[dict[str, Any]] = []
    for number in range(30):
        entry_id = str(UUID(int=chance.randrange(12)))
        day = (_TODAY - timedelta(days=int(entry_id[-1], 16) % 3)).isoformat()
        base = {"id": entry_id, "revision": _NOW_MS - 50_000 + chance.randrange(20), "utc_offset_min": 60, "day": day}
        kind = int(entry_id[-1], 16) % 4
        if kind == 0:
            writings.append({**base, "text": f"words {number}"})
        else:
            what = ("pain", "sleep", "stool")[kind - 1]
            writings.append({**base, "what": what, "value": chance.randrange(3, 7)})
    return writings


def _sendings(queue: list[dict[str, Any]], chance: random.Random) -> list[list[dict[str, Any]]]:
    """The queue in another order, some of it twice or three times, cut into parts."""
    sent = [*queue, *chance.choices(queue, k=chance.randrange(20))]
    chance.shuffle(sent)
    parts = []
    while sent:
        size = chance.randrange(5, 40)
        parts.append(sent[:size])
        sent = sent[size:]
    return parts


def _home(folder: Path) -> Home:
    return Home(location=folder / "diary", state_folder=folder / "state", clock=lambda: NOW)


def _hash(home: Home) -> str:
    with Journal.open(home.location, read_only=True) as journal:
        return journal.content_hash()


async def _send(client: httpx.AsyncClient, parts: list[list[dict[str, Any]]]) -> None:
    for writings in parts:
        answer = await client.post("/api/writings", json={"writings": writings})
        assert answer.status_code == 200, answer.text
        told = answer.json()
        assert told["refused"] == []
        assert len(told["kept"]) == len(writings)


def _client(home: Home) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app=make_app(home, hosts={HOST}, token=TOKEN))
    headers = {"authorization": f"Bearer {TOKEN}"}
    return httpx.AsyncClient(transport=transport, base_url=f"http://{HOST}", headers=headers)


def test_a_thousand_orders_of_one_queue_end_in_one_diary(tmp_path: Path) -> None:
    """Replayed, reordered, doubled and cut anew, into a diary on disk that goes on, and now and then into a new one."""
    chance = random.Random(7)
    queue = _queue(chance)
    hashes: set[str] = set()

    async def run(home: Home) -> None:
        async with _client(home) as client:
            await _send(client, _sendings(queue, chance))
            with Journal.open(home.location, read_only=True) as journal:
                for _ in range(_N_ORDERS // _N_DIARIES):
                    hashes.add(journal.content_hash())
                    await _send(client, [list(chain.from_iterable(_sendings(queue, chance)))])
                hashes.add(journal.content_hash())

    for number in range(_N_DIARIES):  # a new diary: the first arrivals matter as much as the late ones
        asyncio.run(run(_home(tmp_path / str(number))))
    assert len(hashes) == 1
    (_, *_rest) = day_as_logged(_home(tmp_path / "0"), _TODAY).entries


@settings(
    max_examples=max(settings().max_examples // 10, 5), suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(seed=st.integers(0, 2**32), other=st.integers(0, 2**32))
def test_any_queue_in_any_two_orders_ends_in_one_diary(seed: int, other: int, tmp_path_factory: Any) -> None:
    """The same for queues that Hypothesis makes up."""
    queue = _queue(random.Random(seed))
    hashes = set()
    for order in (seed, other):
        home = _home(tmp_path_factory.mktemp("queue"))

        async def run(home: Home = home, order: int = order) -> None:
            async with _client(home) as client:
                await _send(client, _sendings(queue, random.Random(order)))

        asyncio.run(run())
        hashes.add(_hash(home))
    assert len(hashes) == 1


def test_the_last_writing_holds(tmp_path: Path) -> None:
    """Of one row of one day the number that was pressed last is there, whichever arrived last."""
    base = {"id": str(UUID(int=1)), "day": _TODAY.isoformat(), "what": "pain"}
    later, sooner = ({**base, "revision": _NOW_MS - ago, "value": value} for ago, value in ((10, 3), (20, 9)))
    home = _home(tmp_path)

    async def run() -> None:
        async with _client(home) as client:
            await _send(client, [[later], [sooner], [later]])

    asyncio.run(run())
    (entry,) = day_as_logged(home, _TODAY).entries
    assert getattr(entry.fact, "score", None) == 3.0


def test_what_was_taken_back_does_not_return(tmp_path: Path) -> None:
    """A queue that is sent again after an undo brings nothing back; a newer press does."""
    base = {"id": str(UUID(int=1)), "day": _TODAY.isoformat(), "what": "pain"}
    first = {**base, "revision": _NOW_MS - 20, "value": 9}
    home = _home(tmp_path)

    async def run(*writings: dict[str, Any]) -> None:
        async with _client(home) as client:
            await _send(client, [list(writings)])

    asyncio.run(run(first))
    assert undo(home) is not None
    asyncio.run(run(first))
    assert day_as_logged(home, _TODAY).entries == ()
    asyncio.run(run({**base, "revision": _NOW_MS - 10, "value": 2}, first))
    (entry,) = day_as_logged(home, _TODAY).entries
    assert getattr(entry.fact, "score", None) == 2.0


def test_what_cannot_be_kept_stays_where_it_was(tmp_path: Path) -> None:
    """A clock far off, a day that has not come, a number off its scale: refused one by one, the rest is kept."""
    base = {"id": str(UUID(int=1)), "day": _TODAY.isoformat(), "revision": _NOW_MS, "what": "pain", "value": 3}
    wrong = [
        {**base, "id": str(UUID(int=2)), "revision": _NOW_MS + 10 * 86_400_000},
        {**base, "id": str(UUID(int=3)), "revision": 5},
        {**base, "id": str(UUID(int=4)), "day": "2026-12-24"},
        {**base, "id": str(UUID(int=5)), "value": 30},
        {**base, "id": str(UUID(int=6)), "text": "both"},
        {**base, "id": str(UUID(int=7)), "utc_offset_min": 5_000},
    ]
    home = _home(tmp_path)

    async def run() -> Any:
        async with _client(home) as client:
            return (await client.post("/api/writings", json={"writings": [*wrong, base]})).json()

    told = asyncio.run(run())
    assert [one["id"] for one in told["refused"]] == [one["id"] for one in wrong]
    assert [one["id"] for one in told["kept"]] == [base["id"]]
    assert len(day_as_logged(home, _TODAY).entries) == 1
