"""One exchange over HTTP: a request out, a bounded answer in, and what became of it as a `CentralError`."""

from __future__ import annotations

import gzip
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx
import msgspec

from intake.central.fault import CentralError, FaultKind
from intake.wire import Problem
from intake.wire.log import MOST_BYTES

_STEP = 65_536
_SMALL = 1024
"""Bytes that are not worth packing."""

_GZIP = 16 + zlib.MAX_WBITS
_FASTEST = 1
"""Level of gzip: a quarter of the size at a fifth of the time of the default (measured)."""

_LONGEST_WAIT = 86_400.0
_SUCCESSES = frozenset({200, 201, 204})
_LATER = frozenset({408, 425, 429})
_FIRST_REFUSAL, _FIRST_FAULT = 400, 500


@dataclass(frozen=True, slots=True)
class Asked:
    """A request."""

    method: str
    path: str
    body: bytes | None = None
    parameters: Mapping[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """A success."""

    status: int
    body: bytes


def exchange(client: httpx.Client, asked: Asked, seconds: float) -> Answered:
    """Send a request and give the answer, where it is a success. Raises CentralError.

    `seconds`: for the whole, however slowly something comes.
    """
    kept = bytearray()
    end = time.monotonic() + seconds
    status = _exchange(client, _request(client, asked, seconds), kept.extend, MOST_BYTES, end)
    return Answered(status, bytes(kept))


def download(
    client: httpx.Client, asked: Asked, take: Callable[[bytes], object], most: int, patience: float
) -> None:
    """Send a request and hand on at most so many bytes of the answer as they come. Raises CentralError.

    It may take any time, as long as something comes each `patience` seconds.
    """
    _exchange(client, _request(client, asked, patience), take, most, None)


def _request(client: httpx.Client, asked: Asked, seconds: float) -> httpx.Request:
    """Build a request, its body packed where that pays."""
    body, headers = asked.body, {}
    if body is not None:
        headers["Content-Type"] = "application/json"
        if len(body) > _SMALL:
            body = gzip.compress(body, _FASTEST, mtime=0)  # no time in it: the same again is the same bytes
            headers["Content-Encoding"] = "gzip"
    return client.build_request(
        asked.method, asked.path, params=asked.parameters, content=body, headers=headers, timeout=seconds
    )


def _exchange(
    client: httpx.Client,
    request: httpx.Request,
    take: Callable[[bytes], object],
    most: int,
    end: float | None,
) -> int:
    """Give the status of a success, whose bytes are taken as they come."""
    problem = bytearray()
    try:
        response = client.send(request, stream=True)
        try:
            is_success = response.status_code in _SUCCESSES
            bound = most if is_success else MOST_BYTES
            for part in _bounded(_unpacked(response), bound, end):
                (take if is_success else problem.extend)(part)
        finally:
            response.close()
    except httpx.HTTPError as error:
        raise _unreachable(error) from error
    if not is_success:
        raise _refusal(response, bytes(problem))
    return response.status_code


def _unpacked(response: httpx.Response) -> Iterator[bytes]:
    """Give an answer's bytes, a few at a time: httpx would unpack a small bomb into a large text at once."""
    if response.headers.get("Content-Encoding", "identity") == "identity":
        yield from response.iter_raw(_STEP)
        return
    packed = zlib.decompressobj(_GZIP)
    try:
        for chunk in response.iter_raw(_STEP):
            rest = chunk
            while rest:
                yield packed.decompress(rest, _STEP)
                rest = packed.unconsumed_tail
    except zlib.error as error:
        raise _malformed(f"what is no gzip ({error})") from error
    if not packed.eof:
        raise _malformed("one that is cut off")


def _bounded(parts: Iterator[bytes], most: int, end: float | None) -> Iterator[bytes]:
    size = 0
    for part in parts:
        size += len(part)
        if size > most:
            raise _malformed(f"more than {most} bytes")
        if end is not None and time.monotonic() > end:
            raise CentralError(
                FaultKind.UNREACHABLE,
                "expected an answer of the central claims system in time, got a part of it",
                maybe_done=True,
            )
        yield part


def _malformed(got: str) -> CentralError:
    sentence = f"expected an answer of the central claims system as its contract says, got {got}"
    return CentralError(FaultKind.MALFORMED, sentence, maybe_done=True)


def _unreachable(error: httpx.HTTPError) -> CentralError:
    """Say what the network said; a request that found no connection certainly did not arrive."""
    is_lost = isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout)
    told = str(error) or type(error).__name__
    return CentralError(
        FaultKind.UNREACHABLE,
        f"expected contact with the central claims system, got: {told}",
        maybe_done=not is_lost,
    )


def _refusal(response: httpx.Response, body: bytes) -> CentralError:
    status, problem = response.status_code, _problem(body)
    said = f"{status} {problem.title}: {problem.detail}".rstrip(": ") if problem else f"status {status}"
    if status in _LATER or status >= _FIRST_FAULT:
        return CentralError(
            FaultKind.BUSY,
            f"expected the central claims system to be at work, got {said}",
            problem=problem,
            retry_after=retry_after(response.headers.get("Retry-After"), datetime.now(UTC)),
            maybe_done=status >= _FIRST_FAULT,
        )
    if status < _FIRST_REFUSAL or problem is None:  # a redirect, or somebody else's page
        return _malformed(said)
    sentence = f"expected the central claims system to take it, got {said}"
    return CentralError(FaultKind.REFUSED, sentence, problem=problem)


def _problem(body: bytes) -> Problem | None:
    try:
        return msgspec.json.decode(body, type=Problem)
    except msgspec.DecodeError:  # a machine on the way answered: its status is all it says
        return None


def retry_after(value: str | None, now: datetime) -> float | None:
    """Read a Retry-After: seconds, or a date (RFC 9110, section 10.2.3); what is neither says nothing."""
    if value is None:
        return None
    text = value.strip()
    if text.isascii() and text.isdecimal():
        return min(float(text), _LONGEST_WAIT)
    try:
        at = parsedate_to_datetime(text)
    except ValueError:
        return None
    until = (at if at.tzinfo else at.replace(tzinfo=UTC)) - now
    return min(max(until.total_seconds(), 0.0), _LONGEST_WAIT)
