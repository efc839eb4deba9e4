"""A pull: everything between two silences, as it came."""

from __future__ import annotations

from scanners.frames import Frame
from scanners.pull import PullDecoder


def test_a_pull_is_whole_with_all_that_is_around_the_code() -> None:
    decoder = PullDecoder()
    assert decoder.feed(b"\x02RI-") == decoder.feed(b"Q\r") == []
    assert decoder.pending == 6
    assert decoder.idle() == [Frame(b"\x02RI-Q\r")]
    assert decoder.pending == 0
    assert decoder.idle() == []


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
