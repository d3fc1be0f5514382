"""The storyline of November 2025 as events, in English, Chinese and Japanese headlines written for this picture; it draws docs/timeline.png.

Run as ``python -m tests.pictures.sample docs/timeline.png`` to draw it anew.
"""

import sys
from datetime import UTC, datetime
from pathlib import Path

from bot.pictures import Event, timeline_png

LANES = ("CN", "JP", "US", "TW")
NOW = datetime(2025, 12, 5, 0, 0, tzinfo=UTC)


def at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2025, month, day, hour, minute, tzinfo=UTC)


EVENTS = (
    Event("diet", at(11, 7, 5), "JP", "statement", "首相、台湾有事は「存立危機事態になりうる」と衆院予算委で答弁"),
    Event("protest", at(11, 10, 8), "CN", "protest", "外交部：就日本领导人涉台言论提出严正交涉", "diet"),
    Event("summoned", at(11, 14, 3), "JP", "protest", "外務省、在大阪総領事の投稿に抗議し中国大使を呼ぶ", "protest"),
    Event("travel", at(11, 14, 14), "CN", "measure", "外交部提醒中国公民近期避免前往日本"),
    Event("patrol", at(11, 16, 6), "CN", "incident", "中国海警1307舰艇编队在钓鱼岛领海内巡航"),
    Event("patrol-jp", at(11, 16, 8), "JP", "incident", "尖閣周辺の領海に中国海警船4隻が侵入、海保が発表", "patrol"),
    Event("letter-1", at(11, 21, 21), "CN", "protest", "Fu Cong writes to the UN Secretary-General: Japan must withdraw the remarks", "diet"),
    Event("xi-call", at(11, 24, 14, 30), "CN", "readout", "习近平同美国总统特朗普通电话：台湾回归中国是战后国际秩序重要组成部分"),
    Event("truth", at(11, 24, 16, 50), "US", "readout", "Trump: relation with China “extremely strong”; Ukraine, fentanyl, soybeans; no word of Taiwan", "xi-call"),
    Event("tw-view", at(11, 25, 3), "TW", "statement", "行政院長：對台灣2300萬人來說，「回歸」不是選項", "xi-call"),
    Event("letter-2", at(11, 24, 22), "JP", "protest", "国連大使、中国の書簡は「事実に反する」と事務総長に書簡", "letter-1"),
    Event("takaichi-call", at(11, 25, 2, 10), "JP", "readout", "首相「いつでも電話を」と大統領から 日米首脳電話会談", "xi-call"),
    Event("wsj-1", at(11, 25, 20), "US", "report", "WSJ: the Xi–Trump call was initiated by Xi"),
    Event("mao-ning", at(11, 25, 7, 40), "CN", "statement", "毛宁：据我了解，此次通话是美方发起的"),
    Event("wsj-2", at(11, 26, 22, 30), "US", "report", "Trump, after call with Xi, told Tokyo to lower the volume on Taiwan"),
    Event("wh", at(11, 26, 23, 30), "US", "statement", "White House gives the paper a statement: relation with China is good"),
    Event("edit", at(11, 27, 4), "US", "correction", "“Lower the tone” becomes “lower the volume”: headline changed, no note", "wsj-2"),
    Event("kihara-am", at(11, 27, 2, 10), "JP", "statement", "官房長官「外交上のやりとりで差し控える」", "wsj-2"),
    Event("kihara-pm", at(11, 27, 7, 15), "JP", "denial", "官房長官「そのような事実はない」 米紙に申し入れ", "wsj-2"),
    Event("mnd", at(11, 28, 1), "TW", "report", "國防部：偵獲共機27架次、共艦11艘於臺海周邊活動"),
    Event("state", at(11, 21, 2), "US", "statement", "State Department: commitment to the alliance, including the Senkakus, is unwavering"),
    Event("letter-3", at(12, 1, 20), "CN", "protest", "傅聪再次致函联合国秘书长：日方所谓“一贯立场”究竟是什么？", "letter-2"),
    Event("boat-cn", at(12, 2, 1), "CN", "incident", "“瑞宝丸”号渔船非法进入钓鱼岛领海，中国海警依法警告驱离"),
    Event("boat-jp", at(12, 2, 2), "JP", "incident", "大正島沖で中国海警船2隻が領海侵入 漁船に接近", "boat-cn"),
    Event("letter-4", at(12, 4, 21), "JP", "protest", "山崎大使、国連事務総長に2通目の書簡", "letter-3"),
)  # fmt: skip


def sample() -> bytes:
    """The picture in docs/."""
    return timeline_png(
        EVENTS,
        title="Takaichi's Taiwan remark and the calls of November 2025",
        zone="Asia/Tokyo",
        now=NOW,
        lanes=LANES,
        names={"CN": "China", "JP": "Japan", "US": "US", "TW": "Taiwan"},
    )


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(sample())
