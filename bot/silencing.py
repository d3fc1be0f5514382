"""What does an operator mean to silence? From what was typed to a ``Silence``; what is wrong with it is said at once."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from difflib import get_close_matches

from bot.alerts.routing import labels_of, matches
from bot.errors import ConfigError, Fault
from bot.model.alert import Alert
from bot.model.routing import LABELS, Labels, Matcher, Silence
from bot.text.patterns import PatternError, pattern

LASTS_MAX = timedelta(days=365)
MATCHERS_MAX = 20
COMMENT_MAX = 500
_LOOKED_BACK = timedelta(days=7)
_NOTHING: Labels = {}


def silence_of(matchers: Sequence[str], lasts: timedelta, creator: str, comment: str, now: datetime) -> Silence:
    """A silence of what matches all of ``matchers`` (``kind=report``, ``side=~US|JP``), from now on. Raises ConfigError.

    As with Alertmanager one of them at least has to want something: what matches an alert without any labels would mute all.
    """
    found = tuple(map(matcher_of, matchers))
    faults = []
    if matches(found, _NOTHING):
        faults.append(Fault("match", "it would silence everything", "such as kind=report"))
    if len(found) > MATCHERS_MAX:
        faults.append(Fault("match", f"more than {MATCHERS_MAX} matchers"))
    if not timedelta(0) < lasts <= LASTS_MAX:
        faults.append(Fault("for", f"a silence lasts up to {LASTS_MAX.days} days", "such as 4h"))
    if not comment.strip() or len(comment) > COMMENT_MAX:
        faults.append(Fault("comment", f"say why, in up to {COMMENT_MAX} characters", "somebody will ask"))
    if faults:
        raise ConfigError(faults)
    return Silence(0, found, creator, " ".join(comment.split()), now, now + lasts)


def would_have_silenced(one: Silence, alerts: Iterable[Alert], now: datetime) -> tuple[int, int]:
    """How many alerts of the last week it matches, and how many there were."""
    recent = [alert for alert in alerts if alert.first_seen >= now - _LOOKED_BACK]
    return sum(matches(one.matchers, labels_of(alert)) for alert in recent), len(recent)


def matcher_of(written: str) -> Matcher:
    """``label=value`` or ``label=~pattern``. Raises ConfigError."""
    label, equals, value = written.partition("=")
    label = label.strip()
    if not equals:
        raise ConfigError([Fault("match", f"{written!r} is no matcher", "such as kind=report or side=~US|JP")])
    if label not in LABELS:
        near = get_close_matches(label, LABELS, 1)
        hint = f"did you mean {near[0]!r}?" if near else f"one of {', '.join(LABELS)}"
        raise ConfigError([Fault("match", f"alerts have no {label!r}", hint)])
    if not value.startswith("~"):
        return Matcher(label, value.strip())
    try:
        pattern(value[1:].strip())
    except PatternError as error:
        raise ConfigError([Fault("match", f"{value[1:].strip()!r}: {error}")]) from error
    return Matcher(label, value[1:].strip(), pattern=True)
