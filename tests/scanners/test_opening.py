"""Which device is opened for an assignment, and what understands it."""

import termios
from pathlib import Path
from typing import Any

import pytest

from scanners.assignment import Assignment, Control, GunLayout
from scanners.device import DeviceMissing, DeviceMistaken, DeviceUnusable
from scanners.frames import Framer
from scanners.hidraw import PosScanner
from scanners.key_events import KeyDecoder
from scanners.opening import decoder_of, open_device
from scanners.pos_reports import PosDecoder
from scanners.ssi import SsiDecoder
from tests.scanners.typist import Typist
from tests.scanners.virtual.pos import DESCRIPTOR

GUN: dict[str, Any] = {"device": "/dev/input/event5", "usb": "0c2e:0b61"}


class Described(PosScanner):
    """A scanner of which only its description is asked."""

    def __init__(self, descriptor):
        self.path, self.descriptor = "/dev/hidraw3", descriptor


def settled():
    return True


@pytest.mark.parametrize("kind", ["port", "keyboard", "pos"])
def test_every_kind_that_is_not_there_is_missing(tmp_path, kind):
    with pytest.raises(DeviceMissing):
        open_device(Assignment.parse(**GUN | {"kind": kind, "device": str(tmp_path / "gun")}))


def test_a_port_must_be_the_gun_that_was_set_up(gun):
    with open_device(Assignment(str(gun.link))) as port:
        assert port.path == str(gun.link)
    with pytest.raises(DeviceMistaken):
        open_device(Assignment(str(gun.link), usb="0c2e:0b61"))


@pytest.mark.parametrize(("baud", "speed"), [(9600, termios.B9600), (115_200, termios.B115200)])
def test_a_line_has_the_speed_of_the_settings(gun, baud, speed):
    with open_device(Assignment(str(gun.link), baud=baud)), Path(gun.device).open("rb") as line:
        assert termios.tcgetattr(line)[4:6] == [speed, speed]


@pytest.mark.parametrize("layout", GunLayout)
@pytest.mark.parametrize("control", [each for each in Control if each is not Control.NONE])
def test_a_gun_that_types_is_understood_as_the_settings_say(gun, layout, control):
    assignment = Assignment.parse(**GUN, kind="keyboard", layout=layout, control=control)
    with open_device(Assignment(str(gun.link))) as device:
        decoder = decoder_of(assignment, device, settled)
    typed = Typist(layout, control).types("]d2_1\x1d@2")
    assert [frame.raw for frame in decoder.feed(typed)] == [b"]d2_1\x1d@2"]


def test_the_decoder_is_that_of_the_kind_and_of_the_line(gun):
    with open_device(Assignment(str(gun.link))) as device:
        told = [
            decoder_of(assignment, device, settled)
            for assignment in (
                Assignment("/dev/ttyACM0"),
                Assignment("/dev/ttyACM0", feedback="zebra_ssi"),
                Assignment.parse(**GUN, kind="keyboard", layout="jis"),
            )
        ]
    assert [type(decoder) for decoder in told] == [Framer, SsiDecoder, KeyDecoder]


def test_the_framing_is_that_of_the_settings(gun):
    with open_device(Assignment(str(gun.link))) as device:
        decoder = decoder_of(Assignment("/dev/ttyACM0", framing="etx"), device, settled)
    assert [frame.raw for frame in decoder.feed(b"SN\x03")] == [b"SN"]


def test_a_pos_scanner_is_understood_by_its_own_description():
    assignment = Assignment.parse(**GUN, kind="pos")
    assert type(decoder_of(assignment, Described(DESCRIPTOR), settled)) is PosDecoder
    with pytest.raises(DeviceUnusable):
        decoder_of(assignment, Described(b""), settled)
