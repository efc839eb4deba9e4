"""Resolving holds at a real station: units, containers, replacements and the undo, as the tables tell."""

from __future__ import annotations

import shutil
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from intake.affected import AffectedList, AffectedRow, KeyRange, NamedBy, Shape
from intake.correction import UndoReason
from intake.expected import ExpectedRow
from intake.founding import TRAINING_PIN
from intake.hold import HoldDecision, HoldKind
from intake.journal import events_of_parcel
from intake.near import look_alikes
from intake.outcome import Message
from intake.own_label import LabelKind, OwnLabel
from intake.receipt import Known, Step, fold_parcel
from intake.receipt.anew import is_new
from intake.receipt.placing import is_owed_the_same
from intake.reference import publish
from intake.rejudging import judged_again, units_of
from intake.request import (
    ActivateList,
    HandOverContainer,
    LoadContainer,
    OpenReview,
    ResolveHold,
    SealContainer,
    UndoAct,
)
from intake.scan import Severity
from intake.settings import Settings
from intake.troubles import Trouble
from intake.verdict import Reason, Verdict
from intake.verify import verify
from tests.intake import lists
from tests.intake.conftest import Desk, edit, everything_in, kinds

RELEASE, DENY = HoldDecision.RELEASE, HoldDecision.DENY
SAFETY = OwnLabel(LabelKind.BADGE, 4).code


def resolve(desk, hold, decision=RELEASE, lead=None, pin=TRAINING_PIN, **named) -> Any:
    """Decide as the supervisor; the answer."""
    return desk.ask(ResolveHold(lead or desk.site.supervisor, pin, hold, decision, **named)).answer


def holds(desk, kind=None):
    """Name the open holds, oldest first."""
    found = desk.rows("SELECT hold, reason FROM hold WHERE resolved_at IS NULL ORDER BY rowid")
    return [hold for hold, reason in found if kind in {None, reason}]


def nameless(desk):
    """Take in a whole parcel with a unit nobody could read, of a model that is owed one item."""
    desk.open_parcel()
    desk.scan("RI-C-UNREADABLE")
    desk.until(Step.PARCEL_OPEN)
    desk.scan("RI-C-CLOSE")


def owed_serial(site):
    """Give an affected serial of the model the first card names, so that no colour has to be asked."""
    first = site.campaign.models[0].name
    return next(lists.bounds(each)[0] for each in site.listing.rows if each.model == first)


def states(desk):
    """Give each replacement's key and state."""
    return desk.rows("SELECT serial, state, holds FROM replacement ORDER BY rowid")


def sound(desk):
    """Check that kept views equal rebuilt ones, and that a restart changes nothing."""
    assert verify(desk.site.folder).faults == ()
    desk.restart()


def test_an_unreadable_unit_gets_its_replacement_once_it_has_a_serial(desk, state):
    nameless(desk)
    (hold,) = holds(desk)
    serial = owed_serial(state)
    assert resolve(desk, hold).message is Message.HOLD_NEEDS_SERIAL
    assert resolve(desk, hold, serial="X").message is Message.HOLD_SERIAL_INVALID
    answer = resolve(desk, hold, serial=f"sn: {serial.lower()}", reference="photo 7", note="bottom edge")
    assert (answer.message, answer.severity) == (Message.HOLD_RELEASED_REPLACEMENT, Severity.OK)
    assert kinds(state.folder)[-3:] == ["HoldResolved", "SerialCertified", "ReplacementQueued"]
    assert desk.row("SELECT serial, verdict, how, holds FROM unit") == (serial, "AFFECTED", "certified", "[]")
    assert states(desk) == [(serial, "queued", "[]")]
    row = desk.row("SELECT decision, resolved_by, reference, note, resolved_at IS NOT NULL FROM hold")
    assert row == ("release", state.supervisor, "photo 7", "bottom edge", 1)
    assert resolve(desk, hold, serial=serial).message is Message.HOLD_RESOLVED_BEFORE
    sound(desk)


def test_a_certified_serial_received_before_is_a_duplicate(desk, state):
    serial = owed_serial(state)
    desk.receive(serial)
    nameless(desk)
    (hold,) = holds(desk)
    assert resolve(desk, hold, serial=serial).message is Message.HOLD_RELEASED_OTHERS
    (duplicate,) = holds(desk, HoldKind.DUPLICATE)
    answer = resolve(desk, duplicate)
    assert (answer.message, answer.params["serial"]) == (Message.HOLD_KEY_TAKEN, serial)
    assert answer.params["parcel"] == desk.rows("SELECT label FROM parcel ORDER BY rowid")[0][0]
    assert resolve(desk, duplicate, DENY).message is Message.HOLD_DENIED
    assert states(desk) == [(serial, "queued", "[]")]
    sound(desk)


def test_a_unit_certified_before_makes_the_next_a_duplicate(desk, state):
    nameless(desk)
    serial = owed_serial(state)
    resolve(desk, holds(desk)[0], serial=serial)
    desk.open_parcel()
    assert desk.scan(serial).answer.message is Message.UNIT_DUPLICATE
    desk.until(Step.PARCEL_OPEN)
    assert len(states(desk)) == 1
    sound(desk)


def test_a_held_replacement_is_queued_by_the_release_and_denied_by_the_denial(desk, state):
    """An orphan's replacement stands in the table and waits."""
    desk.ask(state.expect(ExpectedRow("KIT-0", "C-1", None, None, None, 1)))
    serials = [owed_serial(state), state.unnamed()]
    for serial in serials:
        desk.receive(serial)
    (first, _) = holds(desk, HoldKind.ORPHAN)
    assert states(desk) == [(serials[0], "held", '["ORPHAN"]')]
    assert resolve(desk, first).message is Message.HOLD_RELEASED_REPLACEMENT
    assert states(desk) == [(serials[0], "queued", "[]")]
    sound(desk)


def test_a_denied_replacement_stays_denied(desk, state):
    desk.ask(state.expect(ExpectedRow("KIT-0", "C-1", None, None, None, 1)))
    serial = owed_serial(state)
    desk.receive(serial)
    assert resolve(desk, holds(desk)[0], DENY).message is Message.HOLD_DENIED
    assert states(desk) == [(serial, "denied", "[]")]
    sound(desk)


def test_while_its_parcel_is_open_its_holds_are_the_operators(desk, state):
    label = desk.open_parcel()
    desk.scan("RI-C-UNREADABLE")
    desk.until(Step.PARCEL_OPEN)
    answer = resolve(desk, holds(desk)[0], DENY)
    assert (answer.message, answer.params) == (Message.HOLD_PARCEL_OPEN, {"parcel": label})
    assert desk.station.step is Step.PARCEL_OPEN


def test_no_twin_is_released_while_the_other_lies_on_the_table(desk, state):
    """The one on the table may still be put away, and would then have its own replacement queued."""
    serial = owed_serial(state)
    nameless(desk)
    desk.open_parcel()
    desk.scan(serial)
    assert resolve(desk, holds(desk)[0], serial=serial).message is Message.HOLD_RELEASED_OTHERS
    (duplicate,) = holds(desk, HoldKind.DUPLICATE)
    assert resolve(desk, duplicate).message is Message.HOLD_PARCEL_OPEN
    desk.until(Step.PARCEL_OPEN)
    desk.scan("RI-C-CLOSE")
    assert resolve(desk, duplicate).message is Message.HOLD_KEY_TAKEN
    sound(desk)


def test_an_unknown_hold_is_refused(desk):
    for hold in ("", "h-1", "'; DROP TABLE event; --"):
        assert resolve(desk, hold).message is Message.HOLD_UNKNOWN


def test_evidence_is_handed_over_once_the_maker_has_released_it(desk, state):
    desk.open_parcel()
    desk.scan(state.affected())
    desk.until(Step.CONDITION)
    for text in ("RI-C-CHECK", *["RI-C-NO"] * 4, "RI-C-YES"):
        desk.scan(text)
    desk.until(Step.PARCEL_OPEN)
    desk.scan("RI-C-CLOSE")
    (evidence,) = holds(desk, HoldKind.EVIDENCE)
    (code,) = desk.row("SELECT container FROM unit")
    desk.ask(SealContainer(code))
    desk.ask(LoadContainer(code))
    hand_over = HandOverContainer(code, "D-1")
    assert resolve(desk, evidence).message is Message.HOLD_NEEDS_REFERENCE
    for reference in ("", "claim refused, letter 12"):
        denied = resolve(desk, evidence, DENY, reference=reference)
        assert denied.message is Message.HOLD_EVIDENCE_STAYS
    assert desk.ask(hand_over).answer.message is Message.CONTAINER_EVIDENCE
    assert resolve(desk, evidence, reference="maker 7").severity is Severity.OK
    assert desk.ask(hand_over).answer.message is Message.CONTAINER_ACCEPTED
    sound(desk)


def test_no_hold_is_resolved_during_an_emergency(desk, state):
    nameless(desk)
    desk.scan("RI-C-K2")
    assert resolve(desk, holds(desk)[0], DENY).message is Message.EMERGENCY_ON


def in_force(desk, version, *rows):
    """Put a list with these rows in force."""
    campaign = desk.site.campaign.id
    rows = tuple(replace(row, line=line) for line, row in enumerate(rows, 2))
    publish(AffectedList(campaign, version, True, "2031-05-06", rows), desk.site.folder / "reference")
    assert desk.ask(ActivateList(campaign, version)).answer.message is Message.LIST_ACTIVATED


def model_of(site, *, is_coloured=False):
    """Give a model whose replacement has one colour, or the unit's."""
    return next(each for each in site.campaign.models if (each.remedy.colour is not None) == is_coloured)


def every_unit(model):
    """Give a row that names every unit of a model."""
    return AffectedRow(2, model.name, (), (), NamedBy.ALL_UNITS, (KeyRange(Shape(), "", ""),))


def an_orphan(desk, serial, *cards):
    """Take in a unit of a parcel nobody has announced."""
    desk.ask(desk.site.expect(ExpectedRow("481000009996", "C-1", None, None, None, 1)))
    desk.open_parcel()
    desk.scan(serial)
    for card in cards:
        desk.scan(card)
    desk.until(Step.PARCEL_OPEN)
    desk.scan("RI-C-CLOSE")


class TestWordsBesideTheSerial:
    """What a supervisor says of the unit is judged against what is queued, and kept for newer lists."""

    @pytest.fixture
    def state(self, site):
        """A campaign of the test's own: no list that ships may name its serials."""
        return site

    def test_a_model_that_raises_a_doubt_holds_what_is_queued(self, desk, site):
        named, every = model_of(site), model_of(site, is_coloured=True)
        serial = site.unnamed()
        in_force(desk, "1", lists.row(serial, serial, named.name), every_unit(every))
        an_orphan(desk, serial)
        assert states(desk) == [(serial, "held", '["ORPHAN"]')]
        (hold,) = holds(desk)
        assert resolve(desk, hold, model=every.name).message is Message.HOLD_RELEASED_OTHERS
        assert states(desk) == [(serial, "held", '["UNCERTAIN_SERIAL"]')]
        (doubt,) = holds(desk)
        assert resolve(desk, doubt).message is Message.HOLD_NEEDS_MAKER
        assert resolve(desk, doubt, reference="letter 12").message is Message.HOLD_OWED_OTHERWISE
        assert resolve(desk, doubt, model=named.name).message is Message.HOLD_RELEASED_REPLACEMENT
        sound(desk)

    def test_a_colour_that_is_not_the_queued_one_is_refused(self, desk, site):
        model, serial = model_of(site, is_coloured=True), site.unnamed()
        first, second = [each.name for each in model.colours if each.in_scope][:2]
        in_force(desk, "1", lists.row(serial, serial, model.name))
        an_orphan(desk, serial, f"RI-C-COLOUR-{first.upper()}")
        (hold,) = holds(desk)
        answer = resolve(desk, hold, colour=second)
        assert (answer.message, answer.params["colour"]) == (Message.HOLD_OWED_OTHERWISE, first)
        assert desk.row("SELECT colour FROM unit") == (first,)
        assert resolve(desk, hold, colour=first).message is Message.HOLD_RELEASED_REPLACEMENT
        sound(desk)

    def test_the_model_said_counts_for_newer_lists(self, desk, site):
        model, other = model_of(site), model_of(site, is_coloured=True)
        in_force(desk, "1", every_unit(model))
        desk.open_parcel()
        desk.scan("RI-C-UNREADABLE")
        desk.scan(f"RI-C-MODEL-{other.name}")
        desk.until(Step.PARCEL_OPEN)
        desk.scan("RI-C-CLOSE")
        (hold,) = holds(desk)
        answer = resolve(desk, hold, serial=site.unnamed(), model=model.name)
        assert answer.message is Message.HOLD_RELEASED_OTHERS  # the card had said another model
        assert desk.row("SELECT verdict, told_model FROM unit") == ("AFFECTED", model.name)
        (unit,) = units_of(desk.station.journal.connection, desk.row("SELECT parcel FROM parcel")[0])
        in_force(desk, "2", every_unit(model))
        again = judged_again(desk.station.look_ups, *unit, site.clock.wall)
        assert (again.verdict, again.model) == (Verdict.AFFECTED, model.name)
        assert not is_new(unit[0], again)
        sound(desk)

    def test_one_among_the_safe_is_to_be_moved(self, desk, site):
        model, other = model_of(site), model_of(site, is_coloured=True)
        in_force(desk, "1", every_unit(model))
        an_orphan(desk, site.unnamed(), f"RI-C-MODEL-{other.name}")
        (code,) = desk.row("SELECT container FROM unit WHERE condition = 'N' AND verdict = 'NOT_AFFECTED'")
        (hold,) = holds(desk)
        resolve(desk, hold, model=model.name)
        assert desk.row("SELECT condition, verdict FROM unit") == ("R", "AFFECTED")
        assert desk.ask(SealContainer(code)).answer.severity is Severity.REFUSED
        desk.station.look_round()
        troubles = desk.station.standing(0).now.scene.troubles
        assert Trouble.MOVE_WANTED in {line.message for line in troubles}
        sound(desk)

    def test_one_that_left_as_safe_is_an_alarm(self, desk, site):
        model, other = model_of(site), model_of(site, is_coloured=True)
        in_force(desk, "1", every_unit(model))
        an_orphan(desk, site.unnamed(), f"RI-C-MODEL-{other.name}")
        (code,) = desk.row("SELECT container FROM unit")
        for wish in (SealContainer(code), LoadContainer(code), HandOverContainer(code, "D-1", "maker 7")):
            assert desk.ask(wish).answer.severity is Severity.OK
        (hold,) = holds(desk)
        assert resolve(desk, hold, model=model.name).message is Message.HOLD_RELEASED_OTHERS
        assert holds(desk, HoldKind.GONE)
        assert desk.row("SELECT condition, verdict FROM unit") == ("N", "AFFECTED")
        sound(desk)

    def test_a_serial_only_read_nearly_right_stays_in_doubt(self, desk, site):
        """A code without a check character: the supervisor confirms it, and it is compared again."""
        serial, named = nearly(site)
        in_force(desk, "1", lists.row(named, named, model_of(site).name))
        desk.open_parcel()
        desk.scan(f"]A0{serial}")
        desk.until(Step.PARCEL_OPEN)
        desk.scan("RI-C-CLOSE")
        row = "SELECT verdict, json_extract(reasons, '$[0]'), how FROM unit"
        assert desk.row(row) == ("UNCERTAIN", "near_match", "unchecked")
        (hold,) = holds(desk)
        resolve(desk, hold, DENY, serial=serial)
        assert desk.row(row)[:2] == ("UNCERTAIN", "near_match")
        sound(desk)

    def test_a_card_does_not_make_it_safe_either(self, desk, site):
        (serial, named), other = nearly(site), model_of(site, is_coloured=True)
        in_force(desk, "1", every_unit(model_of(site)), lists.row(named, named, model_of(site).name))
        desk.open_parcel()
        assert desk.scan(f"]A0{serial}").answer.message is Message.UNIT_MODEL_DECIDES
        answer = desk.scan(f"RI-C-MODEL-{other.name}").answer
        assert (answer.verdict, answer.reasons[0]) == (Verdict.UNCERTAIN, Reason.NEAR_MATCH)
        sound(desk)


def nearly(site):
    """Give a serial and another that looks like it."""
    while True:
        serial = site.unnamed()
        alike = next(iter(look_alikes(serial, site.campaign.serial)), None)
        if alike is not None:
            return serial, alike


class TestSerialOfManyUnits:
    """A date stamp: the same serial again is another unit, and only claim or supervisor tells them apart."""

    @pytest.fixture
    def state(self, site):
        """A campaign that says so."""
        file = site.folder / "campaigns" / f"{site.campaign.id}.toml"
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace("serial = {", 'serial = {"unique" = false, ', 1), encoding="utf-8")
        return site

    def announced(self, site, count):
        """Give parcels that are announced, with a unit each."""
        labels = [site.parcel() for _ in range(count)]
        return labels, [ExpectedRow(each, f"C-{each}", None, None, None, 1) for each in labels]

    def take_in(self, desk, label, serial):
        desk.scan(label)
        message = desk.scan(serial).answer.message
        desk.until(Step.PARCEL_OPEN)
        desk.scan("RI-C-CLOSE")
        return message

    def test_each_owner_gets_a_replacement(self, desk, site):
        serial = owed_serial(site)
        labels, rows = self.announced(site, 2)
        desk.ask(site.expect(*rows))
        desk.until(Step.IDLE)
        said = {self.take_in(desk, label, serial) for label in labels}
        assert said == {Message.UNIT_AFFECTED}
        assert states(desk) == [(serial, "queued", "[]")] * 2
        sound(desk)

    def test_one_that_no_claim_announces_waits_for_a_supervisor(self, desk, site):
        serial = owed_serial(site)
        labels, rows = self.announced(site, 1)
        desk.ask(site.expect(*rows))
        desk.until(Step.IDLE)
        for label in (*labels, site.parcel()):
            self.take_in(desk, label, serial)
        (orphan,) = holds(desk)
        assert states(desk) == [(serial, "queued", "[]"), (serial, "held", '["ORPHAN"]')]
        assert resolve(desk, orphan).message is Message.HOLD_RELEASED_REPLACEMENT
        sound(desk)

    def test_also_where_nothing_is_expected(self, desk, site):
        serial = owed_serial(site)
        desk.receive(serial)
        nameless(desk)
        assert states(desk) == [(serial, "held", '["ORPHAN"]')]
        (doubt,) = holds(desk, HoldKind.UNCERTAIN_SERIAL)
        answer = resolve(desk, doubt, serial=serial)
        assert answer.message is Message.HOLD_RELEASED_REPLACEMENT
        assert len(states(desk)) == 2
        sound(desk)

    def test_one_on_the_table_bars_no_release(self, desk, site):
        serial = owed_serial(site)
        nameless(desk)
        desk.open_parcel()
        assert desk.scan(serial).answer.message is Message.UNIT_AFFECTED
        (doubt,) = holds(desk)
        assert resolve(desk, doubt, serial=serial).message is Message.HOLD_RELEASED_REPLACEMENT
        desk.until(Step.PARCEL_OPEN)
        assert states(desk) == [(serial, "queued", "[]"), (serial, "held", '["ORPHAN"]')]
        sound(desk)


class TestWho:
    """A supervisor by badge and PIN; who looks is recorded too."""

    def test_only_a_supervisor_resolves(self, desk, state):
        nameless(desk)
        (hold,) = holds(desk)
        for badge in (state.badge, state.lead, SAFETY):
            assert resolve(desk, hold, DENY, badge).message is Message.LEAD_NOT_VERIFIED
        assert resolve(desk, hold, DENY).message is Message.HOLD_DENIED

    def test_wrong_pins_count_and_lock(self, site, open_desk):
        desk = open_desk(site, Settings(pin_attempts=2))
        nameless(desk)
        (hold,) = holds(desk)
        for _ in range(2):
            assert resolve(desk, hold, DENY, pin="48213").message is Message.LEAD_NOT_VERIFIED
        assert resolve(desk, hold, DENY).message is Message.PIN_LOCKED
        assert desk.ask(OpenReview(site.supervisor, TRAINING_PIN)).answer.message is Message.PIN_LOCKED
        assert b"48213" not in everything_in(site.folder)

    def test_leads_supervisors_and_safety_look_and_it_is_recorded(self, desk, state):
        for badge in (state.lead, state.supervisor, SAFETY):
            assert desk.ask(OpenReview(badge, TRAINING_PIN)).answer.message is Message.REVIEW_OPENED
            assert kinds(state.folder)[-1] == "ReviewOpened"
        wish = OpenReview(state.badge, TRAINING_PIN)
        assert desk.ask(wish).answer.message is Message.LEAD_NOT_VERIFIED
        sound(desk)

    def test_a_request_sent_again_decides_once(self, desk, state):
        nameless(desk)
        wish = ResolveHold(state.supervisor, TRAINING_PIN, holds(desk)[0], DENY)
        first, again = desk.ask(wish, "the same"), desk.ask(wish, "the same")
        assert (first.answer, first.events) == (again.answer, again.events)
        assert kinds(state.folder).count("HoldResolved") == 1


class TestUndoing:
    """What a supervisor has decided about is not undone at the desk; all else is, as before."""

    def undo(self, desk):
        desk.scan("RI-C-UNDO")
        return desk.scan("RI-C-REASON-MISTAKE").answer.message

    def test_a_closing_is_undone_and_the_decision_stands(self, desk, state):
        nameless(desk)
        resolve(desk, holds(desk)[0], serial=owed_serial(state))
        assert self.undo(desk) is Message.UNDONE_CLOSED
        assert desk.station.step is Step.PARCEL_OPEN
        assert states(desk) == [(owed_serial(state), "queued", "[]")]
        sound(desk)

    def test_the_unit_itself_is_not_even_by_a_lead(self, desk, state):
        nameless(desk)
        resolve(desk, holds(desk)[0], serial=owed_serial(state))
        self.undo(desk)
        assert desk.scan("RI-C-UNDO").answer.message is Message.UNDO_NOTHING
        wish = UndoAct(state.lead, TRAINING_PIN, UndoReason.MISTAKE)
        assert desk.ask(wish).answer.message is Message.UNDO_NOTHING
        sound(desk)

    def test_a_hold_raised_by_the_closing_keeps_it_closed(self, desk, state):
        """Else a denial would vanish with the hold it was said of."""
        desk.open_parcel()
        desk.scan(state.affected())
        desk.until(Step.PARCEL_OPEN)
        desk.scan("RI-C-SHORT")
        (partial,) = holds(desk, HoldKind.PARTIAL)
        assert resolve(desk, partial, DENY).message is Message.HOLD_DENIED
        assert desk.scan("RI-C-UNDO").answer.message is Message.UNDO_NOTHING
        sound(desk)

    def test_what_the_desk_does_meanwhile_is_undone_as_ever(self, desk, state):
        nameless(desk)
        desk.open_parcel()
        desk.scan("RI-C-CABLE")
        resolve(desk, holds(desk)[0], DENY)
        assert self.undo(desk) is Message.UNDONE_FLAG
        assert self.undo(desk) is Message.UNDONE_PARCEL_OPENED
        assert self.undo(desk) is Message.UNDONE_CLOSED
        assert desk.scan("RI-C-UNDO").answer.message is Message.UNDO_NOTHING
        sound(desk)


ACTS = st.lists(
    st.tuples(
        st.sampled_from(
            ("receive", "again", "nameless", "release", "release", "certify", "tell", "tell", "deny", "undo")
        ),
        st.integers(0, 200),
    ),
    max_size=14,
)


def act(desk, what, pick):
    """Do one thing at the desk or in the review."""
    serials = [owed_serial(desk.site), desk.site.affected(), desk.site.unnamed()]
    known = holds(desk)
    match what:
        case "receive":
            desk.receive(serials[pick % 3])
        case "again":
            desk.receive(serials[0])
        case "nameless":
            nameless(desk)
        case "undo":
            desk.scan("RI-C-UNDO")
            desk.scan("RI-C-REASON-MISTAKE")
            desk.until(Step.IDLE)
        case _ if known:
            hold = known[pick % len(known)]
            decision = DENY if what == "deny" else RELEASE
            serial = serials[pick % 3] if what == "certify" else None
            told = words(desk, pick) if what == "tell" else {"reference": "maker 7"}
            resolve(desk, hold, decision, serial=serial, **told)


def words(desk, pick):
    """Give what a supervisor says of a unit, right or wrong."""
    models = [None, "UN3480", *(each.name for each in desk.site.campaign.models)]
    colours = [None, *(each.name for model in desk.site.campaign.models for each in model.colours)]
    model, colour = models[pick % len(models)], colours[pick // 3 % len(colours)]
    return {"model": model, "colour": colour, "reference": "letter 12" if pick % 5 == 0 else ""}


def conditions(desk):
    """Put a list in force that names some serials, every unit of one model, and others in part only."""
    plain, coloured = model_of(desk.site), model_of(desk.site, is_coloured=True)
    first, second, third = owed_serial(desk.site), desk.site.affected(), desk.site.unnamed()
    masked = lists.row(third, third, plain.name)
    in_force(
        desk,
        "conditions",
        lists.row(first, first, plain.name),
        lists.row(second, second, coloured.name),
        AffectedRow(2, masked.model, (), (), NamedBy.MASKED, masked.keys),
        every_unit(desk.site.campaign.models[-1]),
    )


def served(desk):
    """Give every unit whose replacement goes out."""
    connection = desk.station.journal.connection
    parcels = [
        fold_parcel(events_of_parcel(connection, each)) for (each,) in desk.rows("SELECT parcel FROM parcel")
    ]
    return [unit for parcel in parcels if parcel for unit in parcel.units if unit.is_served]


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(acts=ACTS)
def test_one_replacement_a_key_none_for_a_denied_unit_none_while_a_hold_is_open(templates, tmp_path, acts):
    """And what goes out is what its unit is owed."""
    shutil.rmtree(tmp_path / "state", ignore_errors=True)
    desk = Desk(templates["made"].copy(tmp_path / "state"))
    try:
        conditions(desk)
        known = Known(desk.station.look_ups.catalogue)
        for what, pick in acts:
            act(desk, what, pick)
            assert all(is_owed_the_same(unit, known) for unit in served(desk))
            rows = desk.rows(
                "SELECT r.state, r.holds, EXISTS (SELECT 1 FROM hold AS h WHERE h.unit = r.unit AND "
                "h.decision = 'deny'), EXISTS (SELECT 1 FROM hold AS h WHERE h.unit = r.unit AND "
                "h.resolved_at IS NULL) FROM replacement AS r"
            )
            for state, listed, is_denied, is_held in rows:
                assert state == ("denied" if is_denied else "held" if is_held else "queued")
                assert (listed != "[]") == bool(is_held)
            twice = "SELECT unit FROM replacement GROUP BY unit HAVING count(*) > 1"
            assert desk.rows(twice) == []
        assert verify(desk.site.folder).faults == ()
    finally:
        desk.close()


def test_views_of_an_older_release_are_made_anew(desk, state):
    """Its table of holds knew nothing of decisions."""
    nameless(desk)
    resolve(desk, holds(desk)[0], DENY)
    desk.station.close()
    edit(state.folder, ("ALTER TABLE hold DROP COLUMN note", ()))
    desk.station = Desk(state).station
    assert desk.row("SELECT decision, note FROM hold") == ("deny", "")
    assert verify(state.folder).faults == ()
