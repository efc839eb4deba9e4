"""A camera is kept: scans, photos and previews come, its process is told what is asked, and ends with us."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from intake.scan import Awaited, Method, Symbology
from scanners.camera.lying import SETTLES_AFTER
from scanners.hint import Hint
from scanners.light import LightState
from tests.scanners.camera.conftest import HOUSE, PATIENCE, STEERED, until
from tests.scanners.camera.table import decoded, film, put, table

CODE = "A1263-000123"


class Slot:
    """What a callback was given, to be waited for."""

    def __init__(self) -> None:
        self.given: list = []
        self._changed = threading.Condition()

    def __call__(self, item) -> None:
        with self._changed:
            self.given.append(item)
            self._changed.notify_all()

    def until(self, condition):
        with self._changed:
            assert self._changed.wait_for(lambda: any(map(condition, self.given)), PATIENCE)
            return next(item for item in reversed(self.given) if condition(item))


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "pictures").mkdir()
    return tmp_path / "pictures"


def test_codes_of_a_folder_become_scans_in_order_and_new_pictures_too(folder, keep, receiver):
    put(folder / "1.png", table(CODE))
    keep(folder, fps=10, name="dock")
    (scan,) = receiver.wait_scans(1)
    assert (scan.raw, scan.text) == (b"]C0" + CODE.encode(), CODE)
    assert (scan.source, scan.method, scan.symbology) == (
        f"camera:{folder}",
        Method.CAMERA,
        Symbology.CODE_128,
    )
    put(folder / "2.png", table("B1263-000124"))
    assert [scan.text for scan in receiver.wait_scans(2)] == [CODE, "B1263-000124"]
    assert [light.name for light in receiver.lights] == ["dock"] * len(receiver.lights)


def test_a_film_is_a_camera(tmp_path, keep, receiver):
    film(tmp_path / "dock.avi", [table()] * 5 + [table(CODE)] * 30)
    keep(tmp_path / "dock.avi")
    assert receiver.wait_scans(1)[0].text == CODE


def test_previews_come_as_asked_with_the_code_outlined(folder, keep, receiver):
    put(folder / "1.png", table(CODE))
    seen = Slot()
    keeper = keep(folder, fps=10, on_preview=seen)
    keeper.show(64, 64, 10)
    preview = seen.until(lambda preview: preview.is_read)
    assert (preview.width, preview.height) == (64, 36)
    assert len(preview.outline) == 4
    assert all(0 < x < 1 and 0 < y < 1 for x, y in preview.outline)


def test_a_wish_for_a_photo_is_granted_once_even_when_the_process_dies(folder, keep, receiver):
    put(folder / "1.png", table())
    photos, seen = Slot(), Slot()
    keeper = keep(folder, fps=10, on_photo=photos, on_preview=seen)
    keeper.await_(Awaited(photo="first"))
    photo = photos.until(lambda photo: photo.wish == "first")
    picture = decoded(photo.jpeg)
    assert picture.shape == (photo.height, photo.width, 3) == table().shape
    os.kill(keeper.pid, signal.SIGKILL)
    receiver.wait_light(LightState.READY, times=2)
    keeper.show(8, 8, 10)
    until(lambda: len(seen.given) > 10)  # a second of frames, in which the new process takes its picture
    keeper.await_(Awaited(photo="second"))
    photos.until(lambda photo: photo.wish == "second")
    assert [photo.wish for photo in photos.given] == ["first", "second"]


def test_a_card_held_before_the_camera_may_go_before_the_photo_is_taken(folder, keep, receiver):
    put(folder / "1.png", table(CODE))
    photos = Slot()
    keeper = keep(folder, fps=10, on_photo=photos)
    receiver.wait_scans(1)
    keeper.await_(Awaited(photo="w"))
    put(folder / "2.png", table())
    photo = photos.until(lambda photo: photo.wish == "w")
    picture = decoded(photo.jpeg)
    assert np.abs(picture.astype(int) - table()).max() < 9


def test_a_scan_that_is_not_answered_shows_until_it_is(folder, keep, receiver):
    put(folder / "1.png", table(CODE))
    keeper = keep(folder, fps=10, answers=False)
    (scan,) = receiver.wait_scans(1)
    receiver.wait_light(LightState.WAITING)
    keeper.answer(scan)
    receiver.until(lambda: receiver.states[-1] is LightState.READY)


def test_a_camera_that_is_not_there_is_looked_for_and_found(tmp_path, keep, receiver):
    keep(tmp_path / "later")
    receiver.wait_light(LightState.SEARCHING)
    (tmp_path / "later").mkdir()
    put(tmp_path / "later/1.png", table(CODE))
    receiver.wait_light(LightState.READY)
    receiver.wait_scans(1)
    (tmp_path / "later").rename(tmp_path / "gone")
    receiver.wait_light(LightState.LOST)
    (tmp_path / "gone").rename(tmp_path / "later")
    receiver.wait_light(LightState.READY, times=2)


def test_a_camera_that_never_opens_is_told_and_let_go_of(tmp_path, keep, receiver):
    os.mkfifo(tmp_path / "dock.avi")
    keeper = keep(tmp_path / "dock.avi")
    receiver.wait_light(LightState.FROZEN)
    assert keeper.stop() == 0


@pytest.mark.parametrize(
    ("program", "detail"),
    [
        ("import os; os.write(fd, b'\\xff' * 99)", "bad bytes"),
        ("raise SystemExit(7)", "exit 7"),
        ("import os; os.abort()", "SIGABRT"),
    ],
    ids=["nonsense", "exit", "abort"],
)
def test_a_process_that_breaks_costs_a_light_alone(tmp_path, keep, receiver, monkeypatch, program, detail):
    (tmp_path / "broken_camera.py").write_text(
        f"import sys, time\nfd = int(sys.argv[1])\n{program}\ntime.sleep(60)\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    keeper = keep(tmp_path, program="broken_camera")
    assert receiver.wait_light(LightState.FAILED).detail == detail
    assert keeper.stop() == 0
    assert receiver.states[-1] is LightState.STOPPED


def test_what_lies_there_while_the_process_is_killed_is_read_once(camera, keep, receiver):
    camera.goes(CODE)
    seen = Slot()
    keeper = keep(camera.device, program=STEERED, on_preview=seen)
    receiver.wait_scans(1)
    os.kill(keeper.pid, signal.SIGKILL)
    receiver.wait_light(LightState.READY, times=2)
    seen.given.clear()
    keeper.show(64, 64, 10)
    until(lambda: sum(preview.is_read for preview in seen.given) > 5)
    camera.goes("B1263-000124")
    assert [scan.text for scan in receiver.wait_scans(2)] == [CODE, "B1263-000124"]


def test_a_card_that_lies_there_when_the_camera_opens_is_no_scan_and_the_preview_says_why(
    camera, keep, receiver
):
    """A station that starts anew with a question open must not be answered by what lies about."""
    camera.goes("RI-C-YES")
    seen = Slot()
    keep(camera.device, program=STEERED, on_preview=seen).show(64, 64, 10)
    seen.until(lambda preview: preview.hint is Hint.LYING)
    camera.goes(CODE)
    assert [scan.text for scan in receiver.wait_scans(1)] == [CODE]


RAVING = """
import os, sys, time
from intake.scan import Method, Moment
from scanners.camera.messages import Read
from scanners.camera.wire import encode
from scanners.symbology import scan_of
scan = scan_of(b"A1263", {source!r}, Method.CAMERA, Moment(0, 0))
os.write(int(sys.argv[1]), encode(Read(scan)) + b"\\xff" * 99)
time.sleep(60)
"""


@pytest.mark.parametrize("is_its_own", [True, False])
def test_what_a_raving_process_read_counts_up_to_the_first_nonsense(
    tmp_path, keep, receiver, monkeypatch, is_its_own
):
    """Another device's name is nonsense: its light and its answers would be that one's."""
    source = f"camera:{tmp_path}" if is_its_own else "port:/dev/ttyACM0"
    (tmp_path / "raving_camera.py").write_text(RAVING.format(source=source))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), str(HOUSE)]))
    keeper = keep(tmp_path, program="raving_camera")
    assert receiver.wait_light(LightState.FAILED).detail == "bad bytes"
    assert keeper.stop() == 0
    assert bool(receiver.scans) is is_its_own


BRIEF = """
import os, sys, time
from pathlib import Path
from intake.scan import Method, Moment
from scanners.camera.messages import Beat, Began, Read
from scanners.camera.wire import encode
from scanners.symbology import scan_of
runs = Path(__file__).with_name("runs")
with runs.open("a") as file:
    file.write("x")
if runs.stat().st_size > 2:
    time.sleep(60)
scan = scan_of(b"A1263", {source!r}, Method.CAMERA, Moment(0, 0))
said = [Began(640, 360, 30.0, ""), Beat({frames}), Read(scan), Read(scan)]
os.write(int(sys.argv[1]), b"".join(map(encode, said)))
"""


@pytest.mark.parametrize(("frames", "in_two"), [(SETTLES_AFTER, 4), (SETTLES_AFTER - 1, 3)])
def test_what_is_brought_to_a_process_that_has_seen_the_table_is_a_scan(
    tmp_path, keep, receiver, monkeypatch, frames, in_two
):
    (tmp_path / "brief_camera.py").write_text(BRIEF.format(source=f"camera:{tmp_path}", frames=frames))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), str(HOUSE)]))
    keeper = keep(tmp_path, program="brief_camera")
    runs = tmp_path / "runs"  # lights do not tell how often: a busy machine tells of one end twice
    receiver.until(lambda: runs.exists() and runs.stat().st_size > 2)
    keeper.stop()
    assert len(receiver.scans) == in_two


@pytest.mark.parametrize("how", ["", "!blocked"], ids=["at work", "in a read that never returns"])
def test_it_lets_go_at_once_whatever_its_process_does(camera, keep, receiver, how):
    keeper = keep(camera.device, program=STEERED)
    receiver.wait_light(LightState.READY)
    camera.goes(how)
    pid = keeper.pid
    assert keeper.stop() == 0
    assert receiver.states[-1] is LightState.STOPPED
    assert not Path(f"/proc/{pid}").exists()


def test_what_the_terminal_sends_to_the_station_is_not_for_its_process(folder, keep, receiver):
    keeper = keep(folder)
    receiver.wait_light(LightState.READY)
    assert os.getsid(keeper.pid) == keeper.pid


def test_what_a_stuck_receiver_did_not_take_is_counted(folder, keep, receiver):
    put(folder / "1.png", table(CODE))
    receiver.open.clear()
    keeper = keep(folder, fps=10)
    receiver.wait_light(LightState.WAITING)
    assert keeper.stop() == 1


def test_its_process_ends_with_the_station_however_that_ends(folder, tmp_path):
    put(folder / "1.png", table())
    station = (
        "import sys, time\n"
        "from scanners.camera.assignment import CameraAssignment\n"
        "from scanners.camera.keeper import CameraKeeper\n"
        "from intake.scan import Moment\n"
        "def tell(): print(keeper.pid, flush=True)\n"
        "keeper = CameraKeeper(CameraAssignment.parse(sys.argv[1]), now=lambda: Moment(0, 0),\n"
        "    on_scan=print, on_light=lambda light: light.state == 'ready' and tell())\n"
        "keeper.start()\n"
        "time.sleep(60)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", station, str(folder)], stdout=subprocess.PIPE, cwd=HOUSE
    ) as program:
        assert program.stdout is not None
        pid = int(program.stdout.readline())
        program.kill()
    until(lambda: not Path(f"/proc/{pid}").exists())
