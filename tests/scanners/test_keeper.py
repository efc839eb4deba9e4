"""One scanner through all that happens to it, on real pseudo-terminals."""

import fcntl
import os
import termios
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from intake.scan import Fault, Method, Moment, Symbology
from scanners.frames import Framer, Framing
from scanners.light import LightState
from tests.scanners.doubles import Honeywell, Sound

TERMINATED = {
    "auto": [b"\r", b"\n", b"\r\n", b"\t", b"\x03"],
    "cr": [b"\r", b"\r\n"],
    "lf": [b"\n", b"\r\n"],
    "crlf": [b"\r\n"],
    "tab": [b"\t"],
    "etx": [b"\x03"],
}
CASES = [(name, b"", end) for name, ends in TERMINATED.items() for end in ends]
CASES += [("stx-etx", b"\x02", b"\x03"), ("auto", b"\x02", b"\x03")]
CODE = b"]d221SN\x1d10L"


@pytest.mark.parametrize(("name", "prefix", "end"), CASES)
def test_a_code_cut_at_any_byte_is_one_scan(gun, keep, receiver, received, name, prefix, end):
    keeper = keep(gun.link, framing=name)
    sent = prefix + CODE + end
    for turn, at in enumerate(range(1, len(sent))):
        gun.send(sent[:at])
        received(keeper, turn * len(sent) + at)
        gun.send(sent[at:])
        received(keeper, (turn + 1) * len(sent))
    gun.send(prefix + b"LAST" + end)
    scans = receiver.wait_scans(len(sent))
    assert [scan.raw for scan in scans] == [CODE] * (len(sent) - 1) + [b"LAST"]
    assert {scan.fault for scan in scans} == {None}


@pytest.mark.parametrize(("name", "prefix", "end"), CASES)
def test_codes_that_come_glued_are_taken_apart(gun, keep, receiver, name, prefix, end):
    gun.send(b"".join(prefix + code + end for code in (b"111", b"222", b"333")))
    keep(gun.link, framing=name)
    assert [scan.raw for scan in receiver.wait_scans(3)] == [b"111", b"222", b"333"]


def test_without_terminators_silence_ends_a_code(gun, keep, receiver, received):
    keeper = keep(gun.link, decoder=Framer(Framing(frozenset(), idle_gap=0.25)))
    gun.send(b"SN1")
    received(keeper, 3)
    gun.send(b"23")
    assert receiver.wait_scans(1)[0].raw == b"SN123"
    gun.send(b"SN456")
    assert receiver.wait_scans(2)[1].raw == b"SN456"


def test_without_terminators_a_busy_receiver_joins_no_codes(gun, keep, receiver, received):
    keeper = keep(gun.link, decoder=Framer(Framing(frozenset(), idle_gap=0.05)))
    receiver.open.clear()
    for turn, code in enumerate((b"111", b"222", b"333"), 1):
        gun.send(code)
        received(keeper, 3 * turn)
        time.sleep(0.2)  # the gap itself is what is tested
    receiver.open.set()
    scans = receiver.wait_scans(3)
    assert [scan.raw for scan in scans] == [b"111", b"222", b"333"]
    assert scans[2].monotonic - scans[0].monotonic > 300_000_000, "times of taking, not of scanning"


def test_an_over_long_code_by_silence_does_not_eat_the_next(gun, keep, receiver):
    keep(gun.link, decoder=Framer(Framing(frozenset(), idle_gap=0.05, max_length=8)))
    gun.send(b"X" * 20)
    assert receiver.wait_scans(1)[0].fault is Fault.OVER_LONG
    time.sleep(0.2)  # the gap that ends it
    gun.send(b"SN456")
    assert receiver.wait_scans(2)[1].raw == b"SN456"


def test_a_scan_says_where_when_and_what(gun, keep, receiver, clock):
    before = clock()
    keeper = keep(gun.link)
    gun.send(b"]C10104950417\r")
    [scan] = receiver.wait_scans(1)
    assert (scan.source, scan.method) == (f"port:{gun.link}", Method.PORT)
    assert keeper.source == scan.source
    assert (scan.text, scan.symbology) == ("0104950417", Symbology.GS1_128)
    assert before.wall <= scan.wall <= clock().wall
    assert before.monotonic <= scan.monotonic <= clock().monotonic


def test_garbage_is_answered_and_the_next_code_is_whole(gun, keep, receiver):
    keep(gun.link)
    gun.send(b"\xf8\x80\xff\x00\x1b\r" + b"SN123\r")
    garbage, code = receiver.wait_scans(2)
    assert (garbage.fault, garbage.raw) == (Fault.GARBLED, b"\xf8\x80\xff\x00\x1b")
    assert (code.fault, code.raw) == (None, b"SN123")


def test_an_over_long_code_is_answered_at_its_limit(gun, keep, receiver):
    keep(gun.link)
    gun.send(b"A" * 100_000)
    [scan] = receiver.wait_scans(1)
    assert (scan.fault, len(scan.raw)) == (Fault.OVER_LONG, 16_384)
    gun.send(b"A\rSN123\r")
    assert receiver.wait_scans(2)[1].raw == b"SN123"


def test_bytes_without_a_terminator_change_the_light_until_a_code_comes(gun, keep, receiver):
    keep(gun.link)
    gun.send(b"SN123")
    light = receiver.wait_light(LightState.UNTERMINATED)
    assert light.detail == "5"
    gun.send(b"\r")
    receiver.wait_light(LightState.READY, times=2)
    assert [scan.raw for scan in receiver.wait_scans(1)] == [b"SN123"]


def test_a_gun_that_is_unplugged_while_its_bytes_wait_is_not_shown_ready(gun, keep, receiver):
    keep(gun.link)
    gun.send(b"SN123")
    receiver.wait_light(LightState.UNTERMINATED)
    gun.unplug()
    receiver.wait_light(LightState.LOST)
    assert receiver.states.count(LightState.READY) == 1
    assert receiver.wait_scans(1)[0].fault is Fault.CUT_SHORT


def test_unplugged_in_the_middle_of_a_code(gun, keep, receiver, received):
    keeper = keep(gun.link)
    gun.send(b"AB\rSN12")
    received(keeper, 7)
    gun.unplug()
    receiver.wait_light(LightState.LOST, times=2)
    *before, lost, missing = receiver.lights
    assert [light.state for light in before] == [LightState.SEARCHING, LightState.READY]
    assert (lost.detail, missing.detail) == ("EIO", "ENOENT")
    assert missing == replace(lost, detail="ENOENT"), "the loss is not dated from when it happened"
    cut = receiver.wait_scans(2)[1]
    assert (cut.raw, cut.fault) == (b"SN12", Fault.CUT_SHORT)
    gun.plug()
    gun.send(b"SN1234\r")
    scan = receiver.wait_scans(3)[2]
    assert (scan.raw, scan.fault, scan.source) == (b"SN1234", None, cut.source)


def test_replugged_under_another_name_or_the_same(gun, keep, receiver):
    keep(gun.link)
    receiver.wait_light(LightState.READY)
    for turn, name in enumerate(("another", "any"), start=2):
        first = gun.device
        # A device that somebody has open keeps its name, so the gun cannot come back under it.
        holder = os.open(first, os.O_RDWR | os.O_NOCTTY)
        gun.unplug()
        if name == "any":
            os.close(holder)
        receiver.wait_light(LightState.LOST, times=2 * turn - 3)
        gun.plug()
        gun.send(b"SN%d\r" % turn)
        receiver.wait_light(LightState.READY, times=turn)
        receiver.wait_scans(turn - 1)  # what nobody has read goes with the device
        if name == "another":
            assert gun.device != first
            os.close(holder)
    assert [scan.raw for scan in receiver.wait_scans(2)] == [b"SN2", b"SN3"]


def test_a_gun_that_came_late_is_back_as_quickly_as_any(gun, keep, receiver):
    gun.unplug()
    keep(gun.link)
    time.sleep(0.35)  # by now it tries more rarely
    gun.plug()
    receiver.wait_light(LightState.READY)
    gun.unplug()
    lost = receiver.wait_light(LightState.LOST)
    gun.plug()
    back = receiver.wait_light(LightState.READY, times=2)
    assert back.since.monotonic - lost.since.monotonic < 400_000_000


def test_a_gun_plugged_in_after_the_start_is_found(gun, keep, receiver):
    gun.unplug()
    keep(gun.link)
    receiver.wait_light(LightState.SEARCHING, times=2)
    gun.plug()
    receiver.wait_light(LightState.READY)
    assert [light.detail for light in receiver.lights] == ["", "ENOENT", ""]


@pytest.mark.parametrize("how", ["flock", "TIOCEXCL"])
def test_a_gun_another_program_holds_is_taken_when_it_lets_go(gun, keep, receiver, how):
    other = os.open(gun.device, os.O_RDWR | os.O_NOCTTY)
    if how == "flock":
        fcntl.flock(other, fcntl.LOCK_EX)
    else:
        fcntl.ioctl(other, termios.TIOCEXCL)
    keep(gun.link)
    assert receiver.wait_light(LightState.HELD).detail in {"EAGAIN", "EBUSY"}
    fcntl.ioctl(other, termios.TIOCNXCL)
    os.close(other)
    receiver.wait_light(LightState.READY)


def test_a_gun_that_stays_forbidden_is_shown_so_and_taken_once_it_is_allowed(
    gun, keep, receiver, unprivileged
):
    path = gun.device
    Path(path).chmod(0)
    with unprivileged():
        keep(path, clock=lambda: Moment(0, 100 * time.monotonic_ns()))
        assert receiver.wait_light(LightState.FORBIDDEN).detail == "EACCES"
    Path(path).chmod(0o666)
    receiver.wait_light(LightState.READY)


def test_what_is_no_scanner_fails_and_is_tried_again(keep, receiver, tmp_path, gun):
    path = tmp_path / "gun"
    path.write_text("not a device")
    keep(path)
    assert receiver.wait_light(LightState.FAILED).detail == "ENOTTY"
    path.unlink()
    path.symlink_to(gun.device)
    receiver.wait_light(LightState.READY)


def test_an_error_nobody_foresaw_is_shown_and_the_scanner_goes_on(gun, keep, receiver):
    class Odd(Framer):
        """Stands for any mistake of ours: it breaks in the middle of reading, once."""

        broken = False

        def idle(self):
            if not self.broken:
                self.broken = True
                raise ZeroDivisionError("nobody foresaw this")
            return super().idle()

    keep(gun.link, decoder=Odd(Framing(frozenset(), idle_gap=0.05)))
    assert receiver.wait_light(LightState.FAILED).detail == "ZeroDivisionError('nobody foresaw this')"
    gun.send(b"SN123")
    assert receiver.wait_scans(1)[0].raw == b"SN123"
    receiver.wait_light(LightState.READY, times=2)


def test_a_receiver_that_fails_gets_the_scan_again_and_in_order(gun, keep, receiver):
    receiver.failures = [OSError("disk full"), OSError("disk full")]
    keep(gun.link)
    gun.send(b"SN1\rSN2\r")
    assert [scan.raw for scan in receiver.wait_scans(2)] == [b"SN1", b"SN2"]
    assert receiver.wait_light(LightState.FAILED).detail == "OSError('disk full')"
    receiver.wait_light(LightState.READY, times=2)
    assert receiver.states[-1] is LightState.READY


def test_no_scan_is_lost_or_joined_while_the_receiver_is_slow(gun, keep, receiver):
    codes = [b"A1263-%06d-%s" % (number, b"x" * (number % 40)) for number in range(2000)]
    stream = b"".join(code + b"\r" for code in codes)
    receiver.open.clear()
    keep(gun.link)
    writer = threading.Thread(target=gun.send, args=(stream,), daemon=True)
    writer.start()
    writer.join(0.3)
    assert writer.is_alive(), "the gun was never made to wait: nothing was tested"
    receiver.open.set()
    assert [scan.raw for scan in receiver.wait_scans(2000)] == codes
    writer.join()


class Owing(Framer):
    """A line whose protocol owes the gun a word for every code."""

    def __init__(self, word):
        super().__init__(Framing.parse("cr"))
        self.word, self.owed = word, b""

    def feed(self, data):
        frames = super().feed(data)
        self.owed = self.word * len(frames)
        return frames

    def replies(self):
        owed, self.owed = self.owed, b""
        return owed


def test_what_a_protocol_owes_is_written_at_once(tmp_path, keep, receiver):
    with Honeywell(tmp_path / "gun") as gun:
        keep(gun.link, decoder=Owing(b"\x1b7,"))
        gun.pull(b"SN123")
        gun.wait(lambda: gun.tones == [Sound.GOOD])
        assert [scan.raw for scan in receiver.wait_scans(1)] == [b"SN123"]


def test_a_gun_that_takes_no_word_is_shown_deaf_and_still_heard(gun, keep, receiver):
    keep(gun.link, decoder=Owing(bytes(100_000)))
    gun.send(b"SN123\r")
    receiver.wait_light(LightState.DEAF)
    assert [scan.raw for scan in receiver.wait_scans(1)] == [b"SN123"]
    gun.unplug()
    gun.plug()
    receiver.wait_light(LightState.READY, times=2)


def test_a_gun_that_types_and_is_not_calibrated_says_so_and_is_left_alone(keep, receiver, tmp_path):
    keeper = keep(tmp_path / "event5", kind="keyboard", usb="0c2e:0b61", name="Dock 1")
    light = receiver.wait_light(LightState.UNCALIBRATED)
    assert (light.source, light.name) == (f"keyboard:{tmp_path}/event5", "Dock 1")
    assert keeper.stop() == 0
    assert (keeper.turns, receiver.states) == (0, [LightState.UNCALIBRATED, LightState.STOPPED])


def test_an_idle_gun_wakes_nobody(gun, keep, receiver, received):
    keeper = keep(gun.link, decoder=Framer(Framing(frozenset(), idle_gap=0.01)))
    for number in range(1, 3):
        gun.send(b"SN")
        receiver.wait_scans(number)
        time.sleep(0.2)  # the idling is what is looked at
    assert keeper.turns <= 16, (
        "an opening; for each code its reads, the gap after it, and the wait for the next"
    )


def test_a_gun_that_is_not_there_hardly_wakes_anybody(keep, receiver, tmp_path):
    begin = time.monotonic()
    keeper = keep(tmp_path / "nothing")
    receiver.wait_light(LightState.SEARCHING, times=2)
    time.sleep(0.5)  # the idling is what is looked at
    turns = keeper.turns
    assert turns <= 5 + time.monotonic() - begin
