"""Sources and replies for the tests of this room."""

from collections.abc import Sequence

from bot.model.reply import Reply
from bot.model.source import Kind, Selectors, Source

URL = "https://ministry.example/list/index.html"


def source(kind: Kind = "feed", *, encoding: str = "", **selectors: str) -> Source:
    """A source of one kind."""
    return Source(
        "s", "S", "JP", "official", kind, URL, "Asia/Tokyo", ("ja",), "s", "S", selectors=Selectors(**selectors), encoding=encoding
    )


def reply(body: str | bytes, content_type: str = "", url: str = URL) -> Reply:
    """A 200 with ``body``."""
    return Reply(url, body.encode() if isinstance(body, str) else body, content_type)


def pdf(*pages: Sequence[tuple[float, float, str]], ruled: Sequence[float] = (), encrypted: bool = False) -> bytes:
    """A PDF of A4 pages with words at (x, y from the top), each in a Japanese font that is named but not embedded.

    ``ruled`` draws vertical lines there and a horizontal one under each row of words (ISO 32000-1 §7.5, §9.7).
    """
    kids = [7 + 2 * i for i in range(len(pages))]
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(pages)}/Kids[{' '.join(f'{kid} 0 R' for kid in kids)}]>>",
        "<</Type/Font/Subtype/Type0/BaseFont/Ryumin-Light/Encoding/UniJIS-UTF16-H/DescendantFonts[4 0 R]>>",
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/Ryumin-Light/FontDescriptor 5 0 R/CIDSystemInfo 6 0 R>>",
        "<</Type/FontDescriptor/FontName/Ryumin-Light/FontBBox[0 0 1000 1000]>>",
        "<</Registry(Adobe)/Ordering(Japan1)/Supplement 2>>",
    ]
    for kid, words in zip(kids, pages, strict=True):
        drawn = "".join(f"BT /F 10 Tf {x} {842 - y} Td <{text.encode('utf-16-be').hex()}> Tj ET\n" for x, y, text in words)
        if ruled:
            heights = sorted({842 - y - 4 for _, y, _ in words} | {842 - min(y for _, y, _ in words) + 12})
            drawn += "".join(f"{ruled[0]} {height} m {ruled[-1]} {height} l S\n" for height in heights)
            drawn += "".join(f"{x} {heights[0]} m {x} {heights[-1]} l S\n" for x in ruled)
        page = f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>/Contents {kid + 1} 0 R>>"
        objects += [page, f"<</Length {len(drawn)}>>stream\n{drawn}\nendstream"]
    body, starts = b"%PDF-1.4\n", []
    for number, written in enumerate(objects, 1):
        starts.append(len(body))
        body += f"{number} 0 obj\n{written}\nendobj\n".encode()
    table = "".join(f"{start:010} 00000 n \n" for start in starts)
    key = f"/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<{'00' * 32}>/U<{'00' * 32}>>>" if encrypted else ""
    end = f"trailer<</Size {len(objects) + 1}/Root 1 0 R{key}>>\nstartxref\n{len(body)}\n%%EOF\n"
    return body + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{end}".encode()
