"""A run: every unit ever received is judged by the lists in force, once, and what follows is recorded."""

import pytest
from msgspec.structs import replace

from intake.affected import AffectedList
from intake.condition import Condition
from intake.correction import UndoReason
from intake.expected import ExpectedRow
from intake.founding import TRAINING_PIN
from intake.hold import HoldDecision
from intake.in_force import ListInForce
from intake.judging import judging
from intake.outcome import Message
from intake.receipt import Prompt, Step
from intake.reference import publish
from intake.rejudging import Run
from intake.request import (
    ActivateList,
    EndRejudging,
    HandOverContainer,
    LoadContainer,
    MoveUnit,
    OpenContainer,
    Rejudged,
    RejudgeUnits,
    ResolveHold,
    SealContainer,
    UndoAct,
)
from intake.tasks import due
from intake.troubles import Trouble
from intake.verdict import ListStatus, Reason, Verdict
from intake.verify import verify
from tests.intake.conftest import fold_log, kinds, list_file
from tests.intake.lists import bounds
from tests.intake.rejudging.newer import newer_list, rejudge

GONE = "SELECT hold, detail FROM hold WHERE reason = 'GONE' AND resolved_at IS NULL"


@pytest.fixture
def state(site):
    """A site whose serials one campaign alone may claim: what others say of them is no part of this."""
    return site


def unit(desk, serial):
    return desk.row("SELECT verdict, verdict_before, condition, holds FROM unit WHERE serial = ?", serial)


def sound(desk):
    assert verify(desk.site.folder).faults == ()
    assert fold_log(desk.site.folder) == desk.station.receipt


def queued(desk, serial):
    return desk.rows("SELECT state FROM replacement WHERE serial = ?", serial)


def safe(desk):
    """Take in a unit that no list names; its serial and its container of class N."""
    serial = desk.site.unnamed()
    desk.receive(serial)
    return serial, desk.row("SELECT container FROM unit WHERE serial = ?", serial)[0]


def model_of(desk, serial):
    return desk.row("SELECT model FROM unit WHERE serial = ?", serial)[0]


def hand_over(desk, code, release="maker 7"):
    desk.ask(SealContainer(code))
    desk.ask(LoadContainer(code))
    return desk.ask(HandOverContainer(code, "D-1", release))


def gone_line(desk):
    desk.station.look_round()
    scene = desk.station.standing(0).now.scene
    return next((line for line in scene.troubles if line.message == Trouble.UNIT_GONE), None)


def test_what_a_newer_list_no_longer_names_is_held_and_released_when_named_again(desk, state):
    named = state.affected()
    desk.receive(named)
    newer_list(desk)
    assert unit(desk, named)[:2] == ("AFFECTED", None)
    chunk, end = rejudge(desk)
    assert (chunk.answer.message, chunk.answer.params) == (Message.UNITS_REJUDGED, {"units": 1})
    assert (end.answer.message, end.answer.params) == (Message.REJUDGING_ENDED, {"units": 1, "changed": 1})
    assert unit(desk, named) == ("NOT_AFFECTED", "AFFECTED", "R", '["REJUDGED"]')
    assert queued(desk, named) == [("held",)]
    sound(desk)
    newer_list(desk, version="again", keep=state.listing.rows)
    rejudge(desk)
    assert unit(desk, named) == ("AFFECTED", "NOT_AFFECTED", "R", "[]")
    assert queued(desk, named) == [("queued",)]
    sound(desk)


def test_what_a_newer_list_names_is_recalled_and_its_replacement_queued(desk, state):
    serial, _ = safe(desk)
    model = state.campaign.models[0].name
    newer_list(desk, serial, model=model)
    rejudge(desk)
    verdict, before, condition, holds = unit(desk, serial)
    assert (verdict, before, condition) == ("AFFECTED", "NOT_AFFECTED", "R")
    wants_colour = state.campaign.models[0].remedy.colour is not None
    # Nobody has said its colour: a supervisor does, for otherwise its owner would be forgotten.
    assert holds == ('["EXCLUDED_COLOUR"]' if wants_colour else "[]")
    assert queued(desk, serial) == ([] if wants_colour else [("queued",)])
    sound(desk)


def test_a_run_again_finds_nothing_to_record(desk, state):
    desk.receive()
    newer_list(desk)
    rejudge(desk)
    (end,) = rejudge(desk)
    assert end.answer.params == {"units": 1, "changed": 1}


def test_a_chunk_sent_twice_or_late_changes_nothing(desk, state):
    desk.receive()
    newer_list(desk)
    with judging(state.folder) as look_ups:
        run = Run(look_ups, lambda: state.clock.wall, lambda _: None)
        (chunk,) = run.chunks()
    assert desk.ask(chunk).answer.params == {"units": 1}
    assert desk.ask(chunk).answer.params == {"units": 0}
    newer_list(desk, version="newest")
    assert desk.ask(chunk).answer.message is Message.LISTS_CHANGED
    assert desk.ask(EndRejudging(chunk.lists, 1, 1, chunk.rules)).answer.message is Message.LISTS_CHANGED
    assert kinds(state.folder).count("UnitJudged") == 1
    sound(desk)


def test_a_unit_named_twice_in_a_chunk_is_judged_once(desk, state):
    named = state.affected()
    desk.receive(named)
    newer_list(desk)
    with judging(state.folder) as look_ups:
        (chunk,) = Run(look_ups, lambda: state.clock.wall, lambda _: None).chunks()
    assert desk.ask(RejudgeUnits(chunk.lists, chunk.units * 2, chunk.rules)).answer.params == {"units": 1}
    assert unit(desk, named)[3] == '["REJUDGED"]'
    sound(desk)


def test_it_is_due_from_a_newer_version_on_until_it_has_ended(desk, state):
    connection = desk.station.journal.connection
    assert desk.station.tasks() == ()
    newer_list(desk)
    assert due(connection) == (), "nothing was received before"
    desk.receive(state.unnamed())
    assert due(connection) == ()
    newer_list(desk, version="newest")
    assert due(connection) == ("rejudging",) == desk.station.tasks()
    rejudge(desk)
    assert due(connection) == ()
    desk.ask(ActivateList(state.campaign.id, "newest"))
    assert due(connection) == (), "the same list again is no other one"


def test_other_rows_under_the_same_version_are_another_list(desk, state):
    """The published file was deleted and made anew."""
    serial, _ = safe(desk)
    newer_list(desk)
    (end,) = rejudge(desk)
    list_file(state, version="newer").unlink()
    newer_list(desk, serial, model=model_of(desk, serial))
    assert due(desk.station.journal.connection) == ("rejudging",)
    assert end.answer.message is Message.REJUDGING_ENDED
    rejudge(desk)
    assert unit(desk, serial)[0] == "AFFECTED"
    sound(desk)


def test_what_was_judged_by_the_older_rows_of_a_version_is_refused(desk, state):
    serial, _ = safe(desk)
    newer_list(desk, serial, model=model_of(desk, serial))
    chunks, end = judged(desk)
    list_file(state, version="newer").unlink()
    newer_list(desk)
    assert [desk.ask(wish).answer.message for wish in (*chunks, end)] == [Message.LISTS_CHANGED] * 2
    assert unit(desk, serial)[0] == "NOT_AFFECTED"


def judged(desk):
    """Judge everything anew without recording it: the chunks and the end."""
    with judging(desk.site.folder) as look_ups:
        run = Run(look_ups, lambda: desk.site.clock.moment().wall, lambda _judged: None)
        return list(run.chunks()), run.end()


def test_a_serial_certified_while_a_chunk_waits_is_not_judged_over_by_the_old_one(desk, state):
    desk.open_parcel()
    keyed = state.unnamed()
    desk.key(keyed)
    desk.until(Step.PARCEL_OPEN)
    desk.scan("RI-C-CLOSE")
    model = next(each.name for each in state.campaign.models if each.remedy.colour is None)
    other = next(each.name for each in state.campaign.models if each.name != model)
    newer_list(desk, keyed, keep=state.listing.rows, model=other)
    chunks, end = judged(desk)
    (hold,) = desk.row("SELECT hold FROM hold WHERE resolved_at IS NULL")
    true = next(bounds(row)[0] for row in state.listing.rows if row.model == model)
    desk.ask(ResolveHold(state.supervisor, TRAINING_PIN, hold, HoldDecision.RELEASE, serial=true))
    certified = desk.row("SELECT serial, verdict, reasons, model, holds FROM unit")
    assert certified[:2] == (true, "AFFECTED")
    for wish in (*chunks, end):
        desk.ask(wish)
    assert desk.row("SELECT serial, verdict, reasons, model, holds FROM unit") == certified
    assert judged(desk)[0] == []
    sound(desk)


def test_what_was_judged_by_something_else_than_is_known_now_is_judged_again(desk, state):
    """Of two units one was judged by what is still known."""
    first, second = state.unnamed(), state.unnamed()
    for serial in (first, second):
        desk.receive(serial)
    newer_list(desk, first, second, model=model_of(desk, first))
    (chunk,), _ = judged(desk)
    said, late = chunk.units
    wrong = replace(late, verdict=Verdict.UNCERTAIN, reasons=(Reason.LISTS_DISAGREE,), rests_on="older")
    assert desk.ask(RejudgeUnits(chunk.lists, (said, wrong), chunk.rules)).answer.params == {"units": 2}
    assert [unit(desk, serial)[0] for serial in (first, second)] == ["AFFECTED", "AFFECTED"]
    sound(desk)


def test_a_list_that_grows_old_takes_back_nothing_that_it_said(desk, state, monkeypatch):
    """Its verdicts stay when another campaign's newer list has everything judged anew."""
    monkeypatch.setattr(ListInForce, "status", aged)
    for campaign, version in desk.rows("SELECT campaign, version FROM list_in_force"):
        desk.ask(ActivateList(campaign, version))
    serial, code = safe(desk)
    state.clock.pass_by(8 * 86_400)
    other = next(each for each in desk.station.look_ups.lists if each.campaign != state.campaign.id)
    publish(AffectedList(other.campaign, "newer", True, "2031-05-06", ()), state.folder / "reference")
    desk.ask(ActivateList(other.campaign, "newer"))
    (end,) = rejudge(desk)
    assert end.answer.params == {"units": 1, "changed": 0}
    assert unit(desk, serial) == ("NOT_AFFECTED", None, "N", "[]")
    refused = hand_over(desk, code)
    assert refused.answer.message is Message.CONTAINER_IN_DOUBT
    assert refused.answer.params["reason"] == Reason.STALE_LIST
    desk.ask(ActivateList(state.campaign.id, state.listing.version))
    assert desk.ask(HandOverContainer(code, "D-1", "maker 7")).answer.message is Message.CONTAINER_ACCEPTED


def aged(entry, wall):
    """Give a list's status as in a production folder: a training list never grows old."""
    return ListStatus(entry.campaign, entry.version, stale=wall - entry.since > 7 * 86_400_000)


def test_the_unit_in_hand_is_judged_before_its_container_is_accepted(desk, state):
    desk.open_parcel()
    serial = state.unnamed()
    desk.scan(serial)
    desk.until(Step.CONTAINER)
    safe_container = desk.prompt.params["container"]
    told = newer_list(desk, serial, model=model_of(desk, serial))
    assert told.answer.message is Message.LIST_ACTIVATED_UNIT
    assert told.answer.verdict == "AFFECTED"
    assert desk.scan(safe_container).answer.message is Message.CONTAINER_WRONG_CLASS
    desk.go_on()
    assert unit(desk, serial)[:3] == ("AFFECTED", "NOT_AFFECTED", "R")
    rejudge(desk)
    assert kinds(state.folder).count("UnitJudged") == 1
    sound(desk)


@pytest.mark.parametrize("wants_colour", [False, True])
def test_a_unit_in_hand_whose_model_a_list_names_is_asked_for_no_model_card(desk, state, wants_colour):
    model = next(each for each in state.campaign.models if (each.remedy.colour is not None) is wants_colour)
    desk.open_parcel()
    serial = state.unnamed()
    desk.scan(serial)
    assert desk.prompt.message is Prompt.SCAN_MODEL
    newer_list(desk, serial, model=model.name)
    assert desk.prompt.message is (Prompt.SCAN_COLOUR if wants_colour else Prompt.LOOK_FEEL_SMELL)
    sound(desk)
    desk.restart()
    desk.until(Step.CONTAINER)
    desk.go_on()
    number = desk.row("SELECT un_number, wh, grams FROM unit WHERE serial = ?", serial)
    assert number == (model.un_number, model.wh, model.grams)
    sound(desk)


def test_a_run_by_other_campaigns_or_settings_than_the_desks_is_refused(desk, state, monkeypatch):
    desk.receive(state.affected())
    newer_list(desk)
    for key, value in (("INTAKE_CAMPAIGNS", "us-2025-06-12"), ("INTAKE_LIST_MAX_AGE_DAYS", "1")):
        with monkeypatch.context() as changed:
            changed.setenv(key, value)
            assert {each.answer.message for each in rejudge(desk)} == {Message.RULES_DIFFER}
    assert "UnitJudged" not in kinds(state.folder)
    assert due(desk.station.journal.connection) == ("rejudging",)
    assert rejudge(desk)[0].answer.params == {"units": 1}


def test_other_units_of_the_open_parcel_are_judged_too_and_the_desk_is_told(desk, state):
    desk.open_parcel()
    named = state.affected()
    desk.scan(named)
    desk.until(Step.PARCEL_OPEN)
    assert newer_list(desk).answer.message is Message.LIST_ACTIVATED_PARCEL
    assert unit(desk, named)[3] == '["REJUDGED"]'
    sound(desk)
    desk.restart()
    sound(desk)


def test_undoing_the_condition_after_it_was_raised_asks_for_the_condition_again(desk, state):
    desk.open_parcel()
    serial = state.unnamed()
    desk.scan(serial)
    desk.until(Step.BAG)
    newer_list(desk, serial, model=model_of(desk, serial))
    assert desk.scan("RI-C-UNDO").answer.message is Message.UNDO_ASKED
    desk.scan(f"RI-C-REASON-{UndoReason.WRONG_PLACE.card}")
    assert desk.station.step is Step.CONDITION
    desk.scan("RI-C-INTACT")
    assert desk.station.receipt.unit.condition is Condition.R
    sound(desk)


def test_a_unit_in_a_container_of_class_n_bars_it_until_it_is_moved_out(desk, state):
    serial, code = safe(desk)
    assert desk.ask(SealContainer(code)).answer.message is Message.CONTAINER_SEALED
    newer_list(desk, serial, model=model_of(desk, serial))
    desk.ask(LoadContainer(code))
    refused = desk.ask(HandOverContainer(code, "D-1", "maker 7"))
    assert refused.answer.message is Message.CONTAINER_BEING_JUDGED
    rejudge(desk)
    refused = desk.ask(HandOverContainer(code, "D-1", "maker 7"))
    assert refused.answer.message is Message.CONTAINER_NO_LONGER_SAFE
    number = desk.row("SELECT un_number FROM unit WHERE serial = ?", serial)[0]
    other = state.container()
    desk.ask(OpenContainer(other, Condition.R, number))
    moved = desk.ask(MoveUnit(serial, other, state.lead, TRAINING_PIN))
    assert moved.answer.message is Message.MOVED
    assert desk.ask(HandOverContainer(code, "D-1", "maker 7")).answer.message is Message.CONTAINER_ACCEPTED
    sound(desk)


def test_a_container_still_open_is_not_sealed_with_it(desk, state):
    serial, code = safe(desk)
    newer_list(desk, serial, model=model_of(desk, serial))
    rejudge(desk)
    assert desk.ask(SealContainer(code)).answer.message is Message.CONTAINER_HOLDS_WRONG_UNIT


def test_class_n_leaves_on_no_doubt_of_the_newest_lists(desk, state):
    """A unit judged safe, whose list has said something else since, by a run that never came."""
    serial, code = safe(desk)
    desk.ask(SealContainer(code))
    desk.ask(LoadContainer(code))
    assert desk.ask(HandOverContainer(code, "D-1")).answer.message is Message.CONTAINER_NOT_RELEASED
    newer_list(desk, serial, model=model_of(desk, serial))
    lists = desk.row("SELECT about FROM follow_up WHERE task = 'rejudging'")[0]
    desk.ask(EndRejudging(lists, 0, 0, desk.station.look_ups.rules_named))
    refused = desk.ask(HandOverContainer(code, "D-1", "maker 7"))
    assert refused.answer.message is Message.CONTAINER_IN_DOUBT
    assert refused.answer.params["reason"] == "exact_match"


def test_one_already_gone_raises_an_alarm_until_a_supervisor_has_resolved_it(desk, state):
    serial, code = safe(desk)
    assert hand_over(desk, code).answer.message is Message.CONTAINER_ACCEPTED
    assert gone_line(desk) is None
    newer_list(desk, serial, model=model_of(desk, serial))
    rejudge(desk)
    assert unit(desk, serial)[:3] == ("AFFECTED", "NOT_AFFECTED", "N"), "as what it left stays on record"
    assert gone_line(desk).params == {"unit": serial, "container": code, "document": "D-1", "count": 1}
    ((hold, detail),) = desk.rows(GONE)
    assert detail == code
    wish = ResolveHold(state.supervisor, TRAINING_PIN, hold, HoldDecision.RELEASE)
    assert desk.ask(wish).answer.message is Message.HOLD_GONE_NEEDS_REFERENCE
    assert gone_line(desk) is not None
    desk.ask(ResolveHold(state.supervisor, TRAINING_PIN, hold, HoldDecision.RELEASE, reference="called back"))
    assert desk.rows(GONE) == []
    assert gone_line(desk) is None
    sound(desk)


def test_what_a_newer_list_has_decided_of_a_unit_is_out_of_undos_reach(desk, state):
    desk.open_parcel()
    serial = state.unnamed()
    desk.scan(serial)
    desk.until(Step.PARCEL_OPEN)
    model = next(each for each in state.campaign.models if each.remedy.colour is None)
    newer_list(desk, serial, model=model.name)
    undone = desk.ask(UndoAct(state.lead, TRAINING_PIN, UndoReason.WRONG_PLACE))
    if queued(desk, serial):
        assert undone.answer.message is Message.UNDO_NOTHING
    sound(desk)


def test_undo_passes_over_a_run_and_finds_the_act_before_it(desk, state):
    for _ in range(3):
        desk.receive()
    desk.open_parcel()
    newer_list(desk)
    rejudge(desk)
    assert desk.scan("RI-C-UNDO").answer.message is Message.UNDO_ASKED


@pytest.mark.parametrize("after", ["activation", "run"])
def test_a_restart_in_the_middle_changes_nothing(desk, state, after):
    desk.receive()
    desk.open_parcel()
    desk.scan(state.unnamed())
    newer_list(desk)
    if after == "run":
        rejudge(desk)
    stood = desk.station.receipt, desk.prompt
    desk.restart()
    assert (desk.station.receipt, desk.prompt) == stood
    rejudge(desk)
    sound(desk)


def test_a_parcel_opened_again_meanwhile_is_judged_all_the_same(desk, state):
    named = state.affected()
    label = desk.receive(named)
    newer_list(desk)
    desk.scan(label)
    desk.scan("RI-C-YES")
    assert desk.station.receipt.parcel is not None
    rejudge(desk)
    assert desk.station.receipt.parcel.units[0].verdict == "NOT_AFFECTED"
    sound(desk)
    desk.scan("RI-C-CLOSE")
    sound(desk)


def test_newer_claims_and_a_newer_list_together(desk, state):
    named, unnamed = state.affected(), state.unnamed()
    label = desk.receive(named)
    other = desk.receive(unnamed)
    first = ExpectedRow(label, "C-1", named, None, None, 1)
    second = ExpectedRow(other, "C-2", None, None, None, 1)
    desk.ask(state.expect(first, second))
    newer_list(desk, unnamed, model=model_of(desk, unnamed))
    rejudge(desk)
    assert unit(desk, named)[0] == "NOT_AFFECTED"
    assert unit(desk, unnamed)[0] == "AFFECTED"
    sound(desk)


def test_a_claim_that_is_served_holds_what_newer_lists_name(desk, state):
    """One unit is announced and two have come: the second is one too many, whichever list names it first."""
    model = next(each for each in state.campaign.models if each.remedy.colour is None)
    label, first, second = state.parcel(), state.unnamed(), state.unnamed()
    desk.ask(state.expect(ExpectedRow(label, "C-1", None, None, None, 1)))
    desk.until(Step.IDLE)
    desk.scan(label)
    for serial in (first, second):
        desk.scan(serial)
        desk.scan(f"RI-C-MODEL-{model.name}")
        desk.until(Step.PARCEL_OPEN)
    desk.scan("RI-C-CLOSE")
    newer_list(desk, first, second, model=model.name)
    rejudge(desk)
    states = sorted(state for (state,) in desk.rows("SELECT state FROM replacement"))
    assert states == ["held", "queued"]
    sound(desk)


def test_a_file_that_is_no_list_is_refused_with_a_parcel_open_too(desk, state):
    desk.open_parcel()
    list_file(state, version="junk").write_bytes(b"no list")
    assert desk.ask(ActivateList(state.campaign.id, "junk")).answer.message is Message.LIST_REFUSED


def test_what_nobody_knows_leaves_neither_as_safe_nor_otherwise(desk, state):
    unknown = desk.ask(HandOverContainer("RI-Q-0999-7", "D-1", "maker 7"))
    assert unknown.answer.message is Message.CONTAINER_UNKNOWN


def test_a_unit_nobody_knows_is_passed_over(desk, state):
    newer_list(desk)
    lists = desk.row("SELECT about FROM follow_up WHERE task = 'rejudging'")[0]
    said = Rejudged("nobody", Verdict.AFFECTED, (Reason.IN_RANGE,))
    assert desk.ask(RejudgeUnits(lists, (said,), desk.station.look_ups.rules_named)).answer.params == {
        "units": 0
    }
    sound(desk)
