"""How could a page be read? What is proposed must read it."""

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import yaml

from bot.errors import ReadFailed
from bot.model.reply import NotModified, Reply, Request
from bot.proposing import as_yaml, feeds_of, propose
from bot.watchlist.schema import SourcesFile
from tests.cli.conftest import Readout, readout

__all__ = ["readout"]

NOW = datetime(2025, 12, 3, 3, tzinfo=UTC)
HOME = "https://www.mofa.example.go.jp/press/"
FEED = """<rss version="2.0"><channel><title>T</title>{}</channel></rss>"""
ITEM = "<item><title>{title}</title><link>https://x.example/{n}</link><pubDate>Tue, 0{n} Dec 2025 10:00:00 +0900</pubDate></item>"
NEWS = FEED.format("".join(ITEM.format(title=f"報道発表その{n}", n=n) for n in range(1, 4)))


class Web:
    """A Fetcher over a table of pages."""

    def __init__(self, pages: dict[str, str | bytes]) -> None:
        self.pages = pages
        self.asked: list[str] = []

    async def fetch(self, request: Request) -> Reply | NotModified:
        self.asked.append(request.url)
        if request.url not in self.pages:
            raise ReadFailed("x", "HTTP 404")
        body = self.pages[request.url]
        return Reply(request.url, body.encode() if isinstance(body, str) else body)

    async def close(self) -> None:
        """Nothing to close."""


MENU = "<nav><ul class='menu'>" + "".join(f"<li><a href='/m{n}'>メニュー項目{n}</a></li>" for n in range(9)) + "</ul></nav>"
LISTS = {
    "an unordered list": "<ul class='news-list'>{}</ul>|<li class='item item-{n}'><span class='date'>2025年12月{n}日</span><a href='./r{n}.html'>中国側への申入れに関する報道発表その{n}</a></li>",
    "a table": "<table id='t1'>{}</table>|<tr><td>12/0{n}</td><td><a href='/r{n}.html'>中国側への申入れに関する報道発表その{n}</a></td></tr>",
    "definition lists": "<dl class='press'>{}</dl>|<dd>令和7年12月{n}日 <a href='r{n}.html'>中国側への申入れに関する報道発表その{n}</a></dd>",
    "divs in divs": "<div class='wrap'><div class='list'>{}</div></div>|<div class='card'><div class='head'><a href='/r{n}.html'><h3>中国側への申入れに関する報道発表その{n}</h3></a></div><time>2025-12-0{n}</time></div>",
}


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("encoding", ["utf-8", "shift_jis"])
async def test_the_rows_of_a_page_are_found_whatever_they_are_made_of(name: str, encoding: str) -> None:
    outer, row = LISTS[name].split("|")
    rows = "".join(row.format(n=n) for n in range(1, 7))
    page = f"<html><head><meta charset='{encoding}'></head><body>{MENU}<main>{outer.format(rows)}</main><footer><a href='/about'>このサイトについて</a></footer></body></html>"
    best, *_ = await propose(HOME, Web({HOME: page.encode(encoding)}), NOW, taken=set())
    assert (best.source.kind, len(best.items), best.dated) == ("list_page", 6, 6)
    assert best.items[0].title == "中国側への申入れに関する報道発表その1"
    assert (best.source.side, best.source.zone, best.source.languages, best.source.role) == (
        "JP",
        "Asia/Tokyo",
        ("ja",),
        "official",
    )
    entry = as_yaml(best, [])
    (checked,) = SourcesFile.model_validate(yaml.safe_load(entry)).sources
    assert checked.selectors.row == best.source.selectors.row
    assert "# It reads 6 items now, 6 of them dated:\n  #   2025-1" in entry


async def test_a_feed_that_a_page_names_is_better_than_its_rows() -> None:
    page = f"<html><head><link rel='alternate' type='application/rss+xml' href='/news.xml'></head><body>{MENU}<a href='broken.rss'>RSS</a></body></html>"
    web = Web({HOME: page, "https://www.mofa.example.go.jp/news.xml": NEWS})
    best, *_ = await propose(HOME, web, NOW, taken={"mofa_example_go_jp"})
    assert (best.source.kind, best.source.url, len(best.items)) == ("feed", "https://www.mofa.example.go.jp/news.xml", 3)
    assert best.source.id == "mofa_example_go_jp_2"
    assert web.asked[-1] == f"{HOME}broken.rss"


async def test_an_address_may_be_a_feed_a_sitemap_or_json_itself() -> None:
    document = '{"data": {"list": [{"id": 1, "title": "First headline", "url": "/1", "publishTime": "2025-12-01 10:00"}, {"id": 2, "title": "Second headline", "url": "/2", "publishTime": "2025-12-02 10:00"}]}}'
    sitemap = (
        '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">'
        "<url><loc>https://x.example/1</loc><n:news><n:publication_date>2025-12-01</n:publication_date><n:title>A headline</n:title></n:news></url></urlset>"
    )
    for body, kind, count in ((NEWS, "feed", 3), (document, "json", 2), (sitemap, "sitemap", 1)):
        best, *_ = await propose("https://x.example/data", Web({"https://x.example/data": body}), NOW, taken=set())
        assert (best.source.kind, len(best.items), best.dated) == (kind, count, count)
    assert "row: $['data']['list'][*]" in as_yaml(
        (await propose("https://x.example/", Web({"https://x.example/": document}), NOW, taken=set()))[0], []
    )


@pytest.mark.parametrize("body", ["", "<html><body><p>Nothing here.</p></body></html>", "plain words", "{}", "%PDF-1.7"])
async def test_what_cannot_be_read_is_refused(body: str) -> None:
    with pytest.raises(ReadFailed, match="looks like a feed or a list"):
        await propose(HOME, Web({HOME: body}), NOW, taken=set())


def test_feeds_are_found_in_the_head_and_among_the_links() -> None:
    page = (
        "<link rel='alternate' type='application/atom+xml' href='a.atom'><link rel='alternate' hreflang='en' href='/en/'>"
        "<a href='/feed/'>feed</a><a href='/feedback'>write to us</a><a href='index.xml'>xml</a>"
    )
    assert feeds_of(page, "https://x.example/") == [
        "https://x.example/a.atom",
        "https://x.example/feed/",
        "https://x.example/index.xml",
    ]


@pytest.fixture
def served() -> Iterator[str]:
    """A page of a ministry on loopback."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            rows = "".join(
                f"<li>2025年12月{n}日 <a href='r{n}.html'>中国側への申入れに関する報道発表その{n}</a></li>" for n in range(1, 7)
            )
            body = f"<html><body><ul class='news'>{rows}</ul></body></html>".encode() if self.path == "/list/" else b""
            self.send_response(200 if body else 404)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_the_command_writes_an_entry_for_review(readout: Readout, served: str) -> None:
    done = readout("new", "source", f"{served}/list/", "--allow-private", READOUT_WATCHLISTS="watchlists")
    assert done.returncode == 0, done.stderr
    (entry,) = SourcesFile.model_validate(yaml.safe_load(done.stdout)).sources
    assert (entry.kind, entry.selectors.row, entry.allow_private) == ("list_page", "ul.news li", True)
    found = json.loads(
        readout("new", "source", f"{served}/list/", "--allow-private", "--json", READOUT_WATCHLISTS="watchlists").stdout
    )
    assert (found["ways"][0]["items"], len(found["titles"])) == (6, 5)
    refused = readout("new", "source", f"{served}/list/", READOUT_WATCHLISTS="watchlists")
    assert (refused.returncode, "allow_private" in refused.stderr) == (1, True)
    missing = readout("new", "source", f"{served}/nowhere", "--allow-private", "--json", READOUT_WATCHLISTS="watchlists")
    assert (missing.returncode, json.loads(missing.stdout)["state"]) == (1, "gone")
