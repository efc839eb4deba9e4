"""Keepers of cameras, always let go of, and a camera that is steered."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from intake.scan import Awaited
from scanners.camera.assignment import CameraAssignment
from scanners.camera.keeper import CameraKeeper
from tests.scanners.conftest import now

STEERED = "tests.scanners.camera.steered"
HOUSE = Path(__file__).parents[3]


class Camera:
    """A camera that can be plugged in, steered and pulled out."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        # Its name begins as a real camera's does, so that its frames must differ.
        self.device = f"/dev/..{folder}/camera"
        self.plug()

    def plug(self, text: str = "") -> None:
        (self._folder / "camera").mkdir()
        self.goes(text)

    def goes(self, how: str) -> None:
        part = self._folder / "part"
        part.write_text(how, encoding="utf-8")
        part.replace(self._folder / "camera/goes")

    def unplug(self) -> None:
        (self._folder / "camera").rename(self._folder / "gone")
        (self._folder / "gone/goes").unlink()
        (self._folder / "gone").rmdir()


PATIENCE = 60.0
"""Seconds a test waits for a process that has the machine's last turn; only a failing one waits that long."""


def until(condition) -> None:
    """Wait for what no callback tells."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "what had to happen did not"
        time.sleep(0.01)


@pytest.fixture(autouse=True)
def patience(monkeypatch):
    """The receiver waits for a process as well."""
    monkeypatch.setattr("tests.scanners.conftest.PATIENCE", PATIENCE)


@pytest.fixture
def camera(tmp_path):
    return Camera(tmp_path)


@pytest.fixture
def keep(receiver, keepers, monkeypatch):
    """Starts a keeper of a camera that looks for serials."""
    # The process of a station takes no code from the folder it was started in.
    monkeypatch.setenv("PYTHONPATH", str(HOUSE))

    def start(
        device, *, on_preview=None, on_photo=None, silent_after=PATIENCE, program=None, answers=True, **keys
    ):
        def on_scan(scan):
            receiver.on_scan(scan)
            if answers:
                keeper.answer(scan)

        keeper = CameraKeeper(
            CameraAssignment.parse(str(device), **keys),
            on_scan=on_scan,
            on_light=receiver.on_light,
            now=now,
            on_preview=on_preview,
            on_photo=on_photo,
            silent_after=silent_after,
            **({"program": program} if program else {}),
        )
        keeper.await_(Awaited(serial=True))
        keepers.append(keeper)
        keeper.start()
        return keeper

    return start


@pytest.fixture
def open_files():
    """The descriptors this process has open."""
    return lambda: sorted(Path("/proc/self/fd").iterdir())
