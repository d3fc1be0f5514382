"""Whose text is it, by what stands before and after it?"""

import pytest

from bot.text.credits import agency_in, called, credited, headline_of, origin_of, without_credits


@pytest.mark.parametrize(
    ("text", "agency", "rest"),
    [
        ("TOKYO (Kyodo) -- The government said on Monday that", "kyodo", "The government said on Monday that"),
        ("BEIJING, Nov. 24 (Xinhua) -- President Xi spoke", "xinhua", "President Xi spoke"),
        ("新华社北京11月24日电（记者 张三）国家主席", "xinhua", "国家主席"),
        ("【共同社11月24日电】日本政府", "kyodo", "日本政府"),
        ("（中央社記者王五台北24日電）外交部", "cna", "外交部"),
        ("（中央社台北综合报道）外交部", "cna", "外交部"),
        ("[Reuters] The minister left.", "reuters", "The minister left."),
        ("（中央社那霸23日綜合外電報導）日本海上保安廳", "cna", "日本海上保安廳"),
        ("海外网11月27日电 据秘鲁民航总局消息", "", "据秘鲁民航总局消息"),
        ("据外交部网站14日消息，副部长召见大使", "", "副部长召见大使"),
        ("据警方消息，一人受伤", "", "据警方消息，一人受伤"),
        ("路透布鲁塞尔11月18日 - 欧盟委员会表示", "reuters", "欧盟委员会表示"),
        ("（港湾通信）政府は24日、抗議した。", "", "政府は24日、抗議した。"),
        ("【更正報道】会議は24日だった。", "", "【更正報道】会議は24日だった。"),
        ("政府は24日、抗議した。（共同）", "kyodo", "政府は24日、抗議した。"),
        ("The minister left on Monday. - Reuters", "reuters", "The minister left on Monday."),
        ("Reporters of the Associated Press were there.", "", "Reporters of the Associated Press were there."),
        ("The strait was calm.", "", "The strait was calm."),
    ],
)
def test_datelines_and_tags_name_the_agency(text: str, agency: str, rest: str) -> None:
    assert credited(text) == (agency, rest)
    assert without_credits(text) == rest


@pytest.mark.parametrize(
    ("title", "bare"),
    [
        ("UPDATE 2-China summons envoy", "China summons envoy"),
        ("China summons envoy - Reuters", "China summons envoy"),
        ("【速報】首相が会見", "首相が会見"),
        ("快讯：外交部召见日本大使", "外交部召见日本大使"),
        ("外交部召见日本大使_新闻频道", "外交部召见日本大使"),
        ("首相が会見（共同）", "首相が会見"),
        ("Ships near the islands - 3 today", "Ships near the islands - 3 today"),
        (" - Reuters", " - Reuters"),
    ],
)
def test_a_headline_loses_what_is_not_its_own(title: str, bare: str) -> None:
    assert headline_of(title) == bare


def test_agencies_of_one_state_are_one_origin() -> None:
    assert {origin_of(agency_in(word)) for word in ("新华社", "CCTV", "People's Daily", "Global Times", "中新社")} == {"cn_state"}
    assert origin_of(agency_in("By Kyodo News")) == "kyodo"
    assert [called(agency) for agency in ("xinhua", "kyodo", "reuters", "")] == ["Xinhua", "Kyodo", "Reuters", ""]
    assert agency_in("By our correspondent") == ""
