"""Which patterns are made only when they are first asked for? Large ones: a command that reads nothing needs none of them."""

import re
from typing import Any, cast


def late(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """As ``re.compile``, when it is first used. Errors in a pattern show then, too; a test makes all of them."""
    return cast("re.Pattern[str]", _Late(pattern, flags))


class _Late:
    """Stands for a pattern; what is asked of it once is at hand from then on."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._pattern, self._flags = pattern, flags

    def __getattr__(self, name: str) -> Any:
        asked = getattr(re.compile(self._pattern, self._flags), name)
        setattr(self, name, asked)
        return asked
