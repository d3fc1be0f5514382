"""Is a change of a page told when it is one, and never when the page only flickers?"""

from datetime import UTC, datetime, timedelta

from bot.model.page import Page, Watched
from bot.revisions.change import between
from bot.revisions.watching import CONFIRM, GONE, PLAN, Found, Seen, Sight, look, unchanged
from bot.text.naming import Naming

START = datetime(2025, 11, 26, 16, 0, tzinfo=UTC)
TEXT = (
    "Trump told Takaichi not to provoke Beijing, officials said.",
    "The call lasted 25 minutes.",
    "Three officials confirmed the account.",
    "Tokyo has not commented.",
)
BASE = Page("Trump told Tokyo to lower the tone", TEXT)


def with_sentence(number: int, sentence: str, page: Page = BASE) -> Page:
    return Page(page.title, tuple(sentence if n == number else each for n, each in enumerate(page.sentences)))


EDIT = with_sentence(2, "Four officials confirmed the account.")


class Visits:
    """Looks at what a page shows each time, when each look is due."""

    def __init__(self) -> None:
        self.watched = Watched(START)
        self.now = START
        self.due: datetime | None = START
        self.told: list[Seen] = []

    def see(self, *found: Found, lang: str = "en") -> Seen:
        seen = Seen(self.watched, self.due)
        for each in found:
            assert self.due is not None
            self.now = self.due
            seen = look(self.watched, Sight(each, lang), self.now, lambda a, b: between(a, b, Naming()))
            self.take(seen)
        return seen

    def take(self, seen: Seen) -> None:
        self.watched, self.due = seen.watched, seen.next_due
        if seen.gone or (seen.change and seen.change.severity == "substantive" and not seen.returned):
            self.told.append(seen)


def test_the_plan_grows_from_minutes_to_a_week_and_ends() -> None:
    visits = Visits()
    dues = [visits.see(BASE).next_due for _ in PLAN]
    assert dues[:-1] == [START + step for step in PLAN[1:]]
    assert dues[-1] is None
    assert visits.told == []


def test_an_edit_counts_when_the_next_look_finds_it_again() -> None:
    visits = Visits()
    assert visits.see(BASE, EDIT).next_due == visits.now + CONFIRM
    assert visits.told == []
    seen = visits.see(EDIT)
    assert [one.change.what for one in visits.told if one.change] == ["number"]
    assert seen.next_due is not None
    assert seen.next_due > visits.now + CONFIRM
    visits.see(EDIT, EDIT)
    assert len(visits.told) == 1


def test_what_is_gone_at_the_next_look_is_no_edit() -> None:
    visits = Visits()
    visits.see(BASE, EDIT, BASE, EDIT, BASE, EDIT, BASE, BASE)
    assert visits.told == []


def test_an_edit_is_found_on_a_page_that_has_flickered() -> None:
    visits = Visits()
    advert = Page(BASE.title, (*TEXT, "Buy a sofa today and save."))
    visits.see(BASE, advert, BASE, EDIT, EDIT, EDIT)
    assert len(visits.told) == 1


def test_a_counter_that_never_rests_is_no_part_of_the_article() -> None:
    visits = Visits()
    visits.see(*(Page(BASE.title, (*TEXT, f"{number} readers have shared this page.")) for number in range(100, 112)))
    assert visits.told == []
    assert visits.due is not None
    assert visits.due - visits.now > CONFIRM  # it is not looked at every other minute for ever
    edited = [Page(BASE.title, (*EDIT.sentences, f"{number} readers have shared this page.")) for number in range(200, 206)]
    visits.see(*edited)
    assert [one.change.what for one in visits.told if one.change] == ["number"]


def test_going_back_to_former_words_is_no_news() -> None:
    visits = Visits()
    visits.see(BASE, EDIT, EDIT, BASE, BASE, BASE, EDIT, EDIT, EDIT, EDIT)
    assert len(visits.told) == 1


def test_a_login_wall_for_a_day_is_no_edit_and_no_removal() -> None:
    visits = Visits()
    wall = Page("Sign in", ("Subscribe to continue reading.", "Already a member?", "Log in."))
    visits.see(BASE, BASE, wall, wall, "unknown", wall, BASE, BASE)
    assert visits.told == []
    assert visits.watched.page == BASE


def test_another_language_is_no_edit() -> None:
    visits = Visits()
    visits.see(BASE)
    visits.see(Page("特朗普", ("官员称。", "通话。", "确认。")), lang="zh-Hans")
    assert visits.told == []


def test_a_page_is_gone_when_it_stays_away_and_that_is_said_once() -> None:
    visits = Visits()
    visits.see(BASE, BASE)
    visits.see("missing", "missing")
    assert GONE == 3
    assert visits.told == []
    seen = visits.see("missing")
    assert seen.gone
    assert seen.next_due is None
    assert visits.now - START >= timedelta(minutes=30)


def test_a_page_that_comes_back_was_not_gone() -> None:
    visits = Visits()
    visits.see(BASE, "missing", "missing", BASE, "missing", "missing", BASE)
    assert visits.told == []


def test_a_page_that_was_never_there_is_not_said_to_be_gone() -> None:
    visits = Visits()
    while visits.due:
        visits.see("missing")
    assert visits.told == []
    assert visits.now - START <= PLAN[-1]


def test_not_modified_confirms_what_was_seen_last() -> None:
    visits = Visits()
    visits.see(BASE, EDIT)
    assert visits.due
    visits.now = visits.due
    visits.take(unchanged(visits.watched, visits.now))
    assert visits.watched.page == EDIT


def test_what_was_slept_through_is_one_look() -> None:
    visits = Visits()
    visits.see(BASE)
    visits.due = START + timedelta(hours=7)
    assert visits.see(BASE).next_due == START + timedelta(hours=12)
