"""How does a proposed source appear in a file? As an entry of ``watchlists/sources/``, with a comment on each guess."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import timedelta

from bot.model.source import Selectors, Source
from bot.text.html import line

SCHEMA = "# yaml-language-server: $schema=../schema/sources.schema.json"
_COMMENT_MAX = 400
_PLAIN = re.compile(r"(?!.*(?::\s|\s#|:$))[^\W_][^\n]*", re.DOTALL)
"""What needs no quotes outside of brackets: it begins with a letter or digit and holds nothing that ends it."""
_WORDS = re.compile(r"(?:true|false|null|yes|no|on|off|y|n|nan|inf)", re.IGNORECASE)
_NUMBER = re.compile(r"[\d.,:_+-]*(?:e[+-]?\d+)?|0[xob][\da-f_]+|\d{4}-\d\d?-\d\d?.*", re.IGNORECASE)
"""What some reader of YAML takes for a number, a time or a date."""
_UNITS = (("d", 86400), ("h", 3600), ("m", 60))


@dataclass(frozen=True, slots=True)
class Draft:
    """A source proposed for review."""

    source: Source
    why: Mapping[str, str] = field(default_factory=dict)
    """Key to what a reviewer should know of its value."""
    above: Sequence[str] = ()
    """What should be known of the whole."""


def written(draft: Draft) -> str:
    """The entry, indented as in a file, with its comments."""
    lines = [f"  # {_comment(remark)}" for remark in draft.above]
    mark = "  - "
    for key, value in _said(draft.source):
        why = f"  # {_comment(draft.why[key])}" if draft.why.get(key) else ""
        lines.append(f"{mark}{key}:{' ' if value else ''}{value}{why}")
        mark = "    "
        if key == "selectors":
            lines += [f"      {name}: {scalar(css)}" for name, css in _selectors(draft.source.selectors)]
    return "\n".join(lines) + "\n"


def file_of(drafts: Sequence[Draft], remarks: Sequence[str]) -> str:
    """A whole file of entries, with remarks on top."""
    head = [SCHEMA, *(f"# {_comment(remark)}" for remark in remarks)]
    if not drafts:
        return "\n".join([*head, "sources: []"]) + "\n"
    return "\n".join([*head, "sources:"]) + "\n" + "".join(map(written, drafts))


def scalar(text: str) -> str:
    """Text as a YAML scalar on one line, in quotes where YAML 1.1 or 1.2 could take it for something else."""
    plain = _PLAIN.fullmatch(text) and not _WORDS.fullmatch(text) and not _NUMBER.fullmatch(text) and text == text.strip()
    return text if plain else "'" + text.replace("'", "''") + "'"


def _said(source: Source) -> Iterator[tuple[str, str]]:
    """Keys and values in the order of the shipped files; what an entry need not say is left out."""
    yield "id", source.id
    yield "name", scalar(line(source.name))
    yield "outlet", scalar(line(source.outlet))
    yield "side", scalar(source.side)
    yield "role", source.role
    if source.origin != source.id:
        yield "origin", scalar(source.origin)
    if source.state_media:
        yield "state_media", "true"
    yield "languages", f"[{', '.join(map(scalar, source.languages))}]"
    yield "zone", source.zone
    yield "kind", source.kind
    yield "url", scalar(source.url)
    if source.fresh:
        yield "fresh", _duration(source.fresh)
    if source.follow:
        yield "follow", "true"
    if source.selectors != Selectors():
        yield "selectors", ""
    if source.encoding:
        yield "encoding", scalar(source.encoding)
    if "guid" in source.distrust:
        yield "guid", "link"
    if source.allow_private:
        yield "allow_private", "true"
    yield "enabled", "true" if source.enabled else "false"
    if source.note:
        yield "note", scalar(line(source.note))


def _selectors(selectors: Selectors) -> Iterator[tuple[str, str]]:
    return ((one.name, value) for one in fields(selectors) if (value := getattr(selectors, one.name)))


def _duration(span: timedelta) -> str:
    seconds = int(span.total_seconds())
    return next((f"{seconds // size}{unit}" for unit, size in _UNITS if seconds % size == 0), f"{seconds}s")


def _comment(text: str) -> str:
    """One line, whatever a title holds: a comment ends where its line does."""
    text = line(text)
    return text if len(text) <= _COMMENT_MAX else f"{text[: _COMMENT_MAX - 1]}…"
