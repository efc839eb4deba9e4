"""A network that loses, doubles, delays, reorders and cuts, between a client and a hub in one process.

The in-process equal of `proxy`, at the level of requests: thousands of nights in the time of one. Everything
it does comes from one seeded `random.Random`.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from enum import StrEnum
from typing import ClassVar

import httpx


class Fault(StrEnum):
    """What becomes of one request."""

    LOST_REQUEST = "lost request"
    LOST_REPLY = "lost reply"
    DOUBLED = "doubled"
    LATE = "late"
    """Its sender hears nothing, and it arrives after later ones."""

    DOUBLED_LATE = "doubled late"
    """It is answered, and arrives once more after later ones."""

    CUT_REQUEST = "cut request"
    CUT_REPLY = "cut reply"
    BUSY = "busy"
    BUSY_AFTER = "busy after"
    """Something between them is overloaded, and says so though the hub has done it."""


class Faulty(httpx.BaseTransport):
    """A transport around the one that reaches the hub."""

    def __init__(
        self,
        hub: httpx.BaseTransport,
        chance: random.Random,
        rate: float = 0.3,
        faults: Sequence[Fault] = tuple(Fault),
    ) -> None:
        """`rate`: the fraction of requests that meet one of `faults`."""
        self.hub = hub
        self.rate = rate
        self.met: list[Fault] = []
        self._chance = chance
        self._faults = faults
        self._late: list[httpx.Request] = []

    def calm(self) -> None:
        """Deliver what is on its way still, and let no further fault happen."""
        self.rate = 0.0
        self._deliver_late(1.0)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Let a request meet its fate. Raises httpx.TransportError where nothing, or not all, comes back."""
        request = _again(request)
        if self._chance.random() >= self.rate:
            response = self._reach(request)
        else:
            fault = self._chance.choice(self._faults)
            self.met.append(fault)
            response = self._fates[fault](self, request)
        self._deliver_late(0.3)
        return response

    def close(self) -> None:
        """Let go of the hub."""
        self.hub.close()

    def _deliver_late(self, chance: float) -> None:
        due = [request for request in self._late if self._chance.random() < chance]
        self._late = [request for request in self._late if request not in due]
        for request in due:
            with suppress(httpx.TransportError):  # nobody hears of it
                self._reach(request)

    def _reach(self, request: httpx.Request) -> httpx.Response:
        response = self.hub.handle_request(_again(request))
        raw = b"".join(response.iter_raw())
        return httpx.Response(
            response.status_code, headers=response.headers.raw, stream=httpx.ByteStream(raw)
        )

    def _lost(self, request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("nobody there", request=request)

    def _unanswered(self, request: httpx.Request) -> httpx.Response:
        self._reach(request)
        raise httpx.ReadTimeout("no answer", request=request)

    def _doubled(self, request: httpx.Request) -> httpx.Response:
        answers = [self._reach(request), self._reach(request)]
        return self._chance.choice(answers)

    def _delayed(self, request: httpx.Request) -> httpx.Response:
        self._late.append(request)
        raise httpx.ReadTimeout("no answer", request=request)

    def _doubled_late(self, request: httpx.Request) -> httpx.Response:
        self._late.append(request)
        return self._reach(request)

    def _cut_request(self, request: httpx.Request) -> httpx.Response:
        whole = request.content
        self._reach(_again(request, whole[: self._chance.randrange(len(whole) + 1)]))
        raise httpx.WriteError("reset", request=request)

    def _cut_reply(self, request: httpx.Request) -> httpx.Response:
        response = self._reach(request)
        raw = b"".join(response.iter_raw())
        cut = _Cut(raw[: self._chance.randrange(len(raw) + 1)])
        return httpx.Response(response.status_code, headers=response.headers.raw, stream=cut)

    def _busy(self, request: httpx.Request) -> httpx.Response:
        return self._refusal()

    def _busy_after(self, request: httpx.Request) -> httpx.Response:
        self._reach(request)
        return self._refusal()

    def _refusal(self) -> httpx.Response:
        status = self._chance.choice((429, 503))
        return httpx.Response(status, headers={"Retry-After": "0"}, stream=httpx.ByteStream(b""))

    _fates: ClassVar[dict[Fault, Callable[[Faulty, httpx.Request], httpx.Response]]] = {
        Fault.LOST_REQUEST: _lost,
        Fault.LOST_REPLY: _unanswered,
        Fault.DOUBLED: _doubled,
        Fault.LATE: _delayed,
        Fault.DOUBLED_LATE: _doubled_late,
        Fault.CUT_REQUEST: _cut_request,
        Fault.CUT_REPLY: _cut_reply,
        Fault.BUSY: _busy,
        Fault.BUSY_AFTER: _busy_after,
    }


def _again(request: httpx.Request, content: bytes | None = None) -> httpx.Request:
    """Make the same request anew, or one with other content: each can be sent once."""
    headers = [(name, value) for name, value in request.headers.items() if name != "content-length"]
    assert isinstance(request.stream, httpx.SyncByteStream)
    body = b"".join(request.stream) if content is None else content
    return httpx.Request(
        request.method, request.url, headers=headers, content=body, extensions=request.extensions
    )


class _Cut(httpx.SyncByteStream):
    """A body that ends too early."""

    def __init__(self, left: bytes) -> None:
        self._left = left

    def __iter__(self) -> Iterator[bytes]:
        yield self._left
        raise httpx.RemoteProtocolError("the connection was closed before the whole body had come")
