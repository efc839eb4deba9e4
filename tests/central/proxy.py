"""A network that loses, cuts, delays, doubles and reorders, between a station and the hub: a TCP proxy.

One fault a connection, from a schedule. It knows nothing of HTTP: what it cuts, it cuts at a byte.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import threading
from collections.abc import Coroutine, Iterable
from dataclasses import dataclass, field
from typing import Any, Self

CHUNK = 65_536
QUIET = 0.05
"""Seconds without a byte after which what is held back is taken for whole."""

FIRST = 3.0
"""Seconds the hub has for its first byte: half a request it never answers."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens to one connection; with nothing given, nothing."""

    refuse: bool = False
    """The connection ends before a byte."""

    up: int | None = None
    """So many of the station's bytes reach the hub; then the connection is reset on both sides."""

    down: int | None = None
    """So many of the hub's bytes reach the station; then it is reset on both sides."""

    half: bool = False
    """Where it is cut, that direction ends in good order (FIN) and the other goes on."""

    delay: float = 0.0
    """Seconds before the station's first byte goes on."""

    trickle: int = 0
    """Bytes at a time, in both directions; 0: as they come."""

    replays: int = 0
    """How often all of the station's bytes reach the hub again, after the connection has ended."""

    hold: bool = False
    """The station's bytes are kept back and its connection is reset; they reach the hub after later ones."""


CLEAN = Fault()


@dataclass(slots=True)
class Traffic:
    """What one connection has carried, as it was sent, whatever of it arrived."""

    up: bytearray = field(default_factory=bytearray)
    down: bytearray = field(default_factory=bytearray)


class Proxy:
    """Listens on a port of its own, in a thread of its own. A context manager.

    `upstream` may be set at any time, for a hub that began anew on another port.
    """

    def __init__(self, upstream: tuple[str, int], schedule: Iterable[Fault] = ()) -> None:
        self.upstream = upstream
        self.traffic: list[Traffic] = []
        """Of every connection, in their order."""
        self.schedule(schedule)
        self._held: list[bytes] = []
        self._talks: set[asyncio.Task[None]] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="proxy")

    def schedule(self, faults: Iterable[Fault]) -> None:
        """Give the next connections these faults, and every further one none."""
        self._faults = itertools.chain(faults, itertools.repeat(CLEAN))

    @property
    def url(self) -> str:
        """Where a station finds it."""
        return f"http://127.0.0.1:{self.port}"

    def settle(self) -> None:
        """Deliver what is held back, and wait until nothing is on its way any more."""
        self._ask(self._settle())

    def __enter__(self) -> Self:
        self._thread.start()
        self._server = self._ask(asyncio.start_server(self._begin, "127.0.0.1", 0))
        self.port: int = self._server.sockets[0].getsockname()[1]
        return self

    def __exit__(self, *_: object) -> None:
        self._ask(self._stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _ask(self, wanted: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(wanted, self._loop).result(60)

    async def _settle(self) -> None:
        await asyncio.gather(*self._talks, return_exceptions=True)
        await self._deliver_late()

    async def _stop(self) -> None:
        self._server.close()
        for talk in self._talks:
            talk.cancel()
        await asyncio.gather(*self._talks, return_exceptions=True)
        await self._server.wait_closed()

    def _begin(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talk = asyncio.get_running_loop().create_task(self._talk(reader, writer, next(self._faults)))
        self._talks.add(talk)
        talk.add_done_callback(self._talks.discard)

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, fault: Fault) -> None:
        traffic = Traffic()
        self.traffic.append(traffic)
        try:
            if fault.hold:
                self._held.append(await _read_until_quiet(reader))
            elif not fault.refuse:
                await self._relay(reader, writer, fault, traffic)
        except OSError:  # either side went away, as it may
            pass
        finally:
            writer.transport.abort()
        if not fault.hold:
            await self._deliver_late(*[bytes(traffic.up)] * fault.replays)

    async def _deliver_late(self, *again: bytes) -> None:
        held, self._held = self._held, []
        for request in (*held, *again):
            await self._deliver(request)

    async def _relay(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, fault: Fault, traffic: Traffic
    ) -> None:
        hub_reader, hub_writer = await asyncio.open_connection(*self.upstream)
        for end in (writer, hub_writer):
            end.transport.set_write_buffer_limits(0)  # drained means sent: a cut is exact
        await asyncio.sleep(fault.delay)
        up = _Direction(reader, hub_writer, traffic.up, fault.up, fault)
        down = _Direction(hub_reader, writer, traffic.down, fault.down, fault)
        ways = [asyncio.ensure_future(way.carry()) for way in (up, down)]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_EXCEPTION)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            hub_writer.transport.abort()

    async def _deliver(self, request: bytes) -> None:
        """Send the hub bytes nobody waits for the answer of, and wait until it has answered."""
        with contextlib.suppress(OSError):
            reader, writer = await asyncio.open_connection(*self.upstream)
            try:
                writer.write(request)
                await _read_until_quiet(reader)
            finally:
                writer.transport.abort()


class _CutError(Exception):
    """The connection is reset here."""


@dataclass(slots=True)
class _Direction:
    """One direction of a connection, carried until it ends or is cut."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    seen: bytearray
    cut: int | None
    fault: Fault

    async def carry(self) -> None:
        """Raises _CutError where the whole connection is to be reset."""
        left = self.cut
        while data := await self.reader.read(self.fault.trickle or CHUNK):
            self.seen += data
            data = data[:left]
            left = None if left is None else left - len(data)
            self.writer.write(data)
            await self.writer.drain()
            if left == 0:  # only now: what was to be cut has come
                break
        if left == 0 and not self.fault.half:
            raise _CutError
        if self.writer.can_write_eof():
            self.writer.write_eof()


async def _read_until_quiet(reader: asyncio.StreamReader) -> bytes:
    data = b""
    with contextlib.suppress(TimeoutError):
        while chunk := await asyncio.wait_for(reader.read(CHUNK), QUIET if data else FIRST):
            data += chunk
    return data
