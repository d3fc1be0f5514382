"""Was somebody or something exchanged for another? An office, a body, a name, by what it is and what stands around it.

Names of places, and of a watchlist's people and ships, are known (``bot.text.naming``). Others are told by a capital, by katakana,
or in unspaced scripts by the title or the word for a place beside them.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from functools import cache

from ahocorasick_rs import AhoCorasick, MatchKind

from bot.revisions.loans import plain_loan
from bot.revisions.places import Place, exchanges, joined
from bot.revisions.spelling import is_joint, is_kana, is_slip, is_spelling
from bot.revisions.synonyms import groups_of, same_in_place, say_the_same
from bot.revisions.tokens import Sentence
from bot.text.fold import folded
from bot.text.lists import keyed, lists_of, words_of
from bot.text.naming import countries

Words = Mapping[str, Sequence[str]]
"""Kind of token to the tokens that one version has and the other has not."""

_NEAR = 2
"""Characters between what was exchanged and the title or the 島 after it that may belong to the same name."""
_OF = 4
"""Words of "Ministry of National Defence", which is the defence ministry."""
_AUTHORITIES = frozenset("国县市町村都府道")
"""Single characters that stand for whoever governs there."""
_AKIN = 0.7
"""Likeness of two spellings of one name."""
_METONYMS = {
    "beijing": "china", "tokyo": "japan", "washington": "us", "taipei": "taiwan", "seoul": "south korea", "moscow": "russia",
    "pyongyang": "north korea", "manila": "philippines", "london": "uk", "paris": "france", "berlin": "germany", "hanoi": "vietnam",
    "canberra": "australia", "new delhi": "india", "kyiv": "ukraine", "brussels": "eu",
}  # fmt: skip
"""Capitals that editors write for the country."""
_WORDS = "bot.revisions"
_OFFICES = keyed(_WORDS, "offices")
_SURNAMES, _COMMON, _LOANS, _HEADS, _BODIES, _LITTLE = (
    frozenset(words_of(_WORDS, section)) for section in ("surnames", "common", "loans", "heads", "bodies", "little")
)
_OF_A_BODY = frozenset("部省局国方府党署厅院会")
"""What the names of bodies end in."""
_ANY = frozenset({"minister"})
"""An office that may be any of several: 大臣 is the same as 国土交通相."""
_BEGINNING = 3
"""Letters of a word that may stand in an acronym."""
_RUN = 6
"""Characters of a name in an unspaced script."""
HAN = re.compile("[\u3400-\u9fff]{2,6}")
"""A word or name in Han characters."""
_STANDS_IN = re.compile(
    "[他她它其](?:们)?|[该此同](?:部|省|局|国|社|公司|厅|市|县|党|氏|人|机构|院|会|舰|船|机|报?道?官|相|知事|总裁|议员)|彼|彼女|对方|双方|本人|[该此同]"
)
_SAID_BEFORE = frozenset("同该此")
"""What stands before the office of somebody who was named before: 同報道官."""
_OF_ANY = ("站", "航空")
"""What stands after names that may hold a word with an opposite: 望京西站, 东方航空."""
_SAYS = re.compile("[称说讲]|(?:表示|指出|透露|介绍|通报|宣布|认为|发布|公布)(?:称|说)?")
"""How somebody is quoted; what he says may begin with a place."""
_PRONOUN = re.compile("[他她它其该此这那我方氏]|双方|两国|当局|同日|当天|当地|[国境]内|海外|国外")


def is_country(name: str) -> bool:
    """Whether a name is that of a country, or of its capital."""
    return name[1:] in _METONYMS or name[1:] in countries()


def is_pronoun(run: str) -> bool:
    """Whether a run stands for somebody who was named before: 他, 该部, 同氏."""
    return bool(_STANDS_IN.fullmatch(run))


def exchanged(a: Sentence, b: Sentence, lost: Words, won: Words, places: Sequence[Place], *, whole: bool = True) -> str:
    """Whether there is another speaker or name in one version of a sentence than in the other; empty for neither.

    ``whole``: whether that is all that differs. Not where some of it is excused by what stands elsewhere.
    """
    if whole and _said_by_others(a, b):
        return "speaker"
    facing = [place for place in exchanges(joined(places)) if not _is_another_form(a, b, place)]
    here = [(_only(a, i, j, lost), _only(b, k, m, won)) for i, j, k, m in facing]
    if any(_other_roles(gone, new) for gone, new in here):
        return "speaker"
    mine, yours = (_spelt(one, [(place[at], place[at + 1]) for place in places]) for one, at in ((a, 0), (b, 2)))
    if any(
        _other_names(_named(gone, b), _named(new, a), mine, yours) or _other_loans(gone.get("k", ()), new.get("k", ()))
        for gone, new in here
    ):
        return "name"
    if _other_bodies(lost.get("A", ()), won.get("A", ())) and not (
        any(_initialism(word, yours) for word in lost["A"]) or any(_initialism(word, mine) for word in won["A"])
    ):
        return "speaker"
    if not whole:
        return ""
    apart = exchanges(places)
    exchanged_there = any(_names_of(a, b, place) or _stands_for(a, b, place) for place in dict.fromkeys((*apart, *facing)))
    return "name" if exchanged_there or any(_before_head(a, b, place) for place in apart) else ""


def _is_another_form(a: Sentence, b: Sentence, place: Place) -> bool:
    """Whether one expression stands there for another that says the same: METI, "Economy, Trade and Industry"."""
    i, j, k, m = place
    return "c" not in a.kinds and say_the_same(" ".join(a.words[i:j]), " ".join(b.words[k:m]))


def _only(one: Sentence, start: int, end: int, only: Words) -> Words:
    """Kind to the tokens at a place that the other version has not."""
    kinds: dict[str, list[str]] = {}
    for at in range(start, end):
        kind, word = one.kinds[at], one.words[at]
        begins = at == 0 and kind == "A" and word not in _OFFICES and groups_of(word)  # "Ousted Prime Minister" begins with a word
        if word in only.get(kind, ()) and not begins:
            kinds.setdefault(kind, []).append(word)
    return kinds


def _other_roles(lost: Words, won: Words) -> bool:
    """Whether somebody in one office was exchanged for somebody in another."""
    mine, yours = (_roles([word for words in side.values() for word in words]) for side in (lost, won))
    return bool(mine) and bool(yours) and not mine & yours


def _roles(words: Sequence[str]) -> set[str]:
    """The offices among some words; a prime minister is a premier."""
    roles = {_OFFICES[word] for word in words if word in _OFFICES}
    return roles - {"minister"} | {"premier"} if "prime" in words and "minister" in roles else roles


def _said_by_others(a: Sentence, b: Sentence) -> bool:
    """Whether an office or a body was exchanged for another, in unspaced scripts, where each is several tokens."""
    if "c" not in a.kinds:
        return False
    mine, yours = a.written(), b.written()
    found = ((find(mine) - _ANY, find(yours) - _ANY) for find in (_offices, _speakers))
    return any(there - those and those - there for there, those in found)


def _offices(text: str) -> frozenset[str]:
    return _found(text, "offices")


def _speakers(text: str) -> frozenset[str]:
    return _found(text, "speakers")


def _found(text: str, section: str) -> frozenset[str]:
    automaton, meant = _forms(section)
    return frozenset(meant[number] for number, _, _ in automaton.find_matches_as_indexes(text))


@cache
def _forms(section: str) -> tuple[AhoCorasick, tuple[str, ...]]:
    """The forms of a section in unspaced scripts, and by number what each of them means."""
    meant = {folded(form): line.split()[0] for line in lists_of(_WORDS)[section] for form in line.split() if not form.isascii()}
    return AhoCorasick(list(meant), matchkind=MatchKind.LeftmostLongest), tuple(meant.values())


def _named(tokens: Mapping[str, Sequence[str]], other: Sentence) -> list[str]:
    """Places, people and what else bears a capital and is no office, if the other does not name it; capitals as their country.

    Several countries that are named in one word, 中米, are each of them.
    """
    names = (each for name in tokens.get("@", ()) if name not in other.words for each in name[1:].split(" and "))
    known = [f"@{_METONYMS.get(name, name)}" for name in names]
    others = (word for word in tokens.get("A", ()) if word not in _OFFICES)
    return [*known, *(word for word in others if word not in _COMMON and word.removesuffix("s") not in _COMMON)]


def _spelt(one: Sentence, spans: Iterable[tuple[int, int]]) -> list[str]:
    """The words in letters at some places, those of names as they are written."""
    found: list[str] = []
    for start, end in spans:
        names = iter(one.names[one.kinds.count("@", 0, start) :])
        for kind, word in zip(one.kinds[start:end], one.words[start:end], strict=True):
            found += next(names, "").split() if kind == "@" else [word] if kind in "aA" else []
    return found


def _other_names(gone: Sequence[str], new: Sequence[str], mine: Sequence[str] = (), yours: Sequence[str] = ()) -> bool:
    """Whether names were exchanged for others than their own spellings, or the beginnings of the words that went or came."""
    if any(_initialism(word, yours) for word in gone) or any(_initialism(word, mine) for word in new):
        return False
    return any(_unnamed(word, new) for word in gone) and any(_unnamed(word, gone) for word in new)


def _unnamed(word: str, others: Sequence[str]) -> bool:
    """Whether none of some names is a spelling of one, or a part of it beside what is no part: @liudejun, Liu Pengyu."""
    kin = [other for other in others if akin(word, other)]
    parts = word[0] == "@" and not is_country(word) and not any(other[0] == "@" for other in kin)
    return not kin or (parts and len(kin) < len(others) and not {*word[1:].split()} <= {*others})


def _initialism(word: str, words: Sequence[str]) -> bool:
    """Whether a word is made of the beginnings of others in their order: MND, the Ministry of National Defense; TEPCO."""
    word = word.lstrip("@")
    return (
        len(word) > 2
        and word not in words
        and word.isalpha()
        and any(_spell(word, words[at:]) for at in range(len(words) - 1) if words[at][0] == word[0])
    )


def _spell(word: str, words: Sequence[str]) -> bool:
    """Whether words begin with the letters of one, each with some of them; only joints may give none."""
    if not word or not words:
        return not word
    starts = (size for size in range(_BEGINNING, 0, -1) if len(words[0]) >= size and word.startswith(words[0][:size]))
    return any(_spell(word[size:], words[1:]) for size in starts) or (is_joint(words[0]) and _spell(word, words[1:]))


def _other_bodies(gone: Sequence[str], new: Sequence[str]) -> bool:
    """Whether a body was exchanged for another, or for somebody."""
    mine, yours = _BODIES & set(gone), _BODIES & set(new)
    gone, new = _but_spellings(gone, new), _but_spellings(new, gone)
    return bool(gone) and bool(new) and mine != yours and not mine & yours


def _but_spellings(words: Sequence[str], others: Sequence[str]) -> list[str]:
    """Those that are not only spelt otherwise: Defense, Defence."""
    return [word for word in words if not any(is_spelling(word, other) for other in others)]


def _before_head(a: Sentence, b: Sentence, place: Place) -> bool:
    """Whether the word before a common head was exchanged: the foreign ministry, the culture ministry."""
    i, j, k, m = place
    if not (1 <= j - i <= 2 and 1 <= m - k <= 2) or not (a.words[j:] and b.words[m:]):
        return False
    if a.words[j] != b.words[m] or a.words[j] not in _HEADS:
        return False
    mine, yours = a.words[j - 1], b.words[m - 1]
    if mine in b.words[m : m + _OF] or yours in a.words[j : j + _OF]:
        return False
    return a.kinds[j - 1] in "aAw@" and b.kinds[m - 1] in "aAw@" and not akin(mine, yours) and not _same(mine, yours)


def _same(mine: str, yours: str) -> bool:
    return bool({mine, yours} & _LITTLE) or say_the_same(mine, yours)


def _other_loans(gone: Sequence[str], new: Sequence[str]) -> bool:
    return _other_names([word for word in gone if word not in _LOANS], [word for word in new if word not in _LOANS])


def akin(a: str, b: str) -> bool:
    """Two spellings of one name, or a name and its adjective, or an initialism. Names that we know have no other spellings.

    Several countries (中米) are akin to each of them.
    """
    if a[0] == b[0] == "@":
        mine, yours = ({_METONYMS.get(name, name) for name in one[1:].split(" and ")} for one in (a, b))
        return mine <= yours or yours <= mine
    a, b = plain_loan(a.lstrip("@")), plain_loan(b.lstrip("@"))
    return a[:4] == b[:4] or a in b or b in a or is_spelling(a, b) or SequenceMatcher(None, a, b).ratio() >= _AKIN


@cache
def _after() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What follows a name in unspaced scripts: a title of somebody, a word for a place or a ship."""
    titles, sites = (
        "|".join(sorted(map(folded, words_of(_WORDS, section)), key=len, reverse=True)) for section in ("titles", "sites")
    )
    return re.compile(rf".{{0,{_NEAR}}}?(?:{titles})"), re.compile(rf"[^在于]{{0,1}}?(?:{sites})(?![载场]|(?<=航空)[自母宇机券])")


@cache
def _titled() -> re.Pattern[str]:
    """What ends in the office or the title of somebody whose name follows."""
    offices = (form for line in lists_of(_WORDS)["offices"] for form in line.split()[1:] if not form.isascii())
    return re.compile(f"(?:{'|'.join(sorted({folded(form) for form in (*offices, *words_of(_WORDS, 'titles'))}))})$")


def _stands_for(a: Sentence, b: Sentence, place: Place) -> bool:
    """Whether a name that we know was exchanged for a few characters that are no office and no pronoun: for another name."""
    i, j, k, m = place
    short, long = sorted((a.written(i, j), b.written(k, m)), key=len)
    if shortened(short, long):
        return False
    sides = ((a, b, i, j, k, m), (b, a, k, m, i, j))
    for mine, yours, start, end, its_start, its_end in sides:
        gone = [word for word in mine.words[start:end] if word[0] == "@" and word not in yours.words]
        run, kinds = "".join(yours.words[its_start:its_end]), set(yours.kinds[its_start:its_end])
        if gone and kinds and kinds <= {"c", "k", "w"} and _another_in_office(run):
            return True
        if gone and not {name[1:] for name in gone}.isdisjoint(_initials().get(letter, "") for letter in run):
            continue
        if gone and run in _AUTHORITIES:
            return not any(map(is_country, gone))
        if gone and kinds and kinds <= {"c", "k"} and 2 <= len(run) <= _RUN and not _offices(run) and not _speakers(run):
            return not _PRONOUN.search(run)
    return False


@cache
def _initials() -> Mapping[str, str]:
    """Single characters to the countries that they stand for in headlines."""
    return {folded(form): whom for form, whom in keyed(_WORDS, "initials").items()}


def _another_in_office(run: str) -> bool:
    """Whether characters are a family name and an office: somebody else than the one who is named in their place."""
    if _speakers(run):
        return False
    names = (run.removesuffix(office) for office in _OFFICES if not office.isascii() and run.endswith(office))
    return any(2 <= len(name) <= 3 and name[-1] not in _OF_A_BODY for name in names)


def _site_itself(*runs: str) -> bool:
    """Whether one of them ends in a word for a place."""
    return any(run.endswith(_sites()) for run in runs)


@cache
def _sites() -> tuple[str, ...]:
    return tuple(map(folded, words_of(_WORDS, "sites")))


def shortened(short: str, long: str) -> bool:
    """Whether a name is made of some of another's characters in their order: 国交省, 国土交通省."""
    rest = iter(long)
    return bool(short) and all(letter in rest for letter in short)


def _names_of(a: Sentence, b: Sentence, place: Place) -> bool:
    """Whether what was exchanged at one place are names, by what stands around them, and not words for the same."""
    i, j, k, m = place
    mine, yours, kinds = "".join(a.words[i:j]), "".join(b.words[k:m]), set(a.kinds[i:j] + b.kinds[k:m])
    named = (i and a.words[i - 1] in _SURNAMES) or "".join(a.words[j : j + 2]).startswith(_OF_ANY)
    words = {"c", "k", "w"} if named else {"c", "k"}  # 东 of 何亚东 is a part of the world elsewhere
    if not (1 <= len(mine) <= _RUN and 1 <= len(yours) <= _RUN) or kinds - words or {mine, yours} <= _LITTLE:
        return False
    if not _SAID_BEFORE.isdisjoint((mine, yours)) or (_SAYS.fullmatch(mine) and _SAYS.fullmatch(yours)):
        return False
    if shortened(mine, yours) or shortened(yours, mine) or is_slip(mine, yours) or (kinds == {"k"} and akin(mine, yours)):
        return False
    if sorted(letter for letter in mine if not is_kana(letter)) == sorted(letter for letter in yours if not is_kana(letter)):
        return False  # の後に, 後の
    if not _stand_as_names(a, b, place, mine, yours):
        return False
    return not same_in_place("".join(a.words[max(0, i - _NEAR) : i]), mine, yours, "".join(a.words[j : j + _NEAR]))


def _stand_as_names(a: Sentence, b: Sentence, place: Place, mine: str, yours: str) -> bool:
    """Whether two runs stand where names do: beside a title, a word for a place, or somebody's office."""
    i, j, _, m = place
    after, its_after = "".join(a.words[j : j + 5]), "".join(b.words[m : m + 5])
    titled, sited = _after()
    places = bool(HAN.fullmatch(mine) and HAN.fullmatch(yours)) and _site_itself(
        *(run for run, beyond in ((mine, after), (yours, its_after)) if not groups_of(run[-1] + beyond[:1]))
    )
    if places or (sited.match(after) and sited.match(its_after)):
        return True
    before = "".join(a.words[max(0, i - 5) : i])
    japanese = any("\u3041" <= letter <= "\u3096" for word in a.words for letter in word)
    if _SAYS.match(after) and _SAYS.match(its_after) and _titled().search(before) and not (groups_of(mine) or groups_of(yours)):
        return bool(HAN.fullmatch(mine) and HAN.fullmatch(yours))
    people = mine[0] in _SURNAMES and yours[0] in _SURNAMES
    bent = is_kana(mine[-1]) or is_kana(yours[-1])  # 求め, before the next one's name and title
    if titled.match(after) and titled.match(its_after) and (japanese or people) and not bent:
        return True
    if before[-1:] in _SURNAMES and _offices(before[-5:-1]) and all(HAN.fullmatch(run) for run in (mine, yours)):
        return True
    return people and len(mine) >= 2 and len(yours) >= 2 and bool(_offices(before[-4:]) or before.endswith(("记者", "主席")))
