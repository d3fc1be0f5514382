"""Is one host asked by one of us at a time, and not too soon after?"""

import asyncio
from datetime import timedelta

from bot.fetch import HttpFetcher
from bot.fetch.manners import Manners
from tests.fetch.site import FakeClock, Site, Visit, ask, http


async def test_the_gap_runs_from_the_end_of_one_request_to_the_start_of_the_next(
    site: Site, clock: FakeClock, fetcher: HttpFetcher
) -> None:
    async def slow(visit: Visit) -> bytes:
        clock.at += 30
        return http(b"x")

    site.answer = slow
    gap = timedelta(seconds=5)
    for _ in range(3):
        await fetcher.fetch(ask(site.base, min_gap=gap))
    assert clock.slept == [5.0, 5.0]


async def test_a_gap_that_has_passed_already_is_not_waited_for(clock: FakeClock) -> None:
    manners = Manners(clock)
    async with manners.turn("a:80", 5):
        pass
    clock.at += 3
    async with manners.turn("a:80", 5):
        pass
    clock.at += 60
    async with manners.turn("a:80", 5):
        pass
    assert clock.slept == [2.0]


async def test_hosts_do_not_wait_for_each_other(site: Site, other: Site, clock: FakeClock, fetcher: HttpFetcher) -> None:
    for base in (site.base, other.base):
        await fetcher.fetch(ask(base, min_gap=timedelta(seconds=5)))
    assert clock.slept == []


async def test_one_request_in_flight_per_host(site: Site, fetcher: HttpFetcher) -> None:
    inside = 0
    most = 0

    async def count(visit: Visit) -> bytes:
        nonlocal inside, most
        inside += 1
        most = max(most, inside)
        await asyncio.sleep(0)
        inside -= 1
        return http(b"x")

    site.answer = count
    await asyncio.gather(*(fetcher.fetch(ask(f"{site.base}/{n}", min_gap=timedelta(seconds=1))) for n in range(10)))
    assert len(site.visits) == 10
    assert most == 1


async def test_without_a_gap_a_slow_answer_holds_nobody_up(site: Site, fetcher: HttpFetcher) -> None:
    both = asyncio.Barrier(2)

    async def together(visit: Visit) -> bytes:
        await both.wait()  # a turn taken by one of them would be waited for in vain
        return http(b"x")

    site.answer = together
    await asyncio.gather(*(fetcher.fetch(ask(f"{site.base}/{n}")) for n in range(2)))
    assert len(site.visits) == 2


async def test_two_hosts_are_asked_at_the_same_time(site: Site, other: Site, fetcher: HttpFetcher) -> None:
    both = asyncio.Barrier(2)

    async def meet(visit: Visit) -> bytes:
        await both.wait()
        return http(b"x")

    site.answer = other.answer = meet
    await asyncio.gather(fetcher.fetch(ask(site.base)), fetcher.fetch(ask(other.base)))
    assert len(site.visits) == len(other.visits) == 1


async def test_a_failed_request_ends_its_turn_too(site: Site, clock: FakeClock, fetcher: HttpFetcher) -> None:
    async def fail(visit: Visit) -> None:
        return None

    site.answer = fail
    gap = timedelta(seconds=5)
    results = await asyncio.gather(*(fetcher.fetch(ask(site.base, min_gap=gap)) for _ in range(2)), return_exceptions=True)
    assert all(isinstance(result, Exception) for result in results)
    assert clock.slept == [5.0]


async def test_hosts_that_nobody_waits_for_hold_no_lock(clock: FakeClock) -> None:
    manners = Manners(clock)
    async with manners.turn("a:80", 1):
        assert len(manners._locks) == 1
    assert len(manners._locks) == 0
