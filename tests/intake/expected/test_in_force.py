"""Expected returns in force: what the desk does with a claim, and with another version of it."""

from intake.expected import ExpectedRow, publish
from intake.hold import HoldKind
from intake.outcome import Message
from intake.receipt import Step
from intake.request import ActivateExpected
from intake.settings import Settings
from intake.verdict import Reason, Verdict
from intake.verify import verify
from tests.intake.conftest import logged

ROW = ExpectedRow("481000000011", "C-1", None, "A1263", None, 1)


def holds(desk):
    return {kind for (kind,) in desk.rows("SELECT reason FROM hold WHERE resolved_at IS NULL")}


def test_they_decide_from_the_next_parcel_on_and_after_a_restart(desk, state):
    label = state.parcel()
    wish = state.expect(ExpectedRow(label, "C-1", None, None, None, 2))
    assert desk.ask(wish).answer.message is Message.EXPECTED_ACTIVATED
    desk.restart()
    desk.until(Step.IDLE)
    answer = desk.scan(label).answer
    assert answer.message is Message.PARCEL_OPENED_CLAIM
    assert (answer.params["claim"], answer.params["units"]) == ("C-1", 2)
    desk.scan(state.affected())
    desk.until(Step.PARCEL_OPEN)
    assert desk.scan("RI-C-CLOSE").answer.message is Message.PARCEL_BELOW_CLAIM
    assert desk.scan("RI-C-SHORT").answer.message is Message.PARCEL_SHORT_CLAIM
    assert desk.row("SELECT claim, expected, missing, extra FROM parcel") == ("C-1", 2, 1, 0)
    assert holds(desk) == {HoldKind.PARTIAL}
    assert verify(state.folder).faults == ()


def test_orphan_mismatch_and_extra_are_told_apart(desk, state):
    label, claimed, other = state.parcel(), state.affected(), state.unnamed()
    desk.ask(state.expect(ExpectedRow(label, "C-1", claimed, None, None, 1)))
    desk.open_parcel()
    desk.scan(state.affected())
    desk.until(Step.PARCEL_OPEN)
    assert holds(desk) == {HoldKind.ORPHAN}
    desk.scan(label)
    desk.scan(other)
    desk.until(Step.PARCEL_OPEN)
    assert HoldKind.MISMATCH in holds(desk)
    assert desk.rows("SELECT detail FROM hold WHERE reason = 'MISMATCH'") == [(claimed,)]
    desk.scan(claimed)
    desk.until(Step.PARCEL_OPEN)
    assert HoldKind.EXTRA not in holds(desk)
    desk.scan(state.affected())
    desk.until(Step.PARCEL_OPEN)
    assert HoldKind.EXTRA in holds(desk)
    desk.scan("RI-C-CLOSE")
    assert verify(state.folder).faults == ()


def test_six_characters_confirm_the_claims_serial(desk, state):
    label, serial = state.parcel(), state.affected()
    desk.ask(state.expect(ExpectedRow(label, "C-1", serial, None, None, 1)))
    desk.until(Step.IDLE)
    desk.scan(label)
    outcome = desk.key(serial[-6:])
    assert outcome.answer.verdict is Verdict.AFFECTED
    assert Reason.CLAIM_CONFIRMED in outcome.answer.reasons
    assert desk.row("SELECT serial, how FROM unit") == (serial, "claim")


def test_six_characters_never_say_not_affected(desk, state):
    label, serial = state.parcel(), state.unnamed()
    desk.ask(state.expect(ExpectedRow(label, "C-1", serial, None, None, 1)))
    desk.until(Step.IDLE)
    desk.scan(label)
    assert desk.key(serial[-6:]).answer.verdict is Verdict.UNCERTAIN


def test_versions_not_there_or_broken_are_refused_and_the_desk_goes_on(desk, state):
    (state.folder / "reference" / "expected-broken.db").write_bytes(b"half")
    for version in ("never", "broken", "../journal", ""):
        assert desk.ask(ActivateExpected(version)).answer.message is Message.EXPECTED_REFUSED
    assert desk.receive()
    assert holds(desk) == set()


def test_while_their_file_is_missing_every_parcel_is_an_orphan(site, open_desk):
    """What nobody can look up waits for a supervisor; the desk goes on, and finds the file by itself."""
    desk, parcels = open_desk(site), [site.parcel() for _ in range(2)]
    rows = [ExpectedRow(parcel, f"C-{parcel}", None, None, None, 1) for parcel in parcels]
    desk.ask(site.expect(*rows))
    (site.folder / "reference" / "expected-1.db").unlink()
    desk.restart()
    desk.until(Step.IDLE)
    desk.scan(parcels[0])
    assert desk.station.receipt.parcel.orphan
    desk.scan(site.affected())
    assert holds(desk) == {HoldKind.ORPHAN}
    desk.until(Step.PARCEL_OPEN)
    publish(rows, "1", site.folder / "reference")
    desk.station.tend()
    assert desk.scan(parcels[1]).answer.message is Message.PARCEL_OPENED_CLAIM


def test_another_version_takes_the_place_of_the_one_before(desk, state):
    first, second = state.parcel(), state.parcel()
    desk.ask(state.expect(ExpectedRow(first, "C-1", None, None, None, 1), version="1"))
    desk.ask(state.expect(ExpectedRow(second, "C-2", None, None, None, 1), version="2"))
    assert desk.rows("SELECT version FROM expected_in_force") == [("2",)]
    desk.until(Step.IDLE)
    assert desk.scan(first).answer.message is Message.PARCEL_OPENED


def test_claims_of_parcels_that_never_came_stay_out_of_the_log(desk, state):
    serial = state.unnamed()
    desk.ask(state.expect(ExpectedRow(state.parcel(), "SECRET-CLAIM", serial, None, None, 1)))
    desk.receive()
    desk.close()
    assert b"SECRET-CLAIM" not in logged(state.folder)
    assert serial.encode() not in logged(state.folder)
    desk.station = desk._open()  # noqa: SLF001 (the desk is closed again at the end)


class TestTheParcelOnTheTable:
    """Newer returns are matched with it at once: its next unit does not meet an old claim."""

    def test_an_orphan_is_one_no_more(self, desk, state):
        serial = state.affected()
        desk.ask(state.expect(ROW, version="1"))
        label = desk.open_parcel()
        desk.scan(serial)
        assert holds(desk) == {HoldKind.ORPHAN}
        desk.ask(state.expect(ExpectedRow(label, "C-7", serial, None, None, 1), version="2"))
        assert holds(desk) == set()
        assert desk.row("SELECT claim, expected FROM parcel WHERE label = ?", label) == ("C-7", 1)
        desk.until(Step.PARCEL_OPEN)
        assert desk.rows("SELECT state FROM replacement") == [("queued",)]
        assert desk.scan("RI-C-CLOSE").answer.message is Message.PARCEL_CLOSED
        assert verify(state.folder).faults == ()

    def test_before_its_first_unit_too(self, desk, state):
        serial = state.affected()
        label = desk.open_parcel()
        desk.ask(state.expect(ExpectedRow(label, "C-7", serial, None, None, 2)))
        desk.restart()
        assert desk.station.receipt.parcel.claim.number == "C-7"
        desk.until(Step.PARCEL_OPEN)
        desk.scan(serial)
        desk.until(Step.PARCEL_OPEN)
        assert desk.scan("RI-C-CLOSE").answer.message is Message.PARCEL_BELOW_CLAIM

    def test_returns_that_leave_it_out_change_nothing(self, desk, state):
        label, serial = state.parcel(), state.affected()
        desk.ask(state.expect(ExpectedRow(label, "C-7", serial, None, None, 1), version="1"))
        desk.until(Step.IDLE)
        desk.scan(label)
        desk.ask(state.expect(ROW, version="2"))
        desk.scan(serial)
        assert holds(desk) == set()
        assert desk.row("SELECT claim FROM parcel") == ("C-7",)


class TestRetention:
    def test_what_is_old_goes_at_a_start_and_when_others_come(self, site, open_desk):
        desk = open_desk(site, Settings(expected_retention_days=1))
        reference = site.folder / "reference"
        for version in ("1", "2", "3"):
            publish([ROW], version, reference, published=0)
            desk.ask(ActivateExpected(version))
        assert [path.name for path in reference.glob("expected-*")] == ["expected-3.db"]
        publish([ROW], "0", reference, published=0)
        desk.restart()
        assert [path.name for path in reference.glob("expected-*")] == ["expected-3.db"]
