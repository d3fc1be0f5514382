"""What is worth telling once, and never again."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.alerts import decide
from bot.alerts.decide import alert_id
from bot.model.alert import Alert, Told
from bot.model.finding import Change, Finding
from bot.model.followup import Evidence
from bot.model.item import Item
from bot.model.source import Source
from bot.model.watchlist import Entity

NOW = datetime(2025, 11, 24, 15, 0, tzinfo=UTC)
SOURCE = Source("mfa", "MFA feed", "CN", "official", "feed", "https://mfa.example/", "UTC", ("zh-Hans",), "MFA", "MFA")
ITEM = Item(
    "k", "mfa", "https://mfa.example/a", "https://mfa.example/a?x", "高市首相の答弁", "", "ja", None, NOW - timedelta(hours=1), "d"
)
ENTITIES = {
    "takaichi": Entity("takaichi", "person", {"en": "Takaichi"}, {}),
    "trump": Entity("trump", "person", {"en": "Donald Trump"}, {}),
    "ccg": Entity("ccg", "government", {"zh": "海警"}, {}),
}
FIRST: tuple[Change, ...] = ("new", "conflict", "met")


def a_finding(change: Change = "new", **changes: Any) -> Finding:
    finding = Finding("s", "calls", "story", change, "readout", "high", ITEM.title, ITEM, SOURCE, link=ITEM.link)
    return replace(finding, **changes)


def as_told(alert: Alert) -> Told:
    return Told(alert.id, alert.storyline, alert.watch, alert.story, alert.change, NOW, alert.severity)


def decided(*findings: Finding, told: tuple[Told, ...] = ()) -> list[Alert]:
    return decide(findings, told, ENTITIES, NOW)


def changes(*findings: Finding, told: tuple[Told, ...] = ()) -> list[str]:
    return [alert.change for alert in decided(*findings, told=told)]


def test_an_alert_says_what_was_found_and_where() -> None:
    quoted = (Evidence("readout", "通電話", "q", 0), Evidence("statement", "c", "q", 0), Evidence("readout", "d", "q", 0))
    (alert,) = decided(a_finding(evidence=quoted, detail={"type": "claim"}))
    assert (alert.source, alert.outlet, alert.side, alert.role, alert.lang) == ("mfa", "MFA", "CN", "official", "ja")
    assert (alert.url, alert.first_seen, alert.published) == (ITEM.link, ITEM.first_seen, None)
    assert (alert.kinds, alert.finding) == (("readout", "statement"), {"type": "claim"})


def test_what_did_not_come_has_no_source_and_is_first_seen_now() -> None:
    (alert,) = decided(a_finding("overdue", item=None, source=None, kind="overdue", title="A readout"))
    assert (alert.source, alert.outlet, alert.lang, alert.first_seen) == ("", "", "en", NOW)


@pytest.mark.parametrize("before", FIRST)
@pytest.mark.parametrize("after", FIRST)
def test_a_story_is_told_as_news_once_in_a_storyline(before: Change, after: Change) -> None:
    (first,) = decided(a_finding(before))
    more = ["conflict"] if after == "conflict" != before else []
    assert changes(a_finding(after, watch="voices"), told=(as_told(first),)) == more
    assert changes(a_finding(before), a_finding(after, watch="voices")) == [before, *more]


def test_a_copy_that_a_graver_watch_asks_for_is_told_again_once_as_an_answer() -> None:
    (first,) = decided(a_finding(severity="normal"))
    (graver,) = decided(a_finding(watch="voices", severity="critical"), told=(as_told(first),))
    assert (graver.change, graver.severity, graver.replies_to) == ("graver", "critical", first.id)
    for severity in ("normal", "high", "critical"):
        assert changes(a_finding(watch="w", severity=severity), told=(as_told(first), as_told(graver))) == []


def test_a_conflict_in_a_copy_of_what_was_told_answers_it() -> None:
    (first,) = decided(a_finding())
    (alert,) = decided(a_finding("conflict"), told=(as_told(first),))
    assert alert.replies_to == first.id


def test_another_storyline_tells_it_for_itself() -> None:
    (first,) = decided(a_finding())
    assert changes(a_finding(storyline="t"), told=(as_told(first),)) == ["new"]


def test_another_story_is_another_alert() -> None:
    assert changes(a_finding(), a_finding(story="other")) == ["new", "new"]


@pytest.mark.parametrize("change", ["edited", "corrected"])
def test_an_edit_is_told_only_where_its_story_was(change: Change) -> None:
    edit = a_finding(change, watch="", replies_to_story="story")
    assert changes(edit) == []
    (first,) = decided(a_finding())
    (alert,) = decided(edit, told=(as_told(first),))
    assert (alert.change, alert.watch, alert.replies_to) == (change, "calls", first.id)


def test_each_edit_is_told_once() -> None:
    (first,) = decided(a_finding())
    told: tuple[Told, ...] = (as_told(first),)
    (edit,) = decided(a_finding("edited", title="Tone"), told=told)
    told += (as_told(edit),)
    assert changes(a_finding("edited", title="Tone"), a_finding("edited", title="Volume"), told=told) == ["edited"]


def test_an_edit_found_with_its_story_in_one_check_is_told_after_it() -> None:
    assert changes(a_finding(), a_finding("edited", title="Tone")) == ["new", "edited"]
    assert changes(a_finding("edited", title="Tone"), a_finding()) == ["new"]


def test_what_is_overdue_is_told_once_and_answers_what_it_should_have_followed() -> None:
    (first,) = decided(a_finding())
    late = a_finding("overdue", watch="wh", item=None, source=None, replies_to_story="story")
    (alert,) = decided(late, told=(as_told(first),))
    assert (alert.watch, alert.replies_to) == ("wh", first.id)
    assert changes(late, told=(as_told(first), as_told(alert))) == []
    assert [alert.replies_to for alert in decided(late)] == [""]


def test_a_conflict_answers_the_first_alert_about_its_rival() -> None:
    (rival,) = decided(a_finding(story="wsj"))
    (edit,) = decided(a_finding("edited", story="wsj", title="Tone"), told=(as_told(rival),))
    (alert,) = decided(a_finding("conflict", replies_to_story="wsj"), told=(as_told(rival), as_told(edit)))
    assert alert.replies_to == rival.id


@pytest.mark.parametrize(
    ("surfaces", "expected"),
    [
        ({"高市": "takaichi", "高市首相": "takaichi", "高市氏": "takaichi"}, {"高市首相": "Takaichi"}),
        ({"Takaichi": "takaichi", "TRUMP": "trump"}, {}),
        ({"特朗普": "trump", "高市早苗": "takaichi"}, {"高市早苗": "Takaichi", "特朗普": "Donald Trump"}),
        ({"海警船": "ccg"}, {"海警船": "ccg"}),
        ({}, {}),
    ],
)
def test_the_gloss_names_each_thing_once_by_its_longest_word(surfaces: dict[str, str], expected: dict[str, str]) -> None:
    (alert,) = decided(a_finding(surfaces=surfaces))
    assert dict(alert.gloss) == expected


def test_a_headline_in_english_needs_no_gloss() -> None:
    english = replace(ITEM, lang="en", title="Tokyo Told to Wait")
    (alert,) = decided(a_finding(item=english, surfaces={"Tokyo": "ccg"}))
    assert dict(alert.gloss) == {}


def test_the_gloss_leaves_out_what_a_longer_word_says_and_who_is_two_people() -> None:
    aliases = {"ja": ("日米首脳",)}
    entities = {
        "contingency": Entity("contingency", "term", {"en": "Taiwan contingency"}, {}),
        "taiwan": Entity("taiwan", "place", {"en": "Taiwan"}, {}),
        "trump": Entity("trump", "person", {"en": "Donald Trump"}, aliases),
        "takaichi": Entity("takaichi", "person", {"en": "Takaichi"}, aliases),
    }
    surfaces = {"台湾有事": "contingency", "台湾": "taiwan", "日米首脳": "takaichi"}
    (alert,) = decide([a_finding(surfaces=surfaces)], (), entities, NOW)
    assert dict(alert.gloss) == {"台湾有事": "Taiwan contingency"}


def test_ids_stay_as_they_are() -> None:
    # These stand in databases: a change here tells old news again.
    assert alert_id(a_finding(), "calls") == "41dca410e0299ae2"
    assert alert_id(a_finding("edited", title="Tone"), "calls") == "a8a06a899793d41c"


NAMES = st.text("ab", min_size=1, max_size=3)
KEYS = st.tuples(NAMES, NAMES, NAMES, st.sampled_from(["new", "corrected", "edited", "overdue", "met", "conflict"]), NAMES)


@given(KEYS, KEYS)
def test_two_things_never_share_an_id_and_one_thing_always_does(one: tuple[Any, ...], other: tuple[Any, ...]) -> None:
    def named(key: tuple[Any, ...]) -> str:
        storyline, watch, story, change, title = key
        return alert_id(a_finding(change, storyline=storyline, story=story, title=title), watch)

    def telling(key: tuple[Any, ...]) -> tuple[Any, ...]:
        return key if key[3] in {"edited", "corrected"} else key[:4]

    assert (named(one) == named(other)) is (telling(one) == telling(other))
