"""The test card: safe to scan at a desk, and each code shows what it is there for."""

from __future__ import annotations

import pytest

from intake import barcode, catalogue
from intake.barcode import SerialText, Unreadable, UnreadableReason
from intake.gtin import is_gtin
from intake.scan import Method, Moment
from scanners.keymap import calibration
from scanners.symbology import scan_of, split
from scanners.test_card import BAD, CARD, GOOD, GS, GS1, LAYOUT, QR, CardCode, CodeName


def reading(code: CardCode) -> barcode.Reading:
    raw = f"{code.identifier}{code.text}".encode()
    return barcode.read(scan_of(raw, "port:test", Method.PORT, Moment(0, 0)), catalogue.load())


def test_every_code_is_on_it_once() -> None:
    assert [code.name for code in CARD] == list(CodeName)


@pytest.mark.parametrize("code", CARD, ids=lambda code: code.name)
def test_no_code_does_anything_at_a_desk(code: CardCode) -> None:
    read = reading(code)
    assert isinstance(read, Unreadable) or (isinstance(read, SerialText) and not read.plausible)


def test_the_desk_refuses_the_bad_one_for_its_check_character() -> None:
    assert reading(BAD) == Unreadable(
        UnreadableReason.BAD_CHECK_CHARACTER, "expected check character T for RI-Q-0012, got X"
    )


def test_the_good_one_holds_what_survives_every_layout() -> None:
    assert set(GOOD.text) - {"-"} == set(filter(str.isalnum, GOOD.text))


def test_the_gs1_code_has_one_gs_and_a_valid_gtin() -> None:
    assert GS1.text.count(GS) == 1
    assert is_gtin(GS1.text[2:16])
    assert "".join(GS1.element_strings).translate({ord(each): None for each in "()"}) == GS1.text.replace(
        GS, ""
    )
    assert GOOD.element_strings == ()


def test_the_address_holds_small_letters_and_its_marks() -> None:
    assert set(":/?=_") <= set(QR.text)
    assert QR.text == QR.text.lower()


def test_the_layout_label_is_told() -> None:
    assert calibration(LAYOUT.text) is not None


@pytest.mark.parametrize("code", CARD, ids=lambda code: code.name)
def test_the_identifier_is_that_of_the_symbology(code: CardCode) -> None:
    assert split(code.identifier.encode()) == (code.symbology, b"")
