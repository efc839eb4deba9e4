"""Re-matching at a real station: held parcels, newer claims, in chunks that may be cut off anywhere."""

from __future__ import annotations

import pytest

from intake import rematching
from intake.condition import Condition
from intake.expected import ExpectedRow
from intake.founding import TRAINING_PIN
from intake.gathering.files import returns_in_force
from intake.hold import HoldDecision, HoldKind
from intake.outcome import Message
from intake.receipt import Step
from intake.rematching import chunks
from intake.request import ActivateExpected, EndRematching, RematchParcels, ResolveHold
from intake.scan import Severity
from intake.verdict import Verdict
from intake.verify import verify
from tests.intake.conftest import kinds

ELSEWHERE = ExpectedRow("481999999999", "C-0", None, None, None, 1)


def announce(desk, version, *rows):
    """Put expected returns in force: rows of label, claim, serial."""
    told = [ExpectedRow(label, claim, serial, None, None, 1) for label, claim, serial in rows]
    desk.ask(desk.site.expect(*(told or [ELSEWHERE]), version=version))


def due(desk):
    """Give the chunks a reader finds."""
    returns = returns_in_force(desk.station.journal.connection, desk.site.folder)
    assert returns is not None
    try:
        return list(chunks(desk.station.journal.connection, returns))
    finally:
        returns.close()


def rematch(desk, version):
    """Do all that is due; how many parcels changed."""
    return sum(desk.ask(RematchParcels(version, each)).answer.params["parcels"] for each in due(desk))


def open_holds(desk):
    query = (
        "SELECT p.label, h.reason FROM hold AS h JOIN parcel AS p USING (parcel) WHERE resolved_at IS NULL"
    )
    return sorted(desk.rows(query))


@pytest.fixture
def orphans(desk, state):
    """Three parcels nobody had announced: their labels and serials."""
    announce(desk, "1")
    serials = [state.affected() for _ in range(2)] + [state.unnamed()]
    return [(desk.receive(serial), serial) for serial in serials]


def test_each_claim_does_what_it_says(desk, state, orphans):
    (first, serial), (second, _), (third, _) = orphans
    assert open_holds(desk) == [(label, "ORPHAN") for label, _ in sorted(orphans)]
    announce(desk, "2", (first, "C-1", serial), (second, "C-2", state.affected()))
    assert rematch(desk, "2") == 2
    assert open_holds(desk) == sorted([(second, "MISMATCH"), (third, "ORPHAN")])
    assert desk.rows("SELECT claim, expected FROM parcel WHERE label = ?", first) == [("C-1", 1)]
    cleared = desk.row("SELECT decision, resolved_by, reference FROM hold WHERE reason = 'ORPHAN' LIMIT 1")
    assert cleared == ("cleared", "", "2")
    state_of = dict(
        desk.rows("SELECT p.label, r.state FROM replacement AS r JOIN parcel AS p USING (parcel)")
    )
    assert state_of == {first: "queued", second: "held"}
    assert verify(state.folder).faults == ()


def test_done_again_it_finds_nothing(desk, orphans):
    announce(desk, "2", *((label, f"C-{label}", serial) for label, serial in orphans))
    assert rematch(desk, "2") == 3
    assert due(desk) == []
    ended = desk.ask(EndRematching("2", 3)).answer
    assert (ended.message, ended.params) == (Message.REMATCHING_ENDED, {"version": "2", "parcels": 3})


def test_cut_off_and_begun_again_nothing_is_doubled(desk, state, orphans, monkeypatch):
    monkeypatch.setattr(rematching, "CHUNK", 1)
    announce(desk, "2", *((label, f"C-{label}", serial) for label, serial in orphans))
    first, *_ = due(desk)
    assert len(first) == 1
    wish = RematchParcels("2", first)
    assert desk.ask(wish, "once").answer == desk.ask(wish, "once").answer  # its answer was lost on the way
    desk.restart()
    assert [each for each in due(desk) if each == first] == []
    assert desk.ask(wish).answer.params["parcels"] == 0
    assert rematch(desk, "2") == 2
    assert kinds(state.folder).count("ClaimMatched") == 3
    assert open_holds(desk) == [(orphans[-1][0], "UNCERTAIN_SERIAL")]
    assert verify(state.folder).faults == ()


@pytest.mark.parametrize("before", [False, True])
def test_a_unit_said_to_be_safe_is_doubted_once_its_claim_names_a_serial(desk, state, before):
    """Held or not: nobody had announced it, or nothing was announced at all."""
    if before:
        announce(desk, "1")
    serial = state.unnamed()
    label, open_one = desk.receive(serial), desk.open_parcel()
    announce(desk, "2", (label, "C-1", serial))
    assert rematch(desk, "2") == 1
    found = desk.rows("SELECT verdict, verdict_before, condition FROM unit")
    assert found == [(Verdict.UNCERTAIN, Verdict.NOT_AFFECTED, Condition.R)]
    assert open_holds(desk) == [(label, "UNCERTAIN_SERIAL")]
    assert desk.station.receipt.parcel.label == open_one
    assert rematch(desk, "2") == 0
    assert verify(state.folder).faults == ()


def test_the_unit_on_the_table_is_doubted_in_the_same_answer(desk, state):
    label = desk.open_parcel()
    desk.scan(f"]C0{state.unnamed()}")
    desk.until(Step.CONDITION)
    assert desk.rows("SELECT verdict FROM unit") == [(Verdict.NOT_AFFECTED,)]
    announce(desk, "1", (label, "C-1", state.affected()))
    assert desk.station.receipt.unit.open_holds == (HoldKind.UNCERTAIN_SERIAL, HoldKind.MISMATCH)
    assert desk.rows("SELECT verdict FROM unit") == [(Verdict.UNCERTAIN,)]
    desk.until(Step.PARCEL_OPEN)
    assert desk.station.receipt.parcel.units[0].condition is Condition.R


def test_other_returns_meanwhile_end_it(desk, orphans):
    announce(desk, "2", (orphans[0][0], "C-1", orphans[0][1]))
    (parcels,) = due(desk)
    announce(desk, "3")
    for wish in (RematchParcels("2", parcels), EndRematching("2", 0)):
        answer = desk.ask(wish).answer
        assert (answer.message, answer.severity) == (Message.EXPECTED_CHANGED, Severity.REFUSED)
        assert answer.params == {"version": "3"}
    assert due(desk) == []


def test_without_expected_returns_nothing_is_compared(desk):
    for wish in (RematchParcels("1", ("nobody",)), EndRematching("1", 0)):
        assert desk.ask(wish).answer.message is Message.EXPECTED_CHANGED


def test_a_parcel_nobody_knows_is_passed_over(desk, orphans):
    answer = desk.ask(RematchParcels("1", ("nobody", "", "nobody"))).answer
    assert (answer.message, answer.params) == (Message.PARCELS_REMATCHED, {"parcels": 0})


def test_a_parcel_back_on_the_table_is_matched_at_once(desk, orphans):
    (label, serial), *_ = orphans
    announce(desk, "2", (label, "C-1", serial))
    chunk = due(desk)[0]
    desk.scan(label)
    desk.scan("RI-C-YES")
    assert desk.station.step is Step.PARCEL_OPEN
    assert desk.ask(RematchParcels("2", chunk)).answer.params["parcels"] == 1
    assert desk.station.receipt.parcel.claim.number == "C-1"
    assert desk.scan("RI-C-CLOSE").answer.message is Message.PARCEL_CLOSED
    desk.restart()
    assert label not in [found for found, _ in open_holds(desk)]


def test_a_question_stays_open_over_it(desk, orphans):
    (label, serial), (other, _), _ = orphans
    announce(desk, "2", (label, "C-1", serial))
    desk.scan(other)
    asked = desk.station.receipt.question
    assert asked is not None
    rematch(desk, "2")
    assert desk.station.receipt.question == asked


def test_a_supervisors_word_stands(desk, state, orphans):
    (label, _), *_ = orphans
    (hold,) = desk.row(
        "SELECT h.hold FROM hold AS h JOIN parcel AS p USING (parcel) WHERE p.label = ?", label
    )
    desk.ask(ResolveHold(state.supervisor, TRAINING_PIN, hold, HoldDecision.RELEASE))
    announce(desk, "2", (label, "C-1", state.affected()))
    rematch(desk, "2")
    assert (label, HoldKind.MISMATCH) not in open_holds(desk)


def test_one_serial_in_two_parcels_is_replaced_once(desk, state):
    serial = state.affected()
    announce(desk, "1")
    first, second = desk.receive(serial), desk.receive(serial)
    announce(desk, "2", (first, "C-1", serial), (second, "C-2", serial))
    rematch(desk, "2")
    assert desk.rows("SELECT state FROM replacement") == [("queued",)]
    assert open_holds(desk) == [(second, "DUPLICATE")]
    assert verify(state.folder).faults == ()


def test_a_broken_file_changes_nothing(desk, state, orphans):
    label = desk.open_parcel()
    (state.folder / "reference" / "expected-9.db").write_bytes(b"half")
    assert desk.ask(ActivateExpected("9")).answer.message is Message.EXPECTED_REFUSED
    assert desk.ask(ActivateExpected("../9")).answer.message is Message.EXPECTED_REFUSED
    assert desk.station.receipt.parcel.label == label
