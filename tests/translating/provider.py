"""LibreTranslate and DeepL on a loopback port: they answer as the real ones do, refuse what these refuse, and misbehave when asked to."""

import asyncio
import json
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from tests.fetch.site import http

KEY = "279a2e9d-canary-that-must-never-be-seen:fx"
SAID = {
    "习近平同美国总统特朗普通电话": {
        "en": "Xi Jinping speaks by phone with US President Trump",
        "ja": "習近平、トランプ米大統領と電話",
    },
    "Tokyo denied the account": {"zh-Hans": "东京否认该说法", "zh-Hant": "東京否認該說法", "ja": "東京は否定"},
}
"""Headline to its translations: the machine's whole knowledge."""
_LIBRE = {"en": "en", "ja": "ja", "zh": "zh-Hans", "zt": "zh-Hant"}
_DEEPL = {"EN-US": "en", "EN-GB": "en", "JA": "ja", "ZH-HANS": "zh-Hans", "ZH-HANT": "zh-Hant"}
_DEEPL_SOURCES = {"EN", "JA", "ZH", "KO", "RU"}
HANGS = b""
"""A trouble: silence until the other side has gone."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it came in."""

    path: str
    headers: dict[str, str]
    body: Any


@dataclass
class Provider:
    """Both services under one roof; ``troubles`` are answered first, one per request."""

    key: str = KEY
    asked: list[Asked] = field(default_factory=list)
    troubles: deque[bytes] = field(default_factory=deque)
    base: str = ""
    _writers: set[asyncio.StreamWriter] = field(default_factory=set)
    _server: asyncio.Server | None = None

    async def open(self) -> None:
        self._server = await asyncio.start_server(self._talk, "127.0.0.1", 0)
        self.base = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def close(self) -> None:
        assert self._server is not None
        self._server.close()
        for writer in self._writers:
            writer.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        try:
            while True:
                asked = await _request(reader)
                self.asked.append(asked)
                said = self.troubles.popleft() if self.troubles else self._answer(asked)
                if said is HANGS:
                    await reader.read()
                    break
                writer.write(said)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    def _answer(self, asked: Asked) -> bytes:
        match asked.path:
            case "POST /translate":
                return self._libretranslate(asked.body)
            case "POST /v2/translate":
                return self._deepl(asked)
        return http(b"no such page", status="404 Not Found")

    def _libretranslate(self, body: dict[str, Any]) -> bytes:
        if body.get("api_key", "") not in {"", self.key}:
            return in_json({"error": "Invalid API key"}, "403 Forbidden")
        target = _LIBRE.get(body["target"])
        if target is None or body["source"] not in {"auto", *_LIBRE} or body["format"] != "text":
            return in_json({"error": f"{body['target']} is not supported"}, "400 Bad Request")
        return in_json({"translatedText": SAID[body["q"]][target]})

    def _deepl(self, asked: Asked) -> bytes:
        if asked.headers.get("authorization") != f"DeepL-Auth-Key {self.key}":
            return http(b"", status="403 Forbidden")
        target = _DEEPL.get(asked.body["target_lang"])
        if target is None or asked.body.get("source_lang", "EN") not in _DEEPL_SOURCES:
            return in_json({"message": "Value for 'target_lang' not supported."}, "400 Bad Request")
        return in_json(
            {"translations": [{"detected_source_language": "ZH", "text": SAID[words][target]} for words in asked.body["text"]]}
        )


async def _request(reader: asyncio.StreamReader) -> Asked:
    first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines if line)}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    assert headers["content-type"] == "application/json"
    return Asked(first.rpartition(" ")[0], headers, json.loads(body))


def in_json(document: object, status: str = "200 OK", *headers: str) -> bytes:
    return http(json.dumps(document).encode(), "Content-Type: application/json", *headers, status=status)
