"""What does a storyline look like at a glance?"""

from bot.pictures.timeline import Event, timeline_png

__all__ = ["Event", "timeline_png"]
