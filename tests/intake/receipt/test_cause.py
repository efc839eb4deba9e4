"""The cause: what of a scan stands in the log for ever."""

import pytest
from msgspec.structs import replace

from intake.receipt.cause import cause_of
from intake.scan import Fault, Method
from tests.intake.receipt.cases import BY_NAME, CATALOGUE, OF_PLAIN, reading_of
from tests.intake.receipt.desk import Desk, take
from tests.intake.receipt.world import scan_of


def cause(name, *before, **changes):
    """Scan a case after others, and give its cause."""
    receipt = Desk(*before).receipt
    case = BY_NAME[name]
    decision = take(receipt, case)
    return cause_of(replace(case.scan, **changes), reading_of(case, receipt), decision, CATALOGUE)


@pytest.mark.parametrize("name", ["address", "a word that may be a name"])
def test_a_text_nobody_recognised_leaves_neither_words_nor_bytes(name):
    found = cause(name)
    assert (found.text, found.raw) == (None, None)


def test_what_is_recognised_stands_there_also_when_it_is_refused():
    assert cause("serial affected").text == OF_PLAIN


def test_what_led_to_a_fact_stands_there():
    assert cause("serial affected", "parcel number").text == OF_PLAIN


def test_bytes_stand_there_only_where_they_say_more_than_the_text():
    assert cause("serial affected", raw=OF_PLAIN.encode()).raw is None
    marked = b"]C1" + OF_PLAIN.encode()
    assert cause("serial affected", raw=marked).raw == marked


def test_a_repaired_text_is_marked():
    assert not cause("serial affected").repaired
    assert cause("serial affected", repaired=True).repaired


def test_how_and_when_it_was_read_stands_there():
    scan = scan_of(OF_PLAIN, at=7)
    found = cause("keyed affected", "parcel number", source="keyboard:x", wall=5, monotonic=7)
    assert (found.source, found.method, found.wall, found.monotonic) == ("keyboard:x", Method.KEYED, 5, 7)
    assert cause(f"fault {Fault.GARBLED}").fault is Fault.GARBLED
    assert found.symbology is scan.symbology
