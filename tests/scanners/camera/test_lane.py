"""The cameras of a lane: among its devices, told what the desk waits for, one light each."""

from __future__ import annotations

import os
import signal

import pytest

from intake.scan import Awaited, Severity
from scanners.camera.assignment import CameraAssignment
from scanners.camera.messages import Photo, Preview
from scanners.devices import Devices
from scanners.light import LightState
from tests.scanners.camera.conftest import until
from tests.scanners.camera.table import put, table
from tests.scanners.conftest import now


@pytest.fixture
def folders(tmp_path):
    made = [tmp_path / "left", tmp_path / "right"]
    for folder in made:
        folder.mkdir()
    return made


class Told:
    """The devices, and what they told beside scans and lights."""

    devices: Devices

    def __init__(self) -> None:
        self.photos: list[Photo] = []
        self.previews: list[Preview] = []


@pytest.fixture
def lane(receiver, folders):
    told = Told()
    devices = Devices(
        [],
        on_scan=receiver.on_scan,
        on_light=receiver.on_light,
        now=now,
        cameras=[CameraAssignment.parse(str(folder), fps=10) for folder in folders],
        on_preview=told.previews.append,
        on_photo=told.photos.append,
    )
    told.devices = devices
    devices.await_(Awaited(serial=True))
    devices.start()
    yield told
    devices.stop()


def sources(folders):
    return [f"camera:{folder}" for folder in folders]


def ready(receiver, source):
    return any(light.source == source and light.state is LightState.READY for light in receiver.lights)


def test_each_camera_gives_scans_and_only_the_first_is_shown(lane, folders, receiver):
    assert not lane.devices.has_camera_ready
    lane.devices.show(32, 32, 20)
    receiver.until(lambda: all(ready(receiver, source) for source in sources(folders)))
    assert lane.devices.has_camera_ready
    put(folders[1] / "1.png", table("RIGHT-1"))
    (scan,) = receiver.wait_scans(1)
    receiver.wait_light(LightState.WAITING)
    lane.devices.answer(scan, Severity.OK)
    receiver.until(lambda: receiver.states[-1] is LightState.READY)
    put(folders[0] / "1.png", table("LEFT-1"))
    assert [(scan.source, scan.text) for scan in receiver.wait_scans(2)] == [
        (sources(folders)[1], "RIGHT-1"),
        (sources(folders)[0], "LEFT-1"),
    ]
    until(lambda: any(preview.is_read for preview in lane.previews))
    lane.devices.answer(receiver.scans[1], Severity.REFUSED)


def test_a_wish_for_a_photo_reaches_them(lane, receiver, folders):
    put(folders[0] / "1.png", table())
    lane.devices.await_(Awaited(photo="w"))
    until(lambda: len(lane.photos) == 2)
    assert {photo.wish for photo in lane.photos} == {"w"}


def test_a_camera_whose_process_is_killed_leaves_the_other_at_work(lane, receiver, folders):
    receiver.until(lambda: all(ready(receiver, source) for source in sources(folders)))
    os.kill(lane.devices._cameras[0].pid, signal.SIGKILL)  # noqa: SLF001 - which process it is, nobody else need know
    receiver.wait_light(LightState.FAILED)
    put(folders[1] / "1.png", table("RIGHT-1"))
    assert receiver.wait_scans(1)[0].text == "RIGHT-1"
    assert lane.devices.stop() == 0
    assert [light.source for light in receiver.lights if light.state is LightState.STOPPED] != []


def test_without_cameras_nothing_is_asked_of_any(receiver):
    devices = Devices([], on_scan=receiver.on_scan, on_light=receiver.on_light, now=now)
    devices.await_(Awaited(serial=True))
    devices.show(1, 1, 1)
    assert not devices.has_camera_ready
    assert devices.stop() == 0
