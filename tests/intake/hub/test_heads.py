"""Callers who send too much, or nothing, over real sockets."""

from __future__ import annotations

import gzip
import logging
import socket

import msgspec
import pytest

from intake.hub import body
from intake.hub.heads import MOST_BYTES, BoundedProtocol
from tests import hubs
from tests.intake.hub.batches import log_of


@pytest.fixture
def impatient(database, monkeypatch):
    """A hub that waits for nobody."""
    monkeypatch.setattr(BoundedProtocol, "most_seconds", 0.2)
    monkeypatch.setattr(body, "MOST_SECONDS", 0.2)
    with hubs.hub_in_thread(database) as hub:
        yield hub


def told(hub, *parts):
    """Send parts, and give what is answered until the hub ends the connection."""
    with socket.create_connection(("127.0.0.1", hub.port), timeout=hubs.PATIENCE) as caller:
        answer = b""
        try:
            for part in parts:
                caller.sendall(part)
            while got := caller.recv(65536):
                answer += got
        except ConnectionError:
            pass
        return answer


@pytest.mark.parametrize("sent", [b"", b"GET /v1/health HTTP/1.1\r\nHost: hub\r\n"], ids=["nothing", "half"])
def test_a_head_that_does_not_come_ends_its_connection(impatient, sent):
    assert told(impatient, sent) == b""


@pytest.mark.parametrize("line", [b"X-%d: 1\r\n" * 1000, b"a" * 8192], ids=["many", "one"])
def test_a_head_without_end_ends_its_connection(database, line):
    with hubs.hub_in_thread(database) as hub:
        lines = [line] * (100 * MOST_BYTES // len(line))
        assert told(hub, b"GET /v1/health HTTP/1.1\r\nX-Long: ", *lines) == b""


def test_heads_of_a_connection_are_counted_each_by_itself(database):
    head = b"GET /v1/health HTTP/1.1\r\nX-Long: " + b"a" * (MOST_BYTES // 2) + b"\r\n"
    with hubs.hub_in_thread(database) as hub:
        answer = told(hub, *[head + b"\r\n"] * 4, head + b"Connection: close\r\n\r\n")
    assert answer.count(b"HTTP/1.1 200") == 5


def start_of_body(database):
    token, log = hubs.station_token(database, "DOCK-1"), log_of(9)
    packed = gzip.compress(msgspec.json.encode(log.batch()))
    lines = [
        f"POST {log.path} HTTP/1.1",
        "Host: hub",
        "Connection: close",
        f"Authorization: Bearer {token}",
        "Content-Type: application/json",
        "Content-Encoding: gzip",
        f"Content-Length: {len(packed)}",
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + packed[:-1]


def test_a_body_that_does_not_come_keeps_nobody_out(database, impatient):
    answer = told(impatient, start_of_body(database))
    assert answer.startswith(b"HTTP/1.1 503")
    assert b"retry-after" in answer


def test_a_caller_who_goes_away_in_a_body_is_no_fault_of_the_hub(database, caplog):
    caplog.set_level(logging.INFO)
    with hubs.hub_in_thread(database) as hub:
        with socket.create_connection(("127.0.0.1", hub.port)) as caller:
            caller.sendall(start_of_body(database))
        hubs.until(lambda: any(record.name == "intake.hub.request" for record in caplog.records))
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []
