"""What do a headline's words name, in the reader's language? The entities' names and aliases say; no machine is asked."""

import re
from collections.abc import Iterator, Mapping

from bot.model.alert import Alert
from bot.model.watchlist import Entity
from bot.text.tags import base, tongue


def gloss_in(language: str, alert: Alert, entities: Mapping[str, Entity]) -> Mapping[str, str]:
    """Words of the alert's headline to what they name in ``language`` (a BCP 47 tag), in English where an entity has no such name.

    Who reads the headline's own language needs none, and a name that holds the very word is left out.
    """
    reader = tongue(language)
    if reader in {"en", ""}:
        return alert.gloss
    if base(reader) == base(alert.lang):
        return {}
    named = _of_english(alert, entities) if alert.lang == "en" else _of_gloss(alert, entities)
    names = {word: _name(entity, reader) if entity else alert.gloss[word] for word, entity in named}
    return {word: name for word, name in names.items() if word not in name}


def _of_gloss(alert: Alert, entities: Mapping[str, Entity]) -> Iterator[tuple[str, Entity | None]]:
    """The words that were glossed in English, and whom each was found to name; None when the watchlist knows nobody so any more.

    Several may bear one English name: the one that has the word for an alias is meant.
    """
    for word, english in alert.gloss.items():
        called = [entity for entity in entities.values() if entity.names.get("en", entity.id) == english]
        meant = [entity for entity in called if any(word in aliases for aliases in entity.aliases.values())]
        yield word, next(iter(meant or called), None)


def _of_english(alert: Alert, entities: Mapping[str, Entity]) -> Iterator[tuple[str, Entity]]:
    """The longest English alias in the headline of each entity that the text names. A word belongs to one of them."""
    named = [entities[name] for name in alert.entities if name in entities]
    aliases = [(alias, entity) for entity in named for alias in entity.aliases.get("en", ())]
    title, told = alert.title, set[str]()
    for alias, entity in sorted(aliases, key=lambda pair: -len(pair[0])):
        found = _whole(alias).search(_without(entity.unless, title))
        if found and entity.id not in told:
            told.add(entity.id)
            title = _whole(alias).sub(" ", title)
            yield alias, entity


def _without(unless: tuple[str, ...], title: str) -> str:
    """The headline but for longer expressions that mean something else."""
    for words in unless:
        title = title.replace(words, " ")
    return title


def _whole(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(words)}(?!\w)")


def _name(entity: Entity, reader: str) -> str:
    """Its name in the reader's script. Chinese names are in simplified characters: in others it is the first alias written so."""
    plain = "" if reader == "zh-Hant" else entity.names.get(base(reader), "")
    written = next(iter(entity.aliases.get(reader, ())), "")
    other = entity.names.get(base(reader)) or entity.names.get("en", entity.id)
    return entity.names.get(reader) or plain or written or other
