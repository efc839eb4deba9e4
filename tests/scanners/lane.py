"""A lane of scanners as a program, for devices that only a program under edge.c takes for real ones.

`python -m tests.scanners.lane` reads JSON lines: first `{"scanners": [...], "search": bool, "folder": "..."}`
with the keys of `Assignment.parse`, then `{"type": "text"}` for keys of the terminal, and
`{"stop": true}`. It prints JSON lines: scans, lights, and at the end what was lost.
Every scan is answered as if it had been stored; with `"asks": true` only by `{"answer": severity}`, in order.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from collections import deque
from pathlib import Path

from intake.scan import Moment, Scan, Severity
from scanners.assignment import Assignment
from scanners.devices import Devices
from scanners.identity import ROOTS, Roots
from scanners.keyboard import Keyboard
from tui.key_buffer import KeyBuffer

_KEYS = {"\r": "enter"}


def now() -> Moment:
    return Moment(time.time_ns() // 1_000_000, time.monotonic_ns())


class Lane:
    """The devices of one lane, and the keyboard of its terminal."""

    def __init__(
        self, scanners: list[dict], search: bool = False, folder: str | None = None, asks: bool = False
    ) -> None:
        self._saying = threading.Lock()
        self._asks = asks
        self._asked: deque[Scan] = deque()
        self._buffer = KeyBuffer()
        self._keyboard = Keyboard()
        self._devices = Devices(
            [Assignment.parse(**scanner) for scanner in scanners],
            on_scan=self.take,
            on_light=lambda light: self.say(light=light.source, state=light.state, detail=light.detail),
            now=now,
            search=Assignment("") if search else None,
            roots=Roots(Path(folder) / "dev", Path(folder) / "sys") if folder else ROOTS,
        )
        self._devices.start()

    def say(self, **line) -> None:
        with self._saying:
            sys.stdout.write(f"{json.dumps(line)}\n")
            sys.stdout.flush()

    def take(self, scan: Scan) -> None:
        if self._asks:
            self._asked.append(scan)
        else:
            self._devices.answer(scan, Severity.OK)
        self.say(scan=scan.text, source=scan.source, fault=scan.fault, method=scan.method)

    def type(self, text: str) -> None:
        at = time.monotonic()
        for character in text:
            typed = self._buffer.press(_KEYS.get(character, character), character, at)
            if typed is not None:
                self.take(self._keyboard.scan(typed.text, now(), typed.fault))

    def answer(self, severity: str) -> None:
        self._devices.answer(self._asked.popleft(), Severity(severity))

    def stop(self) -> None:
        self.say(lost=self._devices.stop())


def main() -> None:
    lane = Lane(**json.loads(sys.stdin.readline()))
    for line in sys.stdin:
        order = json.loads(line)
        if "type" in order:
            lane.type(order["type"])
        elif "answer" in order:
            lane.answer(order["answer"])
        else:
            lane.stop()


if __name__ == "__main__":
    main()
