"""Scanners and sound as the doctor sees them: told from what the system shows, nothing opened."""

import os
from dataclasses import replace

import pytest

from intake.cli.assigned import Named, assigned
from intake.cli.examined_devices import examine_devices
from intake.doctor import Check, State
from intake.equipment import Scanner
from intake.errors import WrongUsageError
from intake.settings import Settings
from intake.state_folder import Lock
from tests.intake.doctor.conftest import another_user, become_another, case_of
from tests.scanners.virtual.bus import Bus, Gadget

XENON = Gadget()
KEYBOARD = f"[[scanners]]\ndevice = 'usb:{XENON.usb}'\nkind = 'keyboard'\nname = 'left'\nlayout = 'us'\n"


@pytest.fixture
def bus(tmp_path):
    """A machine's USB, with nothing in it."""
    return Bus(tmp_path / "bus")


@pytest.fixture
def told(site, bus):
    """Tells what is found about the scanners under these settings."""

    def tell(settings=""):
        site.write_settings(settings)
        findings = examine_devices(case_of(site.folder), bus.roots)
        return [(each.state, each.word) for each in findings if each.check is Check.SCANNERS]

    return tell


def port(path):
    return f"[[scanners]]\ndevice = '{path}'\n"


def test_nothing_plugged_in_nothing_assigned(told):
    assert told() == [(State.WARNING, "scanners_none")]


def test_without_assignments_a_serial_one_is_taken_and_a_typing_one_is_not(told, bus):
    bus.plug("ttyACM0", XENON)
    bus.plug("event3", XENON, "1-1.3")
    assert told() == [(State.OK, "scanner_searched"), (State.WARNING, "scanner_unassigned")]


def test_an_assigned_one_is_found_by_its_identity(told, bus):
    assert told(KEYBOARD) == [(State.WARNING, "scanner_missing")]
    bus.plug("event3", XENON)
    assert told(KEYBOARD) == [(State.OK, "scanner")]
    bus.plug("event4", XENON, "1-1.3")
    assert told(KEYBOARD)[0] == (State.FAULT, "scanner_unclear")


def test_at_a_station_at_work_they_are_in_use(told, bus, site):
    bus.plug("event3", XENON)
    with Lock(site.folder, "station"):
        assert told(KEYBOARD) == [(State.OK, "scanner_in_use")]


def test_another_device_in_its_place(told, bus):
    node = bus.plug("ttyACM0", XENON)
    wanted = port(node) + "usb = '05e0:1701'\n"
    assert told(wanted) == [(State.FAULT, "scanner_mistaken")]


def test_one_that_types_and_was_never_calibrated(told, bus):
    bus.plug("event3", XENON)
    assert told(KEYBOARD.replace("layout = 'us'\n", "")) == [(State.FAULT, "scanner_uncalibrated")]


def test_two_names_of_one_device(told, bus):
    node = bus.plug("ttyACM0", XENON)
    link = next((bus.roots.dev / "serial/by-id").iterdir())
    assert told(port(node) + port(link)) == [(State.FAULT, "scanner_twice")] * 2


def test_one_name_twice_stops_the_station_also_while_it_is_unplugged(told):
    settings = port("/dev/ttyACM7") * 2
    assert told(settings) == [(State.FAULT, "scanner_twice")] * 2
    with pytest.raises(WrongUsageError, match="expected each scanner once"):
        assigned(Settings(scanners=(Scanner(device="/dev/ttyACM7"),) * 2), Named())


def test_a_wrong_older_key_is_not_said_to_be_none(told):
    assert told("port = '/dev/ttyS9'\nframing = 'bogus'\n") == [(State.FAULT, "scanner_wrong")]


def test_a_wrong_entry_hides_no_other(told, bus):
    bus.plug("event3", XENON)
    wrong = "[[scanners]]\ndevice = '/dev/ttyACM7'\nkind = 'laser'\n"
    assert told(wrong + KEYBOARD) == [(State.FAULT, "scanner_wrong"), (State.OK, "scanner")]


def test_the_older_key_for_one_port(told, bus):
    node = bus.plug("ttyACM0", XENON)
    assert told(f"port = '{node}'\n") == [(State.OK, "scanner")]


def test_one_this_user_may_not_open(site):
    with another_user() as place:
        bus = Bus(place)
        node = bus.plug("ttyACM0", XENON)
        node.chmod(0)
        site.write_settings(port(node))
        case = case_of(site.folder)
        become_another()
        found = [each for each in examine_devices(case, bus.roots) if each.check is Check.SCANNERS]
    assert [(each.state, each.word) for each in found] == [(State.FAULT, "scanner_forbidden")]


@pytest.mark.parametrize(
    ("feedback", "word"), [("none", "scanner"), ("hid_pos", "scanner_forbidden")], ids=["read", "answered"]
)
def test_one_this_user_may_only_read(site, feedback, word):
    """It cannot be told good from bad."""
    with another_user() as place:
        bus = Bus(place)
        node = bus.plug("hidraw0", XENON)
        node.chmod(0o444)
        site.write_settings(f"{port(node)}kind = 'pos'\nfeedback = '{feedback}'\n")
        case = case_of(site.folder)
        become_another()
        found = [each for each in examine_devices(case, bus.roots) if each.check is Check.SCANNERS]
    assert [each.word for each in found] == [word]


def test_nothing_is_opened(told, bus):
    """A pipe would tell: it has a reader the moment somebody opens it."""
    node = bus.plug("ttyACM0", XENON)
    node.unlink()
    os.mkfifo(node)
    assert told(port(node)) == [(State.OK, "scanner")]
    with pytest.raises(OSError, match="No such device"):
        os.open(node, os.O_WRONLY | os.O_NONBLOCK)


@pytest.mark.parametrize(
    ("settings", "cards", "word"),
    [
        ("", "--- no soundcards ---\n", "sound_bell"),
        ("", " 0 [PCH            ]: HDA-Intel - HDA Intel PCH\n", "sound"),
        ("sound = 'none'\n", "--- no soundcards ---\n", "sound_off"),
    ],
    ids=["bell", "card", "off"],
)
def test_what_an_answer_sounds_through(site, tmp_path, monkeypatch, settings, cards, word):
    player, listed = tmp_path / "bin/aplay", tmp_path / "machine/proc/asound/cards"
    for place, text in ((player, "#!/bin/sh\n"), (listed, cards)):
        place.parent.mkdir(parents=True)
        place.write_text(text)
    player.chmod(0o755)
    monkeypatch.setenv("PATH", str(player.parent))
    site.write_settings(settings)
    case = replace(case_of(site.folder), machine=tmp_path / "machine")
    assert [each.word for each in examine_devices(case) if each.check is Check.SOUND] == [word]
