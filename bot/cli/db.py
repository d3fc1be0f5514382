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
    from bot.store.schema import HEAD
    from bot.store.upgrade import upgrade_at

    backup = upgrade_at(load_settings(database=database).database, share("migrations"))
    copied = f"; what was there before is kept in {backup}" if backup else ""
    line = {"revision": HEAD, "backup": str(backup) if backup else None}
    typer.echo(json.dumps(line) if as_json else f"the database is at revision {HEAD}{copied}")
