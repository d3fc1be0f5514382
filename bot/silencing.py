"""What does an operator mean to silence? From what was typed to a ``Silence``; what is wrong with it is said at once."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from difflib import get_close_matches

from bot.alerts.routing import labels_of, matches
from bot.errors import ConfigError, Fault
from bot.model.alert import Alert
from bot.model.routing import LABELS, Labels, Matcher, Silence
from bot.text.patterns import PatternError, pattern
from bot.text.speech import ENGLISH, Speech

LASTS_MAX = timedelta(days=365)
MATCHERS_MAX = 20
COMMENT_MAX = 500
_LOOKED_BACK = timedelta(days=7)
_NOTHING: Labels = {}


def silence_of(
    matchers: Sequence[str], lasts: timedelta, creator: str, comment: str, now: datetime, say: Speech = ENGLISH
) -> Silence:
    """A silence of what matches all of ``matchers`` (``kind=report``, ``side=~US|JP``), from now on.

    As with Alertmanager one of them at least has to want something: what matches an alert without any labels would mute all. Raises
    ConfigError, in the words of ``say``.
    """
    found = tuple(matcher_of(written, say) for written in matchers)
    faults = []
    if matches(found, _NOTHING):
        faults.append(Fault("match", say("it would silence everything"), _such_as("kind=report", say)))
    if len(found) > MATCHERS_MAX:
        faults.append(Fault("match", say("more than {count} matchers").format(count=MATCHERS_MAX)))
    if not timedelta(0) < lasts <= LASTS_MAX:
        faults.append(Fault("for", say("a silence lasts up to {count} days").format(count=LASTS_MAX.days), _such_as("4h", say)))
    if not comment.strip() or len(comment) > COMMENT_MAX:
        faults.append(
            Fault("comment", say("say why, in up to {count} characters").format(count=COMMENT_MAX), say("somebody will ask"))
        )
    if faults:
        raise ConfigError(faults)
    return Silence(0, found, creator, " ".join(comment.split()), now, now + lasts)


def would_have_silenced(one: Silence, alerts: Iterable[Alert], now: datetime) -> tuple[int, int]:
    """How many alerts of the last week it matches, and how many there were."""
    recent = [alert for alert in alerts if alert.first_seen >= now - _LOOKED_BACK]
    return sum(matches(one.matchers, labels_of(alert)) for alert in recent), len(recent)


def _such_as(example: str, say: Speech) -> str:
    return say("such as {example}").format(example=example)


def matcher_of(written: str, say: Speech = ENGLISH) -> Matcher:
    """``label=value`` or ``label=~pattern``. Raises ConfigError."""
    label, equals, value = written.partition("=")
    label = label.strip()
    if not equals:
        problem = say("{written} is no matcher").format(written=repr(written))
        raise ConfigError([Fault("match", problem, _such_as("kind=report, side=~US|JP", say))])
    if label not in LABELS:
        near = get_close_matches(label, LABELS, 1)
        meant = say("did you mean {name}?").format(name=repr(near[0])) if near else ""
        hint = meant or say("one of {names}").format(names=say.listed(LABELS))
        raise ConfigError([Fault("match", say("alerts have no {label}").format(label=repr(label)), hint)])
    if not value.startswith("~"):
        return Matcher(label, value.strip())
    try:
        pattern(value[1:].strip())
    except PatternError as error:
        problem = say(error.problem).format_map(error.places)
        raise ConfigError([Fault("match", f"{value[1:].strip()!r}: {problem}")]) from error
    return Matcher(label, value[1:].strip(), pattern=True)
