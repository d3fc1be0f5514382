"""What does a piece of markup say? Paragraphs as lines, inline elements run together, scripts and styles gone."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

BLOCKS = frozenset(
    {
        *(
            "address",
            "article",
            "aside",
            "blockquote",
            "br",
            "caption",
            "dd",
            "details",
            "div",
            "dl",
            "dt",
            "fieldset",
            "figcaption",
        ),
        *("figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "option", "p"),
        *("pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
    }
)
_SILENT = frozenset(
    {
        *("script", "style", "noscript", "template", "head", "iframe", "object", "svg", "canvas", "select", "button", "textarea"),
        "-comment",
    }
)
_TAG = re.compile(
    r"</?(?:a|abbr|b|big|blockquote|br|cite|code|div|em|figure|font|h[1-6]|hr|i|img|iframe|ins|li|mark|ol|p|s|script|small|span|strong|style|sub|sup"
    r"|table|td|tr|u|ul|video)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
"""Only elements that exist: "Leaders <talk> & agree" is a headline, not markup."""
_ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-f]+|[a-z]+\d?);", re.IGNORECASE)
_SPACE = re.compile(r"[^\S\n]+")
_UNSEEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
"""Controls, half characters and marks that turn the direction of writing: no source needs them, and they can mislead a reader."""


def has_markup(text: str) -> bool:
    """Whether a text holds elements or entities."""
    return ("<" in text or "&" in text) and bool(_TAG.search(text) or _ENTITY.search(text))


def plain(text: str) -> str:
    """Text or markup as lines of text, one per paragraph."""
    return tidy(text_of(LexborHTMLParser(text).root) if has_markup(text) else text)


def line(text: str) -> str:
    """Text or markup as one line."""
    return " ".join(plain(text).split())


def tidy(text: str) -> str:
    """No invisible characters, single spaces, no empty lines."""
    if text.isprintable() and "  " not in text:  # of all kinds of space only the plain one is printable
        return text.strip(" ")
    text = _UNSEEN.sub(
        "", text.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    )
    lines = (_SPACE.sub(" ", each).strip() for each in text.split("\n"))
    return "\n".join(filter(None, lines))


def text_of(node: LexborNode | None) -> str:
    """What an element says, a line per block."""
    return tidy("".join(_pieces(node))) if node is not None else ""


def _pieces(top: LexborNode) -> Iterator[str]:
    """Text in document order, without recursion: pages may nest as deep as they like."""
    stack: list[LexborNode | str] = [top]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            yield node
        elif node.tag == "-text":
            yield (node.text_content or "").replace("\n", " ")
        elif node.tag not in _SILENT:
            edge = "\n" if node.tag in BLOCKS else ""
            stack += [edge, *reversed(list(node.iter(include_text=True))), edge]


def main_text(page: LexborHTMLParser) -> str:
    """The text of an article whose element nobody named: that of the element whose own paragraphs say most."""
    for selector in ("article", "main", "[itemprop=articleBody]"):
        if (found := page.css(selector)) and len(found) == 1 and len(text := text_of(found[0])) > 200:
            return text
    said: dict[int, tuple[LexborNode, int]] = {}
    for paragraph in page.css("p"):
        if (parent := paragraph.parent) is not None:
            node, length = said.get(parent.mem_id, (parent, 0))
            said[parent.mem_id] = node, length + len(paragraph.text(strip=True))
    if not said:
        return ""
    node, _ = max(said.values(), key=lambda pair: pair[1])
    return text_of(node)
