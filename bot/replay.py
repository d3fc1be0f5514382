"""How does a recorded storyline run through the ordinary pipeline, and did it tell what it should?

The newsroom publishes, the clock moves, the pipeline does what it always does. Ticks at which nothing was published and
nothing is due are skipped: polling an unchanged newsroom changes nothing.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from http import HTTPStatus
from pathlib import Path

from bot.app import http_fetcher, world
from bot.clock import SystemClock
from bot.model.alert import Alert
from bot.model.reply import NotModified, Reply, Request
from bot.model.watchlist import Watchlist
from bot.newsroom import load as load_scenario
from bot.newsroom.clock import ScenarioClock
from bot.newsroom.edition import Editions
from bot.newsroom.relay import Relay, path_of
from bot.newsroom.scenario import Row, Scenario
from bot.newsroom.server import Newsroom
from bot.pipeline import cycle
from bot.ports import Fetcher
from bot.settings import Settings
from bot.text.urls import canonical
from bot.watchlist import load_watchlist
from bot.world import World

SHIPPED = Path(__file__).parent / "newsroom" / "scenarios" / "taiwan-remarks"
"""The storyline that ``readout replay`` and ``make demo`` show."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the summary: what a row of the storyline led to."""

    row: Row
    alerts: tuple[Alert, ...]
    latency: timedelta | None
    """From publication to the first alert, in scenario time."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What the replay showed."""

    lines: tuple[Line, ...]
    alerts: tuple[Alert, ...]
    hard: int
    """How many hard negatives the scenario holds."""
    raised: tuple[Alert, ...]
    """Alerts that hard negatives raised; there should be none."""

    @property
    def good(self) -> bool:
        """Whether every row was told and no hard negative was."""
        return all(line.alerts for line in self.lines) and not self.raised


Progress = Callable[[datetime, float], None]
"""Hears each instant of the scenario, and how much of it has passed (0 to 1)."""


async def replay_scenario(folder: Path | None, settings: Settings, progress: Progress, *, as_json: bool) -> Summary:
    """Serve a scenario on loopback and run the pipeline on it. Raises ConfigError when the folder is not a scenario."""
    shipped = load_watchlist(settings.watchlists)
    scenario = load_scenario(folder or SHIPPED, shipped.sources)
    watchlist = only(shipped, {document.source for document in scenario.documents})
    clock = ScenarioClock(scenario.starts)
    with Newsroom(scenario) as newsroom:
        visitor = Visitor(Relay(http_fetcher(SystemClock(), settings), newsroom.base), newsroom)
        async with world(settings, clock, as_json=as_json, fetcher=visitor, watchlist=watchlist, notices="nobody") as wired:
            await play(scenario, wired, newsroom, clock, progress)
            return summarise(scenario, wired.store.alerts())


def only(watchlist: Watchlist, sources: AbstractSet[str]) -> Watchlist:
    """The watchlist with only those sources enabled that the scenario publishes; nobody waits for his turn at loopback."""
    return replace(
        watchlist,
        sources={
            name: replace(source, enabled=name in sources, min_gap=timedelta(0)) for name, source in watchlist.sources.items()
        },
    )


class Visitor:
    """A Fetcher that does not knock where it sees that nothing is new.

    Most of what is asked is unchanged. Those answers (304) are taken from the newsroom directly; everything else, whether
    content or trouble, comes over HTTP.
    """

    def __init__(self, relay: Fetcher, newsroom: Newsroom) -> None:
        self._relay = relay
        self._newsroom = newsroom

    async def fetch(self, request: Request) -> Reply | NotModified:
        """Fetch ``request`` from the newsroom; raises what the relay raises."""
        seen = {"If-None-Match": request.etag}
        if request.etag and self._newsroom.answer(path_of(request.url), seen).status == HTTPStatus.NOT_MODIFIED:
            return NotModified(request.url)
        return await self._relay.fetch(request)

    async def close(self) -> None:
        """Close the relay."""
        await self._relay.close()


async def play(scenario: Scenario, world: World, newsroom: Newsroom, clock: ScenarioClock, progress: Progress) -> None:
    """Let the scenario happen, from its first, baseline cycle to its end."""
    moments = sorted({moment for document in scenario.documents for moment in Editions(scenario, document).moments})
    now = scenario.starts
    while now <= scenario.ends:
        clock.set(now)
        newsroom.publish_until(now)
        await cycle(world)
        progress(now, (now - scenario.starts) / (scenario.ends - scenario.starts))
        now = _next(scenario, now, world, moments, unread=newsroom.unread())


def _next(scenario: Scenario, now: datetime, world: World, moments: Sequence[datetime], *, unread: bool) -> datetime:
    """The next tick at which anything can happen.

    While something published is unread, that is when a source is due. Else it is the tick before the next publication: sources are
    checked once more then, and wait their usual time before they see it.
    """
    soon = now + scenario.tick
    if unread and (wake := world.store.next_event()) is not None:
        return max(soon, _on_tick(wake, scenario))
    wakes = [_on_tick(moment, scenario) - scenario.tick for moment in moments if moment > now]
    wakes += [_on_tick(due, scenario) for due in _deadlines(world, now) if due > now]
    return max(soon, min(wakes)) if wakes else scenario.ends + scenario.tick


def _on_tick(moment: datetime, scenario: Scenario) -> datetime:
    """The first tick at or after a moment."""
    return scenario.starts + scenario.tick * -((scenario.starts - moment) // scenario.tick)


def _deadlines(world: World, now: datetime) -> Iterator[datetime]:
    """When the open expectations are due."""
    with world.store.deadlines(now) as transaction:
        for storyline in world.watchlist.storylines:
            yield from (wait.due for wait in transaction.state(storyline).pending if wait.state == "open")


def summarise(scenario: Scenario, alerts: Sequence[Alert]) -> Summary:
    """Hold the alerts against the scenario's rows and hard negatives."""
    links = _links(scenario)
    published = {entry.id: entry.at for entry in scenario.entries}
    hard = {link for entry in scenario.entries if entry.hard for link in links[entry.id]}
    lines = []
    for row in scenario.rows:
        found = tuple(alert for alert in alerts if _tells(alert, row, links))
        since = min((published[entry] for entry in row.entries), default=None)
        latency = found[0].first_seen - since if found and since and row.change in {"", "new", "conflict"} else None
        lines.append(Line(row, found, latency))
    raised = tuple(alert for alert in alerts if canonical(alert.url) in hard)
    return Summary(tuple(lines), tuple(alerts), sum(entry.hard for entry in scenario.entries), raised)


def _links(scenario: Scenario) -> Mapping[str, frozenset[str]]:
    """Entry id to the canonical addresses under which it was published."""
    found: dict[str, set[str]] = {entry.id: set() for entry in scenario.entries}
    for document in scenario.documents:
        for shown in Editions(scenario, document).every(scenario.ends):
            found[shown.id].add(canonical(shown.url))
    return {entry: frozenset(links) for entry, links in found.items()}


def _tells(alert: Alert, row: Row, links: Mapping[str, frozenset[str]]) -> bool:
    """Whether an alert is what a row waits for."""
    carried = {canonical(alert.url), *(canonical(outlet.link) for outlet in alert.outlets)}
    return (
        alert.kind in row.kinds
        and (not row.change or alert.change == row.change)
        and (not row.watch or alert.watch == row.watch)
        and (not row.entries or any(links[entry] & carried for entry in row.entries))
        and (not row.detail or row.detail in _details(alert))
    )


def _details(alert: Alert) -> set[str]:
    several = alert.finding.get("findings", ())
    findings = [alert.finding, *(several if isinstance(several, list) else [])]
    return {str(finding.get("type", "")) for finding in findings if isinstance(finding, dict)}
