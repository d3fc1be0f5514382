"""What do we ask of the system that runs us? Few heaps, freed memory back, and as many open files as it lets us have."""

import ctypes
from contextlib import suppress

_M_TRIM_THRESHOLD, _M_ARENA_MAX = -1, -8
"""https://www.gnu.org/software/libc/manual/html_node/Malloc-Tunable-Parameters.html, by their numbers in malloc.h."""
HEAPS = 2
"""Threads of Python take turns anyway; a dozen heaps hold 60 MB that nobody uses while a thousand feeds are read."""
FILES = 10_240
"""More than all hosts that are asked in a few seconds; macOS grants no more (OPEN_MAX)."""
KEPT = 500_000
"""Bytes that a heap may keep at its end; left to itself, glibc keeps twice the largest block that it ever gave away."""
_NOT_GLIBC = (OSError, AttributeError, TypeError)


def share_heaps() -> None:
    """Let all threads use the same few heaps, that keep little of what is free. Said before there are threads.

    What a thread gave back to a heap of its own serves it alone.
    """
    with suppress(*_NOT_GLIBC):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, HEAPS)
        ctypes.CDLL(None).mallopt(_M_TRIM_THRESHOLD, KEPT)


def give_back() -> None:
    """Give what was freed back to the system. Of use after something large that will not be needed again."""
    with suppress(*_NOT_GLIBC):
        ctypes.CDLL(None).malloc_trim(0)


def open_many() -> None:
    """Raise the limit of open files, 1024 on most systems, as far as we are allowed to: each host that is asked takes one."""
    try:
        import resource  # noqa: PLC0415 - Windows has none, and no such limit
    except ImportError:
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if hard == resource.RLIM_INFINITY else min(hard, FILES)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with suppress(OSError, ValueError):  # forbidden: then we live with what there is
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
