"""One alert, one brief and one notice in each of the four languages: all of the bot's words are in it, and they say the same."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

import pytest

from bot.alerts.brief import as_json, brief_of, lines_of_brief
from bot.alerts.localising import kinds_in, localised
from bot.alerts.markup import as_text
from bot.alerts.render import render
from bot.delivering import message_of
from bot.model.alert import Alert, Chat, Delivery
from bot.model.finding import Answer, Pending, StorylineState
from bot.model.routing import Matcher, Silence
from bot.model.series import Standing
from bot.model.vigil import Turn
from bot.model.watchlist import Storyline, Watchlist
from bot.noticing import of_loss, of_silence
from bot.settings import share
from bot.text.speech import LANGUAGES
from bot.text.tags import in_language
from bot.vigil import told as told_turn
from bot.watchlist import load_watchlist
from tests.alerts.make import CALL, NOW, TITLE, an_alert, an_outlet


@cache
def watchlist() -> Watchlist:
    return load_watchlist(share("watchlists"))


def affair() -> Storyline:
    return watchlist().storylines["taiwan-remarks"]


def told(alert: Alert, language: str, zone: str = "Europe/Berlin") -> list[str]:
    delivery = Delivery(1, alert, Chat("telegram:1", zone, language), "send", fence=1, attempts=0)
    return message_of(delivery, watchlist(), NOW).text.splitlines()


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("zh-Hans", [
            "通话通报 · 高市涉台言论", "中国 · 官方 · MFA", TITLE, "  > 11月24日晚，国家主席习近平同美国总统特朗普通电话。",
            "发布：11月24日 22:30 北京 · 23:30 东京 · 14:30 UTC · 15:30 柏林", "首次发现：11月24日 22:42 北京 · 23:42 东京 · 14:42 UTC · 15:42 柏林",
            "https://www.mfa.gov.cn/zyxw/1.shtml", "另见：Xinhua、Kyodo · 3家媒体，2个源头（MFA、Kyodo）",
            "推送原因：关注项 taiwan-remarks/call-readouts；通话通报：“通电话”",
        ]),
        ("zh-Hant", [
            "通話新聞稿 · 高市涉台言論", "中國 · 官方 · MFA", TITLE, "  > 11月24日晚，国家主席习近平同美国总统特朗普通电话。",
            "發布：11月24日 22:30 北京 · 23:30 東京 · 14:30 UTC · 15:30 柏林", "首次發現：11月24日 22:42 北京 · 23:42 東京 · 14:42 UTC · 15:42 柏林",
            "https://www.mfa.gov.cn/zyxw/1.shtml", "另見：Xinhua、Kyodo · 3家媒體，2個源頭（MFA、Kyodo）",
            "通知原因：關注項目 taiwan-remarks/call-readouts；通話新聞稿：「通电话」",
        ]),
        ("ja", [
            "会談概要 · 高市首相の台湾有事答弁", "中国 · 公式 · MFA", TITLE, "习近平 = 習近平；特朗普 = Trump",
            "  > 11月24日晚，国家主席习近平同美国总统特朗普通电话。",
            "発表：11月24日 22時30分 北京 · 23時30分 東京 · 14時30分 UTC · 15時30分 ベルリン",
            "初回確認：11月24日 22時42分 北京 · 23時42分 東京 · 14時42分 UTC · 15時42分 ベルリン",
            "https://www.mfa.gov.cn/zyxw/1.shtml", "ほか：Xinhua、Kyodo · 3媒体、発信元2（MFA、Kyodo）",
            "通知理由：監視項目 taiwan-remarks/call-readouts；会談概要：「通电话」",
        ]),
    ],
)  # fmt: skip
def test_a_new_document_in_the_readers_language(language: str, expected: list[str]) -> None:
    outlets = tuple(an_outlet(name, origin) for name, origin in (("MFA", "MFA"), ("Xinhua", "MFA"), ("Kyodo", "Kyodo")))
    assert told(an_alert(outlets=outlets), language) == expected


WAIT: dict[str, Any] = {
    "type": "overdue", "expectation": "white-house-readout", "title": "A White House readout of the Xi–Trump call",
    "after": {"title": TITLE, "link": "https://mfa.example/call"}, "since": "2025-11-24T14:30:00+00:00", "due": "2025-11-25T14:30:00+00:00",
}  # fmt: skip


def test_what_is_overdue_is_named_in_the_readers_language() -> None:
    late = an_alert(
        change="overdue", kind="overdue", title=WAIT["title"], finding=WAIT, outlet="", evidence=(), gloss={}, published=None
    )
    assert [told(late, language)[:2] for language in LANGUAGES] == [
        ["Overdue, did not come in time · Takaichi's Taiwan remarks", "A White House readout of the Xi–Trump call"],
        ["逾期，未按时发布 · 高市涉台言论", "白宫的习特通话通报"],
        ["逾期，未如期發布 · 高市涉台言論", "白宮的川習通話新聞稿"],
        ["期限超過、期限までに発表なし · 高市首相の台湾有事答弁", "米中電話会談のホワイトハウス発表"],
    ]


def test_the_watchlists_questions_notes_and_topics_are_told_in_the_readers_language() -> None:
    claim = {"type": "claim", "claim": "call-initiator", "ask": "old words", "answers": []}
    phrase = {"type": "formula", "formula": "at-the-request-of", "note": "old words"}
    words = {"type": "wording", "wording": "coast-guard-expulsion", "note": "old words"}
    calls = {"type": "asymmetry", "readouts": "leaders-calls", "accounts": [], "shared": ["taiwan"]}
    alert = an_alert(finding={**claim, "findings": [claim, phrase, words, calls]})
    found: Mapping[str, Any] = localised(alert, affair(), "ja").finding
    assert found["ask"] == found["findings"][0]["ask"] == "2025年11月24日の米中首脳電話会談はどちらから申し入れたか"
    assert found["findings"][1]["note"].startswith("兆候であって証拠ではない。")
    assert found["findings"][2]["note"] == "漁船の行動を表す報道官の言葉を、前回の談話と比べたもの。"
    assert found["findings"][3]["called"]["taiwan"] == "台湾"
    assert localised(alert, affair(), "en").finding["ask"] == "Who initiated the Xi–Trump call of 24 November 2025?"


def test_what_the_watchlist_does_not_know_any_more_is_told_as_it_was_decided() -> None:
    gone = {"type": "claim", "claim": "forgotten", "ask": "Who rang?", "answers": []}
    assert localised(an_alert(finding=gone), affair(), "ja").finding == gone
    assert localised(an_alert(finding={}), affair(), "ja") == an_alert(finding={})
    elsewhere = an_alert(storyline="gone", finding=gone, kind="silent-edit")
    assert told(elsewhere, "ja")[0] == "無告知の修正 · gone"


def test_words_given_in_one_language_only_are_told_in_that() -> None:
    plain = replace(affair(), claims=(replace(affair().claims[0], asks={}),))
    finding = {"type": "claim", "claim": "call-initiator", "ask": "Who rang?", "answers": []}
    assert localised(an_alert(finding=finding), plain, "ja").finding["ask"] == "Who rang?"


@pytest.mark.parametrize(
    ("language", "expected"),
    [("zh-Hant", "c"), ("zh-TW", "c"), ("zh", "b"), ("zh-Hans", "b"), ("ja", "a"), ("en-GB", "a"), ("fr", "f"), ("fr-CH", "f")],
)
def test_texts_are_chosen_by_tag_script_language_and_english_last(language: str, expected: str) -> None:
    assert in_language({"fr": "f", "zh": "b", "zh-Hant": "c", "en": "a"}, language) == expected
    assert (in_language({"ko": "k"}, language), in_language({}, language)) == ("k", "")


def test_every_shipped_kind_has_a_name_in_every_language() -> None:
    assert all(set(kinds_in(watchlist(), language)) == set(watchlist().kinds) for language in LANGUAGES)
    assert kinds_in(watchlist(), "zh-Hant")["report"] == "報導"


BRIEF = {
    "en": """
Takaichi's Taiwan remarks · state of play, 24 Nov 23:00 Beijing
1 development told so far
The latest of each side
• China, 24 Nov 22:30 Beijing, readout: 习近平同美国总统特朗普通电话 · mfa.gov.cn
Awaited
• A White House readout of the Xi–Trump call: not yet as of 24 Nov (since 24 Nov, due 25 Nov 22:30 Beijing)
Who initiated the Xi–Trump call of 24 November 2025?
• WSJ (United States), 25 Nov: cn (hedged: familiar) “It was Xi.”
Around the islands
• the contiguous zone: 4 ships on 23 Nov 2025, at least 9 days in a row
• the territorial sea: no ships on 23 Nov 2025""",
    "zh-Hans": """
高市涉台言论 · 局势概览，11月24日 23:00 北京
迄今已推送1项进展
各方最新动态
• 中国，11月24日 22:30 北京，通话通报：习近平同美国总统特朗普通电话 · mfa.gov.cn
等候中
• 白宫的习特通话通报：截至11月24日尚未发布（11月24日起等候，期限11月25日 22:30 北京）
2025年11月24日中美元首通话由哪方发起？
• WSJ（美国），11月25日：cn（有保留：familiar） “It was Xi.”
岛屿周边
• 毗连区：2025年11月23日，4艘船，连续至少9天
• 领海：2025年11月23日，无船只""",
    "ja": """
高市首相の台湾有事答弁 · 現状、11月24日 23時00分 北京
これまでの通知1件
各方面の最新の動き
• 中国、11月24日 22時30分 北京、会談概要：习近平同美国总统特朗普通电话 · mfa.gov.cn
発表待ち
• 米中電話会談のホワイトハウス発表：11月24日時点で未発表（11月24日から、期限11月25日 22時30分 北京）
2025年11月24日の米中首脳電話会談はどちらから申し入れたか
• WSJ（米国）、11月25日：cn（留保付き：familiar） 「It was Xi.」
島々の周辺
• 接続水域：2025年11月23日、4隻、少なくとも9日連続
• 領海：2025年11月23日、船なし""",
}


@pytest.mark.parametrize("language", BRIEF)
def test_the_brief_in_the_readers_language(language: str) -> None:
    wait = Pending(affair().id, "white-house-readout", "s1", TITLE, "https://mfa.example/call", CALL, CALL + timedelta(days=1))
    at = datetime(2025, 11, 25, 1, tzinfo=UTC)
    answer = Answer(
        affair().id, "call-initiator", "cn", "wsj", "US", "WSJ", "s2", "It was Xi.", "https://wsj.example/a", at, "familiar"
    )
    day = date(2025, 11, 23)
    counts = [Standing("contiguous", day, 4, 9, at_least=True), Standing("territorial", day, 0, 0, at_least=False)]
    state = StorylineState(answers=(answer,), pending=(wait,))
    brief = brief_of(affair(), [an_alert()], state, NOW, counts, language, kinds_in(watchlist(), language))
    words = as_text(list(lines_of_brief(brief, "Asia/Shanghai", language)))
    assert "\n".join(each for each in words.splitlines() if not each.startswith("  http")) == BRIEF[language].strip()
    assert as_json(brief)["counts"] == [
        "the contiguous zone: 4 ships on 23 Nov 2025, at least 9 days in a row", "the territorial sea: no ships on 23 Nov 2025",
    ]  # fmt: skip


def test_a_notice_of_sources_is_counted_and_advised_in_the_readers_language() -> None:
    entry = {
        "id": "cn_mfa",
        "before": "ok",
        "state": "gone",
        "since": "2025-11-24T14:30:00+00:00",
        "error": "",
        "moved": "https://x.example/{id}",
        "held": 0,
    }
    advice = ["set its url to {moved}", "the address no longer exists: find the new one"]
    earlier = {**entry, "todo": "words of an earlier version"}
    finding = {"type": "sources", "sources": [{**entry, "todo": "-", "advice": advice}, earlier, {**earlier, "todo": ""}]}
    notice = an_alert(
        change="notice", kind="sources", storyline="Readout", finding=finding, outlet="", published=None, gloss={}, evidence=()
    )
    lines = render(notice, Chat("telegram:1", "Asia/Tokyo", "ja", operators=True), now=NOW).text.splitlines()
    since = "11月24日 22時30分 北京 · 23時30分 東京 · 14時30分 UTC"
    assert lines[:2] == ["情報源、管理者へのお知らせ · Readout", "情報源：2件は要対応、1件は復旧"]
    assert lines[3:] == [
        f"• cn_mfa：正常 → 消失（{since} から）", "  url を https://x.example/{id} に変更してください；アドレスがなくなりました。新しいものを探してください",
        f"• cn_mfa：正常 → 消失（{since} から）", "  words of an earlier version", f"• cn_mfa：正常 → 消失（{since} から）",
    ]  # fmt: skip


def test_held_back_items_are_no_beginning() -> None:
    finding = {"type": "digest", "source": "MFA", "items": 40, "latest": []}
    card = an_alert(
        change="baseline", kind="digest", finding=finding, watch="", url="", outlet="", published=None, gloss={}, evidence=()
    )
    assert told(card, "en") == [
        "Digest · Takaichi's Taiwan remarks",
        "40 items of MFA came at once; an operator has looked at them:",
    ]
    assert told(card, "zh") == ["汇总 · 高市涉台言论", "MFA一次涌入40条，管理员已过目："]


def noticed_in(notice: Alert, language: str) -> list[str]:
    return render(notice, Chat("telegram:1", "Asia/Taipei", language, operators=True), now=NOW).text.splitlines()


def test_what_else_operators_are_told_is_in_their_language_and_what_was_typed_is_not() -> None:
    silence = Silence(3, (Matcher("kind", "report"), Matcher("side", "US|JP", pattern=True)), "operator 1", "{why}", NOW, NOW)
    hidden = of_silence(silence, an_alert(severity="high", kind="report"), NOW)
    assert hidden.title == "Silence 3 hides an alert that is high"
    assert noticed_in(hidden, "zh-Hant") == [
        "靜默，管理員通知 · Readout", "靜默 3 擋下了一則嚴重程度為「高」的提醒", f"• report，MFA：{TITLE}",
        "• 靜默範圍：kind=report, side=~US|JP，至 11月24日 23:00 台北", "• operator 1：{why}", "• 結束靜默：readout silence expire 3",
    ]  # fmt: skip
    lost = noticed_in(of_loss(an_alert(), "Bad Request: {x}", NOW), "ja")
    assert lost[1:] == [
        "送信を断念した通知があります", f"• readout、MFA：{TITLE}", "• 理由：Bad Request: {x}",
        f"• 対象のチャットを見るには：readout explain {an_alert().id}",
    ]  # fmt: skip
    gap = noticed_in(told_turn(Turn("gap", "", CALL), NOW), "zh-Hans")
    assert gap[1] == "11月24日 22:30 台北至11月24日 23:00 台北期间未检查任何信源，也未发送任何消息"


def test_a_notice_of_an_earlier_version_says_what_it_said() -> None:
    finding = {"type": "watchlist", "lines": ["words {of} then"]}
    old = an_alert(
        change="notice",
        kind="watchlist",
        title="A title of then",
        finding=finding,
        outlet="",
        published=None,
        gloss={},
        evidence=(),
    )
    assert noticed_in(old, "ja")[1::2] == ["A title of then", "• words {of} then"]
