"""Does what an operator types become the silence that he means, and what he cannot mean a reason?"""

from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import ConfigError
from bot.model.routing import Matcher
from bot.silencing import matcher_of, silence_of

NOW = datetime(2026, 11, 25, tzinfo=UTC)
HOURS = timedelta(hours=4)


def test_a_silence_holds_from_now_on() -> None:
    one = silence_of(["kind=report", "side=~US|JP", "outlet = A = B "], HOURS, "op", " storm\nof reports ", NOW)
    assert one.matchers == (Matcher("kind", "report"), Matcher("side", "US|JP", pattern=True), Matcher("outlet", "A = B"))
    assert (one.comment, one.starts_at, one.ends_at) == ("storm of reports", NOW, NOW + HOURS)
    assert [str(matcher) for matcher in one.matchers] == ["kind=report", "side=~US|JP", "outlet=A = B"]
    assert (one.state(NOW), one.state(NOW - HOURS), one.state(NOW + HOURS)) == ("active", "pending", "expired")


@pytest.mark.parametrize(
    ("matchers", "lasts", "comment", "problem"),
    [
        ([], HOURS, "why", "silence everything"),
        (["side="], HOURS, "why", "silence everything"),
        (["side=~.*", "kind="], HOURS, "why", "silence everything"),
        (["kind=report"], timedelta(0), "why", "lasts up to 365 days"),
        (["kind=report"], timedelta(days=366), "why", "lasts up to 365 days"),
        (["kind=report"], HOURS, " ", "say why"),
        (["kind=report"], HOURS, "x" * 501, "say why"),
        (["kind=report"] * 21, HOURS, "why", "more than 20"),
        (["report"], HOURS, "why", "'report' is no matcher"),
        (["kinds=report"], HOURS, "why", "did you mean 'kind'"),
        (["title=x"], HOURS, "why", "alerts have no 'title'"),
        ([r"side=~(U)\1"], HOURS, "why", "more than a pattern may say"),
        (["side=~("], HOURS, "why", "breaks off"),
    ],
)
def test_what_nobody_can_mean(matchers: list[str], lasts: timedelta, comment: str, problem: str) -> None:
    with pytest.raises(ConfigError, match=problem):
        silence_of(matchers, lasts, "op", comment, NOW)


def test_a_label_may_be_empty_beside_another() -> None:
    assert silence_of(["side=", "kind=overdue"], HOURS, "op", "why", NOW).matchers[0] == matcher_of("side=")
