"""Database: one transaction for one request, tried again where it met another.

Every connection serves as `intake_hub`, writes nothing it has not flushed, and gives up what takes too long.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import Concatenate, ParamSpec, Self, TypeVar

from psycopg import AsyncConnection, errors, sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg_pool import AsyncConnectionPool

from intake.hub.migrations import SERVES

TRIES = 8
"""Of one transaction, where it would have to wait for one that waits for it."""

TOLD = "intake_emergency"
"""The channel on which an emergency is announced, by the name of its site (NOTIFY)."""

_STEP = 0.01
"""Seconds: the pause before the second try is at most this, and doubles."""

_SETTINGS = {
    "timezone": "UTC",
    "synchronous_commit": "on",
    "statement_timeout": "60s",
    "lock_timeout": "15s",
    "idle_in_transaction_session_timeout": "30s",
    # Every statement has its index, and statistics are older than tables that grow by a night's logs.
    "enable_seqscan": "off",
    "jit": "off",  # compiles for longer than our statements run
}
_SILENCE = {
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 60_000,  # milliseconds
}
"""Of libpq: a database whose machine went away without a word is given up after a minute. A statement's own
time-out is the server's to keep, and the kernel alone would wait for hours."""

_OPTIONS = " ".join(f"-c {name}={value}" for name, value in _SETTINGS.items())
_OPEN_WITHIN = 10.0
_WAIT_AT_MOST = 5.0
"""Seconds for a connection out of the pool: whoever waits longer is told to come again. So long, too, the
pool tries by itself; then each caller makes it try. Its own pauses double, up to minutes after a long
absence."""

Connection = AsyncConnection
P = ParamSpec("P")
T = TypeVar("T")

Work = Callable[Concatenate[Connection, P], Awaitable[T]]
"""What is done in one transaction. It may be run several times: it has no effect but on the connection."""


class Database:
    """A pool of connections to one database, for one process."""

    def __init__(self, url: str, most: int = 10, *, as_owner: bool = False) -> None:
        """Connect to nothing yet.

        `most`: connections at a time. `as_owner`: for commands that name stations, hand out tokens and
        publish lists; else every connection may do no more than serving takes.
        Raises psycopg.ProgrammingError for an address that is none.
        """
        self._url = make_conninfo("", **{**_SILENCE, **conninfo_to_dict(url)})
        self.pool = AsyncConnectionPool(
            self._url,
            open=False,
            min_size=1,
            max_size=most,
            timeout=_WAIT_AT_MOST,
            reconnect_timeout=_WAIT_AT_MOST,
            kwargs={"autocommit": True, "options": _OPTIONS, "application_name": "intake-hub"},
            configure=None if as_owner else _serve_only,
            check=AsyncConnectionPool.check_connection,
        )

    async def __aenter__(self) -> Self:
        """Open. Raises psycopg_pool.PoolTimeout where the database cannot be reached."""
        await self.pool.open(wait=True, timeout=_OPEN_WITHIN)
        return self

    async def __aexit__(self, *_error: object) -> None:
        """Close every connection."""
        await self.pool.close()

    async def run(self, work: Work[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do work in a transaction; try again, a few times, where another one was in its way.

        Raises what the work raises, psycopg.OperationalError where the database goes away meanwhile (nobody
        knows then whether it was done), and psycopg_pool.PoolTimeout where it stays away or is too busy.
        """
        for attempt in range(1, TRIES):
            try:
                return await self._once(work, *args, **kwargs)
            except (errors.DeadlockDetected, errors.SerializationFailure):
                await asyncio.sleep(random.uniform(0, _STEP * 2**attempt))  # noqa: S311 (no secret: jitter)
        return await self._once(work, *args, **kwargs)

    async def _once(self, work: Work[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        async with self.pool.connection() as connection, connection.transaction():
            return await work(connection, *args, **kwargs)

    async def listen(self) -> AsyncGenerator[str]:
        """Give the site of each emergency from here on, over a connection of its own.

        First comes "", once it listens.
        Raises psycopg.OperationalError when that breaks.
        """
        async with await AsyncConnection.connect(self._url, autocommit=True, options=_OPTIONS) as connection:
            await _serve_only(connection)
            await connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(TOLD)))
            yield ""
            async for told in connection.notifies():
                yield told.payload


async def _serve_only(connection: Connection) -> None:
    await connection.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(SERVES)))
