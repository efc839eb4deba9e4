"""Lines from a pipe, as soon as they are whole and never more than fits."""

import os
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.scan import Fault
from scanners.frames import Frame
from scanners.pipe import lines


def through_a_pipe(data, **options):
    reading, writing = os.pipe()

    def write():
        with os.fdopen(writing, "wb") as end:
            end.write(data)

    writer = threading.Thread(target=write)
    writer.start()
    got = list(lines(reading, **options))
    writer.join()
    os.close(reading)
    return got


def test_every_line_is_a_frame_and_the_last_needs_no_end():
    assert through_a_pipe(b"SN1\nSN2\r\n\n\r\nSN3") == [Frame(b"SN1"), Frame(b"SN2"), Frame(b"SN3")]


def test_a_line_comes_while_the_pipe_stays_open():
    reading, writing = os.pipe()
    os.write(writing, b"SN1\nSN2")
    frames = lines(reading)
    assert next(frames) == Frame(b"SN1")
    os.close(writing)
    assert list(frames) == [Frame(b"SN2")]
    os.close(reading)


@pytest.mark.parametrize("end", [b"", b"\n", b"\r\n"])
def test_an_over_long_line_comes_once_cut(end):
    got = through_a_pipe(b"A\n" + b"B" * 1_000_000 + end, max_length=100)
    assert got == [Frame(b"A"), Frame(b"B" * 100, Fault.OVER_LONG)]


def test_the_line_after_an_over_long_one_is_whole():
    assert through_a_pipe(b"B" * 300_000 + b"\nSN1\n")[1:] == [Frame(b"SN1")]


def test_a_last_line_of_the_limit_and_a_lone_cr_is_over_long():
    assert through_a_pipe(b"ABC\r", max_length=3) == [Frame(b"ABC", Fault.OVER_LONG)]


def test_garbage_is_marked_and_kept():
    assert through_a_pipe(b"\xff\0\nSN1\n") == [Frame(b"\xff\0", Fault.GARBLED), Frame(b"SN1")]


@settings(max_examples=50)
@given(st.lists(st.binary(max_size=20).filter(lambda raw: not set(raw) & set(b"\r\n"))))
def test_any_lines_come_back(raws):
    assert [frame.raw for frame in through_a_pipe(b"\n".join(raws))] == [raw for raw in raws if raw]
