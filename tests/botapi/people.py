"""What do people do in a chat that the bot is told of? They type, press, forward, edit, come and go."""

from typing import Any

from tests.botapi.rooms import Room, Sent
from tests.botapi.rules import WHEN, BotApi, as_member

ANONYMOUS = 1087968824
"""Telegram's own account that stands for administrators who stay anonymous."""


class People:
    """Everybody who is not the bot."""

    def __init__(self, api: BotApi, name: str = "Canary Person", language: str = "en") -> None:
        self._api = api
        self._name = name
        self._language = language
        self._query = 0

    def _user(self, user: int) -> dict[str, Any]:
        first, _, last = self._name.partition(" ")
        return {
            "id": user,
            "is_bot": False,
            "first_name": first,
            "last_name": last,
            "username": f"{first}_name",
            "language_code": self._language,
        }

    def _message(self, room: Room, text: str, **rest: Any) -> dict[str, Any]:
        room.last += 1
        entities = [{"type": "bot_command", "offset": 0, "length": len(text.split(maxsplit=1)[0])}] if text.startswith("/") else []
        return {"message_id": room.last, "date": WHEN, "chat": room.as_json(), "text": text, "entities": entities, **rest}

    def say(
        self, room: int, text: str, user: int = 7, *, topic: int | None = None, answers: Sent | None = None, **rest: Any
    ) -> int:
        """Somebody types. Returns the message's number."""
        where = self._api.rooms[room]
        extra: dict[str, Any] = {"message_thread_id": topic, "is_topic_message": True} if topic else {}
        if answers:
            extra["reply_to_message"] = self._api.message(answers)
        elif topic:
            extra["reply_to_message"] = {"message_id": topic, "date": WHEN, "chat": where.as_json(), "text": "the topic"}
        message = self._message(where, text, **{"from": self._user(user), **extra, **rest})
        self._api.push(message=message)
        return int(message["message_id"])

    def say_anonymously(self, room: int, text: str, *, as_room: int | None = None) -> None:
        """An administrator who stays anonymous types, or somebody as a channel of his."""
        speaker = self._api.rooms[as_room or room].as_json()
        bot = {"id": ANONYMOUS, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
        rest: dict[str, Any] = {"from": bot, "sender_chat": speaker}
        self.say(room, text, **rest)

    def post(self, room: int, text: str) -> None:
        """A channel's administrator posts."""
        where = self._api.rooms[room]
        self._api.push(channel_post=self._message(where, text, sender_chat=where.as_json()))

    def forward(self, room: int, text: str, user: int = 7) -> None:
        """Somebody forwards what another has typed."""
        self.say(room, text, user, forward_origin={"type": "hidden_user", "date": WHEN, "sender_user_name": "another"})

    def edit(self, room: int, text: str, user: int = 7) -> None:
        """Somebody changes what he has typed into a command."""
        self._api.push(edited_message=self._message(self._api.rooms[room], text, **{"from": self._user(user), "edit_date": WHEN}))

    def press(self, sent: Sent, words: str, user: int = 7) -> str:
        """Somebody presses the button that says ``words``, or begins so. Returns the query's id."""
        for row in (sent.markup or {"inline_keyboard": []})["inline_keyboard"]:
            for button in row:
                if button["text"].startswith(words):
                    return self.press_data(sent, button["callback_data"], user)
        raise AssertionError(f"no button says {words}")

    def press_data(self, sent: Sent, data: str, user: int = 7) -> str:
        """Somebody's client sends a button's data, whether there is such a button or not."""
        self._query += 1
        query = {
            "id": str(self._query),
            "from": self._user(user),
            "chat_instance": "1",
            "data": data,
            "message": self._api.message(sent),
        }
        self._api.push(callback_query=query)
        return str(self._query)

    def let(self, room: int, new: str, old: str = "left", user: int = 7, **particulars: Any) -> None:
        """The bot's standing in a chat changes."""
        bot = int(self._api.token.split(":")[0])
        change = {
            "chat": self._api.rooms[room].as_json(), "from": self._user(user), "date": WHEN,
            "old_chat_member": as_member(bot, old), "new_chat_member": as_member(bot, new, **particulars),
        }  # fmt: skip
        self._api.push(my_chat_member=change)
