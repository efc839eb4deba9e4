"""Receivers that are slow or fail do not cost a scan or the thread."""

import logging
import threading

import pytest

from intake.scan import Method
from scanners.light import Light, LightState
from scanners.outbox import CAPACITY, Outbox
from scanners.symbology import scan_of


@pytest.fixture
def scan(clock):
    return lambda number: scan_of(b"SN%d" % number, "port:x", Method.PORT, clock())


@pytest.fixture
def box(receiver, clock):
    box = Outbox("port:x", receiver.on_scan, receiver.on_light, clock)
    yield box
    receiver.open.set()
    box.close()
    box.join(1)


def test_scans_and_lights_keep_their_order(clock, scan):
    got: list[object] = []
    box = Outbox("port:x", got.append, got.append, clock)
    put = [scan(1), Light("port:x", LightState.READY, "", clock()), scan(2)]
    for item in put:
        box.put(item)
    box.start()
    box.close()
    assert box.join(1) == 0
    assert got == put


def test_a_full_box_makes_the_reader_wait_until_one_is_taken(box, receiver, scan):
    receiver.open.clear()
    box.start()
    for number in range(CAPACITY):
        box.put(scan(number))
    late = threading.Thread(target=box.put, args=(scan(CAPACITY),))
    late.start()
    late.join(0.05)
    assert late.is_alive()
    receiver.open.set()
    late.join()
    receiver.wait_scans(CAPACITY + 1)
    assert [scan.raw for scan in receiver.scans] == [b"SN%d" % number for number in range(CAPACITY + 1)]


def test_a_light_that_cannot_be_shown_is_logged_and_tried_again(clock, scan, caplog):
    shown, broken = threading.Event(), [True, True]

    def on_light(_):
        if broken:
            broken.pop()
            raise RuntimeError("no screen yet")
        shown.set()

    box = Outbox("port:x", lambda _: None, on_light, clock)
    with caplog.at_level(logging.ERROR):
        box.start()
        box.put(Light("port:x", LightState.READY, "", clock()))
        assert shown.wait(2)
        box.close()
        box.join(1)
    assert [record.getMessage() for record in caplog.records] == [
        "port:x: a receiver failed",
        "port:x: the light cannot be shown",
    ]
