"""What a scanner of the settings may say, and what it is refused for."""

from typing import Any

import pytest

from intake.scan import Method
from scanners.assignment import Assignment, Control, GunLayout, Kind, feedbacks
from scanners.feedback import DRIVERS

GUN: dict[str, Any] = {"device": "/dev/input/by-id/gun-event-kbd", "kind": "keyboard", "usb": "0c2e:0b61"}


def test_a_device_is_enough_for_a_port():
    assert Assignment.parse("/dev/ttyACM0") == Assignment("/dev/ttyACM0")


def test_every_key_is_read_in_any_case_and_without_spaces_around():
    assert Assignment.parse(
        device=" /dev/input/event5 ",
        kind="Keyboard",
        name=" Dock 1 ",
        usb="0C2E:0B61",
        framing="CR",
        layout="JIS",
        control="ALT",
        feedback="None",
    ) == Assignment(
        "/dev/input/event5",
        Kind.KEYBOARD,
        "Dock 1",
        "0c2e:0b61",
        "cr",
        layout=GunLayout.JIS,
        control=Control.ALT,
    )


@pytest.mark.parametrize(
    ("keys", "sentence"),
    [
        ({"device": " "}, "Expected a device such as /dev/serial/by-id/... or usb:0c2e:0b61, got ' '"),
        ({"device": "ttyUSB0"}, "Expected a device such as .*, got 'ttyUSB0'"),
        (
            {"device": "usb:0c2e:0b61", "usb": "05e0:1701"},
            "Expected the usb of usb:0c2e:0b61, which is 0c2e:0b61, got '05e0:1701'",
        ),
        ({"device": "usb:gun"}, "Expected usb:VVVV:PPPP or usb:VVVV:PPPP:SERIAL, got 'usb:gun'"),
        ({"kind": "wand"}, "Expected a kind of port, keyboard, pos, got 'wand'"),
        ({"usb": "c2e:b61"}, "Expected a usb of the form vvvv:pppp, such as 0c2e:0b61, got 'c2e:b61'"),
        ({"framing": "bell"}, "Expected a framing of auto, .*, got 'bell'"),
        ({"layout": "uk"}, "Expected a layout of us, jis, got 'uk'"),
        ({"control": "meta"}, "Expected a control of none, ctrl, .*, got 'meta'"),
        ({"feedback": "horn"}, "Expected a feedback of none, .*, got 'horn'"),
        (
            {"kind": "pos", "feedback": "denso"},
            "Expected a feedback of none, hid_pos for a pos scanner, got 'denso'",
        ),
        (GUN | {"feedback": "hid_pos"}, "Expected a feedback of none for a keyboard scanner, got 'hid_pos'"),
        ({"feedback": "hid_pos"}, "Expected a feedback of none, .*, denso for a port scanner, got 'hid_pos'"),
        (GUN | {"usb": ""}, "Expected a usb for the keyboard gun /dev/input/by-id/gun-event-kbd, got none"),
    ],
)
def test_what_no_scanner_can_be_is_refused_in_words(keys, sentence):
    with pytest.raises(ValueError, match=sentence):
        Assignment.parse(**({"device": "/dev/gun"} | keys))


@pytest.mark.parametrize("device", ["USB:0C2E:0b61", "usb:0c2e:0b61:S123:4"])
def test_a_device_named_by_its_identity_need_not_give_it_again(device):
    assert Assignment.parse(device, kind="keyboard").usb == "0c2e:0b61"


def test_a_scan_names_its_kind_and_its_device():
    port, gun, pos = (Assignment.parse(**GUN | {"kind": kind}) for kind in ("port", "keyboard", "pos"))
    assert [each.source for each in (port, gun, pos)] == [
        f"{kind}:/dev/input/by-id/gun-event-kbd" for kind in ("port", "keyboard", "pos")
    ]
    assert [each.method for each in (port, gun, pos)] == [Method.PORT, Method.HID, Method.HID]


def test_only_a_gun_that_types_must_be_calibrated():
    assert Assignment("/dev/ttyACM0").is_calibrated
    assert not Assignment.parse(**GUN).is_calibrated
    assert Assignment.parse(**GUN, layout="us").is_calibrated


@pytest.mark.parametrize("name", DRIVERS)
def test_each_feedback_is_that_of_some_kind(name):
    kind = Kind.POS if name == "hid_pos" else Kind.PORT
    assert Assignment("/dev/gun", kind, feedback=name).driver is DRIVERS[name]
    assert "none" in feedbacks(kind)
