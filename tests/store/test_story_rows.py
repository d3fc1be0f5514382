"""Are the stories found that a text may belong to, and is it known who carries them?"""

from dataclasses import replace
from datetime import timedelta

from bot.dedupe.near import signature
from bot.model.item import Item
from bot.model.story import Story
from bot.store import SqlStore
from bot.store.story_rows import CANDIDATES_MAX, RECENT
from tests.store.make import LATER, MINUTE, NOW, a_story, an_alert, an_item, an_outlet, claim, opened, record, stored

TITLE = "Foreign Ministry spokesperson on the call between the two presidents"
CALL = an_item(title=TITLE, text="They spoke for an hour about Taiwan.")
COPY = replace(CALL, key="xinhua/copy", source="xinhua", url="https://xinhua.example/c", title=f"{TITLE} (Xinhua)", digest="copy")


def candidates(store: SqlStore, item: Item) -> list[Story]:
    with store.checking(claim(store, now=LATER)) as transaction:
        return list(transaction.candidates([item], {item.key: signature(item.title, item.text)}).get(item.key, ()))


def test_a_near_copy_in_another_source_finds_the_story_whole(store: SqlStore) -> None:
    opened(store)
    record(store, stored(CALL))
    assert candidates(store, COPY) == [a_story(CALL)]


def test_another_text_finds_nothing(store: SqlStore) -> None:
    opened(store)
    record(store, stored(CALL))
    assert candidates(store, an_item("x", title="东京股市收盘上涨", text="日经指数二十日收于四万点。", digest="else")) == []
    assert candidates(store, an_item("x", title="", text="", digest="")) == []


def test_a_story_of_a_month_ago_is_another_one_unless_its_words_are_the_very_same(store: SqlStore) -> None:
    opened(store)
    record(store, stored(CALL))
    later = NOW + RECENT + MINUTE
    assert candidates(store, replace(COPY, first_seen=later)) == []
    assert candidates(store, replace(COPY, first_seen=later, digest=CALL.digest)) == [a_story(CALL)]


def test_the_same_words_without_letters_are_the_same_story(store: SqlStore) -> None:
    opened(store)
    marks = replace(CALL, title="?!", text="")
    record(store, stored(marks))
    assert candidates(store, replace(COPY, title="?!", text="", digest=marks.digest)) == [a_story(marks)]


def test_the_likeliest_sixty_four_come_first(store: SqlStore) -> None:
    opened(store)
    titles = ["Spokesperson of the ministry answers question number " + "abcdefghij"[n % 10] * (1 + n // 10) for n in range(100)]
    many = [an_item(f"n{n}", title=title, text="", first_seen=NOW + timedelta(seconds=n)) for n, title in enumerate(titles)]
    record(store, *(stored(one) for one in many), stored(CALL))
    found = candidates(store, replace(CALL, key="mfa/x", digest="x", first_seen=LATER))
    assert found[0].id == CALL.key
    found = candidates(store, replace(many[0], key="mfa/x", digest=many[50].digest))
    assert (found[0].id, len(found)) == (many[50].key, CANDIDATES_MAX)


def test_a_story_is_never_begun_twice(store: SqlStore) -> None:
    opened(store)
    record(store, stored(CALL))
    record(store, stored(CALL, new_story=True), now=LATER)
    assert candidates(store, COPY) == [a_story(CALL)]


def test_outlets_stand_in_order_of_appearance_and_each_source_once(store: SqlStore) -> None:
    opened(store, "mfa", "xinhua", "cgtn")
    record(store, stored(CALL), alerts=[an_alert(story=CALL.key)])
    cgtn = replace(COPY, key="cgtn/copy", source="cgtn")
    record(store, stored(cgtn, a_story(CALL)), name="cgtn")
    record(store, stored(COPY, a_story(CALL)), stored(replace(COPY, key="xinhua/2", link="second"), a_story(CALL)), name="xinhua")
    record(store, stored(replace(CALL, key="mfa/2"), a_story(CALL)), now=LATER)
    assert store.alerts()[0].outlets == (an_outlet(CALL), an_outlet(cgtn), an_outlet(COPY))


def test_the_stories_that_a_storyline_told_of_lately_come_the_latest_first_and_each_once(store: SqlStore) -> None:
    opened(store)
    second, silent = an_item("second", title="Another denial", digest="2"), an_item("silent", title="Nobody is told", digest="3")
    alerts = [
        an_alert(story=CALL.key),
        an_alert("elsewhere", story=silent.key, storyline="other"),
        an_alert("edit", story=silent.key, change="edited"),
        an_alert("second", story=second.key),
        an_alert("met", story=CALL.key, change="met"),
    ]
    record(store, stored(CALL), stored(second), stored(silent), alerts=alerts)
    with store.checking(claim(store, now=LATER)) as transaction:
        assert transaction.told_stories("taiwan", LATER) == [a_story(CALL), a_story(second)]
        assert transaction.told_stories("taiwan", NOW + RECENT + MINUTE) == []
