"""The embedded newsroom: a recorded storyline served over loopback, step by step, to the ordinary pipeline.

``load`` reads a scenario folder, ``Newsroom`` serves it up to an instant, ``Relay`` leads a Fetcher to it so that the
rest of the pipeline sees the real addresses, ``ScenarioClock`` tells the scenario's time.
"""

from bot.newsroom.clock import ScenarioClock
from bot.newsroom.load import load
from bot.newsroom.relay import Relay
from bot.newsroom.render import check
from bot.newsroom.scenario import Scenario
from bot.newsroom.server import Newsroom

__all__ = ["Newsroom", "Relay", "Scenario", "ScenarioClock", "check", "load"]
