"""``readout db``: look after the database."""

import typer

from bot.cli.options import Database, Json

db = typer.Typer(no_args_is_help=True)


@db.callback()
def _group() -> None:
    """Look after the database."""


@db.command("upgrade")
def upgrade(*, database: Database = None, as_json: Json = False) -> None:
    """Bring the database to this program's version (an embedded SQLite file is backed up first)."""
    import json

    from bot.settings import load_settings, share
    from bot.store.upgrade import upgrade as bring_up

    before, after = bring_up(load_settings(database=database).database, share("migrations"))
    line = {"before": before, "after": after}
    typer.echo(json.dumps(line) if as_json else f"{before or 'empty'} -> {after}")
