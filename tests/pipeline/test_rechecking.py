"""Is what becomes of an article after its alert told in reply to it, once, and only when it is so?"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from bot.errors import Challenged, SourceGone
from bot.model.page import PageClaim
from bot.pipeline import World, cycle
from bot.store import SqlStore
from bot.store.tables import page as pages
from tests.pipeline.make import DENIAL, Network, Telling, feeds, later, rss, small_world

URL = "https://x.example/d1"
PARAGRAPHS = (
    "A spokesman denied in Tokyo on Monday what had been written about the strait.",
    "He said that three ships had passed the strait since the weekend and that none had stopped.",
    "The paper had reported that the government would lease a harbour to a foreign company.",
    "Asked whether representations had been made, he said that an official had called the paper.",
)
CORRECTED = "Correction: an earlier version of this article gave the wrong number of ships."


def page(*paragraphs: str, title: str = DENIAL[1], noise: str = "") -> str:
    body = "".join(f"<p>{each}</p>" for each in paragraphs)
    return (
        f"<html><head><title>{title} - Wire</title></head><body><nav><a href='/'>Home</a></nav>"
        f"<article><h1>{title}</h1>{body}</article><aside class='most-read'>{noise}</aside></body></html>"
    )


ARTICLE = page(*PARAGRAPHS)
EDITED = page(*(each.replace("three ships", "four ships") for each in PARAGRAPHS))


class Affair:
    """A denial is told; then its page shows one thing after the other, each looked at when it is due."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.network, self.telling = Network(dict(feeds())), Telling()
        self.now = later(0)

    @contextmanager
    def world(self) -> Iterator[World]:
        with small_world(self.folder, self.network, self.telling, self.now) as world:
            yield world

    async def begin(self, article: str | Exception = ARTICLE) -> None:
        with self.world() as world:
            await cycle(world, every=True)
        self.now = later(20)
        self.network.pages.update(feeds(wire=rss(DENIAL, at=later(15))))
        self.network.pages[URL] = article
        with self.world() as world:
            await cycle(world, every=True)
        self.network.pages.update(feeds())

    async def show(self, *answers: str | Exception | None) -> None:
        for answer in answers:
            self.network.pages[URL] = answer
            with self.world() as world:
                self.now = max(self.now, self.due(world) or self.now)
            with self.world() as world:
                await cycle(world)

    @staticmethod
    def due(world: World) -> datetime | None:
        claims = world.store.claim_pages(later(100_000), 1, timedelta(seconds=0))
        return _due(world, claims[0]) if claims else None

    def told(self) -> list[tuple[str, str]]:
        return [(change, title) for change, title in self.telling.told() if change != "new"]


def _due(world: World, claim: PageClaim) -> datetime | None:
    assert isinstance(world.store, SqlStore)
    with world.store._reading() as connection:
        return connection.scalar(select(pages.c.next_due).where(pages.c.url == claim.url))


async def test_an_edited_number_is_a_reply_with_both_words_marked(tmp_path: Path) -> None:
    affair = Affair(tmp_path)
    await affair.begin()
    await affair.show(ARTICLE, EDITED)
    assert affair.told() == []  # not before the second look
    await affair.show(EDITED, EDITED, EDITED)
    assert affair.told() == [("edited", DENIAL[1])]
    message = affair.telling.sent[-1]
    assert message.reply_to
    assert "<s>three</s>" in message.html
    assert "<u>four</u>" in message.html
    assert "changed without a note" in message.text


async def test_a_note_of_correction_makes_it_a_correction(tmp_path: Path) -> None:
    affair = Affair(tmp_path)
    await affair.begin()
    noted = page(*(each.replace("three ships", "four ships") for each in PARAGRAPHS), CORRECTED)
    await affair.show(ARTICLE, noted, noted, noted)
    assert affair.told() == [("corrected", DENIAL[1])]
    assert CORRECTED in affair.telling.sent[-1].text
    assert "without a note" not in affair.telling.sent[-1].text


async def test_a_changed_headline_is_told_once_whether_feed_or_page_shows_it_first(tmp_path: Path) -> None:
    affair = Affair(tmp_path)
    await affair.begin()
    other = DENIAL[1].replace("denied", "confirmed")
    await affair.show(ARTICLE, page(*PARAGRAPHS, title=other), page(*PARAGRAPHS, title=other))
    affair.network.pages.update(feeds(wire=rss((DENIAL[0], other, DENIAL[2]), at=later(15))))
    with affair.world() as world:
        await cycle(world, every=True)
    assert affair.told() == [("edited", other)]


async def test_what_is_around_the_article_is_no_edit(tmp_path: Path) -> None:
    affair = Affair(tmp_path)
    await affair.begin()
    await affair.show(
        *(page(*PARAGRAPHS, noise=f"<p>Story {n}: the strait was closed for {n} hours on Sunday.</p>") for n in range(14))
    )
    assert affair.told() == []


async def test_two_versions_that_take_turns_are_no_edit(tmp_path: Path) -> None:
    affair = Affair(tmp_path)
    await affair.begin()
    await affair.show(
        *(page(*PARAGRAPHS, *(["Our live page follows the affair: 12 reporters in 9 cities."] if n % 2 else [])) for n in range(12))
    )
    assert affair.told() == []


async def test_a_newsroom_that_adds_paragraphs_edits_nothing(tmp_path: Path) -> None:
    affair = Affair(tmp_path)
    await affair.begin()
    longer = [
        page(*PARAGRAPHS, *(f"At {hour} a.m. another {hour} boats were seen leaving the harbour." for hour in range(2, n)))
        for n in range(2, 8)
    ]
    await affair.show(ARTICLE, *(each for one in longer for each in (one, one)))
    assert affair.told() == []


async def test_a_page_that_is_gone_is_said_to_be_gone_once(tmp_path: Path) -> None:
    affair = Affair(tmp_path)
    await affair.begin()
    await affair.show(ARTICLE, *(SourceGone("wire", "404") for _ in range(5)))
    assert affair.told() == [("removed", DENIAL[1])]
    assert "gone" in affair.telling.sent[-1].text


async def test_a_door_for_a_day_is_no_edit_and_no_removal(tmp_path: Path) -> None:
    affair = Affair(tmp_path)
    await affair.begin()
    door = "<html><head><title>Sign in</title></head><body><form action='/login'><input type='password'></form></body></html>"
    await affair.show(
        ARTICLE, door, Challenged("wire", "a bot check"), door, "<html><body></body></html>", ARTICLE, EDITED, EDITED, EDITED
    )
    assert affair.told() == [("edited", DENIAL[1])]


async def test_a_page_that_was_never_there_is_not_missed(tmp_path: Path) -> None:
    affair = Affair(tmp_path)
    await affair.begin(SourceGone("wire", "404"))
    await affair.show(*(SourceGone("wire", "404") for _ in range(8)))
    assert affair.told() == []


async def test_a_page_of_three_megabytes_is_read_within_bounds(tmp_path: Path) -> None:
    affair = Affair(tmp_path)
    long = (
        *PARAGRAPHS,
        *(f"Sentence {n} of a very long page about nothing in particular, as some pages are." for n in range(40_000)),
    )
    await affair.begin(page(*long))
    await affair.show(page(*long), page(*long))
    assert affair.told() == []
    with affair.world() as world:
        ((_, kept, what),) = world.store.versions(URL)
    assert (len(kept.sentences) <= 400, what) == (True, "")


async def test_every_version_is_kept_with_what_changed(tmp_path: Path) -> None:
    affair = Affair(tmp_path)
    await affair.begin()
    await affair.show(ARTICLE, EDITED, EDITED)
    with affair.world() as world:
        kept = world.store.versions(URL)
    assert [what for _, _, what in kept] == ["", "number"]
    assert any("four ships" in sentence for sentence in kept[1][1].sentences)


async def test_a_live_page_edits_nothing_as_it_scrolls(tmp_path: Path) -> None:
    affair = Affair(tmp_path)
    await affair.begin()
    entries = [
        f"{hour}:30 The coast guard said that {hour + 2} boats had been seen off the harbour of the {hour}th district."
        for hour in range(1, 20)
    ]
    shown = [page(*PARAGRAPHS, *entries[max(0, n - 6) : n][::-1]) for n in range(2, 14)]
    await affair.show(ARTICLE, *(each for one in shown for each in (one, one)))
    assert affair.told() == []
