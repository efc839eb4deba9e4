"""The chain: the hash of an event covers the exact bytes stored and the hash of the event before.

So the hash of the last one vouches for the whole log, at the station and wherever it was sent.
"""

from __future__ import annotations

import hashlib
from typing import Final

GENESIS: Final = bytes(32)
"""What a log's first event is chained to."""


def chain(prev: bytes, envelope: bytes) -> bytes:
    """Give the hash of an event, 32 bytes, from the hash before it and its stored bytes: SHA-256 of both."""
    return hashlib.sha256(prev + envelope).digest()
