"""Outcomes."""

from __future__ import annotations

import msgspec
from msgspec.structs import replace

from intake.hold import HoldKind
from intake.outcome import Answer, Line, Message, Outcome
from intake.scan import Severity
from intake.scene import Hand, Scene
from intake.verdict import Reason, Verdict

ANSWER = Answer(
    Message.UNIT_DUPLICATE,
    Severity.NOTE,
    {"serial": "S", "length": 3},
    Verdict.AFFECTED,
    (Reason.IN_RANGE,),
    "unit",
    (HoldKind.DUPLICATE,),
    "RI-Q-0012-T",
)


def test_an_answer_is_read_from_the_journal_as_it_was_written():
    for answer in (ANSWER, Answer(Message.SAME_SCAN, Severity.NOTE)):
        assert msgspec.json.decode(msgspec.json.encode(answer), type=Answer) == answer


def test_an_outcome_is_read_from_the_socket_as_it_was_written():
    outcome = Outcome(1, "S", "IDLE", ANSWER, Line("prompt_scan_parcel"))
    assert msgspec.json.decode(msgspec.json.encode(outcome), type=Outcome) == outcome


def test_an_answers_line_is_its_sentence():
    assert ANSWER.line == Line("unit_duplicate", {"serial": "S", "length": 3})


def test_answers_never_share_their_values():
    one, other = Answer(Message.SAME_SCAN, Severity.NOTE), Answer(Message.SAME_SCAN, Severity.NOTE)
    one.params["x"] = "y"
    assert other.params == {}


def test_a_message_is_stored_under_its_own_name():
    """Journals hold these names for ever."""
    assert all(message.name.lower() == message.value for message in Message)


def test_an_outcome_that_moves_nobody_leaves_the_desk_as_it_was():
    before = Outcome(1, "S", "IDLE", ANSWER, Line("prompt_scan_parcel"))
    told = replace(before, seq=2, answer=Answer(Message.LIST_ACTIVATED, Severity.OK))
    assert told.leaves_desk_as(before)
    assert not replace(told, step="UNIT").leaves_desk_as(before)
    assert not replace(told, prompt=Line("prompt_scan_bag")).leaves_desk_as(before)
    in_hand = Scene(hand=Hand("S"))
    assert not replace(told, scene=in_hand).leaves_desk_as(before)
