"""What the central claims system says, at a real desk: what is shown, held, let go of and out of reach."""

from __future__ import annotations

from typing import Any

import pytest

from intake.correction import UndoReason
from intake.events import Draft
from intake.facts import HistoryFetched, StationRestored
from intake.founding import TRAINING_PIN
from intake.hold import HoldDecision
from intake.journal import Identity
from intake.outcome import Message
from intake.receipt import Step
from intake.request import (
    AnchorHead,
    AnswerReplacements,
    EndRecovery,
    RecordReservation,
    ResolveHold,
    TellDuplicate,
    TellEmergency,
    UndoAct,
)
from intake.review import registers
from intake.scan import Severity
from intake.settings import Settings
from intake.troubles import Trouble
from intake.verify import verify
from intake.wire import EmergencyState, HubAnswer, ReplacementAnswer
from tests.intake.conftest import fold_log
from tests.intake.rejudging.newer import newer_list, rejudge

AT = "2031-03-04T05:06:07.089Z"
WHOSE = f"DOCK-2 {AT}"


@pytest.fixture
def live(open_live):
    return open_live()


def sound(desk):
    assert verify(desk.site.folder).faults == ()
    assert fold_log(desk.site.folder) == desk.station.receipt


def unit_of(desk: Any) -> tuple[str, str, str]:
    """Give parcel, unit and key of the unit that came last."""
    parcel, unit, key = desk.rows(
        "SELECT parcel, unit, maker || '/' || serial FROM unit ORDER BY rowid DESC"
    )[0]
    return parcel, unit, key


def reserve(desk, epoch=1):
    return desk.ask(RecordReservation(*unit_of(desk), epoch), by="uid:0")


def answer(desk, *answers):
    """Answer the replacement of the unit that came last: each an answer, its number and what it names."""
    parcel, unit, key = unit_of(desk)
    made = [ReplacementAnswer(number, key, parcel, unit, said, named, AT) for said, number, named in answers]
    return desk.ask(AnswerReplacements(tuple(made)), by="uid:0")


def contained(desk):
    """Put an affected unit of a fresh parcel into its container; the answer to that."""
    desk.open_parcel()
    desk.scan(desk.site.affected())
    desk.until(Step.CONTAINER)
    return desk.scan(desk.next_scan())


def replacement(desk):
    return desk.row("SELECT state, holds, answer, detail, number FROM replacement")


def resolve(desk, kind, decision, **more):
    desk.until(Step.IDLE)
    hold = desk.row("SELECT hold FROM hold WHERE reason = ? AND resolved_at IS NULL", kind)[0]
    site = desk.site
    return desk.ask(ResolveHold(site.supervisor, TRAINING_PIN, hold, decision, **more)).answer


def undo(desk):
    return desk.ask(UndoAct(desk.site.lead, TRAINING_PIN, UndoReason.WRONG_PLACE)).answer.message


def restored(desk, *, complete=False):
    """Let the journal go on as one that was restored from a backup."""
    journal = desk.station.journal
    before, journal.identity = journal.identity, Identity("dock-1", "restored")
    fact = StationRestored("restored", before.incarnation, journal.seq, journal.head.hex(), complete)
    desk.station.recorder.record((Draft(fact),), desk.site.clock.moment())


class TestProvisional:
    """Without the central claims system's word a replacement waits, and nothing else does."""

    def test_a_unit_nobody_has_reserved_is_put_away_as_ever_and_its_replacement_waits(self, live):
        said = contained(live).answer
        assert (said.message, said.severity) == (Message.CONTAINED_PROVISIONAL, Severity.OK)
        assert replacement(live) == ("held", '["PROVISIONAL"]', None, None, None)
        assert live.station.scenery.scene(live.station.receipt, None, in_doubt=False).tally.held == 0
        sound(live)

    def test_a_reserved_one_does_not_wait(self, live):
        live.open_parcel()
        live.scan(live.site.affected())
        assert reserve(live).answer.message == Message.RESERVATION_RECORDED
        live.until(Step.CONTAINER)
        assert live.scan(live.next_scan()).answer.message == Message.CONTAINED_REPLACEMENT
        assert replacement(live)[:2] == ("queued", "[]")
        sound(live)

    def test_another_key_than_its_own_is_as_good_as_none(self, live):
        live.open_parcel()
        live.scan(live.site.affected())
        parcel, unit, key = unit_of(live)
        live.ask(RecordReservation(parcel, unit, f"{key}0", 1))
        live.until(Step.CONTAINER)
        assert live.scan(live.next_scan()).answer.message == Message.CONTAINED_PROVISIONAL

    @pytest.mark.parametrize("settings", [Settings(), Settings(hub_url="https://hub.example")])
    def test_where_nothing_is_reserved_live_nobody_waits(self, open_live, settings):
        assert contained(open_live(settings)).answer.message == Message.CONTAINED_REPLACEMENT

    def test_in_a_training_folder_nobody_waits_for_what_never_comes(self, site, open_desk):
        desk = open_desk(site, Settings(link=True, inspection_hours=0.0))
        assert contained(desk).answer.message == Message.CONTAINED_REPLACEMENT

    def test_a_restored_journal_waits_until_all_is_fetched(self, open_live):
        desk = open_live(Settings())
        restored(desk)
        assert contained(desk).answer.message == Message.CONTAINED_PROVISIONAL
        assert Trouble.RESTORED_INCOMPLETE in troubles(desk)
        desk.ask(EndRecovery("restored", 500))
        assert desk.ask(EndRecovery("restored", 500)).answer.message == Message.RECORDED_BEFORE
        assert contained(desk).answer.message == Message.CONTAINED_REPLACEMENT
        assert Trouble.RESTORED_INCOMPLETE not in troubles(desk)
        sound(desk)

    def test_a_journal_restored_whole_waits_for_nobody(self, open_live):
        desk = open_live(Settings())
        restored(desk, complete=True)
        assert contained(desk).answer.message == Message.CONTAINED_REPLACEMENT

    def test_nobody_has_to_resolve_it_and_nobody_can(self, live):
        contained(live)
        for decision in (HoldDecision.RELEASE, HoldDecision.DENY):
            assert resolve(live, "PROVISIONAL", decision).message == Message.HOLD_PROVISIONAL

    def test_it_takes_its_place_in_the_claim(self, live):
        """Else two would be sent where the claim expects one."""
        contained(live)
        unit = live.station.receipt.parcel.units[0]
        assert (unit.is_served, unit.blocking_holds) == (True, ())


class TestAnswered:
    """Its word: recorded, shown, and what follows."""

    def test_confirmed_it_goes_out(self, live):
        contained(live)
        said = answer(live, (HubAnswer.ACKNOWLEDGED, 1, ""))
        assert (said.answer.message, said.answer.params) == (Message.ANSWERS_RECORDED, {"count": 1})
        assert replacement(live) == ("acknowledged", "[]", "acknowledged", "", 1)
        again = answer(live, (HubAnswer.ACKNOWLEDGED, 1, ""))
        assert again.answer.message == Message.RECORDED_BEFORE
        sound(live)

    def test_taken_it_is_held_and_only_denied(self, live):
        contained(live)
        answer(live, (HubAnswer.TAKEN, 1, WHOSE))
        assert replacement(live) == ("held", '["DUPLICATE"]', "taken", WHOSE, 1)
        refused = resolve(live, "DUPLICATE", HoldDecision.RELEASE)
        assert (refused.message, refused.params) == (Message.HOLD_TAKEN_ELSEWHERE, {"detail": WHOSE})
        assert resolve(live, "DUPLICATE", HoldDecision.DENY).message == Message.HOLD_DENIED
        assert replacement(live)[0] == "denied"
        sound(live)

    def test_taken_by_a_wrong_serial_it_is_owed_by_the_right_one(self, live):
        contained(live)
        answer(live, (HubAnswer.TAKEN, 1, WHOSE))
        before = live.row("SELECT serial FROM unit")[0]
        right = next(serial for serial in iter(live.site.affected, None) if serial[:3] != before[:3])
        said = resolve(live, "DUPLICATE", HoldDecision.RELEASE, serial=right)
        assert said.message in {Message.HOLD_RELEASED_REPLACEMENT, Message.HOLD_RELEASED_OTHERS}
        assert live.row("SELECT serial FROM unit") == (right,)
        assert live.rows("SELECT serial, answer FROM replacement WHERE serial = ?", before) == []
        sound(live)

    def test_beyond_the_claim_it_is_held(self, live):
        contained(live)
        answer(live, (HubAnswer.BEYOND_CLAIM, 1, "C-1"))
        assert replacement(live) == ("held", '["EXTRA"]', "beyond_claim", "C-1", 1)
        assert resolve(live, "EXTRA", HoldDecision.RELEASE).message == Message.HOLD_RELEASED_REPLACEMENT
        assert replacement(live)[:2] == ("queued", "[]")
        sound(live)

    def test_undone_and_put_away_again_it_waits_for_a_word_of_its_own(self, live):
        contained(live)
        answer(live, (HubAnswer.ACKNOWLEDGED, 1, ""))
        assert undo(live) == Message.UNDONE_CONTAINED
        assert live.rows("SELECT * FROM replacement") == []
        assert answer(live, (HubAnswer.SHIPPED, 2, "")).answer.message == Message.RECORDED_BEFORE
        live.until(Step.PARCEL_OPEN)
        assert replacement(live) == ("held", '["PROVISIONAL"]', None, None, None)
        answer(live, (HubAnswer.ACKNOWLEDGED, 3, ""))
        assert replacement(live)[0] == "acknowledged"
        sound(live)

    @pytest.mark.parametrize(
        ("said", "reach"),
        [(HubAnswer.SHIPPED, Message.UNDO_NOTHING), (HubAnswer.FAILED, Message.UNDONE_CONTAINED)],
    )
    def test_what_was_sent_is_out_of_undos_reach(self, live, said, reach):
        contained(live)
        answer(live, (HubAnswer.ACKNOWLEDGED, 1, ""), (said, 2, ""))
        assert undo(live) == reach

    def test_many_answers_bar_no_way_to_the_last_act(self, live):
        contained(live)
        for number in range(1, 40):
            answer(live, (HubAnswer.ACKNOWLEDGED, number, ""))
        assert undo(live) == Message.UNDONE_CONTAINED

    def test_one_denied_waits_for_no_word(self, live):
        contained(live)
        parcel, unit, key = unit_of(live)
        live.ask(TellDuplicate(parcel, unit, key, "DOCK-2", AT, confirmed=True))
        assert resolve(live, "DUPLICATE", HoldDecision.DENY).message == Message.HOLD_DENIED
        assert live.rows("SELECT reason FROM hold WHERE resolved_at IS NULL") == []
        sound(live)


class TestJudgedAnew:
    """Newer lists say otherwise of what was answered already: their rows are amended, not folded."""

    @pytest.fixture
    def told(self, site, open_desk):
        desk = open_desk(site)
        contained(desk)
        desk.scan("RI-C-CLOSE")
        answer(desk, (HubAnswer.ACKNOWLEDGED, 1, ""))
        return desk

    def test_a_confirmed_one_is_held_and_let_go_again(self, told):
        newer_list(told, told.site.unnamed())
        rejudge(told)
        assert replacement(told)[0] == "held"
        sound(told)
        newer_list(told, told.site.unnamed(), version="third", keep=told.site.listing.rows)
        rejudge(told)
        assert replacement(told)[:2] == ("acknowledged", "[]")
        sound(told)

    def test_what_was_sent_stays_sent(self, told):
        answer(told, (HubAnswer.SHIPPED, 2, "parcel 7"))
        newer_list(told, told.site.unnamed())
        rejudge(told)
        assert replacement(told)[0] == "shipped"
        assert replacement(told)[1] != "[]"
        sound(told)


class TestElsewhere:
    """Another desk has the unit's key, or an emergency."""

    def test_the_desk_is_told_once_and_goes_on(self, live):
        live.open_parcel()
        live.scan(live.site.affected())
        wish = TellDuplicate(*unit_of(live), "DOCK-2", AT, confirmed=False)
        said = live.ask(wish)
        assert (said.answer.message, said.step) == (Message.DUPLICATE_ELSEWHERE_OPEN, live.station.step)
        assert live.ask(wish).answer.message == Message.RECORDED_BEFORE
        live.until(Step.CONTAINER)
        assert live.scan(live.next_scan()).answer.message == Message.CONTAINED_PROVISIONAL

    def test_a_unit_with_its_replacement_elsewhere_gets_none_here(self, live):
        live.open_parcel()
        live.scan(live.site.affected())
        parcel, unit, key = unit_of(live)
        live.ask(TellDuplicate(parcel, unit, key, "DOCK-2", AT, confirmed=True))
        live.until(Step.CONTAINER)
        assert live.scan(live.next_scan()).answer.message == Message.CONTAINED_HELD
        assert live.rows("SELECT * FROM replacement") == []
        sound(live)

    def test_an_emergency_stands_until_it_is_over_there(self, live):
        raised = TellEmergency("DOCK-2", "i", EmergencyState.RAISED)
        said = live.ask(raised)
        assert (said.answer.message, said.answer.severity) == (Message.EMERGENCY_ELSEWHERE, Severity.HAZARD)
        assert said.scene.troubles[0].message == Trouble.EMERGENCY_ELSEWHERE
        assert live.ask(raised).answer.message == Message.RECORDED_BEFORE
        over = live.ask(TellEmergency("DOCK-2", "i", EmergencyState.CLOSED))
        assert over.answer.message == Message.EMERGENCY_ELSEWHERE_ENDED
        assert Trouble.EMERGENCY_ELSEWHERE not in [line.message for line in over.scene.troubles]

    def test_after_half_a_day_nobody_is_alarmed_by_it_any_more(self, live):
        live.ask(TellEmergency("DOCK-2", "i", EmergencyState.RAISED))
        assert Trouble.EMERGENCY_ELSEWHERE in troubles(live)
        live.site.clock.pass_by(12 * 3600)
        assert Trouble.EMERGENCY_ELSEWHERE not in troubles(live)


class TestAnchored:
    """How much of the log is kept off the station."""

    def test_what_is_not_sent_is_counted_from_the_anchor_on(self, live):
        contained(live)
        tally = live.scan("RI-C-CLOSE").scene.tally
        assert tally.unsent == live.station.journal.seq
        since = live.site.clock.wall
        assert tally.unsent_since is not None
        assert tally.unsent_since < since
        after = anchor(live).scene.tally
        assert (after.unsent, after.unsent_since) == (0, None)
        later = contained(live).scene.tally
        assert later.unsent == live.station.journal.seq - live.row("SELECT seq FROM anchor")[0] - 1
        assert later.unsent_since is not None
        assert later.unsent_since >= since
        live.restart()
        assert live.station.standing().now.scene.tally == later
        sound(live)

    def test_another_log_under_its_name_is_refused(self, live):
        seq, identity = live.station.journal.seq, live.station.journal.identity
        said = live.ask(AnchorHead(identity.incarnation, seq, "0" * 64)).answer
        assert said.message == Message.ANCHOR_DIFFERS
        assert live.rows("SELECT * FROM anchor") == []

    def test_a_replacement_is_sent_when_the_anchor_covers_it_and_not_before(self, live):
        anchor(live)
        contained(live)
        live.ask(RecordReservation(*unit_of(live), 1))
        undo(live)
        live.until(Step.PARCEL_OPEN)
        assert shown(live) == "queued"
        anchor(live)
        assert shown(live) == "sent"
        answer(live, (HubAnswer.ACKNOWLEDGED, 1, ""))
        assert shown(live) == "acknowledged"


def anchor(desk):
    journal = desk.station.journal
    return desk.ask(AnchorHead(journal.identity.incarnation, journal.seq, journal.head.hex()))


def shown(desk):
    (row,) = registers.replacements(desk.station.journal.connection)
    return row.state


def troubles(desk):
    desk.station.look_round()
    return [line.message for line in desk.station.standing().now.scene.troubles]


def test_a_restored_journal_goes_on_under_its_new_name(open_live):
    desk = open_live(Settings())
    restored(desk)
    desk.restart()
    assert desk.station.journal.identity == Identity("dock-1", "restored")
    rows = desk.rows("SELECT before IS NULL, complete FROM incarnation ORDER BY rowid")
    assert rows == [(1, 1), (0, 0)]
    fact = HistoryFetched("restored", 5)
    desk.station.recorder.record((Draft(fact),), desk.site.clock.moment())
    sound(desk)
