"""From a folder of YAML files to a Watchlist, or to the list of everything that is wrong with it."""

from collections.abc import Iterable
from difflib import get_close_matches
from hashlib import blake2b
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from bot.errors import ConfigError, Fault
from bot.model.source import Source
from bot.model.watchlist import Entity, KindPack, Storyline, Watchlist
from bot.text.yaml import YamlFile, read_yaml
from bot.watchlist import schema
from bot.watchlist.compile import Queries, build_kind, build_storyline
from bot.watchlist.schema import (
    FILES,
    EntitiesFile,
    EntityEntry,
    KindFile,
    SourcesFile,
    StorylineFile,
    Strict,
)
from bot.watchlist.sources import build_source


def load(folder: Path) -> Watchlist:
    """Load a ``watchlists/`` folder. Raises ConfigError with every fault found, each with its place."""
    return parsed(folder)[0]


def parsed(folder: Path) -> tuple[Watchlist, list[tuple[YamlFile, Strict]]]:
    """The same with its files. Raises ConfigError."""
    files = _files(folder)
    documents = [(name, read_yaml(file)) for name, file in files]
    faults = [fault for _, document in documents for fault in document.faults]
    models = [
        (document, model) for name, document in documents if not document.faults and (model := _validate(name, document, faults))
    ]
    watchlist = _assemble(models, faults, _digest(file for _, file in files))
    if not files:
        faults.append(Fault(str(folder), "holds no watchlist files", f"expected {', '.join(FILES)} folders with *.yaml"))
    if faults:
        raise ConfigError(faults)
    return watchlist, models


def _files(folder: Path) -> list[tuple[str, Path]]:
    return [(name, file) for name in FILES for file in sorted((folder / name).glob("*.yaml"))]


def _digest(files: Iterable[Path]) -> str:
    digest = blake2b(digest_size=8)
    for file in files:
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def _validate(name: str, document: YamlFile, faults: list[Fault]) -> Strict | None:
    """Check one file against its model; errors become faults at the offending key or value."""
    try:
        return FILES[name].model_validate(document.data)
    except ValidationError as error:
        for detail in error.errors():
            path = detail["loc"]
            unknown = detail["type"] == "extra_forbidden"
            problem = (
                f"unknown key {path[-1]!r}"
                if unknown
                else f"{path[-1] if path else name}: {detail['msg'].removeprefix('Value error, ')}"
            )
            hint = _closest(str(path[-1])) if unknown else ""
            faults.append(Fault(document.where(path, key=unknown), problem, hint))
        return None


def _closest(key: str) -> str:
    """The key that was probably meant."""
    known = {
        field
        for model in vars(schema).values()
        if isinstance(model, type) and issubclass(model, Strict)
        for field in model.model_fields
    }
    found = get_close_matches(key, sorted(known), 1)
    return f"did you mean {found[0]!r}?" if found else ""


def _assemble(parsed: list[tuple[YamlFile, Strict]], faults: list[Fault], digest: str) -> Watchlist:
    """Put the files together; references between them are checked here."""
    sources: dict[str, Source] = {}
    entities: dict[str, Entity] = {}
    for document, file in parsed:
        if isinstance(file, SourcesFile):
            for i, entry in enumerate(file.sources):
                _claim(sources, entry.id, document, ("sources", i, "id"), faults)
                sources[entry.id] = build_source(entry, document, i, faults)
        elif isinstance(file, EntitiesFile):
            for i, entity in enumerate(file.entities):
                _claim(entities, entity.id, document, ("entities", i, "id"), faults)
                entities[entity.id] = _entity(entity)
    named = frozenset(file.kind for _, file in parsed if isinstance(file, KindFile))
    queries = Queries(frozenset(entities), frozenset(sources), named, faults)
    kinds: dict[str, KindPack] = {}
    for document, file in parsed:
        if isinstance(file, KindFile):
            _claim(kinds, file.kind, document, ("kind",), faults)
            kinds[file.kind] = build_kind(file, document, queries)
    storylines: dict[str, Storyline] = {}
    for document, file in parsed:
        if isinstance(file, StorylineFile):
            _claim(storylines, file.storyline, document, ("storyline",), faults)
            storylines[file.storyline] = build_storyline(file, document, queries, frozenset(kinds))
    return Watchlist(sources, entities, kinds, storylines, queries.by_name, digest)


def _claim(taken: dict[str, Any], name: str, document: YamlFile, path: tuple[str | int, ...], faults: list[Fault]) -> None:
    if name in taken:
        faults.append(Fault(document.where(path), f"id {name!r} is taken already"))


def _entity(entry: EntityEntry) -> Entity:
    return Entity(entry.id, entry.type, entry.names, {k: tuple(v) for k, v in entry.aliases.items()}, tuple(entry.unless))
