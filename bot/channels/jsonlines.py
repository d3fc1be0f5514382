"""How does an alert look to a program? One JSON object a line; the contract stands in ``docs/json.md``."""

import json
from datetime import datetime
from itertools import count
from typing import Any, TextIO

from bot.errors import RetryLater
from bot.model.alert import Alert, Chat, Handed, Message


def as_json(alert: Alert) -> dict[str, Any]:
    """The public keys, in their public order. Times are ISO 8601 with offset."""
    return {
        "id": alert.id,
        "storyline": alert.storyline,
        "watch": alert.watch,
        "kind": alert.kind,
        "change": alert.change,
        "severity": alert.severity,
        "title": alert.title,
        "url": alert.url,
        "source": alert.source,
        "side": alert.side,
        "role": alert.role,
        "lang": alert.lang,
        "published": _iso(alert.published.start) if alert.published else None,
        "published_until": _iso(alert.published.end) if alert.published and not alert.published.exact else None,
        "first_seen": _iso(alert.first_seen),
        "story": alert.story,
        "outlets": [
            {
                "source": each.source,
                "name": each.outlet,
                "side": each.side,
                "origin": each.origin,
                "credit": each.credit,
                "link": each.link,
            }
            for each in alert.outlets
        ],
        "origins": list(alert.origins),
        "takes": [
            {"story": t.story, "side": t.side, "name": t.outlet, "title": t.title, "link": t.link, "at": _iso(t.at)}
            for t in alert.takes
        ],
        "evidence": [{"kind": each.kind, "quote": each.quote, "cue": each.cue, "offset": each.offset} for each in alert.evidence],
        "gloss": dict(alert.gloss),
        "replies_to": alert.replies_to,
        "finding": dict(alert.finding),
    }


def translated(message: Message) -> dict[str, str]:
    """The key that only those see who have named a machine."""
    return {"translation": message.translation} if message.translation else {}


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


class JsonLinesChannel:
    """Writes each alert to ``file`` as it is sent. A line that has been printed cannot be edited, so edits print nothing."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._count = count(1)

    async def send(self, chat: Chat, message: Message) -> Handed:
        """Print the alert, or each of a digest's. Raises RetryLater when nobody reads any more."""
        lines = [as_json(alert) | translated(message) for alert in message.digest or (message.alert,)]
        try:
            self._file.write("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines))
            self._file.flush()
        except OSError as error:
            raise RetryLater(chat.id, f"cannot write: {error}", 60) from error
        return Handed(str(next(self._count)))

    async def edit(self, chat: Chat, message: Message) -> Handed:  # noqa: ARG002 - nothing is done
        """Nothing: see the class."""
        return Handed(message.edits)

    async def close(self) -> None:
        """The file is not ours to close."""
