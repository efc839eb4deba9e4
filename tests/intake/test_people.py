"""People: names and PINs lie in one file of their own, and can be forgotten."""

import pytest

from intake import people
from intake.disposition import EmergencyOutcome
from intake.events import RequestCause
from intake.operator import LONGEST_PIN, Role
from intake.outcome import Message
from intake.own_label import LabelKind, OwnLabel
from intake.people import People
from intake.request import AddOperator, CloseEmergency, ForgetPerson, RetireOperator
from intake.verify import verify
from tests.intake.conftest import everything_in, stored

CODE = OwnLabel(LabelKind.BADGE, 70).code
NAME = "Watanabe Ichirou 渡辺一郎"
PIN = "83520417"


def test_a_name_and_a_pin_lie_in_people_db_alone(desk, state):
    assert desk.ask(AddOperator(CODE, Role.SUPERVISOR, NAME, PIN)).answer.message is Message.OPERATOR_ADDED
    desk.close()
    elsewhere = everything_in(state.folder, "people.db", "people.db-wal", "people.db-shm")
    everywhere = everything_in(state.folder)
    assert NAME.encode() in everywhere
    assert NAME.encode() not in elsewhere
    assert PIN.encode() not in everywhere


@pytest.mark.parametrize("pin", ["", "123", "1234567890123"])
def test_a_pin_no_card_takes_whole_is_refused(desk, pin):
    answer = desk.ask(AddOperator(CODE, Role.LEAD, NAME, pin)).answer
    assert answer.message is Message.PIN_LENGTH
    whole = AddOperator(CODE, Role.LEAD, NAME, "1" * LONGEST_PIN)
    assert desk.ask(whole, "again").answer.message is Message.OPERATOR_ADDED


def test_a_pin_is_right_or_wrong(tmp_path):
    folk = People(tmp_path)
    folk.enter(CODE, NAME, PIN)
    folk.enter("no pin", NAME, None)
    assert folk.has_pin(CODE, PIN)
    wrong = [
        (CODE, "83520418"),
        (CODE, ""),
        (CODE, PIN + "0"),
        ("no pin", ""),
        ("no pin", PIN),
        ("nobody", PIN),
    ]
    assert [folk.has_pin(*each) for each in wrong] == [False] * 6
    folk.close()


def test_one_pin_hashes_differently_for_two_people(tmp_path):
    folk = People(tmp_path)
    folk.enter("a", None, PIN)
    folk.enter("b", None, PIN)
    hashes = [row[0] for row in folk._connection.execute("SELECT pin FROM person")]  # noqa: SLF001 (what is stored)
    assert len(set(hashes)) == 2
    assert all(each.startswith("$argon2id$") for each in hashes)
    folk.close()


def test_a_hash_that_cannot_be_read_is_no_right_pin(tmp_path):
    folk = People(tmp_path)
    folk._connection.execute("INSERT INTO person VALUES ('x', NULL, 'not a hash')")  # noqa: SLF001 (a broken file)
    assert not folk.has_pin("x", "not a hash")
    folk.close()


@pytest.mark.parametrize("neighbours", [0, 1, 50])
def test_a_person_erased_leaves_no_byte_behind(tmp_path, neighbours):
    """Erased for good: the name must not be found in a free page or in the write-ahead log either."""
    folk = People(tmp_path)
    for number in range(neighbours):
        folk.enter(f"before {number}", "Somebody Else " * 5, None)
    folk.enter(CODE, NAME, PIN)
    for number in range(neighbours):
        folk.enter(f"later {number}", "Somebody Else " * 5, None)
    folk.close()
    folk = People(tmp_path)
    folk.erase(CODE)
    assert folk.names().get(CODE) is None
    assert not folk.has_pin(CODE, PIN)
    folk.close()
    assert NAME.encode() not in everything_in(tmp_path)


def test_a_person_is_forgotten_for_good_and_the_log_stays_valid(desk, state):
    """Rule 9: name and PIN are erased, the badge's code stays."""
    desk.ask(AddOperator(CODE, Role.LEAD, NAME, PIN))
    desk.scan("RI-C-K2")
    wish = ForgetPerson(CODE, "has left")
    first, again = desk.ask(wish, "forget"), desk.ask(wish, "forget")
    assert (first.answer.message, again.seq) == (Message.PERSON_FORGOTTEN, first.seq)
    close = CloseEmergency(CODE, PIN, EmergencyOutcome.WATER_BATH)
    assert desk.ask(close).answer.message is Message.LEAD_NOT_VERIFIED
    desk.restart()
    assert desk.ask(close).answer.message is Message.LEAD_NOT_VERIFIED
    assert verify(state.folder).faults == ()
    desk.close()
    assert NAME.encode() not in everything_in(state.folder)
    assert PIN.encode() not in everything_in(state.folder)


def test_a_badge_given_to_another_person_keeps_the_new_name(desk, state):
    """Forgetting was of the first holder: no restart, and no retry of that request, forgets the second."""
    desk.ask(AddOperator(CODE, Role.LEAD, NAME, PIN))
    desk.ask(ForgetPerson(CODE, "has left"), "forget")
    desk.ask(RetireOperator(CODE))
    desk.ask(AddOperator(CODE, Role.LEAD, "Second Holder", "1928"))
    desk.restart()
    desk.ask(ForgetPerson(CODE, "has left"), "forget")
    assert people.names(state.folder)[CODE] == "Second Holder"
    desk.scan("RI-C-K2")
    close = CloseEmergency(CODE, "1928", EmergencyOutcome.WATER_BATH)
    assert desk.ask(close).answer.message is Message.EMERGENCY_CLOSED


def test_the_second_holder_of_a_badge_does_not_inherit_the_first_ones_pin(desk, state):
    """A badge added again without a PIN has none: the one who left must not end emergencies with it."""
    desk.ask(AddOperator(CODE, Role.LEAD, NAME, PIN))
    desk.ask(RetireOperator(CODE))
    desk.ask(AddOperator(CODE, Role.LEAD, "Second Holder"))
    desk.scan("RI-C-K2")
    close = CloseEmergency(CODE, PIN, EmergencyOutcome.WATER_BATH)
    assert desk.ask(close).answer.message is Message.LEAD_NOT_VERIFIED


def test_a_request_leaves_no_digest_a_name_or_a_pin_could_be_guessed_from(desk, state):
    """Four digits are found from their digest in a moment: what the log keeps of two PINs is the same."""
    bodies = []
    for number, (name, pin) in enumerate(((NAME, "1111"), ("Other", "2222"), (None, None))):
        desk.ask(AddOperator(CODE, Role.LEAD, name, pin), f"add {number}")
        cause = stored(state.folder)[-1].cause
        assert isinstance(cause, RequestCause)
        bodies.append((cause.fingerprint, bytes(stored(state.folder)[-1].body)))
        desk.ask(RetireOperator(CODE))
    assert len(set(bodies)) == 1


def test_nobody_is_forgotten_whose_badge_is_unknown(desk, state):
    assert desk.ask(ForgetPerson(CODE, "x")).answer.message is Message.OPERATOR_UNKNOWN
    assert len(people.names(state.folder)) == 4


def test_a_person_can_be_forgotten_from_the_command_line(site, intake):
    assert intake(site.folder, "operators", "forget", site.badge, "--reason", "asked for").code == 0
    rows = intake(site.folder, "show", "operators", "--json").rows
    assert {row["code"]: row["name"] for row in rows}[site.badge] is None
    assert b"Training operator" not in everything_in(site.folder)


def test_names_are_given_by_badge(state):
    found = people.names(state.folder)
    assert found[state.badge] == "Training operator"
    assert len(found) == 4
