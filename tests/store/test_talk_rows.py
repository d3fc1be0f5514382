"""Is what was agreed with people kept, found, moved and forgotten, in every database?"""

from datetime import timedelta

from bot.model.alert import Chat, Receipt
from bot.model.subscriber import Preferences
from bot.model.talk import Choice, Deed, Outbox
from bot.store import SqlStore
from tests.store.make import CONSOLE, GROUP, LEASE, MINUTE, NOW, an_alert, an_item, deliver, only, opened, record, stored

TOPIC = Chat(f"{GROUP.id}/45", wants=Preferences(severity="high"))


def a_choice(name: str = "c1", chat: str = GROUP.id) -> Choice:
    return Choice(name, chat, "alert", "alert-call taiwan", NOW)


def test_settings_and_the_salt_stay(store: SqlStore) -> None:
    assert store.setting("zone") == ""
    store.keep_setting("zone", "UTC")
    store.keep_setting("zone", "Asia/Tokyo")
    assert store.setting("zone") == "Asia/Tokyo"
    salt = store.salt()
    assert (len(salt), store.salt()) == (32, salt)


def test_a_choice_is_kept_once_and_used_up_once(store: SqlStore) -> None:
    store.keep_choices([a_choice(), a_choice("c2")])
    store.keep_choices([a_choice()])
    assert store.choice("c1") == a_choice()
    assert store.choice("nonsense") is None
    assert [store.take_choice("c1"), store.take_choice("c1")] == [True, False]
    assert store.choice("c2")
    store.keep_choices([Choice("c3", GROUP.id, "run", "/follow taiwan", NOW)])
    store.prune_choices(NOW + MINUTE)
    assert (store.choice("c2"), bool(store.choice("c3"))) == (None, True)


def test_a_chat_is_found_with_its_topics_and_without_its_neighbours(store: SqlStore) -> None:
    opened(store, chats=[GROUP, TOPIC, Chat("telegram:-1001"), CONSOLE])
    assert [one.id for one in store.chats_at(GROUP.id)] == [GROUP.id, TOPIC.id]
    store.save_chat(Chat(TOPIC.id, active=False))
    store.save_chat(Chat("telegram:1", operators=True))
    assert store.audience() == [CONSOLE.id, GROUP.id, "telegram:-1001"]


def test_a_chat_that_moves_takes_all_of_it_along(store: SqlStore) -> None:
    opened(store, chats=[])
    store.save_chat(TOPIC)
    store.save_chat(Chat(GROUP.id, "Asia/Shanghai", "ja", wants=Preferences(severity="critical"), active=False))
    store.keep_choices([a_choice()])
    store.owe_welcome(GROUP.id, NOW)
    store.move_chat(GROUP.id, "telegram:-1009", NOW)
    moved = store.chat("telegram:-1009")
    assert moved == Chat("telegram:-1009", "Asia/Shanghai", "ja", wants=Preferences(severity="critical"), active=False)
    assert store.chat(GROUP.id) == moved
    assert [one.id for one in store.chats_at("telegram:-1009")] == ["telegram:-1009", "telegram:-1009/45"]
    assert (store.choice("c1") or a_choice()).chat == "telegram:-1009"
    store.owe_welcome("telegram:-1009", NOW)
    store.welcomed(GROUP.id)
    assert store.next_welcome() == ""


def test_a_notice_is_owed_once_to_those_who_are_named(store: SqlStore) -> None:
    opened(store, chats=[GROUP, CONSOLE])
    notice = an_alert("n", change="notice")
    assert [store.announce(notice, [GROUP.id], NOW), store.announce(notice, [GROUP.id, CONSOLE.id], NOW)] == [1, 0]
    assert store.announce(an_alert("m", change="notice"), [], NOW) == 0
    assert only(store.claim_deliveries(NOW, 10, LEASE)).chat.id == GROUP.id


def test_the_outbox_and_what_a_message_told_of(store: SqlStore) -> None:
    opened(store, chats=[GROUP])
    assert store.outbox() == Outbox(0, None, None)
    record(store, alerts=[an_alert("a"), an_alert("b")])
    assert store.outbox() == Outbox(2, NOW, None)
    store.settle(only(store.claim_deliveries(NOW + MINUTE, 10, LEASE)), Receipt("sent", "-100/7"), NOW + MINUTE)
    assert store.outbox() == Outbox(1, NOW, NOW + MINUTE)
    assert store.alert_sent(GROUP.id, "-100/7") == "alert-a"
    assert [store.alert_sent(GROUP.id, "-100/8"), store.alert_sent(CONSOLE.id, "-100/7")] == ["", ""]


def test_a_search_finds_all_words_newest_first_and_takes_no_wildcards(store: SqlStore) -> None:
    opened(store)
    items = [
        an_item("radar", title="Radar lock-on off Okinawa", text="A fighter of the PLA."),
        an_item("later", title="RADAR again", text="fighter 100% sure", first_seen=NOW + MINUTE),
        an_item("other", title="釣魚島 近海", text="海警船"),
    ]
    record(store, *(stored(one) for one in items))
    assert [one.key for one in store.search(["radar", "FIGHTER"], 10)] == ["mfa/later", "mfa/radar"]
    assert [one.key for one in store.search(["radar"], 1)] == ["mfa/later"]
    assert [one.key for one in store.search(["釣魚島"], 10)] == ["mfa/other"]
    assert [one.key for one in store.search(["100%"], 10)] == ["mfa/later"]
    assert [store.search([word], 10) for word in ("r_dar", "\\", "nonsense")] == [[], [], []]


def test_what_is_kept_of_a_chat_can_be_seen_and_forgotten(store: SqlStore) -> None:
    opened(store, chats=[GROUP, CONSOLE])
    record(store, alerts=[an_alert()])
    deliver(store)
    store.keep_choices([a_choice(), a_choice("c2", CONSOLE.id)])
    store.owe_welcome(GROUP.id, NOW)
    store.judge("alert-call", "reader", "useful", NOW)
    kept = store.kept_of(GROUP.id, "reader")
    assert {name: len(part) if isinstance(part, list) else bool(part) for name, part in kept.items()} == {
        "chat": True, "messages": 1, "buttons": 1, "welcome": 1, "feedback": 1,
    }  # fmt: skip
    assert store.kept_of(GROUP.id, "")["feedback"] == []
    store.forget_chat(GROUP.id, "")
    assert store.feedback()
    store.forget_chat(GROUP.id, "reader")
    empty: dict[str, object] = {"chat": None, "messages": [], "buttons": [], "welcome": [], "feedback": []}
    assert store.kept_of(GROUP.id, "reader") == empty
    assert (store.choice("c1"), store.choice("c2") is not None, store.feedback()) == (None, True, {})
    record(store, alerts=[an_alert("b")])
    assert only(store.claim_deliveries(NOW, 10, LEASE)).chat == CONSOLE


def test_welcomes_are_owed_once_and_in_turn(store: SqlStore) -> None:
    store.owe_welcome("telegram:2", NOW + MINUTE)
    store.owe_welcome("telegram:1", NOW)
    store.owe_welcome("telegram:1", NOW)
    assert store.next_welcome() == "telegram:1"
    store.welcomed("telegram:1")
    store.owe_welcome("telegram:1", NOW)
    assert store.next_welcome() == "telegram:2"
    store.welcomed("telegram:2")
    assert store.next_welcome() == ""


def test_operators_come_by_invitation_and_their_deeds_stay(store: SqlStore) -> None:
    store.invite("one", NOW + timedelta(hours=1))
    store.invite("two", NOW + timedelta(hours=1))
    assert not store.accept("three", 7_000_000_000, NOW)
    assert store.accept("one", 7_000_000_000, NOW)
    assert store.accept("two", 7_000_000_000, NOW), "who is one already uses none up"
    assert not store.accept("one", 8, NOW)
    assert store.accept("two", 8, NOW)
    store.invite("late", NOW)
    assert not store.accept("late", 9, NOW)
    assert [(one.number, one.user) for one in store.operators()] == [(1, 7_000_000_000), (2, 8)]
    store.note(Deed(2, "test", "x", NOW))
    assert store.dismiss(2)
    assert [one.operator for one in store.deeds(10)] == [2]
    store.invite("four", NOW + MINUTE)
    assert store.accept("four", 9, NOW)
    assert store.operators()[-1].number == 3
