"""The wire between the station and a camera's process: each message is its length and its MessagePack."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final, Generic, TypeVar

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator

Said = TypeVar("Said")
"""What one end says: `ToCamera` or `FromCamera`."""

LONGEST: Final = 32_000_000
"""Bytes of a message; the longest real one is a still picture of a few MB. A broken process may claim any
length, and memory is the desk's."""

_LENGTH: Final = struct.Struct("<I")

_encoder: Final = msgspec.msgpack.Encoder()


def encode(message: object) -> bytes:
    """One message, ready to be sent."""
    body = _encoder.encode(message)
    return _LENGTH.pack(len(body)) + body


class Wire(Generic[Said]):
    """Cuts what comes in into messages, however the stream is cut into reads."""

    def __init__(self, kind: object) -> None:
        """Begin; `kind` is the type of every message, a union of tagged structs."""
        self._decoder = msgspec.msgpack.Decoder(kind)
        self._pending = bytearray()

    def feed(self, data: bytes) -> Iterator[Said]:
        """Take in what was read; give the messages it completes.

        Raises:
            ValueError: It is no message, or one too long: nothing after it can be trusted.

        """
        self._pending += data
        while (body := self._next()) is not None:
            yield self._decoder.decode(body)

    def _next(self) -> bytes | None:
        if len(self._pending) < _LENGTH.size:
            return None
        (length,) = _LENGTH.unpack_from(self._pending)
        if length > LONGEST:
            raise ValueError(f"Expected a message of at most {LONGEST} bytes, got one of {length}.")
        end = _LENGTH.size + length
        if len(self._pending) < end:
            return None
        body = bytes(self._pending[_LENGTH.size : end])
        del self._pending[:end]
        return body
