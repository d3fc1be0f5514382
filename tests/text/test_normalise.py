"""Items compare equal when their publications are the same, and only then."""

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.model.item import RawItem
from bot.model.source import Source
from bot.text.normalise import TEXT_MAX, TITLE_MAX, normalise

NOW = datetime(2025, 11, 28, tzinfo=UTC)
SOURCE = Source("kantei", "Kantei", "JP", "official", "list_page", "https://k.example/", "Asia/Tokyo", ("ja",), "kantei", "Kantei")
RAW = RawItem("", "https://k.example/202511/27_p.html?utm_source=x", "午後 冒頭発言なし")


def test_an_item_keeps_what_readers_open_and_compares_what_is_canonical() -> None:
    item = normalise(RAW, SOURCE, NOW)
    assert (item.link, item.url) == (RAW.link, "https://k.example/202511/27_p.html")
    assert item.published is not None
    assert item.published.start == datetime(2025, 11, 26, 15, tzinfo=UTC)
    assert (item.lang, item.first_seen) == ("ja", NOW)


def test_identity_is_the_feeds_own_id_unless_it_cannot_be_trusted() -> None:
    one, other = replace(RAW, guid="a"), replace(RAW, guid="b")
    assert normalise(one, SOURCE, NOW).key != normalise(other, SOURCE, NOW).key
    by_link = replace(SOURCE, distrust=frozenset({"guid"}))
    assert normalise(one, by_link, NOW).key == normalise(other, by_link, NOW).key
    assert normalise(one, SOURCE, NOW).key != normalise(one, replace(SOURCE, id="other"), NOW).key


def test_a_daily_template_is_another_text_every_day() -> None:
    yesterday = replace(RAW, link="https://k.example/202511/26_p.html")
    assert normalise(RAW, SOURCE, NOW).digest != normalise(yesterday, SOURCE, NOW).digest


def test_the_same_words_have_one_digest_whatever_their_script_and_spacing() -> None:
    text = "国务院台办发言人表示，" * 12
    one, other = (
        replace(RAW, title="Ａ　報道", text=text),
        replace(RAW, title="A 报道", text=text.replace("，", "， "), link="https://x.example/1"),
    )
    assert normalise(one, SOURCE, NOW).digest != ""
    assert normalise(one, SOURCE, NOW).digest == normalise(replace(other, text=text), SOURCE, NOW).digest


def test_a_post_without_a_headline_is_known_by_its_first_sentence() -> None:
    post = RawItem(
        "1", "https://t.example/1", "Post from November 24, 2025", "The talk went well. We agreed on soybeans.\nMore soon."
    )
    assert normalise(post, SOURCE, NOW).title == "The talk went well."
    assert len(normalise(replace(post, text="x" * 500), SOURCE, NOW).title) == 160
    assert normalise(RawItem("", "https://t.example/2", "", ""), SOURCE, NOW).title == ""


def test_a_text_that_only_repeats_the_headline_is_none() -> None:
    assert normalise(replace(RAW, title="H", text="H"), SOURCE, NOW).text == ""
    assert normalise(replace(RAW, title="H", text="H\nBody"), SOURCE, NOW).text == "Body"


def test_huge_fields_are_cut() -> None:
    item = normalise(replace(RAW, title="題" * 10_000, text="本" * 200_000), SOURCE, NOW)
    assert (len(item.title), len(item.text)) == (TITLE_MAX, TEXT_MAX)


def test_nothing_unseen_reaches_the_store() -> None:
    item = normalise(replace(RAW, title="a\x00b\u202e", text="c\x00\ud800"), SOURCE, NOW)
    assert (item.title, item.text) == ("ab", "c")


@given(st.text(max_size=60), st.text(max_size=200), st.text(max_size=30))
def test_normalising_twice_changes_nothing(title: str, text: str, date: str) -> None:
    once = normalise(RawItem("g", RAW.link, title, text, date), SOURCE, NOW)
    twice = normalise(RawItem("g", once.link, once.title, once.text, date), SOURCE, NOW)
    assert (twice.title, twice.text, twice.digest, twice.url) == (once.title, once.text, once.digest, once.url)
