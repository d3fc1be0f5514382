"""One document has one address; two documents never share one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.urls import absolute, canonical, shown_host


@pytest.mark.parametrize(
    "url",
    [
        "http://www.example.com/a/b",
        "https://example.com/a/b/",
        "https://EXAMPLE.com:443/a/b#top",
        "https://m.example.com/a/b?utm_source=x&utm_medium=y&fbclid=z",
        "https://example.com/a/b/amp",
        "https://example.com/a/b/amp/?outputType=amp",
        "https://www-example-com.cdn.ampproject.org/c/s/example.com/a/b",
        "https://www.google.com/amp/s/example.com/a/b",
        "https://example.com/a/b;jsessionid=12AB?share_from=x",
        "https://example.com/a/b/index.html",
        " https://example.com/a/b ",
    ],
)
def test_the_ways_to_one_document_are_one(url: str) -> None:
    assert canonical(url) == "https://example.com/a/b"


def test_what_selects_the_document_stays() -> None:
    addresses = [
        "https://example.com/a?id=1",
        "https://example.com/a?id=2",
        "https://example.com/A",
        "https://example.com:8443/a",
        "https://news.example.com/a",
    ]
    assert len(set(map(canonical, addresses))) == len(addresses)
    assert canonical("https://example.com/a?b=2&a=1") == canonical("https://example.com/a?a=1&b=2")


def test_loopback_ports_and_ipv6_survive() -> None:
    assert canonical("http://127.0.0.1:8081/x?y=1") == "https://127.0.0.1:8081/x?y=1"
    assert canonical("http://[::1]:80/x") == "https://[::1]/x"


@pytest.mark.parametrize("url", ["", "mailto:a@b.c", "javascript:alert(1)", "http://[", "http://a:99999/", "tag:x,2025:1"])
def test_what_is_no_address_still_equals_itself(url: str) -> None:
    assert canonical(url) == url


@given(
    st.from_regex(
        r"https?://[a-z]{1,5}\.(example|amp\.test|m\.test)(/[a-zA-Z%./_;~é-]{0,12}){0,3}(\?[a-z=&%+é]{0,12})?(#x)?", fullmatch=True
    )
)
def test_canonical_is_idempotent(url: str) -> None:
    assert canonical(canonical(url)) == canonical(url)


@given(st.text(max_size=60))
def test_nothing_makes_them_raise(text: str) -> None:
    assert isinstance(canonical(text) + absolute("https://example.com/a/", text) + shown_host(text), str)


@pytest.mark.parametrize(
    ("link", "found"),
    [
        ("./202511/t1.shtml", "https://example.com/list/202511/t1.shtml"),
        ("/a b", "https://example.com/a%20b"),
        ("//other.example/x", "https://other.example/x"),
        (" \n/x\n", "https://example.com/x"),
        ("javascript:void(0)", ""),
        ("mailto:x@example.com", ""),
        ("http://[bad", ""),
        ("/" + "x" * 3000, ""),
    ],
)
def test_links_become_absolute_or_nothing(link: str, found: str) -> None:
    assert absolute("https://example.com/list/index.html", link) == found


def test_the_host_is_what_readers_see() -> None:
    assert shown_host("https://www.fmprc.gov.cn/x") == "fmprc.gov.cn"
    assert shown_host("https://xn--fiqs8s.example/") == "xn--fiqs8s.example"
