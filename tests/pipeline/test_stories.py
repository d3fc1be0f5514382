"""Is a story told once, whatever its sources do to ids, links, dates and headlines?"""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.dedupe.near import signature
from bot.pipeline import World, cycle
from bot.store import SqlStore
from bot.store.tables import delivery, item_alias, revision
from tests.pipeline.make import DENIAL, Network, Telling, feeds, later, rss, small_world, write_watchlist

Entry = tuple[str, str, str, str]
"""guid, link, title, text"""
POLLS = 6


def feed(*entries: Entry, at: datetime) -> str:
    items = "".join(
        f"<item><guid isPermaLink='false'>{guid}</guid><link>{link}</link><title>{title}</title><description>{text}</description>"
        f"<pubDate>{at:%a, %d %b %Y %H:%M:%S} +0000</pubDate></item>"
        for guid, link, title, text in entries
    )
    return f'<rss version="2.0"><channel><title>T</title>{items}</channel></rss>'


NEWS = [
    "Tokyo denied that a harbour on the strait was to be leased to a foreign company for ninety-nine years",
    "The customs office denied new tariffs; traders along the strait had feared for their oysters since spring",
    "A glaciologist denied ever having measured ice on the strait, as two magazines from the north had claimed",
    "The orchestra denied cancelling its summer tour of towns by the strait after the quarrel over visas",
    "Health officials denied shortages of the vaccine on either side of the strait and published their stocks",
    "The railway denied plans for a tunnel under the strait, calling the drawings a student's exercise",
    "Election officers denied irregularities in three districts near the strait where ballots had run out",
    "Volcano watchers denied that the tremors under the strait meant anything beyond the ordinary",
]


def news(number: int) -> tuple[str, str]:
    """A headline and a text like no other."""
    title, _, rest = NEWS[number].partition(" the strait")
    return f"{title} the strait", f"{NEWS[number]}. It was said on the {'abcdefgh'[number] * 4} channel{rest}."


async def polls(folder: Path, shown: Callable[[int], str], times: int = POLLS, gap: int = 20) -> Telling:
    """A first look at an empty feed, then one look after the other at what is shown."""
    network, telling = Network(dict(feeds())), Telling()
    for number in range(times + 1):
        if number:
            network.pages.update(feeds(wire=shown(number)))
        with small_world(folder, network, telling, later(gap * number)) as world:
            await cycle(world, every=True)
    return telling


def rows(folder: Path, question: Callable[[SqlStore], int]) -> int:
    with small_world(folder, Network({}), Telling(), later(100_000)) as world:
        return question(_sql(world))


def _sql(world: World) -> SqlStore:
    assert isinstance(world.store, SqlStore)
    return world.store


def counted(folder: Path, table: type | object) -> int:
    def question(store: SqlStore) -> int:
        with store._reading() as connection:
            return connection.scalar(select(func.count()).select_from(table)) or 0  # type: ignore[arg-type]  # tables of ours

    return rows(folder, question)


def distrusted(folder: Path) -> str:
    with small_world(folder, Network({}), Telling(), later(100_000)) as world:
        return " ".join(next(report.distrust for report in world.store.reports() if report.source == "wire"))


async def test_one_id_for_all_items_hides_none_of_them(tmp_path: Path) -> None:
    def shown(number: int) -> str:
        return feed(*(("same", f"https://x.example/{n}", *news(n)) for n in range(number)), at=later(20 * number - 5))

    telling = await polls(tmp_path, shown)
    assert telling.told() == [("new", news(n)[0]) for n in range(POLLS)]
    assert distrusted(tmp_path) == "guid"


async def test_a_window_of_one_item_under_one_id_is_told_each_time(tmp_path: Path) -> None:
    telling = await polls(tmp_path, lambda n: feed(("latest", f"https://x.example/{n}", *news(n)), at=later(20 * n - 5)))
    assert telling.told() == [("new", news(n)[0]) for n in range(1, POLLS + 1)]


async def test_links_that_all_lead_to_the_front_page_hide_nothing(tmp_path: Path) -> None:
    def shown(number: int) -> str:
        return feed(*((f"g{n}", "https://x.example/", *news(n)) for n in range(number + 2)), at=later(20 * number - 5))

    telling = await polls(tmp_path, shown)
    assert sorted(title for _, title in telling.told()) == sorted(news(n)[0] for n in range(POLLS + 2))
    assert distrusted(tmp_path) == "link"


@pytest.mark.parametrize("token", ["", "?session={}"])
async def test_a_new_id_each_time_tells_nothing_twice_and_fills_no_disk(tmp_path: Path, token: str) -> None:
    def shown(number: int) -> str:
        entries = [(f"g{n}-{number}", f"https://x.example/{n}" + token.format(number), *news(n)) for n in range(4)]
        return feed(*entries, at=later(15))

    telling = await polls(tmp_path, shown, 12)
    assert sorted(title for _, title in telling.told()) == sorted(news(n)[0] for n in range(4))
    assert distrusted(tmp_path) == ("guid link" if token else "guid")
    assert counted(tmp_path, item_alias) <= 4 * 6


async def test_one_item_with_a_new_id_each_time_has_a_bounded_number_of_names(tmp_path: Path) -> None:
    telling = await polls(tmp_path, lambda n: feed((f"g{n}", "https://x.example/1", *news(1)), at=later(15)), 30)
    assert telling.told() == [("new", news(1)[0])]
    assert counted(tmp_path, item_alias) <= 16


async def test_a_move_to_another_system_is_no_habit(tmp_path: Path) -> None:
    def shown(number: int) -> str:
        system = "old" if number < 3 else "new"
        return feed(*((f"{system}-{n}", f"https://{system}.example/{n}", *news(n)) for n in range(4)), at=later(15))

    telling = await polls(tmp_path, shown)
    assert len(telling.told()) == 4
    assert distrusted(tmp_path) in {"", "churn"}


async def test_a_headline_that_alternates_is_told_once_and_its_change_once(tmp_path: Path) -> None:
    titles = [news(1)[0], news(1)[0].replace("denied", "denies")]
    telling = await polls(tmp_path, lambda n: feed(("g", "https://x.example/1", titles[n % 2], news(1)[1]), at=later(15)), 30)
    assert telling.told() == [("new", titles[1]), ("edited", titles[0])]
    assert counted(tmp_path, revision) == 2


async def test_a_headline_with_a_clock_in_it_is_not_edited(tmp_path: Path) -> None:
    def shown(number: int) -> str:
        return feed(("g", "https://x.example/1", f"{news(1)[0]} (updated 14:{number:02})", f"{news(1)[1]}"), at=later(15))

    telling = await polls(tmp_path, shown, 30)
    assert len(telling.told()) == 1
    assert counted(tmp_path, revision) == 0


async def test_a_window_that_is_dated_anew_is_told_once(tmp_path: Path) -> None:
    def shown(number: int) -> str:
        return feed(*((f"g{n}", f"https://x.example/{n}", *news(n)) for n in range(4)), at=later(20 * number - 5))

    telling = await polls(tmp_path, shown, 12)
    assert len(telling.told()) == 4


async def test_a_graver_watch_is_not_asked_for_the_same_words_by_another_outlet(tmp_path: Path) -> None:
    network, telling = Network(dict(feeds())), Telling()
    for number, pages in enumerate(
        (feeds(), feeds(wire=rss(DENIAL, at=later(15))), feeds(rss(DENIAL, at=later(35)), rss(DENIAL, at=later(15))))
    ):
        network.pages.update(pages)
        with small_world(tmp_path, network, telling, later(20 * number)) as world:
            await cycle(world, every=True)
    assert telling.told() == [("new", DENIAL[1])]
    with small_world(tmp_path, network, telling, later(90)) as world:
        await cycle(world, every=True)
    assert "2 outlets, 2 origins (Wire, MFA)" in telling.edited[-1].text


SOURCE = "  - {{id: paper{n}, name: P, outlet: {paper}, side: JP, role: media, languages: [en], zone: UTC, kind: feed, url: 'https://p{n}.example/rss'}}\n"
PAPERS, EACH = 40, 250


def words(*numbers: int) -> str:
    return " ".join("".join("bdfgklmprs"[int(digit)] + "a" for digit in str(number)) for number in numbers)


def paper(number: int) -> str:
    return f"Paper {words(number).title()}"


async def test_ten_thousand_copies_of_one_text_are_one_alert_with_few_edits(tmp_path: Path) -> None:
    def papers(number: int) -> str:
        """Copies in which each editor left his hand, and his paper's name."""
        copies: Sequence[Entry] = [
            (
                f"{number}-{n}",
                f"https://p{number}.example/{n}",
                f"{DENIAL[1]} - {paper(number)}",
                f"{DENIAL[2]} Read on: {words(number, n)}",
            )
            for n in range(EACH)
        ]
        return feed(*copies, at=later(15))

    folder = write_watchlist(tmp_path / "watchlists")
    (folder / "sources/papers.yaml").write_text(
        "sources:\n" + "".join(SOURCE.format(n=n, paper=paper(n)) for n in range(PAPERS)), encoding="utf-8"
    )
    network, telling = Network(dict(feeds())), Telling()
    names = tuple(f"paper{n}" for n in range(PAPERS))
    network.pages.update({f"https://p{n}.example/rss": rss() for n in range(PAPERS)})
    for step in range(6):
        with small_world(tmp_path, network, telling, later(20 * step), sources=("mfa", "wire", *names)) as world:
            await cycle(world, every=True)
        network.pages.update({f"https://p{n}.example/rss": papers(n) for n in range(PAPERS) if n % 5 == step})
    ((change, title),) = telling.told()
    assert (change, title.startswith(DENIAL[1])) == ("new", True)
    assert counted(tmp_path, delivery) <= 2 + 6  # the opening card, the alert, and an edit for each time more of them joined
    assert "20+ outlets, 1 origin (Paper " in telling.edited[-1].text


LEASE = (
    "Tokyo denied leasing a harbour on the strait to a foreign firm",
    (
        "The Japanese government on Tuesday denied that a harbour on the strait would be leased to a foreign company for ninety-nine "
        "years. A spokesman said talks with the company had ended in spring, and that no new offer had been received. Fishermen had "
        "protested for weeks."
    ),
)
OTHER_DESK = (
    "No port on the strait will go to overseas firm: Tokyo",
    (
        "The Japanese government on Tuesday denied that a harbour on the strait was to be leased to a foreign firm for ninety-nine "
        "years. A spokesman said negotiations with the firm had come to an end in spring, and that no new offer had been received. "
        "Fishermen had protested for weeks."
    ),
)


@pytest.mark.parametrize("gap", [20, 0])
async def test_what_was_told_is_not_told_again_though_a_copy_shares_no_number_with_it(tmp_path: Path, gap: int) -> None:
    assert set(signature(*LEASE)).isdisjoint(signature(*OTHER_DESK))
    network, telling = Network(dict(feeds())), Telling()
    with small_world(tmp_path, network, telling) as world:
        await cycle(world, every=True)
    network.pages |= feeds(wire=feed(("w", "https://wire.example/1", *LEASE), at=later(15)))
    if gap:
        with small_world(tmp_path, network, telling, later(20)) as world:
            await cycle(world, every=True)
    network.pages |= feeds(
        mfa=feed(("m", "https://mfa.example/1", *OTHER_DESK), at=later(16 + gap)),
        wire=feed(("w", "https://wire.example/1", *LEASE), at=later(15)),
    )
    with small_world(tmp_path, network, telling, later(20 + gap)) as world:
        await cycle(world, every=True)
    assert len(telling.told()) == 1
