"""The udev rules, read strictly: udev itself passes over a line it does not understand."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from scanners.plugged import MAKERS, find_ports, find_pos
from tests.scanners.virtual.bus import Bus, Gadget

RULES = Path(__file__).parents[2] / "systemd/70-returns-intake-scanner.rules"
LINES = RULES.read_text(encoding="utf-8").splitlines()
PART = re.compile(r'([A-Z]+(?:\{[\w/]+\})?)(==|!=|\+=|:=|=)"([^"]*)"')
MATCHES = {"ACTION", "SUBSYSTEM", "ATTR", "ATTRS", "ENV", "TEST"}
SETS = {"GROUP", "MODE", "SYMLINK", "ENV", "ATTR", "GOTO", "LABEL", "IMPORT"}


def parts(line):
    """Key, operator and value of each part of a rule."""
    assert re.fullmatch(f"{PART.pattern}(, {PART.pattern})*", line), f"udev does not understand {line}"
    return PART.findall(line)


RULE_LINES = [line for line in LINES if line and not line.startswith("#")]


@pytest.mark.parametrize("line", RULE_LINES, ids=range(len(RULE_LINES)))
def test_each_rule_is_one_udev_understands(line):
    for key, does, _ in parts(line):
        name = key.partition("{")[0]
        assert name in (MATCHES if does in {"==", "!="} else SETS)


def test_each_jump_has_its_label():
    found = [part for line in RULE_LINES for part in parts(line)]
    jumps, labels = ({value for key, _, value in found if key == name} for name in ("GOTO", "LABEL"))
    assert jumps == labels


def test_each_rule_says_why():
    for above, line in pairwise(LINES):
        assert above.startswith("# ") or not line or line.startswith(("#", "LABEL")), line


def test_the_file_stands_after_what_names_sockets_and_before_the_modem_manager():
    number = int(RULES.name.partition("-")[0])
    assert 60 < number < 80


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
