from __future__ import annotations

import pytest

from intake.importing.cells import are_clean, expect_names, no_text, report_unclean, shown
from intake.importing.fault import Fault, TableError, TableFault


def test_values_are_shown_short_in_their_own_letters_and_never_act():
    assert shown("開始") == "'開始'"
    assert shown("\u202e対象") == "'\\u202e対象'"
    assert shown("\x1b[2J") == "'\\x1b[2J'"
    assert len(shown("x" * 1000)) == 41


@pytest.mark.parametrize("cell", ["", "A0", "開始 番号", "x\u3000y", "[/foo]", "=1+1"])
def test_text_is_clean(cell):
    assert are_clean([cell, "A"])


def test_each_unclean_cell_is_reported():
    faults: list[Fault] = []
    report_unclean(7, ["a", "b", "c", "d"], ["x", "\x00", "1\n2", "\udc81"], faults.append)
    assert [str(fault) for fault in faults] == [
        "row 7: b: expected text, got the control character U+0000",
        "row 7: c: expected one line of text, got a line break",
        "row 7: d: expected text in the file's encoding, got the byte 0x81, which is none",
    ]


@pytest.mark.parametrize(
    ("kind", "value", "got"),
    [
        (TableFault.NUMBER, 1234567890123, "the number 1234567890123: it may have lost zeros or digits"),
        (TableFault.FORMULA, "=A1", "a formula: put its text in its place"),
        (TableFault.VALUE, True, "True"),
    ],
)
def test_what_is_no_text_is_said(kind, value, got):
    assert no_text(3, "first", kind, value) == Fault(3, "first", kind, "text", got)


def test_names_in_another_encoding_are_told_as_such():
    broken = "リコール".encode("cp932").decode("utf-8", "surrogateescape")
    with pytest.raises(TableError, match="say another --encoding"):
        expect_names(["a", broken], "row 1", "hint")


def test_names_are_trimmed_and_empty_ones_at_the_end_left_out():
    assert expect_names([" a ", "b\n c", "", " "], "row 1", "hint") == ("a", "b c")


@pytest.mark.parametrize("names", [[], ["", ""], ["a", "", "b"], ["a", "a"], ["a", "\x1b"]])
def test_names_that_name_nothing_are_refused(names):
    with pytest.raises(TableError, match=r"row 1: expected a name for every column, each once, got .*; hint"):
        expect_names(names, "row 1", "hint")
