"""What does a scenario file say, and on which line?

Plain scalars are read as YAML 1.2's core schema does: ``no`` and ``2025-11-07`` are text, and a key given twice is a
fault instead of a silent override.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from bot.errors import Fault

Loc = tuple[int | str, ...]
_SCALARS = {
    "bool": (re.compile(r"(?:true|false)$"), "tf"),
    "null": (re.compile(r"(?:null|~|)$"), ["n", "~", ""]),
    "int": (re.compile(r"[-+]?[0-9]+$"), "-+0123456789"),
    "float": (re.compile(r"[-+]?[0-9]+\.[0-9]+$"), "-+0123456789"),
}


class _Loader(yaml.CSafeLoader):
    """PyYAML's fast loader without YAML 1.1's surprises."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - PyYAML's own class attribute, replaced and not added to
        first: [(f"tag:yaml.org,2002:{tag}", pattern) for tag, (pattern, firsts) in _SCALARS.items() if first in firsts]
        for first in ["", *"tfn~-+0123456789"]
    }


@dataclass(slots=True)
class Parsed:
    """One file: its data, where each value stands, and what is wrong with it as YAML."""

    file: Path
    data: Any = None
    faults: list[Fault] = field(default_factory=list)
    places: dict[Loc, str] = field(default_factory=dict)

    def where(self, loc: Loc) -> str:
        """``file:line:column`` of the value at ``loc``, or of the nearest thing around it."""
        while loc and loc not in self.places:
            loc = loc[:-1]
        return self.places.get(loc, f"{self.file}:1:1")


def read(file: Path) -> Parsed:
    """Parse a file; whatever is wrong ends up in ``faults``."""
    parsed = Parsed(file)
    try:
        loader = _Loader(file.read_text(encoding="utf-8"))
        try:
            if (node := loader.get_single_node()) is not None:
                _walk(node, (), parsed)
                parsed.data = loader.construct_document(node)
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        parsed.faults.append(Fault(_place(file, mark) if mark else f"{file}:1:1", error.problem or "not YAML"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        parsed.faults.append(Fault(f"{file}:1:1", f"cannot be read: {error}"))
    return parsed


def _walk(node: yaml.Node, loc: Loc, parsed: Parsed) -> None:
    """Note where every value stands; a mapping's value is placed at its key."""
    parsed.places.setdefault(loc, _place(parsed.file, node.start_mark))
    if isinstance(node, yaml.SequenceNode):
        for index, child in enumerate(node.value):
            _walk(child, (*loc, index), parsed)
    if isinstance(node, yaml.MappingNode):
        for key, child in node.value:
            place = _place(parsed.file, key.start_mark)
            if (*loc, key.value) in parsed.places:
                parsed.faults.append(Fault(place, f"{key.value!r} is given twice"))
            parsed.places[(*loc, key.value)] = place
            _walk(child, (*loc, key.value), parsed)


def _place(file: Path, mark: Any) -> str:
    return f"{file}:{mark.line + 1}:{mark.column + 1}"
