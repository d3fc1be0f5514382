"""When are two addresses one document, and what may a reader see of an address?

Canonical addresses are for comparison only; readers open the address as it was published.
"""

import re
from urllib.parse import parse_qsl, unquote, urlencode, urljoin, urlsplit, urlunsplit

from w3lib.url import canonicalize_url, safe_url_string

LENGTH_MAX = 2048
_TRACKING = re.compile(
    r"^(?:utm_\w+|mc_[ce]id|[gdy]clid|gclsrc|wbraid|gbraid|fbclid|msclkid|yclid|twclid|igshid|mkt_tok|_hs\w+|ns_\w+|at_\w+|guc\w+"
    r"|cmpid|ocid|ref(?:_?src|errer)?|smid|spm|share\w*|from|isappinstalled|soc_\w+|sr_share|taid|tblci|ftag|ito|xtor|amp|outputtype)$",
    re.IGNORECASE,
)
"""Parameters that say how a reader came, not what to read. ``from`` and ``share`` are WeChat's and Weibo's."""
_HOST_PREFIX = re.compile(r"^(?:(?:www\d?|m|mobile|amp|wap)\.(?=[^.]+\.[^.]))+")
_AMP_END = re.compile(r"(?:/amp|\.amp)(?:/|\.html?)?$|(?<=/)amp/(?=[^/]+$)", re.IGNORECASE)
_INDEX = re.compile(r"/(?:index|default)\.(?:s?html?|php|aspx?)$", re.IGNORECASE)
_SESSION = re.compile(r";jsessionid=[^/?#]*", re.IGNORECASE)
_AMP_CACHE = re.compile(
    r"^(?:[\w-]+\.cdn\.ampproject\.org/[a-z]|(?:www\.)?google\.[a-z.]+/amp)/(?:s/)?(?=[^/]+\.[^/])", re.IGNORECASE
)
_PORTS = {"http": 80, "https": 443}
_ORDINARY = re.compile(r"https?://([a-z0-9-]+(?:\.[a-z0-9-]+)+)((?:/[A-Za-z0-9_~-]+(?:\.[A-Za-z0-9_~-]+)*)*/?)")
"""Addresses that w3lib leaves as they are, at thirty times the cost: nearly all."""
_FOLDABLE = re.compile(r"[/.]amp|index\.|default\.", re.IGNORECASE)
"""Without any of these an ordinary address has nothing to fold but the front of its host."""


def canonical(url: str) -> str:
    """What all addresses of one document share: https, bare host, no tracking, AMP, session or fragment. Idempotent.

    An address that cannot be read comes back stripped, so that it still equals itself.
    """
    url = url.strip()
    if (found := _ORDINARY.fullmatch(url)) and not _FOLDABLE.search(url):
        return f"https://{_HOST_PREFIX.sub('', found[1])}{found[2].rstrip('/') or '/'}"
    try:
        before, after = url, _folded(url)
        for _ in range(8):  # one fold may uncover the next: an AMP page behind an AMP cache
            if before == after:
                break
            before, after = after, _folded(after)
    except ValueError:
        return url
    return after


def _folded(url: str) -> str:
    parts = urlsplit(url if _ORDINARY.fullmatch(url) else canonicalize_url(url))
    if parts.scheme not in _PORTS or not parts.hostname:
        return url
    bare = f"{parts.netloc}{parts.path}"
    if cached := _AMP_CACHE.match(bare):
        return f"https://{bare[cached.end() :]}" + (f"?{parts.query}" if parts.query else "")
    port = "" if parts.port in {None, _PORTS[parts.scheme]} else f":{parts.port}"
    host = _HOST_PREFIX.sub("", parts.hostname.rstrip("."))
    path = _AMP_END.sub("", _SESSION.sub("", parts.path))
    path = _INDEX.sub("/", path).rstrip("/") or "/"
    kept = [(key, value) for key, value in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.match(key)]
    return urlunsplit(("https", f"[{host}]{port}" if ":" in host else host + port, path, urlencode(sorted(kept)), ""))


def absolute(base: str, link: str) -> str:
    """``link`` as found on the page ``base``, absolute; empty when it is no http(s) address or longer than anyone writes."""
    if len(link) <= LENGTH_MAX and _ORDINARY.fullmatch(link):
        return link
    try:
        joined = urljoin(base, re.sub(r"[\t\r\n]", "", link.strip()))
        parts = urlsplit(joined)
        if parts.scheme not in _PORTS or not parts.hostname or len(joined) > LENGTH_MAX:
            return ""
        return str(safe_url_string(joined))
    except ValueError:
        return ""


def shown_host(url: str) -> str:
    """The host, as a reader should see it before opening the address; empty when there is none."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")


def words_of(url: str) -> str:
    """Path and query, readable: where ministries put dates."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return unquote(f"{parts.path}?{parts.query}" if parts.query else parts.path)
