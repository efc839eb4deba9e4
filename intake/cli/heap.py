"""The heap: one arena for all threads.

The GNU C library gives threads heaps of their own. What one thread takes and another gives back leaves
holes there: a desk grew by 12 kB with every parcel though it kept nothing (mallopt(3)).
"""

from __future__ import annotations

import ctypes

_ARENA_MAX = -8
"""`M_ARENA_MAX` of <malloc.h>."""


def keep_together() -> None:
    """Let all threads share one heap. To be called before the first one starts; elsewhere it does nothing."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_ARENA_MAX, 1)
