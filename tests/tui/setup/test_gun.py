"""The gun of a set-up: every pull of it tells more, and only what was told is set."""

from __future__ import annotations

from intake.equipment import Scanner
from intake.scan import Layout
from scanners.assignment import Assignment, Control, GunLayout, Kind
from scanners.feedback import DRIVERS
from scanners.identity import UsbIdentity
from scanners.plugged import MAKERS, Plugged
from scanners.test_card import CARD, GOOD, GS1, LAYOUT, QR, CodeName
from scanners.trial import Match
from tests.scanners.test_keymap import seen
from tests.scanners.typist import Typist
from tui.setup.gun import GUESSES, Gun, drivers, recognised

XENON = UsbIdentity(0x0C2E, 0x0B61, maker="Honeywell", name="Xenon 1900 Area-Imaging Scanner")
PORT = Plugged("/dev/serial/by-id/usb-Xenon", "/dev/ttyACM0", Kind.PORT, XENON)
KEYBOARD = Plugged("/dev/input/by-id/usb-Xenon", "/dev/input/event3", Kind.KEYBOARD, XENON)


def pulled(gun: Gun, *texts: str, end: str = "\r") -> Gun:
    for text in texts:
        gun = gun.pulled(CodeName.GOOD, f"{text}{end}".encode())
    return gun


def test_it_is_called_as_it_calls_itself_as_far_as_a_light_has_room() -> None:
    gun = Gun.of(PORT)
    assert gun.assignment is not None
    assert gun.assignment.name == "Honeywell Xenon 1900"
    assert (gun.maker, gun.assignment.usb) == ("Honeywell", "0c2e:0b61")


def test_a_maker_is_first_answered_in_its_own_way() -> None:
    assert Gun.of(PORT).scanner == Scanner(
        device=PORT.path, name="Honeywell Xenon 1900", usb="0c2e:0b61", feedback="honeywell_ack"
    )
    unknown = Gun.of(Plugged("/dev/rfcomm0", "/dev/rfcomm0", Kind.PORT, None))
    assert unknown.assignment == Assignment("/dev/rfcomm0", name="", feedback="none")


def test_every_driver_of_a_line_can_be_chosen_for_every_maker() -> None:
    for maker, told in [*GUESSES.items(), ("", ("none",))]:
        vendor = next((number for number, name in MAKERS.items() if name == maker), 0)
        ways = drivers(Plugged("/dev/gun", "/dev/gun", Kind.PORT, UsbIdentity(vendor, 1)))
        assert ways[: len(told)] == told
        assert sorted(ways) == sorted({*DRIVERS} - {"hid_pos"})


def test_the_codes_of_the_card_may_come_in_any_order() -> None:
    gun = pulled(Gun.of(PORT), *(code.text for code in reversed(CARD)), end="\r\n")
    assert gun.untried == ()
    assert gun.assignment is not None
    assert gun.assignment.framing == "crlf"
    assert recognised(gun)


def test_what_is_no_code_of_the_card_is_not_the_gun() -> None:
    gun = pulled(Gun.of(PORT), "4573246511005")
    assert not recognised(gun)
    assert gun.untried == tuple(CodeName)


def test_a_code_that_did_not_come_whole_is_told_again() -> None:
    gun = pulled(Gun.of(PORT), GS1.text.replace("\x1d", ""), end="\r")
    assert gun.last is not None
    assert gun.last.match is not Match.WHOLE
    gun = pulled(gun, GS1.text)
    assert gun.found[GS1.name].is_whole


def test_a_gun_that_types_is_calibrated_by_its_codes() -> None:
    typist = Typist("jis", "alt")
    gun = Gun.of(KEYBOARD)
    assert (gun.has_ears, gun.is_typing) == (False, True)
    for code in (GOOD, LAYOUT, GS1, QR):
        gun = gun.pulled(code.name, typist.types(code.text))
        assert gun.found[code.name].is_whole
    assert gun.assignment is not None
    assert (gun.assignment.layout, gun.assignment.control) == (GunLayout.JIS, Control.ALT)
    assert gun.scanner == Scanner(
        device=KEYBOARD.path,
        kind="keyboard",
        name="Honeywell Xenon 1900",
        usb="0c2e:0b61",
        framing="cr",
        layout="jis",
        control="alt",
    )


def test_a_gun_at_the_terminal_tells_which_keyboards_meet() -> None:
    gun = Gun(None)
    for code in (GOOD, LAYOUT, QR):
        gun = gun.pulled(code.name, seen(code.text, Layout.US_ON_JIS).encode())
    assert gun.layout is Layout.US_ON_JIS
    assert gun.scanner is None
    assert gun.last is not None
    assert gun.last.match is Match.LAYOUT


def test_a_hid_pos_scanner_marks_its_codes_itself() -> None:
    gun = Gun.of(Plugged("/dev/hidraw0", "/dev/hidraw0", Kind.POS, XENON))
    gun = pulled(gun, GOOD.text, end="")
    assert gun.assignment is not None
    assert (gun.assignment.framing, gun.assignment.feedback, gun.has_ears) == ("auto", "none", False)


def test_a_hid_pos_scanner_that_describes_beeps_is_asked_for_them() -> None:
    gun = Gun.of(Plugged("/dev/hidraw0", "/dev/hidraw0", Kind.POS, XENON, has_beeps=True))
    assert gun.assignment is not None
    assert (gun.assignment.feedback, gun.drivers, gun.has_ears) == ("hid_pos", ("hid_pos", "none"), True)


def test_a_speed_and_a_way_of_answering_are_set() -> None:
    gun = Gun.of(PORT).set_to(baud=9600).set_to(feedback="honeywell").with_tones(heard=True)
    assert gun.assignment is not None
    assert (gun.assignment.baud, gun.assignment.feedback, gun.heard) == (9600, "honeywell", True)
    assert Gun(None).set_to(baud=9600) == Gun(None)
