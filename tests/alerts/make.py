"""Alerts to render, and Telegram's own parser to judge the result."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from bot.model.alert import Alert, Chat
from bot.model.followup import Evidence
from bot.model.item import Published
from bot.model.story import Outlet
from tests.botapi.parser import ask

NOW = datetime(2025, 11, 24, 15, 0, tzinfo=UTC)
CALL = datetime(2025, 11, 24, 14, 30, tzinfo=UTC)
NEW_YORK = Chat("telegram:-1001", "America/New_York")
TITLE = "习近平同美国总统特朗普通电话"
SENTENCE = "11月24日晚，国家主席习近平同美国总统特朗普通电话。"


def an_alert(**changes: Any) -> Alert:
    alert = Alert(
        id="0123456789abcdef", storyline="taiwan-remarks", watch="call-readouts", kind="readout", change="new", severity="high",
        title=TITLE, url="https://www.mfa.gov.cn/zyxw/1.shtml", source="cn_mfa", outlet="MFA", side="CN", role="official",
        lang="zh-Hans", published=Published(CALL, CALL), first_seen=datetime(2025, 11, 24, 14, 42, tzinfo=UTC), story="s1",
        evidence=(Evidence("readout", "通电话", SENTENCE, 30),), gloss={"习近平": "Xi Jinping", "特朗普": "Trump"},
    )  # fmt: skip
    return replace(alert, **changes)


def an_outlet(name: str, origin: str, credit: str = "", role: str = "wire") -> Outlet:
    return Outlet(name.casefold(), name, "CN", origin, f"https://{name.casefold()}.example/1", credit, role)


@dataclass(frozen=True, slots=True)
class Parsed:
    """What Telegram makes of a message: its text, and (kind, words, address) of each entity."""

    text: str
    entities: list[tuple[str, str, str]]

    def marked(self, kind: str) -> list[str]:
        return [words for name, words, _ in self.entities if name == kind]

    @property
    def links(self) -> list[tuple[str, str]]:
        return [(words, url) for name, words, url in self.entities if name == "TextUrl"]

    @property
    def units(self) -> int:
        return len(self.text.encode("utf-16-le")) // 2


def parsed(html: str) -> Parsed:
    """As Telegram's servers and clients parse it (TDLib, offline). Fails on what they refuse."""
    answer = ask({"@type": "parseTextEntities", "text": html, "parse_mode": {"@type": "textParseModeHTML"}})
    assert answer["@type"] == "formattedText", answer
    raw = answer["text"].encode("utf-16-le")
    return Parsed(
        answer["text"],
        [
            (
                each["type"]["@type"].removeprefix("textEntityType"),
                raw[2 * each["offset"] : 2 * (each["offset"] + each["length"])].decode("utf-16-le"),
                each["type"].get("url", ""),
            )
            for each in answer["entities"]
        ],
    )
