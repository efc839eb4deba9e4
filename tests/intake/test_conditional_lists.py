"""Lists that name units on a condition, at a real station: the card and the supervisor give the answer."""

from __future__ import annotations

from typing import Any

import pytest

from intake.affected import AffectedList, AffectedRow, KeyRange, NamedBy, Shape
from intake.disposition import EmergencyOutcome
from intake.explaining import explain
from intake.founding import TRAINING_PIN
from intake.hold import HoldDecision, HoldKind
from intake.message import Message
from intake.receipt import Step
from intake.reference import publish
from intake.request import ActivateList, CloseEmergency, ResolveHold
from intake.verdict import Reason, Told
from intake.verify import verify
from tests.intake import lists
from tests.intake.conftest import Desk, kinds
from tests.intake.rejudging.newer import newer_list, rejudge

EVERY = (KeyRange(Shape(), "", ""),)


@pytest.fixture
def state(site):
    """A campaign of the test's own: no list that ships may name its serials."""
    return site


def in_force(desk, *rows: AffectedRow, version: str = "conditions") -> None:
    """Put a list with these rows in force."""
    campaign = desk.site.campaign.id
    publish(AffectedList(campaign, version, True, "2031-05-06", rows), desk.site.folder / "reference")
    assert desk.ask(ActivateList(campaign, version)).answer.message is Message.LIST_ACTIVATED


def every_unit(model, *colours: str) -> AffectedRow:
    """Give a row that names every unit of a model."""
    return AffectedRow(2, model.name, tuple(sorted(colours)), (), NamedBy.ALL_UNITS, EVERY)


def sold(site, serial: str, *channels: str) -> AffectedRow:
    """Give a row that names a serial if it was sold in one of these ways."""
    keys = (KeyRange(Shape.whole(len(serial)), serial, serial),)
    return AffectedRow(2, plain(site).name, (), channels, NamedBy.EXACT, keys)


def plain(site):
    """Give a model whose replacement has one colour."""
    return next(model for model in site.campaign.models if model.remedy.colour is None)


def coloured(site):
    """Give a model whose replacement has the unit's colour."""
    return next(model for model in site.campaign.models if model.remedy.colour is not None)


def held(desk: Desk) -> list[tuple[Any, ...]]:
    """Give the open holds, oldest first."""
    return desk.rows("SELECT reason, detail FROM hold WHERE resolved_at IS NULL ORDER BY rowid")


def resolve(desk: Desk, **said: str) -> Message:
    """Release the one open hold."""
    ((hold,),) = desk.rows("SELECT hold FROM hold WHERE resolved_at IS NULL")
    wish = ResolveHold(desk.site.supervisor, TRAINING_PIN, hold, HoldDecision.RELEASE, **said)
    return desk.ask(wish).answer.message


def away(desk) -> None:
    """Put the unit away and close its parcel."""
    desk.until(Step.PARCEL_OPEN)
    desk.scan("RI-C-CLOSE")


def sound(desk) -> None:
    """Check that kept views equal rebuilt ones, and that a restart changes nothing."""
    assert verify(desk.site.folder).faults == ()
    desk.restart()


def test_every_unit_of_a_model_is_affected_by_its_card(desk, state):
    in_force(desk, every_unit(plain(state)))
    desk.open_parcel()
    serial = state.unnamed()
    assert desk.scan(serial).answer.message is Message.UNIT_MODEL_DECIDES
    desk.restart()
    assert desk.scan(f"RI-C-MODEL-{plain(state).name}").answer.message is Message.UNIT_AFFECTED
    away(desk)
    row = desk.row("SELECT verdict, campaign, model, condition FROM unit")
    assert row == ("AFFECTED", state.campaign.id, plain(state).name, "R")
    assert desk.row("SELECT serial, state FROM replacement") == (serial, "queued")
    assert held(desk) == []
    sound(desk)


def of_no_known_model(desk) -> None:
    """Receive a unit for which no card of a model was found."""
    desk.open_parcel()
    desk.scan(desk.site.unnamed())
    desk.scan("RI-C-MODEL-UN3480")
    away(desk)


def test_one_of_no_known_model_waits_until_a_supervisor_says_its_model(desk, state):
    in_force(desk, every_unit(plain(state)))
    of_no_known_model(desk)
    assert desk.row("SELECT verdict, condition FROM unit") == ("UNCERTAIN", "R")
    assert held(desk) == [(HoldKind.UNCERTAIN_SERIAL, "model_unknown")]
    for said in ({}, {"reference": "letter 12"}, {"model": "UN3481"}):
        assert resolve(desk, **said) is Message.HOLD_NEEDS_ANSWER
    assert resolve(desk, model="UN3480", reference="letter 12") is Message.HOLD_NEEDS_ANSWER
    assert resolve(desk, model=coloured(state).name) is Message.HOLD_NEEDS_MAKER
    assert resolve(desk, model=plain(state).name) is Message.HOLD_RELEASED_REPLACEMENT
    assert desk.row("SELECT verdict, model FROM unit") == ("AFFECTED", plain(state).name)
    sound(desk)


def test_newer_lists_raise_and_end_the_doubt_about_one_of_no_known_model(desk, state):
    serial = state.unnamed()
    in_force(desk, sold(state, serial, "shop"))
    of_no_known_model(desk)
    row = "SELECT verdict, condition, holds FROM unit"
    assert desk.row(row) == ("NOT_AFFECTED", "N", "[]")
    in_force(desk, every_unit(plain(state)), version="conditions-2")
    rejudge(desk)
    assert desk.row(row) == ("UNCERTAIN", "R", '["UNCERTAIN_SERIAL"]')
    assert held(desk) == [(HoldKind.UNCERTAIN_SERIAL, "model_unknown")]
    in_force(desk, sold(state, serial, "shop"), version="conditions-3")
    rejudge(desk)
    assert desk.row(row) == ("NOT_AFFECTED", "R", "[]")
    sound(desk)


def test_every_unit_of_a_model_is_affected_whatever_its_serial(desk, state):
    """The serial has the form of another campaign's only; the card says what the unit is."""
    in_force(desk, every_unit(plain(state)))
    serial = "AYYYYYYYYYYYYYYY"
    fitting = {one.id for one in desk.station.look_ups.catalogue.campaigns if one.serial.matches(serial)}
    assert fitting
    assert state.campaign.id not in fitting
    desk.open_parcel()
    desk.scan(serial)
    desk.scan("RI-C-INTACT")
    assert desk.scan(f"RI-C-MODEL-{plain(state).name}").answer.message is Message.UNIT_AFFECTED
    away(desk)
    row = desk.row("SELECT verdict, campaign, model, condition FROM unit")
    assert row == ("AFFECTED", state.campaign.id, plain(state).name, "R")
    sound(desk)


def test_a_unit_of_another_model_costs_no_further_scan(desk, state):
    in_force(desk, every_unit(plain(state)))
    desk.open_parcel()
    desk.scan(state.unnamed())
    assert desk.scan(f"RI-C-MODEL-{coloured(state).name}").answer.message is Message.UNIT_NOT_AFFECTED
    assert desk.station.step is Step.CONDITION
    away(desk)
    assert desk.row("SELECT verdict, model, condition FROM unit") == (
        "NOT_AFFECTED",
        coloured(state).name,
        "N",
    )
    sound(desk)


def test_a_colour_the_list_does_not_name_is_not_affected(desk, state):
    model = coloured(state)
    first, second, *_ = (colour.name for colour in model.colours)
    third = model.colours[2].name
    in_force(desk, every_unit(model, first, second))
    desk.open_parcel()
    desk.scan(state.unnamed())
    assert desk.scan(f"RI-C-MODEL-{model.name}").answer.message is Message.UNIT_COLOUR_DECIDES
    desk.scan(f"RI-C-COLOUR-{third.upper()}")
    away(desk)
    assert desk.row("SELECT verdict, colour FROM unit") == ("NOT_AFFECTED", third)
    sound(desk)


def test_a_colour_asked_for_the_replacement_never_clears_the_unit(desk, state):
    """Two rows name one serial, in one colour each: it is affected, and the card says a third."""
    model, serial = coloured(state), state.unnamed()
    first, second, third = (colour.name for colour in model.colours)
    keys = lists.row(serial, serial, model.name).keys
    sole = ((2, (first,)), (3, (second,)))
    in_force(desk, *(AffectedRow(line, model.name, name, (), NamedBy.EXACT, keys) for line, name in sole))
    desk.open_parcel()
    assert desk.scan(serial).answer.message is Message.UNIT_AFFECTED
    desk.scan(f"RI-C-COLOUR-{third.upper()}")
    away(desk)
    verdict, reasons, condition = desk.row("SELECT verdict, reasons, condition FROM unit")
    assert (verdict, condition) == ("UNCERTAIN", "R")
    assert reasons.startswith('["colour_excluded"')
    assert (HoldKind.UNCERTAIN_SERIAL, "colour_excluded") in held(desk)
    assert desk.rows("SELECT * FROM replacement") == []
    sound(desk)


def test_the_proof_of_purchase_decides(desk, state):
    serial = state.unnamed()
    in_force(desk, sold(state, serial, "Amazon US"))
    desk.open_parcel()
    assert desk.scan(serial).answer.message is Message.UNIT_UNCERTAIN
    away(desk)
    assert held(desk) == [(HoldKind.UNCERTAIN_SERIAL, "channel_decides")]
    assert resolve(desk) is Message.HOLD_NEEDS_ANSWER
    assert resolve(desk, channel="Amazon US", reference="receipt 7") is Message.HOLD_RELEASED_REPLACEMENT
    assert kinds(state.folder)[-3:] == ["HoldResolved", "SerialCertified", "ReplacementQueued"]
    assert desk.row("SELECT verdict, serial, channel FROM unit") == ("AFFECTED", serial, "Amazon US")
    sound(desk)


@pytest.mark.parametrize(
    ("channel", "verdict"),
    [
        ("Amazon US", "AFFECTED"),
        ("Amazn US", "UNCERTAIN"),
        ("amazon us", "UNCERTAIN"),
        ("other", "NOT_AFFECTED"),
    ],
)
def test_a_channel_that_no_list_names_is_as_if_nothing_were_told(desk, state, channel, verdict):
    serial = state.unnamed()
    in_force(desk, sold(state, serial, "Amazon US"))
    look_ups, wall = desk.station.look_ups, state.clock.wall
    assert look_ups.channels == {"Amazon US"}
    told = Told(plain(state).name, channel=channel)
    judged = look_ups.judge(serial, wall, told)
    assert (judged.verdict, judged.asks_card) == (verdict, False)
    (reason,) = {Reason.CHANNEL_DECIDES, Reason.CHANNEL_EXCLUDED, Reason.EXACT_MATCH}.intersection(
        judged.reasons
    )
    explained = explain(look_ups, serial, judged, wall, told)
    (naming,) = [row for each in explained.lists for row in each.rows if row.row.channels]
    assert (naming.out or naming.open or Reason.EXACT_MATCH) is reason


def test_a_channel_is_said_in_the_words_of_the_list(desk, state):
    """What is misspelt would leave the unit out."""
    serial = state.unnamed()
    in_force(desk, sold(state, serial, "Amazon US"))
    desk.open_parcel()
    desk.scan(serial)
    away(desk)
    assert resolve(desk, channel="Amazn US") is Message.HOLD_CHANNEL_UNKNOWN
    assert desk.row("SELECT verdict FROM unit") == ("UNCERTAIN",)
    assert desk.rows("SELECT * FROM replacement") == []
    sound(desk)


def test_what_only_the_list_leaves_open_ends_by_the_makers_word(desk, state):
    """The maker withholds characters: nobody doubts what the gun has read."""
    serial = state.unnamed()
    row = lists.row(serial, serial, plain(state).name)
    in_force(desk, AffectedRow(2, row.model, (), (), NamedBy.MASKED, row.keys))
    desk.open_parcel()
    desk.scan(serial)
    away(desk)
    assert held(desk) == [(HoldKind.UNCERTAIN_SERIAL, "masked_match")]
    assert resolve(desk) is Message.HOLD_NEEDS_MAKER
    assert resolve(desk, reference="letter 12") is Message.HOLD_RELEASED_REPLACEMENT
    found = desk.row("SELECT verdict, reasons, how FROM unit")
    assert found == ("AFFECTED", '["certified","masked_match","training_list"]', "scanned")
    sound(desk)


@pytest.mark.parametrize("outcome", [EmergencyOutcome.WATER_BATH, EmergencyOutcome.FALSE_ALARM])
def test_a_unit_lost_before_its_card_is_held_for_a_supervisor(desk, state, outcome):
    in_force(desk, every_unit(plain(state)))
    desk.open_parcel()
    desk.scan(state.unnamed())
    desk.scan("RI-C-K2")
    desk.ask(CloseEmergency(state.lead, TRAINING_PIN, outcome))
    is_lost = outcome is EmergencyOutcome.WATER_BATH
    expected = [("EVIDENCE", outcome), ("UNCERTAIN_SERIAL", "model_decides")]
    assert held(desk) == (expected if is_lost else [])
    assert desk.station.step is (Step.PARCEL_OPEN if is_lost else Step.UNIT)
    sound(desk)


@pytest.mark.parametrize("version", ["grown", "other"])
def test_a_list_that_grows_to_every_unit_of_a_model_still_names_those_it_named(desk, version):
    """Its model an older list has said, and no card was asked for; of another model that says nothing."""
    serial, model = desk.site.affected(), plain(desk.site)
    newer_list(desk, serial, model=model.name)
    desk.receive(serial)
    grown = model if version == "grown" else coloured(desk.site)
    in_force(desk, every_unit(grown))
    rejudge(desk)
    judged = desk.row("SELECT verdict, model, holds FROM unit WHERE serial = ?", serial)
    if version == "grown":
        assert judged == ("AFFECTED", model.name, "[]")
    else:
        assert judged == ("UNCERTAIN", model.name, '["UNCERTAIN_SERIAL"]')
    sound(desk)
