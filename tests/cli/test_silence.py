"""What an operator types to silence, to look and to end it."""

import json
from typing import Any

from tests.cli.conftest import Readout

WHERE = {"READOUT_DATABASE": "sqlite:///readout.db", "READOUT_ZONE": "Asia/Tokyo"}


def answered(readout: Readout, *arguments: str) -> Any:
    done = readout("silence", *arguments, "--json", **WHERE)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_silence_is_added_listed_and_ended(readout: Readout) -> None:
    assert readout("silence", "list", **WHERE).stdout == "Nothing is silenced.\n"
    made = answered(readout, "add", "--match", "kind=report", "--match", "side=~US|JP", "--for", "4h", "--comment", "a storm")
    assert (made["id"], made["state"], made["matchers"]) == (1, "active", ["kind=report", "side=~US|JP"])
    assert (made["creator"], made["comment"], made["matched_last_week"], made["alerts_last_week"]) == ("operator", "a storm", 0, 0)
    listed = answered(readout, "list")
    assert listed == {name: value for name, value in made.items() if not name.endswith("_last_week")}
    shown = readout("silence", "list", **WHERE).stdout
    assert shown.startswith("1: active kind=report side=~US|JP\n")
    assert "Asia/Tokyo\n    operator: a storm\n" in shown
    ended = answered(readout, "expire", "1", "--by", "ann")
    assert (ended["state"], ended["expired_by"], ended["ends_at"]) == ("expired", "ann", made["ends_at"])
    assert readout("silence", "list", **WHERE).stdout == "Nothing is silenced.\n"
    assert "ended early by ann" in readout("silence", "list", "--all", **WHERE).stdout


def test_what_cannot_be_meant_is_said(readout: Readout) -> None:
    comment = ("--comment", "why")
    for arguments, problem in (
        (("--match", "kinds=report", "--for", "4h"), "did you mean 'kind'"),
        (("--match", "kind=~(", "--for", "4h"), "breaks off"),
        (("--match", "kind=report", "--for", "soon"), "is not a span"),
        (("--match", "kind=report", "--for", "0h"), "lasts up to 365 days"),
        (("--match", "kind=", "--for", "4h"), "silence everything"),
        (("--for", "4h"), "Missing option '--match'"),
    ):
        done = readout("silence", "add", *arguments, *comment, **WHERE)
        assert done.returncode == 2, arguments
        assert problem in " ".join(done.stderr.replace("│", " ").split())
    done = readout("silence", "expire", "7", **WHERE)
    assert (done.returncode, done.stderr) == (1, "There is no silence 7.\n")
