"""Stories: everything about one unit in order, undone facts as undone."""

from datetime import date

import pytest

from intake import facts
from intake.correction import UndoReason
from intake.hold import HoldKind
from intake.receipt import Step
from intake.review.query import parse
from intake.review.search import Search
from intake.review.story import StoryError, parcel_story, story
from tests.intake.conftest import edit, stored


def one(connection, text):
    """Find the one unit of a label."""
    (row,) = Search(connection).find(parse(text, date(2027, 1, 15))).rows
    return row


def step_of(told, kind):
    """Give the step that tells a kind of fact, and the fact."""
    return next((step, step.fact) for step in told.steps if isinstance(step.fact, kind))


def test_a_story_has_every_event_of_the_unit_and_its_parcel_in_order(days, connection):
    row = one(connection, days.label)
    told = story(connection, row.unit)
    of_parcel = [event for event in stored(days.folder) if event.parcel == row.parcel]
    assert [step.seq for step in told.steps] == [event.seq for event in of_parcel]
    assert [step.kind for step in told.steps] == [type(step.fact).__name__ for step in told.steps]
    assert (told.unit, told.steps) == (row, parcel_story(connection, row.parcel))


def test_a_story_says_how_the_unit_was_read_and_judged_and_where_it_is(days, connection):
    told = story(connection, one(connection, days.label).unit)
    read, fact = step_of(told, facts.UnitIdentified)
    assert (read.text, read.operator, read.said.verdict) == (days.first, days.badge, "AFFECTED")
    assert told.reasons == tuple(fact.reasons)
    assert (told.how, told.campaign, told.list_version) == (
        "scanned",
        days.campaign.id,
        days.listing.version,
    )
    moved, fact = step_of(told, facts.UnitMoved)
    assert (fact.before, fact.container) == (days.gone, days.moved_to)
    assert (moved.operator, moved.by, moved.text) == (days.lead, days.lead, None)
    assert told.container_state == "open"
    assert told.replacement
    assert told.replacement.serial == days.first
    assert told.holds == ()


def test_a_story_of_a_unit_held_and_handed_over(days, connection):
    told = story(connection, one(connection, days.again).unit)
    (hold,) = told.holds
    assert (hold.reason, hold.label, hold.resolved_at) == (HoldKind.DUPLICATE, days.again, None)
    assert (told.container_state, told.document) == ("accepted", "D-1")
    assert told.replacement is None


def test_the_answer_to_a_label_stands_also_where_it_closed_another_parcel(site, open_desk):
    desk = open_desk(site)
    desk.open_parcel()
    desk.scan(site.affected())
    desk.until(Step.PARCEL_OPEN)
    label = site.parcel()
    desk.scan(label)
    (parcel,) = desk.row("SELECT parcel FROM parcel WHERE label = ?", label)
    opened, *_ = parcel_story(desk.station.journal.connection, parcel)
    assert (opened.kind, opened.leads, opened.text) == ("ParcelOpened", True, label)
    assert opened.said
    assert opened.said.message == "parcel_opened"


def test_each_act_is_led_by_its_first_fact(connection, days):
    steps = story(connection, one(connection, days.label).unit).steps
    for step in steps:
        assert step.leads == (step.said is not None)
    assert [step.leads for step in steps].count(False) > 0


def test_what_was_undone_stands_there_undone(days, connection):
    row = one(connection, days.undone)
    steps = parcel_story(connection, row.parcel)
    undone = {(step.kind, step.undone.operator, step.undone.reason) for step in steps if step.undone}
    assert undone == {("UnitIdentified", days.lead, UndoReason.WRONG_UNIT)}
    kept = story(connection, row.unit).steps
    assert not [step for step in kept if step.undone]
    assert {step.kind for step in kept} >= {"ParcelOpened", "UnitIdentified", "ParcelClosed"}


def test_a_unit_nobody_knows_has_no_story(connection):
    with pytest.raises(StoryError, match="expected a unit"):
        story(connection, "' OR 1=1 --")
    assert parcel_story(connection, "none") == ()


def test_a_fact_of_a_newer_release_has_its_place_in_the_story(site, open_desk):
    desk = open_desk(site)
    desk.receive()
    (unit,) = desk.row("SELECT unit FROM unit")
    desk.close()
    edit(site.folder, ("UPDATE event SET envelope = replace(envelope, 'BagAttached', 'FromTheFuture')", ()))
    steps = story(open_desk(site).station.journal.connection, unit).steps
    assert [step.fact for step in steps if step.kind == "FromTheFuture"] == [None]
