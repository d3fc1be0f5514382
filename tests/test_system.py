"""What we ask of the system that runs us."""

import subprocess
import sys
from pathlib import Path

import pytest

from bot.system import FILES

_STATM = Path("/proc/self/statm")


def _said(program: str) -> list[int]:
    """What a process prints."""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    return [int(word) for word in done.stdout.split()]


@pytest.mark.parametrize(("before", "after"), [(64, FILES), (FILES + 1, FILES + 1)])
def test_as_many_files_are_open_as_the_system_allows(before: int, after: int) -> None:
    resource = pytest.importorskip("resource", reason="Windows has no such limit")
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    most = after if hard == resource.RLIM_INFINITY else hard
    program = (
        "import resource as r; from bot.system import open_many;"
        f"r.setrlimit(r.RLIMIT_NOFILE, ({min(before, most)}, {hard})); open_many(); print(*r.getrlimit(r.RLIMIT_NOFILE))"
    )
    assert _said(program) == [min(after, most), hard]


@pytest.mark.skipif(not _STATM.exists(), reason="memory is told by Linux's /proc, and given back by glibc")
def test_tables_of_characters_leave_no_dictionaries_behind() -> None:
    program = (
        "from pathlib import Path; import numpy, opencc, bot.text.points; from bot.text import fold, language;"
        "held = lambda: int(Path('/proc/self/statm').read_text().split()[1]) * 4; before = held();"
        "fold._characters(); language._forms(); print(held() - before)"
    )
    assert _said(program)[0] < 12_000, "kilobytes; with their dictionaries they take 40 000"
