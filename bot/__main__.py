"""``readout`` and ``python -m bot``: errors become one clear message and an exit code here, and nowhere else."""

import gc
import sys


def main() -> None:
    """Run the command line."""
    gc.set_threshold(
        50_000, 20, 100
    )  # a start makes many objects and no garbage: to look at all of them again and again is in vain
    from bot.cli import app
    from bot.cli.options import BAD_CONFIG, FAILURE
    from bot.errors import ConfigError, ReadoutError

    try:
        app()
    except ConfigError as error:
        print(error, file=sys.stderr)
        sys.exit(BAD_CONFIG)
    except ReadoutError as error:
        print(f"readout: {error}", file=sys.stderr)
        sys.exit(FAILURE)


if __name__ == "__main__":
    main()
