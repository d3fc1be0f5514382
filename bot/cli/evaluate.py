"""``readout evaluate``: how well do the watchlists recognise what people have labelled?"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli.options import Json, Watchlists

_ERRORS = 20


def evaluate(
    corpus: Annotated[Path | None, typer.Argument(metavar="[CORPUS.jsonl]", help="Items labelled with on_story and kinds.")] = None,
    *,
    pairs: Annotated[Path | None, typer.Option("--pairs", metavar="FILE", help="Pairs of texts: duplicate or distinct.")] = None,
    edits: Annotated[
        Path | None, typer.Option("--edits", metavar="FILE", help="Pages before and after: none, cosmetic or substantive.")
    ] = None,
    cues: Annotated[Path | None, typer.Option("--cues", metavar="FILE", help="Texts labelled with kinds alone.")] = None,
    watchlists: Watchlists = None,
    as_json: Json = False,
) -> None:
    """Score the watchlists on labelled texts: by kind, language and side, with the worst errors and their reasons."""
    if not any((corpus, pairs, edits, cues)):
        raise typer.BadParameter("name a corpus, or a file with --pairs, --edits or --cues")
    from bot import evaluating
    from bot.match import compile_index
    from bot.settings import load_settings
    from bot.watchlist import load_watchlist

    index = compile_index(load_watchlist(load_settings(watchlists=watchlists).watchlists))
    parts: dict[str, Any] = {}
    if corpus:
        parts["corpus"] = evaluating.corpus(corpus, index)
    if pairs:
        parts["pairs"] = evaluating.pairs(pairs, index)
    if edits:
        parts["edits"] = evaluating.edits(edits, index)
    if cues:
        parts["cues"] = evaluating.cues(cues, index)
    if as_json:
        typer.echo(json.dumps(_merged(parts), ensure_ascii=False))
    else:
        for name, part in parts.items():
            for line in _lines(name, part):
                typer.echo(line)


def _merged(parts: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """All reports as one: what several have (``by_language``, ``errors``) is put together."""
    whole: dict[str, Any] = {}
    for part in parts.values():
        for key, value in part.items():
            if key == "errors":
                whole.setdefault(key, []).extend(value)
            elif key == "by_language":
                for lang, figures in value.items():
                    whole.setdefault(key, {}).setdefault(lang, {}).update(figures)
            else:
                whole[key] = value
    return whole


def _lines(name: str, report: Mapping[str, Any]) -> Iterator[str]:
    match name:
        case "corpus":
            yield _figures("on the storyline", report["on_story"])
            yield from (_figures(f"  {lang}", part["on_story"]) for lang, part in report["by_language"].items())
            yield from (_figures(f"  side {side}", part["on_story"]) for side, part in report["by_side"].items())
            yield from (_figures(kind, figures) for kind, figures in report["kinds"].items())
            yield f"kinds, macro F1          {_shown(report['kinds_macro_f1'])}"
            yield from (_figures(f"same event, {name}", part) for name, part in report["takes"].items())
        case "pairs":
            yield _figures("same story", report["pairs"]) + f"  false merges {report['pairs']['false_merges']}"
            for by in ("by_language", "by_why"):
                yield from (_figures(f"  {key or '-'}", figures) for key, figures in report["pairs"][by].items())
        case "edits":
            for key, figures in {"substantive edits": report["edits"], **report["edits"]["by_change"]}.items():
                alarms = f"false alarms {figures['false_alarms']} ({_shown(figures['false_alarm_rate'])})"
                yield f"{key:<24} recall {_shown(figures['recall'])}  {alarms}  of {figures['n']}"
        case _:
            yield from (_figures(kind, figures) for kind, figures in report["cues"].items())
            yield f"cues, macro F1           {_shown(report['cues_macro_f1'])}"
    for error in report.get("errors", ())[:_ERRORS]:
        yield "! " + " · ".join(str(value) for key, value in error.items() if value not in ("", []) and key != "id")


def _figures(name: str, figures: Mapping[str, Any]) -> str:
    count = figures.get("n", figures.get("support"))
    numbers = "  ".join(f"{key} {_shown(figures[key])}" for key in ("precision", "recall", "f1"))
    return f"{name:<24} {numbers}  of {count}"


def _shown(number: float | None) -> str:
    return "   - " if number is None else f"{number:.3f}"
