"""Guns of every kind at one running station: each scan taken once, in order, and answered at its gun."""

import os
import threading
import time

import pytest

from intake.cli.assigned import Named
from intake.cli.headless import Headless
from intake.cli.sources import Sources
from intake.equipment import Scanner
from intake.scan import Severity
from intake.settings import Settings
from intake.station import Station
from scanners.light import Light, LightState
from scanners.pseudo_gun import PseudoGun
from tests.scanners.doubles import DOUBLES, Sound
from tests.scanners.doubles.hid_pos import HidPos
from tests.scanners.doubles.honeywell import HoneywellAck
from tests.scanners.pos_gun import HONEYWELL, reports
from tests.scanners.typist import CTRL, ESC, F12, Typist, tap
from tests.scanners.virtual.keyboard import VirtualKeyboard
from tests.scanners.virtual.pos import VirtualPos

EACH = 667 if os.environ.get("PROOF") else 40
"""Scans of each source."""

AT_ONCE = 20
"""Scans of each source that may be on their way."""

SOUNDS = {
    Severity.OK: Sound.GOOD,
    Severity.NOTE: Sound.GOOD,
    Severity.REFUSED: Sound.BAD,
    Severity.HAZARD: Sound.HAZARD,
    Severity.EMERGENCY: Sound.HAZARD,
}
MISREAD, GARBAGE, K2 = b"RI-Q-0001-0", b"A\xff\xfe\x80B", b"RI-C-K2"
CTRL_Q = tap(16, CTRL)
"""DC1, 0x11, as a gun types it: to a terminal, the key that quits."""


def assigned(**scanners):
    """Write scanners as the settings file has them."""
    return "\n".join(
        "\n".join(
            ["[[scanners]]", f'name = "{name}"', *(f'{key} = "{value}"' for key, value in keys.items())]
        )
        for name, keys in scanners.items()
    )


def pull(gun, code):
    """Pull the trigger as soon as the gun reads."""
    gun.wait(lambda: not gun.is_suspended and not gun.is_disabled)
    assert gun.pull(code)


def wait_for(gun, sounds):
    """Wait until a gun has sounded these, and may be used again."""
    gun.wait(lambda: gun.tones == sounds and not gun.is_suspended)


@pytest.fixture
def guns(tmp_path):
    """A gun of each maker."""
    made = {name: double(tmp_path / name) for name, double in DOUBLES.items()}
    for gun in made.values():
        gun.plug()
    yield made
    for gun in made.values():
        gun.unplug()


def test_the_gun_of_each_maker_hears_what_became_of_its_scans(site, running, guns):
    site.write_settings(
        assigned(**{name: {"device": gun.link, "feedback": name} for name, gun in guns.items()})
    )
    station = running(site.folder)
    station.hear(*(f"{name}: ready" for name in guns))
    expected = []
    for code in (site.badge.encode(), MISREAD, GARBAGE, K2):
        for gun in guns.values():
            pull(gun, code)
        (sound,) = {SOUNDS[station.read()["severity"]] for _ in guns}
        expected.append(sound)
        for gun in guns.values():
            wait_for(gun, expected)
    assert expected == [Sound.GOOD, Sound.BAD, Sound.BAD, Sound.HAZARD]
    assert [gun.complaints for gun in guns.values()] == [[] for _ in guns]


def test_a_hid_pos_scanner_hears_what_became_of_its_scans(site, running, edge, tmp_path):
    with HidPos(tmp_path / "hidraw0") as gun:
        site.write_settings(assigned(gun={"device": gun.path, "kind": "pos", "feedback": "hid_pos"}))
        station = running(site.folder, LD_PRELOAD=edge.environ["LD_PRELOAD"])
        station.hear("gun: ready")
        expected = []
        for code in (site.badge.encode(), MISREAD, GARBAGE, K2):
            gun.pull(code)
            expected.append(SOUNDS[station.read()["severity"]])
            gun.wait(lambda: gun.tones == expected)
        assert expected == [Sound.GOOD, Sound.BAD, Sound.BAD, Sound.HAZARD]
        assert gun.complaints == []


def test_a_gun_that_waits_is_answered_once_for_every_scan_repeats_and_faults_too(site, running, tmp_path):
    """Also where the station itself makes no sound."""
    with HoneywellAck(tmp_path / "gun") as gun:
        site.write_settings(assigned(gun={"device": gun.link, "feedback": "honeywell_ack"}))
        station = running(site.folder, INTAKE_SOUND="none")
        station.hear("gun: ready")
        codes = [site.badge.encode(), site.badge.encode(), GARBAGE, MISREAD, MISREAD, site.parcel().encode()]
        expected = []
        for code in codes:
            pull(gun, code)
            expected.append(SOUNDS[station.read()["severity"]])
            wait_for(gun, expected)
        assert gun.complaints == []


@pytest.fixture
def typing(tmp_path):
    """A gun that types."""
    with VirtualKeyboard(tmp_path / "event-kbd") as gun:
        yield gun


@pytest.fixture
def serial(tmp_path):
    """A gun at a serial port."""
    with PseudoGun(tmp_path / "tty") as gun:
        yield gun


@pytest.fixture
def pos(tmp_path):
    """A gun that gives reports."""
    with VirtualPos(tmp_path / "hidraw", descriptor=HONEYWELL) as gun:
        yield gun


@pytest.fixture
def station(site, typing, serial, pos, edge, running):
    """A station that has all of them."""
    site.write_settings(
        assigned(
            typing={"device": typing.path, "kind": "keyboard", "usb": "0c2e:0b61", "layout": "us"},
            serial={"device": serial.link},
            pos={"device": pos.path, "kind": "pos"},
        )
    )
    station = running(site.folder, LD_PRELOAD=edge.environ["LD_PRELOAD"])
    station.hear("typing: ready", "serial: ready", "pos: ready")
    assert typing.is_grabbed
    return station


def test_keys_that_mean_something_elsewhere_do_nothing_but_spoil_a_code(site, station, typing):
    typist = Typist("us")
    for keys in (CTRL_Q, tap(ESC), tap(F12)):
        typing.type(typist.types("AB", end=keys) + typist.types("CD"))
        assert station.read()["severity"] == Severity.REFUSED
        code = site.parcel()
        typing.type(typist.types(code))
        assert station.read()["scan"] == code
    assert typing.is_grabbed


def test_guns_of_every_kind_and_the_keyboard_at_once_lose_and_join_nothing(station, typing, serial, pos):
    """What each gives comes out in its own order, whatever the others give meanwhile."""
    typist = Typist("us")
    scans = []
    for beginning in range(0, EACH, AT_ONCE):
        numbers = range(beginning, min(beginning + AT_ONCE, EACH))
        for number in numbers:
            serial.send(b"S%04d\r" % number)
            typing.type(typist.types(f"K{number:04d}"))
            for report in reports(b"R%04d" % number, b"]C0"):
                pos.send(report)
            station.write(b"P%04d" % number)
        scans += [station.read()["scan"] for _ in range(4 * len(numbers))]
    for source in "SKRP":
        assert [scan for scan in scans if scan[0] == source] == [f"{source}{n:04d}" for n in range(EACH)]


def test_a_gun_that_comes_back_is_taken_again_and_what_was_cut_is_refused(site, station, typing, serial):
    """Half a code of each, then away: the next scan is whole."""
    typist = Typist("us")
    typing.type(typist.types("RI-O-00", end=b""))
    serial.send(b"RI-O-00")
    while serial.unread:  # what nobody has read is lost with the gun
        time.sleep(0.001)
    for gun in (typing, serial):
        gun.unplug()
        assert station.read()["severity"] == Severity.REFUSED
        gun.plug()
    station.hear("typing: ready", "serial: ready")
    typing.type(typist.types(site.badge))
    assert station.read()["severity"] == Severity.OK
    serial.send(f"{site.parcel()}\r".encode())
    assert station.read()["severity"] == Severity.OK


def test_the_gun_of_a_station_that_has_ended_hears_bad(site, tmp_path):
    """Nobody will ever answer its scans: it does not wait for its own time-out."""
    with HoneywellAck(tmp_path / "gun") as gun:
        settings = Settings(scanners=(Scanner(device=str(gun.link), feedback="honeywell_ack"),))
        sources = Sources(Named(), None, settings)
        headless = Headless(site.folder, settings, sources)
        headless.close()
        lights: list[Light] = []
        sources.start(headless.take, headless.take_object, lights.append)
        gun.wait(lambda: LightState.READY in {light.state for light in lights})
        pull(gun, site.badge.encode())
        wait_for(gun, [Sound.BAD])
        sources.stop()
        assert sources.lost == 1


def test_the_gun_whose_scan_ends_the_station_hears_bad(site, tmp_path, monkeypatch):
    """Whatever the fault: what is not certainly recorded never sounds good, and no gun is left waiting."""

    def broken(_station, _arrived):
        raise RuntimeError("a fault nobody foresaw")

    monkeypatch.setattr(Station, "accept", broken)
    monkeypatch.setattr(threading, "excepthook", lambda _args: None)
    with HoneywellAck(tmp_path / "gun") as gun:
        settings = Settings(scanners=(Scanner(device=str(gun.link), feedback="honeywell_ack"),))
        sources = Sources(Named(), None, settings)
        headless = Headless(site.folder, settings, sources)
        lights: list[Light] = []
        sources.start(headless.take, headless.take_object, lights.append)
        gun.wait(lambda: LightState.READY in {light.state for light in lights})
        pull(gun, site.badge.encode())
        wait_for(gun, [Sound.BAD])
        sources.stop()
        headless.close()


def test_a_scanner_named_for_one_run_is_the_only_one(site, running, serial, tmp_path):
    """By the name the settings give it."""
    others = {"device": tmp_path / "another"}
    site.write_settings(assigned(another=others, serial={"device": serial.link, "framing": "tab"}))
    station = running(site.folder, "--port", "serial")
    station.hear("serial: ready")
    serial.send(f"{site.badge}\t".encode())
    assert station.read()["severity"] == Severity.OK
    code, rest, err = station.close()
    assert (code, rest) == (0, [])
    assert "another" not in err


def test_a_keyboard_nobody_has_set_up_is_never_taken(site, intake):
    """Its keys would be read by a wrong table, or it is a person's."""
    ran = intake(site.folder, "station", "--headless", "--hid", "/dev/input/by-id/usb-a-event-kbd")
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert "run intake setup" in ran.err
