"""How much memory does the process keep that nobody uses? Of glibc, whose heaps are many and grow more readily than they shrink."""

import ctypes
from contextlib import suppress

_M_ARENA_MAX = -8
"""https://www.gnu.org/software/libc/manual/html_node/Malloc-Tunable-Parameters.html, by its number in malloc.h."""
HEAPS = 2
"""Threads of Python take turns anyway; a dozen heaps hold 60 MB that nobody uses while a thousand feeds are read."""
_NOT_GLIBC = (OSError, AttributeError, TypeError)


def share_heaps() -> None:
    """Let all threads use the same few heaps: what a thread gave back to its own serves it alone. Said before there are threads."""
    with suppress(*_NOT_GLIBC):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, HEAPS)


def give_back() -> None:
    """Give what was freed back to the system. Of use after something large that will not be needed again."""
    with suppress(*_NOT_GLIBC):
        ctypes.CDLL(None).malloc_trim(0)
