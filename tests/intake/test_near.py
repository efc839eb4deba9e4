"""Near serials: what eyes, fingers and cameras take for one another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.campaign import Catalogue
from intake.near import CONFUSABLE, is_print, is_vouched, look_alikes, only_look_alike
from intake.scan import Method, Scan, Symbology
from intake.serial_number import SerialRule
from tests.intake.verdict.campaigns import numbered

RULE = SerialRule((4, 5), "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")
DIGITS = SerialRule((4,), "0123456789")


@pytest.mark.parametrize(
    ("normal", "rule", "found"),
    [
        ("9B99", DIGITS, ["9899"]),
        ("9I4S", DIGITS, []),
        ("O4O4", DIGITS, ["0404"]),
        ("4499", DIGITS, ["4949"]),
        ("2299", SerialRule((4,), "29Z"), ["Z299", "2Z99", "ZZ99", "2929"]),
        ("11399", DIGITS, ["1399", "1139"]),
        ("489", DIGITS, ["4489", "4889", "4899"]),
        ("49", DIGITS, []),
        ("494949", DIGITS, []),
        ("", DIGITS, []),
        ("4", SerialRule((2,), "4"), ["44"]),
    ],
)
def test_what_one_error_makes_of_a_serial(normal, rule, found):
    assert list(look_alikes(normal, rule)) == found


def test_characters_are_confused_both_ways():
    for group in CONFUSABLE:
        for one in group:
            for other in group.replace(one, ""):
                assert f"99{one}9" in look_alikes(f"99{other}9", RULE)


@given(st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-", max_size=42), st.sets(st.integers(4, 40), min_size=1))
def test_look_alikes_are_few_valid_and_each_once(normal, lengths):
    rule = SerialRule(tuple(lengths), RULE.alphabet + "-")
    found = look_alikes(normal, rule)
    assert len(found) <= 300
    assert len(set(found)) == len(found)
    assert normal not in found
    assert all(map(rule.matches, found))
    assert found == look_alikes(normal, rule)


def test_one_look_alike_is_a_hint_and_several_are_none():
    catalogue = Catalogue((numbered("a", lengths=[4]), numbered("b", lengths=[4]), numbered("c")))
    assert only_look_alike("99I9", catalogue) == "9919"
    assert only_look_alike("4Z49", catalogue) == "4249"
    assert only_look_alike("99U9", catalogue) is None
    assert only_look_alike("489", catalogue) is None
    assert only_look_alike("99I9", Catalogue()) is None


@pytest.mark.parametrize(
    ("method", "symbology", "vouched"),
    [
        (Method.PORT, Symbology.CODE_128, True),
        (Method.PORT, Symbology.UNKNOWN, True),
        (Method.KEYBOARD, Symbology.UNKNOWN, True),
        (Method.HID, Symbology.QR, True),
        (Method.PORT, Symbology.CODE_39, False),
        (Method.KEYBOARD, Symbology.CODABAR, False),
        (Method.TAPE, Symbology.ITF, False),
        (Method.CAMERA, Symbology.CODE_128, True),
        (Method.CAMERA, Symbology.UNKNOWN, False),
        (Method.KEYED, Symbology.UNKNOWN, False),
    ],
)
def test_a_check_character_vouches_for_a_reading(method, symbology, vouched):
    scan = Scan(b"X", "X", "port:gun", 0, 0, method=method, symbology=symbology)
    assert is_vouched(scan) is vouched


@pytest.mark.parametrize(
    ("method", "symbology", "printed"),
    [
        (Method.CAMERA, Symbology.UNKNOWN, True),
        (Method.CAMERA, Symbology.CODE_39, False),
        (Method.PORT, Symbology.UNKNOWN, False),
        (Method.KEYED, Symbology.UNKNOWN, False),
    ],
)
def test_what_a_camera_gives_without_a_kind_of_code_was_read_off_print(method, symbology, printed):
    assert is_print(Scan(b"X", "X", "camera", 0, 0, method=method, symbology=symbology)) is printed
