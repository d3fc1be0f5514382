"""How do we reach people? One file per channel, each with ``send`` and ``edit`` (``bot.ports.Channel``)."""
