"""What shall a source be called, whose voice is it, and what is its id? What a first entry says before anybody has checked it."""

import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import urlsplit

from bot.model.source import Kind, Role, Source
from bot.proposing.entry import Draft
from bot.proposing.sides import is_official, side_named, side_of
from bot.text.fold import is_cjk
from bot.text.html import line
from bot.text.language import language_of
from bot.text.urls import canonical, shown_host

_ID_MAX = 48
_NAME_MAX = 120
_VAGUE = frozenset(
    {"all", "articles", "atom", "blog", "feed", "feeds", "headlines", "home", "home_page", "index", "latest", "latest_news",
     "main", "news", "rss", "rss_feed", "stories", "top", "top_news", "top_stories", "world"}
)  # fmt: skip
"""Titles that are everybody's."""
_EMPTY = frozenset({"rss", "rss2", "feed", "feeds", "atom", "xml", "index", "html", "default"})
_NO_NAME = frozenset({"www", "www2", "www3", "rss", "feed", "feeds", "m", "api", "en", "news"})
_SECOND = frozenset({"ac", "co", "com", "edu", "gov", "go", "net", "ne", "or", "org", "gob", "gouv"})
_LATIN = frozenset(
    {"en", "de", "fr", "es", "pt", "it", "nl", "sv", "nb", "da", "fi", "is", "et", "lv", "lt", "pl", "cs", "sk", "hu", "ro", "hr",
     "sl", "tr", "id", "vi"}
)  # fmt: skip
_ZONES = {"zh-Hans": "Asia/Shanghai", "zh-Hant": "Asia/Taipei", "ja": "Asia/Tokyo", "ko": "Asia/Seoul"}
"""Languages of one zone, near enough."""
_TAGS = {
    "zh": "zh-Hans", "zh-cn": "zh-Hans", "zh-sg": "zh-Hans", "zh-hans": "zh-Hans", "zh-hant": "zh-Hant",
    "zh-tw": "zh-Hant", "zh-hk": "zh-Hant", "zh-mo": "zh-Hant", "jp": "ja", "no": "nb",
}  # fmt: skip


class Naming:
    """Ids that nobody has, and what the watchlist's own entries say of a host."""

    def __init__(self, known: Iterable[Source]) -> None:
        self._taken: set[str] = set()
        self._read: dict[str, Source] = {}
        self._by_host: dict[str, list[Source]] = {}
        for source in known:
            self._taken.add(source.id)
            self._read.setdefault(canonical(source.url), source)
            self._by_host.setdefault(shown_host(source.url), []).append(source)
        self._next: dict[str, int] = {}

    def reads(self, url: str) -> Source | None:
        """The source that the watchlist has at an address already."""
        return self._read.get(canonical(url))

    def draft(self, kind: Kind, url: str, title: str, *, language: str = "", text: str = "", official: bool = True) -> Draft:
        """A first entry. ``language`` is what the publisher declares, ``text`` some of what it writes, in place of the title.

        Without ``official`` everybody is media.
        """
        host = shown_host(url)
        name = line(title)[:_NAME_MAX].strip() or host or "unnamed"
        side, why = side_of(url), {"outlet": "guessed: check"}
        zone, outlet = side.zone, host if _slug(name) in _VAGUE else name
        role: Role = "official" if official and is_official(url) else "media"
        near = self._neighbour(host)
        if near:
            why["outlet"] = f"as {near.id}"
            role = near.role if official else role
            side = side_named(near.side, f"as {near.id}, of the same host")
            zone, outlet = near.zone, near.outlet
        why["side"] = f"guessed {side.why}: check" if near or side.sure else f"{side.why}: check"
        why["role"] = "check: a government's host?" if not official and is_official(url) else "guessed: check"
        tag, why["languages"] = _language(language, text or name, near.languages[0] if near else side.language)
        why["zone"] = "guessed from the side: check"
        if side.code == "INT" and not near:
            zone = _ZONES.get(tag, "UTC")
            why["zone"] = "guessed from the language: check" if tag in _ZONES else "unknown: check"
        identity = self._id(name, url)
        source = Source(
            id=identity, name=name, side=side.code, role=role, kind=kind, url=url, zone=zone, languages=(tag,),
            origin=near.origin if near else identity, outlet=outlet,
            state_media=bool(near and near.state_media),
        )  # fmt: skip
        return Draft(source, why)

    def _neighbour(self, host: str) -> Source | None:
        """An entry of the same host, where all of them are one outlet's: hosts that carry everybody say nothing."""
        found = self._by_host.get(host, [])
        return found[0] if len({(source.outlet, source.side) for source in found}) == 1 else None

    def _id(self, name: str, url: str) -> str:
        """From the title when it says enough in Latin letters, else from the host and the end of the address."""
        base = _slug(name)
        if len(re.findall("[a-z]", base)) < 4 or base in _VAGUE:
            last = _slug(urlsplit(url).path.rstrip("/").rpartition("/")[2].partition(".")[0])
            words = [*_slug(_bare(shown_host(url))).split("_"), *(base if base in _VAGUE else last).split("_")]
            base = "_".join(dict.fromkeys(word for word in words if re.search("[a-z]", word) and word not in _EMPTY)) or "source"
        base = base[:_ID_MAX].rstrip("_")
        candidate, number = base, self._next.get(base, 1)
        while candidate in self._taken:
            number += 1
            candidate = f"{base}_{number}"
        self._next[base] = number
        self._taken.add(candidate)
        return candidate


def _slug(text: str) -> str:
    ascii_only = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower().replace("'", "")
    return "_".join(re.findall("[a-z0-9]+", ascii_only))


def _bare(host: str) -> str:
    """The part of a host that is a name: mofa of www.mofa.go.jp."""
    labels = host.split(".")
    if len(labels) > 1 and not host.replace(".", "").isdecimal():
        labels = labels[:-1]
        if len(labels) > 1 and labels[-1] in _SECOND:
            labels = labels[:-1]
    return " ".join([label for label in labels if label not in _NO_NAME] or labels)


def language_tag(declared: str) -> str:
    """A declared language as the watchlist writes it; empty when nothing is declared."""
    tag = declared.strip().lower().replace("_", "-")
    if not re.fullmatch(r"[a-z]{2,3}(?:-[a-z0-9]{1,8})*", tag):
        return ""
    parts = tag.split("-")
    known = (_TAGS.get("-".join(parts[:length])) for length in (2, 1))
    return next(filter(None, known), parts[0])


def _language(declared: str, text: str, usual: str) -> tuple[str, str]:
    """A language, and where it comes from."""
    tag = language_tag(declared)
    latin = any("a" <= character <= "z" for character in text.lower())
    found = language_of(text, (tag or (usual if usual in _LATIN or not latin else "en"),)) if text else tag or usual
    if tag and found == tag:
        return tag, f"declared as {line(declared)}"
    east_asian = any(is_cjk(character) for character in text)
    return found, "guessed from its words: check" if tag or east_asian else "guessed from the side and the title: check"
