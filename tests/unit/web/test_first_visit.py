"""The first visit: what this is, what to follow, a few questions, and a tour that leaves no trace."""

from __future__ import annotations

import re

import pytest

from commensal.records.person import Flag
from commensal.service.followed import chosen_to_follow
from commensal.service.person import person
from commensal.service.tour import tour_home
from commensal.vocab.answers import Answer
from tests.unit.web.asking import Asking
from tests.unit.web.visitor import text_of


def _paragraphs(html: str) -> str:
    main = html.split("<main", 1)[1].split("</main>", 1)[0]
    return " ".join(re.findall(r"<p[^>]*>(.*?)</p>", main, re.DOTALL))


def test_what_this_is_takes_sixty_words(page: Asking) -> None:
    """What it is and is not fits into sixty words, and says that it is no medical device."""
    answer = page.get("/welcome")
    said = re.sub(r"<[^>]+>", " ", _paragraphs(answer.text))
    assert len(said.split()) <= 60, said
    assert "no medical device" in said
    assert "never tells you to change a medicine" in said


def test_page_of_today_leads_to_it_until_something_is_kept(page: Asking) -> None:
    """Somebody new finds the way to it; somebody with a diary is not asked again."""
    assert 'href="/welcome"' in page.get("/").text
    page.post("/welcome/follow", {"thing": "pain"})
    assert 'href="/welcome"' not in page.get("/").text


def test_up_to_five_things_are_followed(page: Asking) -> None:
    """What was chosen is kept in order, own words beside ours."""
    answer = page.post("/welcome/follow", {"thing": ["pain", "sleep"], "own": "Jaw, <b>itch</b>", "step": "1"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/about-me?step=1")
    assert chosen_to_follow(page.home) == ("pain", "sleep", "jaw", "<b>itch</b>")
    shown = page.get("/welcome/follow").text
    assert "<b>itch</b>" not in shown
    assert "&lt;b&gt;itch" in shown


def test_a_sixth_thing_is_handed_back_with_the_others(page: Asking) -> None:
    """Too many is no loss: what was picked is still picked, and nothing was kept."""
    answer = page.post("/welcome/follow", {"thing": ["pain", "sleep", "stool", "stress", "nausea"], "own": "jaw"})
    assert answer.status_code == 400
    assert answer.text.count(" checked") == 5
    assert 'value="jaw"' in answer.text
    assert not page.home.has_diary


def test_questions_come_one_at_a_time_and_can_be_skipped(page: Asking) -> None:
    """A skipped question keeps nothing and leads on; an answered one is kept and leads on."""
    first = page.get("/about-me?step=1").headers["location"]
    skipped = page.post(first, {"answer": ""})
    assert skipped.headers["location"] != first
    assert not page.home.has_diary
    kept = page.post("/about-me/exertion", {"answer": "y"})
    assert kept.status_code == 303
    assert person(page.home).answer(Flag.PEM) is Answer.YES
    assert "Yes" in page.get("/about-me").text
    page.post("/about-me/exertion/take-back")
    assert person(page.home).answer(Flag.PEM) is None


@pytest.mark.parametrize(
    ("question", "form", "flag", "answer"),
    [
        ("gut", {"none": "1"}, Flag.GUT_NARROWING, Answer.NO),
        ("gut", {"one": ["1"]}, Flag.GUT_NARROWING, Answer.YES),
        ("gut", {"unknown": "1"}, Flag.GUT_NARROWING, Answer.UNKNOWN),
        ("pregnancy", {"one": ["1"]}, Flag.PREGNANT, Answer.YES),
    ],
)
def test_several_things_in_one_question(
    page: Asking, question: str, form: dict[str, object], flag: Flag, answer: Answer
) -> None:
    """Picked, none of these and not known are three different answers."""
    page.post(f"/about-me/{question}", form)
    assert person(page.home).answer(flag) is answer


def test_number_with_a_decimal_comma_is_one(page: Asking) -> None:
    """Both ways of writing a number are taken; the number itself is never shown again."""
    page.post("/about-me/bmi", {"answer": "22,5"})
    assert person(page.home).bmi == 22.5
    assert "22" not in text_of(page.get("/about-me"))


def test_answer_that_does_not_fit_is_said_and_not_kept(page: Asking) -> None:
    """A slip is met with the question, not with an error page."""
    answer = page.post("/about-me/country", {"answer": "<script>"})
    assert answer.status_code == 400
    assert "does not fit" in answer.text
    assert not page.home.has_diary


def test_help_comes_first_when_an_answer_calls_for_it(page: Asking) -> None:
    """Thoughts of not wanting to live are answered with help, not with the next question."""
    answer = page.post("/about-me/suicidal_thoughts", {"answer": "y"})
    assert answer.status_code == 200
    assert "/help/safe" in answer.text


def test_tour_shows_made_up_days_and_writes_nowhere(page: Asking) -> None:
    """While the tour lasts every page says that it is made up, and neither diary takes anything."""
    page.post("/tour/begin")
    shown = page.get("/data")
    assert "made-up person" in shown.text.casefold()
    assert "1 thing" not in shown.text
    made_up = tour_home(page.home)
    with made_up.journal() as journal:
        before = journal.content_hash()
    for path, form in (("/welcome/follow", {"thing": "pain"}), ("/about-me/exertion", {"answer": "y"})):
        answer = page.post(path, form)
        assert answer.status_code == 400
        assert "Nothing was kept" in answer.text
    with made_up.journal() as journal:
        assert journal.content_hash() == before
    assert not page.home.has_diary


def test_tour_goes_in_one_click_and_leaves_nothing(page: Asking) -> None:
    """The button on every page deletes the made-up days; the person's own are as they were."""
    page.post("/welcome/follow", {"thing": "pain"})
    with page.home.journal() as journal:
        before = journal.content_hash()
    page.post("/tour/begin")
    assert page.get("/").text.count('action="/tour/end"') == 1
    page.post("/tour/end")
    page.cookies.pop("commensal_tour", None)
    assert page.home.folder is not None
    assert sorted(path.name for path in page.home.folder.parent.iterdir()) == ["diary"]
    with page.home.journal() as journal:
        assert journal.content_hash() == before
    assert "made-up person" not in page.get("/").text.casefold()


def test_tour_never_takes_what_is_not_its_own(page: Asking) -> None:
    """A folder of that name with something else in it is left alone."""
    folder = tour_home(page.home).folder
    assert folder is not None
    folder.mkdir(parents=True)
    (folder / "letters.txt").write_text("mine", encoding="utf-8")
    assert page.post("/tour/begin").status_code == 400
    assert page.post("/tour/end").status_code == 400
    assert (folder / "letters.txt").read_text(encoding="utf-8") == "mine"
