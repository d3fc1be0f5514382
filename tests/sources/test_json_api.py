"""JSON documents, as broadcasters and agencies serve them to their own pages."""

import json
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.errors import Challenged, ReadFailed
from bot.model.item import RawItem
from bot.sources import json_api
from bot.text.dates import read_date
from tests.sources.make import reply, source

NOW = datetime(2025, 12, 3, tzinfo=UTC)
PATHS = {
    "row": "$.data[*]",
    "id": "$.id",
    "link": "$.page_url",
    "title": "$.title",
    "summary": "$.description",
    "date": "$.updated_at",
}


def rows(document: Any, **paths: str) -> list[RawItem]:
    """The items of a document, given as an object or as written."""
    body = document if isinstance(document, str) else json.dumps(document)
    return list(json_api.read(source("json", **(paths or PATHS)), reply(body)))


def test_a_broadcasters_list_has_ids_relative_links_and_milliseconds() -> None:
    row = {"id": "20251124_20", "page_url": "/nhkworld/en/news/20251124_20/", "title": "Xi &amp; Trump <b>talk</b>", "description": "<p>By phone.</p>", "updated_at": "1763994600000"}  # fmt: skip
    assert rows({"data": [row]}) == [
        RawItem(
            "20251124_20", "https://ministry.example/nhkworld/en/news/20251124_20/", "Xi & Trump talk", "By phone.", "1763994600000"
        )
    ]


def test_an_agencys_list_is_dated_in_its_own_zone() -> None:
    row = {
        "contentId": "2f1c",
        "title": "习近平同美国总统特朗普通电话",
        "publishUrl": "../politics/2f1c/c.html",
        "publishTime": "2025-11-24 22:30:05",
    }
    (item,) = rows(
        {"datasource": [row]}, row="$.datasource[*]", id="$.contentId", link="$.publishUrl", title="$.title", date="$.publishTime"
    )
    published = read_date(item.date, ZoneInfo("Asia/Shanghai"), NOW)
    assert (item.guid, item.link) == ("2f1c", "https://ministry.example/politics/2f1c/c.html")
    assert published is not None
    assert published.start == datetime(2025, 11, 24, 14, 30, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    "written", [1763994600, "1763994600", 1763994600000, 1763994600.25, "2025-11-24T14:30:00Z", "2025-11-24T23:30:00+09:00"]
)
def test_dates_may_be_numbers(written: object) -> None:
    (item,) = rows({"data": [{"title": "x", "updated_at": written}]})
    published = read_date(item.date, UTC, NOW)
    assert published is not None
    assert published.start == datetime(2025, 11, 24, 14, 30, tzinfo=UTC)


def test_several_finds_make_one_title_and_the_first_makes_the_link() -> None:
    row = {"t": ["CORRECTED", "Japan denies"], "u": ["/1", "/2"], "d": "x"}
    (item,) = rows({"data": [row]}, row="$.data[*]", title="$.t[*]", link="$.u[*]")
    assert (item.title, item.link, item.date) == ("CORRECTED Japan denies", "https://ministry.example/1", "")


def test_only_wanted_addresses_are_rows() -> None:
    found = rows(
        [{"u": "/news/1", "t": "a"}, {"u": "/video/2", "t": "b"}, {"t": "c"}], row="$[*]", link="$.u", title="$.t", href="^/news/"
    )
    assert [item.title for item in found] == ["a"]


def test_wrong_types_say_nothing() -> None:
    strange = [
        None,
        1,
        "x",
        [],
        [{"title": "nested"}],
        {},
        {"title": None},
        {"title": True},
        {"title": {"rendered": "x"}},
        {"title": ["x"]},
    ]
    assert rows({"data": [*strange, {"title": "y", "page_url": 7, "updated_at": []}]}) == [
        RawItem("", "https://ministry.example/list/7", "y")
    ]
    assert rows('{"data": [{"title": NaN, "page_url": "javascript:x"}, {"title": "\\ud800", "description": "z"}]}') == [
        RawItem("", "", "", "z")
    ]


@pytest.mark.parametrize("document", [{}, [], None, 1, "[]", '"data"', {"data": []}, {"data": "x"}, {"error": {"code": 500}}])
def test_no_rows_are_no_items(document: Any) -> None:
    assert rows(document) == []


@pytest.mark.parametrize("body", ["{", "[" * 100_000, '{"a":' * 100_000, "1" * 5_000, "callback({})", "", "<html>", '"{"'])
def test_what_is_not_json_fails(body: str) -> None:
    with pytest.raises(ReadFailed):
        json_api.read(source("json", **PATHS), reply(body))


def test_a_document_too_deep_for_its_selector_fails() -> None:
    with pytest.raises(ReadFailed, match="selector"):
        rows('{"a":' * 300 + "1" + "}" * 300, row="$..data")


@pytest.mark.parametrize("body", ["<title>Just a moment...</title>", '{"url": "https://geo.captcha-delivery.com/captcha/?cid=1"}'])
def test_a_bot_check_instead_of_the_document_is_one(body: str) -> None:
    with pytest.raises(Challenged):
        rows(body)


def test_long_documents_and_long_fields_are_cut() -> None:
    found = rows({"data": [{"title": "長" * 100_000}] + [{"title": "x"}] * 600})
    assert (len(found), len(found[0].title)) == (500, 64_000)
