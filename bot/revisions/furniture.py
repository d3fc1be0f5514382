"""Which lines of a page are about the page itself: who wrote it, when, how often it was read, how long it takes to read?

A blog sets "9 October 2026 / By Runa Fjeld / 2 comments" as a paragraph. Readers and templates change it; it is not the article's.
"""

import re

from bot.revisions.volatile import is_counter, is_stamp, is_volatile, without_counters, without_stamps
from bot.text.fold import count_cjk
from bot.text.late import late

_BETWEEN = re.compile(r"\s*[|｜／‖•·∙・●]\s*|\s+[/\-—–~]\s+|\s*\u3000\s*|\s{2,}")
"""What stands between the parts of such a line."""
_NAME = r"(?:(?-i:[A-Z])[\w.'’\-]*|(?:de|van|von|der|al|bin|and|&|of)\b)"
_POST = (
    r"staff|writers?|reporters?|correspondents?|editors?|contributors?|columnists?|bureau|desk|agencies|agency|photographers?"
    r"|in|for|at|the"
)
_ROLE = r"记者|記者|通讯员|通訊員|作者|撰文|撰稿|编辑|編輯|责编|責編|责任编辑|責任編輯|来源|來源|稿源|出处|出處|供稿|摄影"
_WORK = r"文|取材|執筆|構成|撮影|写真|編集|聞き手|ライター|出典|提供|配信|文責|担当"
_BYLINE = late(
    r"(?:(?:words|text|story|report(?:ing)?|photos?|pictures?|photography)\s+)?"
    rf"by:?\s+{_NAME}(?:[\s,]+(?:{_NAME}|{_POST}|[a-z]+(?=\s+(?:{_POST}))))*[.,]?"
    rf"|{_NAME}(?:\s+{_NAME}){{1,3}},?\s+(?:[a-z]+\s+){{0,2}}(?:{_POST})"
    rf"|[（(【\[]?(?:本报|本報|本刊|本站|特约|特約|见习|实习|首席|驻\S{{2,6}})?(?:(?:{_ROLE})(?=[\s：:／/｜|])|[记記]者|[文图圖](?=\s*[：:／/｜|]))"
    r"[\s：:／/｜|]{0,3}\S{1,16}(?:[\s　、,，]+\S{1,12}){0,5}[）)】\]]?"
    rf"|(?:{_WORK})(?:[・／/](?:{_WORK}))*\s*[：:＝=／/｜|]\s*\S{{1,20}}(?:[\s　、]\S{{1,12}}){{0,3}}"
    r"|\S{1,12}\s?(?:記者|记者|特派員|論説委員|編集委員|ライター|デスク|編集部|支局|配信)",
    re.IGNORECASE,
)
_SIGNED = re.compile(r"[（(【\[〔＝=][^（）()【】\[\]〔〕。！？!?\d]{2,24}[）)】\]〕]?")
"""Whom a report is by, in brackets at its end: 【山田太郎】, （記者 李明）."""
_WIDE = 60
"""Letters, a Han character being two, up to which a part of such a line names a section, an author or a paper."""
_LONGEST = 200
"""Code points."""
_SAYS = re.compile(r"[。！？!?，、；]|[a-z)][.;] ")


def is_furniture(line: str) -> bool:
    """Whether a line tells of the page alone: how often it was read, when it changed, or who wrote it and when; and no more."""
    if len(line) > _LONGEST:
        return False
    parts = [part for part in _BETWEEN.split(line.strip()) if part]
    if all(map(is_volatile, parts)) or is_byline(line):
        return True
    if len(parts) < 2:
        parts = _unmarked(line)
    if len(parts) < 2 or not all(_names_something(part) for part in parts if not is_volatile(part)):
        return False
    return any(map(is_counter, parts)) or (any(map(is_stamp, parts)) and any(map(is_byline, parts)))


def _unmarked(line: str) -> list[str]:
    """The parts of a line in which but spaces stand between them: its counter, its date, and the rest."""
    uncounted = without_counters(line)
    rest = without_stamps(uncounted)
    parts = ["1 view"] if uncounted != line else []
    parts += ["2000-01-01"] if rest != uncounted else []
    return [*parts, rest] if rest.strip() else parts


def _names_something(part: str) -> bool:
    return len(part) + count_cjk(part) <= _WIDE and not _SAYS.search(part)


def is_byline(text: str) -> bool:
    """Whether a text names its writers, and nothing else."""
    return bool(_BYLINE.fullmatch(text.strip()))


def is_signature(piece: str) -> bool:
    """Whether a piece in brackets of its own, after a line's last sentence, names its writer."""
    return bool(_SIGNED.fullmatch(piece.strip()))
