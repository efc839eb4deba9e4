"""Serials that claims name: an owner's slip comes in, what is about the owner does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from intake import catalogue
from intake.campaign import Catalogue
from intake.expected.fault import RowError
from intake.expected.serial import SerialReader
from intake.serial_number import SerialRule, normalise

KNOWN = catalogue.load()
CAMPAIGN = KNOWN.campaigns[0]
WHOLE = "ABCD1234EFGH5678"
DIGITS = SerialRule(lengths=(10,), alphabet="0123456789")
LETTERS = SerialRule(lengths=(10,), alphabet="ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-")


def site(*rules):
    """A site whose campaigns have these rules."""
    return Catalogue(tuple(replace(CAMPAIGN, id=f"c{n}", serial=rule) for n, rule in enumerate(rules)))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", None),
        (WHOLE, WHOLE),
        ("abcd 1234 efgh 5678", WHOLE),
        ("SN: ABCD1234EFGH5678", WHOLE),
        ("ABCDI234EFGHO678", "ABCDI234EFGHO678"),
        ("ABCD1234EFGH567", "ABCD1234EFGH567"),
        ("ABCD1234EFGH56789", "ABCD1234EFGH56789"),
        ("BBCD1234EFGH5678", "BBCD1234EFGH5678"),
    ],
)
def test_a_whole_one_comes_in_and_one_mistyped(text, found):
    assert SerialReader(KNOWN).read(text) == found


@pytest.mark.parametrize(
    ("text", "got"),
    [
        ("090-1234-5678", "what looks like a telephone number"),
        ("taro@example.jp", "what looks like an e-mail address"),
        ("+81 90 1234 5678 00", "what looks like a telephone number"),
        ("TANAKA TARO", "what has no digit"),
        ("taro yamada tokyo", "what has no digit"),
        ("SN: TARO", "what has no digit"),
        ("田中太郎", "what has no digit"),
        ("ABCDEFGHJKLMNPQR", "what has no digit"),
        ("AKEMIYAMADATOKYO", "what has no digit"),
        ("1-2-3 SHIBUYA", "'1-2-3 SHIBUYA'"),
        ("19800101", "'19800101'"),
        ("ABCD1234EFGH56", "'ABCD1234EFGH56'"),
        ("ABCD1234EFGH567890", "'ABCD1234EFGH567890'"),
        ("ABCD-1234-EFGH-5", "'ABCD-1234-EFGH-5'"),
        ("'; DROP TABLE 1", '"\'; DROP TABLE 1"'),
        ("x1", "'x1'"),
    ],
)
def test_what_is_none_is_refused_with_what_was_expected(text, got):
    with pytest.raises(RowError) as raised:
        SerialReader(KNOWN).read(text)
    told = raised.value
    assert (told.column, told.got) == ("serial", got)
    assert told.expected == (
        f"a serial of 16 characters of {CAMPAIGN.serial.alphabet}, a digit among them, or nothing"
    )


@pytest.mark.parametrize("text", ["0312345678", "SN: 0312345678", "０３１２３４５６７８", "5312345678"])
def test_ten_digits_in_one_are_a_serial_where_a_campaign_has_such(text):
    assert SerialReader(site(DIGITS)).read(text) == normalise(text)


@pytest.mark.parametrize(
    "text", ["03-1234-5678", "03 1234 5678", "03(1234)5678", "09012345678", "0312 34-5678"]
)
def test_in_groups_or_of_another_length_they_are_a_telephone_number(text):
    with pytest.raises(RowError, match="got what looks like a telephone number"):
        SerialReader(site(DIGITS)).read(text)


def test_a_hyphen_of_the_rule_makes_no_serial_of_a_telephone_number():
    rule = replace(LETTERS, lengths=(12, 13))
    assert SerialReader(site(rule)).read("AB-1234-56789") == "AB-1234-56789"
    with pytest.raises(RowError, match="got what looks like a telephone number"):
        SerialReader(site(rule)).read("090-1234-5678")


def test_the_rule_nearest_in_length_is_told():
    reader = SerialReader(site(DIGITS, replace(DIGITS, lengths=(20, 18))))
    for text, expected in (("123", "10"), ("1234567890123456", "18 or 20")):
        with pytest.raises(
            RowError, match=f"expected a serial of {expected} characters of 0123456789, a digit"
        ):
            reader.read(text)


def test_a_campaign_the_site_leaves_out_has_serials_too():
    assert SerialReader(Catalogue(left_out=KNOWN.campaigns)).read(WHOLE) == WHOLE


def test_a_site_without_campaigns_knows_none():
    with pytest.raises(RowError, match="expected nothing, for the site has no campaign, got"):
        SerialReader(Catalogue()).read(WHOLE)


@given(st.text(st.sampled_from(CAMPAIGN.serial.alphabet), min_size=16, max_size=16), st.data())
def test_one_slip_of_a_finger_never_keeps_a_claim_out(serial, data):
    """Exchanged for one that looks like it, left out, doubled, swapped with its neighbour."""
    place = data.draw(st.integers(0, 14))
    doubled, left_out = serial[:place] + serial[place] + serial[place:], serial[:place] + serial[place + 1 :]
    swapped = serial[:place] + serial[place + 1] + serial[place] + serial[place + 2 :]
    alike = serial.replace("0", "O").replace("1", "I")
    for slip in (doubled, left_out, swapped, alike):
        if any(character.isdecimal() for character in slip):
            assert SerialReader(KNOWN).read(slip.lower()) == slip


@given(st.text(max_size=40))
def test_what_comes_in_has_a_digit_and_is_near_a_rule(text):
    try:
        found = SerialReader(KNOWN).read(text)
    except RowError:
        return
    assert not text.strip() or found is not None
    assert found is None or (any("0" <= c <= "9" for c in found) and 15 <= len(found) <= 17)
