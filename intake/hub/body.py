"""Bodies of requests: JSON, perhaps gzip, read after the caller is known, bounded, and taken strictly."""

from __future__ import annotations

import asyncio
import zlib
from typing import Any, TypeVar

import msgspec
from litestar import Request
from litestar.exceptions import ClientException, InternalServerException
from litestar.status_codes import HTTP_415_UNSUPPORTED_MEDIA_TYPE

from intake.hub.refused import Refused
from intake.hub.tokens import Holder
from intake.wire import ProblemCode
from intake.wire.log import MOST_BYTES

T = TypeVar("T")

MOST_SECONDS = 120.0
"""For a whole body: the largest at 600 kbit/s. Whoever sends slower than that keeps others out."""

_GZIP = 16 + zlib.MAX_WBITS


class StrictRequest(Request[Any, Holder, Any]):
    """A request whose body is the very type its route takes: no number out of a text, no unknown field.

    The framework would convert leniently, and from any media type.
    """

    async def body(self) -> bytes:
        """Read the body, decompressed. Raises Refused: 415, 413, 400, 503 for one that is late."""
        self._expect_json()
        coded = self.headers.get("content-encoding", "identity").lower()
        sent = await self._sent()
        if coded == "identity":
            return sent
        return unpacked(sent)

    async def _sent(self) -> bytes:
        try:
            async with asyncio.timeout(MOST_SECONDS):
                return await super().body()
        except TimeoutError:
            raise Refused(ProblemCode.BUSY, "the body did not come in time") from None
        except (
            InternalServerException
        ):  # the framework's word for a caller who went away, and no fault of ours
            raise Refused(ProblemCode.MALFORMED, "expected a whole body, got a part of it") from None

    async def json(self) -> Any:  # noqa: ANN401 (the framework's signature)
        """Read the body as what the route takes. Raises Refused, msgspec.ValidationError."""
        field = self.route_handler.parsed_data_field
        return parsed(await self.body(), field.annotation if field else object)

    def _expect_json(self) -> None:
        media_type, options = self.content_type
        if media_type != "application/json" or options.get("charset", "utf-8").lower() != "utf-8":
            raise _unsupported("expected application/json in UTF-8")
        if self.headers.get("content-encoding", "identity").lower() not in ("identity", "gzip"):
            raise _unsupported("expected gzip or no Content-Encoding")


def parsed(body: bytes, wanted: type[T]) -> T:
    """Read JSON as the type wanted. Raises Refused, msgspec.ValidationError."""
    try:
        return _decoded(body, wanted)
    except UnicodeDecodeError:
        raise Refused(ProblemCode.MALFORMED, "expected UTF-8") from None
    except RecursionError:
        raise Refused(ProblemCode.MALFORMED, "expected fewer brackets within each other") from None


def _decoded(body: bytes, wanted: type[T]) -> T:
    try:
        return msgspec.json.decode(body, type=wanted)
    except msgspec.ValidationError:
        # 5.0 is a whole number to JSON Schema, and so to the contract, but not to msgspec.
        return msgspec.convert(_LENIENT.decode(body), wanted)


def _whole(number: str) -> int | float:
    value = float(number)
    return int(value) if value.is_integer() else value


_LENIENT: msgspec.json.Decoder[object] = msgspec.json.Decoder(float_hook=_whole)


def unpacked(packed: bytes, most: int = MOST_BYTES) -> bytes:
    """Unpack one gzip member of at most `most` bytes. Raises Refused: 413 beyond them, 400 for no gzip."""
    stream = zlib.decompressobj(_GZIP)
    try:
        body = stream.decompress(packed, most + 1)
    except zlib.error:
        raise Refused(ProblemCode.MALFORMED, "expected gzip") from None
    if len(body) > most:  # however much more there is: a bomb is never unpacked
        raise Refused(ProblemCode.TOO_LARGE, f"expected at most {most} bytes")
    if not stream.eof or stream.unused_data:
        raise Refused(ProblemCode.MALFORMED, "expected one whole gzip member")
    return body


def _unsupported(detail: str) -> ClientException:
    return ClientException(detail, status_code=HTTP_415_UNSUPPORTED_MEDIA_TYPE)
