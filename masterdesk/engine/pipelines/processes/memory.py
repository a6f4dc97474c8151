"""Keeps the C library from handing freed memory back to the system between two blocks of audio."""

from __future__ import annotations

import ctypes
import sys
from functools import cache

# Names and values of <malloc.h>.
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3
_KEPT_BYTES = 256 << 20
_LARGEST_FROM_HEAP_BYTES = 32 << 20


@cache
def keep_freed_memory() -> None:
    """Let glibc reuse the memory of arrays instead of mapping and clearing new pages for each; elsewhere do nothing.

    A pipeline makes the same few arrays of some hundred kilobytes for every block. glibc would map each anew, and
    the page faults cost a third of all its time.
    """
    if sys.platform != "linux":
        return
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (OSError, AttributeError):
        return  # another C library
    mallopt(_M_MMAP_THRESHOLD, _LARGEST_FROM_HEAP_BYTES)
    mallopt(_M_TRIM_THRESHOLD, _KEPT_BYTES)
