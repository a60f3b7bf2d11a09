"""The tour: a made-up person's days beside the diary, to look around in. Never in the diary, and gone when asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from commensal.service.home import Home
from commensal.service.people import synthetic_people
from commensal.service.truth import TRUTH_FILE, read_truth, write_truth
from commensal.store.backup import erase
from commensal.vocab.errors import UsageError

_N_DAYS = 240
# A person in whom some outcomes have something built in and others nothing, so that both answers are seen.
_SEED = 3


def tour_home(home: Home) -> Home:
    """The home of the made-up person: a folder beside this person's own, with the same clock."""
    return replace(home, location=_place(home))


def has_tour(home: Home) -> bool:
    """Whether a made-up person is there to look at."""
    place = _place(home)
    return (place / TRUTH_FILE).is_file() and tour_home(home).has_diary


def start_tour(home: Home) -> Home:
    """Make the made-up person's days, the last of them yesterday; an earlier one is replaced.

    Raises
    ------
    UsageError : the folder beside the diary holds something that is no tour; nothing was changed.
    """
    end_tour(home)
    made_up, place = tour_home(home), _place(home)
    (someone,) = synthetic_people(1, days=_N_DAYS, seed=_SEED, first_day=home.today() - timedelta(days=_N_DAYS))
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    # The truth comes first: it marks the folder as made up, so that one cut short can be taken away.
    write_truth(place / TRUTH_FILE, someone)
    with made_up.journal() as journal:
        journal.append(someone.diary.entries, action="demo", now=home.now(), label=someone.name)
    made_up.notice_was_shown()
    return made_up


def end_tour(home: Home) -> None:
    """Take the made-up person away, and nothing else.

    Raises
    ------
    UsageError : the folder beside the diary holds something that is no tour; nothing was changed.
    """
    place, made_up = _place(home), tour_home(home)
    if not place.exists():
        return
    if any(place.iterdir()) and read_truth(place) is None:
        raise UsageError(
            where=str(place),
            found="something that is no made-up diary",
            expected="the tour's own folder",
            do="Nothing was changed. Move what is in it elsewhere.",
        )
    if made_up.has_diary:
        erase(place)
    made_up.forget_notice()
    (place / TRUTH_FILE).unlink(missing_ok=True)
    if place.is_dir() and not any(place.iterdir()):
        place.rmdir()


def _place(home: Home) -> Path:
    if home.folder is None:
        return home.state_folder / "tour"
    return home.folder.with_name(f"{home.folder.name}-tour")
