"""Troubles: each is told while it lasts, with what to do about it, and no longer."""

import pytest
from msgspec.structs import replace

from intake.campaign import Catalogue, UnNumber
from intake.condition import Condition
from intake.founding import TRAINING_PIN
from intake.line import Line
from intake.own_label import LabelKind, OwnLabel
from intake.receipt import Step
from intake.request import InspectContainer, MoveUnit, OpenContainer, SealContainer
from intake.settings import Settings
from intake.troubles import Trouble, troubles
from tests.intake.rejudging.newer import newer_list, rejudge

MINUTE, HOUR, DAY = 60.0, 3600.0, 86_400.0


def found(desk, *, training=True, settings=None, is_disk_low=False):
    """Look for troubles now."""
    station = desk.station
    wall = desk.site.clock.moment().wall
    look_ups = station.look_ups
    return troubles(look_ups, settings or station.settings, wall, is_disk_low=is_disk_low, training=training)


def kinds(desk, **options):
    return [line.message for line in found(desk, **options)]


def test_a_furnished_desk_has_no_trouble(desk):
    assert found(desk) == ()


def test_a_full_disk_comes_first(desk, state):
    state.clock.wall -= 3_600_000
    assert kinds(desk, is_disk_low=True) == [Trouble.DISK_LOW, Trouble.CLOCK_BACK]


@pytest.mark.parametrize(("seconds", "told"), [(-0.5 * MINUTE, []), (-2 * MINUTE, [Trouble.CLOCK_BACK])])
def test_a_clock_behind_the_last_record_is_told_unless_it_was_only_set_right(desk, state, seconds, told):
    desk.receive()
    state.clock.wall += round(seconds * 1000)
    assert kinds(desk) == told


def test_a_clock_set_back_is_told_however_much_is_recorded_by_it(desk, state):
    desk.receive()
    state.clock.wall -= round(3 * HOUR * 1000)
    desk.receive()
    assert kinds(desk) == [Trouble.CLOCK_BACK]
    state.clock.pass_by(3 * HOUR)
    assert kinds(desk) == []


def test_a_holding_box_that_waits_too_long_is_named(desk, state):
    desk.open_parcel()
    desk.scan(state.affected())
    desk.until(Step.CONTAINER)
    box = state.container()
    desk.ask(OpenContainer(box, Condition.R, desk.station.receipt.unit.un_number, holding=True))
    assert found(desk) == ()
    desk.scan(box)
    state.clock.pass_by(59 * MINUTE)
    assert found(desk) == ()
    state.clock.pass_by(2 * MINUTE)
    assert found(desk) == (Line(Trouble.HOLDING_LATE, {"container": box}),)


def test_holding_boxes_may_wait_for_ever_where_the_site_says_so(site, open_desk):
    desk = open_desk(site, Settings(holding_minutes=0.0, inspection_hours=0.0))
    desk.open_parcel()
    desk.scan(site.affected())
    desk.until(Step.CONTAINER)
    box = site.container()
    desk.ask(OpenContainer(box, Condition.R, desk.station.receipt.unit.un_number, holding=True))
    desk.scan(box)
    site.clock.pass_by(50 * HOUR)
    assert found(desk) == ()


def test_a_campaign_without_a_list_is_named_in_production_only(desk):
    campaigns = desk.station.look_ups.catalogue.campaigns
    desk.station.look_ups.catalogue = Catalogue((*campaigns, replace(campaigns[0], id="another")))
    assert found(desk) == ()
    assert found(desk, training=False) == (Line(Trouble.LIST_MISSING, {"campaigns": "another"}),)


def test_several_campaigns_without_a_list_are_told_as_one(desk):
    campaigns = desk.station.look_ups.catalogue.campaigns
    others = tuple(replace(campaigns[0], id=name) for name in ("one", "two", "three"))
    desk.station.look_ups.catalogue = Catalogue((*campaigns, *others))
    assert found(desk, training=False) == (Line(Trouble.LIST_MISSING, {"campaigns": "one, two, three"}),)


def test_a_list_that_is_too_old_is_named(desk, state):
    entry, *others = desk.station.look_ups.lists
    desk.station.look_ups.lists = (replace_list(entry, training=False), *others)
    assert found(desk) == ()
    state.clock.wall += round(8 * DAY * 1000)
    assert found(desk) == (Line(Trouble.LIST_STALE, {"campaigns": entry.campaign}),)


def test_a_list_whose_file_cannot_be_read_is_named_by_its_file(desk):
    entry, *others = desk.station.look_ups.lists
    desk.station.look_ups.lists = tuple(others)
    told = Line(Trouble.LIST_UNREADABLE, {"campaign": entry.campaign, "version": entry.version})
    assert found(desk) == found(desk, training=False) == (told,)
    desk.station.look_ups.lists = (entry, *others)
    assert found(desk) == ()


def test_a_list_that_lacks_rows_is_named(desk):
    entry, *others = desk.station.look_ups.lists
    desk.station.look_ups.lists = (replace_list(entry, version="2-part"), *others)
    assert found(desk) == (Line(Trouble.LIST_PARTIAL, {"campaigns": entry.campaign}),)


def replace_list(entry, **changes):
    """Give a list in force with other properties."""
    names = ("campaign", "version", "training", "since", "max_age_days", "index")
    return type(entry)(**{name: getattr(entry, name) for name in names} | changes)


def test_a_class_of_every_day_without_an_open_container_is_named(desk):
    query = "SELECT code, un_number FROM container WHERE class = 'R' AND holding = 0 AND state = 'open'"
    of_a_kind = [code for code, un in desk.rows(query) if un == UnNumber.UN3480]
    told = Line(Trouble.CONTAINER_MISSING, {"condition": Condition.R, "un_number": UnNumber.UN3480})
    for code in of_a_kind:
        assert told not in found(desk)
        desk.ask(SealContainer(code))
    is_common = UnNumber.UN3480 in {model.un_number for model in desk.site.campaign.models}
    assert (told in found(desk)) is is_common
    desk.ask(OpenContainer(OwnLabel(LabelKind.CONTAINER, 77).code, Condition.R, UnNumber.UN3480))
    assert told not in found(desk)


def test_more_containers_due_than_are_counted_are_said_to_be_more(desk, state, monkeypatch):
    monkeypatch.setattr("intake.troubles._MANY", 0)
    desk.receive()
    state.clock.pass_by(25 * HOUR)
    assert found(desk) == (Line(Trouble.ROUND_DUE, {"count": "0+"}),)


def test_containers_with_something_in_them_are_due_for_a_round(desk, state):
    desk.receive()
    (code,) = desk.row("SELECT container FROM unit")
    state.clock.pass_by(23 * HOUR)
    assert found(desk) == ()
    state.clock.pass_by(2 * HOUR)
    assert found(desk) == (Line(Trouble.ROUND_DUE, {"count": 1}),)
    assert found(desk, settings=Settings(inspection_hours=0.0)) == ()
    desk.ask(InspectContainer(code))
    assert found(desk) == ()
    state.clock.pass_by(25 * HOUR)
    assert kinds(desk) == [Trouble.ROUND_DUE]


def test_what_a_newer_list_has_put_into_the_wrong_container_is_named_until_it_is_moved(site, open_desk):
    desk = open_desk(site)
    serials = site.unnamed(), site.unnamed()
    for serial in serials:
        desk.receive(serial)
    newer_list(desk, *serials)
    rejudge(desk)
    bag, container = desk.row("SELECT bag, container FROM unit WHERE serial = ?", serials[0])
    told = {"unit": bag, "container": container}
    fitting = "SELECT code FROM container WHERE class = 'R' AND un_number = ? AND holding = 0 ORDER BY code"
    (un_number,) = desk.row("SELECT un_number FROM unit WHERE bag = ?", bag)
    right = [code for (code,) in desk.rows(fitting, un_number)]
    (line,) = [line for line in found(desk) if line.message is Trouble.MOVE_WANTED]
    assert (line.params | {"to": ""}, line.params["to"] in right) == (told | {"to": ""}, True)
    for code in right:
        desk.ask(SealContainer(code))
    assert Line(Trouble.MOVE_TO_CLASS, told) in found(desk)
    assert Trouble.MOVE_WANTED not in kinds(desk)
    for moved, un_number in desk.rows("SELECT bag, un_number FROM unit"):
        new = site.container()
        desk.ask(OpenContainer(new, Condition.R, UnNumber(un_number)))
        desk.ask(MoveUnit(moved, new, site.lead, TRAINING_PIN), by=site.lead)
    assert Trouble.MOVE_WANTED not in kinds(desk)
