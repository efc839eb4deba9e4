"""Moving contained units: out of a holding box at the desk, out of any container by a lead."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from intake.campaign import UnNumber
from intake.condition import Condition, Observation
from intake.container import Container, ContainerState, Limits, Load, Misfit, Room
from intake.events import Draft
from intake.facts import ConditionRecorded, UnitMoved
from intake.outcome import Answer, Message
from intake.own_label import CommandWord
from intake.question import Ask, Question
from intake.receipt import Known, Policy
from intake.receipt.moving import by_lead, moves
from intake.scan import Severity
from tests.intake.receipt.cases import (
    BAG,
    BOX,
    BY_NAME,
    CATALOGUE,
    HELD,
    HOLDING,
    OF_PLAIN,
    OTHER_HELD,
    RIGHT,
    Case,
)
from tests.intake.receipt.desk import Desk, recorded, said
from tests.intake.receipt.world import World, command, letter_pack

TARGET = Container(BOX, Condition.R, UnNumber.UN3480, Limits())
QUARANTINED = replace(HELD, holding=False, container="elsewhere")
KNOWN = Known(CATALOGUE, placed=(QUARANTINED,), container=TARGET)
KIND = {"condition": Condition.R, "un_number": UnNumber.UN3480}


class TestAtTheDesk:
    """MOVE, then what, then where."""

    @pytest.mark.parametrize("at", [(), ("parcel number",)])
    def test_it_is_asked_what_and_then_where(self, at):
        desk = Desk(*at)
        assert said(desk.scan("MOVE")) == (Message.MOVE_WHAT, Severity.NOTE)
        assert desk.receipt.question == Question(Ask.MOVE_WHAT)
        where = desk.scan("used bag")
        assert said(where) == (Message.MOVE_WHERE, Severity.NOTE)
        assert where.answer.params == {"count": 1}
        assert desk.receipt.question == Question(Ask.MOVE_WHERE, BAG)

    def test_the_unit_is_then_in_the_other_container(self):
        decision = Desk("MOVE", "used bag").scan("right container")
        assert said(decision) == (Message.MOVED, Severity.OK)
        assert decision.answer.params == {"container": BOX, "before": HOLDING}
        assert decision.drafts == (Draft(UnitMoved(BOX, HOLDING), HELD.parcel, HELD.unit),)

    @pytest.mark.parametrize(("name", "about"), [("serial affected", OF_PLAIN), ("holding box", HOLDING)])
    def test_a_serial_and_a_holding_box_name_it_too(self, name, about):
        desk = Desk("MOVE", name)
        assert desk.receipt.question == Question(Ask.MOVE_WHERE, about)

    def test_a_holding_box_is_emptied_at_once(self):
        desk = Desk("MOVE")
        assert desk.scan("holding box").answer.params == {"count": 2}
        decision = desk.scan("right container, for two")
        assert said(decision) == (Message.MOVED_ALL, Severity.OK)
        assert decision.answer.params == {"container": BOX, "before": HOLDING, "count": 2}
        assert [(draft.parcel, draft.unit) for draft in decision.drafts] == [
            (HELD.parcel, HELD.unit),
            (OTHER_HELD.parcel, OTHER_HELD.unit),
        ]

    def test_all_of_a_box_or_none(self):
        desk = Desk("MOVE", "holding box")
        asked = desk.receipt.question
        decision = desk.scan("nearly full container, for two")
        assert said(decision) == (Message.MOVE_TOO_MANY, Severity.REFUSED)
        assert decision.answer.params == {"container": BOX, "right": "", "count": 2, **KIND}
        assert desk.receipt.question == asked

    @pytest.mark.parametrize(
        ("name", "message"),
        [
            ("closed container", Message.CONTAINER_NOT_OPEN),
            ("container of another class", Message.CONTAINER_WRONG_CLASS),
            ("container of another UN number", Message.CONTAINER_WRONG_UN_NUMBER),
            ("full container", Message.CONTAINER_FULL),
            ("container under watch", Message.CONTAINER_SUSPECT),
            ("old container", Message.CONTAINER_TOO_OLD),
            ("late box", Message.HOLDING_LATE),
            ("container in a full zone", Message.ZONE_FULL),
        ],
    )
    def test_a_container_that_does_not_take_it_is_refused_and_asked_again(self, name, message):
        desk = Desk("MOVE", "used bag")
        asked = desk.receipt.question
        decision = desk.scan(f"{name}, none is open")
        assert said(decision) == (message, Severity.REFUSED)
        assert decision.answer.params == {"container": BOX, "right": "", "count": 1, **KIND}
        assert recorded(decision) == ["QuestionAsked"]
        assert desk.receipt.question == asked

    @pytest.mark.parametrize(
        ("name", "message"),
        [
            ("bag", Message.MOVE_UNKNOWN),
            ("serial not affected", Message.MOVE_UNKNOWN),
            ("unknown container", Message.MOVE_UNKNOWN),
            ("right container", Message.MOVE_UNKNOWN),
            ("bag in quarantine", Message.MOVE_NEEDS_LEAD),
            ("bag in a closed container", Message.MOVE_CLOSED),
        ],
    )
    def test_what_cannot_be_moved_is_refused_and_asked_again(self, name, message):
        desk = Desk("MOVE")
        case = Case(name, OF_PLAIN) if name.startswith("serial") else None
        decision = desk.take(case) if case else desk.scan(name)
        assert said(decision) == (message, Severity.REFUSED)
        assert desk.receipt.question == Question(Ask.MOVE_WHAT)

    def test_another_container_than_a_holding_box_names_nothing(self):
        held = {"container": TARGET, "placed": (QUARANTINED,)}
        desk = Desk("MOVE")
        decision = desk.take(Case("a container", BOX, lambda _receipt: held))
        assert said(decision) == (Message.MOVE_UNKNOWN, Severity.REFUSED)

    def test_a_closed_container_is_named(self):
        decision = Desk("MOVE").scan("bag in a closed container")
        assert decision.answer.params == {"container": HOLDING}

    def test_a_serial_that_several_units_bear_is_not_enough(self):
        """One was carried; the log must not say both."""
        twins = {"placed": (HELD, OTHER_HELD)}
        decision = Desk("MOVE").take(Case("a serial", OF_PLAIN, lambda _receipt: twins))
        assert said(decision) == (Message.MOVE_UNKNOWN, Severity.REFUSED)

    def test_into_a_container_nobody_opened_nothing_is_moved(self):
        desk = Desk("MOVE", "used bag")
        asked = desk.receipt.question
        unknown = Case("a label", BOX, lambda _receipt: {"placed": (HELD,)})
        decision = desk.take(unknown)
        assert said(decision) == (Message.CONTAINER_UNKNOWN, Severity.REFUSED)
        assert decision.answer.params == {"container": BOX, "right": "", **KIND}
        assert desk.receipt.question == asked

    @pytest.mark.parametrize("name", ["full container", "container of another class"])
    def test_the_right_container_is_named(self, name):
        right = Container(RIGHT, Condition.R, UnNumber.UN3480, Limits())
        wrong = replace(
            TARGET, **{"full container": {"load": Load(50)}}.get(name, {"condition": Condition.D})
        )
        known = {"placed": (HELD,), "container": wrong, "fitting": right}
        decision = Desk("MOVE", "used bag").take(Case("a label", BOX, lambda _receipt: known))
        assert decision.answer.params == {"container": BOX, "right": RIGHT, "count": 1, **KIND}

    def test_for_a_label_not_in_use_the_right_container_is_named_too(self):
        known = {"placed": (HELD,), "fitting": TARGET}
        decision = Desk("MOVE", "used bag").take(Case("a label", RIGHT, lambda _receipt: known))
        assert decision.answer.params == {"container": RIGHT, "right": BOX, **KIND}

    def test_at_a_station_the_right_container_is_named(self):
        world = World(policy=Policy(bag_labels=False)).furnish().sign_in()
        box = world.open_container(Condition.R, UnNumber.UN3480, holding=True)
        for word, argument in (("UNREADABLE", None), ("MODEL", "UN3480"), ("INTACT", None)):
            if word == "UNREADABLE":
                world.scan(letter_pack(1))
            world.scan(command(CommandWord(word), argument))
        right = world.fitting().code
        for text in (box, command(CommandWord.MOVE), box):
            world.scan(text)
        wrong = next(one.code for one in world.containers().values() if one.condition is Condition.N)
        decision = world.scan(wrong)
        assert decision.answer.params["right"] == right

    def test_where_it_lies_already_it_is_not_moved_to(self):
        decision = Desk("MOVE", "used bag").scan("container they lie in")
        assert said(decision) == (Message.MOVE_UNKNOWN, Severity.REFUSED)

    def test_what_was_moved_meanwhile_is_not_moved_again(self):
        nothing = Case("a container", BOX, lambda _receipt: {"container": TARGET, "placed": ()})
        decision = Desk("MOVE", "used bag").take(nothing)
        assert said(decision) == (Message.MOVE_UNKNOWN, Severity.REFUSED)


class TestByTheLead:
    """Out of any open container, with badge and PIN."""

    def test_a_unit_leaves_its_quarantine_container(self):
        decision: Any = by_lead(KNOWN, BOX)
        assert said(decision) == (Message.MOVED, Severity.OK)
        assert decision.answer.params == {"container": BOX, "before": "elsewhere"}
        assert decision.drafts == (Draft(UnitMoved(BOX, "elsewhere"), HELD.parcel, HELD.unit),)

    @pytest.mark.parametrize(
        ("known", "message", "params"),
        [
            ({"placed": ()}, Message.MOVE_UNKNOWN, {}),
            ({"placed": (QUARANTINED, OTHER_HELD)}, Message.MOVE_UNKNOWN, {}),
            ({"placed": (replace(QUARANTINED, container=BOX),)}, Message.MOVE_UNKNOWN, {}),
            ({"container": None}, Message.CONTAINER_UNKNOWN, {"container": BOX, "right": "", **KIND}),
            (
                {"placed": (replace(QUARANTINED, is_open=False),)},
                Message.MOVE_CLOSED,
                {"container": "elsewhere"},
            ),
            (
                {"container": replace(TARGET, condition=Condition.D)},
                Message.CONTAINER_WRONG_CLASS,
                {"container": BOX, "right": "", **KIND},
            ),
        ],
    )
    def test_what_cannot_be_moved_is_refused(self, known, message, params):
        assert by_lead(replace(KNOWN, **known), BOX) == Answer(message, Severity.REFUSED, params)


class TestGotWorse:
    """A pack may swell in its container: the lead says what is seen, and where it goes."""

    D = replace(TARGET, condition=Condition.D)
    K1 = replace(TARGET, condition=Condition.K1)

    @pytest.mark.parametrize(
        ("seen", "target"), [(Observation.D, D), (Observation.K1, K1)], ids=["damaged", "swollen"]
    )
    def test_its_class_is_recorded_before_it_is_moved(self, seen, target):
        decision: Any = by_lead(replace(KNOWN, container=target), BOX, seen)
        graver = ConditionRecorded(seen, target.condition)
        assert decision.drafts == (
            Draft(graver, HELD.parcel, HELD.unit),
            Draft(UnitMoved(BOX, "elsewhere"), HELD.parcel, HELD.unit),
        )
        assert said(decision) == (Message.MOVED, Severity.OK)
        assert decision.answer.params == {"container": BOX, "before": "elsewhere"}

    def test_the_container_must_take_its_new_class(self):
        fitting = replace(self.K1, code=RIGHT)
        refusal = by_lead(replace(KNOWN, fitting=fitting), BOX, Observation.K1)
        kind = KIND | {"condition": Condition.K1}
        params: dict[str, str | int] = {"container": BOX, "right": RIGHT, **kind}
        assert refusal == Answer(Message.CONTAINER_WRONG_CLASS, Severity.REFUSED, params)

    def test_a_label_not_in_use_is_refused_with_its_new_class(self):
        refusal: Any = by_lead(replace(KNOWN, container=None), BOX, Observation.D)
        assert refusal.message is Message.CONTAINER_UNKNOWN
        assert refusal.params["condition"] is Condition.D

    @pytest.mark.parametrize(
        ("was", "seen"),
        [
            *(
                (Condition.R, Observation.INTACT),
                (Condition.N, Observation.K2),
                (Condition.R, Observation.K2),
            ),
            *((Condition.D, Observation.D), (Condition.K1, Observation.D), (Condition.K1, Observation.K1)),
            (Condition.K1, Observation.K2),
        ],
    )
    def test_it_never_gets_better_and_k2_is_an_alarm(self, was, seen):
        unit = replace(QUARANTINED, parcelled=replace(QUARANTINED.parcelled, condition=was))
        refusal = Answer(Message.CONDITION_NOT_MILDER, Severity.REFUSED, {"condition": was})
        for condition in Condition:
            target = replace(TARGET, condition=condition)
            assert by_lead(replace(KNOWN, placed=(unit,), container=target), BOX, seen) == refusal

    def test_out_of_a_closed_container_it_is_not_taken_whatever_is_seen(self):
        closed = replace(KNOWN, placed=(replace(QUARANTINED, is_open=False),), container=self.K1)
        refusal = Answer(Message.MOVE_CLOSED, Severity.REFUSED, {"container": "elsewhere"})
        assert by_lead(closed, BOX, Observation.K1) == refusal


class TestZones:
    """Containers of one zone share its room."""

    def test_each_one_moved_takes_its_room(self):
        two = (HELD, OTHER_HELD)
        for room in (Room(units=2), Room(wh=18.0)):
            assert len(moves(two, replace(TARGET, room=room))) == 2
        for room in (Room(units=1), Room(wh=17.9)):
            assert moves(two, replace(TARGET, room=room)) is Misfit.ZONE_FULL

    def test_within_one_zone_none_is_needed(self):
        full = replace(TARGET, zone="A", room=Room(0, 0.0))
        here, there, nowhere = (replace(HELD, zone=zone) for zone in ("A", "B", ""))
        assert len(moves((here, here), full)) == 2
        assert moves((there,), full) is Misfit.ZONE_FULL
        assert moves((here, there), full) is Misfit.ZONE_FULL
        assert moves((nowhere,), full) is Misfit.ZONE_FULL

    def test_containers_without_a_zone_are_in_none_together(self):
        assert moves((HELD,), replace(TARGET, room=Room(0, 0.0))) is Misfit.ZONE_FULL

    def test_within_one_zone_a_containers_own_limits_still_count(self):
        small = replace(TARGET, zone="A", limits=Limits(units=1))
        here = replace(HELD, zone="A")
        assert moves((here, here), small) is Misfit.FULL


class TestMoves:
    """Units, watt-hours and weight of all that is moved together count against the limits."""

    def test_each_one_moved_takes_its_room(self):
        two = (HELD, OTHER_HELD)
        for limits in (Limits(units=2), Limits(wh=18.0), Limits(grams=600)):
            assert len(moves(two, replace(TARGET, limits=limits))) == 2
        for limits in (Limits(units=1), Limits(wh=17.9), Limits(grams=599)):
            assert moves(two, replace(TARGET, limits=limits)) is Misfit.FULL

    def test_what_lies_there_already_counts(self):
        filled = replace(TARGET, load=Load(1, 10.0, 100), limits=Limits(2, 19.0, 400))
        assert isinstance(moves((HELD,), filled), list)
        assert moves((HELD, OTHER_HELD), filled) is Misfit.FULL

    def test_a_misfit_of_any_one_stops_all(self):
        assert moves((HELD,), replace(TARGET, state=ContainerState.SEALED)) is Misfit.NOT_OPEN


def test_nothing_comes_out_of_a_box_put_under_watch_since_it_was_named():
    desk = Desk("MOVE", "holding box")
    right, watched = BY_NAME["right container"], replace(HELD, is_open=False)
    decision = desk.take(right._replace(says=lambda receipt: right.says(receipt) | {"placed": (watched,)}))
    assert said(decision) == (Message.MOVE_CLOSED, Severity.REFUSED)
    assert recorded(decision) == ["QuestionAsked"]
