"""`intake scanners`: what is assigned and plugged in, told without opening anything."""

import json

import pytest

from intake.cli.scanners import Sought, rows
from intake.equipment import Scanner
from intake.settings import load
from scanners.assignment import Assignment, GunLayout, Kind
from scanners.identity import UsbIdentity
from scanners.plugged import Plugged
from scanners.pseudo_gun import PseudoGun

XENON = UsbIdentity(0x0C2E, 0x0B61, "S1", "Honeywell", "Xenon 1900")
PORT = Plugged("/dev/serial/by-id/xenon", "/dev/ttyACM0", Kind.PORT, XENON)
TYPING = Plugged("/dev/input/by-id/gun-event-kbd", "/dev/input/event7", Kind.KEYBOARD, XENON)
OURS = Sought(Assignment("usb:0c2e:0b61", name="gun 1"), "/dev/ttyACM0")


def told(ours, plugged):
    return {row["device"]: (row["assigned"], row["advice"]) for row in rows(ours, plugged)}


def test_a_scanner_of_ours_is_told_once_with_what_it_says_of_itself():
    (row,) = rows([OURS], [PORT])
    assert (row["device"], row["name"], row["node"]) == ("usb:0c2e:0b61", "gun 1", "/dev/ttyACM0")
    assert (row["assigned"], row["advice"]) == (True, "")
    assert (row["product"], row["identity"]) == (PORT.product, "usb:0c2e:0b61:S1")


def test_what_else_is_plugged_in_is_told_with_what_to_do():
    assert told([OURS], [PORT, TYPING])[TYPING.path] == (False, "not taken: run intake setup")
    assert told([], [PORT])[PORT.path] == (False, "taken as it is, while no scanner is assigned")
    assert told([], [TYPING])[TYPING.path] == (False, "not taken: run intake setup")


@pytest.fixture
def gun(tmp_path):
    with PseudoGun(tmp_path / "gun") as made:
        yield made


def test_scanners_are_assigned_and_listed(site, intake, gun):
    device = str(gun.link)
    ran = intake(site.folder, "scanners", "assign", device, "--name", "gun 1", "--feedback", "zebra_bel")
    assert ran.code == 0, ran.err
    assert load(site.folder, {}).scanners == (Scanner(device=device, name="gun 1", feedback="zebra_bel"),)
    ours = [row for row in listed(site, intake) if row["assigned"]]
    assert [(row["device"], row["name"], row["node"]) for row in ours] == [(device, "gun 1", gun.device)]
    gun.unplug()
    (away,) = [row for row in listed(site, intake) if row["assigned"]]
    assert (away["node"], away["advice"]) == ("", "plug it in")


def test_the_gun_of_the_older_key_goes_on_beside_one_that_is_assigned(site, intake, gun, tmp_path):
    site.write_settings(f'port = "{gun.link}"')
    ran = intake(site.folder, "scanners", "assign", str(tmp_path / "other"))
    assert ran.code == 0, ran.err
    assert [row["device"] for row in listed(site, intake) if row["assigned"]] == [
        str(gun.link),
        str(tmp_path / "other"),
    ]


def listed(site, intake):
    ran = intake(site.folder, "scanners", "list", "--json")
    assert ran.code == 0, ran.err
    return [json.loads(line) for line in ran.out.splitlines()]


@pytest.mark.parametrize("options", [("--kind", "camera"), ("--baud", "fast"), ("--feedback", "gong")])
def test_a_scanner_that_cannot_be_is_not_assigned(site, intake, options):
    ran = intake(site.folder, "scanners", "assign", "/dev/ttyACM0", *options)
    assert ran.code == 2
    assert len(ran.err.splitlines()) == 1
    assert load(site.folder, {}).scanners == ()


def test_a_typing_scanner_without_its_layout_is_told_what_is_missing(site, intake, gun):
    told = Scanner(device=str(gun.link), kind="keyboard", usb="0c2e:0b61")
    assert Assignment.parse(str(gun.link), "keyboard", usb="0c2e:0b61", layout=GunLayout.US).is_calibrated
    ran = intake(site.folder, "scanners", "assign", told.device, "--kind", told.kind, "--usb", told.usb)
    assert "It is not taken until its keyboard layout is told: run intake setup" in ran.out
    assert "next start" not in ran.out
    (row,) = [row for row in listed(site, intake) if row["assigned"]]
    assert row["advice"] == "its keyboard layout is not known: run intake setup"
