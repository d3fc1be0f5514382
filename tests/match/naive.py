"""The query language by its definition alone: plain loops over folded text, no automaton, no anchors, nothing remembered."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.model.item import Item
from bot.model.query import And, Has, Near, Not, Or, Query, Ref, Term, Within
from bot.model.source import Source
from bot.model.watchlist import Entity
from bot.text.fold import fold, folded

Place = tuple[int, int]


def cjk(letter: str) -> bool:
    return (
        "\u3040" <= letter <= "\u30ff" or "\u3400" <= letter <= "\u9fff" or "\uac00" <= letter <= "\ud7a3" or letter >= "\U00020000"
    )


def joined(text: str, at: int) -> bool:
    return 0 < at < len(text) and all(letter.isalnum() and not cjk(letter) for letter in text[at - 1 : at + 1])


@dataclass
class Text:
    """One item, folded letter by letter."""

    item: Item
    source: Source
    entities: dict[str, Entity]
    kinds: Sequence[str]

    def __post_init__(self) -> None:
        title, text = fold(self.item.title), fold(self.item.text)
        self.title = title.text
        self.whole = f"{title.text} {text.text}" if self.item.text else title.text
        shift = len(self.item.title) + 1
        self.origins = [*title.origins, shift - 1, *(shift + origin for origin in text.origins)]

    def places(self, word: str, *, prefix: bool = False) -> list[Place]:
        found = []
        for start in range(len(self.whole)):
            end = start + len(word)
            if self.whole[start:end] == word and not joined(self.whole, start) and (prefix or not joined(self.whole, end)):
                found.append((start, end))
        return found

    def written(self, place: Place) -> str:
        return "".join(self.item.body[origin] for origin in sorted({self.origins[at] for at in range(*place)}))

    def words_between(self, a: Place, b: Place) -> float:
        gap = self.whole[min(a[1], b[1]) : max(a[0], b[0])]
        spread = "".join(f" {letter} " if cjk(letter) else letter for letter in gap).split()
        return sum(0.5 if len(word) == 1 and cjk(word) else 1.0 for word in spread)


def holds(query: Query, text: Text) -> bool:
    match query:
        case Has(attribute=attribute, value=value):
            return {
                "side": text.source.side.lower() == value.lower(),
                "role": text.source.role == value,
                "source": text.source.id == value,
                "kind": value in text.kinds,
                "lang": text.item.lang == value or text.item.lang.startswith(f"{value}-"),
            }[attribute]
        case Not(part=part):
            return not holds(part, text)
        case And(parts=parts):
            return all(holds(part, text) for part in parts)
        case Or(parts=parts):
            return any(holds(part, text) for part in parts)
        case _:
            return bool(places(query, text))


def places(query: Query, text: Text) -> list[Place]:
    """Where a query stands that is about words; a part that is not about words stands nowhere."""
    match query:
        case Term():
            found = text.places(query.folded, prefix=query.prefix)
            if query.cased:
                found = [place for place in found if text.written(place) == query.written.rstrip("*")]
            return in_field(found, query.field, text)
        case Ref(entity=name, field=field):
            entity = text.entities[name]
            others = [place for phrase in entity.unless for place in text.places(folded(phrase))]
            called = [place for some in entity.aliases.values() for alias in some for place in text.places(folded(alias))]
            return in_field([p for p in called if not any(a <= p[0] and p[1] <= b for a, b in others)], field, text)
        case And(parts=parts):
            return [place for part in parts for place in places(part, text)] if holds(query, text) else []
        case Or(parts=parts):
            return [place for part in parts if holds(part, text) for place in places(part, text)]
        case Near():
            pairs = [
                (a, b)
                for a in places(query.left, text)
                for b in places(query.right, text)
                if text.words_between(a, b) <= query.distance and (not query.ordered or b >= a)
            ]
            return [(min(a[0], b[0]), max(a[1], b[1])) for a, b in pairs]
        case Within():
            return within(query, text)
        case _:
            return []


def within(query: Within, text: Text) -> list[Place]:
    """Wherever a word stands, with the latest of each other one up to there."""
    every = [in_field(text.places(word.folded, prefix=word.prefix), query.field, text) for word in query.words]
    if not all(every):
        return []
    out = []
    marks = sorted((*place, number) for number, some in enumerate(every) for place in some)
    for at in range(len(marks)):
        latest = {number: (start, end) for start, end, number in marks[: at + 1]}
        chosen = sorted(latest.values())
        if len(latest) == len(every) and len(set(chosen)) == len(every):
            gap = sum(text.words_between(a, b) for a, b in pairwise(chosen))
            if gap <= query.distance:
                out.append((chosen[0][0], max(end for _, end in chosen)))
    return out


def in_field(found: list[Place], field: str, text: Text) -> list[Place]:
    end = len(text.title)
    return [p for p in found if field == "any" or (p[1] <= end if field == "title" else p[0] >= end)]
