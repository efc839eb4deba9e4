"""Guns that talk back, each the double of a maker's, kept by the real keeper on a real line."""

import json

import pytest

from intake.scan import Fault, Severity
from scanners.feedback import Tone
from scanners.light import LightState
from tests.scanners.doubles import DOUBLES, Datalogic, HoneywellAck, Sound, ZebraSsi
from tests.scanners.doubles.hid_pos import HidPos
from tests.scanners.rigs import Heard

TONES = [(Tone.GOOD, Sound.GOOD), (Tone.BAD, Sound.BAD), (Tone.HAZARD, Sound.HAZARD)]


@pytest.fixture
def kept(tmp_path, keep, receiver):
    """Plugs a double in and keeps it; pulled out when the test ends."""
    guns = []

    def start(name, speed=1.0):
        gun = DOUBLES[name](tmp_path / f"usb-{name}", speed)
        guns.append(gun)
        gun.plug()
        keeper = keep(gun.link, feedback=name)
        receiver.wait_light(LightState.READY)
        return gun, keeper

    yield start
    for gun in guns:
        gun.unplug()
        assert gun.complaints == []


@pytest.mark.parametrize("name", DOUBLES)
def test_every_gun_says_what_became_of_each_scan_and_nothing_before(kept, receiver, name):
    gun, keeper = kept(name)
    for count, (tone, sound) in enumerate(TONES, 1):
        assert gun.pull(b"ATEST%d" % count)
        scan = receiver.wait_scans(count)[-1]
        assert scan.text == f"ATEST{count}"
        assert len(gun.tones) == count - 1, "silent until it is answered"
        keeper.answer(scan, tone)
        gun.wait(lambda count=count, sound=sound: gun.tones[count - 1 :] == [sound])
        gun.wait(lambda: not gun.is_suspended and not gun.is_disabled)


def test_with_host_ack_nobody_scans_ahead_of_the_station(kept, receiver):
    gun, keeper = kept("honeywell_ack")
    assert gun.pull(b"1")
    assert not gun.pull(b"2")
    keeper.answer(receiver.wait_scans(1)[0], Tone.BAD)
    gun.wait(lambda: not gun.is_suspended)
    assert gun.pull(b"2")
    assert [scan.text for scan in receiver.wait_scans(2)] == ["1", "2"]


def test_a_code_with_a_line_end_in_it_has_one_answer_the_gravest(kept, receiver):
    """Two scans of one pull: after the first answer the gun would scan on, and take the second for that."""
    gun, keeper = kept("honeywell_ack")
    gun.pull(b"1\r2")
    first, second = receiver.wait_scans(2)
    keeper.answer(first, Tone.BAD)
    assert gun.is_suspended
    keeper.answer(second, Tone.GOOD)
    gun.wait(lambda: not gun.is_suspended and gun.tones == [Sound.BAD])
    gun.pull(b"3")
    keeper.answer(receiver.wait_scans(3)[2], Tone.GOOD)
    gun.wait(lambda: gun.tones == [Sound.BAD, Sound.GOOD])


def test_a_scan_with_a_fault_is_answered_as_well(kept, receiver):
    gun, keeper = kept("honeywell_ack")
    gun.pull(b"\xff\x00")
    scan = receiver.wait_scans(1)[0]
    assert scan.fault is Fault.GARBLED
    keeper.answer(scan, Tone.BAD)
    gun.wait(lambda: gun.tones == [Sound.BAD])


def test_a_gun_that_is_back_hears_nothing_of_what_was_before(kept, receiver):
    gun, keeper = kept("honeywell_ack")
    gun.pull(b"old")
    old = receiver.wait_scans(1)[0]
    gun.unplug()
    receiver.wait_light(LightState.LOST)
    gun.plug()
    receiver.wait_light(LightState.READY, times=2)
    gun.pull(b"new")
    new = receiver.wait_scans(2)[1]
    keeper.answer(old, Tone.HAZARD)
    keeper.answer(new, Tone.GOOD)
    gun.wait(lambda: gun.tones == [Sound.GOOD])


def test_a_gun_that_a_killed_station_left_disabled_scans_again(tmp_path, keep):
    with Datalogic(tmp_path / "gun") as gun:
        gun.is_disabled = True
        assert not gun.pull(b"1")
        keep(gun.link, feedback="datalogic")
        gun.wait(lambda: not gun.is_disabled)
        assert gun.pull(b"1")


def test_a_gun_is_not_left_disabled_when_the_station_ends_in_the_middle_of_a_tone(kept, receiver):
    gun, keeper = kept("datalogic")
    gun.pull(b"1")
    keeper.answer(receiver.wait_scans(1)[0], Tone.HAZARD)
    gun.wait(lambda: gun.is_disabled)
    keeper.stop()
    gun.wait(lambda: not gun.is_disabled)


def test_ssi_a_damaged_packet_is_sent_again_and_is_one_scan(kept, receiver):
    gun, keeper = kept("zebra_ssi")
    gun.damaged = 1
    gun.pull(b"ATEST1")
    keeper.answer(receiver.wait_scans(1)[0], Tone.GOOD)
    gun.wait(lambda: gun.tones == [Sound.GOOD])
    assert len(receiver.scans) == 1


def test_ssi_a_code_sent_again_while_the_disk_is_slow_is_one_scan(kept, receiver):
    gun, keeper = kept("zebra_ssi", speed=2)
    gun.pull(b"ATEST1")
    scan = receiver.wait_scans(1)[0]
    gun.wait(lambda: gun.sendings == 2)
    keeper.answer(scan, Tone.GOOD)  # crosses the second sending as often as not
    gun.wait(lambda: gun.tones == [Sound.GOOD])
    gun.pull(b"ATEST2")
    assert [scan.text for scan in receiver.wait_scans(2)] == ["ATEST1", "ATEST2"]


def test_ssi_an_acknowledgement_that_got_lost_is_given_again(kept, receiver):
    gun, keeper = kept("zebra_ssi", speed=2)
    gun.deaf = 1
    gun.pull(b"ATEST1")
    keeper.answer(receiver.wait_scans(1)[0], Tone.GOOD)
    gun.wait(lambda: not gun.is_suspended)
    gun.pull(b"ATEST2")
    assert [scan.text for scan in receiver.wait_scans(2)] == ["ATEST1", "ATEST2"]
    assert gun.tones == [Sound.GOOD]


def test_ssi_a_long_code_comes_in_several_packets(kept, receiver):
    gun, keeper = kept("zebra_ssi")
    gun.pull(1000 * b"0123456789")
    scan = receiver.wait_scans(1)[0]
    assert scan.text == 1000 * "0123456789"
    assert gun.is_suspended
    keeper.answer(scan, Tone.GOOD)
    gun.wait(lambda: gun.tones == [Sound.GOOD])


@pytest.mark.parametrize("double", [HoneywellAck, ZebraSsi])
def test_nobody_at_home_is_the_guns_own_error(tmp_path, double):
    """The doubles can fail: without a station they time out, as the manuals say."""
    with double(tmp_path / "gun", speed=100) as gun:
        assert gun.pull(b"1")
        gun.wait(lambda: gun.tones == [Sound.ERROR])
        assert not gun.is_suspended


@pytest.fixture
def lane(edge, tmp_path):
    """A HID-POS scanner, and a lane that has it and answers as it is told."""
    with HidPos(tmp_path / "hidraw0") as gun, edge.run("tests.scanners.lane") as program:
        scanner = {"device": str(gun.path), "kind": "pos", "feedback": "hid_pos"}
        program.tell(json.dumps({"scanners": [scanner], "asks": True}))
        heard = Heard(program)
        heard.until(lambda: LightState.READY in heard.lights[f"pos:{gun.path}"])
        yield gun, program, heard.lights[f"pos:{gun.path}"]


def test_a_hid_pos_scanner_says_what_became_of_each_scan_and_nothing_before(lane):
    gun, program, _ = lane
    for count, severity in enumerate([Severity.OK, Severity.REFUSED, Severity.HAZARD]):
        gun.pull(b"ATEST%d" % count)
        assert program.until("scan")["scan"] == f"ATEST{count}"
        assert len(gun.tones) == count, "silent until it is answered"
        program.tell(json.dumps({"answer": severity}))
        gun.wait(lambda count=count: gun.tones == list(Sound)[: count + 1])
    assert gun.complaints == []


def test_a_hid_pos_scanner_that_takes_no_tone_keeps_no_station_from_ending(lane):
    """The kernel waits for it, up to 5 s; here it waits for ever."""
    gun, program, _ = lane
    gun.pull(b"ATEST1")
    program.until("scan")
    gun.stick()
    program.tell(json.dumps({"answer": Severity.OK}))
    program.tell(json.dumps({"stop": True}))
    assert program.until("lost")["lost"] == 0
    assert gun.tones == []
    gun.loosen()
    gun.wait(lambda: gun.tones == [Sound.GOOD])


def test_a_hid_pos_scanner_that_takes_no_tone_is_read_on(lane):
    gun, program, _ = lane
    gun.stick()
    for count in range(3):
        gun.pull(b"ATEST%d" % count)
        assert program.until("scan")["scan"] == f"ATEST{count}"
        program.tell(json.dumps({"answer": Severity.OK}))
    gun.loosen()
    gun.wait(lambda: gun.sounds == ["good"] * 3)
