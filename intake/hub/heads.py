"""Heads: what comes before a request's body is bounded, in size and in time.

uvicorn bounds neither: one caller, known or not, could fill its memory, and connections whose other side has
gone would stay for ever.
"""

from __future__ import annotations

import asyncio
import logging

from intake.hub.certificates import CertificateProtocol

MOST_BYTES = 64 * 1024
"""Of one head; what comes in one piece with its end is taken, however long."""

MOST_SECONDS = 20.0
"""From a connection's beginning, or from a head's first byte, to the head's end."""

_LOG = logging.getLogger(__name__)


class BoundedProtocol(CertificateProtocol):
    """Ends a connection whose head grows too long, or does not come."""

    most_seconds = MOST_SECONDS
    _bytes = 0
    _is_in_head = True
    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn has it
        """Wait for the first head."""
        super().connection_made(transport)
        self._await_end()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what came."""
        self._bytes += len(data)
        super().data_received(data)
        if self._is_in_head and self._bytes > MOST_BYTES:
            self._give_up()

    def on_message_begin(self) -> None:
        """Wait for this head's end."""
        super().on_message_begin()
        self._is_in_head = True
        self._await_end()

    def on_headers_complete(self) -> None:
        """Begin the request."""
        self._is_in_head = False
        self._stop_waiting()
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Count the next head anew."""
        self._bytes = 0
        super().on_message_complete()

    def _await_end(self) -> None:
        self._stop_waiting()
        self._late = self.loop.call_later(self.most_seconds, self._give_up)

    def _stop_waiting(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def _give_up(self) -> None:
        _LOG.warning("a caller sent no whole head")
        self.transport.abort()
