"""What a read waits for: bytes, a word from another thread, the end."""

import os
import threading

import pytest

from scanners.device import DeviceLost
from scanners.node_reader import NodeReader


@pytest.fixture
def ends():
    """A pipe in the place of a node, its writing end first."""
    reading, writing = os.pipe2(os.O_NONBLOCK)
    yield writing, reading
    os.close(reading)


@pytest.fixture
def reader(ends):
    reader = NodeReader("/dev/gun", ends[1], timeout=60)
    yield reader
    reader.close()


def test_what_is_there_is_read_at_most_so_much_at_once(ends, reader):
    os.write(ends[0], b"A" * 4097)
    assert reader.read() == b"A" * 4096
    assert reader.read() == b"A"
    os.close(ends[0])


def test_a_silent_node_gives_nothing_after_its_time_out(ends):
    reader = NodeReader("/dev/gun", ends[1], timeout=0.001)
    assert reader.read() == b""
    reader.close()
    os.close(ends[0])


def test_a_read_is_woken_from_another_thread_and_the_next_one_waits_again(ends, reader):
    waking = threading.Thread(target=reader.cancel)
    waking.start()
    assert reader.read() == b""
    waking.join()
    os.write(ends[0], b"A")
    assert reader.read() == b"A"
    os.close(ends[0])


def test_a_node_that_went_away_is_lost(ends, reader):
    os.close(ends[0])
    with pytest.raises(DeviceLost, match="Expected /dev/gun to stay plugged in, got EIO"):
        reader.read()


def test_what_comes_while_silence_is_asked_for_is_thrown_away(ends, reader):
    assert reader.is_quiet(0)
    os.write(ends[0], b"half a code")
    assert not reader.is_quiet(60)
    assert reader.is_quiet(0)
    os.close(ends[0])


def test_a_reader_that_is_closed_takes_no_word(ends):
    reader = NodeReader("/dev/gun", ends[1], timeout=60)
    reader.close()
    reader.close()
    reader.cancel()
    os.close(ends[0])
