"""Who is told at once, who waits, who stays silent? Between deciding (steps 5 to 10) and recording (11).

Everything here is gathering for the pure rules of ``alerts/routing.py``; the caller records the outcome in the same transaction,
so that an alert that waits is as safe as one that is owed. An outcome that does not pass here is told at once.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.alerts import routing
from bot.match import Index
from bot.model.alert import Alert
from bot.model.routing import Route, Routing, Silence
from bot.noticing import of_silence
from bot.ports import Checking, Outcome


def routed(outcome: Outcome, index: Index, transaction: Checking, now: datetime) -> Outcome:
    """The same outcome, and how its alerts are told."""
    if not outcome.alerts:
        return outcome
    routings = {one.id: one.routing for one in index.watchlist.storylines.values()}
    concerned = [name for name in {alert.storyline for alert in outcome.alerts} if name in routings and _is_asked(routings[name])]
    situation = transaction.situation(sorted(concerned), now - routing.INHIBITS_FOR, now)
    routes = routing.routed(outcome.alerts, routings, situation, now)
    notices = _hidden(routes, outcome.alerts, situation.silences, now)
    return replace(outcome, routes=routes, notices=[*outcome.notices, *notices])


def released(index: Index, transaction: Checking, now: datetime) -> Outcome:
    """What becomes of the alerts whose wait is over, also of storylines that are no longer followed."""
    routings = {one.id: one.routing for one in index.watchlist.storylines.values()}
    concerned = [name for name, one in routings.items() if _is_asked(one)]
    situation = transaction.situation(concerned, now - routing.INHIBITS_FOR, now)
    return Outcome(routes=routing.released(routings, situation, now))


def _is_asked(one: Routing) -> bool:
    """Whether what was told before matters."""
    return one.waits or bool(one.inhibit)


def _hidden(routes: Sequence[Route], alerts: Sequence[Alert], silences: Sequence[Silence], now: datetime) -> list[Alert]:
    """That a silence hides what is grave; once per silence."""
    graves = {alert.id: alert for alert in alerts if alert.severity in routing.AT_ONCE}
    mutes = {str(one.id): one for one in silences}
    hidden = {route.by: graves[route.alert] for route in reversed(routes) if route.verdict == "silenced" and route.alert in graves}
    return [of_silence(mutes[number], alert, now) for number, alert in hidden.items()]
