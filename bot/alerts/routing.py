"""Is an alert told at once, later in company, or not at all? Between deciding (step 10) and recording (11). Pure.

The rules are Alertmanager's (https://prometheus.io/docs/alerting/latest/alertmanager/) as far as they fit events that happen once:

- What is high or critical never waits. The first of a group waits ``group_wait`` for company; after a message of its group the next
  ones wait until ``group_interval`` has passed; those that wait are told together. What is told at once and answers one that waits
  brings it out before itself.
- When a wait is over, and not before, it is asked whether the alert is silenced or inhibited: a silence that began meanwhile
  counts, and one that has ended does not.
- A target is inhibited while a source that agrees with it on the labels ``equal`` was told within a day. Whoever is both source and
  target is not inhibited by another who is both.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.model.alert import Alert
from bot.model.routing import LABELS, Inhibition, Labels, Matcher, Notified, Route, Routing, Silence, Situation
from bot.text.patterns import pattern

INHIBITS_FOR = timedelta(hours=24)
"""How long after it was told a source inhibits."""
WAIT_MAX = timedelta(hours=24)
"""The longest that anybody may wait; who still waits after that waits for a clock that went back."""
AT_ONCE = frozenset({"high", "critical"})
_OURS = frozenset({"baseline", "notice"})


def labels_of(alert: Alert) -> Labels:
    """What of an alert can be matched."""
    return {name: getattr(alert, name) for name in LABELS}


def matches(matchers: Iterable[Matcher], labels: Labels) -> bool:
    """Whether all of them hold. A label that is not there is empty."""
    return all(
        pattern(one.value).fits(labels.get(one.label, "")) if one.pattern else labels.get(one.label, "") == one.value
        for one in matchers
    )


def silencing(silences: Iterable[Silence], labels: Labels, now: datetime) -> Silence | None:
    """The active silence that mutes this; of several the one that ends last."""
    mine = [one for one in silences if one.state(now) == "active" and matches(one.matchers, labels)]
    return max(mine, key=lambda one: (one.over_at, one.id), default=None)


def routed(alerts: Sequence[Alert], routings: Mapping[str, Routing], situation: Situation, now: datetime) -> list[Route]:
    """What becomes of new alerts, and of waiting ones that they bring out; those that are told at once need no route."""
    desk = _Desk(routings, situation, now)
    new = [Notified(one.id, labels_of(one), now, one.title, one.replies_to) for one in alerts]
    at_once = [one for one in new if not desk.may_wait(one)]
    desk.judge(at_once)
    held = [one for one in new if desk.may_wait(one) and desk.holds_back(one)]
    desk.judge([one for one in new if desk.may_wait(one) and one.id not in {each.id for each in held}])
    desk.bring_out()
    known = {one.id for one in new}
    waits = [Route(one.id, "waiting", one.at) for one in desk.waiting if one.id in known]
    return [*waits, *(route for route in desk.routes if route.verdict != "told" or route.alert not in known)]


def released(routings: Mapping[str, Routing], situation: Situation, now: datetime) -> list[Route]:
    """What becomes of those whose wait is over."""
    desk = _Desk(routings, situation, now)
    due = [one for one in situation.waiting if one.at <= now or one.at > now + WAIT_MAX]
    desk.waiting = [one for one in situation.waiting if one not in due]
    desk.judge(due)
    desk.bring_out()
    return desk.routes


@dataclass(slots=True)
class _Desk:
    """Where alerts are judged one after the other; who was told counts for the next."""

    routings: Mapping[str, Routing]
    situation: Situation
    now: datetime
    told: list[Notified] = field(init=False)
    waiting: list[Notified] = field(init=False)
    routes: list[Route] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.told = [one for one in self.situation.told if one.at <= self.now]
        self.waiting = list(self.situation.waiting)

    def _routing(self, one: Notified) -> Routing:
        return self.routings.get(one.labels["storyline"], Routing())

    def may_wait(self, one: Notified) -> bool:
        """Whether it is of a sort that waits."""
        return self._routing(one).waits and one.labels["severity"] not in AT_ONCE and one.labels["change"] not in _OURS

    def holds_back(self, one: Notified) -> bool:
        """Let it wait, if anything is to be waited for."""
        until = self._until(one)
        if until is None:
            return False
        self.waiting.append(replace(one, at=until))
        return True

    def _until(self, one: Notified) -> datetime | None:
        routing, group = self._routing(one), self._group(one)
        company = [each.at for each in self.waiting if self._group(each) == group]
        last = max((each.at for each in self.told if self._group(each) == group), default=None)
        if company:
            until = min(company)
        elif last is not None and last + routing.group_interval > self.now:
            until = last + routing.group_interval
        else:
            until = self.now + routing.group_wait
        until = max([until, *(each.at for each in self.waiting if each.id == one.replies_to)])
        return until if company or until > self.now else None

    def _group(self, one: Notified) -> tuple[str, ...]:
        labels = ("storyline", *self._routing(one).group_by)
        return tuple(one.labels.get(name, "") for name in labels)

    def judge(self, ones: Sequence[Notified]) -> None:
        """Tell each of them, unless it is silenced or inhibited: first those that nobody can inhibit."""
        for one in sorted(ones, key=self._is_target):
            if silence := silencing(self.situation.silences, one.labels, self.now):
                self.routes.append(Route(one.id, "silenced", self.now, str(silence.id), _why_silent(silence)))
            elif source := self._inhibitor(one):
                why = f"alert {source.id} ({source.labels['kind']}: {source.title})"
                self.routes.append(Route(one.id, "inhibited", self.now, source.id, why))
            else:
                self.told.append(replace(one, at=self.now))
                self.routes.append(Route(one.id, "told", self.now))

    def _is_target(self, one: Notified) -> bool:
        return any(matches(rule.target, one.labels) for rule in self._routing(one).inhibit)

    def _inhibitor(self, one: Notified) -> Notified | None:
        """Who inhibits it, the latest."""
        found = (source for rule in self._routing(one).inhibit for source in self._sources(rule, one))
        return max(found, key=lambda source: source.at, default=None)

    def _sources(self, rule: Inhibition, one: Notified) -> Iterator[Notified]:
        if not matches(rule.target, one.labels):
            return
        both = matches(rule.source, one.labels)
        for source in self.told:
            if (
                source.id != one.id
                and source.at > self.now - INHIBITS_FOR
                and all(source.labels.get(name, "") == one.labels.get(name, "") for name in ("storyline", *rule.equal))
                and matches(rule.source, source.labels)
                and not (both and matches(rule.target, source.labels))
            ):
                yield source

    def bring_out(self) -> None:
        """Tell what waits and is answered by what is told, and what that answers in its turn."""
        while True:
            answered = {one.replies_to for one in self.told if one.replies_to}
            out = [one for one in self.waiting if one.id in answered]
            if not out:
                return
            self.waiting = [one for one in self.waiting if one not in out]
            self.judge(out)


def _why_silent(silence: Silence) -> str:
    until = silence.over_at.isoformat(timespec="minutes")
    return f"silence {silence.id} of {silence.creator} until {until}: {silence.comment}"
