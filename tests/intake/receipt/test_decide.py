"""The table: every step answers every kind of reading, with a sentence in both languages and a fact."""

from __future__ import annotations

import hashlib
from string import Formatter

import pytest
from msgspec.structs import replace

from intake.barcode import (
    CheckDigit,
    Jan,
    KitNumber,
    ParcelNumber,
    SerialText,
    Unreadable,
    UnreadableReason,
)
from intake.campaign import Catalogue
from intake.language import Language
from intake.outcome import Line, Message
from intake.own_label import Command, CommandWord, LabelKind, OwnLabel
from intake.question import Ask, Question
from intake.receipt import Known, LastScan, Policy, Receipt, Step, awaited, decide, step_of
from intake.receipt.decide import key_of
from intake.receipt.routes import ANSWERS, OTHERWISE, ROUTES
from intake.scan import Fault, Severity, Symbology
from intake.verdict import Verdict
from intake.wording import Wording
from tests.intake.receipt.cases import (
    BY_NAME,
    CASES,
    CATALOGUE,
    OF_NOBODY,
    OF_PLAIN,
    container_for,
    judged,
    reading_of,
)
from tests.intake.receipt.desk import LEAD_UNDOES, Desk, asked, fact_of, fresh, recorded, said, take
from tests.intake.receipt.exploring import explored, moves, receipts, scans, undone
from tests.intake.receipt.world import SECOND, World, command, letter_pack, scan_of

WORDINGS = [Wording(language) for language in Language]
OPEN = Desk("parcel number").receipt
READINGS = [(case, reading_of(case, OPEN)) for case in CASES]

# The receipt answers few requests; the rest is said by granting, the station or the key buffer.
SAID_ELSEWHERE = {
    *(Message.DISK_FULL, Message.NOT_RECORDED, Message.OUTCOME_UNKNOWN, Message.STATION_STOPPED),
    *(Message.RECORDED_NOT_DONE, Message.KEY_TAKEN, Message.LIMITS_REFUSED, Message.PERSON_FORGOTTEN),
    *(Message.DESK_NOT_LOCKED, Message.EMERGENCY_NONE, Message.EMERGENCY_THING_UNKNOWN),
    *(Message.LEAD_NOT_VERIFIED, Message.PIN_LOCKED, Message.PIN_LENGTH, Message.NOT_ALLOWED),
    Message.NOT_A_LABEL,
    *(Message.OPERATOR_ADDED, Message.OPERATOR_RETIRED, Message.OPERATOR_KNOWN, Message.OPERATOR_UNKNOWN),
    *(Message.CONTAINER_NEVER_K2, Message.CONTAINER_KNOWN, Message.CONTAINER_SEALED),
    *(Message.CONTAINER_HOLDS_WRONG_UNIT, Message.CONTAINER_HOLDING_BOX, Message.CONTAINER_LOADED),
    *(Message.CONTAINER_ACCEPTED, Message.CONTAINER_REFUSED, Message.CONTAINER_EVIDENCE),
    *(Message.CONTAINER_NOT_RELEASED, Message.CONTAINER_WATCHED, Message.CONTAINER_STILL_WATCHED),
    *(Message.CONTAINER_CLEARED, Message.CONTAINER_STATE, Message.REJECT_BIN_ADDED),
    *(Message.REJECT_BIN_KNOWN, Message.EXPECTED_ACTIVATED, Message.EXPECTED_REFUSED),
    *(Message.LIST_ACTIVATED, Message.LIST_REFUSED, Message.PAYLOAD_ERASED, Message.PAYLOAD_UNKNOWN),
    *(Message.REQUEST_CONFLICT, Message.REQUEST_UNREADABLE, Message.UNDO_CHANGED),
    *(Message.NOTE_LEFT, Message.NOTE_REFUSED, Message.NOTE_READ, Message.NOTE_UNKNOWN),
    *(message for message in Message if message.startswith(("hold_", "sync_"))),
    *(Message.CONTAINER_NO_LONGER_SAFE, Message.CONTAINER_BEING_JUDGED, Message.CONTAINER_IN_DOUBT),
    *(Message.LIST_ACTIVATED_UNIT, Message.LIST_ACTIVATED_PARCEL, Message.LISTS_CHANGED),
    *(Message.RULES_DIFFER, Message.CAMPAIGN_DIFFERS),
    *(Message.UNITS_REJUDGED, Message.REJUDGING_ENDED, Message.EXPECTED_CHANGED),
    *(Message.PARCELS_REMATCHED, Message.REMATCHING_ENDED),
    Message.REVIEW_OPENED,
    *(Message.RECORDED_BEFORE, Message.ANSWERS_RECORDED, Message.RESERVATION_RECORDED),
    *(Message.DUPLICATE_ELSEWHERE, Message.DUPLICATE_ELSEWHERE_OPEN, Message.HEAD_ANCHORED),
    *(Message.ANCHOR_DIFFERS, Message.EMERGENCY_ELSEWHERE, Message.EMERGENCY_ELSEWHERE_ENDED),
    Message.RECOVERY_ENDED,
    *(Message.PHOTO_NOT_WANTED, Message.PHOTO_ERASED, Message.PHOTO_UNKNOWN),
    *(Message.PHOTO_ENOUGH, Message.PHOTO_HELD_ALREADY),
}

# Values for programs that read the answer, which neither language says. A serial that may be meant has
# sentences of its own.
_KIND = {"condition", "un_number"}
UNSAID = {
    Message.UNIT_NOT_AFFECTED: {"model"},
    Message.UNIT_UNCERTAIN: {"model", "near"},
    Message.UNIT_MODEL_DECIDES: {"model"},
    Message.UNIT_DUPLICATE: {"model", "badge", "reason", "near"},
    Message.LOOKED_UP_UNCERTAIN: {"near"},
    Message.BAG_USED: {"at"},
    Message.KEYED_NO_MATCH: {"length"},
    Message.CONDITION_SWOLLEN: {"condition"},
    Message.CONTAINER_UNKNOWN: _KIND,
    Message.CONTAINER_NOT_OPEN: {*_KIND, "count"},
    Message.CONTAINER_WRONG_CLASS: {"un_number", "count"},
    Message.CONTAINER_WRONG_UN_NUMBER: {"condition", "count"},
    Message.CONTAINER_FULL: {*_KIND, "count"},
    Message.CONTAINER_SUSPECT: {*_KIND, "count"},
    Message.CONTAINER_TOO_OLD: {*_KIND, "count"},
    Message.HOLDING_LATE: {*_KIND, "count"},
    Message.ZONE_FULL: {*_KIND, "count"},
    Message.MOVE_TOO_MANY: {*_KIND, "right"},
}


def placeholders(wording, message):
    """Give the names a sentence of a catalogue asks for."""
    return {name for _, name, _, _ in Formatter().parse(wording._sentences[message]) if name}  # noqa: SLF001


class TestEveryKindOfReading:
    """The cases hold every kind there is, so that the walk below is the whole table."""

    def test_every_type_of_reading_is_scanned(self):
        types = {type(reading) for _, reading in READINGS}
        assert types == {OwnLabel, Command, ParcelNumber, KitNumber, Jan, SerialText, Unreadable}

    def test_every_kind_of_own_label_is_scanned(self):
        assert {reading.kind for _, reading in READINGS if isinstance(reading, OwnLabel)} == set(LabelKind)

    def test_every_command_is_scanned(self):
        assert {reading.word for _, reading in READINGS if isinstance(reading, Command)} == set(CommandWord)

    def test_every_verdict_is_given(self):
        serials = [reading.normal for _, reading in READINGS if isinstance(reading, SerialText)]
        assert {judged(normal).verdict for normal in serials} == set(Verdict)

    def test_every_way_to_be_unreadable_is_scanned(self):
        unreadable = [(case, reading) for case, reading in READINGS if isinstance(reading, Unreadable)]
        assert {reading.reason for _, reading in unreadable} == set(UnreadableReason)
        assert {case.fault for case, _ in unreadable} == {None, *Fault}

    def test_parcel_numbers_with_and_without_a_right_check_digit_are_scanned(self):
        numbers = [reading for _, reading in READINGS if isinstance(reading, ParcelNumber)]
        assert {reading.check for reading in numbers} == set(CheckDigit)

    def test_product_numbers_in_and_out_of_the_catalogue_are_scanned(self):
        assert {bool(reading.items) for _, reading in READINGS if isinstance(reading, Jan)} == {True, False}


class TestEveryAnswer:
    """Facts about every move from every state that can be reached."""

    def test_every_reading_has_an_answer_in_every_state(self):
        _, crashes = explored()
        told = {f"{step_of(each.before)}: {each.name}: {each.error!r}" for each in crashes}
        assert not told, "\n".join(sorted(told))

    def test_every_case_was_scanned_at_every_step(self):
        met = {(step_of(move.before), move.name) for move in moves()}
        crashed = {(step_of(each.before), each.name) for each in explored()[1]}
        assert {(step, case.name) for step in Step for case in CASES} <= met | crashed

    def test_every_answer_is_recorded_by_at_least_one_fact(self):
        assert all(move.decision.drafts for move in moves())

    def test_what_is_refused_changes_nothing(self):
        """But what it reminds of: a question asked, a text misread."""
        for move in moves():
            if recorded(move.decision) in (["ScanRefused"], ["QuestionAsked"], ["ScanRepeated"]):
                assert move.decision.answer.severity in {
                    *(Severity.REFUSED, Severity.NOTE),
                    Severity.EMERGENCY,
                }
                assert replace(move.after, question=None, misread=None) == replace(
                    move.before, question=None, misread=None
                )

    def test_what_changes_the_receipt_is_never_answered_as_refused(self):
        for move in moves():
            if not {*recorded(move.decision)} <= {"ScanRefused", "ScanRepeated", "QuestionAsked"}:
                assert move.decision.answer.severity is not Severity.REFUSED, move.name

    @pytest.mark.parametrize("wording", WORDINGS, ids=lambda wording: wording.language)
    def test_every_sentence_asks_for_exactly_what_its_answer_names(self, wording):
        for message, names in _named().items():
            asked = placeholders(wording, message)
            for given in names:
                assert asked <= given, f"{message} lacks {asked - given}"
                assert given - asked <= UNSAID.get(message, set()), f"{message} leaves {given - asked} unsaid"

    def test_nothing_is_listed_as_unsaid_that_is_said(self):
        named = _named()
        for message, names in UNSAID.items():
            for wording in WORDINGS:
                assert names <= set().union(*named[message]) - placeholders(wording, message)

    @pytest.mark.parametrize("wording", WORDINGS, ids=lambda wording: wording.language)
    def test_every_answer_and_every_prompt_can_be_worded(self, wording):
        lines: set[tuple[str, tuple]] = {
            (move.decision.answer.message, tuple(move.decision.answer.params.items())) for move in moves()
        }
        lines |= {
            (line.message, tuple(line.params.items()))
            for receipt in receipts()
            for fitting in (container_for(receipt), container_for(receipt, location=lambda _: "B-2"), None)
            for line in [asked(receipt, fitting)]
        }
        for message, params in lines:
            sentence = wording.sentence(Line(message, dict(params)))
            assert sentence
            assert sentence.isprintable()
            assert not set("{}") & set(sentence)

    def test_scans_say_every_message_that_is_theirs(self):
        by_scans = {move.decision.answer.message for move in moves()}
        by_undoing = {one.decision.answer.message for one in undone()}
        assert by_scans | by_undoing == set(Message) - SAID_ELSEWHERE

    def test_a_unit_in_an_answer_is_one_of_the_open_parcel(self):
        for move in moves():
            unit = move.decision.answer.unit
            if unit is not None:
                assert move.after.parcel.unit(unit) is not None

    def test_a_verdict_in_an_answer_is_that_of_its_unit(self):
        for move in moves():
            answer = move.decision.answer
            if answer.unit is not None and answer.verdict is not None:
                assert move.after.parcel.unit(answer.unit).verdict is answer.verdict

    def test_a_hold_in_an_answer_stands_against_its_unit(self):
        for move in moves():
            answer = move.decision.answer
            if answer.holds:
                assert answer.holds == move.after.parcel.unit(answer.unit).open_holds

    @pytest.mark.parametrize("name", ["address", "a word that may be a name"])
    def test_nothing_unrecognised_stands_in_a_fact(self, name):
        """It may be personal data: the log names its digest and length, not its words."""
        text = next(case.text for case in CASES if case.name == name)
        for move in moves():
            if move.name == name and recorded(move.decision) == ["ScanRefused"]:
                fact = fact_of(move.decision)
                assert fact.payload == hashlib.sha256(text.encode()).hexdigest()
                assert fact.length == len(text)
                assert "taro" not in repr(move.decision).lower()

    def test_what_is_ours_or_a_campaigns_leaves_no_digest(self):
        for name in ("serial affected", "keyed affected", "bag", "INTACT", "parcel number", "nothing"):
            refused = [m for m in moves() if m.name == name and recorded(m.decision) == ["ScanRefused"]]
            assert {(fact_of(m.decision).payload, fact_of(m.decision).length) for m in refused} == {(None, 0)}

    def test_a_misread_serial_is_told_from_other_refusals(self):
        invalid = [m for m in moves() if said(m.decision)[0] is Message.SERIAL_INVALID]
        assert invalid
        assert all(fact_of(move.decision).misread for move in invalid)
        others = [m for m in moves() if recorded(m.decision) == ["ScanRefused"] and m not in invalid]
        assert not any(fact_of(move.decision).misread for move in others)


def _named():
    """Give the sets of names each message's answers provide."""
    named: dict[Message, set[frozenset]] = {}
    answers = [move.decision.answer for move in moves()] + [one.decision.answer for one in undone()]
    for answer in answers:
        named.setdefault(answer.message, set()).add(frozenset(answer.params))
    return named


class TestSteps:
    """What each step takes."""

    def test_every_step_but_the_emergency_has_its_row(self):
        """An emergency takes no scan at all."""
        assert set(ROUTES) == set(OTHERWISE) == set(Step) - {Step.EMERGENCY}

    @pytest.mark.parametrize("step", OTHERWISE)
    def test_what_a_step_does_not_take_is_refused_with_its_own_sentence(self, step):
        """Unless a cage is filled, a box lies unopened, a sign is asked for or a keyed serial waits."""
        strange = [m for m in scans() if step_of(m.before) is step and m.name == "SHORT"]
        strange = [m for m in strange if step is not Step.PARCEL_OPEN]
        strange += [m for m in scans() if step_of(m.before) is step and m.name == "returnable"]
        refusals = {said(move.decision) for move in strange if recorded(move.decision) == ["ScanRefused"]}
        refusals -= {(Message.LOOKED_UP_NOTHING, Severity.NOTE)}  # a thing looked up is never taken
        besides = {(Message.ARRIVALS_ON, Severity.REFUSED), (Message.READ_BACK_FIRST, Severity.REFUSED)}
        besides |= {(Message.BOX_NOT_CHECKED, Severity.REFUSED), (Message.CHECKLIST_FIRST, Severity.REFUSED)}
        besides |= {(Message.PRINT_NEEDS_KEYS, Severity.REFUSED)}
        assert refusals - besides == {(OTHERWISE[step], Severity.REFUSED)}

    def test_signed_out_nothing_is_taken_but_a_badge_and_an_alarm(self):
        taken = {
            move.name
            for move in moves()
            if step_of(move.before) is Step.SIGNED_OUT and recorded(move.decision) != ["ScanRefused"]
        }
        assert taken == {"badge", "another badge", "K2", "repeat", "language EN", LEAD_UNDOES}

    def test_while_a_cage_is_filled_nothing_else_is_taken(self):
        filling = [m for m in scans() if m.before.cage and step_of(m.before) is Step.IDLE]
        kinds = {recorded(move.decision)[0] for move in filling}
        assert kinds == {
            *("ArrivalsEnded", "ParcelArrived", "OperatorSignedIn", "EmergencyRaised"),
            *("ScanRefused", "ScanRepeated", "LanguageChosen"),
        }

    def test_a_box_unopened_is_named_before_the_steps_own_sentence(self):
        for move in scans():
            if step_of(move.before) is Step.REJECT and recorded(move.decision) == ["ScanRefused"]:
                pending = [item for item in move.before.parcel.accessories if item.pending]
                boxes = [item for item in pending if item.kind == "box" and not item.found_empty]
                assert (said(move.decision)[0] is not Message.REJECT_FIRST) or not boxes


class TestQuestions:
    """The next scan answers a question or drops it; nothing else is changed by one that is open."""

    def test_every_question_is_asked(self):
        assert (
            {move.after.question.ask for move in moves() if move.after.question} == set(Ask) == set(ANSWERS)
        )

    def test_any_scan_but_its_answer_is_taken_as_if_nothing_had_been_asked(self):
        for move in scans():
            if move.before.question is None:
                continue
            case = BY_NAME[move.name]
            reading = reading_of(case, move.before)
            if key_of(reading) in {*ANSWERS[move.before.question.ask], CommandWord.NO}:
                continue
            if said(move.decision)[0] in {Message.UNREADABLE_SCAN, Message.PHOTO_SEEN}:
                continue  # a camera that sees the thing in its picture has answered nothing
            without = take(replace(move.before, question=None), case, move.acts)
            assert said(without) == said(move.decision)
            assert recorded(without) == recorded(move.decision)
            if recorded(without) not in (["ScanRepeated"], ["QuestionAsked"]):
                assert move.after.question is None

    def test_what_cannot_be_read_leaves_a_question_open_that_a_serial_answers(self):
        """Where the next serial would be taken in, the second try must not be."""
        left = set()
        for move in scans():
            question, is_spoilt = move.before.question, said(move.decision)[0] is Message.UNREADABLE_SCAN
            if question is not None and is_spoilt and move.before.operator:
                is_left = SerialText in ANSWERS[question.ask]
                assert recorded(move.decision) == ["ScanRefused", *["QuestionAsked"] * is_left]
                assert move.after.question == (question if is_left else None)
                left |= {question.ask} if is_left else set()
        assert left == {Ask.LOOK_UP, Ask.MOVE_WHAT}

    def test_no_drops_any_in_words_and_answers_nothing_else(self):
        """Not the checklist's question, not the box's, not the keyed serial's."""
        said_no = [m for m in scans() if m.name == "NO" and m.before.question and m.before.operator]
        said_no = [m for m in said_no if step_of(m.before) is not Step.EMERGENCY and not m.before.cage]
        assert {move.before.question.ask for move in said_no} == set(Ask)
        for move in said_no:
            assert said(move.decision) == (Message.QUESTION_DROPPED, Severity.NOTE)
            assert move.after == replace(move.before, question=None)

    def test_a_repeat_leaves_it_open(self):
        for move in moves():
            if move.name == "repeat":
                assert move.after.question == move.before.question

    @pytest.mark.parametrize("ask", Ask)
    def test_nobody_signed_in_answers_one(self, ask):
        receipt = Receipt(None, question=Question(ask, "about"))
        for case in CASES:
            expected = take(Receipt(), case)
            assert said(take(receipt, case)) == said(expected)


class TestRepeats:
    """The same code from the same source within the window, nothing between: one pull of the trigger."""

    def test_a_repeat_changes_nothing_in_any_state(self):
        changed = {
            f"{step_of(move.before)}: {_difference(move)}"
            for move in moves()
            if move.name == "repeat" and move.before != move.after
        }
        assert not changed

    def test_a_repeat_is_answered_and_recorded_as_such_at_every_step(self):
        repeats = [move for move in moves() if move.name == "repeat"]
        assert {step_of(move.before) for move in repeats} == set(Step)
        for move in repeats:
            alarm = step_of(move.before) is Step.EMERGENCY
            severity = Severity.EMERGENCY if alarm else Severity.NOTE
            assert said(move.decision) == (Message.SAME_SCAN, severity)
        assert all(recorded(move.decision) == ["ScanRepeated"] for move in repeats)

    @pytest.mark.parametrize("apart", [0, 1, 1_499_999_999])
    def test_within_the_window_it_is_a_repeat(self, apart):
        assert _twice(apart) is Message.SAME_SCAN

    @pytest.mark.parametrize("apart", [-1, 1_500_000_000, 3_600_000_000_000])
    def test_outside_the_window_it_is_a_scan_of_its_own(self, apart):
        assert _twice(apart) is not Message.SAME_SCAN

    def test_the_window_is_a_setting(self):
        assert _twice(10, Policy(repeat_window=10)) is not Message.SAME_SCAN
        assert _twice(9, Policy(repeat_window=10)) is Message.SAME_SCAN
        assert _twice(0, Policy(repeat_window=0)) is not Message.SAME_SCAN

    def test_another_source_is_another_scan(self):
        assert _twice(5, source="port:other") is not Message.SAME_SCAN

    def test_another_code_is_another_scan(self):
        assert _twice(5, raw=b"]C1" + OF_PLAIN.encode()) is not Message.SAME_SCAN

    def test_a_broken_frame_is_no_repeat_of_a_whole_one(self):
        assert _twice(5, fault=Fault.GARBLED) is not Message.SAME_SCAN

    def test_another_scan_between_makes_it_a_scan_of_its_own(self):
        world = World().furnish().sign_in()
        world.scan(letter_pack(1))
        world.scan(command(CommandWord.CABLE), after=SECOND // 4)
        world.scan(command(CommandWord.MANUAL), after=SECOND // 4)
        world.scan(command(CommandWord.CABLE), after=SECOND // 4)
        assert len(world.receipt.parcel.accessories) == 3

    def test_a_repeat_confirms_nothing(self):
        """YES, scanned for one box, does not open the next one."""
        desk = Desk("parcel number", "BOX", "BOX", "YES")
        yes = scan_of(command(CommandWord.YES), at=SECOND)
        last = LastScan(yes.raw, yes.source, yes.monotonic, 5)
        again = replace(yes, monotonic=yes.monotonic + SECOND // 2)
        known = Known(CATALOGUE, last=last)
        decision = decide(desk.receipt, again, Command(CommandWord.YES), known, fresh())
        assert said(decision) == (Message.SAME_SCAN, Severity.NOTE)

    def test_a_repeat_in_an_emergency_ends_nothing(self):
        world = World().furnish().sign_in()
        world.scan(command(CommandWord.K2))
        world.scan(command(CommandWord.K2), after=SECOND // 2)
        assert world.step is Step.EMERGENCY


def _difference(move):
    before, after = move.before, move.after
    return [name for name in before.__struct_fields__ if getattr(before, name) != getattr(after, name)]


def _twice(apart, policy=Policy(), **changes):  # noqa: B008 (frozen)
    first = scan_of(OF_PLAIN, at=9_000_000_000)
    known = Known(CATALOGUE, policy, last=LastScan(first.raw, first.source, first.monotonic, 1))
    again = replace(first, monotonic=first.monotonic + apart, **changes)
    return decide(Receipt(), again, SerialText(OF_PLAIN), known, fresh()).answer.message


class TestAwaited:
    """A number that may be a parcel's, a box's or a unit's is settled by what the desk waits for."""

    BOTH = (
        ParcelNumber("123456789014", CheckDigit.HOLDS, serial="123456789014"),
        KitNumber("KIT1-00042", "zz-1", serial="KIT1-00042"),
        Jan("4571411204692", (), serial="4571411204692"),
    )

    @pytest.mark.parametrize("reading", BOTH, ids=lambda reading: type(reading).__name__)
    def test_with_a_parcel_open_it_is_the_units_serial(self, reading):
        assert awaited(OPEN, scan_of("x"), reading) == SerialText(reading.serial)

    @pytest.mark.parametrize("reading", BOTH, ids=lambda reading: type(reading).__name__)
    def test_with_no_parcel_open_it_stays_what_it_is(self, reading):
        assert awaited(Desk().receipt, scan_of("x"), reading) is reading

    @pytest.mark.parametrize("reading", BOTH, ids=lambda reading: type(reading).__name__)
    def test_the_parcel_labels_own_symbology_settles_it(self, reading):
        assert awaited(OPEN, scan_of("x", symbology=Symbology.CODABAR), reading) is reading

    @pytest.mark.parametrize("reading", BOTH, ids=lambda reading: type(reading).__name__)
    def test_with_a_unit_in_hand_it_stays_what_it_is(self, reading):
        assert awaited(Desk("parcel number", "serial affected").receipt, scan_of("x"), reading) is reading

    def test_a_number_that_is_no_serial_stays_what_it_is(self):
        reading = ParcelNumber("123456789014", CheckDigit.HOLDS)
        assert awaited(OPEN, scan_of("x"), reading) is reading

    @pytest.mark.parametrize("reading", BOTH, ids=lambda reading: type(reading).__name__)
    def test_where_a_unit_is_named_to_be_moved_it_is_its_serial(self, reading):
        for symbology in (Symbology.UNKNOWN, Symbology.CODABAR):
            scan = scan_of("x", symbology=symbology)
            assert awaited(Desk("MOVE").receipt, scan, reading) == SerialText(reading.serial)
        assert awaited(Desk("MOVE", "used bag").receipt, scan_of("x"), reading) is reading

    def test_a_serial_mistaken_for_a_parcel_label_closes_no_parcel(self):
        """Digits-only serials of 12 characters exist: the battery would stay in the parcel."""
        one = Desk("parcel number", "serial affected", "INTACT", "bag", "right container").receipt
        number = letter_pack(55555555555)
        meant = ParcelNumber(number, CheckDigit.HOLDS, serial=number)
        known = Known(CATALOGUE, judgement=judged(OF_NOBODY))
        next_parcel = decide(one, scan_of(number), replace(meant, serial=None), known, fresh())
        unit = decide(one, scan_of(number), awaited(one, scan_of(number), meant), known, fresh())
        assert recorded(next_parcel) == ["ParcelClosed", "ParcelOpened"]
        assert recorded(unit) == ["UnitIdentified"]


def test_a_command_never_needs_the_log():
    """An operator's eyes and nose need no look-up: K2 is an emergency whatever is known."""
    decision = decide(Receipt(), scan_of("x"), Command(CommandWord.K2), Known(Catalogue()), fresh())
    assert recorded(decision) == ["EmergencyRaised"]
