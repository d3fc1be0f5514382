"""What people type in a terminal. One file per command; the table below is the whole command line.

Heavy imports wait inside the commands, so that ``readout --help`` answers at once.
"""

import typer

from bot.cli import (
    backtest,
    brief,
    check,
    db,
    evaluate,
    explain,
    held,
    new,
    once,
    operators,
    opml,
    replay,
    run,
    schema,
    silence,
    sources,
    version,
)

app = typer.Typer(
    name="readout",
    help="Follows a diplomatic storyline across feeds and ministry pages and alerts each real development once, with its evidence.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("run")(run.run)
app.command("once")(once.once)
app.command("check")(check.check)
app.command("replay")(replay.replay)
app.command("schema")(schema.schema)
app.command("sources")(sources.sources)
app.command("held")(held.held)
app.command("evaluate")(evaluate.evaluate)
app.command("brief")(brief.brief)
app.command("timeline")(brief.timeline)
app.command("explain")(explain.explain)
app.command("backtest")(backtest.backtest)
app.command("reload")(backtest.reload)
app.command("feedback")(backtest.feedback)
app.command("import-opml")(opml.import_opml)
app.command("export-opml")(opml.export_opml)
app.add_typer(new.new, name="new", help="What the watchlist does not have yet.")
app.add_typer(silence.silence, name="silence", help="What is recorded and not told for a while.")
app.add_typer(operators.operators, name="operators", help="Who may give the bot orders.")
app.add_typer(db.db, name="db", help="Look after the database.")
app.command("version")(version.version)
