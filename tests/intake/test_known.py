"""Known: what the log and the lists say, looked up for one reading and nothing else."""

import pytest

from intake.campaign import Catalogue, UnNumber
from intake.condition import Condition
from intake.container import Limits
from intake.outcome import Message
from intake.receipt import Step
from intake.request import OpenContainer, RetireOperator, SealContainer
from intake.verdict import Reason, Verdict
from tests.intake import lists

DAY = 86_400_000


def test_a_container_is_known_with_what_stands_in_it(desk, state):
    serial = state.affected()
    desk.receive(serial)
    code, wh = desk.station.journal.connection.execute("SELECT container, wh FROM unit").fetchone()
    quarantine = desk.station.look_ups.quarantine(state.clock.wall)
    found = quarantine.container(code)
    assert (found.load.units, found.load.wh) == (1, wh)
    assert quarantine.container("RI-Q-9999-X") is None


def test_the_container_named_is_open_of_the_class_and_has_room(desk, state):
    desk.open_parcel()
    desk.scan(state.affected())
    desk.until(Step.CONDITION)
    desk.scan("RI-C-D")
    desk.until(Step.CONTAINER)
    unit = desk.station.receipt.unit.parcelled
    other = UnNumber.UN3481 if unit.un_number is UnNumber.UN3480 else UnNumber.UN3480
    small, foreign, sealed, milder, right = (state.container() for _ in range(5))
    desk.ask(OpenContainer(small, Condition.D, unit.un_number, Limits(5, unit.wh - 0.1, 30_000)))
    desk.ask(OpenContainer(foreign, Condition.D, other))
    desk.ask(OpenContainer(sealed, Condition.D, unit.un_number))
    desk.ask(SealContainer(sealed))
    desk.ask(OpenContainer(milder, Condition.R, unit.un_number))
    desk.ask(OpenContainer(right, Condition.D, unit.un_number))
    wrong = {
        small: Message.CONTAINER_FULL,
        foreign: Message.CONTAINER_WRONG_UN_NUMBER,
        sealed: Message.CONTAINER_NOT_OPEN,
        milder: Message.CONTAINER_WRONG_CLASS,
        state.container(): Message.CONTAINER_UNKNOWN,
    }
    for code, message in wrong.items():
        answer = desk.scan(code).answer
        assert (answer.message, answer.params["right"]) == (message, right)
    desk.scan(small)
    assert desk.prompt.params["container"] == right
    assert desk.scan(right).step == Step.PARCEL_OPEN


def test_a_unit_seen_before_is_known_by_maker_and_serial(desk, state):
    serial = state.affected()
    label = desk.receive(serial)
    desk.open_parcel()
    outcome = desk.scan(serial)
    assert outcome.answer.message is Message.UNIT_DUPLICATE
    assert outcome.answer.params["parcel"] == label
    assert outcome.answer.params["badge"] == state.badge


def test_a_unit_in_hand_is_known_when_it_is_scanned_again(desk, state):
    """The same unit twice in one parcel: asked first, then a duplicate of the first, not a replacement."""
    serial = state.affected()
    desk.open_parcel()
    desk.scan(serial)
    desk.until(Step.PARCEL_OPEN)
    assert desk.scan(serial).answer.message is Message.SERIAL_TAKEN_HERE
    assert desk.scan("RI-C-YES").answer.message is Message.UNIT_DUPLICATE
    desk.until(Step.PARCEL_OPEN)
    count = "SELECT count(*), sum(holds LIKE '%DUPLICATE%') FROM unit"
    assert desk.station.journal.connection.execute(count).fetchone() == (2, 1)
    assert desk.station.journal.connection.execute("SELECT count(*) FROM replacement").fetchone() == (1,)


def test_a_bag_label_is_used_once(desk, state):
    bag = state.bag()
    for message in (Message.BAG_ATTACHED, Message.BAG_USED):
        desk.open_parcel()
        desk.scan(state.affected())
        desk.until(Step.BAG)
        assert desk.scan(bag).answer.message is message
        desk.until(Step.PARCEL_OPEN)
        desk.scan("RI-C-CLOSE")


def test_a_badge_retired_is_known_as_such(desk, state):
    desk.ask(RetireOperator(state.badge))
    assert desk.scan(state.badge).answer.message is Message.BADGE_RETIRED
    assert desk.scan("RI-O-0099-6").answer.message in (Message.BADGE_UNKNOWN, Message.UNREADABLE_SCAN)


def test_a_serial_judged_without_a_campaign_is_still_the_same_serial(desk, state):
    """Received while no list was in force: the unit had no maker then, and is the same unit now."""
    serial = state.affected()
    desk.receive(serial)
    connection = desk.station.journal.connection
    connection.execute("UPDATE unit SET maker = NULL")
    desk.open_parcel()
    assert desk.scan(serial).answer.message is Message.UNIT_DUPLICATE


def nearly_named(desk, site):
    """Give a serial no list names, but for two neighbours swapped."""
    for named in map(max, map(lists.bounds, site.listing.rows)):
        typed = named[:-2] + named[-1] + named[-2]
        if desk.station.look_ups.judge(typed, site.clock.wall).verdict is Verdict.NOT_AFFECTED:
            return typed
    raise AssertionError("expected ranges with ends")


def test_only_what_no_check_character_vouches_for_is_compared_with_its_look_alikes(open_desk, site):
    desk = open_desk(site)
    typed, judge, wall = nearly_named(desk, site), desk.station.look_ups.judge, site.clock.wall
    assert judge(typed, wall).verdict is Verdict.NOT_AFFECTED
    doubted = judge(typed, wall, vouched=False)
    assert (doubted.verdict, doubted.reasons[0]) == (Verdict.UNCERTAIN, Reason.NEAR_MATCH)
    assert judge(doubted.near, wall).verdict is Verdict.AFFECTED


def test_a_code_39_is_held_where_its_look_alike_is_named_and_a_code_128_is_not(open_desk, site):
    desk = open_desk(site)
    typed = nearly_named(desk, site)
    desk.open_parcel()
    answer = desk.scan(f"]A0{typed}").answer
    assert (answer.message, answer.params["reason"]) == (Message.UNIT_UNCERTAIN, Reason.NEAR_MATCH)
    assert desk.station.look_ups.judge(answer.params["near"], site.clock.wall).verdict is Verdict.AFFECTED
    desk.until(Step.PARCEL_OPEN)
    desk.open_parcel()
    assert desk.scan(f"]C0{typed}").answer.verdict is Verdict.NOT_AFFECTED


def test_a_misread_serial_is_answered_with_the_one_that_may_be_meant(open_desk, site):
    desk = open_desk(site)
    named = next(each for row in site.listing.rows for each in lists.bounds(row) if "0" in each)
    desk.open_parcel()
    answer = desk.scan(named.replace("0", "O", 1)).answer
    assert (answer.verdict, answer.params["near"]) == (Verdict.UNCERTAIN, named)


class TestCampaignLeftOut:
    """Of a campaign the site leaves out, its list in force speaks of whole serials only, and clears none."""

    @pytest.fixture
    def look_ups(self, open_desk, site):
        look_ups = open_desk(site).station.look_ups
        kept = tuple(each for each in look_ups.catalogue.campaigns if each.id != site.campaign.id)
        look_ups.catalogue = Catalogue(kept, (site.campaign,))
        return look_ups

    def test_a_serial_its_list_names_is_uncertain(self, look_ups, site):
        assert site.campaign.id not in {entry.campaign for entry in look_ups.judging}
        judged = look_ups.judge(site.affected(), site.clock.wall)
        assert (judged.verdict, judged.reasons[0]) == (Verdict.UNCERTAIN, Reason.LISTS_DISAGREE)
        assert site.listing.version in judged.list_version.split(",")

    def test_any_other_is_judged_by_the_other_lists(self, look_ups, site):
        unnamed, wall = site.unnamed(), site.clock.wall
        with_it = look_ups.judge(unnamed, wall)
        look_ups.lists = look_ups.judging
        assert look_ups.judge(unnamed, wall) == with_it
