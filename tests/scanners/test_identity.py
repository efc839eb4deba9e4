"""What a device says it is, told by the kernel's folders."""

import pytest

from scanners.identity import UsbIdentity, driver_of, identity_of
from tests.scanners.virtual.bus import Bus, Gadget


@pytest.fixture
def bus(tmp_path):
    return Bus(tmp_path)


@pytest.mark.parametrize("name", ["ttyACM0", "ttyUSB12", "event3", "hidraw0"])
def test_a_device_is_known_by_its_node_and_by_every_link_to_it(bus, name):
    node = bus.plug(name, Gadget("05E0:1701", "S123", "Symbol", "DS9308"), socket="3-1.4", interface=2)
    (bus.roots.dev / "link").symlink_to(node)
    expected = UsbIdentity(0x05E0, 0x1701, "S123", "Symbol", "DS9308", 2, "3-1.4")
    assert identity_of(node, bus.roots) == identity_of(str(bus.roots.dev / "link"), bus.roots) == expected
    assert expected.usb == "05e0:1701"
    assert expected.text == "usb:05e0:1701:S123"


def test_what_a_gun_does_not_tell_is_empty(bus):
    node = bus.plug("ttyACM0", Gadget(maker="", name=""))
    assert identity_of(node, bus.roots) == UsbIdentity(0x0C2E, 0x0B61, interface=0, socket="1-1.2")


def test_what_is_not_on_usb_has_none(bus):
    onboard = bus.roots.sys / "devices/platform/serial8250/ttyS0"
    onboard.mkdir(parents=True)
    (bus.roots.sys / "class/tty/ttyS0").symlink_to("../../devices/platform/serial8250/ttyS0")
    assert identity_of(bus.roots.dev / "ttyS0", bus.roots) is None


@pytest.mark.parametrize("place", ["tty/rfcomm0", "0005:0C2E:0B61.0001/input/input9/event9"])
def test_what_is_reached_by_radio_has_none(bus, place):
    """It stands below the radio, which is on USB, and must not be taken for it."""
    bus.plug("ttyACM0", Gadget("0a12:0001"), "1-4")
    name = place.rpartition("/")[2]
    below = f"devices/pci0000:00/usb1/1-4/1-4:1.0/bluetooth/hci0/hci0:256/{place}"
    (bus.roots.sys / "class" / ("input" if name == "event9" else "tty") / name).symlink_to(f"../../{below}")
    assert identity_of(bus.roots.dev / name, bus.roots) is None


def test_a_terminal_has_a_driver_or_none(bus):
    node = bus.plug("ttyACM0", Gadget())
    assert driver_of(node, bus.roots) == driver_of("/dev/null", bus.roots) == ""
    bus.drive("ttyACM0", "cdc_acm")
    (bus.roots.dev / "link").symlink_to(node)
    assert driver_of(bus.roots.dev / "link", bus.roots) == "cdc_acm"


def test_what_is_gone_has_none(bus):
    node = bus.plug("event3", Gadget())
    bus.unplug("event3")
    assert identity_of(node, bus.roots) is None


def test_what_is_half_gone_has_none(bus):
    node = bus.plug("event3", Gadget())
    (bus.roots.sys / "devices/pci0000:00/usb1/1-1.2/idVendor").unlink()
    assert identity_of(node, bus.roots) is None


@pytest.mark.parametrize("text", ["usb:0c2e:0b61", "usb:05e0:1701:S/N 1:2"])
def test_an_identity_is_read_as_it_is_written(text):
    assert UsbIdentity.parse(text).text == text
    assert UsbIdentity.parse(text.replace("c2e", "C2E")).text == text


@pytest.mark.parametrize("text", ["", "usb:", "usb:c2e:0b61", "usb:0c2e:0b61:", "0c2e:0b61", "usb:0c2e:0b6g"])
def test_what_is_no_identity_is_refused(text):
    with pytest.raises(ValueError, match="Expected usb:VVVV:PPPP or usb:VVVV:PPPP:SERIAL, got "):
        UsbIdentity.parse(text)


def test_a_gun_is_meant_by_its_number_or_by_none():
    gun = UsbIdentity(1, 2, "S1", "Maker")
    assert gun.is_meant_by(UsbIdentity(1, 2, "S1"))
    assert gun.is_meant_by(UsbIdentity(1, 2))
    assert not gun.is_meant_by(UsbIdentity(1, 2, "S2"))
    assert not gun.is_meant_by(UsbIdentity(1, 3))
