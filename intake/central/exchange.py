"""One exchange over HTTP: a request out, a bounded answer in, and what became of it as a `CentralError`."""

from __future__ import annotations

import gzip
import ssl
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx
import msgspec

from intake.central.deadline import UNTIL
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
_LOCKED_OUT = frozenset({401, 403})
_FIRST_REFUSAL, _FIRST_FAULT = 400, 500


@dataclass(frozen=True, slots=True)
class Asked:
    """A request."""

    method: str
    path: str
    body: bytes | None = None
    parameters: Mapping[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a call may last. A transport other than the network keeps to neither."""

    silence: float
    """Seconds in which something has to come, or to go."""

    until: float
    """When the whole has to be over, by the monotonic clock."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A success."""

    status: int
    body: bytes


def exchange(client: httpx.Client, asked: Asked, limits: Limits) -> Answered:
    """Send a request and give the answer, where it is a success. Raises CentralError."""
    kept = bytearray()
    status = _exchange(client, _request(client, asked, limits), kept.extend, MOST_BYTES)
    return Answered(status, bytes(kept))


def download(
    client: httpx.Client, asked: Asked, take: Callable[[bytes], object], most: int, limits: Limits
) -> None:
    """Send a request and hand on at most so many bytes of the answer as they come. Raises CentralError."""
    _exchange(client, _request(client, asked, limits), take, most)


def _request(client: httpx.Client, asked: Asked, limits: Limits) -> httpx.Request:
    """Build a request, its body packed where that pays."""
    body, headers = asked.body, {}
    if body is not None:
        headers["Content-Type"] = "application/json"
        if len(body) > _SMALL:
            body = gzip.compress(body, _FASTEST, mtime=0)  # no time in it: the same again is the same bytes
            headers["Content-Encoding"] = "gzip"
    return client.build_request(
        asked.method,
        asked.path,
        params=asked.parameters,
        content=body,
        headers=headers,
        timeout=limits.silence,
        extensions={UNTIL: limits.until},
    )


def _exchange(
    client: httpx.Client, request: httpx.Request, take: Callable[[bytes], object], most: int
) -> int:
    """Give the status of a success, whose bytes are taken as they come."""
    problem = bytearray()
    try:
        response = client.send(request, stream=True)
        try:
            is_success = response.status_code in _SUCCESSES
            bound = most if is_success else MOST_BYTES
            for part in _bounded(_unpacked(response), bound):
                (take if is_success else problem.extend)(part)
        finally:
            response.close()
    except httpx.HTTPError as error:
        raise _unreachable(error, request.url) from error
    if not is_success:
        raise _refusal(response, bytes(problem))
    return response.status_code


def _unpacked(response: httpx.Response) -> Iterator[bytes]:
    """Give an answer's bytes as they come: httpx would unpack a small bomb into a large text at once."""
    if response.headers.get("Content-Encoding", "identity") == "identity":
        yield from response.iter_raw()
        return
    packed = zlib.decompressobj(_GZIP)
    try:
        for chunk in response.iter_raw():
            rest = chunk
            while rest:
                yield packed.decompress(rest, _STEP)
                rest = packed.unconsumed_tail
    except zlib.error as error:
        raise _malformed(f"what is no gzip ({error})") from error
    if not packed.eof:
        raise _malformed("one that is cut off")


def _bounded(parts: Iterator[bytes], most: int) -> Iterator[bytes]:
    size = 0
    for part in parts:
        size += len(part)
        if size > most:
            raise _malformed(f"more than {most} bytes")
        yield part


def _malformed(got: str) -> CentralError:
    sentence = f"expected an answer of the central claims system as its contract says, got {got}"
    return CentralError(FaultKind.MALFORMED, sentence, maybe_done=True)


def _unreachable(error: httpx.HTTPError, url: httpx.URL) -> CentralError:
    """Say what the network said; a request that found no connection certainly did not arrive."""
    if _is_of_certificates(error):
        told = f"expected certificates that verify, theirs here (hub_ca) and ours there, got: {error}"
        return CentralError(FaultKind.UNTRUSTED, told)
    is_lost = isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout)
    told = str(error) or type(error).__name__
    return CentralError(
        FaultKind.UNREACHABLE,
        f"expected contact with the central claims system at {url.netloc.decode()}, got: {told}",
        maybe_done=not is_lost,
    )


def _is_of_certificates(error: BaseException | None) -> bool:
    """Tell whether a handshake ended because one side does not believe the other's certificate."""
    while error is not None and not isinstance(error, ssl.SSLError):
        error = error.__cause__ or error.__context__
    return error is not None and any(word in (error.reason or "") for word in ("CERT", "UNKNOWN_CA"))


def _refusal(response: httpx.Response, body: bytes) -> CentralError:
    status, problem = response.status_code, _problem(body)
    said = f"{status} {problem.title}: {problem.detail}".rstrip(": ") if problem else f"status {status}"
    if status in _LATER or status >= _FIRST_FAULT:
        return CentralError(
            FaultKind.BUSY,
            f"expected the central claims system to be at work, got {said}",
            problem=problem,
            retry_after=retry_after(response.headers.get("Retry-After"), _their_now(response)),
            maybe_done=status >= _FIRST_FAULT,
        )
    # A redirect, or somebody else's page; but who locks us out may be a door before the hub's own.
    if status < _FIRST_REFUSAL or (problem is None and status not in _LOCKED_OUT):
        return _malformed(f"{said}: look at hub_url")
    sentence = f"expected the central claims system to take it, got {said}"
    if status in _LOCKED_OUT:
        sentence += ": look at this station's token and certificate, or ask whoever runs it for new ones"
    return CentralError(FaultKind.REFUSED, sentence, problem=problem)


def _problem(body: bytes) -> Problem | None:
    try:
        return msgspec.json.decode(body, type=Problem)
    except msgspec.DecodeError:  # a machine on the way answered: its status is all it says
        return None


def _their_now(response: httpx.Response) -> datetime:
    """Give the time by the clock of who answers: ours may be days off (RFC 9110, section 6.6.1)."""
    return _date(response.headers.get("Date", "")) or datetime.now(UTC)


def retry_after(value: str | None, now: datetime) -> float | None:
    """Read a Retry-After: seconds, or a date (RFC 9110, section 10.2.3); what is neither says nothing.

    `now`: by the clock that date is of.
    """
    if value is None:
        return None
    text = value.strip()
    if text.isascii() and text.isdecimal():
        return min(float(text), _LONGEST_WAIT)
    at = _date(text)
    return None if at is None else min(max((at - now).total_seconds(), 0.0), _LONGEST_WAIT)


def _date(text: str) -> datetime | None:
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)
