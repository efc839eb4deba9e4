"""The thread that writes answers: to a wire that takes them, takes none, or is gone."""

import threading
from dataclasses import replace

import pytest

from intake.scan import Scan
from scanners.answerer import Answerer
from scanners.device import DeviceDeaf, DeviceLost
from scanners.feedback import DRIVERS, Tone
from scanners.port import Port
from tests.scanners.doubles import HoneywellAck, Sound

PATIENCE = 5.0
"""Seconds a test waits for what must happen; only a failing test waits that long."""

GOOD, BAD = b"\x1b7,", b"\x1b8,\x1b8,"


class Wire:
    """The end of a line: keeps what is written, and can be made to fail or to hold writers up."""

    path = "/dev/ttyACM0"

    def __init__(self):
        self.taken = []
        self.words = []
        self.failures = []
        self.open = threading.Event()
        self.open.set()
        self.tried = []
        self._changed = threading.Condition()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def read(self):
        return b""

    def cancel(self):
        pass

    def write(self, data):
        self._keep(self.tried, data)
        assert self.open.wait(PATIENCE)
        if self.failures:
            raise self.failures.pop()
        self._keep(self.taken, data)

    def on_waiting(self, waits):
        self._keep(self.words, ("waiting", waits))

    def on_deaf(self, is_deaf):
        self._keep(self.words, ("deaf", is_deaf))

    def wait(self, condition):
        with self._changed:
            assert self._changed.wait_for(condition, PATIENCE), (self.taken, self.words)

    def _keep(self, where, what):
        with self._changed:
            where.append(what)
            self._changed.notify_all()


@pytest.fixture
def wire():
    wire = Wire()
    yield wire
    wire.open.set()


@pytest.fixture
def answering(wire):
    """Starts an answerer of the wire; every one is stopped when the test ends."""
    answerers = []

    def start(driver):
        answerer = Answerer(driver, on_waiting=wire.on_waiting, on_deaf=wire.on_deaf)
        answerers.append(answerer)
        answerer.start()
        answerer.attach(wire)
        return answerer

    yield start
    wire.open.set()
    for answerer in answerers:
        answerer.stop()


def scan(text):
    return Scan(raw=text.encode(), text=text, source="port:gun", wall=0, monotonic=0)


def impatient(patience=1.6):
    """A Honeywell gun in Host ACK that waits less long: it is told bad 1.5 s before its time-out."""
    return replace(DRIVERS["honeywell_ack"], patience=patience)


def test_answers_are_written_in_the_order_of_the_scans(wire, answering):
    answerer = answering(DRIVERS["honeywell"])
    scans = [scan(str(number)) for number in range(100)]
    for each in scans:
        answerer.taken(each)
    assert not answerer.settled()
    for number, each in enumerate(scans):
        answerer.answer(each, Tone.GOOD if number % 3 else Tone.BAD)
    wire.wait(lambda: len(wire.taken) == 100)
    assert wire.taken == [GOOD if number % 3 else BAD for number in range(100)]
    assert answerer.settled()
    assert wire.words == []


def test_a_gun_that_takes_nothing_is_said_to_be_deaf_until_it_does(wire, answering):
    answerer, scans = answering(DRIVERS["honeywell"]), [scan("1"), scan("2"), scan("3")]
    wire.failures = [DeviceDeaf(wire.path, OSError()), DeviceDeaf(wire.path, OSError())]
    for count, each in enumerate(scans, 1):
        answerer.taken(each)
        answerer.answer(each, Tone.GOOD)
        wire.wait(lambda count=count: len(wire.tried) == count)
    wire.wait(lambda: wire.taken == [GOOD])
    wire.wait(lambda: len(wire.words) == 2)
    assert wire.words == [("deaf", True), ("deaf", False)]


def test_a_gun_that_goes_away_while_it_is_answered_is_not_deaf(wire, answering):
    answerer, one, two = answering(DRIVERS["honeywell"]), scan("1"), scan("2")
    wire.failures = [DeviceLost(wire.path, OSError())]
    for each in (one, two):
        answerer.taken(each)
        answerer.answer(each, Tone.GOOD)
    wire.wait(lambda: wire.taken == [GOOD])
    assert wire.words == []


def test_whatever_a_write_raises_the_next_answer_is_written(wire, answering):
    answerer, one, two = answering(DRIVERS["honeywell"]), scan("1"), scan("2")
    wire.failures = [RuntimeError("nobody foresaw it")]
    answerer.taken(one)
    answerer.answer(one, Tone.GOOD)
    wire.wait(lambda: wire.words == [("deaf", True)])
    answerer.taken(two)
    answerer.answer(two, Tone.BAD)
    wire.wait(lambda: wire.taken == [BAD])


def test_a_gun_that_holds_the_writer_up_holds_up_nobody_else(wire, answering):
    answerer, one, two = answering(DRIVERS["honeywell"]), scan("1"), scan("2")
    wire.open.clear()
    answerer.taken(one)
    answerer.answer(one, Tone.GOOD)
    wire.wait(lambda: wire.tried == [GOOD])
    answerer.taken(two)
    answerer.answer(two, Tone.BAD)
    answerer.detach()
    answerer.attach(wire)
    assert answerer.settled()
    wire.open.set()
    wire.wait(lambda: wire.taken == [GOOD])


def test_what_the_gun_was_owed_before_it_went_away_is_forgotten(wire, answering):
    answerer, old, new = answering(DRIVERS["honeywell"]), scan("old"), scan("new")
    answerer.taken(old)
    answerer.detach()
    answerer.taken(scan("while it is gone"))
    answerer.attach(wire)
    answerer.taken(new)
    answerer.answer(old, Tone.HAZARD)
    answerer.answer(new, Tone.GOOD)
    wire.wait(lambda: wire.taken == [GOOD])


def test_a_scan_that_is_not_stored_in_time_is_bad_and_the_late_answer_is_not_heard(wire, answering):
    answerer, late, next_one = answering(impatient()), scan("late"), scan("next")
    answerer.taken(late)
    wire.wait(lambda: wire.words == [("waiting", True)])
    assert wire.taken == [BAD]
    answerer.answer(late, Tone.GOOD)
    wire.wait(lambda: wire.words[1:] == [("waiting", False)])
    answerer.taken(next_one)
    answerer.answer(next_one, Tone.HAZARD)
    wire.wait(lambda: wire.taken == [BAD, 2 * BAD])


def test_a_scan_that_is_not_stored_is_told_though_its_gun_is_gone_and_until_it_is_stored(wire, answering):
    answerer, one = answering(impatient()), scan("1")
    answerer.taken(one)
    answerer.detach()
    wire.wait(lambda: wire.words == [("waiting", True)])
    answerer.attach(wire)
    answerer.answer(one, Tone.GOOD)
    wire.wait(lambda: wire.words == [("waiting", True), ("waiting", False)])
    assert wire.taken == []


def test_a_gun_that_is_let_go_of_is_neither_disabled_nor_left_waiting(wire, answering):
    datalogic, ack = answering(DRIVERS["datalogic"]), answering(DRIVERS["honeywell_ack"])
    wire.wait(lambda: wire.taken == [b"E"])
    one = scan("1")
    datalogic.taken(one)
    datalogic.answer(one, Tone.HAZARD)
    wire.wait(lambda: wire.taken == [b"E", b"D\x01"])
    datalogic.stop()
    wire.wait(lambda: b"E" in wire.taken[2:])
    ack.taken(scan("2"))
    ack.stop()
    wire.wait(lambda: wire.taken[-1] == BAD)


def test_host_ack_is_answered_before_its_time_out_though_nothing_is_stored(tmp_path):
    """On a real line, with a gun that gives up after 5 s and is told bad long before."""
    words: list[bool] = []
    with HoneywellAck(tmp_path / "gun", speed=2) as gun, Port(str(gun.link)) as port:
        answerer = Answerer(impatient(2.0), on_waiting=words.append, on_deaf=words.append)
        answerer.start()
        answerer.attach(port)
        for text in ("1", "2"):
            assert gun.pull(text.encode())
            assert not gun.pull(b"while it waits")
            answerer.taken(scan(text))
            gun.wait(lambda: not gun.is_suspended)
        answerer.stop()
        assert gun.tones == [Sound.BAD, Sound.BAD]
        assert words == [True]
