"""A keyboard gun at full speed: nothing is lost, nothing merged, the order kept, whatever the screen does."""

from __future__ import annotations

import asyncio
import threading
import time
from typing import Any

import pytest
from textual import events

from intake.own_label import LabelKind, OwnLabel
from intake.scan import Severity
from tui.key_buffer import SLOWEST_GUN

Opener = Any
BADGE = "RI-O-0001-T"
KEY = 0.0011
"""Seconds from key to key of the fastest guns."""

NAMES = {
    **{chr(code): f"ctrl+{chr(96 + code)}" for code in range(1, 27)},
    "\r": "enter",
    "\t": "tab",
    "\x08": "backspace",
    "\x1b": "escape",
    "\x1d": "ctrl+right_square_bracket",
}
"""Names Textual gives to keys that are not their character."""

HOSTILE = {
    "quits elsewhere": "A\x11\x11B",
    "opens a palette elsewhere": "\x10\x10",
    "separators": "\x1d\x1d01",
    "escapes": "\x1b\x1b\x1bX",
    "backspaces": "ABCD\x08\x08\x08\x08E",
    "clears the screen": "A[2JB",
    "markup": "[@click=app.quit]x[/]",
    "every control character": "".join(map(chr, range(1, 0x20))) + "\x7fX",
    "turns the direction": "\u202eABC",
    "formula": "=cmd()",
}


class Gun(threading.Thread):
    """Types codes into the application from a thread of its own, as a terminal's driver does."""

    def __init__(self, app: Any, codes: list[str], end: str = "\r", between: float = 0.0) -> None:
        super().__init__(daemon=True)
        self._app = app
        self._codes = codes
        self._end = end
        self._between = between
        self._at = time.monotonic()

    def run(self) -> None:
        for code in self._codes:
            for character in code + self._end:
                self._press(NAMES.get(character, character), character)
            self._wait(self._between)

    def _press(self, key: str, character: str | None) -> None:
        pressed = events.Key(key, character)
        pressed.time = self._at  # by the gun's own clock: a busy machine is no slow gun
        self._app.post_message(pressed)
        self._wait(KEY)

    def _wait(self, seconds: float) -> None:
        self._at += seconds
        time.sleep(max(0.0, self._at - time.monotonic()))


def bags(count: int) -> list[str]:
    """Give so many codes, each another: labels of bags, which nobody waits for here."""
    return [OwnLabel(LabelKind.BAG, number).code for number in range(1, count + 1)]


async def shoot(desk: Any, codes: list[str], *, end: str = "\r", between: float = 0.0) -> None:
    """Type the codes and wait until each is answered."""
    wanted = len(desk.answered) + len(codes)
    gun = Gun(desk.app, codes, end, between)
    gun.start()
    await asyncio.to_thread(gun.join)
    await desk.until(lambda: len(desk.answered) >= wanted)


def answers(desk: Any) -> list[str]:
    """What was scanned, as answered, each recorded once and in its turn."""
    recorded = [message.outcome.seq for message in desk.answered]
    assert recorded == sorted(set(recorded))
    return [message.outcome.scan for message in desk.answered]


@pytest.mark.parametrize("end", ["\r", "\r\n"])
async def test_three_hundred_scans_back_to_back(open_desk: Opener, end: str) -> None:
    """At 1.1 ms a key, one code on the heels of the other."""
    codes = [BADGE, *bags(300 if end == "\r" else 60)]
    async with open_desk() as desk:
        await shoot(desk, codes, end=end)
        assert answers(desk) == codes


async def test_sixty_scans_while_the_screen_stalls(open_desk: Opener) -> None:
    """For 400 ms of every second nothing is painted and no key is handled."""
    codes = [BADGE, *bags(60)]
    async with open_desk() as desk:
        stalls = desk.app.set_interval(1.0, lambda: time.sleep(0.4))
        await shoot(desk, codes, between=0.15)
        stalls.stop()
        assert answers(desk) == codes


@pytest.mark.parametrize("code", HOSTILE.values(), ids=HOSTILE)
async def test_a_hostile_code_presses_nothing(open_desk: Opener, code: str) -> None:
    """It is answered as a scan, nothing of it is taken for another, and the desk runs on."""
    async with open_desk() as desk:
        await shoot(desk, [BADGE, code])
        assert {message.outcome.answer.severity for message in desk.answered[1:]} == {Severity.REFUSED}
        await shoot(desk, ["A312000079193B"])
        assert desk.answered[-1].outcome.step == "PARCEL_OPEN"
        assert len(desk.app.screen_stack) == 2


@pytest.mark.parametrize("key", ["f12", "f5", "up", "delete", "insert", "pagedown", "escape"])
async def test_keys_a_gun_sends_besides_press_nothing(open_desk: Opener, key: str) -> None:
    """A suffix that some guns are delivered with."""
    async with open_desk() as desk:
        for code in (BADGE, "A312000079193B"):
            await shoot(desk, [code])
            desk.app.post_message(events.Key(key, None))
            await asyncio.sleep(2 * SLOWEST_GUN)  # nearer to the next code it would be a part of that
        assert desk.answered[-1].outcome.step == "PARCEL_OPEN"
        assert len(desk.app.screen_stack) == 2
