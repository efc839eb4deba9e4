"""The one door: what a station answers, what it has recorded by then, and where it stands after a restart."""

import contextlib
import hashlib
import math
from concurrent.futures import ThreadPoolExecutor

import pytest

from intake import facts, sqlite
from intake.campaign import UnNumber
from intake.condition import Condition
from intake.container import Limits
from intake.disposition import EmergencyOutcome
from intake.errors import LockHeldError, StorageError
from intake.founding import TRAINING_PIN
from intake.keying import Key
from intake.operator import Role
from intake.outcome import Message
from intake.own_label import LabelKind, OwnLabel
from intake.receipt import Step
from intake.request import (
    ActivateList,
    AddOperator,
    AddRejectBin,
    CloseEmergency,
    ErasePayload,
    OpenContainer,
    RetireOperator,
    SealContainer,
)
from intake.scan import Severity
from intake.settings import Settings
from intake.state_folder import journal_path
from intake.station import Station
from intake.verdict import Verdict
from intake.verify import verify
from tests.intake.conftest import HOSTILE, everything_in, fold_log, kinds, logged, stored

SCANNED_STEPS = [step for step in Step if step is not Step.EMERGENCY]


def reach(desk, step):
    """Bring a desk to a step by scans alone; UNIT, by a unit that nobody could read."""
    if step is Step.UNIT:
        desk.open_parcel()
        desk.scan("RI-C-UNREADABLE")
    elif step is Step.REJECT:
        desk.open_parcel()
        desk.scan("RI-C-BOX")
    elif step in (Step.CONDITION, Step.BAG, Step.CONTAINER):
        desk.open_parcel()
        desk.scan(desk.site.affected())
        desk.until(step)
    else:
        desk.until(step)
    assert desk.station.step is step


# --- the ordinary parcel ------------------------------------------------------------------------------------


def test_an_ordinary_parcel_is_contained_and_its_replacement_queued(desk, state):
    serial = state.affected()
    label = desk.receive(serial)
    row = desk.station.journal.connection.execute(
        "SELECT u.label, u.serial, verdict, disposition, state FROM unit u JOIN replacement r USING (unit)"
    ).fetchall()
    assert row == [(label, serial, "AFFECTED", "quarantined", "queued")]


def test_a_unit_received_twice_earns_one_replacement(desk, state):
    serial = state.affected()
    desk.receive(serial)
    desk.receive(serial)
    query = (
        "SELECT (SELECT count(*) FROM replacement), (SELECT count(*) FROM unit), (SELECT count(*) FROM hold)"
    )
    assert desk.station.journal.connection.execute(query).fetchone() == (1, 2, 1)


def test_a_valid_serial_in_no_list_is_said_not_affected_and_still_contained(desk, state):
    """Of the shipped campaigns one names every unit of some models: there the picture card comes first."""
    desk.open_parcel()
    asks = state.campaign.id == "jp-2025-10-21"
    said = desk.scan(state.unnamed()).answer
    assert said.message is (Message.UNIT_MODEL_DECIDES if asks else Message.UNIT_NOT_AFFECTED)
    desk.until(Step.PARCEL_OPEN)
    rows = desk.rows("SELECT verdict, condition, disposition FROM unit")
    assert rows == [(Verdict.NOT_AFFECTED, "N", "quarantined")]


# --- where a station stands after a restart -----------------------------------------------------------------


@pytest.mark.parametrize("step", SCANNED_STEPS)
def test_a_restart_resumes_at_every_step(desk, state, step):
    reach(desk, step)
    before = desk.station.receipt, desk.station.step, desk.prompt
    desk.restart()
    assert (desk.station.receipt, desk.station.step, desk.prompt) == before
    assert fold_log(state.folder) == desk.station.receipt


@pytest.mark.parametrize("step", SCANNED_STEPS)
def test_a_restart_resumes_an_emergency_raised_at_every_step(desk, state, step):
    reach(desk, step)
    parcel = desk.station.receipt.parcel
    desk.scan("RI-C-K2")
    before = desk.station.receipt
    assert desk.station.step is Step.EMERGENCY
    desk.restart()
    assert desk.station.receipt == before == fold_log(state.folder)
    assert (desk.station.receipt.parcel is None) is (parcel is None)
    outcome = desk.go_on()
    assert outcome.answer.message is Message.EMERGENCY_CLOSED
    assert verify(state.folder).faults == ()


def test_a_restart_keeps_a_reopening_that_was_offered(desk, state):
    label = desk.receive()
    assert desk.scan(label).answer.message is Message.PARCEL_KNOWN
    before = desk.station.receipt
    desk.restart()
    assert desk.station.receipt == before == fold_log(state.folder)
    assert desk.scan("RI-C-YES").answer.message is Message.PARCEL_REOPENED


def test_an_offer_dropped_before_a_restart_stays_dropped(desk, state):
    label = desk.receive()
    desk.scan(label)
    desk.scan("RI-C-NO")
    desk.restart()
    assert desk.station.receipt.question is None
    assert desk.scan("RI-C-YES").answer.message is Message.NOT_AN_ANSWER


def test_a_restart_keeps_a_misread_for_the_unit_declared_unreadable(desk, state):
    desk.open_parcel()
    misread = state.misread()
    desk.scan(misread)
    desk.restart()
    assert desk.station.receipt == fold_log(state.folder)
    desk.scan("RI-C-UNREADABLE")
    assert desk.station.receipt.unit.raw == ""
    (named,) = desk.row("SELECT envelope ->> '$.body.misread' FROM event WHERE kind = 'UnitIdentified'")
    assert named == hashlib.sha256(misread.encode()).hexdigest()
    assert misread.encode() not in logged(state.folder)


def test_a_misread_that_went_to_one_unit_is_not_given_to_another_after_a_restart(desk, state):
    desk.open_parcel()
    desk.scan(state.misread())
    desk.scan(state.affected())
    desk.until(Step.PARCEL_OPEN)
    before = desk.station.receipt
    desk.restart()
    assert desk.station.receipt == before == fold_log(state.folder)
    desk.scan("RI-C-UNREADABLE")
    assert desk.station.receipt.unit.raw == ""


def test_a_misread_of_a_parcel_that_was_closed_is_forgotten_when_it_is_reopened(desk, state):
    label = desk.open_parcel()
    desk.scan(state.affected())
    desk.until(Step.PARCEL_OPEN)
    desk.scan(state.misread())
    desk.scan("RI-C-CLOSE")
    desk.scan(label)
    desk.scan("RI-C-YES")
    before = desk.station.receipt
    desk.restart()
    assert desk.station.receipt == before == fold_log(state.folder)


def test_a_restart_shows_the_last_recorded_scans_newest_first(desk, state):
    scanned = [desk.scan(text).scan for text in (state.badge, state.parcel(), state.affected())]
    desk.restart()
    assert [outcome.scan for outcome in desk.station.standing().recent][:3] == scanned[::-1]


# --- repeats ------------------------------------------------------------------------------------------------


def test_the_same_code_at_once_is_one_reading_and_is_recorded(desk, state):
    desk.until(Step.IDLE)
    label = state.parcel()
    first, again = desk.scan(label), desk.scan(label, after=1.0)
    assert (first.answer.message, again.answer.message) == (Message.PARCEL_OPENED, Message.SAME_SCAN)
    assert stored(state.folder)[-1].kind == "ScanRepeated"


def test_a_repeat_confirms_nothing(desk, state):
    """Two boxes are two questions; the trigger pulled twice at one YES answers the first of them only."""
    desk.open_parcel()
    desk.scan("RI-C-BOX")
    desk.scan("RI-C-BOX")
    desk.scan("RI-C-YES")
    assert desk.scan("RI-C-YES", after=0.5).answer.message is Message.SAME_SCAN
    assert [box.found_empty for box in desk.station.receipt.parcel.accessories] == [True, False]


@pytest.mark.parametrize("prepared", ["offer", "misread", "noticed", "box"])
def test_a_repeat_changes_nothing(desk, state, prepared):
    """It is answered "nothing changed": an offer to reopen stays open as well."""
    if prepared == "offer":
        scanned = desk.receive()
    else:
        desk.open_parcel()
        scanned = {"misread": state.misread(), "noticed": "RI-C-D", "box": "RI-C-BOX"}[prepared]
    desk.scan(scanned)
    before = desk.station.receipt, desk.prompt
    assert desk.scan(scanned, after=0.5).answer.message is Message.SAME_SCAN
    assert (desk.station.receipt, desk.prompt) == before


@pytest.mark.parametrize(
    ("source", "after", "between", "message"),
    [
        ("port:gun", 1.4, None, Message.SAME_SCAN),
        ("port:gun", 1.6, None, Message.ALREADY_SIGNED_IN),
        ("port:other", 0.1, None, Message.ALREADY_SIGNED_IN),
        ("port:gun", 0.1, "RI-C-NO", Message.ALREADY_SIGNED_IN),
    ],
)
def test_a_repeat_is_the_same_code_of_the_same_scanner_within_the_window_with_nothing_between(
    desk, state, source, after, between, message
):
    desk.scan(state.badge)
    if between:
        desk.scan(between, after=0.1)
    assert desk.scan(state.badge, source, after=after).answer.message is message


def test_a_broken_frame_is_never_a_repeat(desk):
    first, again = (desk.scan(b"\xffAB", after=0.1) for _ in range(2))
    assert (first.answer.message, again.answer.message) == (Message.UNREADABLE_SCAN, Message.SAME_SCAN)
    broken = [desk.reading(b"AB\x01", after=0.1) for _ in range(2)]
    answers = [desk.station.accept(type(scan)(**{**_fields(scan), "fault": "garbled"})) for scan in broken]
    assert [outcome.answer.message for outcome in answers] == [Message.UNREADABLE_SCAN] * 2


def _fields(scan):
    return {name: getattr(scan, name) for name in scan.__struct_fields__}


# --- a scanned text is data ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("step", [Step.SIGNED_OUT, Step.PARCEL_OPEN, Step.CONTAINER])
def test_a_hostile_scan_is_answered_and_its_text_stays_out_of_the_log(site, open_desk, name, step):
    desk = open_desk(site)
    reach(desk, step)
    raw = HOSTILE[name]
    outcome = desk.scan(raw)
    assert outcome.answer.message is Message.UNREADABLE_SCAN
    assert outcome.answer.severity is Severity.REFUSED
    assert desk.station.step is step
    digest = hashlib.sha256(raw).hexdigest()
    assert (site.folder / "payloads" / digest).read_bytes() == raw
    assert digest.encode() in bytes(stored(site.folder)[-1].body)
    desk.close()
    written = everything_in(site.folder, digest)
    assert raw not in written
    assert raw.decode("utf-8", "replace").encode() not in written
    assert verify(site.folder).faults == ()


def test_no_scan_makes_a_station_fail_whatever_single_byte_it_holds(site, open_desk):
    desk = open_desk(site)
    desk.open_parcel()
    for byte in range(256):
        for raw in (bytes([byte]), b"AB" + bytes([byte]) + b"CD"):
            assert desk.scan(raw).seq == desk.station.journal.seq
    assert desk.station.step is Step.PARCEL_OPEN
    assert verify(site.folder).faults == ()


# --- the disk -----------------------------------------------------------------------------------------------


def test_a_low_disk_refuses_new_parcels_and_lets_the_open_one_go_on(desk, state):
    desk.open_parcel()
    state.free = 63_999_999
    desk.scan(state.affected())
    desk.until(Step.PARCEL_OPEN)
    assert desk.scan(state.parcel()).answer.message is Message.DISK_LOW
    assert desk.scan("RI-C-CLOSE").answer.message is Message.PARCEL_CLOSED
    refused = desk.scan(state.parcel())
    assert (refused.answer.message, refused.answer.severity) == (Message.DISK_LOW, Severity.REFUSED)
    assert refused.seq is not None
    assert desk.station.step is Step.IDLE
    state.free = 64_000_000
    assert desk.scan(state.parcel()).answer.message is Message.PARCEL_OPENED


def test_a_low_disk_never_stops_an_emergency(desk, state):
    state.free = 0
    assert desk.scan("RI-C-K2").answer.message is Message.EMERGENCY_RAISED
    assert desk.go_on().answer.message is Message.EMERGENCY_CLOSED


def test_a_floor_of_nothing_never_refuses(state, open_desk):
    state.free = 0
    desk = open_desk(state, Settings(disk_floor_mb=0))
    desk.until(Step.IDLE)
    assert desk.scan(state.parcel()).answer.message is Message.PARCEL_OPENED


def test_a_journal_another_program_holds_refuses_scans_and_recovers(site, open_desk):
    """A person with a SQLite shell at the journal stops nothing: each scan is answered."""
    desk = open_desk(site)
    desk.station.journal.connection.execute("PRAGMA busy_timeout = 20")
    other = sqlite.connect(journal_path(site.folder))
    other.execute("BEGIN IMMEDIATE")
    try:
        outcome = desk.scan(site.badge)
    finally:
        other.execute("ROLLBACK")
        other.close()
    assert (outcome.seq, outcome.answer.severity) == (None, Severity.REFUSED)
    assert desk.scan(site.badge).answer.message is Message.SIGNED_IN
    assert verify(site.folder).faults == ()


# --- requests -----------------------------------------------------------------------------------------------


def test_a_request_sent_twice_acts_once_also_after_a_restart(desk, state):
    wish = OpenContainer(state.container(), Condition.R, UnNumber.UN3480)
    first, again = desk.ask(wish, "one"), desk.ask(wish, "one")
    desk.restart()
    after = desk.ask(wish, "one")
    assert first.answer == again.answer == after.answer
    assert first.seq == again.seq == after.seq
    assert first.events == again.events == after.events
    assert kinds(state.folder).count("ContainerOpened") == 10 + 1


def test_a_refused_request_gets_the_same_refusal_for_ever(desk, state):
    wish = SealContainer(state.container())
    refused = desk.ask(wish, "early")
    desk.ask(OpenContainer(wish.code, Condition.R, UnNumber.UN3480))
    assert desk.ask(wish, "early").answer == refused.answer
    assert desk.ask(wish, "late").answer.message is Message.CONTAINER_SEALED


def test_an_id_used_for_another_wish_is_refused(desk, state):
    code, other = state.container(), state.container()
    desk.ask(OpenContainer(code, Condition.R, UnNumber.UN3480), "one")
    before = len(stored(state.folder))
    outcome = desk.ask(OpenContainer(other, Condition.R, UnNumber.UN3480), "one")
    assert (outcome.answer.message, outcome.answer.severity) == (Message.REQUEST_CONFLICT, Severity.REFUSED)
    assert kinds(state.folder)[before:] in ([], ["RequestRefused"])
    assert desk.ask(SealContainer(other)).answer.message is Message.CONTAINER_UNKNOWN


def test_a_request_is_found_again_whatever_its_id_holds(desk, state):
    for number, request_id in enumerate(("", "'; --", "日本\u0000", "日本", "a" * 10_000, '{"id": 1}')):
        wish = AddRejectBin(OwnLabel(LabelKind.REJECT_BIN, 10 + number).code)
        first = desk.ask(wish, request_id)
        assert first.answer.message is Message.REJECT_BIN_ADDED
        assert desk.ask(wish, request_id).seq == first.seq


HUGE = 2**70


@pytest.mark.parametrize(
    "change",
    [
        {"limits": Limits(HUGE, 100.0, 100)},
        {"limits": Limits(1, 100.0, HUGE)},
        {"limits": Limits(-1, 100.0, 100)},
        {"limits": Limits(1, math.inf, 100)},
        {"limits": Limits(1, math.nan, 100)},
        {"limits": Limits(1, -5.0, 100)},
        {"tare": HUGE},
        {"tare": -1},
    ],
    ids=str,
)
def test_limits_no_container_can_have_are_refused_and_break_nothing(site, open_desk, change):
    """Numbers come from outside: over the socket, from the command line."""
    desk = open_desk(site)
    wish = OpenContainer(site.container(), Condition.R, UnNumber.UN3480, **change)
    assert desk.ask(wish).answer.severity is Severity.REFUSED
    assert desk.receive()
    assert verify(site.folder).faults == ()


def test_an_emergency_ends_only_by_a_leads_badge_and_pin(desk, state):
    desk.scan("RI-C-K2")
    for lead, pin in (
        (state.badge, TRAINING_PIN),
        (state.lead, "1"),
        (state.lead, ""),
        ("nobody", TRAINING_PIN),
    ):
        outcome = desk.ask(CloseEmergency(lead, pin, EmergencyOutcome.WATER_BATH))
        assert outcome.answer.message is Message.LEAD_NOT_VERIFIED
        assert desk.station.step is Step.EMERGENCY
    for text in (state.badge, state.lead, "RI-C-YES", "RI-C-INTACT", state.parcel(), state.affected()):
        assert desk.scan(text).answer.severity is Severity.EMERGENCY
    outcome = desk.ask(CloseEmergency(state.lead, TRAINING_PIN, EmergencyOutcome.WATER_BATH))
    assert outcome.answer.message is Message.EMERGENCY_CLOSED
    assert outcome.step == Step.SIGNED_OUT


def test_a_retired_lead_ends_no_emergency(desk, state):
    desk.ask(RetireOperator(state.lead))
    desk.scan("RI-C-K2")
    outcome = desk.ask(CloseEmergency(state.lead, TRAINING_PIN, EmergencyOutcome.WATER_BATH))
    assert outcome.answer.message is Message.LEAD_NOT_VERIFIED


def test_a_production_folder_never_takes_a_training_list(state, open_desk):
    desk = open_desk(state)
    wish = ActivateList(state.campaign.id, state.listing.version)
    assert desk.ask(wish).answer.message is Message.LIST_ACTIVATED
    desk.station.training = False
    assert desk.ask(wish).answer.message is Message.LIST_REFUSED


def test_a_container_of_no_list_or_path_is_never_read(desk, state):
    for campaign, version in (("../x", "1"), ("a/b", "1"), (state.campaign.id, "../../journal"), ("", "")):
        assert desk.ask(ActivateList(campaign, version)).answer.message is Message.LIST_REFUSED


def test_a_payload_that_is_no_digest_is_refused(desk, state):
    for digest in ("../journal.db", "", "journal.db", "A" * 64, "0" * 63, "０" * 64):
        assert desk.ask(ErasePayload(digest, "test")).answer.message is Message.PAYLOAD_UNKNOWN
    assert journal_path(state.folder).exists()


def test_a_pin_is_nowhere_to_be_read(desk, state):
    code = OwnLabel(LabelKind.BADGE, 77).code
    desk.ask(AddOperator(code, Role.LEAD, "Suzuki Hanako", "70429163"), "add")
    desk.scan("RI-C-K2")
    assert (
        desk.ask(CloseEmergency(code, "70429163", EmergencyOutcome.FIRE_SERVICE)).answer.message
        is Message.EMERGENCY_CLOSED
    )
    desk.close()
    assert b"70429163" not in everything_in(state.folder)
    assert b"Suzuki" not in everything_in(state.folder, "people.db", "people.db-wal")


# --- one process --------------------------------------------------------------------------------------------


def test_a_second_station_is_refused_and_told_who_holds_the_folder(desk, state):
    with pytest.raises(LockHeldError, match=r"held by process [0-9]+ \(station\)"):
        Station(state.folder, Settings())


def test_a_station_that_could_not_open_lets_go_of_the_folder(state):
    path = journal_path(state.folder)
    good = path.read_bytes()
    path.write_bytes(b"not a database, " * 1000)
    with pytest.raises(StorageError, match="expected a readable journal"):
        Station(state.folder, Settings())
    path.write_bytes(good)
    Station(state.folder, Settings()).close()


def test_a_station_opens_no_folder_that_was_not_made(tmp_path):
    with pytest.raises(StorageError, match="run intake init first"):
        Station(tmp_path, Settings())


def test_a_station_records_nothing_for_another_thread(desk, state):
    """Its connection belongs to the thread that opened it: another is refused, in words or by an error."""
    before = len(stored(state.folder))
    with ThreadPoolExecutor(1) as pool, contextlib.suppress(sqlite.ProgrammingError):
        assert pool.submit(desk.scan, state.badge).result().seq is None
    assert len(stored(state.folder)) == before
    assert desk.scan(state.badge, after=5.0).answer.message is Message.SIGNED_IN


def test_a_station_is_as_durable_as_its_rules_ask(state):
    station = Station(state.folder, Settings())
    try:
        connection = station.journal.connection
        settings = [
            connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")
        ]
    finally:
        station.close()
    assert settings == ["wal", 2]


def test_every_fact_of_one_answer_stands_together(desk, state):
    """An answer leads to several facts: they follow each other, and the first names them all."""
    desk.receive()
    for envelope in stored(state.folder):
        assert envelope.first <= envelope.seq
        assert (envelope.cause is not None) == (
            envelope.first == envelope.seq and envelope.kind != "StationCreated"
        )


def test_the_outcome_names_the_facts_that_are_in_the_journal(desk, state):
    desk.open_parcel()
    outcome = desk.scan(state.affected())
    last = stored(state.folder)[-len(outcome.events) :]
    assert [(event.id, event.kind) for event in outcome.events] == [(one.id, one.kind) for one in last]
    assert outcome.seq == last[0].seq
    assert isinstance(outcome.events[0].kind, str)
    assert facts.KINDS.keys() >= {event.kind for event in outcome.events}


def test_a_scan_ends_whatever_was_being_keyed(desk, state):
    """What was given up does not stand in front of the next serial."""
    desk.open_parcel()
    desk.station.key(Key("ZZZ"))
    desk.scan("RI-C-EMPTY")
    desk.open_parcel()
    assert desk.station.key(Key("A")).answer.params == {"text": "A"}


def test_a_request_is_recorded_under_the_badge_that_asks(desk, state):
    """Not under whoever stands at the desk meanwhile."""
    desk.open_parcel()
    desk.ask(OpenContainer(state.container(), Condition.R, UnNumber.UN3480), by=state.supervisor)
    desk.ask(OpenContainer(state.container(), Condition.R, UnNumber.UN3480), by="uid:1000")
    found = [one.operator for one in stored(state.folder) if one.kind == "ContainerOpened"]
    assert found[-2:] == [state.supervisor, None]
