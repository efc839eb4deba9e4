"""The lead's form: no wish without badge, PIN and all rows; only what it waits for is taken."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.condition import Observation
from intake.correction import UndoReason
from intake.disposition import EmergencyOutcome, IncidentKind
from intake.own_label import LabelKind, OwnLabel
from intake.request import CloseEmergency, MoveUnit, UndoAct
from tui.lead_form import Field, LeadForm, Stage, What

BADGE = OwnLabel(LabelKind.BADGE, 2).code
BAG, CAGE, BOX = (OwnLabel(kind, 1).code for kind in (LabelKind.BAG, LabelKind.CAGE, LabelKind.CONTAINER))
PARCEL = OwnLabel(LabelKind.PARCEL, 1).code
ACT = ("event", "UnitIdentified")
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
        assert wish.act == ACT[0]


@pytest.mark.parametrize("form", FORMS, ids=["emergency", "an act", "no act"])
@given(acts=ACTS, text=TEXTS, by_hand=st.booleans())
def test_what_changes_nothing_is_the_stations(
    form: LeadForm, acts: list[Any], text: str, by_hand: bool
) -> None:
    """A text is taken exactly when it fills something in: none is swallowed, none counts twice."""
    form = after(form, acts)
    assert form.takes(text, by_hand=by_hand) is (form.fill(text, by_hand=by_hand) != form)


@given(text=st.text(min_size=1, max_size=30))
def test_a_scanned_text_is_never_the_pin(text: str) -> None:
    """Whatever it says."""
    form = LeadForm(emergency=True).fill(BADGE)
    assert not form.takes(text)
    assert form.fill(text, by_hand=True).pin == text


@given(text=st.text(max_size=30))
def test_only_a_badge_is_a_badge(text: str) -> None:
    """Or its number; Unicode has digits that are none here."""
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
    form = to(to(form, Field.INJURED, "2"), Field.FIRE_SERVICE, "yes")
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
    assert not form.takes(BAG)
    on_thing = form.move(-1)
    assert on_thing.row == len(form.fields)
    assert on_thing.change(-1).things == ()
    assert on_thing.change(-1).row == len(form.fields) - 1


@pytest.mark.parametrize("text", [CAGE, "RI-C-K2", "ATEST1263K00FVU8", BADGE])
def test_other_scans_are_the_stations(text: str) -> None:
    """Also while the card is open."""
    assert not any(signed(form).takes(text) for form in FORMS)


def test_an_act_is_undone_with_its_reason() -> None:
    form = to(signed(LeadForm(emergency=False, act=ACT)), Field.REASON, UndoReason.WRONG_UNIT)
    assert form.wish() == UndoAct(BADGE, PIN, UndoReason.WRONG_UNIT, ACT[0])


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
