"""Are equal values in other clothes equal, and others not?"""

import pytest

from bot.revisions.figures import alike
from bot.revisions.tokens import sentence_of
from bot.revisions.values import in_values
from bot.text.naming import Naming

PLACES = Naming()

SAME = [
    ("6870余万元", "6870万余元"),
    ("死者为一对六旬夫妇", "死者为一对60多岁夫妇"),
    ("以2:09:31夺冠", "以2小时9分31秒夺冠"),
    ("6・7号機の再稼働", "6、7号機の再稼働"),
    ("打率2割8分2厘", "打率282"),
    ("中米首脳の電話会談", "米中首脳の電話会談"),
    ("NT$1.25 trillion", "1.25 trillion Taiwan dollars"),
    ("US$57bn", "$57 billion"),
    ("with two rounds left, in Qatar", "with two rounds remaining, in Qatar"),
    ("by a quarter of a percentage point", "by 0.25 percentage points"),
    ("in Q2 2027", "in second quarter 2027"),
    ("令和8年1月に開く", "2026年1月に開く"),
    ("民國115年2月", "2026年2月"),
    ("26年5月9日まで", "2026年5月9日まで"),
    ("14日に着き、同日午後に発つ", "14日に着き、14日午後に発つ"),
    ("会談は約1時間半だった", "会談は約90分だった"),
    ("会谈历时约1小时10分", "会谈历时约70分"),
    ("两个半小时", "150分"),
    ("半年間の停止", "6か月間の停止"),
    ("6ヶ月の停職", "6カ月の停職"),
    ("一年半", "18个月"),
    ("午前02:45ごろ", "午前2時45分ごろ"),
    ("下午3时30分", "15:30"),
    ("6時半に始まる", "6時30分に始まる"),
    ("三分の二が賛成した", "66.6667%が賛成した"),
    ("半数以上が賛成", "50%以上が賛成"),
    ("積雪は3メートル12センチ", "積雪は312センチ"),
    ("距今约5亿1000万年", "距今约5.1亿年"),
    ("４１２円３８銭安", "412.38円安"),
    ("at 0750 local time", "at 7:50 local time"),
    ("at 3.30pm", "at 15:30"),
    ("at half past three in the afternoon", "at 3:30 p.m."),
    ("half an hour later", "30 minutes later"),
    ("an hour and a half later", "90 minutes later"),
    ("more than £212,000", "more than £212k"),
    ("cost £1.2m", "cost £1.2 million"),
    ("sold 2.5m copies", "sold 2.5 million copies"),
    ("two-thirds of voters", "2/3 of voters"),
    ("One in four of the adults", "A quarter of the adults"),
    ("two hundred and seven bridges", "207 bridges"),
    ("worth 11.8tn won", "worth 11.8 trillion won"),
    ("規模は四・七と推定", "規模は4.7と推定"),
    ("one and a half percent", "1.5 percent"),
    ("two and a half hours", "150 minutes"),
    ("2 1/2 years", "2.5 years"),
    ("1月から10月までの累計", "1～10月までの累計"),
    ("２６年４月期の予想", "26年4月期の予想"),
    ("４，３００円", "4300円"),
    ("两点五亿元", "2.5亿元"),
    ("over a decade", "over 10 years"),
    ("rose by 45 per cent", "rose by 45%"),
    ("noon", "12:00"),
    ("a fortnight later", "two weeks later"),
    ("Mayo &amp; Clare<br>", "Mayo & Clare"),
    ("懲役2年6月、執行猶予4年", "懲役30カ月、執行猶予4年"),
    ("維持一審判決三年四月", "維持一審判決3年4月"),
    ("未來兩三日有霜", "未來2至3日有霜"),
    ("上升一点九个百分点", "上升1.9个百分点"),
    ("認罪扣減1/3", "認罪扣減三分之一"),
    ("raised by half", "raised by 50 percent"),
    ("cut by two-thirds", "cut by two thirds"),
    ("22パーセント減", "22％減"),
    ("估需1.5年", "估需18個月"),
    ("認罪扣減三分一", "認罪扣減三分之一"),
    ("逾两成居民", "逾20%居民"),
    ("a cut of 25 basis points", "a cut of 0.25 percentage points"),
    ("a pair of bombers", "two bombers"),
]


@pytest.mark.parametrize(("one", "other"), [*SAME, *((b, a) for a, b in SAME)])
def test_equal_values_are_equal_whatever_they_wear(one: str, other: str) -> None:
    assert _figures(one) == _figures(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("令和8年", "令和7年"),
        ("上半年", "下半年"),
        ("過半数", "半数"),
        ("1時間半", "1時間"),
        ("noon", "midnight"),
        ("阵风58，100人受伤", "阵风58100人受伤"),
        ("三点二十分", "3.2分"),
        ("two-thirds of voters", "three-quarters of voters"),
        ("the 100m hurdles", "the 400m hurdles"),
        ("14日に着き、同日午後に発つ", "14日に着き、15日午後に発つ"),
    ],
)
def test_other_values_are_not(one: str, other: str) -> None:
    assert _words(one) != _words(other)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("about 18 nautical miles off the shoal", "about 33 km off the shoal", True),
        ("黄岩岛以东约18海里处", "黄岩岛以东约33公里处", True),
        ("体长约3.2厘米", "体长约32毫米", True),
        ("a speed of 20 knots", "a speed of 37 km/h", True),
        ("礁の東約30キロ", "礁の東約16カイリ", True),
        ("about 18 nautical miles off the shoal", "about 18 km off the shoal", False),
        ("体长约3.2厘米", "体长约3.2毫米", False),
        ("1975年に創設した", "75年に創設した", True),
        ("1975年に創設した", "76年に創設した", False),
        ("世帯は1975に上る", "世帯は75に上る", False),
        ("18 nautical miles (33 km) off the shoal", "18 nautical miles (33 km) off the reef", False),
    ],
)
def test_a_quantity_or_a_year_is_the_same_only_if_the_numbers_agree(one: str, other: str, same: bool) -> None:  # noqa: FBT001
    a, b = alike(*(sentence_of(in_values(text), PLACES) for text in (one, other)))
    assert (a.words == b.words) is same


def _words(text: str) -> tuple[str, ...]:
    return sentence_of(in_values(text), PLACES).words


def _figures(text: str) -> list[str]:
    one = sentence_of(in_values(text), PLACES)
    return sorted(word for word, kind in zip(one.words, one.kinds, strict=True) if kind == "#" or kind in "aA")
