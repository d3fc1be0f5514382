"""What does a YAML file say, and where does it say it?

YAML 1.2's core reading of plain scalars (``no`` is a word, ``2025-11-07`` is text), duplicate keys are errors, and every
value can be traced back to its line and column.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from bot.errors import Fault

Place = tuple[str | int, ...]
_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _CoreLoader(_Base):  # type: ignore[misc]  # the C loader has no types; only its compose step is used
    """A loader whose plain scalars are text unless they are true, false, null or a number."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 -- PyYAML reads this class attribute


_CoreLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"(?:true|false)$"), list("tf"))
_CoreLoader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"(?:~|null|)$"), ["~", "n", ""])
_CoreLoader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"-?(?:0|[1-9][0-9]*)$"), list("-0123456789"))
_CoreLoader.add_implicit_resolver("tag:yaml.org,2002:float", re.compile(r"-?[0-9]+\.[0-9]+$"), list("-0123456789"))


@dataclass(frozen=True, slots=True)
class YamlFile:
    """A parsed file: plain data, and for each path in it where its key and its value stand."""

    file: Path
    data: Any
    keys: Mapping[Place, str]
    values: Mapping[Place, tuple[int, int, str]]
    """Path to (line, column, scalar style) of the value, both from 1."""
    faults: list[Fault] = field(default_factory=list)

    def where(self, path: Place, *, key: bool = False) -> str:
        """``file:line:column`` of a value (or its key), or of the nearest thing around it."""
        while path:
            if key and path in self.keys:
                return self.keys[path]
            if path in self.values:
                line, column, _ = self.values[path]
                return f"{self.file}:{line}:{column}"
            path = path[:-1]
        return f"{self.file}:1:1"

    def inside(self, path: Place, character: int) -> str:
        """``file:line:column`` of the n-th character (from 1) of a one-line text value; of its start otherwise."""
        line, column, style = self.values.get(path, (1, 1, "|"))
        if style in "|>":
            return f"{self.file}:{line}:{column}"
        return f"{self.file}:{line}:{column + character - 1 + (1 if style else 0)}"


def read_yaml(file: Path) -> YamlFile:
    """Read a file; syntax errors and duplicate keys end up in ``faults`` of the document, never raised."""
    faults: list[Fault] = []
    keys: dict[Place, str] = {}
    values: dict[Place, tuple[int, int, str]] = {}
    data = None
    try:
        node = yaml.compose(file.read_text(encoding="utf-8"), Loader=_CoreLoader)
        data = _build(node, (), file, keys, values, faults) if node is not None else None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f"{mark.line + 1}:{mark.column + 1}" if mark else "1:1"
        faults.append(Fault(f"{file}:{place}", error.problem or "not YAML"))
    except (yaml.YAMLError, OSError, UnicodeDecodeError) as error:
        faults.append(Fault(f"{file}:1:1", f"cannot be read: {error}"))
    return YamlFile(file, data, keys, values, faults)


def _build(
    node: yaml.Node,
    path: Place,
    file: Path,
    keys: dict[Place, str],
    values: dict[Place, tuple[int, int, str]],
    faults: list[Fault],
) -> Any:
    """Node to plain data, noting places on the way down."""
    mark = node.start_mark
    values[path] = (mark.line + 1, mark.column + 1, getattr(node, "style", "") or "")
    if isinstance(node, yaml.MappingNode):
        out: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            place = f"{file}:{key_node.start_mark.line + 1}:{key_node.start_mark.column + 1}"
            if key in out:
                faults.append(Fault(place, f"{key!r} is given twice"))
            keys[(*path, key)] = place
            out[key] = _build(value_node, (*path, key), file, keys, values, faults)
        return out
    if isinstance(node, yaml.SequenceNode):
        return [_build(child, (*path, i), file, keys, values, faults) for i, child in enumerate(node.value)]
    return _scalar(node)


def _scalar(node: yaml.Node) -> Any:
    match node.tag.rpartition(":")[2]:
        case "bool":
            return node.value == "true"
        case "null":
            return None
        case "int":
            return int(node.value)
        case "float":
            return float(node.value)
        case _:
            return node.value
