"""Readings: every scan is answered, whatever it holds."""

import random
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake import barcode
from intake.barcode import (
    CheckDigit,
    Jan,
    KitNumber,
    ParcelNumber,
    Reading,
    SerialText,
    Unreadable,
    UnreadableReason,
)
from intake.campaign import Catalogue, parse
from intake.own_label import Command, CommandWord, LabelKind, OwnLabel
from intake.scan import Fault, Scan, Symbology
from tests.intake import lists

TABLES = lists.mapping(5)
UPC_A = "012345678905"
TABLES["models"][0]["colours"][1]["jans"] = ["0" + UPC_A]
CAMPAIGN = parse(TABLES)
(JAN,) = CAMPAIGN.models[0].colours[0].jans
NUMBERS = parse(
    lists.mapping(6)
    | {
        "serial": {"lengths": [8, 12, 13, 14], "alphabet": "0123456789ABCD"},
        "kit_number": "KIT6-[0-9]{5}|[0-9]{8}",
    }
)
CATALOGUE = Catalogue((CAMPAIGN,))
PARCEL = "123456789013"  # 12345678901 is 3 modulo 7


def scanned(text, symbology=Symbology.UNKNOWN, **more):
    return Scan(text.encode("utf-8", "replace"), text, "tape", 0, 0, symbology=symbology, **more)


def read(text, symbology=Symbology.UNKNOWN, catalogue=CATALOGUE):
    return barcode.read(scanned(text, symbology), catalogue)


def test_own_labels_and_commands():
    assert read("RI-Q-0012-T") == OwnLabel(LabelKind.CONTAINER, 12)
    assert read("ri-c-k2\r\n") == Command(CommandWord.K2)


@pytest.mark.parametrize(
    ("text", "reason", "detail"),
    [
        (
            "RI-Q-0012-X",
            UnreadableReason.BAD_CHECK_CHARACTER,
            "expected check character T for RI-Q-0012, got X",
        ),
        ("RI-C-DANCE", UnreadableReason.BAD_OWN_LABEL, "after RI-C-, got 'DANCE'"),
        ("RI-", UnreadableReason.BAD_OWN_LABEL, "got 'RI-'"),
    ],
)
def test_a_bad_own_label_is_nothing_else(text, reason, detail):
    reading = read(text)
    assert reading.reason is reason
    assert reading.detail.endswith(detail)


@pytest.mark.parametrize(
    ("text", "symbology"),
    [
        (PARCEL, Symbology.UNKNOWN),
        (PARCEL, Symbology.CODE_128),
        (PARCEL, Symbology.CODABAR),
        ("1234-5678-9013", Symbology.UNKNOWN),
        (f"A{PARCEL}B", Symbology.CODABAR),
        (f"d{PARCEL}a", Symbology.UNKNOWN),
        (f"\t{PARCEL} ", Symbology.UNKNOWN),
    ],
)
def test_a_letter_pack_number_is_read_however_it_is_written(text, symbology):
    assert read(text, symbology) == ParcelNumber(PARCEL, CheckDigit.HOLDS)


def test_a_failing_check_digit_is_still_a_parcel():
    assert read("123456789012") == ParcelNumber("123456789012", CheckDigit.FAILS)
    assert read("123456789017", Symbology.CODABAR).check is CheckDigit.FAILS


@pytest.mark.parametrize("text", [f"A{PARCEL}", "1234-56789012", f"E{PARCEL}E", f"{PARCEL}3"])
def test_what_is_not_quite_a_parcel_number_is_none(text):
    assert isinstance(read(text), SerialText)


def test_a_kit_number_names_its_campaign():
    assert read("kit5-00017") == KitNumber("KIT5-00017", CAMPAIGN.id)
    assert isinstance(read("KIT6-00017"), SerialText)
    assert read("KIT6-00017", catalogue=Catalogue((CAMPAIGN, NUMBERS))) == KitNumber("KIT6-00017", NUMBERS.id)


def test_a_jan_names_what_the_catalogue_sells_under_it():
    reading = read(JAN)
    assert reading == Jan(JAN, CATALOGUE.items_of_jan(JAN))
    assert reading.items
    assert read("4571411205187", Symbology.EAN_13) == Jan("4571411205187", ())
    assert read("96385074", Symbology.EAN_8) == Jan("0000096385074", ())


def test_twelve_digits_are_a_upc_only_by_symbology_or_catalogue():
    assert read(UPC_A) == Jan("0" + UPC_A, CATALOGUE.items_of_jan("0" + UPC_A))
    assert isinstance(read(UPC_A, catalogue=Catalogue()), ParcelNumber)
    assert read(UPC_A, Symbology.EAN_13, Catalogue()) == Jan("0" + UPC_A, ())
    assert isinstance(read(UPC_A, Symbology.CODABAR), ParcelNumber)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (PARCEL, ParcelNumber),
        (f"A{PARCEL}B", ParcelNumber),
        ("4571411205187", Jan),
        ("96385074", Jan),
        ("12345678", KitNumber),
    ],
)
def test_a_number_that_is_a_serial_of_some_campaign_says_so(text, kind):
    reading = read(text, catalogue=Catalogue((CAMPAIGN, NUMBERS)))
    assert isinstance(reading, kind)
    assert reading.serial == text


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("SN: A1B2 C3D4 E5F6 G7H8", "A1B2C3D4E5F6G7H8"),
        ("ａ１ｂ２", "A1B2"),
        ("JP-07Y356-4A2B-0639", "JP-07Y356-4A2B-0639"),
        ("4571411205188", "4571411205188"),
        ("SN:4571411205187", "4571411205187"),
    ],
)
def test_what_could_be_a_serial_is_left_to_the_verdict(text, normal):
    """None of these is a serial of the campaign, nor a misreading of one."""
    assert read(text) == SerialText(normal, plausible=False)


class TestPlausible:
    """Whether a text may stand in the log: any other may be a name or an address."""

    MEANT = lists.serial(CAMPAIGN, random.Random("plausible"))

    def test_a_serial_of_some_campaign(self):
        assert read(self.MEANT) == SerialText(self.MEANT, plausible=True)
        assert read(self.MEANT, catalogue=Catalogue((NUMBERS, CAMPAIGN))).plausible

    def test_what_may_be_misread_from_one(self):
        one = next(each for each in map(lists.campaign, range(1, 50)) if each.serial.fold)
        wrong, meant = next(iter(one.serial.fold.items()))
        serial = lists.serial(one, random.Random("folded"))
        misread = serial[0] + meant * (len(serial) - 2) + wrong
        assert read(misread, catalogue=Catalogue((one,))).plausible

    def test_everything_while_there_is_no_campaign(self):
        assert read("TARO", catalogue=Catalogue()) == SerialText("TARO")

    def test_no_other_text(self):
        assert not read("TARO").plausible
        assert not read(self.MEANT[:-1]).plausible


GTIN = "04571411205187"


@pytest.mark.parametrize(
    ("text", "symbology", "expected"),
    [
        (f"01{GTIN}21A1B2C3", Symbology.GS1_128, SerialText("A1B2C3", GTIN[1:], plausible=False)),
        (f"01{GTIN}10LOT7\x1d21A1B2C3", Symbology.UNKNOWN, SerialText("A1B2C3", GTIN[1:], plausible=False)),
        (f"(01){GTIN}(21)a1b2c3", Symbology.UNKNOWN, SerialText("A1B2C3", GTIN[1:], plausible=False)),
        ("(21)A1B2C3", Symbology.UNKNOWN, SerialText("A1B2C3", plausible=False)),
        ("21SN:A1B2C3", Symbology.GS1_DATA_MATRIX, SerialText("A1B2C3", plausible=False)),
        ("(01)04571411205188(21)A1B2C3", Symbology.UNKNOWN, SerialText("A1B2C3", plausible=False)),
        ("(01)14571411205184(21)A1B2C3", Symbology.UNKNOWN, SerialText("A1B2C3", plausible=False)),
        (f"01{GTIN}", Symbology.GS1_DATABAR, Jan(GTIN[1:], ())),
        ("A1B2C3", Symbology.GS1_128, SerialText("A1B2C3", plausible=False)),
        ("10LOT7", Symbology.GS1_QR, SerialText("10LOT7", plausible=False)),
        (
            "21A1B2C3\x1d21A1B2C4",
            Symbology.GS1_128,
            Unreadable(UnreadableReason.CONTROL_CHARACTERS, "U+001D"),
        ),
        ("21(/%)", Symbology.GS1_128, Unreadable(UnreadableReason.UNRECOGNISED, "4 characters")),
        ("(21)", Symbology.UNKNOWN, Unreadable(UnreadableReason.UNRECOGNISED, "4 characters")),
        ("(01)(21)", Symbology.UNKNOWN, Unreadable(UnreadableReason.UNRECOGNISED, "8 characters")),
        ("\x1d\x1d", Symbology.UNKNOWN, Unreadable(UnreadableReason.CONTROL_CHARACTERS, "U+001D")),
    ],
)
def test_a_gs1_message_gives_its_serial_or_its_product(text, symbology, expected):
    assert read(text, symbology) == expected


HOSTILE = {
    "closing markup": ("[/foo]", "unrecognised"),
    "clickable markup": ("[@click=app.quit]x", "unrecognised"),
    "red markup": ("[red]SN1", "unrecognised"),
    "spreadsheet formula": ("=cmd()", "unrecognised"),
    "sql": ("'; DROP TABLE event;--", "unrecognised"),
    "printer command": ("^XA^JUS^XZ", "unrecognised"),
    "link": ("https://id.example/01/04571411205187", "unrecognised"),
    "emoji": ("🔋🔋🔋🔋", "unrecognised"),
    "shell": ("$(reboot)", "unrecognised"),
    "path": ("../../etc/passwd", "unrecognised"),
    "three characters": ("A12", "unrecognised"),
    "ten thousand bytes": ("A" * 10_000, "unrecognised"),
    "terminal title": ("\x1b]0;owned\x07", "control_characters"),
    "clear screen": ("AB\x1b[2JCD", "control_characters"),
    "xon": ("\x11ABCD", "control_characters"),
    "nul": ("ABCD\x00", "control_characters"),
    "new line within": ("ABCD\nEFGH", "control_characters"),
    "cut aim prefix": ("]Yx\x1d", "control_characters"),
    "right-to-left mark": ("ABCD\u200fEFGH", "control_characters"),
    "right-to-left override": ("\u202eABCD", "control_characters"),
    "zero width": ("AB\u200bCD", "control_characters"),
    "byte order mark": ("\ufeffABCD", "control_characters"),
    "lone surrogate": ("ABCD\ud800", "control_characters"),
    "line separator": ("AB\u2028CD", "control_characters"),
    "hiragana": ("あBCDえ", "input_method"),
    "half-width kana": ("ｱｲｳ1234", "input_method"),
    "long vowel for a hyphen": ("ＲＩーＱー００１２", "input_method"),
    "not utf-8": ("AB\ufffdCD", "not_text"),
    "nothing": ("", "empty"),
    "blanks": (" \t\r\n", "empty"),
}


@pytest.mark.parametrize(("text", "reason"), HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("symbology", [Symbology.UNKNOWN, Symbology.GS1_128, Symbology.EAN_13])
def test_a_hostile_scan_is_answered_with_its_reason(text, reason, symbology):
    reading = read(text, symbology)
    assert isinstance(reading, Unreadable)
    assert reading.reason == reason
    assert len(text) < 5 or text not in reading.detail


@pytest.mark.parametrize("fault", Fault)
def test_a_broken_frame_is_never_read(fault):
    reading = barcode.read(scanned("RI-C-YES", fault=fault), CATALOGUE)
    assert reading == Unreadable(UnreadableReason.FAULT, fault)


near_codes = st.text(st.sampled_from("RI-CQOPUGA0123456789SN:()/ \x1d[]ＡあZ"), max_size=30)
some_texts = (
    st.text()
    | st.text(st.characters())
    | near_codes
    | st.binary().map(lambda raw: raw.decode("utf-8", "replace"))
    | st.binary().map(lambda raw: raw.decode("latin-1"))
    | near_codes.map(lambda text: f"01{GTIN}21{text}")
    | st.from_regex(r"\A[0-9]{8,14}\Z")
)


@given(some_texts, st.sampled_from(Symbology), st.none() | st.sampled_from(Fault), st.integers(0, 5))
def test_every_scan_is_answered(text, symbology, fault, seed):
    catalogue = Catalogue((CAMPAIGN, NUMBERS, lists.campaign(seed + 10)))
    reading = barcode.read(scanned(text, symbology, fault=fault), catalogue)
    assert isinstance(reading, Reading)
    if isinstance(reading, SerialText):
        assert set(reading.normal) <= set("-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        assert 4 <= len(reading.normal) <= 40


@given(st.integers(0, 200))
def test_every_serial_made_at_test_time_is_read_as_one(seed):
    campaign = lists.campaign(seed)
    serial = lists.serial(campaign, random.Random(seed))
    assert read(f"SN:{serial.lower()}", catalogue=Catalogue((campaign,))) == SerialText(serial)


def test_an_ordinary_scan_does_not_load_biip():
    program = (
        "import sys; from intake import barcode;"
        "from intake.campaign import Catalogue; from intake.scan import Scan;"
        "barcode.read(Scan(b'A1B2C3D4', 'A1B2C3D4', 'tape', 0, 0), Catalogue());"
        "sys.exit('biip' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
