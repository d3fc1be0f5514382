"""Markup becomes what a reader would read."""

from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from bot.text.html import line, main_text, plain, tidy


def test_blocks_are_lines_and_inlines_run_on() -> None:
    assert (
        plain("<p>one <b>two</b>\n three</p><ul><li>four<li>five</ul><script>six()</script><br>seven<!-- eight -->")
        == "one two three\nfour\nfive\nseven"
    )


def test_entities_and_spaces_become_characters() -> None:
    assert plain("A&nbsp;&amp;&#x20;B &lt;c&gt;") == "A & B <c>"
    assert plain("　　第一段。\r\n\r\n　　第二段。") == "第一段。\n第二段。"


def test_angle_brackets_of_a_headline_are_not_markup() -> None:
    assert line("Leaders <talk> & agree; 3 < 4") == "Leaders <talk> & agree; 3 < 4"


def test_what_cannot_be_seen_is_gone() -> None:
    assert tidy("ab\u202ecd\u200b\x00\x1b[31m\ud800e") == "abcd[31me"


def test_deep_nesting_is_no_recursion() -> None:
    assert plain("<div>" * 20_000 + "deep <b>down</b>" + "</div>" * 20_000).startswith("deep")


def test_the_article_is_where_the_paragraphs_are() -> None:
    page = (
        "<nav><p>Home</p></nav><div id=x><p>"
        + "</p><p>".join(["A sentence of the article."] * 9)
        + "</p></div><footer><p>Imprint</p></footer>"
    )
    assert main_text(LexborHTMLParser(page)).splitlines() == ["A sentence of the article."] * 9
    assert main_text(LexborHTMLParser("<div>nothing here</div>")) == ""


@given(st.text(max_size=200))
def test_plain_text_comes_through_tidy_and_stays_so(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)
    assert "<script>" not in plain(f"{text}<script>x</script>")
