"""Is this page a guard at the door rather than the content: a bot check, a login, a consent form?"""

from functools import cache

from bot.text.fold import folded

_WORDS = (
    "just a moment",
    "challenge-platform",
    "cf-chl",
    "captcha",
    "verify you are human",
    "are you a robot",
    "unusual traffic",
    "enable javascript and cookies",
    "_incapsula_resource",
    "创宇盾",
    "安全验证",
    "访问验证",
    "请开启javascript",
    "ロボットではありません",
)
"""Words of the common walls: Cloudflare, DataDome, Imperva, Google, Knownsec, and home-made ones."""
_LOOKED_AT = 16_384


def is_challenge(text: str) -> bool:
    """Whether a page talks like a guard. Ask only where content is missing: an article may mention a captcha."""
    start = folded(text[:_LOOKED_AT])
    return any(word in start for word in _folded_words())


@cache
def _folded_words() -> tuple[str, ...]:
    return tuple(map(folded, _WORDS))
