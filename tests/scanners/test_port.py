"""Ports on real pseudo-terminals: what opens, what does not, and how a loss shows."""

import fcntl
import os
import re
import termios
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from scanners.device import (
    DeviceBusy,
    DeviceDeaf,
    DeviceForbidden,
    DeviceHeld,
    DeviceLost,
    DeviceMissing,
    DeviceMistaken,
    DeviceUnusable,
)
from scanners.port import Line, Parity, Port
from scanners.pseudo_gun import PseudoGun
from tests.scanners.test_tty_file import claimed
from tests.scanners.virtual.bus import Bus, Gadget

XON, XOFF = b"\x11", b"\x13"


def whole(port, length):
    """The next bytes, in as many reads as they take."""
    got = b""
    while len(got) < length:
        got += port.read()
    return got


class ListeningGun(PseudoGun):
    def hear(self, length):
        """The next bytes the station sends, in as many reads as they take."""
        got = b""
        while len(got) < length:
            got += os.read(self._both()[0], length - len(got))
        return got


@pytest.fixture
def gun(tmp_path):
    with ListeningGun(tmp_path / "usb-Maker_Gun_0001-if00") as gun:
        yield gun


def say(port, gun, control):
    """The gun says stop or go on, and the line has heard it."""
    gun.send(control + b"A")
    assert whole(port, 1) == b"A"


@pytest.fixture
def device(gun):
    """The gun's own device, opened by another program."""
    descriptor = os.open(gun.device, os.O_RDWR | os.O_NOCTTY)
    yield descriptor
    os.close(descriptor)


def test_bytes_are_read_as_they_came(gun):
    with Port(str(gun.link)) as port:
        gun.send(bytes(range(256)))
        assert whole(port, 256) == bytes(range(256))


def test_what_came_before_opening_is_read(gun):
    gun.send(b"SN123\r")
    with Port(str(gun.link)) as port:
        assert whole(port, 6) == b"SN123\r"


@pytest.mark.parametrize(
    ("driver", "kept"), [("cdc_acm", b"567\rSN89\r"), ("ftdi_sio", b"SN89\r"), ("serial8250", b"SN89\r")]
)
def test_the_rest_of_a_code_that_a_wire_brings_is_thrown_away(gun, tmp_path, driver, kept):
    """A gun of RS-232 does not wait until somebody listens; one of USB-COM does, with a whole code."""
    bus = Bus(tmp_path / "bus")
    bus.plug(Path(gun.device).name, Gadget())
    bus.drive(Path(gun.device).name, driver)
    gun.send(b"567\r")
    with Port(str(gun.link), timeout=60, roots=bus.roots) as port:
        gun.send(b"SN89\r")
        assert whole(port, len(kept)) == kept
        assert port.timeout == 60


def test_a_wire_that_is_never_silent_is_not_read(gun, tmp_path, monkeypatch):
    monkeypatch.setattr("scanners.port.SILENT_WITHIN", 0)
    bus = Bus(tmp_path / "bus")
    bus.plug(Path(gun.device).name, Gadget())
    bus.drive(Path(gun.device).name, "ftdi_sio")
    gun.send(b"567\r")
    with pytest.raises(DeviceBusy, match="to be silent for a moment, got a gun that is sending") as caught:
        Port(str(gun.link), roots=bus.roots)
    Port(str(gun.link)).close()
    assert caught.tb, "which keeps all that was open alive"


def test_a_silent_port_gives_nothing_after_its_timeout(gun):
    with Port(str(gun.link), timeout=0.01) as port:
        assert port.read() == b""


def test_a_read_that_waits_can_be_cancelled_and_what_comes_after_is_read(gun):
    with Port(str(gun.link), timeout=600) as port:
        port.cancel()
        assert port.read() == b""
        gun.send(b"AB")
        assert whole(port, 2) == b"AB"
    port.cancel()


def test_a_missing_port_says_what_to_do(tmp_path):
    path = tmp_path / "usb-Maker_Gun"
    sentence = f"Expected {path} to be plugged in, got ENOENT (No such file or directory)."
    with pytest.raises(DeviceMissing, match=re.escape(sentence)) as caught:
        Port(str(path))
    assert caught.value.reason == "ENOENT"


def test_a_link_to_a_device_that_has_gone_is_a_missing_port(tmp_path):
    (tmp_path / "gun").symlink_to(tmp_path / "ttyACM0")
    with pytest.raises(DeviceMissing):
        Port(str(tmp_path / "gun"))


def test_a_port_locked_by_another_program_is_held(gun, device):
    fcntl.flock(device, fcntl.LOCK_EX)
    with pytest.raises(DeviceHeld, match="to be free, got EAGAIN") as caught:
        Port(str(gun.link))
    assert caught.value.path == str(gun.link)


def test_a_port_claimed_by_another_program_is_held_even_from_root(gun, device):
    fcntl.ioctl(device, termios.TIOCEXCL)
    with pytest.raises(DeviceHeld, match="to be free, got EBUSY"):
        Port(str(gun.link))
    assert claimed(device), "the other program's claim was taken away"


def test_a_port_claimed_by_another_program_is_held_from_everyone_else(gun, device, unprivileged):
    path = gun.device
    Path(path).chmod(0o666)
    fcntl.ioctl(device, termios.TIOCEXCL)
    with unprivileged(), pytest.raises(DeviceHeld, match="EBUSY"):
        Port(path)


def test_a_port_is_open_only_once(gun):
    with Port(str(gun.link)), pytest.raises(DeviceHeld):
        Port(gun.device)
    Port(gun.device).close()


def test_a_port_without_permission_is_forbidden(gun, unprivileged):
    path = gun.device
    Path(path).chmod(0)
    with (
        unprivileged(),
        pytest.raises(DeviceForbidden, match=r"groups dialout and input\), got EACCES") as caught,
    ):
        Port(path)
    assert caught.value.reason == "EACCES"


@pytest.mark.parametrize("path", ["/dev/null", "/"])
def test_what_is_no_terminal_is_unusable(path):
    with pytest.raises(DeviceUnusable, match=f"Expected {path} to be a scanner of the kind"):
        Port(path)


@pytest.mark.parametrize(
    "line", [Line(speed=-1), Line(bits=9), Line(stop_bits=3), Line(speed=1 << 70)], ids=repr
)
def test_a_line_that_cannot_be_is_unusable(gun, line):
    with pytest.raises(DeviceUnusable):
        Port(str(gun.link), line)
    Port(str(gun.link)).close()


def test_a_line_is_driven_as_told(gun, device):
    with Port(str(gun.link), Line(115_200, 7, Parity.ODD, 2, rts_cts=True, xon_xoff=True)):
        iflag, _, cflag, _, speed, *_ = termios.tcgetattr(device)
    assert speed == termios.B115200
    assert cflag & termios.PARODD
    assert cflag & termios.CSTOPB
    assert cflag & termios.CRTSCTS
    assert iflag & termios.IXOFF


def test_an_unplugged_port_is_lost(gun):
    with Port(str(gun.link)) as port:
        gun.unplug()
        with pytest.raises(DeviceLost, match=f"Expected {gun.link} to stay plugged in, got "):
            port.read()


def test_an_answer_reaches_the_gun_whole(gun):
    with Port(str(gun.link)) as port:
        port.write(b"\x1b7,")
        assert gun.hear(3) == b"\x1b7,"


def test_answers_of_two_threads_never_mix(gun, monkeypatch):
    monkeypatch.setattr("scanners.port.WRITE_TIMEOUT", 60)
    with Port(str(gun.link)) as port:
        writers = [threading.Thread(target=port.write, args=(mark * 50_000,)) for mark in (b"A", b"B")]
        for writer in writers:
            writer.start()
        got = gun.hear(100_000)
        for writer in writers:
            writer.join()
    assert re.fullmatch(b"A{50000}B{50000}|B{50000}A{50000}", got)


def test_an_answer_that_is_held_back_is_given_up(gun, monkeypatch):
    with Port(str(gun.link), Line(xon_xoff=True)) as port:
        say(port, gun, XOFF)
        with monkeypatch.context() as patch:
            patch.setattr("scanners.port.WRITE_TIMEOUT", 0.02)
            with pytest.raises(DeviceDeaf, match="to take an answer, got ETIMEDOUT"):
                port.write(b"B")
        say(port, gun, XON)
        port.write(b"G")
        assert gun.hear(1) == b"G", "an old answer sounded as a new one"


def test_an_answer_waits_for_no_longer_than_the_port_is_open(gun):
    with Port(str(gun.link), Line(xon_xoff=True)) as port:
        say(port, gun, XOFF)
        with ThreadPoolExecutor() as pool:
            answer = pool.submit(port.write, b"B")
            port.close()
            with pytest.raises(DeviceLost):
                answer.result()


def test_an_answer_to_a_gun_that_is_gone_is_lost(gun):
    with Port(str(gun.link)) as port:
        gun.unplug()
        with pytest.raises(DeviceLost, match="to stay plugged in, got EIO"):
            port.write(b"B")


def test_a_port_of_another_device_is_never_opened(gun):
    with pytest.raises(DeviceMistaken, match="that was set up, got no USB device instead of 0c2e:0b61"):
        Port(str(gun.link), usb="0c2e:0b61")
    with pytest.raises(DeviceMissing):
        Port("/dev/no-such-port", usb="0c2e:0b61")


def test_a_port_is_opened_where_it_is_the_device_that_was_set_up(gun, tmp_path):
    bus = Bus(tmp_path / "bus")
    bus.plug(Path(gun.device).name, Gadget("0c2e:0b61"))
    Port(str(gun.link), usb="0C2E:0B61", roots=bus.roots).close()
    with pytest.raises(DeviceMistaken, match="got 0c2e:0b61 instead of 05e0:1701"):
        Port(str(gun.link), usb="05e0:1701", roots=bus.roots)


def test_a_port_closed_while_it_is_read_is_lost_and_no_crash(gun):
    port = Port(str(gun.link))
    port.close()
    with pytest.raises(DeviceLost):
        port.read()
    port.close()


def test_a_replugged_gun_is_found_by_the_same_link_under_another_name(gun):
    first = gun.device
    with Port(str(gun.link)) as port:
        gun.unplug()
        with pytest.raises(DeviceLost):
            port.read()
        gun.plug()  # the old file is still open, so the kernel gives another name
    assert gun.device != first
    with Port(str(gun.link)) as port:
        gun.send(b"AB\r")
        assert whole(port, 3) == b"AB\r"


def test_a_port_is_claimed_while_it_is_open_and_released_for_whoever_else_has_it():
    def files():
        found = {}
        for link in Path("/proc/self/fd").iterdir():
            with suppress(FileNotFoundError):  # the listing's own file is gone by now
                found[int(link.name)] = str(link.readlink())
        return found

    before = files()
    with Port("/dev/ptmx"):
        [mine] = [number for number, path in files().items() if "ptmx" in path and number not in before]
        other = os.dup(mine)
        assert claimed(other)
    assert not claimed(other)
    os.close(other)


def test_a_simulated_gun_stays_free_for_the_next_station(gun, device, unprivileged):
    path = gun.device
    Path(path).chmod(0o666)
    with Port(path):
        assert not claimed(device)
    with unprivileged():
        Port(path).close()
