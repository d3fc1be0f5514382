"""How many heaps does the process keep? glibc gives every thread one, and what a thread gave back serves that thread alone."""

import ctypes
from contextlib import suppress

_M_ARENA_MAX = -8
"""https://www.gnu.org/software/libc/manual/html_node/Malloc-Tunable-Parameters.html, by its number in malloc.h."""
HEAPS = 2
"""Threads of Python take turns anyway; a dozen heaps hold 60 MB that nobody uses while a thousand feeds are read."""


def share_heaps() -> None:
    """Let all threads use the same few heaps, where the C library is glibc; it must be said before there are threads."""
    with suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, HEAPS)
