"""The devices of a lane: kept, found, lit as strangers, and let go."""

import fcntl
import json
import time
from pathlib import Path

import pytest

from intake.scan import Method, Moment, Severity
from scanners.assignment import Assignment
from scanners.devices import Devices
from scanners.light import LightState
from scanners.pseudo_gun import PseudoGun
from scanners.symbology import scan_of
from tests.scanners.doubles import Honeywell, Sound
from tests.scanners.rigs import KeyboardRig, PortRig, PosRig, Rig
from tests.scanners.virtual.bus import Bus, Gadget

SEARCH = Assignment("")


@pytest.fixture
def bus(tmp_path):
    return Bus(tmp_path)


@pytest.fixture
def rig(bus):
    """Makes guns; every one is pulled out when the test ends."""
    rigs: list[Rig] = []

    def make(kind=PortRig):
        rigs.append(kind(bus, len(rigs)))
        return rigs[-1]

    yield make
    for each in rigs:
        each.gun.unplug()


@pytest.fixture
def lane(receiver, clock, bus):
    """Starts the devices of a lane; they are let go when the test ends."""
    started = []

    def start(*assignments, search=None, clock=clock):
        devices = Devices(
            assignments,
            on_scan=receiver.on_scan,
            on_light=receiver.on_light,
            now=clock,
            search=search,
            roots=bus.roots,
            looks_every=0.01,
        )
        started.append(devices)
        devices.start()
        return devices

    yield start
    receiver.open.set()
    for devices in started:
        devices.stop()


def assigned(rig, **keys):
    return Assignment.parse(**rig.scanner, **keys)


def lights_of(receiver, source):
    return [light.state for light in receiver.lights if light.source == source]


def shown(receiver):
    """The last light of each source, those that have gone out left out."""
    last = {light.source: light.state for light in receiver.lights}
    return {source: state for source, state in last.items() if state is not LightState.STOPPED}


def plugged_alike(bus, number):
    """A gun without a number of its own, its identity behind its terminal; the by-id name goes to it."""
    node = bus.plug(f"ttyACM{number}", Gadget(), f"1-1.{number}")
    node.unlink()
    gun = PseudoGun(node)
    gun.plug()
    terminals = bus.roots.sys / "class/tty"
    (terminals / Path(gun.device).name).symlink_to((terminals / node.name).readlink())
    return gun


def whole(rig):
    rig.send(rig.pieces(rig.code))


class TestSearching:
    def test_what_is_plugged_in_at_the_start_is_taken(self, lane, rig, receiver):
        guns = [rig(), rig()]
        lane(search=SEARCH)
        for gun in guns:
            whole(gun)
        scans = receiver.wait_scans(2)
        assert {(scan.source, scan.text) for scan in scans} == {(gun.source, gun.code) for gun in guns}

    def test_what_is_plugged_in_later_is_taken_and_keeps_its_name_when_it_moves(self, lane, bus, receiver):
        by_id = bus.roots.dev / "serial/by-id/gun"
        by_id.parent.mkdir(parents=True)
        with PseudoGun(bus.roots.dev / "rfcomm0"):
            lane(search=SEARCH)
            receiver.wait_light(LightState.READY)  # the first look is over: it believes all it sees
            for turn, name in enumerate(("ttyACM0", "ttyACM1"), 1):
                by_id.unlink(missing_ok=True)
                by_id.symlink_to(bus.roots.dev / name)
                with PseudoGun(bus.roots.dev / name) as gun:
                    receiver.wait_light(LightState.READY, times=turn + 1)
                    gun.send(b"SN%d\r" % turn)
                    receiver.wait_scans(turn)
        assert [(scan.source, scan.raw) for scan in receiver.scans] == [
            (f"port:{by_id}", b"SN1"),
            (f"port:{by_id}", b"SN2"),
        ]

    def test_a_sleeping_bluetooth_gun_comes_and_goes(self, lane, bus, receiver):
        with PseudoGun(bus.roots.dev / "rfcomm0") as gun:
            lane(search=SEARCH)
            for turn in range(1, 4):
                receiver.wait_light(LightState.READY, times=turn)
                gun.send(b"SN%d\r" % turn)
                receiver.wait_scans(turn)
                gun.unplug()
                receiver.wait_light(LightState.LOST, times=turn)
                gun.plug()
        assert [scan.raw for scan in receiver.scans] == [b"SN1", b"SN2", b"SN3"]
        assert set(lights_of(receiver, f"port:{gun.link}")) == {
            LightState.SEARCHING,
            LightState.READY,
            LightState.LOST,
        }

    def test_one_long_gone_loses_its_light_and_is_found_again(self, lane, bus, receiver):
        with PseudoGun(bus.roots.dev / "rfcomm0") as gun:
            devices = lane(search=SEARCH, clock=lambda: Moment(0, 1000 * time.monotonic_ns()))
            receiver.wait_light(LightState.READY)
            gun.unplug()
            receiver.wait_light(LightState.STOPPED)
            assert shown(receiver) == {}
            gun.plug()
            receiver.wait_light(LightState.READY, times=2)
            assert devices.stop() == 0

    def test_a_second_gun_like_the_first_is_taken_beside_it(self, lane, bus, receiver):
        lane(search=SEARCH)
        guns = [plugged_alike(bus, 0)]
        receiver.wait_light(LightState.READY)
        guns.append(plugged_alike(bus, 1))
        receiver.wait_light(LightState.READY, times=2)
        by_id, by_path = (light.source for light in receiver.lights if light.state is LightState.READY)
        for number, gun in enumerate(guns):
            gun.send(b"SN%d\r" % number)
            receiver.wait_scans(number + 1)
        assert [(scan.source, scan.raw) for scan in receiver.scans] == [(by_id, b"SN0"), (by_path, b"SN1")]
        assert LightState.HELD not in receiver.states
        guns[0].unplug()
        bus.unplug("ttyACM0")
        Path(by_id.removeprefix("port:")).symlink_to(guns[1].link)  # the name is the other's now
        assert receiver.wait_light(LightState.STOPPED).source == by_id
        assert shown(receiver) == {by_path: LightState.READY}
        guns[1].unplug()

    def test_why_nobody_can_look_is_on_a_light_until_it_is_over(self, lane, bus, receiver, rig):
        gun = rig()
        bus.plug("event9", Gadget())
        keys = bus.roots.sys / "class/input/event9/device/capabilities/key"
        keys.write_text("what no kernel says")
        lane(search=SEARCH)
        assert "what" in receiver.wait_light(LightState.FAILED).detail
        bus.unplug("event9")
        receiver.wait_light(LightState.STOPPED)
        whole(gun)
        receiver.wait_scans(1)


class TestAssigned:
    def test_a_stranger_is_lit_until_it_is_pulled_and_never_opened(self, lane, rig, receiver):
        own, stranger = rig(), rig()
        lane(assigned(own))
        assert receiver.wait_light(LightState.UNASSIGNED).source == stranger.source
        receiver.wait_light(LightState.READY)
        with Path(stranger.gun.device).open("rb") as free:
            fcntl.flock(free, fcntl.LOCK_EX | fcntl.LOCK_NB)
        stranger.gun.unplug()
        stranger.bus.unplug(stranger.name)
        receiver.wait_light(LightState.STOPPED)
        assert shown(receiver) == {own.source: LightState.READY}

    def test_of_two_that_are_alike_the_later_one_is_the_stranger(self, lane, bus, receiver):
        own = plugged_alike(bus, 0)
        by_id = next((bus.roots.dev / "serial/by-id").iterdir())
        lane(Assignment(str(by_id)))
        receiver.wait_light(LightState.READY)
        stranger = plugged_alike(bus, 1)  # and the name is the stranger's now
        [by_path] = [
            name
            for name in (bus.roots.dev / "serial/by-path").iterdir()
            if name.resolve() == stranger.link.resolve()
        ]
        lit = {f"port:{by_id}": LightState.READY, f"port:{by_path}": LightState.UNASSIGNED}
        receiver.until(lambda: shown(receiver) == lit)
        own.send(b"SN0\r")
        receiver.wait_scans(1)
        assert shown(receiver) == lit
        for gun in (own, stranger):
            gun.unplug()

    def test_the_same_gun_under_two_names_gives_each_code_once(self, lane, rig, bus, receiver):
        gun = rig()
        by_path = next((bus.roots.dev / "serial/by-path").iterdir())
        lane(assigned(gun), Assignment(str(by_path)))
        receiver.wait_light(LightState.TWICE)
        receiver.wait_light(LightState.READY)
        whole(gun)
        whole(gun)
        assert len(receiver.wait_scans(2)) == 2
        assert set(shown(receiver).values()) == {LightState.READY, LightState.TWICE}

    def test_a_name_that_moves_to_another_node_is_followed_once_the_first_is_gone(self, lane, bus, receiver):
        link = bus.roots.dev / "scanner"
        with PseudoGun(bus.roots.dev / "a") as first, PseudoGun(bus.roots.dev / "b") as second:
            link.symlink_to(first.device)
            lane(Assignment(str(link)))
            receiver.wait_light(LightState.READY)
            link.unlink()
            link.symlink_to(second.device)
            first.send(b"FIRST\r")
            receiver.wait_scans(1)
            first.unplug()
            receiver.wait_light(LightState.READY, times=2)
            second.send(b"SECOND\r")
            assert [scan.raw for scan in receiver.wait_scans(2)] == [b"FIRST", b"SECOND"]

    def test_a_gun_whose_permissions_come_late_is_never_shown_forbidden(
        self, lane, rig, receiver, unprivileged
    ):
        gun = rig()
        device = gun.gun.link.resolve()
        device.chmod(0)
        with unprivileged():
            lane(assigned(gun))
            assert receiver.wait_light(LightState.SEARCHING, times=2).detail == "EACCES"
        device.chmod(0o666)
        receiver.wait_light(LightState.READY)
        assert LightState.FORBIDDEN not in receiver.states

    def test_each_gun_is_told_of_its_own_scans_alone(self, lane, tmp_path, receiver):
        with Honeywell(tmp_path / "good") as good, Honeywell(tmp_path / "bad") as bad:
            guns = {f"port:{gun.link}": gun for gun in (good, bad)}
            devices = lane(*[Assignment(str(gun.link), feedback="honeywell") for gun in (good, bad)])
            receiver.wait_light(LightState.READY, times=2)
            good.pull(b"SN1")
            bad.pull(b"SN2")
            for scan in receiver.wait_scans(2):
                severity = Severity.OK if guns[scan.source] is good else Severity.REFUSED
                devices.answer(scan, severity)
            good.wait(lambda: good.tones == [Sound.GOOD])
            bad.wait(lambda: bad.tones == [Sound.BAD])

    def test_what_came_from_no_gun_is_answered_by_none(self, lane, rig, clock):
        devices = lane(assigned(rig()))
        devices.answer(scan_of(b"SN1", "keyboard:terminal", Method.KEYBOARD, clock()), Severity.OK)


def test_nothing_is_looked_for_where_nothing_is_assigned_and_no_search_is_wanted(lane, rig, receiver):
    rig()
    devices = lane()
    assert devices.stop() == 0
    assert receiver.lights == []


def test_scans_not_stored_in_time_are_on_the_light_and_counted_over_all_guns(lane, rig, receiver):
    guns = [rig() for _ in range(3)]
    devices = lane(*map(assigned, guns))
    receiver.wait_light(LightState.READY, times=3)
    receiver.open.clear()
    for gun in guns:
        whole(gun)
    receiver.wait_light(LightState.WAITING, times=3)
    assert set(shown(receiver).values()) == {LightState.WAITING}
    assert devices.stop() == 3
    assert shown(receiver) == {}


class TestUnderTheEdge:
    """Guns that a program of its own takes for real ones: what is never opened."""

    @pytest.fixture
    def lights(self, edge, bus):
        """What is shown of each of these, once each is shown."""

        def shown(scanners, count):
            order = {"scanners": scanners, "search": False, "folder": str(bus.roots.dev.parent)}
            with edge.run("tests.scanners.lane") as program:
                program.tell(json.dumps(order))
                last: dict[str, str] = {}
                while len({source for source, state in last.items() if state != "searching"}) < count:
                    light = program.until("light")
                    last[light["light"]] = light["state"]
                return last

        return shown

    def test_each_gun_that_is_not_taken_says_why(self, bus, rig, lights):
        keyboard, uncalibrated, stranger = (rig(KeyboardRig) for _ in range(3))
        for number in (1, 2):
            bus.plug(f"hidraw{number}", Gadget(usb="1eab:0010"), f"1-9.{number}")
        bus.plug("event99", Gadget(usb="046d:c31c", maker="Logitech"), "1-8")
        by_path = str(keyboard.gun.path)
        pos = rig(PosRig)
        by_socket = str(pos.gun.path)
        scanners = [
            {"device": by_path, "kind": "keyboard", "usb": "05e0:1200", "layout": "us"},
            {"device": by_socket, "kind": "pos", "usb": "05e0:1200"},
            uncalibrated.scanner | {"layout": ""},
            {"device": "usb:1eab:0010", "kind": "pos"},
        ]
        told = lights(scanners, 5)
        assert told[f"keyboard:{by_path}"] == LightState.MISTAKEN
        assert told[f"pos:{by_socket}"] == LightState.MISTAKEN
        assert told[uncalibrated.source] == LightState.UNCALIBRATED
        assert told["pos:usb:1eab:0010"] == LightState.AMBIGUOUS
        strangers = {source for source, state in told.items() if state == LightState.UNASSIGNED}
        assert len(strangers) == 1
        assert not any("Logitech" in source for source in told)
        assert (keyboard.gun.listeners, uncalibrated.gun.listeners, stranger.gun.listeners) == (0, 0, 0)
