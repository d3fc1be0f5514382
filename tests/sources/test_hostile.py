"""Does a reply that was built to hurt end in items or in a classified failure, soon and within bounds?"""

import gzip
import resource
import time
from collections.abc import Callable

import pytest

from bot.errors import SourceError
from bot.model.reply import Reply
from bot.sources import KINDS
from bot.sources.opening import ITEMS_MAX
from tests.sources.make import source

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
FEEDS: dict[str, Callable[[], str]] = {
    "billion laughs": lambda: (
        f'<!DOCTYPE r [<!ENTITY l0 "ha">{LAUGHS}]><rss><channel><item><title>&l11;</title></item></channel></rss>'
    ),
    "quadratic": lambda: (
        f'<!DOCTYPE r [<!ENTITY a "{"x" * 50_000}">]><rss><channel><item><title>{"&a;" * 20_000}</title></item></channel></rss>'
    ),
    "external entity": lambda: (
        '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><item><title>&x;</title></item></channel></rss>'
    ),
    "100 000 items": lambda: (
        f"<rss><channel>{''.join(f'<item><title>t{n}</title></item>' for n in range(100_000))}</channel></rss>"
    ),
    "a title of 4.9 MB": lambda: f"<rss><channel><item><title>{'x' * 4_900_000}</title></item></channel></rss>",
    "100 000 levels": lambda: f"<rss><channel><item><title>{'<b>' * 100_000}</title></item></channel></rss>",
    "levels of JSON": lambda: '{"version": "https://jsonfeed.org/version/1.1", "items": ' + "[" * 100_000,
    "comments that never end": lambda: (
        f"<rss><channel><item><description>{'&lt;!--' * 100_000}</description></item></channel></rss>"
    ),
    "NULs": lambda: "<rss><channel><item><title>a\x00b</title></item></channel></rss>" + "\x00" * 100_000,
    "half characters and none": lambda: (
        "<rss><channel><item><title>&#xD800;&#xFFFF;&#x110000;&#99999999999999999999;</title></item></channel></rss>"
    ),
}


@pytest.mark.parametrize("kind", ["feed", "list_page", "page", "json", "sitemap"])
@pytest.mark.parametrize("body", FEEDS.values(), ids=FEEDS)
def test_it_ends_soon_within_bounds_and_in_a_word_for_it(kind: str, body: Callable[[], str]) -> None:
    reply = Reply("https://x.example/", body().encode("utf-8", "replace"))
    selectors = {"row": "$..item"} if kind == "json" else {"row": "item, li"} if kind == "list_page" else {}
    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    try:
        items = KINDS[kind].read(source(kind, **selectors), reply)  # type: ignore[arg-type]  # a kind's name
    except SourceError:
        items = []
    assert time.process_time() - started < 20  # two seconds at most on ours
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 400_000
    assert len(items) <= ITEMS_MAX
    assert all("root:" not in item.title for item in items)


def test_a_body_still_packed_is_named_as_such() -> None:
    with pytest.raises(SourceError):
        KINDS["list_page"].read(source("list_page", row="li"), Reply("https://x.example/", gzip.compress(b"<li>" * 1000)))
