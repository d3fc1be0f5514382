"""Which transport carries a thousand requests to a thousand hosts best? ``python -m tests.benchmarks.transports [--json]``.

49 kB each, a hundred in flight, one process per client; the better of two passes.
"""

import asyncio
import json
import resource
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable

import aiohttp
import httpx
from httpx_aiohttp import AiohttpTransport

from bot.clock import SystemClock
from bot.fetch import HttpFetcher
from bot.model.reply import Request
from tests.benchmarks.newsstand import Newsstand

FEEDS, IN_FLIGHT = 1000, 100
Get = Callable[[str], Awaitable[int]]


async def with_httpx(urls: list[str]) -> int:
    """Httpx as it comes."""
    async with httpx.AsyncClient(limits=httpx.Limits(max_connections=200), trust_env=False) as client:

        async def get(url: str) -> int:
            return len((await client.get(url)).content)

        return await _all(urls, get)


async def with_httpx_on_aiohttp(urls: list[str]) -> int:
    """Httpx's client over aiohttp's connections."""
    async with httpx.AsyncClient(transport=AiohttpTransport(verify=False), trust_env=False) as client:

        async def get(url: str) -> int:
            return len((await client.get(url)).content)

        return await _all(urls, get)


async def with_aiohttp(urls: list[str]) -> int:
    """Aiohttp alone."""
    async with aiohttp.ClientSession(auto_decompress=False) as session:

        async def get(url: str) -> int:
            async with session.get(url) as response:
                return len(await response.read())

        return await _all(urls, get)


async def with_readout(urls: list[str]) -> int:
    """Our fetcher: httpx's requests over aiohttp's connections, with every bound and turn."""
    fetcher = HttpFetcher(SystemClock(), concurrency=IN_FLIGHT)

    async def get(url: str) -> int:
        reply = await fetcher.fetch(Request("s", url, allow_private=True, heed_robots=False))
        return len(getattr(reply, "body", b""))

    try:
        return await _all(urls, get)
    finally:
        await fetcher.close()


async def _all(urls: list[str], get: Get) -> int:
    slots = asyncio.Semaphore(IN_FLIGHT)

    async def one(url: str) -> int:
        async with slots:
            return await get(url)

    return sum(await asyncio.gather(*map(one, urls)))


CLIENTS = {"httpx": with_httpx, "httpx on aiohttp": with_httpx_on_aiohttp, "aiohttp": with_aiohttp, "Readout": with_readout}


def child(name: str, port: str) -> None:
    """One client, twice."""
    from tests.benchmarks.newsstand import address  # noqa: PLC0415 - building its words is not what is measured

    urls = [f"http://{address(number)}:{port}/feed" for number in range(FEEDS)]
    best = (float("inf"), 0.0)
    for _ in range(2):
        wall, cpu = time.perf_counter(), time.process_time()
        if asyncio.run(CLIENTS[name](urls)) < FEEDS * 20_000:
            raise SystemExit(f"{name} did not get everything")
        best = min(best, (time.perf_counter() - wall, time.process_time() - cpu))
    print(json.dumps([*best, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))


def main() -> None:
    """Each client in a process of its own."""
    with Newsstand(FEEDS) as stand:
        for name in CLIENTS:
            command = [sys.executable, "-m", "tests.benchmarks.transports", name, str(stand.port)]
            wall, cpu, memory = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
            row = {
                "client": name,
                "requests_per_second": round(FEEDS / wall),
                "cpu_ms": round(cpu * 1000),
                "memory_mb": round(memory),
            }
            if "--json" in sys.argv:
                print(json.dumps(row), flush=True)
            else:
                print(
                    f"{name:<18} {row['requests_per_second']:6} requests/s  {row['cpu_ms']:6} ms CPU per 1000  {row['memory_mb']:4} MB",
                    flush=True,
                )


if __name__ == "__main__":
    if len(sys.argv) == 3:
        child(sys.argv[1], sys.argv[2])
    else:
        main()
