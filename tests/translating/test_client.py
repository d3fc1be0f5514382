"""Is a translation what the provider said, and is everything else no translation, soon, without a word of the key?"""

import asyncio
import logging

import httpx
import pytest

from bot.ports import Translator
from bot.translating import HttpTranslator
from bot.translating.client import ANSWER_MAX, BREATH, LONG_REST, REST
from bot.translating.dialects import Kind
from tests.fetch.site import FakeClock, http
from tests.translating.provider import HANGS, KEY, SAID, Provider, in_json

CALL, DENIAL = SAID
ENGLISH = SAID[CALL]["en"]
BUSY = http(b"", status="429 Too Many Requests")
BROKEN = http(b"<h1>Internal Server Error</h1>", status="500 Internal Server Error")


async def call(machine: Translator, target: str = "en") -> str:
    return await machine.translate(CALL, "zh-Hans", target)


async def test_both_are_asked_in_their_own_words(provider: Provider, machine: HttpTranslator, kind: Kind) -> None:
    assert await call(machine) == ENGLISH
    (asked,) = provider.asked
    if kind == "deepl":
        assert asked.body == {"text": [CALL], "target_lang": "EN-US", "source_lang": "ZH"}
        assert asked.headers["authorization"] == f"DeepL-Auth-Key {KEY}"
    else:
        assert asked.body == {"q": CALL, "source": "zh", "target": "en", "format": "text", "api_key": KEY}
        assert "authorization" not in asked.headers
    assert machine.provider == f"{kind} {provider.base.removeprefix('http://')}"


@pytest.mark.parametrize("target", ["zh-Hans", "zh-Hant", "ja"])
async def test_every_language_of_ours_has_its_code(machine: HttpTranslator, target: str) -> None:
    assert await machine.translate(DENIAL, "en", target) == SAID[DENIAL][target]


async def test_what_a_headline_is_written_in_may_be_left_to_the_machine(provider: Provider, machine: HttpTranslator) -> None:
    assert await machine.translate(DENIAL, "fr", "ja") == SAID[DENIAL]["ja"]
    body = provider.asked[0].body
    assert body.get("source", "auto") == "auto"
    assert "source_lang" not in body


async def test_a_language_that_has_no_code_is_not_asked_for(provider: Provider, machine: HttpTranslator) -> None:
    assert await call(machine, "ko") == ""
    assert provider.asked == []


@pytest.mark.parametrize("path", ["/", "/translate", "/v2/translate"])
async def test_an_address_may_be_that_of_the_service_or_of_its_interface(provider: Provider, clock: FakeClock, path: str) -> None:
    machine = HttpTranslator("deepl", provider.base + path, KEY, clock)
    assert await call(machine) == ENGLISH
    await machine.close()


async def test_a_service_of_ones_own_needs_no_key(provider: Provider, clock: FakeClock) -> None:
    machine = HttpTranslator("libretranslate", provider.base, "", clock)
    assert await call(machine) == ENGLISH
    assert "api_key" not in provider.asked[0].body
    await machine.close()


@pytest.mark.parametrize("trouble", [BUSY, BROKEN, http(b"", status="503 Service Unavailable")], ids=["429", "500", "503"])
async def test_what_may_pass_is_asked_once_more(
    provider: Provider, machine: HttpTranslator, clock: FakeClock, trouble: bytes
) -> None:
    provider.troubles.append(trouble)
    assert await call(machine) == ENGLISH
    assert clock.slept == [BREATH]


async def test_the_second_attempt_comes_when_the_machine_said(
    provider: Provider, machine: HttpTranslator, clock: FakeClock
) -> None:
    provider.troubles.append(http(b"", "Retry-After: 3", status="429 Too Many Requests"))
    assert await call(machine) == ENGLISH
    assert clock.slept == [3.0]


@pytest.mark.parametrize("when", ["30", "Mon, 24 Nov 2025 14:30:30 GMT"])
async def test_nobody_waits_longer_than_a_translation_is_worth(
    provider: Provider, machine: HttpTranslator, clock: FakeClock, when: str
) -> None:
    provider.troubles.append(http(b"", f"Retry-After: {when}", status="503 Service Unavailable"))
    assert await call(machine) == ""
    assert (clock.slept, len(provider.asked)) == ([], 1)


@pytest.mark.parametrize("trouble", [BUSY, BROKEN], ids=["429", "500"])
async def test_there_is_no_third_attempt_and_then_a_rest(
    provider: Provider, machine: HttpTranslator, clock: FakeClock, trouble: bytes
) -> None:
    provider.troubles.extend([trouble] * 2)
    assert await call(machine) == await call(machine) == ""
    assert len(provider.asked) == 2
    await clock.sleep(REST)
    assert await call(machine) == ENGLISH


async def test_a_retry_after_is_heeded_up_to_an_hour(provider: Provider, machine: HttpTranslator, clock: FakeClock) -> None:
    provider.troubles.append(http(b"", "Retry-After: 99999999", status="429 Too Many Requests"))
    assert await call(machine) == ""
    await clock.sleep(LONG_REST - 1)
    assert await call(machine) == ""
    await clock.sleep(1)
    assert await call(machine) == ENGLISH
    assert len(provider.asked) == 2


@pytest.mark.parametrize("status", ["401 Unauthorized", "403 Forbidden", "456 Quota Exceeded"])
async def test_a_refused_key_and_a_spent_quota_are_left_alone_for_an_hour(
    provider: Provider, machine: HttpTranslator, clock: FakeClock, status: str
) -> None:
    provider.troubles.append(http(b"", status=status))
    assert await call(machine) == ""
    await clock.sleep(LONG_REST - 1)
    assert await call(machine) == ""
    assert len(provider.asked) == 1


async def test_what_is_wrong_with_one_text_is_not_held_against_the_next(provider: Provider, machine: HttpTranslator) -> None:
    provider.troubles.append(in_json({"error": "not supported"}, "400 Bad Request"))
    assert await call(machine) == ""
    assert await call(machine) == ENGLISH


@pytest.mark.parametrize(
    "answer",
    [
        http(b"<html>Welcome to the hotel's network</html>"),
        http(b""),
        http(b"[" * 50_000),
        http(b"\xff\xfe\x00"),
        in_json([]),
        in_json({"translatedText": None, "translations": []}),
        in_json({"translatedText": "", "translations": [{"text": ""}]}),
        in_json({"translatedText": ["x"], "translations": [{"text": 1}]}),
        in_json({"translations": "x", "translatedText": {"en": "x"}}),
        http(b'{"translatedText"', length=1000),
        http(b"\x1f\x8b\x08\x00", "Content-Encoding: gzip"),
        http(b"", "Location: https://elsewhere.example/translate", status="308 Permanent Redirect"),
        http(b"", status="404 Not Found"),
        b"SSH-2.0-OpenSSH_9.7\r\n\r\n",
    ],
    ids=range(14),
)
async def test_what_is_no_answer_is_no_translation(provider: Provider, clock: FakeClock, kind: Kind, answer: bytes) -> None:
    machine = HttpTranslator(kind, provider.base, KEY, clock, deadline=2.0)
    provider.troubles.append(answer)
    assert await call(machine) == ""
    assert len(provider.asked) == 1
    await machine.close()


async def test_a_huge_answer_is_not_read_to_its_end(provider: Provider, machine: HttpTranslator) -> None:
    provider.troubles.append(in_json({"translatedText": "x" * 20 * ANSWER_MAX, "translations": [{"text": "x" * 20 * ANSWER_MAX}]}))
    assert await call(machine) == ""
    provider.troubles.append(http(b'"' + b"x" * ANSWER_MAX, length=10**12))
    assert await call(machine) == ""


async def test_a_slow_machine_is_given_up_and_left_alone(
    provider: Provider, clock: FakeClock, kind: Kind, caplog: pytest.LogCaptureFixture
) -> None:
    machine = HttpTranslator(kind, provider.base, KEY, clock, deadline=1.0)
    provider.troubles.append(HANGS)
    assert await call(machine) == await call(machine) == ""
    assert len(provider.asked) == 1
    assert [record.getMessage() for record in caplog.records if record.name.startswith("bot")] == [
        f"no translation from {machine.provider}: no complete answer within 1 s"
    ]
    await machine.close()


async def test_a_machine_that_somebody_lost_patience_with_is_left_alone_too(provider: Provider, machine: HttpTranslator) -> None:
    provider.troubles.append(HANGS)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(call(machine), 1.0)
    assert await call(machine) == ""
    assert len(provider.asked) == 1


async def test_a_machine_that_is_not_there(provider: Provider, machine: HttpTranslator) -> None:
    await provider.close()
    assert await call(machine) == ""


@pytest.mark.parametrize("url", ["http://-.example/", "http://a b/", "ftp://x.example", "http://x.example:0"])
async def test_an_address_that_is_none(clock: FakeClock, url: str) -> None:
    odd = HttpTranslator("deepl", url, KEY, clock)
    assert await call(odd) == ""
    await odd.close()


@pytest.mark.parametrize(
    "answer",
    [
        BROKEN, http(b"", status="403 Forbidden"), in_json({"error": f"no such key: {KEY}"}, "400 Bad Request"),
        in_json({"error": KEY}), http(KEY.encode()), http(b"", f"Location: https://x.example/?{KEY}", status="302 Found"),
        f"HTTP/1.1 200 {KEY}\r\nBad header {KEY}\r\n\r\n".encode(),
    ],
    ids=range(7),
)  # fmt: skip
async def test_the_key_is_never_logged(
    provider: Provider, clock: FakeClock, kind: Kind, answer: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    machine = HttpTranslator(kind, provider.base, KEY, clock, deadline=2.0)
    provider.troubles.extend([answer] * 2)
    assert await call(machine) == ""
    assert "no translation from" in caplog.text
    assert KEY not in caplog.text
    assert KEY not in repr(vars(machine)["_dialect"].ask(CALL, "ja", "en", KEY))
    await machine.close()


async def test_a_key_that_no_header_can_hold_is_not_quoted(
    provider: Provider, clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    for key in (f"{KEY}\nX: y", f"{KEY}\u9fff"):
        machine = HttpTranslator("deepl", provider.base, key, clock)
        assert await call(machine) == ""
        await machine.close()
    assert "no translation from" in caplog.text
    assert KEY not in caplog.text


async def test_httpx_is_not_the_one_that_unpacks_or_follows(provider: Provider, machine: HttpTranslator) -> None:
    assert await call(machine) == ENGLISH
    assert provider.asked[0].headers["accept-encoding"] == "identity"
    client = machine._connections()
    assert isinstance(client, httpx.AsyncClient)
    assert not client.follow_redirects
