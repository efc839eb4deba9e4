"""Bytes become frames: one frame for one pull of a trigger. No input and no output here.

The invariant: however a stream of bytes is cut into reads, the same frames come out of it.

Guns end a code with CR (Denso, Honeywell), CR LF (Datalogic), TAB or ETX (options), or with
nothing at all (Symbol/Zebra as delivered), and some put STX in front. A CR of a CR LF may be the
last byte of one read and its LF the first of the next. Bytes without a terminator are not a code:
they wait, because half a serial number taken for a whole one is worse than no answer.

Source: makers' manuals, collected in hardware.md 1.2.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Self

from intake.scan import Fault

if TYPE_CHECKING:
    from collections.abc import Mapping

STX: Final = b"\x02"
MAX_LENGTH: Final = 16_384
"""Bytes. The largest QR code holds 7,089 digits (ISO/IEC 18004), so no code is ever this long."""

IDLE_GAP: Final = 0.1
"""Seconds. A gun sends a code in one burst; two pulls of a trigger are further apart."""

_FOREIGN: Final = re.compile(rb"[\x00-\x03\x05-\x1b\x7f]")
"""Control characters but EOT, FS, GS, RS and US, which GS1 and ISO/IEC 15434 data contain."""


class Terminator(Enum):
    """What may end a code."""

    CR = b"\r"
    LF = b"\n"
    CRLF = b"\r\n"
    TAB = b"\t"
    ETX = b"\x03"


@dataclass(frozen=True, slots=True)
class Framing:
    """How a gun marks where a code begins and ends."""

    terminators: frozenset[Terminator]
    """Any of these ends a code. None at all: a pause of `idle_gap` ends it."""

    prefix: bytes = b""
    """Taken off the front of a code that begins with it, once."""

    idle_gap: float = IDLE_GAP
    """Seconds without a byte that end a code; used only without terminators."""

    max_length: int = MAX_LENGTH
    """Bytes of a code, after its prefix, that are kept."""

    def __post_init__(self) -> None:
        """Refuse a framing that could not tell codes apart.

        Raises:
            ValueError: A length, gap or prefix that makes no sense, with expected and got.

        """
        if self.max_length < max(1, len(self.prefix)):
            least = max(1, len(self.prefix))
            msg = f"Expected a max_length of at least {least} bytes, got {self.max_length}."
            raise ValueError(msg)
        if self.idle_gap <= 0:
            msg = f"Expected an idle_gap above 0 seconds, got {self.idle_gap}."
            raise ValueError(msg)
        if any(byte in self.prefix for end in self.terminators for byte in end.value):
            msg = f"Expected a prefix without terminators in it, got {self.prefix!r}."
            raise ValueError(msg)

    @property
    def by_gap(self) -> bool:
        """Whether only silence ends a code."""
        return not self.terminators

    @classmethod
    def parse(cls, text: str) -> Self:
        """The framing of a settings value such as "auto" or "stx-etx", in any case.

        Raises:
            ValueError: A value that is none of `FRAMINGS`, naming them.

        """
        try:
            ends, prefix = FRAMINGS[text.strip().lower()]
        except KeyError:
            msg = f"Expected a framing of {', '.join(FRAMINGS)}, got {text!r}."
            raise ValueError(msg) from None
        return cls(frozenset(ends), prefix)


# CRLF stands beside CR and beside LF so that a gun set to send both gives no empty or garbled
# second frame. TAB is in auto because no code of ours holds one (GS1 and ISO/IEC 15434 data have
# none), and a frame holding one would be garbled: taking it for the end loses nothing.
FRAMINGS: Final[Mapping[str, tuple[tuple[Terminator, ...], bytes]]] = MappingProxyType(
    {
        "auto": (tuple(Terminator), STX),
        "cr": ((Terminator.CR, Terminator.CRLF), b""),
        "lf": ((Terminator.LF, Terminator.CRLF), b""),
        "crlf": ((Terminator.CRLF,), b""),
        "tab": ((Terminator.TAB,), b""),
        "etx": ((Terminator.ETX,), b""),
        "gap": ((), b""),
        "stx-etx": ((Terminator.ETX,), STX),
    }
)
"""Settings values: the terminators and the prefix each stands for."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The bytes between two terminators."""

    raw: bytes
    """Without prefix and terminator, otherwise as they came."""

    fault: Fault | None = None
    """Why it cannot be a code, where it cannot."""


def fault_of(raw: bytes) -> Fault | None:
    """GARBLED where the bytes hold control characters no code has, or are not UTF-8.

    A wrong speed or parity sets high bits at random, which is hardly ever valid UTF-8. Shift-JIS
    is garbled too: almost any garbage is valid Shift-JIS, so allowing it would hide the fault.
    """
    if _FOREIGN.search(raw):
        return Fault.GARBLED
    try:
        raw.decode()
    except UnicodeDecodeError:
        return Fault.GARBLED
    return None


class Framer:
    """Cuts a stream of bytes into frames. Its memory is bounded by `Framing.max_length`."""

    def __init__(self, framing: Framing) -> None:
        """Begin between two codes."""
        ends = sorted((end.value for end in framing.terminators), key=len, reverse=True)
        self._framing = framing
        self._ends = re.compile(b"|".join(ends)) if ends else None
        self._holds_cr = Terminator.CRLF.value in ends and Terminator.CR.value not in ends
        self._swallows_lf = Terminator.CRLF.value in ends and Terminator.CR.value in ends
        self._clear()
        self.empty = 0
        """Pulls of the trigger that gave no byte: not a scan, only counted."""
        self.dropped = 0
        """Bytes cut off over-long frames."""

    @property
    def pending(self) -> int:
        """Bytes of a code not yet ended."""
        return len(self._pending) + len(self._held)

    @property
    def idle_gap(self) -> float | None:
        """Seconds of silence that end a code; None where only a terminator does."""
        return self._framing.idle_gap if self._framing.by_gap else None

    def feed(self, data: bytes) -> list[Frame]:
        """Take bytes in; give the frames they complete. An over-long one comes at its limit."""
        if self._ends is None:
            return self._grow(data)
        *whole, rest = self._ends.split(self._joined(data))
        frames = []
        for piece in whole:
            frames += self._grow(piece)
            frames += self._end()
        return frames + self._grow(rest)

    def idle(self) -> list[Frame]:
        """`Framing.idle_gap` went by without a byte: the end of a code only where it is one."""
        if self._ends is None and (self._pending or self._skipping):
            return self._end()
        return []

    def lost(self) -> list[Frame]:
        """The device went away: what was pending is a frame that is CUT_SHORT."""
        frames = self._grow(self._held)
        raw = self._body()
        if raw and not self._skipping:
            frames.append(Frame(raw, Fault.CUT_SHORT))
        self._clear()
        return frames

    def replies(self) -> bytes:
        """Nothing: a plain line has no protocol of its own."""
        return b""

    def _clear(self) -> None:
        self._pending = bytearray()
        self._held = b""
        self._after_cr = False
        self._skipping = False

    def _joined(self, data: bytes) -> bytes:
        """`data` with its edges mended where the previous or this read cuts a CR LF in two."""
        if self._after_cr and data:
            self._after_cr = False
            data = data.removeprefix(b"\n")
        if not data:
            return b""
        self._after_cr = self._swallows_lf and data.endswith(b"\r")
        data = self._held + data
        self._held = b"\r" if self._holds_cr and data.endswith(b"\r") else b""
        return data.removesuffix(self._held)

    def _grow(self, piece: bytes) -> list[Frame]:
        """Add bytes to the pending code, or give it as OVER_LONG once it passes its limit."""
        if self._skipping:
            self.dropped += len(piece)
            return []
        self._pending += piece
        limit = self._framing.max_length
        if len(self._pending) <= limit or len(raw := self._body()) <= limit:
            return []
        self.dropped += len(raw) - limit
        self._pending.clear()
        self._skipping = True
        return [Frame(raw[:limit], Fault.OVER_LONG)]

    def _end(self) -> list[Frame]:
        """Close the pending code; nothing if it is empty or was already given as OVER_LONG."""
        raw, skipped = self._body(), self._skipping
        self._pending.clear()
        self._skipping = False
        if raw:
            return [Frame(raw, fault_of(raw))]
        self.empty += not skipped
        return []

    def _body(self) -> bytes:
        return bytes(self._pending).removeprefix(self._framing.prefix)
