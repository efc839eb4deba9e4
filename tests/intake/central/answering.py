"""An HTTP server that answers by bytes written beforehand, however wrong they are."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field

PATIENCE = 20.0


@dataclass
class Asked:
    """One request as it came."""

    line: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Answering:
    """Answers each connection's one request with the next bytes, and hangs up."""

    answers: Iterable[bytes]
    asked: list[Asked] = field(default_factory=list)

    def __enter__(self):
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_fault):
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(PATIENCE)

    def _serve(self):
        for answer in self.answers:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with connection, connection.makefile("rb") as incoming:
                connection.settimeout(PATIENCE)
                self.asked.append(_read(incoming))
                connection.sendall(answer)


def _read(incoming) -> Asked:
    line = incoming.readline().decode().strip()
    headers = {}
    while text := incoming.readline().decode().strip():
        name, value = text.split(": ", 1)
        headers[name.lower()] = value
    return Asked(line, headers, incoming.read(int(headers.get("content-length", 0))))


def http(status: int, body: bytes = b"", *headers: str) -> bytes:
    """Write an answer that says its length."""
    lines = [f"HTTP/1.1 {status} X", f"Content-Length: {len(body)}", "Connection: close", *headers]
    return "\r\n".join([*lines, "", ""]).encode() + body
