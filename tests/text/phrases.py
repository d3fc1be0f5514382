"""Which phrases does the bot say? Found in its source; ``python -m tests.text.phrases`` gives each catalogue an entry for each.

What counts: ``say("...")``, ``speech(language)("...")``, ``phrase("...")`` of tables, and both forms of ``say.many("...", "...", n)``.
"""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from bot.text.speech import LANGUAGES

ROOT = Path(__file__).parents[2]
LOCALES = ROOT / "bot" / "locale"
TRANSLATED = [language for language in LANGUAGES if language != "en"]


@dataclass(frozen=True, slots=True, order=True)
class Phrase:
    """An English phrase, the same for several (empty: it has no number), and the file that says it."""

    one: str
    more: str
    file: str


def said() -> list[Phrase]:
    """All phrases of ``bot/``. Fails where one is put together before it is said: no catalogue could have it."""
    return sorted({found for path in (ROOT / "bot").rglob("*.py") for found in _said_in(path)})


def _said_in(path: Path) -> Iterator[Phrase]:
    file = str(path.relative_to(ROOT))
    for call in (node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call) and node.args):
        name = ast.unparse(call.func)
        if name == "say.many" or name.endswith(".say.many"):
            one, more = (next(_literals(arg, file)) for arg in call.args[:2])
            yield Phrase(one, more, file)
        elif name in {"say", "phrase"} or name.endswith(".say") or name.startswith("speech("):
            yield from (Phrase(words, "", file) for words in _literals(call.args[0], file))


def _literals(arg: ast.expr, file: str) -> Iterator[str]:
    match arg:
        case ast.Constant(value=str(words)):
            yield words
        case ast.IfExp(body=body, orelse=orelse):
            yield from _literals(body, file)
            yield from _literals(orelse, file)
        case ast.JoinedStr() | ast.BinOp():
            raise AssertionError(f"{file}:{arg.lineno}: say a phrase with {{placeholders}}, then format it")


def catalogue(language: str) -> Catalog:
    """The catalogue of a language."""
    with (LOCALES / language / "readout.po").open("rb") as file:
        return read_po(file, locale=language.replace("-", "_"), abort_invalid=True)


def renewed(known: Catalog, phrases: Iterable[Phrase]) -> Catalog:
    """The catalogue with an entry for each of ``phrases``, translated where it was, and no other."""
    fresh = Catalog(locale=known.locale, project="Readout", fuzzy=False, header_comment="")
    for phrase in phrases:
        had = known.get(phrase.one)
        string = had.string if had and isinstance(had.id, tuple) == bool(phrase.more) else None
        fresh.add((phrase.one, phrase.more) if phrase.more else phrase.one, string, locations=[(phrase.file, 1)])
    return fresh


def write(language: str, fresh: Catalog) -> None:
    """Write a catalogue, without the dates and tools that would make every renewal a change."""
    with (LOCALES / language / "readout.po").open("wb") as file:
        file.write(_HEADER.format(language=language).encode())
        write_po(file, fresh, width=0, sort_output=True, omit_header=True, include_lineno=False)


_HEADER = """\
msgid ""
msgstr ""
"Language: {language}\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""

if __name__ == "__main__":
    for name in TRANSLATED:
        write(name, renewed(catalogue(name), said()))
        print(name, "untranslated:", [each.id for each in catalogue(name) if each.id and not each.string])  # noqa: T201
