"""Which device is opened for an assignment, and what understands it."""

from typing import Any

import pytest

from scanners.assignment import Assignment
from scanners.device import DeviceMissing, DeviceMistaken, DeviceUnusable
from scanners.frames import Framer
from scanners.hidraw import PosScanner
from scanners.key_events import KeyDecoder
from scanners.opening import decoder_of, open_device
from scanners.pos_reports import PosDecoder
from scanners.ssi import SsiDecoder
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
