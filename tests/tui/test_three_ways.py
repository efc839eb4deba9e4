"""DC1, Esc and F12 inside a code, by each way it can come: one scan that is refused, and the next is read.

DC1 would end other programs, Esc would close their windows, F12 would be a command. What the desk makes of
the keys that reach it is in test_wedge.py; here is what is left of the code.
"""

from __future__ import annotations

import pytest

from intake.barcode import SerialText, Unreadable, read
from intake.campaign import Catalogue
from intake.scan import Method, Moment, Scan
from scanners.assignment import GunLayout
from scanners.frames import Framer, Framing
from scanners.key_events import KeyDecoder
from scanners.keyboard import Keyboard
from scanners.symbology import scan_of
from tests.scanners.typist import CTRL, ESC, F12, Typist, tap
from tui.key_buffer import KeyBuffer

HEAD, TAIL, NEXT = "ATEST1263", "K00FVU8", "ATEST1263K00FVV8"
AT = Moment(1_900_000_000_000, 7)
PACE = 0.0011
"""Seconds from key to key."""


def over_a_line(inside: bytes) -> list[Scan]:
    frames = Framer(Framing.parse("auto")).feed(
        HEAD.encode() + inside + TAIL.encode() + b"\r" + NEXT.encode() + b"\r"
    )
    return [scan_of(frame.raw, "port:x", Method.PORT, AT, frame.fault) for frame in frames]


def taken_from_its_keys(inside: bytes) -> list[Scan]:
    typist = Typist(GunLayout.US)
    records = typist.types(HEAD, inside) + typist.types(TAIL) + typist.types(NEXT)
    frames = KeyDecoder(GunLayout.US).feed(records)
    return [scan_of(frame.raw, "keyboard:x", Method.HID, AT, frame.fault) for frame in frames]


def at_the_terminal(inside: tuple[str, str | None]) -> list[Scan]:
    keys = [*((each, each) for each in HEAD), inside, *((each, each) for each in TAIL), ("enter", "\r")]
    keys += [*((each, each) for each in NEXT), ("enter", "\r")]
    buffer, keyboard = KeyBuffer(), Keyboard()
    codes = [buffer.press(key, character, place * PACE) for place, (key, character) in enumerate(keys)]
    return [keyboard.scan(code.text, AT, code.fault) for code in codes if code]


@pytest.mark.parametrize(
    "scans",
    [
        over_a_line(b"\x11"),
        over_a_line(b"\x1b"),
        over_a_line(b"\x1b[24~"),
        taken_from_its_keys(tap(16, CTRL)),
        taken_from_its_keys(tap(ESC)),
        taken_from_its_keys(tap(26, CTRL)),
        taken_from_its_keys(tap(F12)),
        at_the_terminal(("ctrl+q", "\x11")),
        at_the_terminal(("escape", "\x1b")),
        at_the_terminal(("f12", None)),
    ],
)
def test_it_does_nothing_but_scan(scans: list[Scan]) -> None:
    catalogue = Catalogue(())
    hostile, following = scans
    assert hostile.fault or isinstance(read(hostile, catalogue), Unreadable)
    assert following.fault is None
    assert isinstance(read(following, catalogue), SerialText)
