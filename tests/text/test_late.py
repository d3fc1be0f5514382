import re
from importlib import import_module
from pkgutil import walk_packages

import bot
from bot.text.late import _Late, late


def test_a_late_pattern_does_what_a_pattern_does() -> None:
    pattern = late("(?P<what>b)C", re.IGNORECASE)
    found = pattern.search("abc")
    assert found
    assert found["what"] == "b"
    assert pattern.sub("-", "abc") == "a-"


def test_every_late_pattern_of_ours_can_be_made() -> None:
    modules = [import_module(one.name) for one in walk_packages(bot.__path__, "bot.") if not one.name.endswith("__main__")]
    values = [value for module in modules for value in vars(module).values()]
    members = [member for value in values for member in (value if isinstance(value, tuple | list) else (value,))]
    patterns = {id(one): one for one in members if isinstance(one, _Late)}
    assert len(patterns) > 20
    assert all(one.groups >= 0 for one in patterns.values())
