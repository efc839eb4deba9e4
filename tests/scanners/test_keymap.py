"""What a gun sent is found again behind another keyboard's characters, or refused; never another code."""

from __future__ import annotations

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.scan import Layout
from scanners.keymap import LABEL, LOST, Calibration, LayoutError, calibration, narrow, repair

# A second copy, typed from the keymaps by key: sent, seen. "" is a key that gives no character.
US_GUN_ON_JIS = [
    ('"', "*"), ("&", "'"), ("'", ":"), ("(", ")"), (")", "~"), ("*", "("), ("+", "~"), (":", "+"),
    ("=", "^"), ("@", '"'), ("[", "@"), ("\\", "]"), ("]", "["), ("^", "&"), ("_", "="), ("`", ""),
    ("{", "`"), ("|", "}"), ("}", "{"), ("~", ""),
]  # fmt: skip
JIS_GUN_ON_US = [
    ('"', "@"), ("&", "^"), ("'", "&"), ("(", "*"), (")", "("), ("*", '"'), ("+", ":"), (":", "'"),
    ("=", "_"), ("@", "["), ("[", "]"), ("\\", ""), ("]", "\\"), ("^", "="), ("_", ""), ("`", "{"),
    ("{", "}"), ("|", ""), ("}", "|"), ("~", "+"),
]  # fmt: skip
TABLES = {
    Layout.SAME: {},
    Layout.US_ON_JIS: dict(US_GUN_ON_JIS),
    Layout.JIS_ON_US: dict(JIS_GUN_ON_US),
}
PRINTABLE = "".join(chr(code) for code in range(0x20, 0x7F))
TWO_KEYS = {(Layout.US_ON_JIS, ")"), (Layout.US_ON_JIS, "+")}
in_each = pytest.mark.parametrize("layout", TABLES)


def seen(sent: str, layout: Layout) -> str:
    """What a host shows of what a gun sends."""
    return "".join(TABLES[layout].get(character, character) for character in sent)


def wide(text: str) -> str:
    """A text as a full-width input method types it."""
    return "".join(chr(ord(character) + 0xFEE0) if character != " " else "\u3000" for character in text)


def test_twenty_marks_of_ninety_five_change() -> None:
    """The tables are whole: every other character is the same on both keyboards."""
    assert len(PRINTABLE) == 95
    for table in (TABLES[Layout.US_ON_JIS], TABLES[Layout.JIS_ON_US]):
        assert len(table) == 20
        assert not set(table) & set(string.ascii_letters + string.digits + " !#$%,-./;<>?")


@in_each
@pytest.mark.parametrize("character", PRINTABLE)
def test_every_character_is_repaired_or_refused(layout: Layout, character: str) -> None:
    """All ninety-five, each alone among safe ones; what leaves no trace is named in `LOST`."""
    arrived = seen(f"A{character}1", layout)
    if (layout, character) in TWO_KEYS:
        with pytest.raises(LayoutError):
            repair(arrived, layout)
    elif character in LOST.get(layout, ()):
        assert arrived == "A1"
    else:
        assert repair(arrived, layout) == f"A{character}1"


@in_each
@given(data=st.data())
def test_no_text_becomes_another(layout: Layout, data: st.DataObject) -> None:
    """Whatever is sent of what leaves a trace: the same comes out, or nothing."""
    traced = [character for character in PRINTABLE if character not in LOST[layout]]
    sent = data.draw(st.text(st.sampled_from(traced)))
    refused = any((layout, character) in TWO_KEYS for character in sent)
    try:
        assert repair(seen(sent, layout), layout) == sent
        assert not refused
    except LayoutError:
        assert refused


@pytest.mark.parametrize(
    ("layout", "marks"), [(Layout.US_ON_JIS, "~_\\|"), (Layout.JIS_ON_US, ")`~"), (Layout.SAME, "")]
)
def test_a_mark_the_gun_cannot_have_sent_is_refused(layout: Layout, marks: str) -> None:
    """Another gun types, or the setting is wrong: in both cases the rest cannot be trusted either."""
    for mark in marks:
        with pytest.raises(LayoutError, match=re.escape(repr(mark))):
            repair(mark, layout)
    others = [mark for mark in string.punctuation if mark not in marks]
    assert len({repair(mark, layout) for mark in others}) == len(others)


@given(st.text(st.sampled_from(PRINTABLE)))
def test_full_width_text_is_narrowed(text: str) -> None:
    """U+FF01 to U+FF5E and U+3000, on every layout that is the same."""
    assert narrow(wide(text)) == text
    assert repair(wide(text), Layout.SAME) == text


@pytest.mark.parametrize(("typed", "meant"), [("\u2212", "-"), ("\uff0d", "-"), ("¥", "\\"), ("￥", "\\")])
def test_signs_a_japanese_input_method_types_are_narrowed(typed: str, meant: str) -> None:
    """NFKC would leave the minus and the yen sign."""
    assert narrow(typed) == meant


def test_kana_stay_as_they_are() -> None:
    """They cannot be undone; the station says that the input method is on."""
    assert repair("あｱー", Layout.US_ON_JIS) == "あｱー"


@in_each
def test_caps_lock_is_undone_only_where_it_was_told(layout: Layout) -> None:
    """The case of a code that says nothing of itself is left as it came."""
    assert repair("hTTPS", layout, is_caps_lock=True) == "Https"
    assert repair("hTTPS", layout) == "hTTPS"


@pytest.mark.parametrize("arrived", ["[C1RI-C-YES", "\\C1RI-C-YES", "[d20104512345678906", "［Ｃ０X"])
def test_with_unknown_layouts_a_changed_identifier_is_refused(arrived: str) -> None:
    """It shows that they differ, and nothing is guessed."""
    with pytest.raises(LayoutError):
        repair(arrived, Layout.UNKNOWN)


@pytest.mark.parametrize("arrived", ["]C1RI-C-YES", "[C", "[foo]", "[Yx", "ATEST1263K00FVU8", ""])
def test_with_unknown_layouts_other_texts_come_through(arrived: str) -> None:
    """A bracket alone shows nothing."""
    assert repair(arrived, Layout.UNKNOWN) == arrived


@in_each
@pytest.mark.parametrize("is_caps_lock", [False, True])
@pytest.mark.parametrize("identifier", ["", "]C0", "]Q1"])
def test_the_label_tells_the_layouts(layout: Layout, *, is_caps_lock: bool, identifier: str) -> None:
    """And Caps Lock, with an AIM identifier before it or without, in full width as well."""
    arrived = seen(identifier + LABEL, layout)
    arrived = arrived.swapcase() if is_caps_lock else arrived
    assert calibration(arrived) == Calibration(layout, is_caps_lock)
    assert calibration(wide(arrived)) == Calibration(layout, is_caps_lock)


@given(st.text())
def test_any_other_text_tells_nothing(text: str) -> None:
    """Not even most of the label does."""
    assert calibration(text) is None
    assert calibration(LABEL[:-1]) is None
    assert calibration(f"ABC{LABEL}") is None
