"""The wire: every message whole however the stream is cut, and nothing believed that is none."""

import struct

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.scan import Awaited
from scanners.camera.assignment import CameraAssignment
from scanners.camera.hindrance import Hindrance
from scanners.camera.messages import Await, Beat, Began, FromCamera, Open, Preview, Show, ToCamera, Trouble
from scanners.camera.wire import LONGEST, Wire, encode

SAID = [
    Began(1280, 720, 30.0, "MJPG"),
    Preview(2, 1, b"rgbrgb", ((0.0, 0.5), (1.0, 0.5))),
    Beat(15),
    Trouble(Hindrance.LOST, "ENODEV"),
]


@given(st.lists(st.integers(1, 40), max_size=60))
def test_messages_come_whole_and_in_order_however_the_stream_is_cut(cuts):
    stream = b"".join(map(encode, SAID))
    wire: Wire = Wire(FromCamera)
    heard: list = []
    for cut in [*cuts, len(stream)]:
        heard += wire.feed(stream[:cut])
        stream = stream[cut:]
    assert heard == SAID


def test_what_the_station_asks_for_comes_over_as_it_is():
    asked = [
        Open(CameraAssignment.parse("0", "dock", focus=30)),
        Await(Awaited(serial=True, patterns=("A.*",), photo="w")),
        Show(160, 90, 5),
    ]
    assert list(Wire(ToCamera).feed(b"".join(map(encode, asked)))) == asked


@pytest.mark.parametrize(
    "data",
    [
        struct.pack("<I", LONGEST + 1),
        struct.pack("<I", 3) + b"abc",
        encode({"type": "Nothing"}),
        encode({"type": "Beat", "frames": "many"}),
        encode(Show(1, 1, 1)),
    ],
    ids=["too long", "no MessagePack", "no message", "another type", "of the other end"],
)
def test_what_is_no_message_is_refused(data):
    with pytest.raises(ValueError, match=r"Expected|Invalid|Object|invalid"):
        list(Wire(FromCamera).feed(data))


@given(st.binary(max_size=200))
def test_no_bytes_do_more_than_be_refused(data):
    try:
        heard: list = list(Wire(FromCamera).feed(data))
    except ValueError:
        return
    assert all(isinstance(message, msgspec.Struct) for message in heard)
