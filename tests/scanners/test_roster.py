"""Which devices are taken and which are strangers, look by look."""

from itertools import pairwise

import pytest

from scanners.assignment import Assignment, Kind
from scanners.identity import UsbIdentity
from scanners.plugged import Plugged
from scanners.roster import FORGETS_AFTER, Changes, Roster

SEARCH = Assignment("", framing="cr", baud=9600)
NOTHING = Changes()


def plugged(path="/dev/serial/by-id/gun", device="/dev/ttyACM0", kind=Kind.PORT, socket=""):
    identity = UsbIdentity(0x0C2E, 0x0B61, socket=socket) if socket else None
    return Plugged(path, device, kind, identity)


GUN = plugged()
OTHER = plugged("/dev/serial/by-id/other", "/dev/ttyACM1")
POS = plugged("/dev/hidraw3", "/dev/hidraw3", Kind.POS)
TYPING = plugged("/dev/input/by-id/gun-event-kbd", "/dev/input/event5", Kind.KEYBOARD)
OWN = {"port:/dev/serial/by-id/gun": {"/dev/ttyACM0"}}
GONE: dict[str, set[str]] = {"port:/dev/serial/by-id/gun": set()}


class TestSearching:
    @pytest.fixture
    def roster(self):
        return Roster(SEARCH)

    def test_every_port_there_at_the_start_is_taken_at_once_as_the_settings_say(self, roster):
        found = roster.look([GUN, OTHER], {}, 0).found
        assert found == tuple(Assignment(one.path, framing="cr", baud=9600) for one in (GUN, OTHER))

    def test_one_plugged_in_later_is_taken_once_its_name_has_settled(self, roster):
        early = plugged("/dev/ttyACM0")
        roster.look([], {}, 0)
        assert roster.look([early], {}, 1) == NOTHING
        assert roster.look([GUN], {}, 2) == NOTHING
        assert [one.device for one in roster.look([GUN], {}, 3).found] == [GUN.path]

    def test_the_same_gun_under_another_name_is_not_taken_twice(self, roster):
        roster.look([GUN], {}, 0)
        by_path = plugged("/dev/serial/by-path/gun")
        for at in (1, 2, 3):
            assert roster.look([by_path], OWN, at) == NOTHING

    def test_it_is_called_what_it_calls_itself(self, roster):
        [found] = roster.look([plugged(socket="1-1.2")], {}, 0).found
        assert found.name == "Honeywell"

    def test_a_name_of_what_another_has_open_is_let_go(self, roster):
        roster.look([GUN, OTHER], {}, 0)
        assert roster.look([OTHER], OWN, 1).forgotten == ("port:/dev/serial/by-id/other",)

    def test_one_long_gone_is_forgotten_and_found_again(self, roster):
        roster.look([GUN], {}, 0)
        assert roster.look([GUN], OWN, 100) == NOTHING
        assert roster.look([], GONE, 100 + FORGETS_AFTER - 1) == NOTHING
        assert roster.look([], GONE, 100 + FORGETS_AFTER).forgotten == tuple(OWN)
        assert roster.look([], {}, 1000) == NOTHING
        roster.look([GUN], {}, 1001)
        assert len(roster.look([GUN], {}, 1002).found) == 1

    def test_a_sleeper_that_is_back_in_time_is_kept(self, roster):
        roster.look([GUN], {}, 0)
        for at in range(0, 2000, 100):
            is_awake = at % 200 == 0
            assert roster.look([GUN] if is_awake else [], OWN if is_awake else GONE, at) == NOTHING

    def test_what_types_reaches_the_desk_anyway_and_a_pos_scanner_does_not(self, roster):
        assert roster.look([TYPING, POS], {}, 0) == Changes(strangers=(POS,))


class TestAssigned:
    @pytest.fixture
    def roster(self):
        return Roster()

    def test_the_lanes_own_are_no_strangers_under_any_name(self, roster):
        by_path = plugged("/dev/serial/by-path/gun")
        for at in range(3):
            assert roster.look([by_path], OWN, at) == NOTHING

    def test_its_own_gun_under_a_name_that_leads_nowhere_yet_is_no_stranger(self, roster):
        assert roster.look([GUN], GONE, 0) == NOTHING

    def test_every_other_scanner_is_a_stranger_until_it_is_pulled(self, roster):
        others = (OTHER, POS, TYPING)
        assert roster.look([GUN, *others], OWN, 0) == Changes(strangers=others)
        assert roster.look([GUN, *others], OWN, 1) == NOTHING
        assert roster.look([GUN, POS, TYPING], OWN, 2).pulled == ("port:/dev/serial/by-id/other",)
        assert roster.look([GUN], OWN, 3).pulled == (
            "keyboard:/dev/input/by-id/gun-event-kbd",
            "pos:/dev/hidraw3",
        )

    def test_a_stranger_that_is_plugged_in_anew_is_told_anew(self, roster):
        looks = [[OTHER], [], [OTHER], [OTHER], [OTHER]]
        told = [roster.look(seen, OWN, at) for at, seen in enumerate(looks)]
        assert [len(changes.strangers) for changes in told] == [1, 0, 0, 1, 0]

    def test_a_gun_that_udev_is_still_naming_is_not_told_as_a_stranger(self, roster):
        early = plugged("/dev/ttyACM0")
        told = [roster.look([], GONE, 0), roster.look([early], GONE, 1), roster.look([GUN], OWN, 2)]
        assert told == [NOTHING] * 3

    def test_a_stranger_that_turns_out_to_be_the_lanes_own_loses_its_light(self, roster):
        early = plugged("/dev/ttyACM0")
        assert roster.look([early], GONE, 0).strangers == (early,)
        assert roster.look([early], OWN, 1).pulled == ("port:/dev/ttyACM0",)

    def test_another_interface_of_the_same_gun_is_no_stranger_but_its_neighbour_is(self, roster):
        gun = plugged(socket="1-1.2")
        keys = plugged("/dev/input/event5", "/dev/input/event5", Kind.KEYBOARD, socket="1-1.2")
        neighbour = plugged("/dev/input/event6", "/dev/input/event6", Kind.KEYBOARD, socket="1-1.3")
        assert roster.look([gun, keys, neighbour], OWN, 0).strangers == (neighbour,)

    def test_each_port_of_an_adapter_is_a_gun_of_its_own(self, roster):
        ports = [plugged(socket="1-4"), plugged("/dev/serial/by-id/second", "/dev/ttyUSB1", socket="1-4")]
        assert roster.look(ports, OWN, 0).strangers == (ports[1],)


def test_nothing_is_told_twice_whatever_comes_and_goes():
    roster = Roster(SEARCH)
    seen = [[], [GUN], [GUN, POS], [POS], [POS], [GUN, POS], [GUN, POS]]
    own: dict[str, set[str]] = {}
    for at, (before, now) in enumerate(pairwise(seen)):
        changes = roster.look(now, own, at)
        assert set(changes.strangers) <= set(now) & set(before)
        own |= {assignment.source: {GUN.device} for assignment in changes.found}
    assert set(own) == set(OWN)
