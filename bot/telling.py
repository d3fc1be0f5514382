"""How does a storyline stand, and how did it come to that? What was told, gathered for a screen, a list or a picture."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.alerts.brief import Brief, brief_of, when
from bot.alerts.localising import kinds_in
from bot.alerts.words import kind, said, side
from bot.errors import ConfigError, Fault
from bot.model.alert import Alert
from bot.model.watchlist import Storyline, Text, Watchlist
from bot.pictures import Event, timeline_png
from bot.ports import Store
from bot.storyline.counting import stands
from bot.text.speech import speech
from bot.text.tags import in_language

_LANES = ("CN", "JP", "US", "TW")
"""Sides that have a lane of their own whatever happened."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One development in the timeline."""

    at: datetime
    side: str
    alert: Alert
    label: str

    @property
    def words(self) -> str:
        """The entry as a line."""
        alert = self.alert
        kind = alert.kind if alert.change in {"new", alert.kind} else f"{alert.kind}, {alert.change}"
        return f"{self.side or '–':<3} {kind:<22} {said(alert.title)}" + (f" · {alert.url}" if alert.url else "")

    def as_json(self) -> Mapping[str, object]:
        """The entry for programs."""
        alert = self.alert
        return {
            "at": self.at.isoformat(), "side": self.side, "kind": alert.kind, "change": alert.change, "title": alert.title,
            "outlet": alert.outlet, "link": alert.url, "alert": alert.id, "replies_to": alert.replies_to,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Timeline:
    """A storyline's developments, the earliest first."""

    storyline: Storyline
    entries: tuple[Entry, ...]
    kinds: Mapping[str, Text]
    """What kinds are called, in each language."""
    now: datetime

    def png(self, zone: str, language: str = "en") -> bytes:
        """A picture of it, days as in ``zone``, names in ``language``."""
        say = speech(language)
        events = [Event(e.alert.id, e.at, e.side or "–", e.alert.kind, e.label, e.alert.replies_to) for e in self.entries]
        lanes = [lane for lane in _LANES if any(e.side == lane for e in self.entries)]
        sides = {event.side: side(event.side, say) for event in events}
        ours = {event.kind: kind(event.kind, say) for event in events}
        named = {pack: in_language(texts, language) for pack, texts in self.kinds.items()}
        names = {**sides, **ours, **named, "–": say("Awaited")}
        title = in_language(self.storyline.title, language)
        return timeline_png(events, title=title, zone=zone, now=self.now, lanes=lanes, names=names, language=language)


def brief_for(store: Store, watchlist: Watchlist, storyline: str | None, now: datetime, language: str = "en") -> Brief:
    """The state of play of a storyline. Raises ConfigError when it is not named and there are several."""
    one = chosen(watchlist, storyline)
    state = store.state(one.id)
    return brief_of(one, store.alerts(), state, now, list(stands(state.series)), language, kinds_in(watchlist, language))


def timeline_for(
    store: Store, watchlist: Watchlist, storyline: str | None, now: datetime, since: datetime | None = None
) -> Timeline:
    """What was told of a storyline. Raises ConfigError when it is not named and there are several."""
    one = chosen(watchlist, storyline)
    told = [alert for alert in store.alerts() if alert.storyline == one.id and alert.change not in {"baseline", "notice"}]
    sides = {expectation.id: expectation.expect.side for expectation in one.expectations}
    entries = [Entry(when(alert), alert.side or sides.get(alert.watch, ""), alert, said(alert.title)) for alert in told]
    kept = sorted((entry for entry in entries if since is None or entry.at >= since), key=lambda entry: entry.at)
    return Timeline(one, tuple(kept), {pack.id: pack.names for pack in watchlist.kinds.values()}, now)


def chosen(watchlist: Watchlist, storyline: str | None) -> Storyline:
    """The storyline that is meant. Raises ConfigError."""
    known: Sequence[str] = list(watchlist.storylines)
    if storyline in watchlist.storylines:
        return watchlist.storylines[storyline or ""]
    if storyline is None and len(known) == 1:
        return watchlist.storylines[known[0]]
    hint = f"known: {', '.join(known)}"
    raise ConfigError([Fault("storyline", f"no storyline is called {storyline!r}" if storyline else "name a storyline", hint)])
