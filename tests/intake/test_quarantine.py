"""Quarantine: containers from their opening to the carrier, and what may go in and out of them."""

import pytest
from msgspec.structs import replace

from intake import acts
from intake.campaign import UnNumber
from intake.condition import Condition, Observation
from intake.container import Limits
from intake.disposition import EmergencyOutcome
from intake.founding import TRAINING_PIN
from intake.outcome import Message
from intake.own_label import LabelKind, OwnLabel
from intake.receipt import Step
from intake.request import (
    ClearContainer,
    CloseEmergency,
    HandOverContainer,
    InspectContainer,
    LoadContainer,
    MoveUnit,
    OpenContainer,
    RefuseContainer,
    SealContainer,
    SuspectContainer,
)
from intake.settings import Settings
from intake.verify import verify
from tests.intake import lists
from tests.intake.conftest import container_of, stored

HOUR = 3600.0
DAY = 24 * HOUR
IN = {Message.CONTAINED, Message.CONTAINED_REPLACEMENT, Message.CONTAINED_HELD}


def to_container(desk, condition="RI-C-INTACT", serial=None):
    """Take a unit in hand up to CONTAINER; gives its UN number."""
    desk.open_parcel() if desk.station.step is not Step.PARCEL_OPEN else None
    desk.scan(serial or desk.site.affected())
    desk.until(Step.CONDITION)
    desk.scan(condition)
    desk.until(Step.CONTAINER)
    return desk.station.receipt.unit.un_number


def put(desk, code):
    """Put the unit in hand into a container."""
    return desk.scan(code).answer.message


def opened(desk, un_number, condition=Condition.R, **fields):
    """Open a new container."""
    code = desk.site.container()
    desk.ask(OpenContainer(code, condition, un_number, **fields))
    return code


def filled(desk, condition="RI-C-INTACT", class_=Condition.R, serial=None, **fields):
    """Give a new container with one unit in it, its parcel closed; and the unit's bag."""
    code = opened(desk, to_container(desk, condition, serial), class_, **fields)
    bag = desk.station.receipt.unit.bag
    assert put(desk, code) in IN
    desk.scan("RI-C-CLOSE")
    return code, bag


def ask(desk, *wishes):
    """Send wishes; gives their messages."""
    return [desk.ask(wish).answer.message for wish in wishes]


def look(desk, code):
    """Give the container as decisions see it now."""
    return desk.station.look_ups.quarantine(desk.site.clock.wall).container(code)


def move(desk, unit, container):
    return MoveUnit(unit, container, desk.site.lead, TRAINING_PIN)


def test_a_container_goes_to_the_carrier_and_may_come_back_once(desk, state):
    code, _ = filled(desk)
    said = ask(
        desk,
        SealContainer(code),
        LoadContainer(code),
        RefuseContainer(code, "no room"),
        HandOverContainer(code, "D-1"),
        LoadContainer(code),
        HandOverContainer(code, "D-2"),
        LoadContainer(code),
    )
    assert said == [
        Message.CONTAINER_SEALED,
        Message.CONTAINER_LOADED,
        Message.CONTAINER_REFUSED,
        Message.CONTAINER_STATE,
        Message.CONTAINER_LOADED,
        Message.CONTAINER_ACCEPTED,
        Message.CONTAINER_STATE,
    ]
    assert desk.row("SELECT state, document FROM container WHERE code = ?", code) == ("accepted", "D-2")
    assert verify(state.folder).faults == ()


def test_a_unit_of_another_class_bars_the_sealing(desk, state):
    """Raised after it lay in the container, or written by a hand at the file: the container says so."""
    code, bag = filled(desk)
    desk.station.journal.connection.execute("UPDATE unit SET condition = 'D' WHERE container = ?", (code,))
    answer = desk.ask(SealContainer(code)).answer
    assert answer.message is Message.CONTAINER_HOLDS_WRONG_UNIT
    assert answer.params == {"container": code, "unit": bag, "condition": "D"}
    target = opened(desk, desk.row("SELECT un_number FROM unit")[0], Condition.D)
    assert ask(desk, move(desk, bag, target), SealContainer(code)) == [
        Message.MOVED,
        Message.CONTAINER_SEALED,
    ]


@pytest.mark.parametrize(("release", "message"), [(None, "no"), ("", "no"), ("maker 7", "yes")])
def test_class_n_leaves_only_on_the_makers_release(desk, state, release, message):
    code, _ = filled(desk, class_=Condition.N, serial=state.unnamed())
    ask(desk, SealContainer(code), LoadContainer(code))
    said = {"no": Message.CONTAINER_NOT_RELEASED, "yes": Message.CONTAINER_ACCEPTED}[message]
    assert ask(desk, HandOverContainer(code, "D-1", release)) == [said]
    assert stored(state.folder)[-1].kind == ("ContainerAccepted" if release else "RequestRefused")


def test_evidence_leaves_only_on_the_makers_release(desk, state):
    """A unit moved back after an emergency is not lost; one that is lost lies in no container."""
    code, bag = filled(desk)
    desk.station.journal.connection.execute(
        """UPDATE unit SET holds = '["EVIDENCE"]' WHERE container = ?""", (code,)
    )
    ask(desk, SealContainer(code), LoadContainer(code))
    answer = desk.ask(HandOverContainer(code, "D-1")).answer
    assert (answer.message, answer.params["unit"]) == (Message.CONTAINER_EVIDENCE, bag)
    assert ask(desk, HandOverContainer(code, "D-1", "maker 7")) == [Message.CONTAINER_ACCEPTED]


def test_nothing_goes_in_or_out_under_watch_until_the_time_is_over(desk, state):
    serial = state.affected()
    code, bag = filled(desk, serial=serial)
    other = opened(desk, look(desk, code).un_number)
    ask(desk, SuspectContainer(code, 24.0, "warm"))
    assert look(desk, code).suspect
    to_container(desk, serial=serial)
    assert put(desk, code) is Message.CONTAINER_SUSPECT
    assert desk.prompt.params["container"] != code
    assert ask(desk, SealContainer(code), move(desk, bag, other)) == [
        Message.CONTAINER_STILL_WATCHED,
        Message.MOVE_CLOSED,
    ]
    state.clock.pass_by(24 * HOUR + 1)
    assert not look(desk, code).suspect
    assert put(desk, code) in IN
    assert ask(desk, move(desk, bag, other)) == [Message.MOVED]


def test_a_watch_is_ended_by_clearing(desk, state):
    code, _ = filled(desk)
    assert ask(desk, SuspectContainer(code, 24.0, "warm"), ClearContainer(code), SealContainer(code)) == [
        Message.CONTAINER_WATCHED,
        Message.CONTAINER_CLEARED,
        Message.CONTAINER_SEALED,
    ]


def test_a_round_is_recorded_with_its_time(desk, state):
    code, _ = filled(desk)
    assert ask(desk, InspectContainer(code, 21.5, "cold")) == [Message.INSPECTED]
    at = stored(state.folder)[-1].at
    assert desk.row("SELECT inspected_at FROM container WHERE code = ?", code) == (at,)


def model_of(site, serial):
    """Give the model the site's list names for a serial."""
    return lists.named_by(site.listing, serial)[0].model


@pytest.mark.parametrize("limit", ["zone_units", "zone_wh"])
def test_containers_of_one_zone_share_its_limits(state, open_desk, limit):
    """Two units fill the zone, however many containers stand in it; one outside takes the third."""
    serial = state.affected()
    wh = next(model.wh for model in state.campaign.models if model.name == model_of(state, serial))
    zoned = Settings(zone_units=2) if limit == "zone_units" else Settings(zone_wh=2.5 * wh)
    desk = open_desk(state, zoned)
    un_number = to_container(desk, serial=serial)
    first, second, outside = (opened(desk, un_number, zone=zone) for zone in ("Z-1", "Z-1", ""))
    assert put(desk, first) in IN
    for code, wanted in ((second, IN), (second, {Message.ZONE_FULL})):
        desk.scan("RI-C-CLOSE")
        to_container(desk, serial=serial)
        assert put(desk, code) in wanted
    assert put(desk, first) is Message.ZONE_FULL
    assert put(desk, outside) in IN
    assert verify(state.folder).faults == ()


def test_a_container_too_old_takes_no_more(state, open_desk):
    desk = open_desk(state, Settings(container_max_age_days=2, idle_lock_minutes=0.0))
    serial = state.affected()
    code, _ = filled(desk, serial=serial)
    state.clock.pass_by(1.9 * DAY)
    filled_again = to_container(desk, serial=serial)
    assert put(desk, code) in IN
    desk.scan("RI-C-CLOSE")
    state.clock.pass_by(0.2 * DAY)
    assert to_container(desk, serial=serial) is filled_again
    assert put(desk, code) is Message.CONTAINER_TOO_OLD
    assert desk.prompt.params["container"] == container_of(Condition.R, filled_again)


def box_for(un_number):
    """Give a training folder's holding box."""
    return OwnLabel(LabelKind.CONTAINER, 9 + list(UnNumber).index(un_number)).code


class TestHoldingBoxes:
    """Units wait in one for a while, are moved on, and none is left when the desk is left."""

    def test_a_unit_may_wait_in_it_though_a_quarantine_container_is_named(self, desk, state):
        un_number = to_container(desk)
        assert not look(desk, desk.prompt.params["container"]).holding
        assert put(desk, box_for(un_number)) is Message.CONTAINED_REPLACEMENT

    def test_it_is_named_only_where_no_other_container_takes_the_unit(self, desk, state):
        un_number = to_container(desk)
        ask(desk, SealContainer(container_of(Condition.R, un_number)))
        assert desk.prompt.params["container"] == box_for(un_number)

    def test_it_takes_no_more_when_it_waits_too_long(self, state, open_desk):
        desk = open_desk(state, Settings(holding_minutes=30.0, idle_lock_minutes=0.0))
        serial = state.affected()
        box = box_for(to_container(desk, serial=serial))
        put(desk, box)
        desk.scan("RI-C-CLOSE")
        state.clock.pass_by(31 * 60)
        to_container(desk, serial=serial)
        assert put(desk, box) is Message.HOLDING_LATE

    def test_it_is_emptied_before_anybody_leaves(self, desk, state):
        un_number = to_container(desk)
        box = box_for(un_number)
        put(desk, box)
        desk.scan("RI-C-CLOSE")
        answer = desk.scan("RI-C-OUT").answer
        assert (answer.message, answer.params) == (
            Message.HOLDING_NOT_EMPTY,
            {"container": box, "units": 1},
        )
        for text in ("RI-C-MOVE", box):
            desk.scan(text)
        assert put(desk, container_of(Condition.R, un_number)) is Message.MOVED
        assert put(desk, "RI-C-OUT") is Message.SIGNED_OUT

    def test_it_is_never_sealed(self, desk, state):
        assert ask(desk, SealContainer(box_for(UnNumber.UN3480))) == [Message.CONTAINER_HOLDING_BOX]

    def test_all_units_of_one_are_moved_together_or_none(self, desk, state):
        serial = state.affected()
        box = box_for(to_container(desk, serial=serial))
        put(desk, box)
        desk.scan("RI-C-CLOSE")
        un_number = to_container(desk, serial=serial)
        put(desk, box)
        desk.scan("RI-C-CLOSE")
        small = opened(desk, un_number, limits=Limits(1, 2000.0, 30_000))
        desk.scan("RI-C-MOVE")
        desk.scan(box)
        assert put(desk, small) is Message.MOVE_TOO_MANY
        assert desk.rows("SELECT DISTINCT container FROM unit") == [(box,)]
        assert put(desk, container_of(Condition.R, un_number)) is Message.MOVED_ALL
        assert verify(state.folder).faults == ()


class TestMovesByALead:
    """Out of a quarantine container only a lead moves anything."""

    def test_a_unit_is_moved_by_its_bag_its_serial_or_its_id(self, desk, state):
        code, bag = filled(desk)
        unit, serial, un_number = desk.row("SELECT unit, serial, un_number FROM unit")
        for name in (bag, serial, serial.lower(), f"S/N: {serial}", unit):
            target = opened(desk, un_number)
            answer = desk.ask(move(desk, name, target)).answer
            assert (answer.message, answer.params["before"]) == (Message.MOVED, code)
            code = target
        assert look(desk, code).load.units == 1
        assert verify(state.folder).faults == ()

    def test_the_same_limits_hold_as_for_placing(self, desk, state):
        _, bag = filled(desk)
        un_number = UnNumber(desk.row("SELECT un_number FROM unit")[0])
        other = next(each for each in UnNumber if each is not un_number)
        sealed = opened(desk, un_number)
        ask(desk, SealContainer(sealed))
        targets = {
            opened(desk, un_number, Condition.D): Message.CONTAINER_WRONG_CLASS,
            opened(desk, other): Message.CONTAINER_WRONG_UN_NUMBER,
            opened(desk, un_number, limits=Limits(5, 0.5, 30_000)): Message.CONTAINER_FULL,
            sealed: Message.CONTAINER_NOT_OPEN,
            state.container(): Message.CONTAINER_UNKNOWN,
        }
        assert {code: ask(desk, move(desk, bag, code))[0] for code in targets} == targets

    def test_a_serial_two_units_bear_names_neither(self, desk, state):
        """Which of the two lies in the lead's hand? Their bags tell."""
        serial = state.affected()
        _, first = filled(desk, serial=serial)
        un_number = to_container(desk, serial=serial)
        put(desk, container_of(Condition.R, un_number))
        target = opened(desk, un_number)
        assert ask(desk, move(desk, serial, target), move(desk, first, target)) == [
            Message.MOVE_UNKNOWN,
            Message.MOVED,
        ]
        assert look(desk, target).load.units == 1

    def test_at_the_desk_nobody_moves_it(self, desk, state):
        _, bag = filled(desk)
        desk.scan("RI-C-MOVE")
        assert put(desk, bag) is Message.MOVE_NEEDS_LEAD


class TestEmergencies:
    """Whatever an emergency ended for is named by the lead, with the incident's record."""

    def wish(self, site, **named):
        return CloseEmergency(site.lead, TRAINING_PIN, EmergencyOutcome.WATER_BATH, **named)

    def test_after_a_false_alarm_the_unit_goes_on(self, desk, state):
        desk.open_parcel()
        desk.scan(state.affected())
        desk.scan("RI-C-K2")
        wish = CloseEmergency(state.lead, TRAINING_PIN, EmergencyOutcome.FALSE_ALARM)
        assert ask(desk, wish) == [Message.EMERGENCY_CLOSED]
        assert desk.rows("SELECT condition, disposition, holds FROM unit") == [(None, "in_hand", "[]")]
        desk.until(Step.PARCEL_OPEN)
        assert desk.row("SELECT disposition FROM unit") == ("quarantined",)
        assert desk.row("SELECT outcome FROM incident") == ("false_alarm",)

    def test_nothing_that_was_lost_was_lost_in_a_false_alarm(self, desk, state):
        _, bag = filled(desk)
        desk.open_parcel()
        desk.scan("RI-C-K2")
        named = {"units": {bag: EmergencyOutcome.FALSE_ALARM}}
        assert ask(desk, self.wish(state, **named)) == [Message.EMERGENCY_THING_UNKNOWN]

    def test_units_out_of_containers_unopened_parcels_and_suspects(self, desk, state):
        code, bag = filled(desk)
        other, _ = filled(desk)
        unopened = state.parcel()
        desk.open_parcel()
        in_hand = state.affected()
        desk.scan(in_hand)
        desk.scan("RI-C-K2")
        named = {
            "units": {bag: EmergencyOutcome.FIRE_SERVICE},
            "parcels": {unopened: EmergencyOutcome.ISOLATED_IN_PLACE},
            "suspects": (other,),
        }
        record = {"kind": "smoke", "injured": 2, "fire_service": True, "before_recall": False}
        wish = self.wish(state, **named, **record)
        assert ask(desk, wish) == [Message.EMERGENCY_CLOSED]
        assert look(desk, code).load.units == 0
        lost = desk.rows("SELECT serial, disposition, container, holds FROM unit WHERE container IS NULL")
        assert sorted(row[1:] for row in lost) == [("emergency", None, '["EVIDENCE"]')] * 2
        assert in_hand in {row[0] for row in lost}
        assert desk.rows("SELECT label, outcome FROM arrival") == [(unopened, "isolated_in_place")]
        assert look(desk, other).suspect
        query = "SELECT kind, outcome, injured, fire_service, before_recall, closed_by FROM incident"
        assert desk.row(query) == ("smoke", "water_bath", 2, 1, 0, state.lead)
        assert verify(state.folder).faults == ()

    def test_containers_are_suspects_for_as_long_as_the_site_says(self, state, open_desk):
        desk = open_desk(state, Settings(suspect_hours=2.0, idle_lock_minutes=0.0))
        code = container_of(Condition.R, "UN3480")
        desk.scan("RI-C-K2")
        ask(desk, self.wish(state, suspects=(code,)))
        state.clock.pass_by(1.9 * HOUR)
        assert look(desk, code).suspect
        state.clock.pass_by(0.2 * HOUR)
        assert not look(desk, code).suspect

    @pytest.mark.parametrize("field", ["units", "parcels", "suspects"])
    def test_a_thing_nobody_knows_refuses_the_whole(self, desk, state, field):
        code, bag = filled(desk)
        received = desk.row("SELECT label FROM parcel")[0]
        desk.scan("RI-C-K2")
        good = {"units": {bag: EmergencyOutcome.WATER_BATH}}
        unknown = {
            "units": ["RI-U-000999-8", code, "", "x"],
            "parcels": [received, "not a label", ""],
            "suspects": ["RI-Q-0999-7", bag],
        }
        for name in unknown[field]:
            worse = (name,) if field == "suspects" else {name: EmergencyOutcome.WATER_BATH}
            answer = desk.ask(self.wish(state, **(good | {field: worse}))).answer
            place = 1 if field == "units" else 2
            assert (answer.message, answer.params) == (Message.EMERGENCY_THING_UNKNOWN, {"place": place})
        assert desk.station.step is Step.EMERGENCY
        assert desk.row("SELECT container FROM unit") == (code,)

    def test_a_unit_named_by_bag_and_by_serial_is_one_unit(self, desk, state):
        serial = state.affected()
        _, bag = filled(desk, serial=serial)
        desk.scan("RI-C-K2")
        twice = dict.fromkeys((bag, serial), EmergencyOutcome.WATER_BATH)
        assert ask(desk, self.wish(state, units=twice)) == [Message.EMERGENCY_THING_UNKNOWN]
        assert ask(desk, self.wish(state, units={serial: EmergencyOutcome.WATER_BATH})) == [
            Message.EMERGENCY_CLOSED
        ]
        assert desk.row("SELECT count(*) FROM hold WHERE reason = 'EVIDENCE'") == (1,)

    def test_a_lost_unit_no_longer_counts_against_its_container_or_zone(self, state, open_desk):
        desk = open_desk(state, Settings(zone_units=5, idle_lock_minutes=0.0))
        code, bag = filled(desk, zone="Z-1")
        assert look(desk, code).room.units == 4
        desk.scan("RI-C-K2")
        ask(desk, self.wish(state, units={bag: EmergencyOutcome.WATER_BATH}))
        assert (look(desk, code).room.units, look(desk, code).age_ms) == (5, 0)

    def test_what_was_handed_over_is_lost_in_no_emergency_here(self, desk, state):
        code, bag = filled(desk)
        ask(desk, SealContainer(code), LoadContainer(code), HandOverContainer(code, "D-1"))
        desk.scan("RI-C-K2")
        named = {"units": {bag: EmergencyOutcome.WATER_BATH}}
        assert ask(desk, self.wish(state, **named)) == [Message.EMERGENCY_THING_UNKNOWN]
        assert ask(desk, self.wish(state, suspects=(code,))) == [Message.EMERGENCY_THING_UNKNOWN]
        assert desk.row("SELECT container FROM unit") == (code,)

    @pytest.mark.parametrize("label", ["YAMADA-TARO", "RI-U-000001-K", "RI-Q-0001-2"])
    def test_only_a_parcels_label_names_a_parcel(self, desk, state, label):
        desk.scan("RI-C-K2")
        wish = self.wish(state, parcels={label: EmergencyOutcome.WATER_BATH})
        assert ask(desk, wish) == [Message.EMERGENCY_THING_UNKNOWN]
        assert "YAMADA" not in "".join(str(row) for row in desk.rows("SELECT envelope FROM event"))

    def test_a_lost_parcel_is_neither_opened_nor_put_into_a_cage(self, desk, state):
        unopened = state.parcel()
        desk.until(Step.IDLE)
        desk.scan("RI-C-K2")
        ask(desk, self.wish(state, parcels={unopened: EmergencyOutcome.FIRE_SERVICE}))
        assert desk.scan(unopened).answer.message is Message.PARCEL_LOST
        desk.scan(state.cage())
        assert desk.scan(unopened).answer.message is Message.PARCEL_LOST
        assert desk.row("SELECT waits FROM arrival WHERE label = ?", unopened) == (0,)

    def test_what_burnt_elsewhere_leaves_the_unit_in_hand_to_be_judged_again(self, desk, state):
        _, bag = filled(desk)
        desk.open_parcel()
        desk.scan("RI-C-K2")
        ask(desk, self.wish(state, units={bag: EmergencyOutcome.FIRE_SERVICE}, elsewhere=True))
        assert desk.rows("SELECT bag, disposition FROM unit") == [(bag, "emergency")]
        assert desk.station.step is Step.PARCEL_OPEN

    def test_a_false_alarm_is_taken_back_however_much_was_refused_meanwhile(self, desk, state, monkeypatch):
        monkeypatch.setattr(acts, "_REACH", 3)
        desk.open_parcel()
        desk.scan(state.affected())
        desk.scan("RI-C-K2")
        for text in ("a", "b", "c", "d", "e"):
            desk.scan(text)
        ask(desk, CloseEmergency(state.lead, TRAINING_PIN, EmergencyOutcome.FALSE_ALARM))
        assert desk.row("SELECT condition FROM unit") == (None,)


def test_a_pack_that_swells_in_its_container_goes_where_its_class_belongs(desk):
    """By a lead, and never to a milder class."""
    code, bag = filled(desk)
    un_number = look(desk, code).un_number
    other, alone = opened(desk, un_number), opened(desk, un_number, Condition.K1)
    swollen = replace(move(desk, bag, alone), seen=Observation.K1)
    refused = desk.ask(replace(swollen, container=other)).answer
    assert (refused.message, refused.params["right"]) == (Message.CONTAINER_WRONG_CLASS, alone)
    assert ask(desk, replace(swollen, container=other), swollen) == [
        Message.CONTAINER_WRONG_CLASS,
        Message.MOVED,
    ]
    assert desk.row("SELECT condition, container FROM unit") == ("K1", alone)
    back = replace(move(desk, bag, other), seen=Observation.D)
    assert ask(desk, back) == [Message.CONDITION_NOT_MILDER]


def test_units_moved_together_share_the_room_of_a_zone(state, open_desk):
    """Two units out of a holding box do not fit where one has room."""
    serial = state.affected()
    desk = open_desk(state, Settings(zone_units=1))
    box = opened(desk, to_container(desk, serial=serial), holding=True)
    assert put(desk, box) in IN
    desk.scan("RI-C-CLOSE")
    un_number = to_container(desk, serial=serial)
    assert put(desk, box) in IN
    desk.scan("RI-C-CLOSE")
    target = opened(desk, un_number, zone="A")
    said = [desk.scan(text).answer.message for text in ("RI-C-MOVE", box, target)]
    assert said == [Message.MOVE_WHAT, Message.MOVE_WHERE, Message.ZONE_FULL]
