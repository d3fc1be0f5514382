"""What no words can break: every alert in every language is HTML that Telegram takes, within its limits, the same in both forms."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import Any, get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.alerts.markup import host
from bot.alerts.render import render
from bot.model.alert import Alert, Chat, Message
from bot.model.finding import Change
from bot.model.followup import Evidence
from bot.model.item import Published
from bot.model.series import ZONES, NoticeKind
from bot.model.story import Take
from bot.storyline.reported import _CALLED
from bot.text.speech import LANGUAGES
from tests.alerts.make import NOW, an_alert, an_outlet, parsed

LETTERS = st.one_of(st.characters(), st.sampled_from("<>&\"'/ab 中の{}%\U0001f600\u202e\u2066\u200b\u200d\ufeff\U000e0041\ud83d"))
WORDS = st.builds(str.__mul__, st.text(LETTERS, max_size=30), st.sampled_from([1, 1, 1, 1, 50, 400]))
LINKS = st.one_of(WORDS, st.text("abc.:/?&<>\"'中 @", max_size=60).map("https://".__add__))
MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2050, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone
ZONE_NAMES = st.sampled_from(
    ["UTC", "America/New_York", "Asia/Tokyo", "Pacific/Kiritimati", "Australia/Lord_Howe", "Asia/Kathmandu"]
)
ISO = MOMENTS.map(datetime.isoformat)
DAYS = st.dates().map(lambda day: day.isoformat())
NUMBERS = st.integers(0, 10**9)


def several(one: st.SearchStrategy[Any]) -> st.SearchStrategy[Sequence[Any]]:
    """A few, or so many that marking each would be too much."""
    return st.one_of(st.lists(one, max_size=4), st.lists(one, min_size=1, max_size=2).map(lambda few: few * 80))


def of(kind: str, **keys: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({"type": st.just(kind), **keys})


TITLED = st.fixed_dictionaries({"title": WORDS, "link": LINKS, "outlet": WORDS, "at": ISO})
ANSWER = st.fixed_dictionaries(
    {"answer": WORDS, "side": WORDS, "outlet": WORDS, "quote": WORDS, "link": LINKS, "at": ISO, "hedge": WORDS}
)
ACCOUNT = st.fixed_dictionaries({
    "side": WORDS, "outlet": WORDS, "title": WORDS, "link": LINKS, "at": ISO, "alone": st.dictionaries(WORDS, WORDS, max_size=5),
})  # fmt: skip
DIFFERENCE = st.fixed_dictionaries(
    {"slot": st.just("time"), "called": st.sampled_from(list(_CALLED.values())), "said": st.tuples(WORDS, WORDS)}
)
HISTORY = st.fixed_dictionaries({"present": NUMBERS, "of": NUMBERS, "last_absent": st.one_of(st.none(), ISO)})
EXCHANGED = st.fixed_dictionaries({"before": WORDS, "after": WORDS, "was": WORDS, "now": WORDS})
NOTICE = st.fixed_dictionaries({
    "kind": st.sampled_from(get_args(NoticeKind)), "zone": st.sampled_from(ZONES), "day": DAYS, "value": NUMBERS, "before": NUMBERS, "at_least": st.booleans(),
})  # fmt: skip
SOURCE = st.fixed_dictionaries({
    "id": st.just("cn_mfa"), "state": st.just("failing"), "before": st.just("ok"), "since": ISO, "error": WORDS, "todo": WORDS,
    "moved": WORDS, "held": NUMBERS, "advice": st.lists(st.just("set its url to {moved}"), max_size=1),
})  # fmt: skip
SPOKEN = st.one_of(
    WORDS, st.fixed_dictionaries({"say": st.just("why: {reason}"), "reason": WORDS}), st.fixed_dictionaries({"at": ISO})
)
EDIT = {"field": st.just("title"), "before": WORDS, "after": WORDS}
ONE: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    **{kind: of(kind, ask=WORDS, answers=several(ANSWER)) for kind in ("claim", "conflict", "changed")},
    **{kind: of(kind, title=WORDS, after=TITLED, since=ISO, due=ISO) for kind in ("overdue", "met", "cancelled")},
    **{kind: of(kind, **EDIT) for kind in ("edited", "corrected")},
    "asymmetry": of("asymmetry", accounts=st.lists(ACCOUNT, min_size=2, max_size=2), shared=several(WORDS)),
    "incident": of("incident", accounts=st.lists(ACCOUNT, min_size=2, max_size=2), differences=several(DIFFERENCE)),
    "series": of("series", lines=several(WORDS), notices=several(NOTICE)),
    "wording": of("wording", changes=several(EXCHANGED), last=TITLED, note=WORDS),
    "formula": of("formula", phrase=several(WORDS), present=st.booleans(), history=HISTORY, note=WORDS),
    "removed": of("removed"),
    "baseline": of("baseline", sources=NUMBERS, failed=NUMBERS, items=NUMBERS, on_story=NUMBERS, latest=several(TITLED)),
    "digest": of("digest", source=WORDS, items=NUMBERS, latest=several(TITLED)),
    "watchlist": of("watchlist", lines=several(WORDS)),
    "notice": of("notice", title=SPOKEN, lines=several(SPOKEN)),
    "sources": of("sources", sources=several(SOURCE)),
}
FINDINGS: st.SearchStrategy[dict[str, Any]] = st.one_of(
    st.just({}),
    *ONE.values(),
    st.lists(st.one_of(*ONE.values()), min_size=2, max_size=3).map(lambda found: {**found[0], "findings": found}),
)
EVIDENCE = st.builds(Evidence, st.sampled_from(["denial", "protest", "silent-edit"]), WORDS, WORDS, st.just(0))
TAKES = st.builds(Take, WORDS, WORDS, WORDS, WORDS, LINKS, MOMENTS, st.booleans())
ALERTS = st.builds(
    an_alert, title=WORDS, url=LINKS, outlet=WORDS, side=WORDS, role=WORDS, kind=WORDS,
    change=st.sampled_from(get_args(Change)), lang=st.sampled_from(LANGUAGES),
    published=st.one_of(st.none(), MOMENTS.map(lambda at: Published(at, at)), MOMENTS.map(lambda at: Published(at, at + timedelta(days=1)))),
    first_seen=MOMENTS, gloss=st.dictionaries(WORDS, WORDS, max_size=3), evidence=several(EVIDENCE).map(tuple),
    outlets=several(st.builds(an_outlet, WORDS, WORDS)).map(tuple), takes=several(TAKES).map(tuple), finding=FINDINGS,
)  # fmt: skip


def test_every_type_of_finding_is_tried() -> None:
    from bot.alerts.findings import _LINES  # noqa: PLC0415 - looked at here alone

    assert set(ONE) == set(_LINES)


@settings(max_examples=300)
@given(ALERTS, ZONE_NAMES, st.sampled_from(LANGUAGES), WORDS, WORDS, st.booleans())
def test_whatever_comes_fits_parses_and_says_the_same_in_both_forms(
    alert: Alert, zone: str, language: str, why: str, name: str, doubt: bool  # noqa: FBT001 - hypothesis passes it by place
) -> None:  # fmt: skip
    message = render(
        alert, Chat("telegram:1", zone, language), now=NOW, why=(why,), storyline_title=name, kinds={"denial": name},
        translation=why, possible_duplicate=doubt,
    )  # fmt: skip
    seen = parsed(message.html)
    assert max(seen.units, len(seen.text)) <= 4096
    assert len(seen.entities) <= 100
    assert all(url.startswith(("http://", "https://")) for _, url in seen.links)
    assert not set(seen.text) & set("\u202e\u2066\u200b\u200d\ufeff\U000e0041")
    plain = set(chain.from_iterable((line, line.removeprefix("  > ")) for line in lines(message)))
    assert [line for line in seen.text.split("\n") if line not in plain | set(map(host, plain))] == []


def lines(message: Message) -> list[str]:
    return message.text.splitlines()
