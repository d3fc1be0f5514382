"""``readout schema``: what may stand in a watchlist file, as JSON Schema for editors."""

import json
from pathlib import Path
from typing import Annotated

import typer


def schema(
    folder: Annotated[str, typer.Argument(help="sources, entities, kinds or storylines; empty: all.")] = "",
    *,
    write: Annotated[Path | None, typer.Option("--write", metavar="DIR", help="Write them as DIR/<folder>.schema.json.")] = None,
) -> None:
    """Print (or write) the JSON Schema of the watchlist files."""
    from bot.watchlist.schema import FILES, json_schema

    if folder and folder not in FILES:
        raise typer.BadParameter(f"{folder!r} is not one of {', '.join(FILES)}")
    names = [folder] if folder else list(FILES)
    texts = {name: json.dumps(json_schema(name), indent=2, ensure_ascii=False) + "\n" for name in names}
    for name, text in texts.items():
        if write:
            write.mkdir(parents=True, exist_ok=True)
            (write / f"{name}.schema.json").write_text(text, encoding="utf-8")
    if not write:
        typer.echo(
            texts[folder] if folder else json.dumps({n: json.loads(t) for n, t in texts.items()}, indent=2, ensure_ascii=False),
            nl=not folder,
        )
