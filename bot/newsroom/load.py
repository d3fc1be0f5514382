"""Is this folder a scenario we can tell, and if not, what is wrong on which line?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import TypeAdapter, ValidationError

from bot.errors import ConfigError, Fault
from bot.model.source import Source
from bot.newsroom.scenario import Change, Document, Entry, Outage, Row, Scenario, said
from bot.text.yaml import Place, YamlFile, read_yaml

_LISTS = ("documents", "entries", "changes", "faults", "rows")
_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class _Places:
    """Where each member of the merged lists stands, whichever file it came from."""

    main: YamlFile
    members: Mapping[str, Sequence[tuple[YamlFile, int]]]

    def where(self, loc: Place) -> str:
        """``file:line:column`` of a place in the merged data."""
        match loc:
            case (str(name), int(index), *rest) if index < len(self.members.get(name, ())):
                parsed, local = self.members[name][index]
                return parsed.where((name, local, *rest), key=True)
        return self.main.where(loc, key=True)


def load(folder: Path, sources: Mapping[str, Source]) -> Scenario:
    """Read ``folder/scenario.yaml`` and its parts; addresses, zones and titles default to those of ``sources``.

    Raises ConfigError with everything that is wrong.
    """
    main = read_yaml(folder / "scenario.yaml")
    if main.faults or not isinstance(main.data, dict):
        raise ConfigError(main.faults or [Fault(main.where(()), "a scenario is a mapping")])
    files = [main, *_parts(folder, main)]
    data, places = _merged(files)
    if faults := [fault for file in files for fault in file.faults]:
        raise ConfigError(faults)
    try:
        scenario = TypeAdapter(Scenario).validate_python({**data, "folder": folder})
    except ValidationError as error:
        raise ConfigError(_schema_faults(error, places)) from error
    scenario = replace(scenario, documents=tuple(_completed(document, sources) for document in scenario.documents))
    if faults := [Fault(places.where(loc), problem) for loc, problem in _contradictions(scenario)]:
        raise ConfigError(faults)
    return scenario


def _parts(folder: Path, main: YamlFile) -> Iterator[YamlFile]:
    """The files that ``parts`` names; each a mapping of some of the lists."""
    named = main.data.get("parts") or ()
    for index, name in enumerate(named if isinstance(named, list) else ()):
        if not isinstance(name, str) or Path(name).name != name:
            main.faults.append(Fault(main.where(("parts", index)), "a part is a file name in the scenario's folder"))
            continue
        part = read_yaml(folder / name)
        strange = [] if part.data is None else [""] if not isinstance(part.data, dict) else [*part.data.keys() - set(_LISTS)]
        part.faults.extend(
            Fault(part.where((key,), key=True), f"a part holds {', '.join(_LISTS)} and nothing else") for key in strange
        )
        yield part


def _merged(files: Sequence[YamlFile]) -> tuple[dict[str, Any], _Places]:
    """One mapping out of several files, lists appended, and the way back to the lines."""
    data = dict(files[0].data)
    members: dict[str, list[tuple[YamlFile, int]]] = {name: [] for name in _LISTS}
    for name in _LISTS:
        lists = [(file, file.data.get(name)) for file in files if isinstance(file.data, dict)]
        if all(isinstance(values, list) for _, values in lists if values is not None):
            members[name] = [(file, index) for file, values in lists for index in range(len(values or ()))]
            data[name] = [*chain.from_iterable(values or () for _, values in lists)]
        else:
            file = next(file for file, values in lists if values is not None and not isinstance(values, list))
            file.faults.append(Fault(file.where((name,), key=True), f"{name} is a list"))
    return data, _Places(files[0], members)


def _schema_faults(error: ValidationError, places: _Places) -> list[Fault]:
    """Every complaint of the schema where it stands; one per place, as the branches of a union repeat themselves."""
    faults = {places.where(e["loc"]): Fault(places.where(e["loc"]), f"{_dotted(e['loc'])}: {e['msg']}") for e in error.errors()}
    return list(faults.values())


def _dotted(loc: Place) -> str:
    return ".".join(map(str, loc))


def _completed(document: Document, sources: Mapping[str, Source]) -> Document:
    """What the document leaves to its source in the watchlist."""
    source = sources.get(document.source)
    url = document.url or (source.url if source else "")
    return replace(
        document,
        url=url,
        declares=document.encoding.removesuffix("-sig") if document.declares is None else document.declares,
        title=document.title or (source.name if source else document.source),
        link=document.link or url,
        zone=document.zone or (source.zone if source else "UTC"),
    )


def _contradictions(scenario: Scenario) -> Iterator[tuple[Place, str]]:
    """What each part may say by itself, but not together with the rest."""
    if scenario.ends <= scenario.starts:
        yield ("ends",), "a scenario ends after it starts"
    documents = {document.source: document for document in reversed(scenario.documents)}  # of twins, the first stays
    entries = {entry.id: entry for entry in reversed(scenario.entries)}
    for index, document in enumerate(scenario.documents):
        yield from _at(("documents", index), _document(document, scenario, documents))
    for index, entry in enumerate(scenario.entries):
        yield from _at(("entries", index), _entry(entry, documents, entries))
    for index, change in enumerate(scenario.changes):
        yield from _at(("changes", index), _change(change, entries))
    for index, outage in enumerate(scenario.faults):
        yield from _at(("faults", index), _outage(outage, documents))
    for index, row in enumerate(scenario.rows):
        yield from _at(("rows", index), _row(row, entries))


def _at(loc: Place, problems: Iterator[tuple[str, str]]) -> Iterator[tuple[Place, str]]:
    for key, problem in problems:
        yield (*loc, key), problem


def _document(document: Document, scenario: Scenario, documents: Mapping[str, Document]) -> Iterator[tuple[str, str]]:
    if documents[document.source] is not document:
        yield "source", f"{document.source} has two documents"
    if urlsplit(document.url).scheme not in {"http", "https"}:
        yield "source", f"{document.source} is not in the watchlist, and no http(s) url is given"
    elif twin := next(
        (other for other in documents.values() if other.url == document.url and other.source != document.source), None
    ):
        yield "source", f"{twin.source} is served at the same address"
    if document.format == "json_feed" and document.encoding != "utf-8":
        yield "encoding", "a JSON feed is UTF-8 (RFC 8259 §8.1)"
    for key, template in (("as", document.format), ("article", document.article or "")):
        if template.endswith(".html") and not any((pages / template).is_file() for pages in pages_of(scenario)):
            yield key, f"there is no page template {template}"


def pages_of(scenario: Scenario) -> tuple[Path, Path]:
    """Where page templates are looked for: the scenario's own first."""
    return scenario.folder / "pages", _HERE / "pages"


def _entry(entry: Entry, documents: Mapping[str, Document], entries: Mapping[str, Entry]) -> Iterator[tuple[str, str]]:
    if entries[entry.id] is not entry:
        yield "id", f"{entry.id} is the id of another entry as well"
    for source in entry.sources:
        if source not in documents:
            yield "in", f"no document is served for {source}"
        for key, text in (("link", entry.link), ("title", entry.title)):
            if not said(text, source):
                yield key, f"no {key} for {source}"
    for key, text in (("link", entry.link), ("title", entry.title), ("summary", entry.summary), ("body", entry.body)):
        for source in text.keys() - set(entry.sources) if isinstance(text, dict) else ():
            yield key, f"{source} does not carry this entry"


def _change(change: Change, entries: Mapping[str, Entry]) -> Iterator[tuple[str, str]]:
    entry = entries.get(change.entry)
    if entry is None:
        yield "entry", f"there is no entry {change.entry}"
    elif change.at <= entry.at:
        yield "at", f"{change.entry} is not published yet at this instant"
    if change.remove == any(text is not None for text in (change.title, change.summary, change.body)):
        yield "entry", "a change either removes the entry or gives it a title, summary or body"


def _outage(outage: Outage, documents: Mapping[str, Document]) -> Iterator[tuple[str, str]]:
    if outage.source not in documents:
        yield "source", f"no document is served for {outage.source}"
    if outage.until <= outage.at:
        yield "until", "a fault ends after it begins"


def _row(row: Row, entries: Mapping[str, Entry]) -> Iterator[tuple[str, str]]:
    for entry in row.entries:
        if entry not in entries:
            yield "entries", f"there is no entry {entry}"
