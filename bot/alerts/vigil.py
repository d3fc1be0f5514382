"""Which of our own troubles do the operators hear of, and when? Each once when it has lasted, and once when it is over."""

from datetime import datetime, timedelta

from bot.model.vigil import Sign, Signs, Trouble, Turn, Vigil

GAP_MAX = timedelta(minutes=10)
"""A restart takes seconds, and a look comes every minute: who did not look for so long was stopped, had crashed, or slept."""
LASTS = timedelta(minutes=5)
"""What passes sooner concerns nobody: a server that restarts, a network that is gone for a moment."""


def looked(before: Vigil, signs: Signs, now: datetime) -> tuple[Vigil, list[Turn]]:
    """What is remembered after a look, and what is to be told. A clock that went back says nothing."""
    turns: list[Turn] = []
    known = dict(before.troubles)
    if before.alive and now - before.alive > GAP_MAX:
        turns.append(Turn("gap", "", before.alive))
        known = {name: one for name, one in known.items() if one.told}  # nobody saw whether the others lasted
    for name, sign in signs.items():
        former = known.pop(name, None)
        if sign is not None:
            known[name] = trouble = _grown(former, sign, now)
            if trouble.told and not (former and former.told):
                turns.append(Turn("begun", name, trouble.since, sign.why))
        elif former and former.told:
            turns.append(Turn("over", name, former.since))
    return Vigil(now, known), turns


def _grown(former: Trouble | None, sign: Sign, now: datetime) -> Trouble:
    """It is told when it has lasted and we have watched it for as long: one failure after a quiet hour is none yet."""
    if former and former.told:
        return former
    seen = min(former.seen, now) if former else now
    return Trouble(sign.since, seen, told=min(now - sign.since, now - seen) >= LASTS)


def well(signs: Signs, now: datetime) -> bool:
    """Whether all works, but for what has begun just now."""
    return all(sign is None or now - sign.since < LASTS for sign in signs.values())


def blind(good: datetime | None, bad: datetime | None) -> Signs:
    """Of the sources, by when one was read last and when one failed last: since when none was read although some were due."""
    if bad is None or (good is not None and good >= bad):
        return {"sources": None} if good else {}
    return {"sources": Sign(good or bad)}
