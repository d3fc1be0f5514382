"""Is a finding worth telling, and is it told already? (step 10)

The rule for "nothing twice" stands here: within a storyline a story is told as new once, whichever of its watches asked
first; an edit, a correction or a conflict is told once each, and an edit or correction only where the story was told. A copy that a
graver watch asks for is told again, as an answer to the first alert: who sleeps through the normal ones must hear of it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b

from bot.model.alert import Alert, Told
from bot.model.finding import TELLING, Change, Finding
from bot.model.watchlist import SEVERITIES, Entity


def decide(findings: Iterable[Finding], told: Sequence[Told], entities: Mapping[str, Entity], now: datetime) -> list[Alert]:
    """The alerts to send, in the order of ``findings``."""
    history = _History(list(told))
    alerts = []
    for finding in findings:
        alert = _alert(finding, history, entities, now)
        if alert is not None and history.add(alert):
            alerts.append(alert)
    return alerts


@dataclass(frozen=True, slots=True)
class _History:
    told: list[Told]

    def of(self, storyline: str, story: str) -> list[Told]:
        return [t for t in self.told if (t.storyline, t.story) == (storyline, story)]

    def add(self, alert: Alert) -> bool:
        """Remember an alert; False when it exists."""
        if any(t.id == alert.id for t in self.told):
            return False
        self.told.append(Told(alert.id, alert.storyline, alert.watch, alert.story, alert.change, alert.first_seen, alert.severity))
        return True


def _alert(finding: Finding, history: _History, entities: Mapping[str, Entity], now: datetime) -> Alert | None:
    here = history.of(finding.storyline, finding.story)
    change, answered = _change(finding, here)
    if change is None:
        return None
    if finding.replies_to_story:
        answered = history.of(finding.storyline, finding.replies_to_story)
    watch = finding.watch or (here[0].watch if here else "")
    item, source = finding.item, finding.source
    return Alert(
        id=alert_id(replace(finding, change=change), watch),
        storyline=finding.storyline,
        watch=watch,
        kind=finding.kind,
        change=change,
        severity=finding.severity,
        title=finding.title,
        url=finding.link,
        source=source.id if source else "",
        outlet=source.outlet if source else "",
        side=source.side if source else "",
        role=source.role if source else "",
        lang=item.lang if item else "en",
        published=item.published if item else None,
        first_seen=item.first_seen if item else now,
        story=finding.story,
        evidence=finding.evidence,
        gloss=gloss(finding, entities),
        replies_to=answered[0].id if answered else "",
        finding=finding.detail,
        kinds=tuple(dict.fromkeys(piece.kind for piece in finding.evidence)),
        entities=finding.entities,
    )


def _change(finding: Finding, here: Sequence[Told]) -> tuple[Change | None, Sequence[Told]]:
    """As which change a finding is told, given what was told of its story; and what it then answers. None: it is told already."""
    if finding.change in {"edited", "corrected", "removed"}:
        return (finding.change if here and not _corrected_already(finding, here) else None), ()
    known = [t for t in here if t.change in TELLING or t.change == "graver"]
    if finding.change not in TELLING or not known:
        return finding.change, ()
    if finding.change == "conflict" and all(t.change != "conflict" for t in known):
        return finding.change, known
    if SEVERITIES.index(finding.severity) > max(SEVERITIES.index(t.severity) for t in known):
        return "graver", known
    return None, ()


def _corrected_already(finding: Finding, here: Sequence[Told]) -> bool:
    """Whether a story was said to be corrected: a feed and the page behind it say so one after the other, in other words."""
    return finding.change == "corrected" and any(t.change == "corrected" for t in here)


def alert_id(finding: Finding, watch: str) -> str:
    """16 hex digits from (storyline, watch, story, change).

    A story may be edited more than once, each time to other words; and what is overdue may be said again.
    """
    parts = [finding.storyline, watch, finding.story, finding.change]
    if finding.change in {"edited", "corrected"}:
        parts.append(str(finding.detail.get("after") or finding.title))
    if finding.change == "graver":
        parts.append(finding.severity)
    if again := finding.detail.get("again"):
        parts.append(f"again {again}")
    return blake2b("\n".join(parts).encode(), digest_size=8).hexdigest()


def gloss(finding: Finding, entities: Mapping[str, Entity]) -> dict[str, str]:
    """What the headline's words name, in English: longest words first, none that says the same already.

    A headline in English needs none.
    """
    names: dict[str, str] = {}
    if finding.item is not None and finding.item.lang == "en":
        return names
    for word, entity in sorted(finding.surfaces.items(), key=lambda pair: -len(pair[0])):
        name = entities[entity].names.get("en", entity)
        if word.casefold() not in name.casefold() and not _named_already(word, name, names) and not _two_people(word, entities):
            names[word] = name
    return names


def _named_already(word: str, name: str, names: Mapping[str, str]) -> bool:
    """Whether the name stands there, or within that of a longer word around this one (台湾 in 台湾有事)."""
    return any(name == other or (word in longer and name in other) for longer, other in names.items())


def _two_people(word: str, entities: Mapping[str, Entity]) -> bool:
    """Whether the word names two persons at once (日米首脳), which one name would hide."""
    people = (entity for entity in entities.values() if entity.type == "person")
    return sum(any(word in aliases for aliases in person.aliases.values()) for person in people) > 1
