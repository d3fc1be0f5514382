"""How do we ask a machine, and when do we stop waiting for it?

Whatever goes wrong is "no translation". A machine in trouble is left alone for a while, so that a hundred alerts do not wait five
seconds each for one that is away. Neither the key nor what was asked is logged, and no redirect takes the key elsewhere.
"""

import asyncio
import json
import logging
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx

from bot.ports import Clock
from bot.text.waits import seconds_of
from bot.translating.dialects import DIALECTS, Kind, Question

log = logging.getLogger(__name__)

DEADLINE = 5.0
ANSWER_MAX = 65_536
"""Bytes of an answer: a headline has a few hundred."""
BREATH = 0.5
"""Seconds before the second attempt when the first answer does not name any."""
REST = 60.0
"""Seconds for which a machine is left alone that was away, busy or beside itself."""
LONG_REST = 3600.0
"""The same for one that refuses the key or has done its share; and the longest Retry-After that we believe."""
_CONNECTIONS = 4
_REFUSED = frozenset({401, 403, 456})
"""456 is how DeepL says that the month's characters are used up: https://developers.deepl.com/docs/best-practices/error-handling."""
_THIS_TEXT = frozenset({400, 413, 414, 422})
"""What is wrong with one text, or one pair of languages, is not wrong with the next."""


class _NoTranslationError(Exception):
    """Why there is none, and for how many seconds we ask for nothing else."""

    def __init__(self, reason: str, rest: float = REST) -> None:
        self.rest = rest
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    wait: float | None
    """Seconds, when it asks for any."""
    body: bytes

    @property
    def passing(self) -> bool:
        """Whether the same question may be answered a moment later."""
        return self.status == httpx.codes.TOO_MANY_REQUESTS or self.status >= httpx.codes.INTERNAL_SERVER_ERROR


class HttpTranslator:
    """``bot.ports.Translator`` over the interface of ``kind`` at ``url``: ``https://api-free.deepl.com``; the ``key`` may be empty.

    ``deadline`` bounds one translation in seconds, the second attempt and the wait before it included.
    """

    def __init__(self, kind: Kind, url: str, key: str, clock: Clock, *, deadline: float = DEADLINE) -> None:
        self._dialect = DIALECTS[kind]
        self._url = url.rstrip("/").removesuffix("/translate").removesuffix("/v2")
        self._key = key
        self._clock = clock
        self._deadline = deadline
        self._provider = f"{kind} {urlsplit(url).netloc.rpartition('@')[2]}"
        self._client: httpx.AsyncClient | None = None
        self._rests_until = float("-inf")

    @property
    def provider(self) -> str:
        """Its kind and its host."""
        return self._provider

    async def translate(self, words: str, source: str, target: str) -> str:
        """See ``bot.ports.Translator``."""
        if target not in self._dialect.targets or self._clock.monotonic() < self._rests_until:
            return ""
        try:
            async with asyncio.timeout(self._deadline):
                return await self._answered(self._dialect.ask(words, source, target, self._key))
        except asyncio.CancelledError:  # whoever asked has waited long enough
            self._rest(REST)
            raise
        except TimeoutError:
            return self._none(f"no complete answer within {self._deadline:g} s", REST)
        except _NoTranslationError as error:
            return self._none(str(error), error.rest)
        except (httpx.HTTPError, httpx.StreamError, httpx.InvalidURL, OSError, ValueError) as error:
            # The name alone: a header that cannot be sent is quoted in its error, and the key stands in one.
            return self._none(type(error).__name__, REST)

    async def close(self) -> None:
        """See ``bot.ports.Translator``."""
        if self._client:
            await self._client.aclose()
            self._client = None

    def _none(self, reason: str, rest: float) -> str:
        log.warning("no translation from %s: %s", self._provider, reason)
        self._rest(rest)
        return ""

    def _rest(self, seconds: float) -> None:
        self._rests_until = max(self._rests_until, self._clock.monotonic() + min(seconds, LONG_REST))

    async def _answered(self, question: Question) -> str:
        """The words of the first answer, or of the second where the first says that this may pass."""
        ends = self._clock.monotonic() + self._deadline
        answer = await self._post(question)
        wait = BREATH if answer.wait is None else answer.wait
        if answer.passing and self._clock.monotonic() + wait < ends:
            await self._clock.sleep(wait)
            answer = await self._post(question)
        if answer.status != httpx.codes.OK:
            raise _NoTranslationError(f"HTTP {answer.status}", _rest_after(answer))
        if words := self._dialect.read(_json(answer.body)):
            return words
        raise _NoTranslationError("an answer without a translation")

    async def _post(self, question: Question) -> _Answer:
        """Ask once. The body is not unpacked, since that has no bounds: we ask for a plain one and take nothing else."""
        url = self._url + question.path
        async with self._connections().stream("POST", url, json=question.body, headers=question.headers) as response:
            wait = seconds_of(response.headers.get("retry-after", ""), self._clock.now())
            if response.status_code != httpx.codes.OK:
                return _Answer(response.status_code, wait, b"")
            if response.headers.get("content-encoding", "identity").strip().lower() not in {"", "identity"}:
                raise _NoTranslationError("an answer in a coding that nobody asked for")
            body = bytearray()
            async for piece in response.aiter_raw():
                body += piece
                if len(body) > ANSWER_MAX:
                    raise _NoTranslationError(f"an answer of more than {ANSWER_MAX} bytes")
            return _Answer(response.status_code, wait, bytes(body))

    def _connections(self) -> httpx.AsyncClient:
        """Made when first needed: reading the certificates takes longer than the rest of a start."""
        if self._client is None:
            self._client = httpx.AsyncClient(
                timeout=self._deadline,
                limits=httpx.Limits(max_connections=_CONNECTIONS),
                headers={"Accept": "application/json", "Accept-Encoding": "identity", "User-Agent": "readout-bot"},
            )
        return self._client


def _rest_after(answer: _Answer) -> float:
    """For how long a machine that gave this answer is left alone."""
    if answer.status in _THIS_TEXT:
        return 0.0
    return max(LONG_REST if answer.status in _REFUSED else REST, answer.wait or 0.0)


def _json(body: bytes) -> object:
    """Raises _NoTranslationError: an answer may be a page of a proxy's, or a thousand brackets in one another."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise _NoTranslationError("an answer that is not JSON") from None
