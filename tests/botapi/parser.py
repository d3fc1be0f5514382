"""What does Telegram itself make of a text? Its own parser, from the tdjson wheel, with its own words for what is wrong."""

import json
from dataclasses import dataclass
from typing import Any

import tdjson

LIMIT = 4096
_MODES = {"html": {"@type": "textParseModeHTML"}, "markdownv2": {"@type": "textParseModeMarkdown", "version": 2}}


class RefusedError(Exception):
    """An answer other than ok: HTTP status, description as the server words it, and the parameters that go with it."""

    def __init__(self, status: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.status, self.description, self.parameters = status, description, parameters


@dataclass(frozen=True, slots=True)
class Formatted:
    """A text after parsing, and its entities as TDLib names them."""

    text: str
    entities: tuple[dict[str, Any], ...] = ()


def ask(request: dict[str, Any]) -> dict[str, Any]:
    """One synchronous TDLib request."""
    answer: dict[str, Any] = json.loads(tdjson.td_execute(json.dumps(request).encode()) or b"{}")
    return answer


ask({"@type": "setLogVerbosityLevel", "new_verbosity_level": 0})


def parsed(text: str, mode: str = "") -> Formatted:
    """The text as readers get it. Raises RefusedError (400) when it cannot be parsed, is empty or too long."""
    formatted = _formatted(text, mode)
    if not formatted.text.strip():
        raise RefusedError(400, "Bad Request: message text is empty")
    if max(len(formatted.text), len(formatted.text.encode("utf-16-le")) // 2) > LIMIT:
        raise RefusedError(400, "Bad Request: message is too long")
    return formatted


def _formatted(text: str, mode: str) -> Formatted:
    if not mode:
        return Formatted(text)
    answer = ask({"@type": "parseTextEntities", "text": text, "parse_mode": _MODES[mode.lower()]})
    if answer["@type"] == "error":
        said = answer["message"]
        raise RefusedError(answer["code"], f"Bad Request: {said[:1].lower()}{said[1:]}")
    return Formatted(answer["text"], tuple(answer["entities"]))
