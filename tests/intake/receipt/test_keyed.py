"""Keyed serials: read back before they count, and never the ground for NOT_AFFECTED."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from intake import facts
from intake.barcode import SerialText
from intake.campaign import Catalogue
from intake.claim import Claim, ClaimedUnit
from intake.hold import HoldKind
from intake.outcome import Entries, Message
from intake.own_label import Command, CommandWord
from intake.question import Ask, Question
from intake.receipt import Receipt, Step, serial_in_question
from intake.receipt.keyed import endings_awaited, length_awaited, spaced
from intake.receipt.state import Keyed
from intake.scan import Method, Severity
from intake.serial_number import How
from intake.verdict import Reason, Verdict
from tests.intake.receipt.cases import (
    BOX,
    CAMPAIGN,
    CATALOGUE,
    CLAIM,
    OF_COLOURED,
    OF_NOBODY,
    OF_PLAIN,
    PLAIN,
    Case,
)
from tests.intake.receipt.desk import Desk, fact_of, recorded, said
from tests.intake.receipt.world import command, letter_pack, scan_of

CLAIMED = "parcel number with a claim"
DONE = ("INTACT", "bag", "right container")
KEYED = "parcel number", "keyed affected"
TAIL = OF_PLAIN[-6:]


def keyed(text):
    return Case("keyed", text, method=Method.KEYED)


def claimed(*units):
    known = {"claim": Claim("C-9", units), "expecting": True}
    desk = Desk()
    desk.take(Case("a claim", letter_pack(1), lambda _receipt: known))
    return desk


class TestConfirmedByTheClaim:
    """Six keys are enough where the claim names the serial."""

    def test_the_last_six_of_an_awaited_serial_are_the_unit(self):
        desk = Desk(CLAIMED)
        decision = desk.scan("keyed last six")
        assert said(decision) == (Message.UNIT_AFFECTED, Severity.OK)
        assert (desk.unit.serial, desk.unit.raw, desk.unit.how) == (OF_PLAIN, TAIL, How.CLAIM)
        assert desk.unit.verdict is Verdict.AFFECTED
        assert desk.unit.reasons == (Reason.IN_RANGE, Reason.CLAIM_CONFIRMED)

    def test_they_never_say_not_affected(self):
        desk = claimed(ClaimedUnit(OF_NOBODY))
        decision = desk.take(keyed(OF_NOBODY[-6:]))
        assert said(decision) == (Message.UNIT_UNCERTAIN, Severity.NOTE)
        assert desk.unit.verdict is Verdict.UNCERTAIN
        assert desk.unit.reasons == (Reason.CLAIM_DISAGREES, Reason.NO_MATCH, Reason.CLAIM_CONFIRMED)
        assert desk.unit.open_holds == (HoldKind.UNCERTAIN_SERIAL,)

    @pytest.mark.parametrize("tail", [OF_NOBODY[-6:], "ZZZZZZ"])
    def test_another_ending_is_refused(self, tail):
        desk = Desk(CLAIMED)
        decision = desk.take(keyed(tail))
        assert said(decision) == (Message.KEYED_NO_MATCH, Severity.REFUSED)
        assert recorded(decision) == ["ScanRefused"]
        assert desk.receipt.parcel.units == ()

    def test_one_taken_in_already_is_awaited_no_more(self):
        desk = Desk(CLAIMED, "keyed last six", *DONE)
        assert said(desk.scan("keyed last six")) == (Message.KEYED_NO_MATCH, Severity.REFUSED)
        assert said(desk.scan("keyed last six of another"))[0] is Message.UNIT_AFFECTED
        assert desk.unit.serial == OF_COLOURED

    def test_an_ending_of_two_confirms_neither(self):
        twin = OF_PLAIN[0] + OF_PLAIN[2] + OF_PLAIN[2:]
        desk = claimed(ClaimedUnit(OF_PLAIN), ClaimedUnit(twin))
        assert twin != OF_PLAIN
        assert said(desk.take(keyed(TAIL))) == (Message.KEYED_NO_MATCH, Severity.REFUSED)

    def test_a_claims_serial_that_is_none_makes_no_unit(self):
        desk = claimed(ClaimedUnit("ABCDEFGH"))
        assert said(desk.take(keyed("CDEFGH"))) == (Message.SERIAL_INVALID, Severity.REFUSED)
        assert desk.receipt.parcel.units == ()

    def test_only_keys_confirm_and_only_six(self):
        for case in (Case("scanned", TAIL), keyed(OF_PLAIN[-5:]), keyed(OF_PLAIN[-7:])):
            desk = Desk(CLAIMED)
            assert said(desk.take(case)) == (Message.SERIAL_INVALID, Severity.REFUSED)

    def test_without_an_awaited_serial_six_characters_are_a_serial_like_any_other(self):
        for desk in (Desk("parcel number"), claimed(ClaimedUnit(None))):
            assert said(desk.take(keyed(TAIL))) == (Message.SERIAL_INVALID, Severity.REFUSED)


class TestReadBack:
    """A whole serial keyed is read back before it counts."""

    def test_it_is_shown_in_groups_of_four(self):
        desk = Desk("parcel number")
        decision = desk.scan("keyed affected")
        assert said(decision) == (Message.SERIAL_KEYED, Severity.NOTE)
        assert decision.answer.params == {"serial": spaced(OF_PLAIN)}
        assert fact_of(decision) == facts.SerialKeyed(OF_PLAIN, OF_PLAIN)
        assert desk.receipt.parcel.keyed == Keyed(OF_PLAIN, OF_PLAIN)
        assert (desk.step, desk.receipt.unit) == (Step.UNIT, None)

    def test_an_invalid_one_is_refused_as_ever(self):
        desk = Desk("parcel number")
        assert said(desk.scan("keyed invalid")) == (Message.SERIAL_INVALID, Severity.REFUSED)
        assert desk.receipt.misread is not None

    @pytest.mark.parametrize("answer", ["YES", "keyed affected", "keyed last six"])
    def test_yes_the_whole_or_its_last_six_keyed_again_are_the_unit(self, answer):
        desk = Desk(*KEYED)
        decision = desk.scan(answer)
        assert said(decision) == (Message.UNIT_AFFECTED, Severity.OK)
        assert (desk.unit.serial, desk.unit.raw, desk.unit.how) == (OF_PLAIN, OF_PLAIN, How.KEYED)
        assert desk.unit.reasons == (Reason.IN_RANGE, Reason.KEYED)
        assert desk.receipt.parcel.keyed is None

    def test_the_same_serial_scanned_is_a_scan(self):
        desk = Desk(*KEYED, "serial affected")
        assert (desk.unit.how, desk.unit.reasons) == (How.SCANNED, (Reason.IN_RANGE,))
        spared = Desk("parcel number", "keyed not affected", "serial not affected")
        assert spared.unit.verdict is Verdict.NOT_AFFECTED

    def test_by_keys_alone_it_is_never_not_affected(self):
        desk = Desk("parcel number", "keyed not affected", "YES")
        assert desk.unit.verdict is Verdict.UNCERTAIN
        assert desk.unit.reasons == (Reason.KEYED, Reason.NO_MATCH)

    def test_six_characters_read_by_a_device_are_another_serial(self):
        """Rule 4: a device reads the whole serial or nothing."""
        desk = Desk("parcel number", "keyed not affected")
        decision = desk.take(Case("scanned", OF_NOBODY[-6:]))
        assert said(decision) == (Message.KEYED_DIFFERS, Severity.REFUSED)
        assert desk.receipt.unit is None

    @pytest.mark.parametrize(
        "other", ["serial not affected", "keyed not affected", "keyed last six of another"]
    )
    def test_another_serial_is_refused(self, other):
        desk = Desk(*KEYED)
        decision = desk.scan(other)
        assert said(decision) == (Message.KEYED_DIFFERS, Severity.REFUSED)
        assert decision.answer.params == {"serial": spaced(OF_PLAIN)}
        assert desk.receipt.parcel.keyed == Keyed(OF_PLAIN, OF_PLAIN)

    def test_no_drops_it(self):
        desk = Desk(*KEYED)
        decision = desk.scan("NO")
        assert said(decision) == (Message.KEYED_DROPPED, Severity.NOTE)
        assert recorded(decision) == ["KeyedDropped"]
        assert (desk.step, desk.receipt.parcel.keyed) == (Step.PARCEL_OPEN, None)

    @pytest.mark.parametrize("name", ["INTACT", "bag", "parcel number NW-7", "UNREADABLE", "CLOSE"])
    def test_nothing_else_is_taken_first(self, name):
        assert said(Desk(*KEYED).scan(name)) == (Message.READ_BACK_FIRST, Severity.REFUSED)

    @pytest.mark.parametrize("name", ["YES", "NO", "serial affected"])
    def test_with_a_unit_in_hand_there_is_nothing_to_read_back(self, name):
        decision = Desk("parcel number", "UNREADABLE").scan(name)
        assert said(decision) == (Message.SCAN_MODEL_FIRST, Severity.REFUSED)

    @pytest.mark.parametrize("name", ["card UN3480", "card other"])
    def test_no_picture_card_is_taken_for_it(self, name):
        assert said(Desk(*KEYED).scan(name)) == (Message.SCAN_MODEL_FIRST, Severity.REFUSED)

    def test_a_claim_has_its_say(self):
        desk = Desk(CLAIMED, "keyed not affected", "YES")
        assert HoldKind.MISMATCH in desk.unit.open_holds

    def test_damage_is_noted_while_it_waits(self):
        desk = Desk(*KEYED, "K1", "YES")
        assert desk.unit.condition == "K1"


class TestTakenHere:
    """A serial of this very parcel keyed again."""

    def test_it_is_asked_and_yes_takes_a_second_unit_in(self):
        desk = Desk("parcel number", "serial affected", *DONE)
        decision = desk.scan("keyed affected")
        assert said(decision) == (Message.SERIAL_TAKEN_HERE, Severity.REFUSED)
        assert decision.answer.params == {"serial": OF_PLAIN, "container": BOX}
        assert desk.receipt.question == Question(Ask.SECOND_KEYED, OF_PLAIN)
        assert said(desk.scan("YES"))[0] is Message.UNIT_DUPLICATE
        assert (desk.unit.how, desk.unit.raw) == (How.KEYED, OF_PLAIN)
        assert desk.unit.reasons == (Reason.IN_RANGE, Reason.KEYED)
        assert desk.unit.open_holds == (HoldKind.DUPLICATE,)


class TestInQuestion:
    """Which serial the lists are asked about."""

    YES = Command(CommandWord.YES)

    def asked(self, receipt, text, method=Method.PORT, reading=None):
        return serial_in_question(receipt, scan_of(text, method=method), reading or SerialText(text))

    def test_a_serial_is_asked_about_itself(self):
        assert self.asked(Receipt("o"), "ABCD") == "ABCD"
        assert self.asked(Desk("parcel number").receipt, "ABCD") == "ABCD"

    def test_yes_asks_about_what_was_keyed_or_asked(self):
        yes = command(CommandWord.YES)
        assert self.asked(Desk(*KEYED).receipt, yes, reading=self.YES) == OF_PLAIN
        second = Desk("parcel number", "serial affected", *DONE, "serial affected").receipt
        assert self.asked(second, yes, reading=self.YES) == OF_PLAIN
        for names in ((), ("parcel number",), ("parcel number, seen before",)):
            assert self.asked(Desk(*names).receipt, yes, reading=self.YES) is None

    def test_no_other_command_asks(self):
        assert self.asked(Desk(*KEYED).receipt, "x", reading=Command(CommandWord.NO)) is None

    def test_a_tail_asks_about_the_whole_only_by_keys(self):
        receipt = Desk(CLAIMED).receipt
        assert self.asked(receipt, TAIL, Method.KEYED) == OF_PLAIN
        assert self.asked(receipt, TAIL) == TAIL
        assert self.asked(receipt, OF_PLAIN[-5:], Method.KEYED) == OF_PLAIN[-5:]
        assert self.asked(Receipt("o"), TAIL, Method.KEYED) == TAIL
        waiting = Desk(*KEYED).receipt
        assert self.asked(waiting, TAIL, Method.KEYED) == OF_PLAIN
        assert self.asked(waiting, TAIL) == TAIL
        assert self.asked(waiting, OF_PLAIN) == OF_PLAIN
        assert self.asked(waiting, OF_NOBODY[-6:], Method.KEYED) == OF_NOBODY[-6:]


class TestEntriesAwaited:
    """Which keyed texts are whole without Enter."""

    WHOLE = CAMPAIGN.serial.lengths[0]
    BOTH = (TAIL, OF_COLOURED[-6:])

    @pytest.mark.parametrize(
        ("names", "endings", "length"),
        [
            *(((), (), 0), (("parcel number",), (), WHOLE), ((CLAIMED,), BOTH, WHOLE), (KEYED, (TAIL,), 0)),
            (("parcel number", "serial affected"), (), 0),
            (("parcel number", "UNREADABLE"), (), 0),
            ((CLAIMED, "UNREADABLE"), (), 0),
            ((CLAIMED, "keyed affected"), (TAIL,), 0),
            ((CLAIMED, "CABLE"), (), 0),
            (("parcel number", "CABLE"), (), 0),
            ((*KEYED, "CABLE"), (), 0),
            ((CLAIMED, "keyed last six", *DONE), BOTH[1:], WHOLE),
            ((CLAIMED, "keyed last six", *DONE, "keyed last six of another", *DONE), (), WHOLE),
        ],
    )
    def test_what_is_awaited_ends_an_entry_and_so_does_a_whole_serial(self, names, endings, length):
        receipt = Desk(*names).receipt
        assert (endings_awaited(receipt), length_awaited(receipt, CATALOGUE)) == (endings, length)

    def test_once_as_many_came_as_were_claimed_none_of_the_claims_is_awaited(self):
        """Others came in their place: their serials end nothing any more."""
        desk = Desk(CLAIMED, "UNREADABLE", f"card {PLAIN.name}", *DONE)
        assert endings_awaited(desk.receipt) == self.BOTH
        desk.scan("UNREADABLE", f"card {PLAIN.name}", *DONE)
        assert desk.receipt.parcel.awaited_serials == endings_awaited(desk.receipt) == ()

    def test_campaigns_with_serials_of_several_lengths_end_none(self):
        longer = replace(CAMPAIGN, id="z", serial=replace(CAMPAIGN.serial, lengths=(self.WHOLE + 1,)))
        receipt = Desk("parcel number").receipt
        assert length_awaited(receipt, Catalogue((CAMPAIGN, longer))) == 0
        assert length_awaited(receipt, Catalogue((CAMPAIGN, replace(CAMPAIGN, id="z")))) == self.WHOLE
        assert length_awaited(receipt, Catalogue()) == 0

    def test_an_entry_is_whole_by_its_ending_or_by_its_length(self):
        entries = Entries(("12AB", "34CD"), 8)
        assert all(entries.complete(text) for text in ("12AB", "34CD", "ABCDEFGH"))
        assert not any(entries.complete(text) for text in ("", "12ab", "2AB", "ABCDEFG", "ABCDEFGHI"))

    def test_where_nothing_is_awaited_only_enter_ends_one(self):
        assert not any(Entries().complete(text) for text in ("", "A", "12AB"))


def test_a_serial_is_spaced_in_fours():
    assert spaced("ABCDEFGHIJ") == "ABCD EFGH IJ"
    assert spaced("ABCD") == "ABCD"
    assert spaced("") == ""


def test_the_claim_of_the_cases_is_of_two():
    assert CLAIM.count == 2
