"""What a gun types is what it read: by each layout, Shift, convention and framing, however it is cut."""

from __future__ import annotations

import itertools
import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.scan import Fault
from scanners.assignment import Control, GunLayout
from scanners.frames import FRAMINGS, IDLE_GAP, Frame, Framing, fault_of
from scanners.key_events import RECORD, KeyDecoder
from scanners.keymap import LABEL
from tests.scanners.typist import (
    ALT,
    CAPS,
    CTRL,
    DOWN,
    DROPPED,
    ENTER,
    ESC,
    F8,
    F12,
    KEYPAD,
    KEYPAD_ENTER,
    REPORT,
    TAB,
    Typist,
    change,
    numbered,
    record,
    tap,
)

PROOF = os.environ.get("PROOF") == "1"
PRINTABLE = "".join(map(chr, range(0x20, 0x7F)))
MARKS = [character for character in PRINTABLE if not character.isalnum() and character != " "]
SEPARATORS = "\x1c\x1d\x1e\x1f"
GS1 = "010952123454321321RI-TEST\x1d10LOT-42"

in_each = pytest.mark.parametrize("layout", GunLayout)
by_each = pytest.mark.parametrize("control", [each for each in Control if each is not Control.NONE])


def decoder(layout=GunLayout.US, control=Control.CTRL, framing="auto"):
    return KeyDecoder(layout, control, Framing.parse(framing))


def read(records, *settings):
    """Everything a new decoder gives for records."""
    return decoder(*settings).feed(records)


def us(text, end=None):
    return Typist("us").types(text, end)


# ---- what the issue asks for by name -------------------------------------------------------------


@in_each
@pytest.mark.parametrize("shift", ["left", "right"])
@pytest.mark.parametrize("mark", MARKS)
def test_each_of_the_32_marks_is_restored(layout, shift, mark):
    """The host's layout has no say: the gun's own keys are read."""
    typist = Typist(layout, shift=shift)
    for text in (mark, f"A{mark}1", f"a{mark}{mark}Z", f"{mark}0"):
        assert read(typist.types(text), layout) == [Frame(text.encode())]


def test_there_are_32_marks():
    assert len(MARKS) == 32


@in_each
@by_each
def test_every_printable_character_and_separator_in_one_code(layout, control):
    text = PRINTABLE + SEPARATORS
    assert read(Typist(layout, control).types(text), layout, control) == [Frame(text.encode())]


@settings(max_examples=2000 if PROOF else 60)
@given(
    st.sampled_from(GunLayout),
    st.sampled_from([each for each in Control if each is not Control.NONE]),
    st.lists(
        st.text(st.sampled_from(PRINTABLE + SEPARATORS), min_size=1, max_size=40), min_size=1, max_size=4
    ),
    st.data(),
)
def test_any_codes_however_cut_are_what_was_typed(layout, control, codes, data):
    """No code begins as an identifier changed by another layout or as an own label in small letters."""
    codes = [code for code in codes if code[0] not in "[\\" and not code.lower().startswith(("ri-", "]"))]
    records = b"".join(map(Typist(layout, control).types, codes))
    at = sorted(data.draw(st.lists(st.integers(0, len(records)), max_size=6)))
    keys = decoder(layout, control)
    frames = [
        frame for a, b in itertools.pairwise([0, *at, len(records)]) for frame in keys.feed(records[a:b])
    ]
    assert frames == [Frame(code.encode()) for code in codes]
    assert keys.pending == 0


def test_records_cut_at_every_byte():
    records = us("]C1RI-Q_7") + us("SN@2")
    for cut in range(len(records)):
        keys = decoder()
        assert keys.feed(records[:cut]) + keys.feed(records[cut:]) == [Frame(b"]C1RI-Q_7"), Frame(b"SN@2")]


events = st.tuples(st.just(1), st.integers(0, 130) | st.sampled_from([28, 42, 56, 29]), st.integers(0, 2))
drops = st.tuples(st.just(0), st.sampled_from([0, 3]), st.just(0))


@settings(max_examples=2000 if PROOF else 100)
@given(
    st.sampled_from(GunLayout),
    st.sampled_from(Control),
    st.sampled_from(list(FRAMINGS)),
    st.lists(events | drops, max_size=60),
    st.data(),
)
def test_any_keys_however_cut_give_the_same_and_no_code_with_a_trace(layout, control, framing, pressed, data):
    """Hostile keys too: what comes out is a code without foreign characters, or has its fault."""
    records = b"".join(itertools.starmap(record, pressed))
    whole, cut = decoder(layout, control, framing), decoder(layout, control, framing)
    at = sorted(data.draw(st.lists(st.integers(0, len(records)), max_size=6)))
    frames = whole.feed(records)
    assert frames == [
        frame for a, b in itertools.pairwise([0, *at, len(records)]) for frame in cut.feed(records[a:b])
    ]
    for frame in frames + whole.idle() + whole.lost():
        assert frame.raw
        assert frame.fault or fault_of(frame.raw) is None
    assert whole.pending == 0


LF_BY_CTRL = tap(36, CTRL)
ETX_BY_CTRL = tap(46, CTRL)
STX_BY_CTRL = tap(48, CTRL)


@pytest.mark.parametrize(
    ("framing", "before", "end"),
    [
        ("auto", b"", tap(ENTER)),
        ("auto", b"", tap(KEYPAD_ENTER)),
        ("auto", b"", tap(50, CTRL)),
        ("auto", b"", tap(TAB)),
        ("auto", b"", tap(ENTER) + LF_BY_CTRL),
        ("auto", b"", tap(ENTER) + tap(DOWN)),
        ("auto", STX_BY_CTRL, ETX_BY_CTRL),
        ("cr", b"", tap(ENTER)),
        ("cr", b"", tap(ENTER) + LF_BY_CTRL),
        ("lf", b"", LF_BY_CTRL),
        ("lf", b"", tap(101)),
        ("crlf", b"", tap(ENTER) + LF_BY_CTRL),
        ("tab", b"", tap(TAB)),
        ("etx", b"", ETX_BY_CTRL),
        ("stx-etx", STX_BY_CTRL, ETX_BY_CTRL),
    ],
)
@pytest.mark.parametrize("control", [Control.CTRL, Control.ALT, Control.NONE])
def test_each_framing(framing, control, before, end):
    typed = before + us("AB-1", end)
    keys = decoder(GunLayout.US, control, framing)
    assert keys.feed(typed * 3) == [Frame(b"AB-1")] * 3
    assert keys.idle() == []


def test_every_framing_is_tried():
    assert set(FRAMINGS) == {"auto", "cr", "lf", "crlf", "tab", "etx", "stx-etx", "gap"}


def test_silence_ends_a_code_only_where_nothing_else_does():
    keys = decoder(framing="gap")
    assert keys.idle_gap == IDLE_GAP
    assert keys.feed(us("AB", b"")) == []
    assert keys.idle() == [Frame(b"AB")]
    assert keys.idle() == []
    waiting = decoder()
    waiting.feed(us("AB", b""))
    assert (waiting.idle_gap, waiting.idle()) == (None, [])
    assert waiting.feed(us("CD")) == [Frame(b"ABCD")]


@pytest.mark.parametrize(
    ("control", "keys"),
    [
        (Control.FUNCTION, [(F8, b"\x1d"), (F12, b"\x15"), (ESC, b"\x0f"), (CAPS, b"\x02")]),
        (Control.ARROWS, [(DOWN, b"\x1d"), (F8, b"\x11"), (ESC, b"\x06"), (CAPS, b"\x04")]),
    ],
)
def test_the_makers_keys_are_control_characters(control, keys):
    for key, sent in keys:
        (frame,) = read(us("A", tap(key)) + us("B"), GunLayout.US, control)
        assert frame.raw == b"A" + sent + b"B"
        assert frame.fault is (None if sent in {b"\x1d", b"\x04"} else Fault.GARBLED)


@in_each
@by_each
def test_each_control_character_a_convention_can_send(layout, control):
    """Those that end a code or begin it apart, each is in the code, and only separators are in good ones."""
    sendable = [chr(number) for number in range(1, 32) if chr(number) not in "\t\n\r\x02\x03"]
    typist = Typist(layout, control)
    for character in filter(lambda each: list(typist.strokes(each)) != [b""], sendable):
        (frame,) = read(typist.types(f"A{character}B"), layout, control)
        assert frame.raw == f"A{character}B".encode()
        assert (frame.fault is None) == (character in "\x04" + SEPARATORS)


@pytest.mark.parametrize("key", [tap(6 + 1, CTRL), tap(12, CTRL), tap(27, CTRL, 42)])
def test_ctrl_and_either_character_of_a_key_is_the_control_character(key):
    """Ctrl+6 is RS, Ctrl+- is US and Ctrl+Shift+] is GS: makers' ways to write Ctrl+^, Ctrl+_ and Ctrl+]."""
    (frame,) = read(us("A", key) + us("B"))
    assert frame in [Frame(b"A\x1eB"), Frame(b"A\x1fB"), Frame(b"A\x1dB")]


@pytest.mark.parametrize(
    ("digits", "character"),
    [
        ("029", "\x1d"),
        ("0029", "\x1d"),
        ("29", "\x1d"),
        ("065", "A"),
        ("0233", "é"),
        ("0128", "€"),
        ("20805", "充"),
    ],
)
def test_alt_and_a_number_is_a_character(digits, character):
    assert read(us("A", numbered(digits)) + us("B"), GunLayout.US, Control.ALT) == [
        Frame(f"A{character}B".encode())
    ]


def test_a_number_ends_when_no_alt_is_held_any_more():
    both = change(ALT, 1) + change(100, 1) + tap(KEYPAD["6"]) + change(100, 0) + tap(KEYPAD["5"])
    assert read(us("A", both + change(ALT, 0)) + us("B"), GunLayout.US, Control.ALT) == [Frame(b"AAB")]


@pytest.mark.parametrize("digits", ["233", "128", "0129", "55296", "1114112", "99999999999999999999"])
def test_a_number_that_is_no_certain_character_makes_the_code_garbled(digits):
    (frame,) = read(us("A", numbered(digits)) + us("B"), GunLayout.US, Control.ALT)
    assert frame == Frame(b"A\x1a<key 56>B", Fault.GARBLED)


# ---- keys that are no part of a code -------------------------------------------------------------


@pytest.mark.parametrize("key", [tap(ESC), tap(F12), tap(DOWN), tap(F8), tap(CAPS) * 2, tap(69), tap(14)])
@pytest.mark.parametrize("control", [Control.CTRL, Control.ALT, Control.NONE])
def test_a_key_without_a_character_before_or_behind_a_code_does_nothing(key, control):
    keys = decoder(GunLayout.US, control)
    assert keys.feed((key + us("SN-1") + key) * 2 + key) == [Frame(b"SN-1")] * 2
    assert (keys.pending, keys.lost()) == (0, [])


@pytest.mark.parametrize(
    ("key", "left"),
    [
        (tap(F12), b"\x1a<key 88>"),
        (tap(ESC), b"\x1a<key 1>"),
        (tap(16, CTRL), b"\x11"),
        (tap(26, CTRL), b"\x1b"),
        (tap(30, ALT), b"\x1a<key 30>"),
        (tap(30, 125), b"\x1a<key 30>"),
        (tap(15, 42), b"\x1a<key 15+shift>"),
        (tap(86), b"\x1a<key 86>"),
        (tap(57, CTRL), b"\x1a<key 57>"),
    ],
)
def test_a_key_nothing_explains_inside_a_code_makes_it_garbled(key, left):
    """Esc, F12, DC1 and all others: they are a part of the scan, and press nothing."""
    assert read(us("SN", key) + us("1") + us("2")) == [Frame(b"SN" + left + b"1", Fault.GARBLED), Frame(b"2")]


@pytest.mark.parametrize("key", [tap(ESC), tap(DOWN), tap(16, CTRL), tap(86)])
def test_before_the_terminator_it_does_as_well(key):
    (frame,) = read(us("SN", key) + tap(ENTER))
    assert frame.fault is Fault.GARBLED


@pytest.mark.parametrize("framing", ["auto", "crlf", "etx", "gap"])
def test_a_function_key_before_the_terminator_is_a_suffix(framing):
    ends = {"crlf": tap(ENTER) + LF_BY_CTRL, "etx": ETX_BY_CTRL, "gap": b""}
    keys = decoder(framing=framing)
    for _ in range(3):
        assert keys.feed(us("SN", tap(F12) * 2 + ends.get(framing, tap(ENTER)))) + keys.idle() == [
            Frame(b"SN")
        ]
    assert keys.feed(us("SN", tap(F12))) == []
    assert keys.lost() == [Frame(b"SN", Fault.CUT_SHORT)]


@pytest.mark.parametrize("control", [Control.FUNCTION, Control.ARROWS])
@pytest.mark.parametrize("framing", ["auto", "gap"])
def test_a_function_key_whose_control_character_is_in_no_code_is_a_suffix_too(control, framing):
    """F12 is NAK for Honeywell's guns, F1 is BEL for Hand Held Products'; a separator's key stays one."""
    key, separator = {Control.FUNCTION: (F12, F8), Control.ARROWS: (59, DOWN)}[control]
    keys = decoder(GunLayout.US, control, framing)
    for _ in range(2):
        code = tap(key) + us("SN", tap(separator)) + us("1", tap(key) + tap(ENTER) * (framing == "auto"))
        assert keys.feed(code) + keys.idle() == [Frame(b"SN\x1d1")]
    (frame,) = keys.feed(us("A", tap(key)) + us("B", tap(ENTER) * (framing == "auto"))) + keys.idle()
    assert (len(frame.raw), frame.fault) == (3, Fault.GARBLED)


def test_a_key_of_a_character_is_never_dropped_before_a_code():
    """It may be the code's first character."""
    assert read(tap(30, ALT) + us("B")) == [Frame(b"\x1a<key 30>B", Fault.GARBLED)]
    assert read(tap(86) + us("B")) == [Frame(b"\x1a<key 86>B", Fault.GARBLED)]


@pytest.mark.parametrize("control", [Control.FUNCTION, Control.ARROWS])
def test_where_keys_are_control_characters_a_modifier_alone_may_be_one(control):
    """Hand Held Products' guns send ETX as Shift; it must not vanish out of a code."""
    assert read(us("A", tap(42)) + us("B"), GunLayout.US, control) == [
        Frame(b"A\x1a<key 42>B", Fault.GARBLED)
    ]
    assert read(tap(42) + us("B"), GunLayout.US, control) == [Frame(b"B")]
    assert read(us("A", tap(42)) + us("B")) == [Frame(b"AB")]


def test_where_cursor_keys_are_data_the_number_pad_is_not_read():
    """Num Lock would tell digits from cursor keys, and the gun's is unseen."""
    pad = tap(KEYPAD["2"])
    assert read(us("A", pad) + tap(ENTER), GunLayout.US, Control.ARROWS)[0].fault is Fault.GARBLED
    assert read(us("A", pad) + tap(ENTER)) == [Frame(b"A2")]


def test_where_keys_are_control_characters_ctrl_with_a_key_is_not_one():
    """Honeywell's guns hold Ctrl for an ENQ in a code: its next letter must not end the code."""
    held = us("AB", change(CTRL, 1)) + us("CD")
    frames = read(held + us("EF"), GunLayout.US, Control.FUNCTION)
    assert frames == [Frame(b"AB\x1a<key 46>\x1a<key 32>", Fault.GARBLED), Frame(b"EF")]


@pytest.mark.parametrize("held", [42, CTRL, ALT, 125])
def test_enter_ends_a_code_whatever_is_held(held):
    frames = read(us("AB", change(held, 1)) + tap(ENTER) + change(held, 0) + us("CD"))
    assert frames == [Frame(b"AB"), Frame(b"CD")]


def test_a_number_begun_and_not_ended_makes_the_code_garbled():
    begun = change(ALT, 1) + tap(KEYPAD["0"])
    keys = decoder(control=Control.ALT)
    assert keys.feed(us("A", begun) + tap(ENTER) + us("B")) == [
        Frame(b"A\x1a<key 56>", Fault.GARBLED),
        Frame(b"B"),
    ]
    keys.feed(begun)
    assert keys.pending == 1
    assert keys.lost() == [Frame(b"\x1a<key 56>", Fault.CUT_SHORT)]
    by_gap = decoder(GunLayout.US, Control.ALT, "gap")
    by_gap.feed(us("A", begun))
    assert by_gap.idle() == [Frame(b"A\x1a<key 56>", Fault.GARBLED)]


def test_repeats_and_releases_of_keys_not_pressed_mean_nothing():
    repeated = change(30, 1) + change(30, 2) * 5 + change(30, 0) * 2 + change(42, 0) + change(ALT, 0)
    assert read(change(ENTER, 0) + repeated + tap(ENTER)) == [Frame(b"a")]


def test_both_shifts_are_held_apart():
    both = change(42, 1) + change(54, 1) + change(42, 0) + tap(30) + change(54, 0) + tap(30)
    assert read(both + tap(ENTER)) == [Frame(b"Aa")]


def test_events_that_are_no_keys_mean_nothing():
    others = record(4, 4, 30) + record(17, 1, 1) + record(2, 0, 5) + record(20, 0, 250) + record(0, 1, 0)
    assert read(others + us("AB") + others) == [Frame(b"AB")]


# ---- Caps Lock -----------------------------------------------------------------------------------


def test_the_guns_own_presses_of_caps_lock_turn_its_letters():
    """A gun that switches it on, types capitals without Shift and switches it off again."""
    assert read((tap(CAPS) + us("sn-1", tap(CAPS)) + tap(ENTER)) * 2 + us("ab")) == [
        Frame(b"SN-1"),
        Frame(b"SN-1"),
        Frame(b"ab"),
    ]


def test_a_gun_that_turns_the_case_by_itself_is_told_by_an_own_label():
    keys = decoder()
    assert keys.feed(us("hTTPS") + us("]c0ri-o-0001-t") + us("hTTPS")) == [
        Frame(b"hTTPS"),
        Frame(b"]C0RI-O-0001-T"),
        Frame(b"Https"),
    ]
    assert keys.feed(us("RI-O-0001-T") + us("hTTPS")) == [Frame(b"RI-O-0001-T"), Frame(b"hTTPS")]


def test_a_gun_plugged_in_anew_begins_with_the_case_as_it_types_it():
    keys = decoder()
    keys.feed(us("AB") + tap(CAPS))
    assert keys.lost() == []
    assert keys.feed(us("ab")) == [Frame(b"ab")]


# ---- the other keyboard --------------------------------------------------------------------------


@pytest.mark.parametrize(("gun", "named"), [("us", "jis"), ("jis", "us")])
@pytest.mark.parametrize("code", [LABEL, f"]C0{LABEL}", "]C1RI-C-YES", "]d20104512345678906"])
def test_a_gun_that_types_for_the_other_keyboard_is_told_by_what_it_sends(gun, named, code):
    (frame,) = read(Typist(gun).types(code), GunLayout(named))
    assert frame.fault is Fault.LAYOUT


@pytest.mark.parametrize(
    ("gun", "named", "code"), [("jis", "us", "A_B"), ("us", "jis", "A)B"), ("us", "jis", "`")]
)
def test_a_key_only_the_other_keyboard_has_tells_it_too(gun, named, code):
    (frame,) = read(Typist(gun).types(code), GunLayout(named))
    assert frame.fault is Fault.LAYOUT


@in_each
def test_the_label_and_identifiers_are_no_fault_where_the_layout_is_right(layout):
    for code in (LABEL, f"]C0{LABEL}", "]C1RI-C-YES", "[)>\x1e06"):
        assert read(Typist(layout).types(code), layout) == [Frame(code.encode())]


# ---- lost keys, lost devices ---------------------------------------------------------------------


def test_after_lost_keys_the_code_is_cut_short_up_to_its_end():
    keys = decoder()
    assert keys.feed(us("SN12", b"") + DROPPED + tap(20) + REPORT) == []
    assert keys.feed(us("34")) == [Frame(b"SN12\x1a<keys lost>34", Fault.CUT_SHORT)]
    assert keys.feed(us("SN-2")) == [Frame(b"SN-2")]


def test_after_lost_keys_nobody_knows_what_is_held():
    keys = decoder()
    keys.feed(change(42, 1) + DROPPED + REPORT + tap(ENTER))
    assert keys.feed(us("ab")) == [Frame(b"ab")]


def test_where_the_terminator_was_among_the_lost_keys_silence_answers_the_scan():
    """And what comes then may be the rest of it, so it is no code either."""
    keys = decoder()
    keys.feed(us("SN12", b"") + DROPPED + REPORT)
    assert keys.idle_gap == IDLE_GAP
    assert keys.idle() == [Frame(b"SN12\x1a<keys lost>", Fault.CUT_SHORT)]
    assert (keys.idle_gap, keys.idle()) == (None, [])
    assert keys.feed(us("34") + us("SN-2")) == [Frame(b"34", Fault.CUT_SHORT), Frame(b"SN-2")]


def test_a_terminator_alone_ends_what_lost_keys_cut():
    keys = decoder()
    keys.feed(DROPPED + REPORT)
    assert keys.idle() == [Frame(b"\x1a<keys lost>", Fault.CUT_SHORT)]
    assert keys.feed(tap(ENTER) + us("SN-2")) == [Frame(b"SN-2")]


def test_silence_ends_what_lost_keys_cut_where_it_ends_every_code():
    keys = decoder(framing="gap")
    keys.feed(us("A", b"") + DROPPED + REPORT + us("B", b""))
    assert keys.idle() == [Frame(b"A\x1a<keys lost>B", Fault.CUT_SHORT)]
    assert keys.feed(us("CD", b"")) + keys.idle() == [Frame(b"CD")]


@pytest.mark.parametrize("framing", FRAMINGS)
def test_unplugged_at_every_byte_no_half_code_is_taken(framing):
    """And the next scan, with the gun under whatever name, is whole."""
    code, end = us("SN@1234567", b""), {"lf": LF_BY_CTRL, "tab": tap(TAB), "gap": b""}
    ends = {"crlf": tap(ENTER) + LF_BY_CTRL, "etx": ETX_BY_CTRL, "stx-etx": ETX_BY_CTRL} | end
    last = ends.get(framing, tap(ENTER))
    keys = decoder(framing=framing)
    for cut in range(len(code)):
        frames = keys.feed(code[:cut]) + keys.lost()
        assert all(b"SN@1234567".startswith(frame.raw) for frame in frames)
        assert {frame.fault for frame in frames} <= {Fault.CUT_SHORT}
        assert (keys.pending, keys.lost()) == (0, [])
    assert keys.feed(code + last) + keys.idle() == [Frame(b"SN@1234567")]


def test_an_endless_code_is_over_long_once_and_its_memory_bounded():
    keys = KeyDecoder(GunLayout.US, Control.CTRL, Framing(Framing.parse("cr").terminators, max_length=6))
    assert keys.feed(us("A" * 7, b"")) == [Frame(b"AAAAAA", Fault.OVER_LONG)]
    assert keys.feed(us("A" * 100, b"") + change(ALT, 1) + tap(KEYPAD["9"]) * 100) == []
    assert keys.pending < 20
    assert keys.feed(change(ALT, 0) + tap(ENTER) + us("BC")) == [Frame(b"BC")]


def test_a_record_is_that_of_this_machine():
    assert RECORD.size == len(record(0, 0, 0))
    assert RECORD.unpack(record(1, 30, 1))[2:] == (1, 30, 1)


def test_nothing_is_said_to_a_gun_that_types():
    assert decoder().replies() == b""
