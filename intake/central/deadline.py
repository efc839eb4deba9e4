"""The deadline: a whole call ends in time, however slowly its bytes come or go.

httpx counts the time of each read by itself, so that a server which gives one byte a minute holds a call for
ever. Here each read and write gets at most what is left of the call's own time.
"""

from __future__ import annotations

import math
import ssl
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import httpcore
import httpx

UNTIL = "until"
"""The extension of a request that says when its call has to be over, by the monotonic clock."""

_SLICE = 16_384
"""Bytes written at once: a larger piece is sent in many steps, each of which may take its whole time."""


FAULTS: dict[type[Exception], type[httpx.TransportError]] = {
    httpcore.ConnectTimeout: httpx.ConnectTimeout,
    httpcore.ReadTimeout: httpx.ReadTimeout,
    httpcore.WriteTimeout: httpx.WriteTimeout,
    httpcore.PoolTimeout: httpx.PoolTimeout,
    httpcore.ConnectError: httpx.ConnectError,
    httpcore.ReadError: httpx.ReadError,
    httpcore.WriteError: httpx.WriteError,
    httpcore.LocalProtocolError: httpx.LocalProtocolError,
    httpcore.RemoteProtocolError: httpx.RemoteProtocolError,
    httpcore.UnsupportedProtocol: httpx.UnsupportedProtocol,
}
"""Whatever httpcore raises while a call is under way, as httpx's."""


class BoundedTransport(httpx.BaseTransport):
    """Carries one call at a time, and each until its `until`. A late one raises httpx.TimeoutException.

    httpx's own transport takes no network of ours, so that the pool of connections is httpcore's, which it
    uses itself. What is not bounded is the resolver's search for the address: resolv.conf(5) bounds that.
    """

    def __init__(self, context: ssl.SSLContext | None, keep_seconds: float) -> None:
        """`context`: what a server is verified by; None for plain http. Idle connections are kept so long."""
        self._network = _Network()
        self._pool = httpcore.ConnectionPool(
            ssl_context=context, keepalive_expiry=keep_seconds, network_backend=self._network
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request; the time it names bounds the reading of its answer too."""
        self._network.until = request.extensions.get(UNTIL, math.inf)
        url = request.url
        place = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        asked = httpcore.Request(
            request.method,
            place,
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        with _as_httpx():
            answered = self._pool.handle_request(asked)
        return httpx.Response(
            answered.status,
            headers=answered.headers,
            stream=_Body(answered),
            extensions=answered.extensions,
        )

    def close(self) -> None:
        """Close the connections."""
        self._pool.close()


class _Body(httpx.SyncByteStream):
    """An answer's bytes as they come."""

    def __init__(self, answered: httpcore.Response) -> None:
        self._answered = answered

    def __iter__(self) -> Iterator[bytes]:
        with _as_httpx():
            yield from self._answered.iter_stream()

    def close(self) -> None:
        with _as_httpx():
            self._answered.close()


@contextmanager
def _as_httpx() -> Iterator[None]:
    """Raise as httpx's what httpcore raises."""
    try:
        yield
    except tuple(FAULTS) as error:
        raise FAULTS[type(error)](str(error)) from error


class _Network(httpcore.NetworkBackend):
    """The network, as long as there is time."""

    def __init__(self) -> None:
        self.until = math.inf
        self._sockets = httpcore.SyncBackend()

    def left(self, timeout: float | None, late: type[httpcore.TimeoutException]) -> float:
        """Give the seconds that one step may take. Raises `late` where none is left."""
        seconds = self.until - time.monotonic()
        if seconds <= 0:
            raise late("the whole call took too long")
        return min(seconds, math.inf if timeout is None else timeout)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        left = self.left(timeout, httpcore.ConnectTimeout)
        return _Stream(self, self._sockets.connect_tcp(host, port, left, local_address, socket_options))


class _Stream(httpcore.NetworkStream):
    """A connection, as long as there is time."""

    def __init__(self, network: _Network, stream: httpcore.NetworkStream) -> None:
        self._network = network
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._network.left(timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        for begin in range(0, len(buffer), _SLICE):
            left = self._network.left(timeout, httpcore.WriteTimeout)
            self._stream.write(buffer[begin : begin + _SLICE], left)

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        try:
            left = self._network.left(timeout, httpcore.ConnectTimeout)
        except httpcore.ConnectTimeout:
            self.close()  # nobody else knows it yet
            raise
        return _Stream(self._network, self._stream.start_tls(ssl_context, server_hostname, left))

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 (httpcore's signature)
        return self._stream.get_extra_info(info)

    def close(self) -> None:
        self._stream.close()
