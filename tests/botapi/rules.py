"""What does the Bot API do when a method is called, and what does it refuse in which words?

After https://core.telegram.org/bots/api and the texts of its open-source server.
"""

import json
import re
from collections.abc import Callable, Mapping
from threading import Condition
from typing import Any

from tests.botapi.parser import RefusedError, parsed
from tests.botapi.rooms import Room, Sent

Parameters = Mapping[str, str]
WHEN = 1_764_000_000
"""The date of every message, in Unix seconds: the emulator's time stands still."""
PER_SECOND, PER_MINUTE = 30, 20
CAPTION = 1024
_NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content"
    " and reply markup of the message"
)


class BotApi:
    """The server behind one token. ``clock`` (seconds) paces the limits; None: there are none."""

    def __init__(self, token: str, clock: Callable[[], float] | None = None) -> None:
        self.token = token
        self.clock = clock
        self.rooms: dict[int, Room] = {}
        self.sent: dict[tuple[int, int], Sent] = {}
        self.updates: list[dict[str, Any]] = []
        self.commands: dict[str, Any] = {}
        self.webhook = self.secret = ""
        self.failed_at: int | None = None
        """When a post to the webhook failed last, in Unix seconds."""
        self.heard: set[tuple[int, int]] = set()
        """What people have written, by chat and number."""
        self.pressed: set[str] = set()
        """Buttons' queries that wait for an answer."""
        self.notices: list[tuple[str, str, bool]] = []
        """What was answered to presses: query, words, and whether it has to be clicked away."""
        self.arrived = Condition()
        self._poll = 0
        self._update = -1
        self._taken: list[float] = []

    def room(self, id_: int, **particulars: Any) -> Room:
        """Open a chat."""
        self.rooms[id_] = Room(id_, **particulars)
        return self.rooms[id_]

    def texts(self, room: int) -> list[str]:
        """What readers of a chat see now, oldest first."""
        return [sent.written.text for sent in self.sent.values() if sent.room == room]

    def push(self, **update: Any) -> None:
        """Let something happen that the bot is told of: ``message={…}``, ``callback_query={…}``, ``my_chat_member={…}``."""
        with self.arrived:
            self._update += 1
            self.updates.append({"update_id": 1000 + self._update, **update})
            for message in (update[kind] for kind in ("message", "channel_post") if kind in update):
                self.heard.add((message["chat"]["id"], message["message_id"]))
            if "callback_query" in update:
                self.pressed.add(update["callback_query"]["id"])
            self.arrived.notify_all()

    def call(self, method: str, parameters: Parameters, file: tuple[str, bytes] | None = None) -> Any:
        """The result. Raises RefusedError."""
        rule = _METHODS.get(method.lower())
        if method.lower() in {"sendphoto", "senddocument"}:
            return self.send(parameters, file or ("", b""))
        if rule is None:
            raise RefusedError(404, "Not Found: method not found")
        return rule(self, parameters)

    def find(self, chat: str) -> Room:
        """The chat of that id or @name."""
        for room in self.rooms.values():
            if chat == str(room.id) or (chat.startswith("@") and chat[1:] == room.username):
                return room
        raise RefusedError(400, "Bad Request: chat not found")

    def pace(self, room: Room) -> None:
        """Take a place in the limits: 30 a second in all, 20 a minute in a group. Raises RefusedError (429)."""
        if self.clock is None:
            return
        now = self.clock()
        self._taken = [at for at in self._taken if at > now - 1]
        while room.sent_at and room.sent_at[0] <= now - 60:
            room.sent_at.popleft()
        if len(self._taken) >= PER_SECOND:
            raise RefusedError(429, "Too Many Requests: retry after 1", retry_after=1)
        if room.type != "private" and len(room.sent_at) >= PER_MINUTE:
            seconds = int(room.sent_at[0] + 60 - now) + 1
            raise RefusedError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
        self._taken.append(now)
        room.sent_at.append(now)

    def send(self, parameters: Parameters, file: tuple[str, bytes] | None = None) -> dict[str, Any]:
        """The methods sendMessage, sendPhoto and sendDocument."""
        room = self.find(parameters.get("chat_id", ""))
        topic = int(parameters["message_thread_id"]) if "message_thread_id" in parameters else None
        room.admit(topic)
        written = parsed(parameters.get("caption" if file else "text", ""), parameters.get("parse_mode", ""))
        if file and len(written.text) > CAPTION:
            raise RefusedError(400, "Bad Request: message caption is too long")
        sent = Sent(
            id=0, room=room.id, written=written, reply_to=self._answered(room, parameters), topic=topic,
            silent=parameters.get("disable_notification") == "true", preview=_preview(parameters), markup=_markup(parameters),
            file=file,
        )  # fmt: skip
        self.pace(room)
        room.last += 1
        sent.id = room.last
        self.sent[room.id, sent.id] = sent
        return self.message(sent)

    def _answered(self, room: Room, parameters: Parameters) -> int | None:
        """What the message replies to; nothing when that is gone and the bot said that it does not mind."""
        reply = json.loads(parameters.get("reply_parameters", "{}"))
        if not reply:
            return None
        if (room.id, reply["message_id"]) in self.sent or (room.id, reply["message_id"]) in self.heard:
            return int(reply["message_id"])
        if reply.get("allow_sending_without_reply"):
            return None
        raise RefusedError(400, "Bad Request: message to be replied not found")

    def edit(self, parameters: Parameters) -> dict[str, Any]:
        """The method editMessageText."""
        room = self.find(parameters.get("chat_id", ""))
        room.admit(None)
        sent = self.sent.get((room.id, int(parameters.get("message_id", 0))))
        if sent is None:
            raise RefusedError(400, "Bad Request: message to edit not found")
        written = parsed(parameters.get("text", ""), parameters.get("parse_mode", ""))
        markup = _markup(parameters)
        if (written, markup) == (sent.written, sent.markup):
            raise RefusedError(400, _NOT_MODIFIED)
        sent.written, sent.markup, sent.edits = written, markup, sent.edits + 1
        return self.message(sent)

    def delete(self, parameters: Parameters) -> bool:
        """The method deleteMessage."""
        room = self.find(parameters.get("chat_id", ""))
        if self.sent.pop((room.id, int(parameters.get("message_id", 0))), None) is None:
            raise RefusedError(400, "Bad Request: message to delete not found")
        return True

    def poll(self, parameters: Parameters) -> list[dict[str, Any]]:
        """The method getUpdates: waits until there is something, or ``timeout`` passes; an offset confirms everything before it.

        Of two that wait, the older one loses (409).
        """
        if self.webhook:
            said = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
            raise RefusedError(409, said)
        offset, limit = int(parameters.get("offset", 0)), int(parameters.get("limit", 100))
        with self.arrived:
            self._poll += 1
            mine = self._poll
            self.arrived.notify_all()
            self.updates = [update for update in self.updates if update["update_id"] >= offset]
            self.arrived.wait_for(lambda: self.updates or self._poll != mine, float(parameters.get("timeout", 0)))
            if self._poll != mine:
                said = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
                raise RefusedError(409, said)
            return self.updates[:limit]

    def message(self, sent: Sent) -> dict[str, Any]:
        """The Message object."""
        room = self.rooms[sent.room]
        optional: dict[str, Any] = {"message_thread_id": sent.topic, "is_topic_message": True} if sent.topic else {}
        if sent.markup:
            optional["reply_markup"] = sent.markup
        words = "caption" if sent.file else "text"
        return {"message_id": sent.id, "date": WHEN, "chat": room.as_json(), words: sent.written.text, **optional}

    def set_webhook(self, parameters: Parameters) -> bool:
        """The methods setWebhook and deleteWebhook, which has no address."""
        url, secret = parameters.get("url", ""), parameters.get("secret_token", "")
        if url and not url.startswith("https://"):
            raise RefusedError(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
        if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", secret):
            raise RefusedError(400, "Bad Request: secret token contains unallowed characters")
        self.webhook, self.secret = url, secret
        if parameters.get("drop_pending_updates") == "true":
            self.updates.clear()
        with self.arrived:
            self._poll += 1
            self.arrived.notify_all()
        return True

    def set_commands(self, parameters: Parameters) -> bool:
        """The method setMyCommands."""
        key = f"{parameters.get('scope', '')}/{parameters.get('language_code', '')}"
        self.commands[key] = json.loads(parameters["commands"])
        return True

    def answer_callback(self, parameters: Parameters) -> bool:
        """The method answerCallbackQuery: only for a press that the bot was told of."""
        query = parameters.get("callback_query_id", "")
        if query not in self.pressed:
            raise RefusedError(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        if len(parameters.get("text", "")) > 200:
            raise RefusedError(400, "Bad Request: MESSAGE_TOO_LONG")
        self.pressed.discard(query)
        self.notices.append((query, parameters.get("text", ""), parameters.get("show_alert") == "true"))
        return True

    def member(self, parameters: Parameters) -> dict[str, Any]:
        """The method getChatMember."""
        room, user = self.find(parameters.get("chat_id", "")), int(parameters.get("user_id", 0))
        if user not in room.members:
            raise RefusedError(400, "Bad Request: member not found")
        return as_member(user, room.members[user])


_RIGHTS = ("can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats",
           "can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories",
           "can_edit_stories", "can_delete_stories")  # fmt: skip
_LIMITS = ("can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos", "can_send_videos", "can_send_video_notes",
           "can_send_voice_notes", "can_send_polls", "can_send_other_messages", "can_add_web_page_previews", "can_change_info",
           "can_invite_users", "can_pin_messages", "can_manage_topics", "can_edit_tag", "can_react_to_messages")  # fmt: skip


def as_member(user: int, status: str, **particulars: Any) -> dict[str, Any]:
    """The ChatMember object."""
    who = {"id": user, "is_bot": False, "first_name": "somebody"}
    rights: dict[str, Any] = {**dict.fromkeys(_RIGHTS, False), "can_post_messages": True} if status == "administrator" else {}
    limits: dict[str, Any] = {**dict.fromkeys(_LIMITS, False), "is_member": True, "until_date": 0} if status == "restricted" else {}
    rest: dict[str, dict[str, Any]] = {"creator": {"is_anonymous": False}, "kicked": {"until_date": 0}}
    return {"user": who, "status": status, **rights, **limits, **rest.get(status, {}), **particulars}


def _preview(parameters: Parameters) -> bool:
    return not json.loads(parameters.get("link_preview_options", "{}")).get("is_disabled", False)


def _markup(parameters: Parameters) -> dict[str, Any] | None:
    """The keyboard; a button carries 1 to 64 bytes."""
    markup: dict[str, Any] | None = json.loads(parameters["reply_markup"]) if "reply_markup" in parameters else None
    for row in (markup or {}).get("inline_keyboard", ()):
        for button in row:
            if not 1 <= len(button.get("callback_data", "-").encode()) <= 64:
                raise RefusedError(400, "Bad Request: BUTTON_DATA_INVALID")
    return markup


def _me(api: BotApi, _: Parameters) -> dict[str, Any]:
    return {"id": int(api.token.split(":")[0]), "is_bot": True, "first_name": "Readout", "username": "readout_bot"}


def _chat(api: BotApi, parameters: Parameters) -> dict[str, Any]:
    room = api.find(parameters.get("chat_id", ""))
    return {**room.as_json(), "accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": _GIFTS}


_GIFTS = dict.fromkeys(("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False)


def _act(api: BotApi, parameters: Parameters) -> bool:
    api.find(parameters.get("chat_id", "")).admit(None)
    return True


_METHODS: Mapping[str, Callable[[BotApi, Parameters], Any]] = {
    "getme": _me,
    "sendmessage": BotApi.send,
    "getchatmember": BotApi.member,
    "editmessagetext": BotApi.edit,
    "deletemessage": BotApi.delete,
    "getupdates": BotApi.poll,
    "setwebhook": BotApi.set_webhook,
    "deletewebhook": BotApi.set_webhook,
    "getwebhookinfo": lambda api, _: {
        "url": api.webhook,
        "has_custom_certificate": False,
        "pending_update_count": len(api.updates),
        **({"last_error_date": api.failed_at, "last_error_message": "Connection refused"} if api.failed_at else {}),
    },
    "setmycommands": BotApi.set_commands,
    "getmycommands": lambda api, p: api.commands.get(f"{p.get('scope', '')}/{p.get('language_code', '')}", []),
    "getchat": _chat,
    "sendchataction": _act,
    "answercallbackquery": BotApi.answer_callback,
}
