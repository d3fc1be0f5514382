"""Is a source found whose address moves? And how long does a feed itself say that it lasts?"""

import pytest

from bot.errors import Challenged, ReadFailed
from bot.model.reply import Reply
from bot.model.source import Via
from bot.sources.ttl import ttl
from bot.sources.via import found_via
from tests.store.make import a_source

KANTEI = a_source(url="https://www.kantei.go.jp/jp/{}/statement/", via=Via("https://www.kantei.go.jp/", r"/jp/(\d{3})/"))


def page(text: str) -> Reply:
    return Reply("https://www.kantei.go.jp/", text.encode())


def test_of_several_the_greatest_as_people_count_is_meant() -> None:
    assert found_via(KANTEI, page('<a href="/jp/104/"><a href="/jp/105/actions/">')) == "https://www.kantei.go.jp/jp/105/statement/"
    files = a_source(url="https://x.example/{}", via=Via("https://x.example/", r'"(data_R\d+_\d+\.pdf)"'))
    assert found_via(files, page('"data_R7_12.pdf" "data_R8_9.pdf" "data_R8_10.pdf"')) == "https://x.example/data_R8_10.pdf"


def test_a_page_that_no_longer_tells_is_a_failure_and_a_bot_check_is_one_of_its_own() -> None:
    with pytest.raises(ReadFailed, match="no longer names its address"):
        found_via(KANTEI, page("<p>moved"))
    with pytest.raises(Challenged):
        found_via(KANTEI, page("<title>Just a moment...</title>"))


@pytest.mark.parametrize(
    ("body", "seconds"),
    [
        (b"<rss><channel><ttl>15</ttl>", 900),
        (b"<rss><channel><TTL> 60 </TTL>", 3600),
        (b"<rss>", 0),
        (b"<ttl>soon</ttl>", 0),
        (b"", 0),
    ],
)
def test_a_feeds_own_ttl_counts_minutes(body: bytes, seconds: float) -> None:
    assert ttl(body) == seconds
