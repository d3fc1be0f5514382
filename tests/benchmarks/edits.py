"""How fast are two states of a page compared? ``python -m tests.benchmarks.edits [--json]``: exit code 1 when a bound is broken.

Pages of ten kilobytes, in English, Chinese and Japanese: one sentence edited, other boxes around; every sentence another one; the same page.
Nothing is remembered from one comparison to the next: all pages have other words.
"""

import random
import statistics
import time

from bot.revisions import change_of
from bot.text.naming import Naming
from tests.benchmarks.matching import FREQUENCIES, LANGS, WORDS, Lang, Row, report

SAID: dict[Lang, int] = {"en": 6_500, "zh": 3_700, "ja": 3_700}
"""Bytes of an article; the rest of ten thousand stands around it."""
PAGES = 20
"""Per language."""
SENTENCE = {"en": 18, "zh": 14, "ja": 14}
"""Words."""
NAMING = Naming()


def sentences(chance: random.Random, lang: Lang, size: int) -> list[str]:
    """So many bytes of running text in sentences."""
    found: list[str] = []
    while sum(len(each.encode()) for each in found) < size:
        words = chance.choices(WORDS[lang], cum_weights=FREQUENCIES, k=SENTENCE[lang])
        found.append((" ".join(words).capitalize() + ".") if lang == "en" else "".join(words) + "。")
    return found


def page(chance: random.Random, lang: Lang, said: list[str]) -> str:
    """An article of these sentences, four to a paragraph, with what stands around articles."""
    joint = " " if lang == "en" else ""
    paragraphs = [f"<p>{joint.join(said[at : at + 4])}</p>" for at in range(0, len(said), 4)]
    links = "".join(
        f'<li class="teaser t{number}"><a href="/{number}">{said[number % len(said)][:40]}</a></li>'
        for number in chance.sample(range(900), 12)
    )
    return (
        f"<html><head><title>{said[0][:60]} | Site</title></head><body><header><nav><ul>{links}</ul></nav></header><main><article>"
        f'<h1>{said[0][:60]}</h1><div class="meta"><time>{chance.randint(10, 23)}:15</time></div>{paragraphs[0]}'
        f'<div class="related-box"><h3>Related</h3><ul>{links}</ul></div>{"".join(paragraphs[1:])}</article></main>'
        f'<aside class="most-read"><ol>{links}</ol></aside><footer>© Site</footer></body></html>'
    )


def pairs(kind: str) -> list[tuple[str, str]]:
    """Pages before and after."""
    chance = random.Random(kind)
    found = []
    for lang in LANGS * PAGES:
        said = sentences(chance, lang, SAID[lang])
        later = list(said)
        if kind == "edited":
            later[len(said) // 2] = said[len(said) // 2].replace(said[len(said) // 2][4:8], "12")
        elif kind == "written anew":
            later = sentences(chance, lang, SAID[lang])
        found.append((page(chance, lang, said), page(chance, lang, later)))
    return found


def measure() -> list[Row]:
    """All of it; the median of sixty pairs once the lists of words are read."""
    change_of(*pairs("warm")[0], NAMING)
    rows = []
    for kind, bound in (("the same", 10.0), ("edited", 10.0), ("written anew", 100.0)):
        taken = []
        for before, after in pairs(kind):
            started = time.perf_counter()
            change_of(before, after, NAMING)
            taken.append(time.perf_counter() - started)
        rows.append(Row(f"compare two 10 kB pages, {kind}", 1000 * statistics.median(taken), bound, "ms"))
    return rows


if __name__ == "__main__":
    report(measure)
