"""Which transaction does each question or order of our talk with people run in?"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime

from sqlalchemy import Connection

from bot.model.alert import Alert, Chat
from bot.model.item import Item
from bot.model.talk import Choice, Deed, Operator, Outbox
from bot.store import chat_rows, operator_rows, pace_rows, talk_rows


class SqlTalk(ABC):
    """``bot.ports.TalkMemory``: a part of ``SqlStore``, which opens the transactions."""

    @abstractmethod
    def _writing(self, *, decides: bool = False) -> AbstractContextManager[Connection]: ...

    @abstractmethod
    def _reading(self) -> AbstractContextManager[Connection]: ...

    def setting(self, name: str) -> str:
        """See ``bot.ports.TalkMemory``."""
        with self._reading() as connection:
            return talk_rows.value(connection, name)

    def keep_setting(self, name: str, value: str) -> None:
        """See ``bot.ports.TalkMemory``."""
        with self._writing(decides=True) as connection:
            talk_rows.keep_value(connection, name, value)

    def salt(self) -> bytes:
        """See ``bot.ports.TalkMemory``."""
        with self._writing() as connection:
            return talk_rows.salt(connection)

    def keep_choices(self, choices: Sequence[Choice]) -> None:
        """See ``bot.ports.TalkMemory``."""
        with self._writing() as connection:
            talk_rows.keep(connection, choices)

    def choice(self, name: str) -> Choice | None:
        """See ``bot.ports.TalkMemory``."""
        with self._reading() as connection:
            return talk_rows.chosen(connection, name)

    def take_choice(self, name: str) -> bool:
        """See ``bot.ports.TalkMemory``."""
        with self._writing() as connection:
            return talk_rows.take(connection, name)

    def prune_choices(self, before: datetime) -> None:
        """See ``bot.ports.TalkMemory``."""
        with self._writing() as connection:
            talk_rows.prune(connection, before)

    def prune_paces(self, before: datetime) -> None:
        """See ``bot.ports.TalkMemory``."""
        with self._writing() as connection:
            pace_rows.prune(connection, before)

    def chats_at(self, name: str) -> Sequence[Chat]:
        """See ``bot.ports.TalkMemory``."""
        with self._reading() as connection:
            return talk_rows.chats_at(connection, name)

    def move_chat(self, old: str, new: str, now: datetime) -> None:
        """See ``bot.ports.TalkMemory``."""
        with self._writing(decides=True) as connection:
            talk_rows.move(connection, old, new, now)

    def reopen(self, names: Sequence[str]) -> None:
        """See ``bot.ports.TalkMemory``."""
        with self._writing(decides=True) as connection:
            chat_rows.reopen(connection, names)

    def audience(self) -> Sequence[str]:
        """See ``bot.ports.TalkMemory``."""
        with self._reading() as connection:
            return talk_rows.audience(connection)

    def announce(self, alert: Alert, chats: Sequence[str], now: datetime) -> int:
        """See ``bot.ports.TalkMemory``."""
        with self._writing(decides=True) as connection:
            return talk_rows.announce(connection, alert, chats, now)

    def alert_sent(self, chat: str, message_id: str) -> str:
        """See ``bot.ports.TalkMemory``."""
        with self._reading() as connection:
            return talk_rows.alert_sent(connection, chat, message_id)

    def outbox(self) -> Outbox:
        """See ``bot.ports.TalkMemory``."""
        with self._reading() as connection:
            return talk_rows.outbox(connection)

    def search(self, words: Sequence[str], limit: int) -> Sequence[Item]:
        """See ``bot.ports.TalkMemory``; the latest 5000."""
        with self._reading() as connection:
            return talk_rows.search(connection, words, limit)

    def kept_of(self, chat: str, reader: str) -> Mapping[str, object]:
        """See ``bot.ports.TalkMemory``."""
        with self._reading() as connection:
            return talk_rows.kept_of(connection, chat, reader)

    def forget_chat(self, chat: str, reader: str) -> None:
        """See ``bot.ports.TalkMemory``."""
        with self._writing(decides=True) as connection:
            talk_rows.forget(connection, chat, reader)

    def owe_welcome(self, chat: str, now: datetime) -> None:
        """See ``bot.ports.TalkMemory``."""
        with self._writing() as connection:
            talk_rows.owe_welcome(connection, chat, now)

    def next_welcome(self) -> str:
        """See ``bot.ports.TalkMemory``."""
        with self._reading() as connection:
            return talk_rows.next_welcome(connection)

    def welcomed(self, chat: str) -> None:
        """See ``bot.ports.TalkMemory``."""
        with self._writing() as connection:
            talk_rows.welcomed(connection, chat)

    def invite(self, digest: str, expires: datetime) -> None:
        """See ``bot.ports.TalkMemory``."""
        with self._writing() as connection:
            operator_rows.invite(connection, digest, expires)

    def accept(self, digest: str, user: int, now: datetime) -> bool:
        """See ``bot.ports.TalkMemory``."""
        with self._writing(decides=True) as connection:
            return operator_rows.accept(connection, digest, user, now)

    def operators(self) -> Sequence[Operator]:
        """See ``bot.ports.TalkMemory``."""
        with self._reading() as connection:
            return operator_rows.everybody(connection)

    def dismiss(self, number: int) -> bool:
        """See ``bot.ports.TalkMemory``."""
        with self._writing(decides=True) as connection:
            return operator_rows.dismiss(connection, number)

    def note(self, deed: Deed) -> None:
        """See ``bot.ports.TalkMemory``."""
        with self._writing() as connection:
            operator_rows.note(connection, deed)

    def deeds(self, limit: int) -> Sequence[Deed]:
        """See ``bot.ports.TalkMemory``."""
        with self._reading() as connection:
            return operator_rows.deeds(connection, limit)
