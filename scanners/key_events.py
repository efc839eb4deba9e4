"""Key events become frames: what a gun that types sends, by its own keys. No input and no output here.

A record is one `struct input_event`: a press, a release or a repeat of one key, or the end of a packet. The
keys are turned into the bytes the gun means (`Keystrokes`), and `Framer` cuts these as it cuts the bytes of a
port: the same framings, and the same invariant, however the records are cut into reads.

A key that nothing explains makes its code GARBLED, so that no code is read without a key that may have been
a part of it. Two kinds of keys are dropped instead:

- A key that gives no character on any keyboard (F12, Esc, a cursor key) before the first character of a code.
  The gun's convention has no character sent by it, or one that is in no code, as Honeywell's NAK by F12; so
  it is a prefix or a suffix the gun is set to. A function key may stand before the terminator too, as in the
  terminal; no other may.
- Caps Lock and Num Lock, where the convention does not explain them. The host's lights say nothing here: only
  the gun's own presses of Caps Lock turn the case of letters. A gun that turns it by itself (its Caps Lock
  mode) is told by an own label in small letters; from then on every code is turned back.

A key of another keyboard, or an AIM identifier or layout label that shows one, makes a code LAYOUT.

Source: Documentation/input/event-codes.rst and input.rst of the Linux kernel.
"""

from __future__ import annotations

import struct
from typing import Final

from intake.scan import Fault
from scanners import keycodes
from scanners.assignment import Control, GunLayout
from scanners.frames import IDLE_GAP, Frame, Framer, Framing, Terminator, fault_of
from scanners.keymap import is_case_turned, shows_another_layout
from scanners.keystrokes import Keystrokes, Stroke, traces

RECORD: Final = struct.Struct("@llHHi")
"""One `struct input_event`: seconds, microseconds, type, code, value; 24 bytes where a long has 8."""

EV_SYN: Final = 0
EV_KEY: Final = 1
SYN_REPORT: Final = 0
SYN_DROPPED: Final = 3
RELEASED: Final = 0
PRESSED: Final = 1

_ENDS: Final = frozenset(end.value for end in Terminator)

_DROPPED: Final = b"\x1a<keys lost>"
"""Stands where the kernel had no room: a SUB, as in `Keystrokes`, so that it is in no code."""


class KeyDecoder:
    """Cuts the key events of one gun into frames. Its memory is bounded as that of `Framer` is."""

    def __init__(
        self, layout: GunLayout, control: Control = Control.CTRL, framing: Framing | None = None
    ) -> None:
        """Begin between two codes, with no key held. Without a framing it is "auto"."""
        self._layout = layout
        self._framing = framing or Framing.parse("auto")
        self._framer = Framer(self._framing)
        self._keys = Keystrokes(layout, control)
        self._rest = b""
        self._behind = b""
        self._is_deaf = False
        self._is_cut = False

    @property
    def pending(self) -> int:
        """Bytes of a code not yet ended."""
        return self._framer.pending + len(self._keys.digits)

    @property
    def idle_gap(self) -> float | None:
        """Seconds of silence that end a code; also after lost keys, for the terminator may be among them."""
        if self._framing.by_gap:
            return self._framing.idle_gap
        return IDLE_GAP if self._is_cut and self.pending else None

    def feed(self, data: bytes) -> list[Frame]:
        """Take records in, cut anywhere; give the frames they complete."""
        data = self._rest + data
        end = len(data) - len(data) % RECORD.size
        self._rest = data[end:]
        frames = []
        for _, _, kind, code, value in RECORD.iter_unpack(data[:end]):
            frames += self._event(kind, code, value)
        return frames

    def idle(self) -> list[Frame]:
        """`idle_gap` went by without a key. What still comes of a code with lost keys is no code either."""
        if self.idle_gap is None:
            return []
        if not self._framing.by_gap:
            return self._framer.lost()
        frames = self._grow(self._keys.unfinished()) + [self._judged(each) for each in self._framer.idle()]
        self._end()
        return frames

    def lost(self) -> list[Frame]:
        """The device went away: what was pending is a frame that is CUT_SHORT."""
        frames = self._grow(self._keys.unfinished()) + self._framer.lost()
        self._keys.let_go()
        self._keys.is_turned = False
        self._rest = self._behind = b""
        self._is_deaf = self._is_cut = False
        return frames

    def replies(self) -> bytes:
        """Nothing: a gun that types does not listen."""
        return b""

    def _event(self, kind: int, code: int, value: int) -> list[Frame]:
        if kind == EV_SYN:
            return self._sync(code)
        if kind != EV_KEY or self._is_deaf or value not in {PRESSED, RELEASED}:
            return []
        is_first = self.pending == 0
        sent = self._keys.press(code) if value == PRESSED else self._keys.release(code)
        is_function_key = code in keycodes.FUNCTION_ROW
        if not (traces(sent) or (is_function_key and fault_of(sent))):
            return self._grow(sent)
        if is_first and code not in keycodes.WRITING:
            return []
        if is_function_key:
            self._behind = self._behind or sent
            return []
        return self._grow(sent)

    def _sync(self, code: int) -> list[Frame]:
        """The end of a packet. After SYN_DROPPED, events up to the next end are of no use."""
        if code == SYN_DROPPED:
            self._is_deaf = True
        if code != SYN_REPORT or not self._is_deaf:
            return []
        self._keys.let_go()
        self._is_deaf = False
        self._is_cut = True
        return self._framer.feed(_DROPPED)

    def _grow(self, sent: bytes) -> list[Frame]:
        """Add what was sent, before it a function key that turns out to stand inside the code."""
        if sent:
            sent, self._behind = (sent if sent in _ENDS else self._behind + sent), b""
        empty = self._framer.empty
        frames = [self._judged(each) for each in self._framer.feed(sent)]
        if frames or self._framer.empty > empty:
            self._end()
        return frames

    def _end(self) -> None:
        self._behind = b""
        self._is_cut = False
        self._keys.end_code()

    def _judged(self, frame: Frame) -> Frame:
        if self._is_cut:
            return Frame(frame.raw, Fault.CUT_SHORT)
        if frame.fault in {None, Fault.GARBLED} and self._is_of_another_layout(frame.raw):
            return Frame(frame.raw, Fault.LAYOUT)
        return frame if frame.fault else Frame(self._turned(frame.raw))

    def _is_of_another_layout(self, raw: bytes) -> bool:
        text = raw.decode("utf-8", "replace")
        return shows_another_layout(text) or any(map(self._is_on_another_keyboard, traces(raw)))

    def _is_on_another_keyboard(self, key: Stroke) -> bool:
        on = {each: keycodes.character(each, key.code, shifted=key.is_shifted) for each in GunLayout}
        return on[self._layout] is None and any(on.values())

    def _turned(self, raw: bytes) -> bytes:
        """The code with its case put right, where it is an own label that tells the case is turned."""
        if not is_case_turned(raw):
            return raw
        self._keys.is_turned ^= True
        return raw.swapcase()
