"""What ``reader`` does with the same feeds: ``with_reader.py add DATABASE URL…`` or ``with_reader.py update DATABASE``."""

import sys

import feedparser_sgmllib

sys.modules["sgmllib"] = (
    feedparser_sgmllib  # what reader's own copy of feedparser asks for went under this name with feedparser 6.0.14
)
from reader import make_reader  # noqa: E402 - after that


def main(what: str, database: str, *urls: str) -> None:
    """Add feeds, or update all of them with ten workers."""
    reader = make_reader(database)
    if what == "add":
        for url in urls:
            reader.add_feed(url)
    else:
        reader.update_feeds(workers=10, scheduled=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
