"""Process killed, stopped or hung, frames frozen, camera pulled out: the light tells, and it comes back.

CI has 12 faults, `PROOF=1` a hundred, shared by two cameras.
"""

from __future__ import annotations

import os
import random
import signal
import threading
from pathlib import Path

import pytest

from scanners.light import LightState
from tests.scanners.camera.conftest import STEERED

ROUNDS = 50 if os.environ.get("PROOF") == "1" else 6
SILENT_AFTER = 2.0


class Faults:
    """What can go wrong with a camera, each with the light that tells."""

    def __init__(self, camera, keeper) -> None:
        self._camera = camera
        self._keeper = keeper

    def killed(self) -> LightState:
        os.kill(self._keeper.pid, signal.SIGKILL)
        return LightState.FAILED

    def stopped(self) -> LightState:
        os.kill(self._keeper.pid, signal.SIGSTOP)
        return LightState.FAILED

    def frozen(self) -> LightState:
        self._camera.goes("!frozen")
        return LightState.FROZEN

    def blocked(self) -> LightState:
        self._camera.goes("!blocked")
        return LightState.FROZEN

    def broken(self) -> LightState:
        self._camera.goes("!broken")
        return LightState.FAILED

    def unplugged(self) -> LightState:
        self._camera.unplug()
        return LightState.LOST

    def mend(self, fault: str, text: str) -> None:
        if fault == "unplugged":
            self._camera.plug(text)
        else:
            self._camera.goes(text)


NAMES = ["killed", "stopped", "frozen", "blocked", "broken", "unplugged"]


def children() -> set[str]:
    """The identifiers of our processes, zombies too."""
    of_threads = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    return {child for listed in of_threads for child in listed.read_text().split()}


def held(open_files) -> set[object]:
    """What a camera that has been let go of must leave nothing of: files, threads and processes."""
    return {*open_files(), *threading.enumerate(), *children()}


@pytest.mark.timeout(900 if ROUNDS > 6 else 300)
@pytest.mark.parametrize("number", [1, 2])
def test_whatever_goes_wrong_the_light_tells_it_comes_back_and_nothing_leaks(
    camera, keep, receiver, open_files, number
):
    before = held(open_files)
    keeper = keep(camera.device, program=STEERED, silent_after=SILENT_AFTER)
    receiver.wait_light(LightState.READY)
    faults, chance = Faults(camera, keeper), random.Random(f"faults {number}")
    order = [name for _ in range(ROUNDS // len(NAMES) + 1) for name in chance.sample(NAMES, len(NAMES))]
    for turn, fault in enumerate(order[:ROUNDS]):
        camera.goes(f"BEFORE-{turn}")
        receiver.until(lambda turn=turn: receiver.scans and receiver.scans[-1].text == f"BEFORE-{turn}")
        lit = len(receiver.lights)
        told = getattr(faults, fault)()
        receiver.until(lambda lit=lit, told=told: told in receiver.states[lit:])
        faults.mend(fault, f"AFTER-{turn}")
        receiver.until(lambda: receiver.states[-1] is LightState.READY)
        receiver.until(lambda turn=turn: receiver.scans[-1].text == f"AFTER-{turn}")
    assert keeper.stop() == 0
    assert receiver.states[-1] is LightState.STOPPED
    # What other tests had left may have ended meanwhile.
    assert held(open_files) <= before
