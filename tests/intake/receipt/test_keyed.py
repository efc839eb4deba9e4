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
from intake.receipt import Prompt, Receipt, Step, serial_in_question
from intake.receipt.keyed import endings_awaited, length_awaited, spaced
from intake.receipt.state import Keyed
from intake.scan import Method, Severity, Symbology
from intake.serial_number import How
from intake.verdict import Reason, Verdict
from tests.intake.receipt.cases import (
    BOX,
    CAMPAIGN,
    CATALOGUE,
    CLAIM,
    COLOURED,
    OF_A_MODEL,
    OF_COLOURED,
    OF_NOBODY,
    OF_PLAIN,
    OF_SOME_COLOURS,
    PLAIN,
    Case,
)
from tests.intake.receipt.desk import Desk, asked, fact_of, recorded, said
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


class TestPrinted:
    """A serial a camera read off print: six keys or a code of it read it back, and nothing less does."""

    PRINTED = ("parcel number", "print affected")
    SPARED = ("parcel number", "print not affected")

    def test_it_is_shown_in_groups_of_four_and_makes_no_unit(self):
        desk = Desk("parcel number")
        decision = desk.scan("print affected")
        assert said(decision) == (Message.SERIAL_PRINTED, Severity.NOTE)
        assert decision.answer.params == {"serial": spaced(OF_PLAIN), "length": 6}
        assert fact_of(decision) == facts.SerialKeyed(OF_PLAIN, OF_PLAIN, How.PRINTED)
        assert (desk.step, desk.receipt.parcel.units) == (Step.UNIT, ())
        assert endings_awaited(desk.receipt) == (TAIL,)

    def test_one_that_is_none_is_refused(self):
        assert said(Desk("parcel number").scan("print invalid")) == (Message.SERIAL_INVALID, Severity.REFUSED)

    @pytest.mark.parametrize("again", ["YES", "print affected"])
    def test_neither_yes_nor_the_same_print_again_confirms_it(self, again):
        desk = Desk(*self.PRINTED)
        before = desk.receipt
        decision = desk.scan(again)
        assert said(decision) == (Message.PRINT_NEEDS_KEYS, Severity.NOTE)
        assert recorded(decision) == ["ScanRefused"]
        assert desk.receipt == before

    def test_other_print_neither_confirms_it_nor_takes_its_place(self):
        desk = Desk(*self.PRINTED)
        assert said(desk.scan("print not affected")) == (Message.KEYED_DIFFERS, Severity.REFUSED)
        assert desk.receipt.parcel.keyed == Keyed(OF_PLAIN, OF_PLAIN, How.PRINTED)

    @pytest.mark.parametrize("keys", ["keyed last six", "keyed affected"])
    def test_keys_confirm_it(self, keys):
        desk = Desk(*self.PRINTED, keys)
        assert (desk.unit.serial, desk.unit.raw, desk.unit.how) == (OF_PLAIN, OF_PLAIN, How.PRINTED)
        assert desk.unit.reasons == (Reason.IN_RANGE, Reason.PRINTED)

    def test_six_other_keys_do_not(self):
        desk = Desk(*self.PRINTED)
        assert said(desk.scan("keyed last six of another")) == (Message.KEYED_DIFFERS, Severity.REFUSED)
        assert desk.receipt.parcel.units == ()

    @pytest.mark.parametrize("code", ["serial affected", "camera affected"])
    def test_a_code_of_it_is_a_scan(self, code):
        desk = Desk(*self.PRINTED, code)
        assert (desk.unit.how, desk.unit.reasons) == (How.SCANNED, (Reason.IN_RANGE,))

    def test_by_a_code_it_may_be_not_affected_by_print_and_keys_never(self):
        assert Desk(*self.SPARED, "serial not affected").unit.verdict is Verdict.NOT_AFFECTED
        desk = Desk(*self.SPARED)
        desk.take(keyed(OF_NOBODY[-6:]))
        assert desk.unit.verdict is Verdict.UNCERTAIN
        assert desk.unit.reasons == (Reason.PRINTED, Reason.NO_MATCH)

    @pytest.mark.parametrize("serial", [OF_A_MODEL, OF_SOME_COLOURS])
    @pytest.mark.parametrize("card", ["card UN3481", f"card {COLOURED.name}", f"card {PLAIN.name}"])
    def test_nor_does_a_picture_card_clear_it(self, serial, card):
        desk = Desk("parcel number")
        for method, text in ((Method.CAMERA, serial), (Method.KEYED, serial[-6:])):
            desk.take(Case("read", text, method=method))
        assert desk.unit.how is How.PRINTED
        desk.scan(card, "card other")
        assert desk.unit.verdict is not Verdict.NOT_AFFECTED

    def test_a_code_without_a_check_character_reads_it_back_as_such(self):
        desk = Desk(*self.SPARED)
        desk.take(Case("a code", OF_NOBODY, symbology=Symbology.CODE_39, method=Method.CAMERA))
        assert desk.unit.how is How.UNCHECKED

    def test_no_drops_it(self):
        desk = Desk(*self.PRINTED, "NO")
        assert (desk.step, desk.receipt.parcel.keyed) == (Step.PARCEL_OPEN, None)

    @pytest.mark.parametrize("name", ["INTACT", "bag", "CLOSE", "UNREADABLE"])
    def test_nothing_else_is_taken_first(self, name):
        assert said(Desk(*self.PRINTED).scan(name)) == (Message.PRINT_NEEDS_KEYS, Severity.REFUSED)

    def test_it_reads_back_what_was_keyed(self):
        """Two readings that know nothing of each other."""
        desk = Desk("parcel number", "keyed affected", "print affected")
        assert (desk.unit.serial, desk.unit.how) == (OF_PLAIN, How.PRINTED)

    def test_what_the_claim_awaits_is_the_unit_at_once(self):
        desk = Desk(CLAIMED)
        assert said(desk.scan("print affected")) == (Message.UNIT_AFFECTED, Severity.OK)
        assert (desk.unit.serial, desk.unit.how) == (OF_PLAIN, How.CLAIM)
        assert desk.unit.reasons == (Reason.IN_RANGE, Reason.CLAIM_CONFIRMED)

    def test_and_is_never_not_affected(self):
        desk = claimed(ClaimedUnit(OF_NOBODY))
        desk.scan("print not affected")
        assert (desk.unit.how, desk.unit.verdict) == (How.CLAIM, Verdict.UNCERTAIN)

    def test_what_the_claim_does_not_name_is_read_back_all_the_same(self):
        assert recorded(Desk(CLAIMED).scan("print not affected")) == ["SerialKeyed"]

    def test_of_a_unit_taken_in_already_it_asks_and_then_is_read_back_too(self):
        desk = Desk("parcel number", "serial affected", *DONE, "print affected")
        assert desk.receipt.question == Question(Ask.SECOND_PRINTED, OF_PLAIN)
        assert said(desk.scan("YES")) == (Message.SERIAL_PRINTED, Severity.NOTE)
        assert len(desk.receipt.parcel.units) == 1
        assert recorded(desk.scan("keyed last six"))[0] == "UnitIdentified"
        assert (desk.unit.how, len(desk.receipt.parcel.units)) == (How.PRINTED, 2)

    def test_the_desk_asks_for_keys(self):
        line = asked(Desk(*self.PRINTED).receipt)
        assert line.message is Prompt.READ_BACK_PRINT
        assert line.params == {"serial": spaced(OF_PLAIN), "length": 6}


class TestPrintIsASerialOrNothing:
    """No command, no label and no number of a parcel or a product is taken off paper."""

    @pytest.mark.parametrize("names", [(), ("parcel number",), ("parcel number", "serial affected")])
    def test_a_word_of_ours_in_print_commands_nothing(self, names):
        desk = Desk(*names)
        for text in (command(CommandWord.YES), command(CommandWord.K2), letter_pack(7), "4901234567894"):
            before = desk.receipt
            decision = desk.take(Case("print", text, method=Method.CAMERA))
            assert said(decision) == (Message.UNREADABLE_SCAN, Severity.REFUSED)
            assert desk.receipt == before


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
