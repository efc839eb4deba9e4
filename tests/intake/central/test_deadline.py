"""A whole call ends in time, though never is there silence."""

from __future__ import annotations

import math
import socket
import ssl
import threading
import time

import httpcore
import httpx
import pytest

from intake.central.deadline import FAULTS, UNTIL, BoundedTransport
from intake.central.exchange import Answered, Asked, Limits, exchange
from intake.central.fault import CentralError, FaultKind
from tests.intake.central.answering import Answering, http
from tests.intake.central.trickling import Trickling

PATIENCE = 30.0
"""Of silence: it is never what ends a call here."""

SECONDS = 0.3
GET = Asked("GET", "/")
LARGE = bytes(8_000_000)
"""More than lies in the buffers between two processes."""

HEAD = b"HTTP/1.1 200 X\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
HANDSHAKE = b"\x16\x03\x03\x40\x00"
"""The head of a TLS record of 16 KiB (RFC 8446, section 5.1)."""


def call(url: str, asked: Asked, context: ssl.SSLContext | None = None) -> Answered:
    with httpx.Client(base_url=url, transport=BoundedTransport(context, PATIENCE)) as client:
        return exchange(client, asked, Limits(PATIENCE, time.monotonic() + SECONDS))


@pytest.mark.parametrize(
    ("said", "filling"),
    [
        (b"", b"H"),
        (HEAD, b"X-Slow: 1\r\n"),
        (CHUNKED, b"1\r\n \r\n"),
        (HEAD + b"Content-Length: 1000000\r\n\r\n", b" "),
    ],
    ids=["status", "headers", "chunks", "body"],
)
def test_an_answer_that_trickles_ends(said, filling):
    with Trickling(said, filling) as server, pytest.raises(CentralError) as raised:
        call(server.url, GET)
    assert raised.value.kind is FaultKind.UNREACHABLE
    assert not server.is_done


def test_a_request_that_is_read_slowly_ends():
    with (
        Trickling(b"", b"") as server,
        httpx.Client(base_url=server.url, transport=BoundedTransport(None, PATIENCE)) as client,
    ):
        until = {UNTIL: time.monotonic() + SECONDS}
        with pytest.raises(httpx.TimeoutException):
            client.post("/", content=LARGE, timeout=PATIENCE, extensions=until)
    assert not server.is_done


def test_a_handshake_that_trickles_ends_and_nothing_was_said():
    with Trickling(HANDSHAKE, b"\x02") as server, pytest.raises(CentralError) as raised:
        call(f"https://127.0.0.1:{server.port}", GET, ssl.create_default_context())
    assert (raised.value.kind, raised.value.maybe_done) == (FaultKind.UNREACHABLE, False)
    assert not server.is_done


def test_the_time_of_one_call_is_not_that_of_the_next():
    over, enough = Limits(PATIENCE, time.monotonic() - 1), Limits(PATIENCE, time.monotonic() + PATIENCE)
    with (
        Answering([http(200, b"1")]) as server,
        httpx.Client(base_url=server.url, transport=BoundedTransport(None, PATIENCE)) as client,
    ):
        with pytest.raises(CentralError, match="too long"):
            exchange(client, GET, over)
        assert exchange(client, GET, enough).body == b"1"


def test_no_fault_of_the_network_is_unknown_to_who_calls():
    kinds = (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError)
    raised = {httpcore.UnsupportedProtocol}.union(*(kind.__subclasses__() for kind in kinds))
    assert {each: each.__name__ for each in raised} == {each: told.__name__ for each, told in FAULTS.items()}


def test_one_connection_carries_the_next_call_too_and_is_closed_at_the_end():
    rest = []

    def answer(listener: socket.socket) -> None:
        with listener.accept()[0] as connection, connection.makefile("rb") as asked:
            for body in (b"1", b"2"):
                while asked.readline().strip():
                    pass
                connection.sendall(HEAD + b"Content-Length: 1\r\n\r\n" + body)
            rest.append(asked.read())

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=answer, args=(listener,))
        thread.start()
        url, limits = f"http://127.0.0.1:{listener.getsockname()[1]}", Limits(PATIENCE, math.inf)
        with httpx.Client(base_url=url, transport=BoundedTransport(None, PATIENCE)) as client:
            assert [exchange(client, GET, limits).body for _ in range(2)] == [b"1", b"2"]
        thread.join(PATIENCE)
    assert rest == [b""]
