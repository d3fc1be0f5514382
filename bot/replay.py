"""How does a recorded storyline run through the ordinary pipeline, and did it tell what it should?

The newsroom publishes, the clock moves, the pipeline does what it always does. Ticks at which nothing was published and
nothing is due are skipped: polling an unchanged newsroom changes nothing.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.model.alert import Alert
from bot.newsroom.clock import ScenarioClock
from bot.newsroom.edition import Editions
from bot.newsroom.scenario import Row, Scenario
from bot.newsroom.server import Newsroom
from bot.pipeline import World, cycle
from bot.text.urls import canonical


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


async def play(
    scenario: Scenario, world: World, newsroom: Newsroom, clock: ScenarioClock, progress: Callable[[datetime], None]
) -> None:
    """Let the scenario happen, from its first, baseline cycle to its end; ``progress`` hears each instant."""
    moments = sorted({moment for document in scenario.documents for moment in Editions(scenario, document).moments})
    now = scenario.starts
    while now <= scenario.ends:
        clock.set(now)
        newsroom.publish_until(now)
        await cycle(world)
        progress(now)
        wakes = [moment for moment in (*moments, *_deadlines(world, now)) if moment > now]
        soon = now + scenario.tick
        now = soon if newsroom.unread() or not wakes else max(soon, _on_tick(min(wakes), scenario))
        if not wakes and not newsroom.unread():
            break


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
