"""Each setting of a chat: kept before it is answered, the same again is the same, and junk says what to type."""

from datetime import time, timedelta

import pytest

from bot.model.subscriber import Preferences, Quiet
from bot.text.speech import LANGUAGES
from tests.chat.conftest import PERSON, Hall


async def test_start_makes_a_chat_known_once(hall: Hall) -> None:
    for _ in range(2):
        assert "Alerts come here from now on" in await hall.asks(PERSON, "/start")
    chat = hall.chat(PERSON)
    assert (chat.active, chat.zone, chat.language, chat.wants) == (True, "UTC", "en", Preferences())


@pytest.mark.parametrize(("payload", "follows"), [("affair", {"affair"}), ("affair__denials", {"affair/denials"})])
async def test_a_link_says_what_is_followed(hall: Hall, payload: str, follows: set[str]) -> None:
    for _ in range(2):
        await hall.asks(PERSON, f"/start {payload}")
        assert hall.chat(PERSON).wants.follows == follows
        assert hall.chat(PERSON).active


async def test_a_link_to_nothing_still_begins(hall: Hall) -> None:
    assert "no storyline" in await hall.asks(PERSON, "/start nonsense")
    assert hall.chat(PERSON).active


@pytest.mark.parametrize(
    ("commands", "follows"),
    [
        (["/follow affair/denials"], {"affair/denials"}),
        (["/follow denials", "/follow denials"], {"affair/denials"}),
        (["/follow denials", "/follow AFFAIR"], {"affair"}),
        (["/follow affair", "/follow denials"], {"affair"}),
        (["/unfollow denials"], {"affair/voices", "affair/answer"}),
        (["/unfollow denials", "/follow all"], set()),
        (["/unfollow denials", "/unfollow denials"], {"affair/voices", "affair/answer"}),
    ],
    ids=lambda given: str(sorted(given) if isinstance(given, set) else given),
)
async def test_following(hall: Hall, commands: list[str], follows: set[str]) -> None:
    for command in commands:
        await hall.asks(PERSON, command)
    assert hall.chat(PERSON).wants.follows == follows


async def test_the_last_thing_followed_is_not_given_up_by_mistake(hall: Hall) -> None:
    await hall.asks(PERSON, "/follow denials")
    assert "/stop" in await hall.asks(PERSON, "/unfollow denials")
    assert hall.chat(PERSON).wants.follows == {"affair/denials"}


async def test_a_keyboard_follows_and_unfollows(hall: Hall) -> None:
    await hall.says(PERSON, "/start")
    await hall.says(PERSON, "/follow")
    panel = hall.last(PERSON)
    await hall.presses(panel, "✓ · denials")
    assert hall.chat(PERSON).wants.follows == {"affair/voices", "affair/answer"}
    assert panel.edits == 1
    await hall.presses(panel, "· denials")
    assert "affair/denials" in hall.chat(PERSON).wants.follows


@pytest.mark.parametrize(
    ("command", "kinds"),
    [
        ("/kinds denial", {"denial"}),
        ("/kinds denial, statement", set()),
        ("/kinds -statement", {"denial"}),
        ("/kinds all", set()),
        ("/kinds ＤＥＮＩＡＬ", {"denial"}),
    ],
)
async def test_kinds(hall: Hall, command: str, kinds: set[str]) -> None:
    for _ in range(2):
        await hall.asks(PERSON, command)
        assert hall.chat(PERSON).wants.kinds == kinds


async def test_a_keyboard_of_kinds(hall: Hall) -> None:
    await hall.says(PERSON, "/start")
    await hall.says(PERSON, "/kinds")
    await hall.presses(hall.last(PERSON), "✓ statement")
    assert hall.chat(PERSON).wants.kinds == {"denial"}
    await hall.presses(hall.last(PERSON), "✓ denial")
    assert hall.chat(PERSON).wants.kinds == {"denial"}, "nothing would be left"


async def test_severity(hall: Hall) -> None:
    assert "high" in await hall.asks(PERSON, "/severity HIGH")
    assert hall.chat(PERSON).wants.severity == "high"
    await hall.says(PERSON, "/severity")
    await hall.presses(hall.last(PERSON), "critical")
    assert hall.chat(PERSON).wants.severity == "critical"


@pytest.mark.parametrize(
    ("word", "tag"),
    [("ja", "ja"), ("zh", "zh-Hans"), ("zh-TW", "zh-Hant"), ("日本語", "ja"), ("繁體中文", "zh-Hant"), ("en", "en")],
)
async def test_language(hall: Hall, word: str, tag: str) -> None:
    await hall.asks(PERSON, f"/language {word}")
    assert hall.chat(PERSON).language == tag
    await hall.says(PERSON, "/language")
    await hall.presses(hall.last(PERSON), "English" if tag != "en" else "日本語")
    assert hall.chat(PERSON).language == ("en" if tag != "en" else "ja")


@pytest.mark.parametrize(
    ("words", "zone"),
    [("Asia/Tokyo", "Asia/Tokyo"), ("europe/berlin", "Europe/Berlin"), ("America/New York", "America/New_York"), ("UTC", "UTC")],
)
async def test_timezone(hall: Hall, words: str, zone: str) -> None:
    await hall.asks(PERSON, f"/timezone {words}")
    assert hall.chat(PERSON).zone == zone


@pytest.mark.parametrize(
    ("words", "suggestion"),
    [
        ("Tokyo", "Asia/Tokyo"),
        ("Asia/Tokio", "Asia/Tokyo"),
        ("北京", "Asia/Shanghai"),
        ("UTC+9", "Asia/Tokyo"),
        ("Berlin", "Europe/Berlin"),
    ],
)
async def test_a_zone_that_is_none_is_met_with_the_one_that_was_meant(hall: Hall, words: str, suggestion: str) -> None:
    assert f"/timezone {suggestion}" in await hall.asks(PERSON, f"/timezone {words}")
    assert hall.store.chat(f"telegram:{PERSON}") is None


@pytest.mark.parametrize(
    ("words", "quiet"),
    [
        ("22:00-07:00", Quiet(time(22), time(7))),
        ("22:00-07:00 critical", Quiet(time(22), time(7), "critical")),
        ("22–7 none", Quiet(time(22), time(7), "none")),
        ("２２：００ - ０７：３０ high", Quiet(time(22), time(7, 30), "high")),
        ("00:00-24:00 none", None),
        ("08:00-08:00", None),
        ("off", None),
    ],
)
async def test_quiet(hall: Hall, words: str, quiet: Quiet | None) -> None:
    await hall.asks(PERSON, "/quiet 01:00-02:00")
    for _ in range(2):
        await hall.asks(PERSON, f"/quiet {words}")
        assert hall.chat(PERSON).wants.quiet == quiet


@pytest.mark.parametrize(
    ("words", "digest"),
    [
        ("daily 08:00", (time(8),)),
        ("daily", (time(8),)),
        ("twice 20:00 08:00", (time(8), time(20))),
        ("twice", (time(8), time(20))),
        ("off", ()),
    ],
)
async def test_digest(hall: Hall, words: str, digest: tuple[time, ...]) -> None:
    for _ in range(2):
        await hall.asks(PERSON, f"/digest {words}")
        assert hall.chat(PERSON).wants.digest == digest


async def test_mute(hall: Hall) -> None:
    now = hall.clock.now()
    await hall.asks(PERSON, "/mute 24h")
    assert hall.chat(PERSON).wants.muted_until == now + timedelta(hours=24)
    await hall.asks(PERSON, "/mute affair 7d")
    await hall.asks(PERSON, "/mute affair 8d")
    assert hall.chat(PERSON).wants.muted == (("affair", now + timedelta(days=8)),)
    await hall.asks(PERSON, "/mute affair off")
    assert hall.chat(PERSON).wants.muted == ()
    assert "Nothing is muted" in await hall.asks(PERSON, "/mute off")
    assert hall.chat(PERSON).wants == Preferences()


async def test_stop_keeps_what_was_wished_and_start_brings_it_back(hall: Hall) -> None:
    await hall.says(PERSON, "/start")
    await hall.says(PERSON, "/severity high")
    for _ in range(2):
        assert "/start" in await hall.asks(PERSON, "/stop")
        assert not hall.chat(PERSON).active
    await hall.says(PERSON, "/start")
    assert (hall.chat(PERSON).active, hall.chat(PERSON).wants.severity) == (True, "high")


_JUNK = [
    "/follow nonsense", "/unfollow 🦊", "/kinds nonsense", "/kinds ,,denial nonsense", "/severity loud", "/language klingon",
    "/timezone Mars/Phobos", "/quiet late", "/quiet 25:00-07:00", "/quiet 22:00-07:00 loudly", "/digest hourly", "/digest daily 25:00",
    "/digest twice 08:00", "/digest twice 08:00 08:00", "/mute forever", "/mute 999999h", "/mute nonsense 24h", "/why", "/why zz",
    "/why nonsense", "/whynot nonsense", "/whynot https://", "/search", "/search a", "/brief nonsense", "/timeline nonsense",
]  # fmt: skip


@pytest.mark.parametrize("command", _JUNK)
async def test_junk_changes_nothing_and_is_told_what_to_type(hall: Hall, command: str) -> None:
    answer = await hall.asks(PERSON, command)
    assert "Type for example: /" in answer
    assert len(answer) < 500
    assert hall.store.chat(f"telegram:{PERSON}") is None


@pytest.mark.parametrize(
    "name",
    [
        "start",
        "follow",
        "unfollow",
        "kinds",
        "severity",
        "language",
        "timezone",
        "quiet",
        "digest",
        "mute",
        "brief",
        "timeline",
        "why",
        "whynot",
        "search",
    ],
)
async def test_four_kilobytes_are_too_much(hall: Hall, name: str) -> None:
    for junk in ("x" * 4000, "\u202e" * 1300, "a b " * 1000):
        answer = await hall.asks(PERSON, f"/{name} {junk}")
        assert "/" in answer
        assert len(answer) < 500


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_command_answers_in_every_language(hall: Hall, language: str) -> None:
    hall.clock.turn(60)
    await hall.asks(PERSON, f"/language {language}")
    for name in (
        "start",
        "follow",
        "unfollow",
        "kinds",
        "severity",
        "language",
        "timezone",
        "quiet",
        "digest",
        "mute",
        "brief",
        "timeline",
        "search x1",
        "why 2ff1012a",
        "whynot https://wire.example/x",
        "status",
        "help",
        "export",
        "forget",
        "stop",
    ):
        hall.clock.turn(10)
        assert len(await hall.says(PERSON, f"/{name}")) == 1, name


async def test_updates_that_come_again_after_a_crash_change_nothing(hall: Hall) -> None:
    for command in (
        "/start affair",
        "/unfollow denials",
        "/quiet 22:00-07:00 high",
        "/digest twice",
        "/severity high",
        "/language ja",
        "/kinds -denial",
    ):
        hall.people.say(PERSON, command)
    await hall.turn()
    kept = hall.chat(PERSON)
    hall.clock.turn(61)
    for _, event in await hall.wire.updates(0):
        assert event
        await hall.talk.take(event)
    await hall.talk.finish()
    await hall.wire.said()
    assert hall.chat(PERSON) == kept
