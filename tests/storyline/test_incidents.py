"""Are accounts of what happened at sea read slot by slot, and are two of one incident known as such, whatever each leaves out?"""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import combinations
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.match import compile_index, scan
from bot.match.index import Index
from bot.model.incident import Difference, Incident, Vessel
from bot.model.item import Item, Published
from bot.model.match import Scan
from bot.model.source import Source
from bot.settings import share
from bot.storyline.accounts import differences, same_incident
from bot.storyline.incidents import incident_of
from bot.watchlist import load_watchlist

TOKYO, SHANGHAI, TAIPEI, NEW_YORK = "Asia/Tokyo", "Asia/Shanghai", "Asia/Taipei", "America/New_York"
MORNING = datetime(2025, 12, 2, 2, 0, tzinfo=UTC)
SECOND = date(2025, 12, 2)


@cache
def index() -> Index:
    return compile_index(load_watchlist(share("watchlists")))


def a_source(zone: str) -> Source:
    return Source("s", "S", "JP", "media", "feed", "https://s.example/", zone, ("ja",), "s", "S")


def an_item(title: str, text: str = "", lang: str = "ja", at: datetime = MORNING) -> Item:
    return Item("k", "s", "u", "u", title, text, lang, Published(at, at), at, "d")


def perhaps(title: str, text: str = "", lang: str = "ja", zone: str = TOKYO, at: datetime = MORNING) -> Incident | None:
    item = an_item(title, text, lang, at)
    return incident_of(item, scan(item, a_source(zone), index()), a_source(zone))


def read(title: str, text: str = "", lang: str = "ja", zone: str = TOKYO, at: datetime = MORNING) -> Incident:
    incident = perhaps(title, text, lang, zone, at)
    assert incident is not None
    return incident


@cache
def japans() -> Incident:
    return read(
        "尖閣諸島大正島沖の領海侵入について",
        "２日午前２時25分ごろ、尖閣諸島の大正島沖で、中国海警局の船2隻が領海に侵入し、日本漁船1隻に近づこうとした。"
        "巡視船が領海からの退去を要求し、2隻は午前5時12分ごろまでに領海を出た。"
        "政府は外交ルートを通じて厳重に抗議した。領海侵入は11月16日以来。",
    )


@cache
def chinas() -> Incident:
    return read(
        "海警发言人就日渔船进入钓鱼岛领海答问",
        "本社北京12月2日电　海警发言人说，12月2日，日本“瑞宝丸”号渔船非法进入我钓鱼岛领海，"
        "海警舰艇依法采取必要管控措施并警告驱离。海警将持续在有关海域巡航。",
        "zh-Hans",
        SHANGHAI,
    )


@cache
def taiwans() -> Incident:
    return read(
        "陸海警：驅離日漁船", "「瑞寶丸」號漁船今日非法進入釣魚台領海，遭海警依法採取必要管控措施並警告驅離。", "zh-Hant", TAIPEI
    )


@cache
def xinhuas() -> Incident:
    return read(
        "China Coast Guard drives away Japanese boat",
        "BEIJING, Dec. 2 (Xinhua) -- A Japanese fishing vessel illegally entered the territorial waters of Diaoyu Dao on Tuesday. "
        "The coast guard took necessary control measures and warned it away in accordance with the law.",
        "en",
        SHANGHAI,
    )


@cache
def americas() -> Incident:
    return read(
        "A boat and two stories",
        "Two Chinese coast guard ships entered waters off the Senkaku Islands at about 2:25 a.m. on Tuesday and left at 5:12 a.m., "
        "Japan said. China said the fishing boat Ruibao Maru had been driven away.",
        "en",
        NEW_YORK,
        datetime(2025, 12, 2, 3, tzinfo=UTC),  # the evening of the 1st in New York
    )


# Slots


def test_the_coast_guard_that_saw_ships_come_in() -> None:
    incident = japans()
    assert (incident.action, incident.place, incident.day, incident.zone, incident.dated) == (
        "entered",
        "taisho",
        SECOND,
        TOKYO,
        True,
    )
    assert (incident.begun, incident.ended) == (time(2, 25), time(5, 12))
    assert (incident.count, incident.hulls, incident.vessels) == (2, (), ())
    assert incident.described == ("中国海警局の船", "日本漁船")
    assert incident.authority == ("領海からの退去を要求", "外交ルートを通じて厳重に抗議")
    assert incident.quotes[0].startswith("２日午前２時25分ごろ")


def test_the_coast_guard_that_drove_a_boat_out() -> None:
    incident = chinas()
    assert (incident.action, incident.place, incident.day, incident.zone) == ("expelled", "diaoyu", SECOND, SHANGHAI)
    assert incident.vessels == (Vessel("瑞宝丸", "zh-Hans", "JP", "zuiho_maru"),)
    assert incident.authority == ("依法采取必要管控措施并警告驱离",)
    assert (incident.count, incident.begun) == (None, None)
    assert taiwans().vessels == (Vessel("瑞寶丸", "zh-Hant", "JP", "zuiho_maru"),)
    assert xinhuas().action == "expelled"
    assert (
        xinhuas().described == ("A Japanese fishing vessel", "Japanese boat")[:1]
        or "A Japanese fishing vessel" in xinhuas().described
    )
    assert xinhuas().authority == ("took necessary control measures and warned it away", "in accordance with the law")


def test_far_from_asia_days_are_counted_as_there() -> None:
    incident = americas()
    assert (incident.day, incident.zone, incident.begun, incident.ended) == (SECOND, TOKYO, time(2, 25), time(5, 12))
    assert incident.vessels == (Vessel("Ruibao Maru", "en", "JP", "zuiho_maru"),)
    assert (incident.count, incident.described) == (2, ("Two Chinese coast guard ships",))


def test_a_patrol_names_the_leader_of_a_formation_which_is_no_count() -> None:
    for text, lang in (
        ("12月1日，中国海警1307舰艇编队在我钓鱼岛领海内巡航。这是依法开展的维权巡航活动。", "zh-Hans"),
        ("中國海警１３０７艦艇編隊1日在「我釣魚島領海」巡航", "zh-Hant"),
        ("1日、中国海警局の「海警1307」編隊が尖閣諸島周辺を巡航した", "ja"),
        ("On Dec. 1 the China Coast Guard 1307 formation patrolled the waters of Diaoyu Dao", "en"),
    ):
        incident = read(text, lang=lang, zone=SHANGHAI)
        assert (incident.action, incident.hulls, incident.formation, incident.count) == ("patrolled", ("1307",), True, None), text
        assert incident.day == date(2025, 12, 1), text


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("A Chinese coast guard ship rammed a fishing boat near the Senkaku Islands", "collided"),
        ("尖閣諸島沖で中国の漁船が巡視船と衝突した", "collided"),
        ("海警船与日本渔船在钓鱼岛海域碰撞", "collided"),
        ("Chinese coast guard used water cannon against a boat off the Senkakus", "water-cannon"),
        ("海警船在钓鱼岛海域向渔船发射水炮", "water-cannon"),
        ("沖縄南東の公海上で中国軍の戦闘機が空自機にレーダー照射", "radar"),
        ("Chinese fighter locked its radar on a Japanese jet near Okinawa", "radar"),
        ("中国战斗机在冲绳附近用雷达照射日机", "radar"),
        ("尖閣諸島沖で海警局の船が漁船を拿捕", "detained"),
        ("China Coast Guard detained a boat near the Senkaku Islands", "detained"),
        ("海警依法驱离进入钓鱼岛领海的日本渔船", "expelled"),
        ("海警局の船が尖閣諸島の領海に侵入", "entered"),
        ("尖閣諸島沖で中国海警局の船が日本の漁船に接近", "approached"),
        ("A Chinese ship approached a Japanese boat near the Senkaku Islands", "approached"),
        ("中国の爆撃機が宮古海峡を飛行", "flew"),
        ("Chinese bombers flew through the Miyako Strait", "flew"),
        ("中國軍機飛越宮古海峽", "flew"),
        ("尖閣諸島沖の中国海警局の船が領海を出た", "left"),
        ("Chinese ships leave waters off the Senkaku Islands", "left"),
    ],
)
def test_what_was_done(text: str, action: str) -> None:
    assert read(text).action == action


@pytest.mark.parametrize(
    "text",
    [
        "習近平在釣魚臺國賓館會見外賓，雙方談及海警船巡航",
        "Tourist boats enter the harbour of Sydney",
        "尖閣諸島沖の接続水域で中国海警局の船4隻 25日連続",
        "高市首相、尖閣諸島をめぐり中国の船について答弁",
        "钓鱼岛问题的由来",
        "",
        "\n\n",
    ],
)
def test_where_nothing_happened_there_is_no_incident(text: str) -> None:
    assert perhaps(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "尖閣諸島の領海に中国海警局の船が侵入した場合の対応を確認",
        "尖閣諸島沖に中国海警局の船。領海への侵入は確認されていない",
        "中国海警局の船が尖閣諸島の領海に侵入する恐れ",
        "尖閣諸島の領海に海警船は侵入しなかった",
        "Chinese coast guard ships may enter waters off the Senkaku Islands",
        "Chinese ships did not enter waters off the Senkaku Islands",
        "Beijing denied that ships had entered waters off the Senkakus",
        "中国海警船没有进入钓鱼岛领海",
        "如果日本渔船进入钓鱼岛领海，海警船会如何",
        "巡視船が尖閣諸島周辺で海警局の船に退去を要求",
        "The patrol ship and the destroyer near Diaoyu Dao",
    ],
)
def test_what_is_denied_or_supposed_has_not_happened(text: str) -> None:
    assert perhaps(text) is None


def test_the_month_of_may_is_no_doubt() -> None:
    incident = read("On May 5 Chinese coast guard ship 2501 entered waters off Taisho Island", lang="en")
    assert (incident.day, incident.hulls, incident.count) == (date(2025, 5, 5), ("2501",), None)


@pytest.mark.parametrize(
    ("words", "day", "dated"),
    [
        ("12月2日", SECOND, True),
        ("二日未明", SECOND, True),
        ("30日夜", date(2025, 11, 30), True),
        ("3日", date(2025, 11, 3), True),
        ("12月5日", date(2024, 12, 5), True),
        ("2024年12月5日", date(2024, 12, 5), True),
        ("令和7年12月1日", date(2025, 12, 1), True),
        ("月曜日", date(2025, 12, 1), True),
        ("昨日", date(2025, 12, 1), True),
        ("13月45日", SECOND, False),
        ("2月30日", SECOND, False),
        ("2025年12月9日", SECOND, False),
        ("99999999日", SECOND, False),
        ("25日連続で", SECOND, False),
        ("11月16日以来", SECOND, False),
        ("3日前", SECOND, False),
        ("", SECOND, False),
    ],
)
def test_the_day_is_the_latest_such_day(words: str, day: date, dated: bool) -> None:  # noqa: FBT001 - a table
    incident = read(f"{words}中国海警局の船が尖閣諸島の領海に侵入した")
    assert (incident.day, incident.dated) == (day, dated)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("海上保安庁は2日、中国海警局の船が1日、尖閣諸島の領海に侵入したと発表した", 1),
        ("海警局2日说，日本渔船12月1日进入钓鱼岛领海", 1),
        ("新华社北京12月2日电 12月1日，海警船驱离进入钓鱼岛领海的日本渔船", 1),
        ("BEIJING, Dec. 2 (Xinhua) -- A Japanese boat entered the waters of Diaoyu Dao on Dec. 1", 1),
        ("Japan said on Tuesday that Chinese ships entered waters off the Senkaku Islands on Monday", 1),
        ("On Monday Chinese ships entered waters off the Senkaku Islands, Japan said on Tuesday", 1),
        ("Japan said on Tuesday that Chinese ships entered waters off the Senkaku Islands", 2),
        ("两岸观察。海警2日在钓鱼岛巡航，前两次在11月16日和11月20日", 2),
        ("2日、中国海警局の船が尖閣諸島の領海に侵入し、11月16日以来となった", 2),
    ],
)
def test_the_day_is_that_of_the_deed_not_of_the_word(text: str, day: int) -> None:
    assert read(text).day == date(2025, 12, day)


def test_what_follows_is_about_the_day_that_the_sentence_before_names() -> None:
    text = "Two coast guards faced off on Monday. Chinese ships entered waters off the Senkaku Islands, Japan said."
    assert read("Two accounts", text, "en").day == date(2025, 12, 1)


def test_without_a_day_in_the_text_it_is_that_of_publication_or_else_of_the_first_sight() -> None:
    item = an_item("中国海警局の船が尖閣諸島の領海に侵入")
    midnight = datetime(2025, 12, 1, 15, tzinfo=UTC)
    found = scan(item, a_source(TOKYO), index())
    for published, day in (
        (Published(midnight, midnight + timedelta(days=1)), 2),
        (Published(midnight - timedelta(seconds=1), midnight - timedelta(seconds=1)), 1),
        (None, 2),
    ):
        incident = incident_of(replace(item, published=published), found, a_source(TOKYO))
        assert incident is not None
        assert (incident.day.day, incident.dated) == (day, False)


def test_sums_and_memories_are_no_incident() -> None:
    for text in (
        "海警船今年侵入尖閣領海共27次",
        "中国海警局の船による尖閣諸島の領海侵入は累計で30件",
        "该渔船此前曾多次进入钓鱼岛领海",
        "Chinese ships entered waters off the Senkaku Islands 27 times",
    ):
        assert perhaps(text) is None, text


@pytest.mark.parametrize(
    ("words", "begun"),
    [
        ("午前2時25分", time(2, 25)),
        ("午後2時25分", time(14, 25)),
        ("10時14分", time(10, 14)),
        ("02:25", time(2, 25)),
        ("未明の3時半", time(3, 30)),
        ("午前0時5分", time(0, 5)),
        ("26時99分", None),
        ("1時間半にわたり", None),
        ("24時間", None),
        ("一時", None),
    ],
)
def test_clock_times_are_those_of_clocks(words: str, begun: time | None) -> None:
    assert read(f"2日{words}、中国海警局の船が尖閣諸島の領海に侵入した").begun == begun


def test_what_is_no_number_of_ships_is_not_counted() -> None:
    for number in ("99999999999隻", "日本漁船3隻と"):
        assert read(f"{number}中国海警局の船が尖閣諸島の領海に侵入").count is None
    assert read("中国海警局の船四隻が尖閣諸島の領海に侵入").count == 4
    assert read("4艘海警船进入钓鱼岛领海", lang="zh-Hans").count == 4


@pytest.mark.parametrize(
    ("text", "hulls"),
    [
        ("海警1301、1305、2302が尖閣諸島の領海に侵入", ("1301", "1305", "2302")),
        ("「海警２３０２」が尖閣諸島の領海に侵入", ("2302",)),
        ("CCG 1302 entered waters off the Senkakus", ("1302",)),
        ("海警31239船驶入钓鱼岛领海", ("31239",)),
        ("海警130713071307船驶入钓鱼岛领海", ()),
        ("海警2025年に尖閣諸島の領海に侵入した船", ()),
    ],
)
def test_hulls_are_the_numbers_painted_on_ships(text: str, hulls: tuple[str, ...]) -> None:
    assert read(text).hulls == hulls


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("日本漁船「鶴丸」が尖閣諸島の領海に入る", [("鶴丸", "JP", "tsuru_maru")]),
        ("日本渔船第八琴海丸进入钓鱼岛领海", [("第八琴海丸", "JP", "")]),
        ("台湾“凌波”号进入钓鱼岛领海的船", [("凌波", "TW", "")]),
        ("The Japanese fishing boat Megumi Maru entered waters off the Senkaku Islands", [("Megumi Maru", "JP", "")]),
        ("The Zuihō-maru, a boat, entered waters off the Senkaku Islands", [("Zuihō-maru", "JP", "zuiho_maru")]),
        ("日の丸を掲げた船が尖閣諸島の領海に入る", []),
        ("「海警1307」号驶入钓鱼岛领海", []),
    ],
)
def test_names_are_those_of_boats(text: str, names: list[tuple[str, str, str]]) -> None:
    assert [(boat.name, boat.flag, boat.entity) for boat in read(text).vessels] == names


# One incident?


def test_all_accounts_of_the_second_of_december_are_of_one_incident() -> None:
    for a, b in combinations((japans(), chinas(), taiwans(), xinhuas(), americas()), 2):
        assert same_incident(a, b), (a, b)
        assert same_incident(b, a), (a, b)


def test_what_the_two_coast_guards_say_differently() -> None:
    assert differences(japans(), chinas()) == [
        Difference("vessel", "中国海警局の船, 日本漁船", "瑞宝丸"),
        Difference("authority", "領海からの退去を要求; 外交ルートを通じて厳重に抗議", "依法采取必要管控措施并警告驱离"),
        Difference("count", "2", ""),
        Difference("time", "02:25-05:12 +09:00", ""),
    ]
    assert [one.slot for one in differences(chinas(), taiwans())] == []
    assert differences(japans(), japans()) == []


def test_the_same_boat_a_year_earlier_is_another_incident() -> None:
    earlier = read(
        "海警发言人就日渔船进入钓鱼岛领海答问",
        "12月5日，日本“瑞宝丸”号渔船非法进入我钓鱼岛领海，海警舰艇依法采取必要管控措施并警告驱离。",
        "zh-Hans",
        SHANGHAI,
        datetime(2024, 12, 5, 3, tzinfo=UTC),
    )
    assert earlier.day == date(2024, 12, 5)
    assert not same_incident(earlier, chinas())
    assert not same_incident(earlier, japans())


def test_an_account_of_several_days_is_no_account_of_one() -> None:
    summary = read("12月1日至2日，日本渔船非法进入我钓鱼岛领海，海警依法驱离。", lang="zh-Hans", zone=SHANGHAI)
    assert summary.until == SECOND
    assert not same_incident(summary, replace(chinas(), day=summary.day))
    assert same_incident(summary, summary)


def test_both_coast_guards_of_the_sixteenth_a_leader_and_a_count() -> None:
    at = datetime(2025, 11, 16, 6, tzinfo=UTC)
    japan = read("16日午前10時14分ごろ、中国海警局の船4隻が尖閣諸島の南小島沖で領海に一時侵入した", at=at)
    china = read("11月16日，中国海警1307舰艇编队在我钓鱼岛领海内巡航。", lang="zh-Hans", zone=SHANGHAI, at=at)
    assert (japan.place, japan.begun, japan.count) == ("minamikojima", time(10, 14), 4)
    assert same_incident(japan, china)
    assert ("hulls", "", "1307") in {(d.slot, d.a, d.b) for d in differences(japan, china)}


PLAIN = Incident("entered", "taisho", SECOND, TOKYO)
CHINA = replace(PLAIN, zone=SHANGHAI, action="expelled")
FIRST = date(2025, 12, 1)


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        (PLAIN, CHINA, True),
        (PLAIN, replace(CHINA, place="diaoyu"), True),
        (PLAIN, replace(CHINA, place="east_china_sea"), True),
        (PLAIN, replace(CHINA, place="uotsuri"), False),
        (PLAIN, replace(CHINA, place="miyako_strait"), False),
        (PLAIN, replace(CHINA, place=""), False),
        (replace(PLAIN, place=""), replace(CHINA, place=""), False),
        # Half past midnight in Tokyo is half past eleven the day before in Beijing.
        (replace(PLAIN, begun=time(0, 30)), replace(CHINA, day=FIRST), True),
        (replace(PLAIN, begun=time(0, 30)), replace(CHINA, day=FIRST, begun=time(23, 30)), True),
        (replace(PLAIN, day=FIRST), replace(CHINA, day=FIRST, begun=time(23, 30)), True),
        (PLAIN, replace(CHINA, day=FIRST, begun=time(23, 30)), True),
        (replace(PLAIN, begun=time(1, 30)), replace(CHINA, day=FIRST), False),
        (PLAIN, replace(CHINA, day=FIRST), False),
        (PLAIN, replace(PLAIN, day=FIRST, begun=time(23, 30)), False),
        # clock times
        (replace(PLAIN, begun=time(2, 25)), replace(CHINA, begun=time(1, 25)), True),
        (replace(PLAIN, begun=time(2, 25)), replace(CHINA, begun=time(18)), False),
        (replace(PLAIN, begun=time(2, 25), ended=time(17)), replace(CHINA, begun=time(18)), True),
        # numbers
        (replace(PLAIN, count=2), replace(CHINA, count=2), True),
        (replace(PLAIN, count=2), replace(CHINA, count=4), False),
        (replace(PLAIN, count=2, begun=time(2, 25)), replace(CHINA, count=4, begun=time(1, 30)), True),
        (replace(PLAIN, count=4), replace(CHINA, hulls=("1307",), formation=True), True),
        (replace(PLAIN, hulls=("1301", "1307")), replace(CHINA, hulls=("1307",)), True),
        (replace(PLAIN, hulls=("1301", "1302")), replace(CHINA, hulls=("1307",)), False),
        (replace(PLAIN, hulls=("1301", "1302")), replace(CHINA, hulls=("1307",), formation=True), True),
        (replace(PLAIN, hulls=("2502",), formation=True), replace(CHINA, hulls=("1307",), formation=True), False),
        # the sea and the air
        (PLAIN, replace(CHINA, action="flew"), False),
        (replace(PLAIN, action="radar"), replace(CHINA, action="flew"), True),
    ],
)
def test_place_day_and_numbers_decide(a: Incident, b: Incident, same: bool) -> None:  # noqa: FBT001 - a table
    assert same_incident(a, b) is same
    assert same_incident(b, a) is same


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        (Vessel("瑞宝丸", "zh-Hans", "JP"), Vessel("瑞寶丸", "zh-Hant", "JP"), True),
        (Vessel("瑞宝丸", "ja", "JP", "zuiho_maru"), Vessel("Ruibaowan", "en", "JP", "zuiho_maru"), True),
        (Vessel("Zuiho Maru", "en", "JP"), Vessel("Zuihō-maru", "en", "JP"), True),
        (Vessel("鶴丸", "ja", "JP"), Vessel("瑞宝丸", "zh-Hans", "JP"), False),
        (Vessel("恵丸", "ja", "JP"), Vessel("Megumi Maru", "en", "JP"), True),
        (Vessel("鶴丸", "ja", "JP", "tsuru_maru"), Vessel("Zuiho Maru", "en", "JP", "zuiho_maru"), False),
        (Vessel("凌波", "zh-Hant", "TW"), Vessel("瑞宝丸", "zh-Hans", "JP"), True),
        (Vessel("凌波", "zh-Hant"), Vessel("全家福", "zh-Hant"), True),
    ],
)
def test_two_names_of_one_flag_are_two_boats(a: Vessel, b: Vessel, same: bool) -> None:  # noqa: FBT001 - a table
    assert same_incident(replace(PLAIN, vessels=(a,)), replace(CHINA, vessels=(b,))) is same
    assert same_incident(replace(PLAIN, vessels=(b,)), replace(CHINA, vessels=(a,))) is same
    assert same_incident(replace(PLAIN, vessels=(a,)), CHINA)


# Hostile


HOSTILE = [
    "尖閣諸島沖で12月2日、中国海警局の船4隻が領海に侵入し、日本漁船「鶴丸」に接近した。" * 84,
    "On Dec. 2 two Chinese coast guard ships entered waters off the Senkaku Islands at 2:25 a.m. and left. " * 100,
    "9" * 10_000,
    "海警" * 1700,
    "尖閣" + "进入" * 1700 + "船",
    "船が侵入" * 850,
    "Senkaku ship enter not " * 450,
    "依法" * 1600 + "海警船进入钓鱼岛",
    "日本漁船" * 850 + "尖閣に侵入",
    "two " * 2000 + "ships entered Senkaku",
    "“丸" * 1600 + "船进入钓鱼岛",
    "A" * 3000 + " Maru " * 1000 + "ship entered Senkaku",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_ten_kilobytes_take_no_time(text: str) -> None:
    item = an_item("尖閣 中国海警局の船", text)
    found = scan(item, a_source(TOKYO), index())
    assert min(_seconds(item, found) for _ in range(7)) < 0.05  # at most 4 ms on ours


def _seconds(item: Item, found: Scan) -> float:
    began = process_time()
    incident_of(item, found, a_source(TOKYO))
    return process_time() - began


@given(st.text(alphabet="船舰海警尖閣丸侵入月日時分午前0123456789１２至、。. :-“”「」号隻aMru\n", max_size=300))
def test_whatever_is_written_is_read_or_left(text: str) -> None:
    item = an_item("中国海警局の船が尖閣諸島の領海に侵入", text)
    incident = incident_of(item, scan(item, a_source(TOKYO), index()), a_source(TOKYO))
    assert incident is not None
    assert incident.day <= SECOND
    assert incident.until is None or incident.day < incident.until <= incident.day + timedelta(days=31)
    assert all(quote in item.body or "…" in quote for quote in incident.quotes)
    assert same_incident(incident, incident) is bool(incident.place)
    assert differences(incident, incident) == []
