"""A pull of the trigger, whole: all bytes between two silences, whatever they are. For the set-up alone."""

from __future__ import annotations

from typing import Final

from scanners.frames import MAX_LENGTH, Frame

SILENCE: Final = 0.3
"""Seconds without a byte that end a pull; longer than any gun pauses within a code (`frames.IDLE_GAP`)."""

_MOST: Final = 32 * MAX_LENGTH
"""Bytes kept: a code that is typed comes as some hundred bytes of key records for each character."""


class PullDecoder:
    """Implements `Decoder`: a frame is a pull, terminator and prefix in it, and nothing is a fault."""

    idle_gap: float | None = SILENCE
    """As of `Decoder`."""

    def __init__(self) -> None:
        """Begin in silence."""
        self._pulled = bytearray()

    @property
    def pending(self) -> int:
        """Bytes since the last silence."""
        return len(self._pulled)

    def feed(self, data: bytes) -> list[Frame]:
        """Take bytes in; what is too long for any code comes at once."""
        self._pulled += data
        return self.idle() if len(self._pulled) >= _MOST else []

    def idle(self) -> list[Frame]:
        """Give the pull that silence ended."""
        pulled = bytes(self._pulled)
        self._pulled.clear()
        return [Frame(pulled)] if pulled else []

    def lost(self) -> list[Frame]:
        """Give what had come before the device went away."""
        return self.idle()

    def replies(self) -> bytes:
        """Owe nothing."""
        return b""
