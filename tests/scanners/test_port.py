"""Ports on real pseudo-terminals: what opens, what does not, and how a loss shows."""

import errno
import fcntl
import os
import re
import struct
import termios
import time
from contextlib import suppress
from pathlib import Path

import pytest

from scanners.port import (
    Line,
    Parity,
    Port,
    PortForbidden,
    PortHeld,
    PortLost,
    PortMissing,
    PortUnusable,
    claim,
    release,
)

TIOCGEXCL = 0x8004_5440


def claimed(descriptor):
    return struct.unpack("i", fcntl.ioctl(descriptor, TIOCGEXCL, bytes(4)))[0] == 1


def whole(port, length):
    """The next bytes, in as many reads as they take."""
    got = b""
    while len(got) < length:
        got += port.read()
    return got


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


def test_a_silent_port_gives_nothing_after_its_timeout(gun):
    with Port(str(gun.link), timeout=0.05) as port:
        begin = time.monotonic()
        assert port.read() == b""
        assert 0.04 < time.monotonic() - begin < 0.5


def test_a_read_that_waits_can_be_cancelled_and_what_comes_after_is_read(gun):
    with Port(str(gun.link), timeout=5) as port:
        port.cancel()
        begin = time.monotonic()
        assert port.read() == b""
        assert time.monotonic() - begin < 1
        gun.send(b"AB")
        assert whole(port, 2) == b"AB"
    port.cancel()


def test_a_missing_port_says_what_to_do(tmp_path):
    path = tmp_path / "usb-Maker_Gun"
    sentence = f"Expected {path} to be plugged in, got ENOENT (No such file or directory)."
    with pytest.raises(PortMissing, match=re.escape(sentence)) as caught:
        Port(str(path))
    assert caught.value.reason == "ENOENT"


def test_a_link_to_a_device_that_has_gone_is_a_missing_port(tmp_path):
    (tmp_path / "gun").symlink_to(tmp_path / "ttyACM0")
    with pytest.raises(PortMissing):
        Port(str(tmp_path / "gun"))


def test_a_port_locked_by_another_program_is_held(gun, device):
    fcntl.flock(device, fcntl.LOCK_EX)
    with pytest.raises(PortHeld, match="to be free, got EAGAIN") as caught:
        Port(str(gun.link))
    assert caught.value.path == str(gun.link)


def test_a_port_claimed_by_another_program_is_held_even_from_root(gun, device):
    fcntl.ioctl(device, termios.TIOCEXCL)
    with pytest.raises(PortHeld, match="to be free, got EBUSY"):
        Port(str(gun.link))
    assert claimed(device), "the other program's claim was taken away"


def test_a_port_claimed_by_another_program_is_held_from_everyone_else(gun, device, unprivileged):
    path = gun.device
    Path(path).chmod(0o666)
    fcntl.ioctl(device, termios.TIOCEXCL)
    with unprivileged(), pytest.raises(PortHeld, match="EBUSY"):
        Port(path)


def test_a_port_is_open_only_once(gun):
    with Port(str(gun.link)), pytest.raises(PortHeld):
        Port(gun.device)
    Port(gun.device).close()


def test_a_port_without_permission_is_forbidden(gun, unprivileged):
    path = gun.device
    Path(path).chmod(0)
    with unprivileged(), pytest.raises(PortForbidden, match=r"group dialout\), got EACCES") as caught:
        Port(path)
    assert caught.value.reason == "EACCES"


@pytest.mark.parametrize("path", ["/dev/null", "/"])
def test_what_is_no_terminal_is_unusable(path):
    with pytest.raises(PortUnusable, match=f"Expected {path} to be a serial port"):
        Port(path)


@pytest.mark.parametrize(
    "line", [Line(speed=-1), Line(bits=9), Line(stop_bits=3), Line(speed=1 << 70)], ids=repr
)
def test_a_line_that_cannot_be_is_unusable(gun, line):
    with pytest.raises(PortUnusable):
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
        with pytest.raises(PortLost, match=f"Expected {gun.link} to stay plugged in, got "):
            port.read()


def test_a_port_closed_while_it_is_read_is_lost_and_no_crash(gun):
    port = Port(str(gun.link))
    port.close()
    with pytest.raises(PortLost):
        port.read()
    port.close()


def test_a_replugged_gun_is_found_by_the_same_link_under_another_name(gun):
    first = gun.device
    with Port(str(gun.link)) as port:
        gun.unplug()
        with pytest.raises(PortLost):
            port.read()
        gun.plug()  # the old file is still open, so the kernel gives another name
    assert gun.device != first
    with Port(str(gun.link)) as port:
        gun.send(b"AB\r")
        assert whole(port, 3) == b"AB\r"


def test_a_device_is_claimed_and_released():
    # The master side stands for a real port: it is a terminal, but no pseudo-terminal slave.
    master, slave = os.openpty()
    claim(master)
    assert claimed(master)
    with pytest.raises(OSError, match=os.strerror(errno.EBUSY)):
        claim(master)
    release(master)
    assert not claimed(master)
    os.close(master)
    os.close(slave)


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
