"""The lead's form: no wish without badge, PIN and all rows; only what it waits for is taken."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.acts import Told
from intake.condition import Observation
from intake.correction import UndoReason
from intake.disposition import EmergencyOutcome, IncidentKind
from intake.own_label import LabelKind, OwnLabel
from intake.request import CloseEmergency, MoveUnit, UndoAct
from tui.lead_form import SHORTEST_CODE, Claim, Field, LeadForm, Stage, What

BADGE = OwnLabel(LabelKind.BADGE, 2).code
BAG, CAGE, BOX = (OwnLabel(kind, 1).code for kind in (LabelKind.BAG, LabelKind.CAGE, LabelKind.CONTAINER))
PARCEL = OwnLabel(LabelKind.PARCEL, 1).code
ACT = Told("event", "UnitIdentified", "ATEST1263K00FVU8")
PIN = "0000"

TEXTS = st.sampled_from(
    [BADGE, "2", "99999", BAG, PARCEL, BOX, CAGE, PIN, "", "RI-C-YES", "ATEST1263K00FVU8", "RI-O-0002-Z"]
)
ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("fill"), TEXTS, st.booleans()),
        st.tuples(st.sampled_from(["move", "change"]), st.sampled_from([-1, 1]), st.none()),
        st.tuples(st.just("refused"), st.none(), st.none()),
    ),
    max_size=40,
)
FORMS = [LeadForm(emergency=True), LeadForm(emergency=False, act=ACT), LeadForm(emergency=False)]


def after(form: LeadForm, acts: list[Any]) -> LeadForm:
    for name, value, by_hand in acts:
        match name:
            case "fill":
                form = form.fill(value, by_hand=by_hand)
            case "refused":
                form = form.refused()
            case _:
                form = getattr(form, name)(value)
    return form


def signed(form: LeadForm) -> LeadForm:
    return form.fill(BADGE).fill(PIN, by_hand=True)


def to(form: LeadForm, field: Field, value: str) -> LeadForm:
    """Choose a value by arrows, as a lead does."""
    while form.row != form.fields.index(field):
        form = form.move(1)
    while form.value(field) != value:
        form = form.change(1)
    return form


@pytest.mark.parametrize("form", FORMS, ids=["emergency", "an act", "no act"])
@given(acts=ACTS)
def test_there_is_no_wish_without_badge_pin_and_every_row(form: LeadForm, acts: list[Any]) -> None:
    """Whatever was scanned, typed and chosen; and the bar always stands on a row."""
    form = after(form, acts)
    wish = form.wish()
    assert 0 <= form.row < len(form.fields) + len(form.things)
    if wish is None:
        return
    assert wish.lead.startswith("RI-O-")
    assert wish.pin
    assert isinstance(wish, CloseEmergency) is form.emergency
    if isinstance(wish, MoveUnit):
        assert wish.unit
        assert wish.container
    if isinstance(wish, UndoAct):
        assert wish.act == ACT.event


@pytest.mark.parametrize("form", FORMS, ids=["emergency", "an act", "no act"])
@given(acts=ACTS, text=TEXTS, typed=st.booleans(), by_hand=st.booleans())
def test_a_text_is_the_forms_exactly_when_it_fills_something_in(
    form: LeadForm, acts: list[Any], text: str, typed: bool, by_hand: bool
) -> None:
    """None is swallowed, none counts twice; a device's other scans are all the station's."""
    form = after(form, acts)
    claim = form.claim(text, typed=typed, by_hand=by_hand)
    assert (claim is Claim.FORM) is (form.fill(text, typed=typed, by_hand=by_hand) != form)
    assert typed or claim is not Claim.NOBODY


@given(text=st.text(min_size=1, max_size=30))
def test_a_scanned_text_is_never_the_pin(text: str) -> None:
    """Whatever it says, from a device or from a keyboard gun; a person's typing is."""
    form = LeadForm(emergency=True).fill(BADGE)
    assert form.fill(text, typed=False) == form
    assert len(text) < SHORTEST_CODE or form.fill(text) == form
    assert form.fill(text, by_hand=True).pin == text


@given(pin=st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=30), by_hand=st.booleans())
def test_what_may_be_a_pin_never_becomes_a_scan(pin: str, by_hand: bool) -> None:
    """However fast it is typed, while the PIN is asked for; by hand at no stage."""
    asked = LeadForm(emergency=True).fill(BADGE)
    assert asked.claim(pin, typed=True, by_hand=by_hand) is not Claim.STATION
    for form in (LeadForm(emergency=True), signed(asked)):
        assert form.claim(pin, typed=True, by_hand=True) is not Claim.STATION


@pytest.mark.parametrize("label", ["RI-C-K2", CAGE])
def test_a_label_of_ours_reaches_the_station_at_every_stage(label: str) -> None:
    """An alarm waits for no form."""
    for form in (LeadForm(emergency=False), LeadForm(emergency=False).fill(BADGE), signed(FORMS[1])):
        for by_hand in (True, False):
            assert form.claim(label, typed=True, by_hand=by_hand) is Claim.STATION
        assert form.claim(label, typed=False) is Claim.STATION


def test_a_unit_for_the_fire_service_says_that_it_came() -> None:
    form = to(signed(LeadForm(emergency=True)), Field.OUTCOME, EmergencyOutcome.FIRE_SERVICE)
    assert form.value(Field.FIRE_SERVICE) == "yes"
    assert form.wish().fire_service  # type: ignore[union-attr]


@given(text=st.text(max_size=30))
def test_only_a_badge_is_a_badge(text: str) -> None:
    """Or its number; Unicode has digits that are none here."""
    assert not LeadForm(emergency=True).fill(text, typed=False).badge
    badge = LeadForm(emergency=True).fill(text, by_hand=True).badge
    assert bool(badge) == (text.isascii() and text.isdigit() and len(text) <= 4)


@pytest.mark.parametrize("text", [BADGE, BADGE.lower(), "2", "0002"])
def test_a_badge_is_scanned_or_its_number_typed(text: str) -> None:
    form = LeadForm(emergency=True).fill(text, by_hand=True)
    assert (form.badge, form.stage) == (BADGE, Stage.PIN)


def test_an_emergency_is_ended_with_what_was_chosen_and_scanned() -> None:
    """Things named by their labels, each with how it ended; a container is watched."""
    form = signed(LeadForm(emergency=True))
    form = to(form, Field.OUTCOME, EmergencyOutcome.FIRE_SERVICE)
    form = to(form, Field.KIND, IncidentKind.SMOKE)
    form = to(form, Field.INJURED, "2")
    form = to(form, Field.ELSEWHERE, "yes").fill(BAG).fill(PARCEL).fill(BOX)
    form = form.move(1).change(1)
    assert form.wish() == CloseEmergency(
        BADGE,
        PIN,
        EmergencyOutcome.FIRE_SERVICE,
        IncidentKind.SMOKE,
        2,
        fire_service=True,
        units={BAG: EmergencyOutcome.OUTDOOR_OBSERVATION},
        parcels={PARCEL: EmergencyOutcome.WATER_BATH},
        elsewhere=True,
        suspects=(BOX,),
    )


def test_a_thing_is_named_once_and_can_be_taken_out_again() -> None:
    """A second scan of its label is the station's."""
    form = signed(LeadForm(emergency=True)).fill(BAG)
    assert form.claim(BAG, typed=False) is Claim.STATION
    on_thing = form.move(-1)
    assert on_thing.row == len(form.fields)
    assert on_thing.change(-1).things == ()
    assert on_thing.change(-1).row == len(form.fields) - 1


@pytest.mark.parametrize("text", [CAGE, "RI-C-K2", "ATEST1263K00FVU8", BADGE])
def test_other_scans_are_the_stations(text: str) -> None:
    """Also while the card is open."""
    assert all(signed(form).claim(text, typed=False) is Claim.STATION for form in FORMS)


def test_an_act_is_undone_with_its_reason() -> None:
    form = to(signed(LeadForm(emergency=False, act=ACT)), Field.REASON, UndoReason.WRONG_UNIT)
    assert form.wish() == UndoAct(BADGE, PIN, UndoReason.WRONG_UNIT, ACT.event)


def test_without_an_act_there_is_nothing_to_undo() -> None:
    assert signed(LeadForm(emergency=False)).wish() is None


def test_a_unit_is_moved_once_bag_and_container_are_scanned() -> None:
    """Either may come first; what was seen goes with it."""
    form = to(signed(LeadForm(emergency=False, act=ACT)), Field.WHAT, What.MOVE)
    assert form.wish() is None
    assert form.fill(BAG).wish() is None
    assert form.fill(BOX).fill(BAG).wish() == MoveUnit(BAG, BOX, BADGE, PIN, None)
    seen = to(form.fill(BAG).fill(BOX), Field.SEEN, Observation.K1)
    assert seen.wish() == MoveUnit(BAG, BOX, BADGE, PIN, Observation.K1)


def test_after_a_refusal_the_pin_is_asked_again_and_what_was_chosen_stays() -> None:
    form = to(signed(LeadForm(emergency=False, act=ACT)), Field.WHAT, What.MOVE).fill(BAG).fill(BOX)
    again = form.refused()
    assert (again.stage, again.wish()) == (Stage.PIN, None)
    assert again.fill(PIN, by_hand=True).wish() == form.wish()
