"""What two texts say otherwise, and what is only put otherwise."""

import pytest

from bot.dedupe.slots import contradiction, wording
from bot.text.naming import Naming

PLACES = Naming()

OTHERWISE = [
    ("number", "Three Chinese ships enter waters off Senkakus", "Four Chinese ships enter waters off Senkakus"),
    (
        "half of the day",
        "The call took place on Monday morning, officials said.",
        "The call took place on Monday evening, officials said.",
    ),
    ("number", "The call took place at 8 a.m., officials said.", "The call took place at 8 p.m., officials said."),
    ("opposite", "China confirms call with Japan", "China denies call with Japan"),
    (
        "negation",
        "Tokyo will attend the summit in Seoul, a spokesman said.",
        "Tokyo will not attend the summit in Seoul, a spokesman said.",
    ),
    ("negation", "Japan has plans to retract the remark", "Japan has no plans to retract the remark"),
    (
        "name",
        "Spokesman Lin Jian said on Monday that Japan should stop.",
        "Spokesman Mao Ning said on Monday that Japan should stop.",
    ),
    (
        "name",
        "The destroyer USS Higgins sailed through the strait on Friday.",
        "The destroyer USS Milius sailed through the strait on Friday.",
    ),
    ("speaker", "Foreign Minister Wang Yi criticised the remark.", "Ambassador Wang Yi criticised the remark."),
    ("number", "2025年11月20日外交部发言人毛宁主持例行记者会", "2025年11月19日外交部发言人林剑主持例行记者会"),
    ("name", "外交部发言人毛宁表示，日方应停止挑衅。", "外交部发言人林剑表示，日方应停止挑衅。"),
    ("opposite", "派遣を決定", "派遣を否定"),
    ("opposite", "中国将参加会议", "中国将不参加会议"),
    ("negation", "日方表示会撤回言论", "日方表示不会撤回言论"),
    ("half of the day", "会谈于20日上午举行", "会谈于20日下午举行"),
    ("number", "会谈于上午8时举行", "会谈于晚上8时举行"),
    ("negation", "首相は発言を撤回する考えを示した", "首相は発言を撤回しない考えを示した"),
    ("name", "宮古海峡を通過した", "大隅海峡を通過した"),
    ("name", "茂木外相は20日、抗議した", "木原外相は20日、抗議した"),
    ("number", "中国海警2302舰艇编队在钓鱼岛领海巡航", "中国海警2501舰艇编队在钓鱼岛领海巡航"),
    ("opposite", "日经指数下跌1.2%", "日经指数上涨1.2%"),
    ("number", "第3回会合を開く", "第4回会合を開く"),
    ("name", "フィリピンの船が衝突", "ベトナムの船が衝突"),
    ("name", "辽宁舰穿越宫古海峡", "福建舰穿越宫古海峡"),
    ("speaker", "外交部发言人表示反对", "国防部发言人表示反对"),
    ("number", "The quake had a magnitude of 5.4.", "The quake had a magnitude of 5.6."),
    ("number", "for the second consecutive day", "for the third consecutive day"),
]
THE_SAME = [
    ("Three Chinese ships enter waters off Senkakus", "3 Chinese ships enter waters off the Senkaku Islands"),
    ("The minister met on Nov. 21 with the envoy in Tokyo.", "The minister met on 21 November with the envoy in Tokyo."),
    ("The minister met on November 21st with the envoy.", "The minister met on Nov. 21 with the envoy."),
    ("Prime Minister Sanae Takaichi told parliament on Friday.", "Takaichi told parliament on Friday."),
    ("US President Donald Trump called Takaichi.", "United States President Trump phoned Takaichi."),
    ("外交部发言人毛宁20日表示，日方应停止挑衅。", "外交部发言人毛宁二十日指出，日方应停止挑衅。"),
    ("特朗普与高市早苗通电话", "川普與高市早苗通電話"),
    ("会談は午後3時に始まった", "会談は15時に始まった"),
    ("中国海警2302舰艇编队在钓鱼岛领海巡航", "中国海警2302舰艇编队今日在钓鱼岛领海内巡航"),
    ("日经指数下跌1.2%", "日经指数跌1.2%"),
    ("第三回会合を開く", "第3回会合を開く"),
    ("约一万人参加", "约10,000人参加"),
    ("約1万2000人が参加", "約12,000人が参加"),
    ("外交部召见日本大使提出抗议", "外交部传唤日本大使提出抗议"),
    ("王毅会见茂木外相", "王毅会晤茂木外相"),
    ("China's Foreign Ministry said the remark was wrong.", "The Chinese Foreign Ministry said the remark was wrong."),
    ("Beijing said the remark was wrong.", "China said the remark was wrong."),
]


def said(a: str, b: str, *, below: str = "") -> str:
    """What the texts say otherwise, as the headline or ``below`` another sentence."""
    if below:
        return contradiction(wording("", f"{below}\n{a}", PLACES), wording("", f"{below}\n{b}", PLACES))
    return contradiction(wording(a, "", PLACES), wording(b, "", PLACES))


@pytest.mark.parametrize(("what", "a", "b"), OTHERWISE)
def test_another_fact_is_another_text_in_the_headline_and_in_the_third_sentence(what: str, a: str, b: str) -> None:
    below = "Officials met in private.\nNothing else was said of it."
    assert said(a, b) == said(b, a) != ""
    assert said(a, b, below=below) == said(a, b)
    if what not in {"name", "speaker", "number"}:  # where a name changes, what comes first depends on what else does
        assert said(a, b) == what


@pytest.mark.parametrize(("a", "b"), THE_SAME)
def test_other_words_for_the_same_are_none(a: str, b: str) -> None:
    assert said(a, b) == said(b, a) == ""
    assert said(a, b, below="Officials met in private.\nNothing else was said of it.") == ""
