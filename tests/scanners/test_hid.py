"""Guns that type, taken by the real code: simulated ones, and the kernel's own where it makes one."""

import os
from importlib import import_module
from types import SimpleNamespace

import pytest

from scanners.device import DeviceForbidden, DeviceMissing, DeviceUnusable
from scanners.hid import HidKeyboard
from tests.scanners.virtual.bus import Bus, Gadget
from tests.scanners.virtual.keyboard import ENTER, RECORD, VirtualKeyboard, stroke
from tests.scanners.virtual.uinput import IS_POSSIBLE, UinputKeyboard

READER = "tests.scanners.virtual.reader"
GUN = "0c2e:0b61"
SHIFT, A, B = 42, 30, 48
CODE = stroke(SHIFT, A) + stroke(B) + stroke(ENTER)
CUTS = range(0, len(CODE) + 1, RECORD.size if os.environ.get("PROOF") else 3 * RECORD.size)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "usb-Maker_Gun-event-kbd"


@pytest.fixture
def gun(path):
    with VirtualKeyboard(path, GUN) as gun:
        yield gun


def keys(records: bytes) -> list[tuple[int, int]]:
    """Which keys went down and up; the kernel puts its own times in."""
    return [(code, value) for _, _, kind, code, value in RECORD.iter_unpack(records) if kind == 1]


def read(program, count):
    """The next keys it reads, in as many reads as they take."""
    found: list[tuple[int, int]] = []
    while len(found) < count:
        found += keys(bytes.fromhex(program.until("data")["data"]))
    return found


@pytest.mark.parametrize("keyboard", [VirtualKeyboard, *([UinputKeyboard] if IS_POSSIBLE else [])])
def test_a_code_is_read_whole_and_a_gun_that_is_plugged_in_again_as_well(edge, path, keyboard):
    with keyboard(path, GUN) as gun, edge.run(READER, "keyboard", str(path), GUN) as program:
        for _ in range(2):
            assert program.until("opened")["opened"] == str(path)
            gun.type(CODE)
            assert read(program, len(keys(CODE))) == keys(CODE)
            gun.unplug()
            assert program.until("error")["error"] == "DeviceLost"
            gun.plug()


def test_a_gun_that_is_read_is_heard_by_nobody_else(edge, gun):
    arguments = READER, "keyboard", str(gun.path), GUN
    with edge.run(*arguments, "listen") as other:
        other.until("opened")
        assert not gun.is_grabbed
        with edge.run(*arguments) as station:
            station.until("opened")
            assert gun.is_grabbed
            gun.type(stroke(A))
            assert read(station, 2) == [(A, 1), (A, 0)]
            with edge.run(*arguments) as second:
                line = second.line()
                assert (line["error"], line["reason"]) == ("DeviceHeld", "EBUSY")
                assert "to be free, got EBUSY" in line["sentence"]
        gun.type(stroke(B))
        assert read(other, 2) == [(B, 1), (B, 0)], "what was typed while the station read was heard"


def test_a_gun_unplugged_at_any_key_is_lost_and_found_again(edge, gun):
    with edge.run(READER, "keyboard", str(gun.path), GUN) as program:
        for cut in CUTS:
            program.until("opened")
            gun.type(CODE[:cut])
            assert read(program, len(keys(CODE[:cut]))) == keys(CODE[:cut])
            gun.unplug()
            line = program.until("error")
            assert line["sentence"] == f"Expected {gun.path} to stay plugged in, got ENODEV (No such device)."
            gun.plug()


def test_a_persons_keyboard_in_the_guns_socket_is_never_taken(edge, path):
    with (
        VirtualKeyboard(path, "046d:c31c") as keyboard,
        edge.run(READER, "keyboard", str(path), GUN) as program,
    ):
        line = program.line()
        assert (line["error"], line["reason"]) == ("DeviceMistaken", f"046d:c31c instead of {GUN}")
        assert line["sentence"].startswith(f"Expected {path} to be the scanner that was set up, got 046d")
        assert not keyboard.is_grabbed
        keyboard.unplug()
        with VirtualKeyboard(path, GUN) as gun:
            program.until("opened")
            assert gun.is_grabbed


@pytest.mark.parametrize("named", ["", "046d:c31d", "0c2e:0b61:S1"])
def test_a_keyboard_nobody_named_exactly_is_never_taken(edge, gun, named):
    with edge.run(READER, "keyboard", str(gun.path), named) as program:
        assert program.line()["error"] == "DeviceMistaken"
        assert not gun.is_grabbed


class Evdev:
    """What evdev shows of a gun that types while it is opened: `before` that, and `at` the first grab."""

    def __init__(self, before: bytes, at: bytes) -> None:
        self.fd, self.end = os.pipe2(os.O_NONBLOCK)
        self.info = SimpleNamespace(vendor=0x0C2E, product=0x0B61)
        self.done: list[str] = []
        self._at = at
        os.write(self.end, before)

    def capabilities(self):
        return {1: list(range(1, 128))}

    def active_keys(self):
        return []

    def grab(self):
        self.done.append("grab")
        os.write(self.end, self._at)
        self._at = b""

    def ungrab(self):
        self.done.append("ungrab")

    def close(self):
        os.close(self.fd)


@pytest.mark.parametrize(
    ("before", "at", "done"),
    [
        (b"", b"", ["grab"]),
        (stroke(A), b"", ["grab"]),
        (b"", stroke(A), ["grab", "ungrab", "grab"]),
    ],
    ids=["silent", "typed before", "typed at the grab"],
)
def test_a_code_begun_before_the_grab_is_never_read(monkeypatch, before, at, done):
    """A gun is taken between two codes only; what the terminal has heard begin it hears to its end."""
    evdev = Evdev(before, at)
    monkeypatch.setattr("evdev.InputDevice", lambda _, readonly: evdev)
    monkeypatch.setattr("scanners.hid.SILENT_WITHIN", 60)
    with HidKeyboard("/dev/input/event3", GUN, timeout=60) as gun:
        assert evdev.done == done
        os.write(evdev.end, stroke(B))
        assert gun.read() == stroke(B)
    os.close(evdev.end)


def test_a_gun_is_taken_once_no_key_is_held(edge, gun):
    gun.hold(SHIFT)
    with edge.run(READER, "keyboard", str(gun.path), GUN) as program:
        line = program.line()
        assert line["error"] == "DeviceBusy"
        assert line["reason"].startswith("a key that is held down")
        assert not gun.is_grabbed
        gun.hold()
        program.until("opened")
        assert gun.is_grabbed


def test_a_read_that_waits_can_be_cancelled_and_the_gun_has_no_ear(edge, gun):
    with edge.run(READER, "keyboard", str(gun.path), GUN) as program:
        assert program.until("opened")["deaf"].startswith(f"Expected {gun.path} to take an answer, got a gun")
        program.tell("cancel")
        assert program.line() == {"data": ""}
        gun.type(stroke(A))
        assert read(program, 2) == [(A, 1), (A, 0)]


def test_a_gun_with_a_high_number_that_can_type_no_digits_is_no_gun(edge, path):
    with (
        VirtualKeyboard(path, "fedc:ba98", keys={113, 114, 115}),
        edge.run(READER, "keyboard", str(path), "FEDC:BA98") as program,
    ):
        line = program.line()
        assert (line["error"], line["reason"]) == ("DeviceUnusable", "no keyboard")


def test_a_gun_is_found_under_another_name_while_the_program_runs(edge, tmp_path):
    bus = Bus(tmp_path)
    with edge.run(READER, "keyboard", "usb:0c2e:0b61:S1", GUN, str(tmp_path)) as program:
        assert program.line()["error"] == "DeviceMissing"
        for name, socket in (("event3", "1-1"), ("event8", "2-4.1")):
            node = bus.plug(name, Gadget(GUN, "S1"), socket)
            node.unlink()
            with VirtualKeyboard(node, GUN) as gun:
                assert program.until("opened")["opened"] == str(node)
                gun.type(stroke(A))
                assert read(program, 2) == [(A, 1), (A, 0)]
            assert program.line()["error"] == "DeviceLost"
            bus.unplug(name)


def test_a_gun_without_permission_is_forbidden(tmp_path, unprivileged):
    import_module("evdev")  # its folder may itself be closed to nobody
    (tmp_path / "event3").touch(0)
    with unprivileged(), pytest.raises(DeviceForbidden, match=r"\(groups dialout and input\), got EACCES"):
        HidKeyboard(str(tmp_path / "event3"), GUN)


def test_what_is_not_there_is_missing(path):
    with pytest.raises(DeviceMissing, match="to be plugged in, got ENOENT"):
        HidKeyboard(str(path), GUN)


def test_what_is_no_input_device_is_unusable():
    with pytest.raises(DeviceUnusable, match="of the kind it is set up as, got ENOTTY"):
        HidKeyboard("/dev/null", GUN)
