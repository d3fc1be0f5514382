"""How does the pipeline read the newsroom while believing that it reads the world?"""

from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlsplit

from bot.model.reply import NotModified, Reply, Request
from bot.ports import Fetcher


def path_of(url: str) -> str:
    """Where the newsroom keeps a real address: ``https://host/a?b`` is at ``/https/host/a?b``."""
    parts = urlsplit(url)
    query = f"?{parts.query}" if parts.query else ""
    return f"/{parts.scheme}/{parts.netloc}{parts.path or '/'}{query}"


class Relay:
    """A Fetcher that leads another one to the newsroom at ``base`` and puts the real addresses back."""

    def __init__(self, fetcher: Fetcher, base: str) -> None:
        self._fetcher = fetcher
        self._base = base

    async def fetch(self, request: Request) -> Reply | NotModified:
        """Fetch ``request`` from the newsroom; raises what the inner fetcher raises."""
        there = self._base + path_of(request.url)
        reply = await self._fetcher.fetch(replace(request, url=there, allow_private=True, min_gap=timedelta(0), heed_robots=False))
        return replace(reply, url=request.url if reply.url == there else self._real(reply.url))

    async def close(self) -> None:
        """Close the inner fetcher."""
        await self._fetcher.close()

    def _real(self, url: str) -> str:
        """The real address of what the newsroom serves at ``url``; an address elsewhere stays as it is."""
        if not url.startswith(f"{self._base}/"):
            return url
        scheme, _, rest = url.removeprefix(f"{self._base}/").partition("/")
        return f"{scheme}://{rest}"
