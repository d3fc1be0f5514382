"""Bytes become the characters their authors typed, whatever the labels say."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.decode import codec, decode

CHINESE = "外交部发言人就通话答记者问，镕"
JAPANESE = "官房長官記者会見　冒頭発言なし①"


def html(text: str, charset: str) -> str:
    return f'<html><head><meta charset="{charset}"><title>{text}</title></head><body>{text * 40}</body></html>'


def test_a_byte_order_mark_beats_every_label() -> None:
    assert decode(codecs.BOM_UTF8 + CHINESE.encode(), "text/html; charset=gb2312", "shift_jis") == CHINESE
    assert decode(codecs.BOM_UTF16_LE + CHINESE.encode("utf-16-le"), "text/xml; charset=utf-8") == CHINESE


def test_the_operator_beats_the_header_and_the_header_beats_the_declaration() -> None:
    assert CHINESE in decode(html(CHINESE, "utf-8").encode("gb18030"), "text/html; charset=gbk")
    assert CHINESE in decode(html(CHINESE, "big5").encode(), "text/html; charset=big5", "utf-8")


@pytest.mark.parametrize("label", ["gb2312", "GBK", "gb18030", "GB_2312-80"])
def test_every_chinese_national_label_means_gb18030(label: str) -> None:
    """镕 is not in GB 2312, and pages that say they are GB 2312 are full of it."""
    assert decode(html(CHINESE, label).encode("gb18030")) == html(CHINESE, label)


@pytest.mark.parametrize(
    ("text", "encoding", "label"),
    [
        (JAPANESE, "cp932", "Shift_JIS"),
        (JAPANESE.replace("①", ""), "euc_jp", "EUC-JP"),
        ("釣魚臺列嶼", "big5", "Big5"),
        ("여객선", "cp949", "ks_c_5601-1987"),
    ],
)
def test_declared_east_asian_encodings(text: str, encoding: str, label: str) -> None:
    assert text in decode(f'<?xml version="1.0" encoding="{label}"?><t>{text}</t>'.encode(encoding))


def test_a_wrong_declaration_is_seen_through() -> None:
    assert CHINESE in decode(html(CHINESE, "utf-8").encode("gb18030"))
    assert JAPANESE in decode(html(JAPANESE, "shift_jis").encode(), "text/html")
    assert CHINESE in decode(html(CHINESE, "x-unknown").encode(), "text/html; charset=no-such-thing")


def test_a_server_that_adds_latin_1_by_default_is_not_believed_about_utf_8() -> None:
    assert decode("Zuihō — 瑞寶丸".encode(), "text/html; charset=ISO-8859-1") == "Zuihō — 瑞寶丸"
    assert decode("caf\xe9 \x93quoted\x94".encode("latin-1"), "text/html; charset=ISO-8859-1") == "café “quoted”"


def test_one_broken_byte_does_not_lose_the_page() -> None:
    start, end = html(CHINESE, "utf-8").encode().split(b"<body>")
    assert decode(start + b"<body>\xff" + end) == html(CHINESE, "utf-8").replace("<body>", "<body>\ufffd")


def test_codecs_that_are_no_character_sets_are_no_labels() -> None:
    assert [codec(label) for label in ("hex", "rot13", "", "\x00", "UTF8")] == ["", "", "", "", "utf-8"]


@given(st.binary(max_size=400), st.text(max_size=40), st.sampled_from(["", "utf-8", "nonsense"]))
def test_nothing_makes_it_raise(body: bytes, content_type: str, forced: str) -> None:
    assert isinstance(decode(body, content_type, forced), str)
