"""The proxy on its own: it does to bytes what its faults say."""

from __future__ import annotations

import contextlib
import socket
import threading

import pytest

from tests.central.proxy import Fault, Proxy

REQUEST, REPLY = b"ten bytes.", b"well!"


class Echo:
    """A server that keeps what each connection brought, and replies once it has a whole request."""

    def __init__(self) -> None:
        self.heard: list[bytes] = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.address = self._socket.getsockname()
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._socket.accept()
                with connection, contextlib.suppress(OSError):
                    self._talk(connection)

    def _talk(self, connection: socket.socket) -> None:
        place = len(self.heard)
        self.heard.append(b"")
        while data := connection.recv(1024):
            self.heard[place] += data
            if self.heard[place] == REQUEST:
                connection.sendall(REPLY)

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def echo():
    server = Echo()
    yield server
    server.close()


def ask(proxy: Proxy) -> bytes | None:
    """Send the request; the reply as far as it comes, None where the connection is reset."""
    heard = b""
    with socket.create_connection(("127.0.0.1", proxy.port), 20) as connection:
        try:
            connection.sendall(REQUEST)
            while len(heard) < len(REPLY) and (data := connection.recv(1024)):
                heard += data
        except ConnectionError:
            return None
    return heard


@pytest.mark.parametrize(
    ("fault", "reply", "heard"),
    [
        (Fault(), REPLY, [REQUEST]),
        (Fault(trickle=1), REPLY, [REQUEST]),
        (Fault(delay=0.001), REPLY, [REQUEST]),
        (Fault(up=4), b"", [REQUEST[:4]]),
        (Fault(down=3), REPLY[:3], [REQUEST]),
        (Fault(down=0), b"", [REQUEST]),
        (Fault(up=10, half=True), REPLY, [REQUEST]),
        (Fault(replays=2), REPLY, [REQUEST] * 3),
    ],
)
def test_each_fault_does_what_it_says(echo, fault, reply, heard):
    with Proxy(echo.address, [fault]) as proxy:
        assert (ask(proxy) or b"") == reply
        proxy.settle()
    assert echo.heard == heard


def test_what_is_held_back_arrives_after_what_came_later(echo):
    with Proxy(echo.address, [Fault(hold=True)]) as proxy:
        assert not ask(proxy)
        proxy.traffic.clear()
        assert ask(proxy) == REPLY
        proxy.settle()
        assert bytes(proxy.traffic[0].up) == REQUEST
    assert echo.heard == [REQUEST, REQUEST]


def test_a_refused_connection_brings_nothing(echo):
    with Proxy(echo.address, [Fault(refuse=True)]) as proxy:
        assert not ask(proxy)
        proxy.settle()
    assert echo.heard == []
