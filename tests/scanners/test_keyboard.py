"""A keyboard gun's codes become scans: repaired ones say so and keep what arrived."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake.barcode import ParcelNumber, SerialText, UnreadableReason, read
from intake.campaign import Catalogue
from intake.events import ScanCause
from intake.founding import found
from intake.journal import envelopes
from intake.scan import Fault, Layout, Method, Moment, Scan, Symbology
from intake.settings import Settings
from intake.station import Station
from scanners.keyboard import SOURCE, Keyboard
from scanners.keymap import LABEL, LOST
from tests.scanners.test_keymap import seen

AT = Moment(1_900_000_000_000, 7)
EMPTY = Catalogue(())


def test_a_plain_code_is_a_scan_as_it_came() -> None:
    """Nothing is marked where nothing was changed."""
    assert Keyboard().scan("RI-C-YES", AT) == Scan(
        b"RI-C-YES", "RI-C-YES", SOURCE, AT.wall, AT.monotonic, Method.KEYBOARD
    )


@pytest.mark.parametrize("layout", [Layout.US_ON_JIS, Layout.JIS_ON_US])
def test_a_repaired_code_is_marked_and_keeps_what_arrived(layout: Layout) -> None:
    """Its AIM identifier is repaired as well, so that its symbology is known."""
    arrived = seen("]C1SN:ATEST1263K00FVU8", layout)
    scan = Keyboard(layout).scan(arrived, AT)
    assert (scan.text, scan.symbology) == ("SN:ATEST1263K00FVU8", Symbology.GS1_128)
    assert (scan.raw, scan.repaired, scan.fault) == (arrived.encode(), True, None)


def test_a_mark_of_two_keys_is_refused() -> None:
    """`~` was `)` or `+`."""
    scan = Keyboard(Layout.US_ON_JIS).scan("AB~CD", AT)
    assert (scan.text, scan.fault, scan.repaired) == ("AB~CD", Fault.LAYOUT, False)


def test_a_fault_of_the_keys_goes_before_one_of_the_layout() -> None:
    """What was cut or garbled is no text to speak about."""
    assert Keyboard(Layout.US_ON_JIS).scan("AB~CD", AT, Fault.GARBLED).fault is Fault.GARBLED


def test_full_width_codes_are_read() -> None:
    """A parcel's number typed by an input method."""
    scan = Keyboard().scan("３１２０−０００７−９１９３", AT)
    assert scan.repaired
    assert isinstance(read(scan, EMPTY), ParcelNumber)


def test_kana_are_left_for_the_station_to_refuse() -> None:
    """They cannot be undone."""
    scan = Keyboard(Layout.JIS_ON_US).scan("３１２０ーあ", AT)
    assert read(scan, EMPTY).reason is UnreadableReason.INPUT_METHOD  # type: ignore[union-attr] # it is


def test_an_own_label_tells_caps_lock() -> None:
    """On its labels are capitals only, so from then on every code is turned until a label says otherwise."""
    keyboard = Keyboard()
    assert keyboard.scan("https", AT).text == "https"
    label = keyboard.scan("]c0ri-o-0001-t", AT)
    assert (label.text, label.repaired) == ("RI-O-0001-T", True)
    assert keyboard.scan("hTTPS", AT).text == "Https"
    assert keyboard.scan("RI-O-0001-T", AT).repaired is False
    assert keyboard.scan("hTTPS", AT).text == "hTTPS"


def test_the_layout_label_tells_caps_lock() -> None:
    keyboard = Keyboard()
    assert keyboard.scan(LABEL.swapcase(), AT).fault is None
    assert keyboard.scan("hTTPS", AT).text == "Https"
    keyboard.scan(LABEL, AT)
    assert keyboard.scan("hTTPS", AT).text == "hTTPS"


@pytest.mark.parametrize("layout", [Layout.US_ON_JIS, Layout.JIS_ON_US])
def test_the_layout_label_is_refused_where_the_settings_differ(layout: Layout) -> None:
    """The desk does not run on with a setting the label has shown to be wrong."""
    assert Keyboard(layout).scan(seen(LABEL, layout), AT).fault is None
    assert Keyboard(layout).scan(LABEL, AT).fault is Fault.LAYOUT
    assert Keyboard().scan(seen(LABEL, layout), AT).fault is Fault.LAYOUT
    assert Keyboard().scan(LABEL, AT).fault is None


def test_what_a_person_types_is_only_narrowed() -> None:
    """A person sees the marks on the screen and has no gun's layout; Caps Lock is told by guns alone."""
    keyboard = Keyboard(Layout.US_ON_JIS)
    scan = keyboard.keyed("ＡＢ~@", AT)
    assert (scan.text, scan.repaired, scan.method, scan.fault) == ("AB~@", True, Method.KEYED, None)
    keyboard.keyed("ri-c-yes", AT)
    assert keyboard.is_caps_lock is False


@pytest.mark.parametrize("layout", [Layout.US_ON_JIS, Layout.JIS_ON_US])
def test_a_lost_mark_stands_in_no_code_of_the_station(layout: Layout) -> None:
    """A key that gives nothing leaves no trace; so it matters that it makes no label and no serial."""
    for mark in LOST[layout]:
        for code in ("RI-O-0001-T", "RI-C-YES", "A312000079193B", "312000079193", "ATEST1263K00FVU8"):
            whole = Keyboard(Layout.SAME).scan(code[:5] + mark + code[5:], AT)
            assert not isinstance(read(whole, EMPTY), (ParcelNumber, SerialText))


def test_lone_surrogates_are_text_all_the_same() -> None:
    """A terminal may pass on anything."""
    assert Keyboard().scan("A\ud800B", AT).raw == b"A?B"


def test_the_log_holds_what_arrived_and_what_it_was_repaired_to(tmp_path: Path) -> None:
    """Whoever doubts a repair can see both."""
    found(tmp_path / "state", training=True, station="dock-1")
    station = Station(tmp_path / "state", Settings())
    outcome = station.accept(Keyboard(Layout.US_ON_JIS).scan("[C0ri-o-0001-t", AT))
    last = next(envelopes(station.journal.connection, "WHERE seq = ?", (outcome.seq,)))
    station.close()
    assert isinstance(last.cause, ScanCause)
    assert (last.cause.text, last.cause.raw) == ("RI-O-0001-T", b"[C0ri-o-0001-t")
    assert last.cause.repaired
