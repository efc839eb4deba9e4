"""Receivers that are slow or fail do not cost an item or the thread."""

import logging
import threading

import pytest

from scanners.outbox import CAPACITY, Outbox


class Taker:
    """Takes items, and can be blocked or made to fail."""

    def __init__(self):
        self.taken = []
        self.failures = []
        self.troubles = []
        self.open = threading.Event()
        self.open.set()

    def take(self, item):
        self.open.wait(5)
        if self.failures:
            raise self.failures.pop()
        self.taken.append(item)


@pytest.fixture
def taker():
    return Taker()


@pytest.fixture
def box(taker):
    box = Outbox("scans", taker.take, taker.troubles.append)
    yield box
    taker.open.set()
    box.close()
    box.join(1)


def ended(box):
    box.close()
    return box.join(5)


def test_items_keep_their_order(box, taker):
    for number in range(100):
        box.put(number)
    box.start()
    assert ended(box) == 0
    assert (taker.taken, taker.troubles) == (list(range(100)), [])


def test_a_full_box_makes_the_reader_wait_until_one_is_taken(box, taker):
    taker.open.clear()
    box.start()
    for number in range(CAPACITY):
        box.put(number)
    late = threading.Thread(target=box.put, args=(CAPACITY,))
    late.start()
    late.join(0.05)
    assert late.is_alive()
    taker.open.set()
    late.join()
    assert ended(box) == 0
    assert taker.taken == list(range(CAPACITY + 1))


def test_a_receiver_that_fails_gets_the_item_again_and_its_trouble_is_told_until_then(box, taker, caplog):
    taker.failures = [OSError("disk full"), OSError("disk full")]
    box.put("SN1")
    box.put("SN2")
    with caplog.at_level(logging.ERROR):
        box.start()
        while len(taker.taken) < 2:
            threading.Event().wait(0.01)
    assert taker.taken == ["SN1", "SN2"]
    assert taker.troubles == ["OSError('disk full')", "OSError('disk full')", ""]
    assert {record.getMessage() for record in caplog.records} == {"scans: a receiver failed"}


def test_nobody_need_be_told_of_trouble(taker):
    box = Outbox("lights", taker.take)
    taker.failures = [RuntimeError("no screen yet")]
    box.start()
    box.put("ready")
    while not taker.taken:
        threading.Event().wait(0.01)
    assert ended(box) == 0


def test_a_box_closed_while_its_receiver_fails_counts_what_is_left(box, taker):
    taker.failures = [OSError("disk full")] * 1000
    box.start()
    box.put("SN1")
    box.put("SN2")
    while not taker.troubles:
        threading.Event().wait(0.01)
    assert ended(box) == 2
