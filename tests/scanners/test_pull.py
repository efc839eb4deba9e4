"""A pull: everything between two silences, as it came."""

from __future__ import annotations

from scanners.frames import IDLE_GAP, Frame
from scanners.pull import PullDecoder


def test_a_pull_is_whole_with_all_that_is_around_the_code() -> None:
    decoder = PullDecoder()
    assert decoder.feed(b"\x02RI-") == decoder.feed(b"Q\r") == []
    assert decoder.pending == 6
    assert decoder.idle() == [Frame(b"\x02RI-Q\r")]
    assert decoder.pending == 0
    assert decoder.idle() == []


def test_a_pause_that_ends_a_code_ends_no_pull() -> None:
    """A gun that pauses within a code must be seen whole: that it does is what the set-up tells."""
    gap = PullDecoder().idle_gap
    assert gap is not None
    assert gap > 2 * IDLE_GAP


def test_what_a_gun_sent_before_it_was_unplugged_is_a_pull() -> None:
    decoder = PullDecoder()
    decoder.feed(b"RI-Q")
    assert decoder.lost() == [Frame(b"RI-Q")]


def test_an_endless_pull_comes_in_pieces() -> None:
    decoder = PullDecoder()
    pieces = [frame for _ in range(10) for frame in decoder.feed(bytes(100_000))]
    assert sum(len(frame.raw) for frame in pieces) + decoder.pending == 1_000_000
    assert pieces
    assert decoder.replies() == b""
