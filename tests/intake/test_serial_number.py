"""The normal form of serials, and what a campaign says of its own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.serial_number import SerialRule, may_be_serial, normalise, plain

SERIAL = "A1B2C3D4E5F6G7H8"


@pytest.mark.parametrize(
    "text",
    [
        SERIAL,
        SERIAL.lower(),
        f"  {SERIAL}\r\n",
        "A1B2 C3D4 E5F6 G7H8",
        f"SN:{SERIAL}",
        f"SN: {SERIAL}",
        f"sn：{SERIAL}",
        f"SN {SERIAL}",
        f"S/N{SERIAL}",
        f"S/N: {SERIAL}",
        f"S/N SN:{SERIAL}",
        f"SN+{SERIAL}",
        f"SN*{SERIAL}",
        f"SN'{SERIAL}",
        f"SERIAL NO. {SERIAL}",
        f"Serial No.:{SERIAL}",
        f"Serial Number {SERIAL}",
        f"SERIAL: {SERIAL}",
        "Ａ１Ｂ２Ｃ３Ｄ４Ｅ５Ｆ６Ｇ７Ｈ８",
    ],
)
def test_what_labels_people_and_keyboards_add_is_removed(text):
    assert normalise(text) == SERIAL


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("SN1234", "SN1234"),
        ("SNAKE", "SNAKE"),
        ("SERIAL1234", "SERIAL1234"),
        ("JP-07Y356-4A2B-0639", "JP-07Y356-4A2B-0639"),
        ("AB\u22121234", "AB-1234"),
        ("AO1I", "AO1I"),
        ("SN:", ""),
        ("", ""),
    ],
)
def test_what_a_maker_may_have_meant_stays(text, normal):
    assert normalise(text) == normal


awkward = st.text(st.sampled_from("SN/:+*'. ERIALO-1Aaſßΐͅᾳ\t\u3000：")) | st.text()


@given(awkward)
def test_normalising_twice_changes_nothing(text):
    assert normalise(normalise(text)) == normalise(text)
    assert plain(plain(text)) == plain(text)


@given(awkward)
def test_a_normal_serial_is_short_upper_case_and_ascii(text):
    normal = normalise(text)
    if may_be_serial(normal):
        assert 4 <= len(normal) <= 40
        assert normal.isascii()
        assert normal == normal.upper()


@pytest.mark.parametrize("text", ["\ud800SN:A", "S N:" * 3000, "SN:" * 3000, " " * 9000 + "A"])
def test_hostile_text_is_normalised_too(text):
    assert normalise(normalise(text)) == normalise(text)


ANCHOR = SerialRule((4,), "0123456789AB", "A.*", {"O": "0", "I": "1"})


@pytest.mark.parametrize(
    ("normal", "fits", "meant"),
    [
        ("A012", True, None),
        ("AO1I", False, "A011"),
        ("B012", False, None),
        ("A0123", False, None),
        ("A01Z", False, None),
        ("BO12", False, None),
        ("", False, None),
    ],
)
def test_a_serial_fits_whole_and_folds_only_into_a_valid_one(normal, fits, meant):
    assert ANCHOR.matches(normal) is fits
    assert ANCHOR.folded(normal) == meant


def test_a_rule_without_pattern_asks_for_length_and_alphabet_only():
    assert SerialRule((4, 6), "01").matches("010101")
