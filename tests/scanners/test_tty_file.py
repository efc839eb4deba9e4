"""What is done to an open terminal by its descriptor."""

import errno
import fcntl
import os
import socket
import struct

import pytest

from scanners.tty_file import claim, put, release, unsent

TIOCGEXCL = 0x8004_5440


def claimed(descriptor):
    return struct.unpack("i", fcntl.ioctl(descriptor, TIOCGEXCL, bytes(4)))[0] == 1


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


def test_bytes_that_have_not_gone_out_are_counted():
    # A socket tells of what the other side has not taken as a line tells of what has not gone out.
    ours, theirs = socket.socketpair()
    assert put(ours.fileno(), b"ABC") == 3
    assert unsent(ours.fileno()) > 0
    theirs.recv(3)
    assert unsent(ours.fileno()) == 0
    ours.close()
    theirs.close()
