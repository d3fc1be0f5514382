"""What is one published thing? (steps 3, 4 and 5)"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.model.record import Record

Met = Literal["key", "address", "words"]
"""By what an item that comes back is recognised: its key or another one we met before, its canonical URL, its very words."""


@dataclass(frozen=True, slots=True)
class RawItem(Record):
    """One thing as its source published it: text decoded and free of markup, nothing else changed."""

    guid: str
    link: str
    """Absolute, as written; may be empty."""
    title: str
    text: str = ""
    date: str = ""
    """The date as written, in the source's own calendar."""
    byline: str = ""


@dataclass(frozen=True, slots=True)
class Published(Record):
    """When it was published, as precisely as the source said: an instant, or a whole local day [start, end)."""

    start: datetime
    end: datetime

    @property
    def exact(self) -> bool:
        """Whether the source named an instant rather than a day."""
        return self.start == self.end


@dataclass(frozen=True, slots=True)
class Item(Record):
    """One published thing, normalised. ``key`` is its identity within its source for good."""

    key: str
    """Digest of (source, guid) or, where ids cannot be trusted, of (source, canonical URL), or else of its words."""
    source: str
    url: str
    """Canonical: what two addresses of one document share. Empty where addresses do not tell documents apart."""
    link: str
    """What a reader opens."""
    title: str
    text: str
    lang: str
    published: Published | None
    first_seen: datetime
    digest: str
    """Digest of the folded title and text: equal digests are the same words."""
    byline: str = ""

    @property
    def body(self) -> str:
        """Title and text as one string; the spans of matches and cues count code points in it."""
        return f"{self.title}\n{self.text}" if self.text else self.title


@dataclass(frozen=True, slots=True)
class Known:
    """What the store remembers of an item: enough to tell new from seen from changed."""

    key: str
    source: str
    url: str
    title: str
    text: str
    digest: str
    story: str
    revisions: int = 0
    met: Met = "key"
    former: tuple[str, ...] = ()
    """Digests of its former words."""
    former_titles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Revision:
    """A later text of an item we know: same identity, different words."""

    item: Item
    before: Known

    @property
    def title_changed(self) -> bool:
        """Whether the headline itself is another one."""
        return self.item.title != self.before.title

    @property
    def returned(self) -> bool:
        """Whether the headline is one that it had before: going back and forth is no news."""
        return self.title_changed and self.item.title in self.before.former_titles
