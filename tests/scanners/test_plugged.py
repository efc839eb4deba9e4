"""Each device once, by the name that stays with it longest; and from such a name back to the device."""

import re

import pytest

from scanners.assignment import Kind
from scanners.device import DeviceAmbiguous, DeviceMissing, DeviceUnusable
from scanners.identity import Roots
from scanners.plugged import MAKERS, Plugged, find_all, find_keyboards, find_ports, find_pos, resolve
from tests.scanners.pos_gun import HONEYWELL, SIMPLE
from tests.scanners.virtual.bus import Bus, Gadget

NUMBERED = Gadget("05e0:1701", "S1", "Symbol Technologies", "DS9308")
PERSONS = Gadget("046d:c31c", "", "Logitech", "USB Keyboard")


@pytest.fixture
def bus(tmp_path):
    return Bus(tmp_path)


def link(path, target):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(target)


def test_a_port_is_listed_once_by_its_best_name(tmp_path):
    for name in ("ttyACM0", "ttyACM1", "ttyUSB0", "rfcomm0", "ttyS0", "tty1"):
        (tmp_path / name).touch()
    by_id, by_path = tmp_path / "serial/by-id/usb-Gun_0001-if00", tmp_path / "serial/by-path/pci-0:2:1.0"
    link(by_id, "../../ttyACM1")
    link(tmp_path / "serial/by-path/pci-0:1:1.0", "../../ttyACM1")
    link(by_path, "../../ttyACM0")
    link(tmp_path / "serial/by-id/usb-Gone-if00", "../../ttyACM9")
    assert find_ports(Roots(tmp_path, tmp_path / "sys")) == [
        Plugged(str(by_id), str(tmp_path / "ttyACM1")),
        Plugged(str(by_path), str(tmp_path / "ttyACM0")),
        Plugged(str(tmp_path / "ttyUSB0"), str(tmp_path / "ttyUSB0")),
        Plugged(str(tmp_path / "rfcomm0"), str(tmp_path / "rfcomm0")),
    ]


def test_nothing_plugged_in_is_no_error(tmp_path):
    assert find_all(Roots(tmp_path / "nowhere", tmp_path / "sys")) == []


def test_each_kind_is_found_with_what_it_says_of_itself(bus):
    nodes = {
        Kind.PORT: bus.plug("ttyACM0", NUMBERED, "1-1"),
        Kind.KEYBOARD: bus.plug("event3", Gadget(), "1-2"),
        Kind.POS: bus.plug("hidraw0", Gadget("1eab:0010", "", "", ""), "1-3"),
    }
    found = find_all(bus.roots)
    assert {each.kind: each.device for each in found} == {kind: str(node) for kind, node in nodes.items()}
    assert [each.path.removeprefix(str(bus.roots.dev)) for each in found] == [
        "/serial/by-id/usb-Symbol_Technologies_DS9308_S1-if00",
        "/input/by-id/usb-Honeywell_Xenon_1900-event-kbd",
        "/returns-intake/pos-pci-0000:00-usb-0:1-3:1.0",
    ]
    assert [(each.usb, each.maker, each.product) for each in found] == [
        ("05e0:1701", "Zebra", "Symbol Technologies DS9308"),
        ("0c2e:0b61", "Honeywell", "Honeywell Xenon 1900"),
        ("1eab:0010", "Newland", "Newland"),
    ]


def test_a_port_of_unknown_make_is_found_and_says_nothing():
    bridge = Plugged("/dev/ttyUSB0", "/dev/ttyUSB0")
    assert (bridge.usb, bridge.maker, bridge.product) == ("", "", "")


def test_a_persons_keyboard_is_never_offered(bus):
    bus.plug("event0", PERSONS)
    assert find_keyboards(bus.roots) == []


def test_what_a_gun_shows_beside_its_keys_is_no_gun(bus):
    bus.plug("event3", Gadget(keys=frozenset({113, 114, 115})), "1-1")
    bus.plug("event4", Gadget(keys=frozenset()), "1-2")
    bus.plug("hidraw0", Gadget(descriptor=bytes.fromhex("05010906a101c0")), "1-3")
    bus.plug("hidraw1", Gadget(descriptor=b"\x05"), "1-4")
    (bus.node("event9")).touch()
    assert find_keyboards(bus.roots) == find_pos(bus.roots) == []


def test_a_point_of_sale_scanner_that_describes_beeps_can_be_asked_for_them(bus):
    bus.plug("hidraw0", Gadget(descriptor=HONEYWELL), "1-1")
    bus.plug("hidraw1", Gadget(descriptor=SIMPLE), "1-2")
    assert [each.has_beeps for each in find_pos(bus.roots)] == [True, False]


@pytest.mark.parametrize("names", [("ttyACM0", "ttyACM1"), ("event3", "event4")], ids=" ".join)
def test_two_guns_that_are_equal_are_told_apart_by_their_sockets(bus, names):
    for name, socket in zip(names, ("1-1", "1-2"), strict=True):
        bus.plug(name, Gadget(), socket)
    found = find_all(bus.roots)
    assert len({each.path for each in found}) == 2
    assert all("/by-path/" in each.path for each in found)


def test_two_ports_of_one_gun_are_told_apart_by_their_interfaces(bus):
    bus.plug("ttyACM0", NUMBERED, interface=0)
    bus.plug("ttyACM1", NUMBERED, interface=2)
    assert [each.path[-4:] for each in find_ports(bus.roots)] == ["if00", "if02"]


def test_a_path_is_what_is_opened(bus):
    assert resolve("/dev/serial/by-id/usb-Gun", Kind.PORT, bus.roots) == "/dev/serial/by-id/usb-Gun"


@pytest.mark.parametrize(
    ("kind", "names"), [(Kind.KEYBOARD, ("event3", "event7")), (Kind.PORT, ("ttyACM0", "ttyACM1"))]
)
def test_a_gun_is_found_by_its_identity_under_whatever_name_and_in_whatever_socket(bus, kind, names):
    node = bus.plug(names[0], NUMBERED, "1-1")
    assert resolve("usb:05E0:1701:S1", kind, bus.roots) == str(node)
    bus.unplug(names[0])
    with pytest.raises(DeviceMissing, match="to be plugged in, got ENOENT"):
        resolve("usb:05e0:1701:S1", kind, bus.roots)
    node = bus.plug(names[1], NUMBERED, "1-2.3")
    assert resolve("usb:05e0:1701", kind, bus.roots) == str(node)


def test_an_identity_finds_only_its_own_kind_and_number(bus):
    bus.plug("event3", NUMBERED)
    for kind, text in ((Kind.PORT, "usb:05e0:1701"), (Kind.KEYBOARD, "usb:05e0:1701:S2")):
        with pytest.raises(DeviceMissing):
            resolve(text, kind, bus.roots)


def test_a_gun_of_a_maker_nobody_knows_is_found_where_it_is_named(bus):
    node = bus.plug("event3", Gadget("1a86:e010"))
    assert resolve("usb:1a86:e010", Kind.KEYBOARD, bus.roots) == str(node)


def test_two_that_are_meant_are_named_by_their_sockets(bus):
    for name, socket in (("event3", "1-1"), ("event4", "1-2")):
        bus.plug(name, Gadget(), socket)
    paths = [each.path for each in find_keyboards(bus.roots)]
    sentence = f"Expected usb:0c2e:0b61 to name one scanner, got {', '.join(paths)}."
    with pytest.raises(DeviceAmbiguous, match=re.escape(sentence)):
        resolve("usb:0c2e:0b61", Kind.KEYBOARD, bus.roots)


def test_what_is_no_identity_is_refused():
    with pytest.raises(DeviceUnusable, match=r"Expected usb:0c2e to be .* got no USB identity, such as"):
        resolve("usb:0c2e", Kind.PORT)


def test_no_bridge_and_no_printer_counts_as_a_maker_of_scanners():
    assert not MAKERS.keys() & {0x1A86, 0x0A5F, 0x0403, 0x10C4, 0x067B}
