"""PINs: wrong ones are counted by badge, too many lock it for a while, and none of them is ever stored."""

import pytest

from intake.correction import UndoReason
from intake.disposition import EmergencyOutcome
from intake.founding import TRAINING_PIN
from intake.outcome import Message
from intake.own_label import LabelKind, OwnLabel
from intake.request import CloseEmergency, MoveUnit, RetireOperator, UndoAct
from intake.scan import Severity
from intake.settings import Settings
from intake.verify import verify
from tests.intake.conftest import everything_in, kinds

MINUTE = 60.0
WRONG = "48213"


def closing(lead, pin):
    return CloseEmergency(lead, pin, EmergencyOutcome.WATER_BATH)


def failures(desk, badge):
    return desk.row("SELECT failures FROM operator WHERE code = ?", badge)[0]


@pytest.fixture
def alarmed(site, open_desk):
    """A desk with an emergency on, of a station that takes three wrong PINs and locks for ten minutes."""
    desk = open_desk(site, Settings(pin_attempts=3, pin_lock_minutes=10.0, idle_lock_minutes=0.0))
    desk.scan("RI-C-K2")
    return desk


def lock(desk):
    for _ in range(3):
        assert desk.ask(closing(desk.site.lead, WRONG)).answer.message is Message.LEAD_NOT_VERIFIED


def test_a_wrong_pin_is_recorded_and_the_right_one_clears_it(alarmed, site):
    alarmed.ask(closing(site.lead, WRONG))
    assert kinds(site.folder)[-2:] == ["RequestRefused", "PinRefused"]
    assert failures(alarmed, site.lead) == 1
    alarmed.restart()
    assert failures(alarmed, site.lead) == 1
    outcome = alarmed.ask(closing(site.lead, TRAINING_PIN))
    assert outcome.answer.message is Message.EMERGENCY_CLOSED
    assert kinds(site.folder)[-1] == "PinAccepted"
    assert failures(alarmed, site.lead) == 0
    assert verify(site.folder).faults == ()


def test_too_many_lock_the_badge_also_for_the_right_pin(alarmed, site):
    lock(alarmed)
    for pin in (TRAINING_PIN, WRONG):
        answer = alarmed.ask(closing(site.lead, pin)).answer
        assert (answer.message, answer.params) == (Message.PIN_LOCKED, {"badge": site.lead, "minutes": 10})
    assert failures(alarmed, site.lead) == 3
    alarmed.restart()
    assert alarmed.ask(closing(site.lead, TRAINING_PIN)).answer.message is Message.PIN_LOCKED


def test_another_leads_badge_is_not_locked_with_it(alarmed, site):
    lock(alarmed)
    assert alarmed.ask(closing(site.supervisor, TRAINING_PIN)).answer.message is Message.EMERGENCY_CLOSED


def test_the_lock_ends_by_the_clock(alarmed, site):
    lock(alarmed)
    site.clock.pass_by(9.5 * MINUTE)
    answer = alarmed.ask(closing(site.lead, TRAINING_PIN)).answer
    assert (answer.message, answer.params["minutes"]) == (Message.PIN_LOCKED, 1)
    site.clock.pass_by(0.6 * MINUTE)
    assert alarmed.ask(closing(site.lead, TRAINING_PIN)).answer.message is Message.EMERGENCY_CLOSED


def test_a_wrong_pin_after_a_lock_locks_again_at_once(alarmed, site):
    lock(alarmed)
    site.clock.pass_by(11 * MINUTE)
    assert alarmed.ask(closing(site.lead, WRONG)).answer.message is Message.LEAD_NOT_VERIFIED
    assert alarmed.ask(closing(site.lead, TRAINING_PIN)).answer.message is Message.PIN_LOCKED


@pytest.mark.parametrize("hours", [1, 24, 24 * 365])
def test_a_clock_set_back_locks_no_badge_for_ever(alarmed, site, hours):
    lock(alarmed)
    site.clock.wall -= hours * 3_600_000
    assert alarmed.ask(closing(site.lead, TRAINING_PIN)).answer.message is Message.EMERGENCY_CLOSED


def test_a_badge_that_may_not_end_emergencies_is_refused_and_never_counted(alarmed, site):
    """Else anybody could lock a lead's badge by a wish no PIN was looked at for."""
    for lead in (site.badge, "RI-O-0099-6", OwnLabel(LabelKind.BADGE, 77).code, "", "x"):
        answer = alarmed.ask(closing(lead, TRAINING_PIN)).answer
        assert answer.message is Message.LEAD_NOT_VERIFIED
        assert kinds(site.folder)[-1] == "RequestRefused"
    assert alarmed.rows("SELECT code FROM operator WHERE failures > 0") == []


def test_a_retired_leads_pin_is_worth_nothing(alarmed, site):
    alarmed.ask(RetireOperator(site.lead))
    assert alarmed.ask(closing(site.lead, TRAINING_PIN)).answer.message is Message.LEAD_NOT_VERIFIED


def test_wrong_pins_of_every_wish_count_together(alarmed, site):
    wishes = (
        closing(site.lead, WRONG),
        UndoAct(site.lead, WRONG, UndoReason.MISTAKE),
        MoveUnit("x", "y", site.lead, WRONG),
    )
    for wish in wishes:
        assert alarmed.ask(wish).answer.message is Message.LEAD_NOT_VERIFIED
    assert alarmed.ask(wishes[0]).answer.message is Message.PIN_LOCKED


def test_a_request_sent_again_counts_once(alarmed, site):
    for _ in range(5):
        answer = alarmed.ask(closing(site.lead, WRONG), "the same").answer
        assert answer.message is Message.LEAD_NOT_VERIFIED
    assert failures(alarmed, site.lead) == 1


def test_a_right_pin_clears_also_where_the_wish_cannot_be_granted(site, open_desk):
    desk = open_desk(site)
    desk.ask(closing(site.lead, WRONG))
    assert desk.ask(closing(site.lead, TRAINING_PIN)).answer.message is Message.EMERGENCY_NONE
    assert failures(desk, site.lead) == 0


def test_no_pin_stands_anywhere_in_the_folder(alarmed, site):
    lock(alarmed)
    assert WRONG.encode() not in everything_in(site.folder)


@pytest.mark.parametrize(
    ("number", "message"), [(1, Message.NOT_ALLOWED), (2, Message.NOT_ALLOWED), (3, Message.OPERATOR_RETIRED)]
)
def test_the_table_of_roles_counts_for_a_badge_that_asks(site, open_desk, number, message):
    """`--by BADGE`: operator and lead may retire nobody, a supervisor may."""
    desk = open_desk(site)
    by = OwnLabel(LabelKind.BADGE, number).code
    answer = desk.ask(RetireOperator(OwnLabel(LabelKind.BADGE, 4).code), by=by).answer
    assert answer.message is message
    assert (answer.severity is Severity.REFUSED) is (message is Message.NOT_ALLOWED)


def test_a_badge_nobody_knows_may_ask_for_nothing(site, open_desk):
    desk = open_desk(site)
    by = OwnLabel(LabelKind.BADGE, 77).code
    assert desk.ask(RetireOperator(site.lead), by=by).answer.message is Message.NOT_ALLOWED


def test_who_stands_at_the_desk_may_pass_on_a_leads_pin(alarmed, site):
    answer = alarmed.ask(closing(site.lead, TRAINING_PIN), by=site.badge).answer
    assert answer.message is Message.EMERGENCY_CLOSED
