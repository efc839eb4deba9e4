"""Point-of-sale scanners read by the real code, on simulated devices."""

import os
import struct
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest

from scanners.device import (
    DeviceBusy,
    DeviceDeaf,
    DeviceForbidden,
    DeviceLost,
    DeviceMissing,
    DeviceUnusable,
)
from scanners.hidraw import PosScanner, is_scanner
from tests.scanners.conftest import PATIENCE
from tests.scanners.pos_gun import HONEYWELL
from tests.scanners.virtual.pos import DESCRIPTOR, VirtualPos, reports

READER = "tests.scanners.virtual.reader"
KEYBOARD = bytes.fromhex("05010906a101050719e029e71500250175019508810205070902c0")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "hidraw0"


@pytest.fixture
def gun(path):
    with VirtualPos(path) as gun:
        yield gun


def test_each_read_gives_one_whole_report_and_a_gun_plugged_in_again_is_read(edge, gun):
    code = reports(bytes(range(65, 91)) * 5)
    with edge.run(READER, "pos", str(gun.path), "1eab:0010") as program:
        for part in range(len(code) + 1):
            assert bytes.fromhex(program.until("opened")["descriptor"]) == DESCRIPTOR
            for report in code[:part]:
                gun.send(report)
            assert [bytes.fromhex(program.line()["data"]) for _ in range(part)] == code[:part]
            gun.unplug()
            line = program.line()
            assert line["error"] == "DeviceLost"
            assert f"Expected {gun.path} to stay plugged in, got EIO" in line["sentence"]
            gun.plug()


def test_a_scanner_is_read_by_one_station_which_it_does_not_hear(edge, gun):
    with edge.run(READER, "pos", str(gun.path), "") as station:
        assert station.until("opened")["deaf"].startswith(
            f"Expected {gun.path} to take an answer, got a scanner without the beep 0x07"
        )
        with edge.run(READER, "pos", str(gun.path), "") as second:
            line = second.line()
            assert (line["error"], line["reason"]) == ("DeviceHeld", "EAGAIN")
        station.tell("cancel")
        assert station.line() == {"data": ""}


def test_another_scanner_or_none_is_not_taken(edge, path):
    with edge.run(READER, "pos", str(path), "0C2E:0B61") as program:
        assert program.line()["error"] == "DeviceMissing"
        with VirtualPos(path, "1eab:0010"):
            line = program.line()
            assert (line["error"], line["reason"]) == ("DeviceMistaken", "1eab:0010 instead of 0C2E:0B61")
        with VirtualPos(path, "0c2e:0b61", KEYBOARD):
            line = program.until("reason")
            while line["error"] == "DeviceMissing":
                line = program.line()
            assert line["error"] == "DeviceUnusable"
            assert "got no point-of-sale scanner (usage page 0x8C)" in line["sentence"]


@pytest.fixture
def pipe(path, monkeypatch):
    """A scanner as a named pipe, which holds what was sent before it is opened; the end to send by."""

    def ioctl(_, request, answer):
        if request & 0xFF == 2:  # HIDIOCGRDESC
            answer[4 : 4 + len(HONEYWELL)] = HONEYWELL
        return struct.pack("I", len(HONEYWELL)) if request & 0xFF == 1 else bytes(8)

    os.mkfifo(path)
    monkeypatch.setattr("fcntl.ioctl", ioctl)
    end = os.open(path, os.O_RDWR | os.O_NONBLOCK)
    yield end
    os.close(end)


def test_the_rest_of_a_code_begun_before_is_thrown_away(path, pipe):
    """Its last report looks like a whole code."""
    os.write(pipe, reports(b"A" * 60)[1])
    with PosScanner(str(path), timeout=60) as scanner:
        whole = reports(b"SN-2")[0]
        os.write(pipe, whole)
        assert scanner.read() == whole


def test_a_scanner_that_is_never_silent_is_not_read(path, pipe, monkeypatch):
    monkeypatch.setattr("scanners.hidraw.SILENT_WITHIN", 0)
    os.write(pipe, reports(b"SN-1")[0])
    with pytest.raises(DeviceBusy, match="to be silent for a moment, got a scanner that is sending"):
        PosScanner(str(path))
    PosScanner(str(path)).close()


def test_a_beep_is_one_whole_report_as_the_scanner_describes_it(path, pipe):
    with PosScanner(str(path)) as scanner:
        for beep, report in ((b"\x86", b"\x04\x40"), (b"\x85\x86", b"\x04\x20\x04\x40")):
            scanner.write(beep)
            assert os.read(pipe, 64) == report
        with pytest.raises(DeviceDeaf, match="got a scanner without the beep 0x5f"):
            scanner.write(b"\x5f")  # Prevent Read of Barcodes, which stands beside them
    with pytest.raises(DeviceLost):
        scanner.write(b"\x86")
    with pytest.raises(BlockingIOError):
        os.read(pipe, 64)


@pytest.mark.usefixtures("pipe")
def test_a_scanner_that_may_only_be_read_is_read_and_deaf(path, unprivileged, monkeypatch):
    monkeypatch.chdir(path.parent)  # nobody may come by the folders above it
    path.parent.chmod(0o755)
    path.chmod(0o444)
    with unprivileged():
        scanner = PosScanner(path.name)
    with scanner, pytest.raises(DeviceDeaf, match="got a scanner that may only be read"):
        scanner.write(b"\x86")


def test_a_scanner_that_takes_no_report_is_deaf(path, pipe):
    """A pipe that is full fails as a scanner does that has not taken a report in time."""
    with PosScanner(str(path)) as scanner:
        with suppress(BlockingIOError):
            while os.write(pipe, bytes(4096)):
                pass
        with pytest.raises(DeviceDeaf, match="EAGAIN"):
            scanner.write(b"\x86")


def test_closing_waits_for_no_scanner_that_takes_its_time(path, pipe, monkeypatch):
    """The kernel waits up to 5 s for it; what is being written goes to this scanner and to no other."""
    begun, goes_on, write = threading.Event(), threading.Event(), os.write

    def slow(file, data):
        begun.set()
        assert goes_on.wait(PATIENCE)
        return write(file, data)

    scanner = PosScanner(str(path))
    with monkeypatch.context() as patched, ThreadPoolExecutor() as pool:
        patched.setattr(os, "write", slow)
        written = pool.submit(scanner.write, b"\x86")
        assert begun.wait(PATIENCE)
        scanner.close()
        assert not written.done()
        goes_on.set()
        written.result()
    assert os.read(pipe, 64) == b"\x04\x40"


def test_a_scanner_without_permission_is_forbidden(tmp_path, unprivileged):
    (tmp_path / "hidraw0").touch(0)
    with unprivileged(), pytest.raises(DeviceForbidden):
        PosScanner(str(tmp_path / "hidraw0"))


def test_what_is_not_there_is_missing_and_what_is_no_hidraw_node_is_unusable(path):
    with pytest.raises(DeviceMissing):
        PosScanner(str(path))
    with pytest.raises(DeviceUnusable, match="ENOTTY"):
        PosScanner("/dev/null")


def test_a_scanner_is_told_by_its_usage_page():
    assert is_scanner(DESCRIPTOR)
    assert not is_scanner(KEYBOARD)
    assert not is_scanner(DESCRIPTOR[:3])
    assert not is_scanner(b"")
