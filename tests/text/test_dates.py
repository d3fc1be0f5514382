"""Dates mean what their source means by them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.dates import date_in_address, read_date
from bot.text.eras import in_digits, number

NOW = datetime(2025, 12, 3, 3, 0, tzinfo=UTC)
TOKYO, BEIJING, NEW_YORK = ZoneInfo("Asia/Tokyo"), ZoneInfo("Asia/Shanghai"), ZoneInfo("America/New_York")


def at(*fields: int) -> datetime:
    return datetime(*fields, tzinfo=UTC)  # type: ignore[misc,arg-type]  # a datetime's fields


@pytest.mark.parametrize(
    ("written", "zone", "instant"),
    [
        ("Mon, 24 Nov 2025 22:30:00 +0800", TOKYO, at(2025, 11, 24, 14, 30)),
        ("Mon, 24 Nov 2025 14:30:00 GMT", TOKYO, at(2025, 11, 24, 14, 30)),
        ("Mon, 24 Nov 2025 17:30:00 MSK", TOKYO, at(2025, 11, 24, 14, 30)),
        ("Mon, 24 Nov 2025 09:30:00 EST", TOKYO, at(2025, 11, 24, 14, 30)),
        ("Mon, 24 Nov 2025 22:30:00 CST", BEIJING, at(2025, 11, 24, 14, 30)),
        ("2025-11-24T23:30:00+09:00", BEIJING, at(2025, 11, 24, 14, 30)),
        ("2025-11-24T14:30:00.123Z", BEIJING, at(2025, 11, 24, 14, 30)),
        ("2025-11-24 22:30", BEIJING, at(2025, 11, 24, 14, 30)),
        ("发布时间：2025-11-24 22:30:05", BEIJING, at(2025, 11, 24, 14, 30, 5)),
        ("2025年11月24日 22时30分", BEIJING, at(2025, 11, 24, 14, 30)),
        ("２０２５年１１月２４日２３：３０", TOKYO, at(2025, 11, 24, 14, 30)),
        ("令和7年11月24日午後11時30分", TOKYO, at(2025, 11, 24, 14, 30)),
        ("November 24, 2025 9:30 AM", NEW_YORK, at(2025, 11, 24, 14, 30)),
        ("Nov. 24, 2025 9:30 a.m. ET", TOKYO, at(2025, 11, 24, 14, 30)),
        ("24 November 2025 14:30 UTC", TOKYO, at(2025, 11, 24, 14, 30)),
        ("11/24 23:30", TOKYO, at(2025, 11, 24, 14, 30)),
        ("北京时间2025年11月24日22:30", TOKYO, at(2025, 11, 24, 14, 30)),
        ("下午10:30 2025/11/24", BEIJING, at(2025, 11, 24, 14, 30)),
        ("1763994600", TOKYO, at(2025, 11, 24, 14, 30)),
        ("1763994600000", TOKYO, at(2025, 11, 24, 14, 30)),
        ("1763994600.25", TOKYO, at(2025, 11, 24, 14, 30)),
    ],
)
def test_a_date_with_a_time_is_an_instant(written: str, zone: ZoneInfo, instant: datetime) -> None:
    published = read_date(written, zone, NOW)
    assert published is not None
    assert (published.start, published.exact) == (instant, True)


@pytest.mark.parametrize(
    "written",
    [
        "令和7年11月27日", "令和七年十一月二十七日", "二〇二五年十一月二十七日", "R7.11.27", "2025年11月27日", "2025/11/27", "2025.11.27", "2025-11-27",
        "Nov 27, 2025", "27 Nov 2025", "27-Nov-2025", "November 27th, 2025", "20251127", "11月27日", "11月27日付", "Nov 27", "[2025-11-27]",
        "民國114年11月27日", "中華民國114年11月27日", "114年11月27日", "114-11-27", "114.11.27", "（2025年11月27日 木）", "令和7年11月27日（午前）",
    ],
)  # fmt: skip
def test_a_date_alone_is_the_whole_local_day(written: str) -> None:
    published = read_date(written, TOKYO, NOW)
    assert published is not None
    assert (published.start, published.end) == (at(2025, 11, 26, 15), at(2025, 11, 27, 15))


def test_one_written_day_is_another_day_in_another_capital() -> None:
    tokyo, new_york = (read_date("2025-11-24", zone, NOW) for zone in (TOKYO, NEW_YORK))
    assert tokyo is not None
    assert new_york is not None
    assert new_york.start - tokyo.start == at(2025, 11, 24, 5) - at(2025, 11, 23, 15)


def test_a_day_without_a_year_is_the_last_one_that_has_come() -> None:
    published = read_date("12月30日", TOKYO, datetime(2026, 1, 2, tzinfo=UTC))
    assert published is not None
    assert published.start == at(2025, 12, 29, 15)


@pytest.mark.parametrize(("written", "now"), [("12月4日", NOW), ("1月1日", at(2025, 12, 31, 3))])
def test_a_day_without_a_year_may_be_tomorrow_and_counts_as_now(written: str, now: datetime) -> None:
    published = read_date(written, TOKYO, now)
    assert published is not None
    assert published.start == now


def test_a_year_of_an_era_begins_with_the_first() -> None:
    assert [number(written) for written in ("元", "七", "十", "二十四", "三十一", "二〇二五", "廿四", "百十四")] == [
        1,
        7,
        10,
        24,
        31,
        2025,
        24,
        114,
    ]
    published = read_date("令和元年5月1日", TOKYO, NOW)
    assert published is not None
    assert published.start == at(2019, 4, 30, 15)


def test_a_date_ahead_of_now_is_not_believed() -> None:
    published = read_date("2099-01-01T00:00:00Z", TOKYO, NOW)
    assert published is not None
    assert (published.start, published.end) == (NOW, NOW)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "yesterday",
        "2025-13-40",
        "2025年2月30日",
        "room 12:30",
        "31 February 2025",
        "ISBN 978-4",
        "3/4 of them agreed in 1999 to 25",
    ],
)
def test_what_is_no_date_is_none_or_at_least_a_real_day(written: str) -> None:
    published = read_date(written, TOKYO, NOW)
    assert published is None or published.end <= NOW


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://www.fmprc.gov.cn/zyxw/202511/t20251124_11759999.shtml", 24),
        ("https://www.kantei.go.jp/jp/tyoukanpress/202511/27_p.html", 27),
        ("https://www.un.emb-japan.go.jp/itpr_en/pressreleases_112425.html", 24),
        ("https://example.com/2025/11/24/headline", 24),
        ("http://www.news.cn/politics/20251124/abcdef/c.html", 24),
        ("https://example.com/2025-11/24/content.html", 24),
        ("https://www.mod.go.jp/js/pdf/2025/p20251124_01.pdf", 24),
    ],
)
def test_addresses_bear_days(url: str, day: int) -> None:
    published = date_in_address(url, BEIJING, NOW)
    assert published is not None
    assert published.start == at(2025, 11, day - 1, 16)


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/",
        "https://example.com/20259999/x",
        "https://example.com/id/1234567890",
        "https://example.com/2031/01/01/x",
        "http://[",
    ],
)
def test_addresses_without_a_day(url: str) -> None:
    assert date_in_address(url, BEIJING, NOW) is None


def test_only_the_numerals_of_dates_become_digits() -> None:
    assert in_digits("一个中国原则，二〇二五年十一月二十四日") == "一个中国原则，2025年11月24日"


@given(st.text(max_size=80))
def test_nothing_makes_it_raise(written: str) -> None:
    published = read_date(written, TOKYO, NOW)
    assert published is None or published.start <= published.end


@given(st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2025, 12, 1)), st.sampled_from([TOKYO, BEIJING, NEW_YORK]))  # noqa: DTZ001 - zones are attached below
def test_what_iso_writes_is_what_we_read(moment: datetime, zone: ZoneInfo) -> None:
    instant = moment.replace(microsecond=0, tzinfo=zone)
    published = read_date(instant.isoformat(), UTC, NOW)
    assert published is not None
    assert published.start == instant
