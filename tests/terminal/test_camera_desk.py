"""A parcel without a gun: each label is held before a camera, and so is the bare unit."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from intake.scan import Method
from intake.settings import Settings
from intake.station import Station
from intake.surroundings import now
from scanners.symbology import scan_of
from tests.founded import Founded
from tests.scanners.pictures.folder import PictureFolder
from tests.scanners.pictures.labels import Format
from tests.terminal.conftest import Terminal

Opener = Callable[..., Terminal]
BADGE, PARCEL, SERIAL, BAG, CONTAINER = (
    *("RI-O-0001-T", "A312000079193B", "ATEST1263K00FVU8", "RI-U-000001-K", "RI-Q-0001-2"),
)


@pytest.fixture
def camera(tmp_path: Path) -> PictureFolder:
    return PictureFolder(tmp_path / "pictures")


def shows(*words: str) -> Callable[[str], bool]:
    """Tell whether all words stand on a screen."""
    return lambda screen: all(word in screen for word in words)


def logged(folder: Path, kind: str) -> list[dict[str, Any]]:
    """Give the facts of a kind, as the log shows them."""
    done = subprocess.run(
        [sys.executable, "-m", "intake", "log", "--json", "--kind", kind],
        capture_output=True,
        check=True,
        env={"INTAKE_STATE": str(folder), "LANG": "C.UTF-8"},
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_parcel_is_received_by_camera_alone(
    open_terminal: Opener, camera: PictureFolder, tmp_path: Path
) -> None:
    """Codabar where a parcel is awaited, a tilted serial, own labels; each is answered before the next."""
    cameras = json.dumps([{"device": str(camera.place), "name": "above"}])
    terminal = open_terminal(None, INTAKE_SCANNERS="[]", INTAKE_CAMERAS=cameras)
    terminal.until(shows("above: ready"))
    camera.hold(BADGE)
    terminal.until(shows("Signed in"))
    camera.hold(PARCEL, Format.CODABAR, turn=12)
    terminal.until(shows("312000079193 is open"))
    camera.hold(SERIAL, turn=40)
    terminal.until(shows("AFFECTED", SERIAL))
    camera.hold("RI-C-INTACT", turn=-20)
    terminal.until(shows("class R"))
    camera.hold(BAG, Format.QR)
    terminal.until(shows(BAG))
    camera.hold(CONTAINER, turn=90)
    terminal.until(shows("Replacement queued"))
    (identified,) = logged(tmp_path / "state", "UnitIdentified")
    assert identified["body"]["serial"] == SERIAL
    assert identified["source"] == f"camera:{camera.place}"
    assert len(logged(tmp_path / "state", "UnitContained")) == 1


def test_the_picture_that_is_offered_is_the_one_on_the_screen_also_after_a_restart(
    open_terminal: Opener, camera: PictureFolder, founded: Founded, tmp_path: Path
) -> None:
    """Without its camera there is nothing else to see; a file that is gone is nobody's evidence."""
    state = founded.copy(tmp_path / "state")
    station = Station(state, Settings())
    for code in (BADGE, PARCEL, SERIAL):
        station.accept(scan_of(code.encode(), "keyboard", Method.KEYBOARD, now()))
    station.close()
    camera.hold_unit()
    cameras = json.dumps([{"device": str(camera.place), "name": "above"}])
    terminal = open_terminal(None, INTAKE_SCANNERS="[]", INTAKE_CAMERAS=cameras)
    terminal.until(shows("above: ready"))
    terminal.keys("RI-C-PHOTO", "Enter")
    terminal.until(shows("Keep this picture"))
    camera.take_away()
    terminal.until(shows("above: unplugged", "Keep this picture", "▀▀▀▀"))
    terminal.restart()
    terminal.until(shows("Keep this picture", "▀▀▀▀"))
    (stored,) = (state / "photos").iterdir()
    stored.unlink()
    terminal.restart()
    terminal.until(shows("No picture: the disk does not have it"))


@contextmanager
def headless(folder: Path, camera: PictureFolder) -> Iterator[Callable[[], dict[str, Any]]]:
    """`intake station --headless` with a camera of the command line; gives outcome after outcome."""
    running = subprocess.Popen(
        [sys.executable, "-m", "intake", "station", "--headless", "--camera", str(camera.place)],
        env={
            "INTAKE_STATE": str(folder),
            "INTAKE_LANGUAGE": "en",
            "LANG": "C.UTF-8",
            "PATH": os.environ["PATH"],
        },
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    try:
        assert running.stdin is not None
        assert running.stdout is not None
        lines = running.stdout
        yield lambda: json.loads(lines.readline())
    finally:
        running.communicate(timeout=20)


def test_a_picture_of_the_unit_is_taken_shown_and_kept(camera: PictureFolder, tmp_path: Path) -> None:
    state = tmp_path / "state"
    with headless(state, camera) as answer:
        for text, kind, told in (
            (BADGE, Format.CODE_128, "signed_in"),
            (PARCEL, Format.CODABAR, "parcel_opened"),
            (SERIAL, Format.CODE_128, "unit_affected"),
        ):
            camera.hold(text, kind)
            assert answer()["message_id"] == told
        camera.hold("RI-C-PHOTO")
        assert answer()["message_id"] == "photo_asked"
        camera.hold_unit()
        assert answer()["message_id"] == "photo_offered"
        (stored,) = (state / "photos").iterdir()
        assert sha256(stored.read_bytes()).hexdigest() == stored.name
        camera.hold("RI-C-YES")
        assert answer()["message_id"] == "photo_kept"
    (kept,) = logged(state, "PhotoKept")
    assert kept["body"]["sha256"] == stored.name
