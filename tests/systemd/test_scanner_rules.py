"""The scanners' udev rules: whose devices they set up, and under what names."""

import pytest

from scanners.plugged import MAKERS, find_ports, find_pos
from tests.scanners.virtual.bus import Bus, Gadget
from tests.systemd.rules import PLACE, parts, rule_lines

RULE_LINES = rule_lines(PLACE / "70-returns-intake-scanner.rules")


def test_the_makers_are_those_that_are_offered():
    lists = [value for line in RULE_LINES for key, _, value in parts(line) if "idVendor" in key]
    assert len(lists) == len([line for line in RULE_LINES if "SUBSYSTEM" in line])
    assert set(lists) == {"|".join(f"{vendor:04x}" for vendor in sorted(MAKERS))}


@pytest.mark.parametrize(
    ("subsystem", "node", "find"), [("tty", "ttyACM0", find_ports), ("hidraw", "hidraw0", find_pos)]
)
def test_the_names_it_gives_are_found(tmp_path, subsystem, node, find):
    [link] = [
        value.replace("$env{ID_PATH}", "pci-0:1.0")
        for line in RULE_LINES
        for key, _, value in parts(line)
        if key == "SYMLINK" and ("SUBSYSTEM", "==", subsystem) in parts(line)
    ]
    bus = Bus(tmp_path)
    shown = bus.plug(node, Gadget(), links=[link])
    assert [(found.path, found.device) for found in find(bus.roots)] == [
        (str(bus.roots.dev / link), str(shown))
    ]
