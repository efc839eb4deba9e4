"""A decoder: bytes of one device become frames. `Framer` for lines, others for keys, reports, packets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from scanners.frames import Frame


class Decoder(Protocol):
    """Cuts what one device sends into frames, however the stream is cut into reads."""

    @property
    def pending(self) -> int:
        """Bytes or keys of a code not yet ended."""

    @property
    def idle_gap(self) -> float | None:
        """Seconds of silence that end a code; None where only a terminator does."""

    def feed(self, data: bytes) -> list[Frame]:
        """Take in what was read; give the frames it completes."""

    def idle(self) -> list[Frame]:
        """`idle_gap` went by in silence: the end of a code, where silence is one."""

    def lost(self) -> list[Frame]:
        """The device went away: what was pending is a frame that is CUT_SHORT."""

    def replies(self) -> bytes:
        """What the line's own protocol owes the device at once, given once: a NAK; usually nothing."""
