"""Can the other side tell that it was us, and have it once; and what does each of its answers lead to?"""

import hashlib
import hmac
import json

import pytest

from bot.alerts.render import render
from bot.channels.webhook import CLOSED_SECONDS, address_of
from bot.errors import DeliveryError, RetryLater, Uncertain, Undeliverable
from bot.model.alert import Chat, Message
from bot.model.reply import Posted
from tests.alerts.make import NOW, an_alert, an_outlet
from tests.channels.conftest import HOOK, SECRET, Place, Receiver
from tests.fetch.site import NOW as POSTED_AT


def a_message(place: Place, edits: str = "", **changes: object) -> Message:
    return render(an_alert(**changes), place.chat, now=NOW, edits=edits)


async def test_it_is_signed_over_time_and_body_and_named_after_the_alert(webhook: Place, receiver: Receiver) -> None:
    assert (await webhook.channel.send(webhook.chat, a_message(webhook))).ref == an_alert().id
    ((url, body, headers),) = receiver.posted
    assert (url, headers["Content-Type"], headers["X-Readout-Event"]) == (HOOK, "application/json", "alert")
    assert headers["X-Readout-Delivery"] == an_alert().id
    assert headers["X-Readout-Timestamp"] == str(int(POSTED_AT.timestamp()))
    expected = hmac.new(SECRET.encode(), headers["X-Readout-Timestamp"].encode() + b"." + body, hashlib.sha256).hexdigest()
    assert headers["X-Readout-Signature"] == f"sha256={expected}"
    document = json.loads(body)
    assert (document["id"], document["title"], document["outlets"]) == (an_alert().id, an_alert().title, [])


async def test_the_same_twice_bears_the_same_name_and_an_edit_another(webhook: Place, receiver: Receiver) -> None:
    for _ in range(2):
        await webhook.channel.send(webhook.chat, a_message(webhook))
    for outlets in ((), (an_outlet("MFA", "cn"),), (an_outlet("MFA", "cn"),)):
        await webhook.channel.edit(webhook.chat, a_message(webhook, edits=an_alert().id, outlets=outlets))
    names = [headers["X-Readout-Delivery"] for _, _, headers in receiver.posted]
    assert names[0] == names[1] == an_alert().id
    assert names[3] == names[4] != names[2]
    assert all(name.startswith(f"{an_alert().id}.") for name in names[2:])
    assert [headers["X-Readout-Event"] for _, _, headers in receiver.posted] == ["alert"] * 2 + ["edit"] * 3


async def test_a_translation_goes_along(webhook: Place, receiver: Receiver) -> None:
    await webhook.channel.send(webhook.chat, render(an_alert(), webhook.chat, now=NOW, translation="Xi called"))
    assert json.loads(receiver.posted[0][1])["translation"] == "Xi called"


@pytest.mark.parametrize(
    ("answer", "failure", "after"),
    [
        (Posted(404, arrived=True), Undeliverable, None),
        (Posted(410, arrived=True), Undeliverable, None),
        (Posted(400, arrived=True), Undeliverable, None),
        (Posted(413, arrived=True), Undeliverable, None),
        (Posted(429, 17.0, arrived=True), RetryLater, 17.0),
        (Posted(503, 90.0, arrived=True), RetryLater, 90.0),
        (Posted(503, arrived=True), RetryLater, 0),
        (Posted(401, arrived=True), RetryLater, CLOSED_SECONDS),
        (Posted(403, arrived=True), RetryLater, CLOSED_SECONDS),
        (Posted(307, arrived=True), RetryLater, CLOSED_SECONDS),
        (Posted(500, arrived=True), Uncertain, None),
        (Posted(502, 5.0, arrived=True), Uncertain, None),
        (Posted(0, problem="no answer", arrived=True), Uncertain, None),
        (Posted(0, problem="cannot be reached"), RetryLater, 0),
    ],
)
async def test_what_an_answer_means(
    webhook: Place, receiver: Receiver, answer: Posted, failure: type[DeliveryError], after: float | None
) -> None:
    receiver.answers = [answer]
    with pytest.raises(failure) as caught:
        await webhook.channel.send(webhook.chat, a_message(webhook))
    assert getattr(caught.value, "after", None) == after
    assert "T0KEN" not in str(caught.value)
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
async def test_any_2xx_is_sent(webhook: Place, receiver: Receiver, status: int) -> None:
    receiver.answers = [Posted(status, arrived=True)]
    await webhook.channel.send(webhook.chat, a_message(webhook))


async def test_an_address_that_left_the_settings_gets_nothing(webhook: Place, receiver: Receiver) -> None:
    with pytest.raises(Undeliverable):
        await webhook.channel.send(Chat("webhook:gone"), a_message(webhook))
    assert receiver.posted == []


def test_its_name_tells_addresses_apart_and_says_only_the_host() -> None:
    one, other = address_of(HOOK), address_of(f"{HOOK}2")
    assert one != other
    assert one.startswith("hooks.example-")
    assert "T0KEN" not in one
