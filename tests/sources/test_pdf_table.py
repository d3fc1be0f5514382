"""Daily counts in a PDF, however its table is drawn."""

import pickle
import random
from collections.abc import Sequence

import pytest

from bot.errors import Challenged, ReadFailed, SourceError
from bot.sources import KINDS, pdf_table
from tests.sources.make import pdf, reply, source

NAMED = "https://coastguard.example/senkaku/data_R7_11.pdf"
HEAD = "令和7年11月", "日", "接続水域", "領海侵入"
X = (60, 200, 340, 450)
RULES = (50, 180, 320, 430, 500)

Words = list[tuple[float, float, str]]


def table(*rows: Sequence[str], month: str = HEAD[0], heading: Sequence[str] = HEAD[1:]) -> Words:
    """One page: the month, the heading and a row per line; an empty cell is not drawn."""
    lines = [(month,), heading, *rows]
    return [(x, 60.0 + 20 * i, text) for i, line in enumerate(lines) for x, text in zip(X, line, strict=False) if text]


def counts(*pages: Words, url: str = NAMED, ruled: Sequence[float] = ()) -> list[str]:
    """The days read, oldest first: 2025-11-01 4/0."""
    items = pdf_table.read(source("pdf_table"), reply(pdf(*pages, ruled=ruled), url=url))
    said = [item.title.removeprefix("尖閣諸島周辺海域 ") for item in reversed(items)]
    return [line.replace(": 接続水域 ", " ").replace("隻、領海 ", "/").removesuffix("隻") for line in said]


@pytest.mark.parametrize("ruled", [(), RULES], ids=["words", "ruled"])
def test_each_day_is_an_item_newest_first(ruled: Sequence[float]) -> None:
    page = table(("1日", "4", "0"), ("2日", "１２", "－"), ("計", "16", "0"))
    newest, oldest = pdf_table.read(source("pdf_table"), reply(pdf(page, ruled=ruled), url=NAMED))
    assert (newest.guid, newest.link, newest.date, newest.text) == ("2025-11-02", NAMED, "2025-11-02", "")
    assert newest.title == "尖閣諸島周辺海域 2025-11-02: 接続水域 12隻、領海 0隻"
    assert oldest.title == "尖閣諸島周辺海域 2025-11-01: 接続水域 4隻、領海 0隻"


@pytest.mark.parametrize("day", ["14", "１４", "14日", "十四日", "11月14日", "11/14", "2025/11/14", "2025-11-14", "2025年11月14日", "令和7年11月14日", "R7.11.14", "14日(金)", "14日 （金）", "14 金"])  # fmt: skip
def test_a_day_may_be_written_in_many_ways(day: str) -> None:
    assert counts(table((day, "4", "2"))) == ["2025-11-14 4/2"]


@pytest.mark.parametrize(
    ("month", "url", "day"),
    [
        ("2025年11月", "https://x.example/a.pdf", "2025-11-14"),
        ("令和七年十一月分（令和7年12月1日現在）", "https://x.example/a.pdf", "2025-11-14"),
        ("令和7年12月1日現在 R7.11", "https://x.example/a.pdf", "2025-11-14"),
        ("", "https://x.example/data_R7_11.pdf", "2025-11-14"),
        ("", "https://x.example/data_R7_2025.11.pdf", "2025-11-14"),
        ("2025/1/30 令和7年11月", "https://x.example/a.pdf", "2025-11-14"),
        ("令和8年1月", "https://x.example/data_R7_11.pdf", "2026-01-14"),
    ],
)
def test_the_month_is_the_headings_else_the_file_names(month: str, url: str, day: str) -> None:
    assert counts(table(("14", "4", "2"), month=month), url=url) == [f"{day} 4/2"]


@pytest.mark.parametrize("ruled", [(), RULES], ids=["words", "ruled"])
def test_a_blank_cell_is_unknown_and_never_its_neighbours_number(ruled: Sequence[float]) -> None:
    rows = ("1", "4", "2"), ("2", "", "3"), ("3", "5", ""), ("4", "", ""), ("5", "6", "0")
    assert counts(table(*rows), ruled=ruled) == ["2025-11-01 4/2", "2025-11-05 6/0"]
    assert counts(table(*((*row, "9") for row in rows)), ruled=ruled) == ["2025-11-01 4/2", "2025-11-05 6/0"]


def test_the_headings_say_which_column_is_which() -> None:
    assert counts(table(("1", "0", "4"), heading=("日", "領海侵入", "接続水域"))) == ["2025-11-01 4/0"]
    assert counts(table(("1", "4", "0"), heading=("日", "甲", "乙"))) == ["2025-11-01 4/0"]
    assert counts(table(("1", "4", "0"), heading=("領海", "及び接続水域", "の状況"))) == ["2025-11-01 4/0"]


def test_days_that_do_not_exist_and_prose_are_no_rows() -> None:
    assert counts(
        table(("30日", "4", "0"), ("31日", "4", "0"), ("11月3日", "から", "4日"), ("合計", "4", "0"), ("3 / 4", "", ""))
    ) == ["2025-11-30 4/0"]


def test_later_pages_go_on_in_their_own_month_or_the_last_one() -> None:
    pages = table(("30", "1", "0")), table(("1", "2", "0"), month="令和7年12月"), table(("2", "3", "0"), month="")
    assert counts(*pages) == ["2025-11-30 1/0", "2025-12-01 2/0", "2025-12-02 3/0"]


def test_a_row_replaced_in_place_is_the_same_item_in_other_words() -> None:
    (before,), (after,) = (pdf_table.read(source("pdf_table"), reply(pdf(table(("14", n, "0"))), url=NAMED)) for n in "45")
    assert before.guid == after.guid
    assert before.title != after.title


def test_forty_pages_are_read_and_five_hundred_days_kept() -> None:
    months = [(2021 + i // 12, i % 12 + 1) for i in range(45)]
    pages = [table(*((str(day), "1", "0") for day in range(1, 29)), month=f"{year}年{month}月") for year, month in months]
    read = counts(*pages)
    assert (len(read), read[-1]) == (500, "2024-04-28 1/0")


@pytest.mark.parametrize(
    "body",
    [
        pdf(table(("1", "4", "0")), encrypted=True),
        pdf(table(("1", "4", "0")))[:700],
        pdf([]),
        pdf(),
        pdf(table(("計", "4", "0"))),
        pdf(table(("1", "4", "0"), month="")),
        b"%PDF-1.4",
        b"%PDF-1.7\n%%EOF",
        b"<html><h1>Not found</h1></html>",
        b"PK\x03\x04",
        b"",
    ],
    ids=["encrypted", "truncated", "empty page", "no page", "only a total", "no month", "start", "no body", "html", "zip", "empty"],
)
def test_what_holds_no_counts_fails(body: bytes) -> None:
    with pytest.raises(ReadFailed) as failed:
        pdf_table.read(source("pdf_table"), reply(body, url="https://x.example/a.pdf"))
    assert pickle.loads(pickle.dumps(failed.value)).problem == failed.value.problem


def test_a_bot_check_instead_of_the_file_is_one() -> None:
    with pytest.raises(Challenged):
        pdf_table.read(source("pdf_table"), reply("<title>Just a moment...</title>", url=NAMED))


def test_no_damage_makes_it_raise_anything_else() -> None:
    chance, whole = random.Random(7), pdf(table(("1", "4", "0"), ("2", "5", "1")), ruled=RULES)
    for _ in range(300):
        damaged = bytearray(whole)
        for _ in range(chance.randint(1, 20)):
            damaged[chance.randrange(8, len(damaged))] = chance.randrange(256)
        try:
            items = pdf_table.read(source("pdf_table"), reply(bytes(damaged), url=NAMED))
        except SourceError:
            continue
        assert all(item.guid.startswith("20") for item in items)


def test_the_reader_can_be_sent_to_another_process() -> None:
    read = KINDS["pdf_table"].read
    assert pickle.loads(pickle.dumps(read)) is read
