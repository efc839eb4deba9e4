"""Waiting: calls that are answered when an emergency is told at their site, or when their time is over.

One connection a process listens to the database (`Database.listen`) and rings. A ring may be lost with that
connection, so each waiter looks by itself as well: each second while nobody listens, seldom while somebody
does, for ten thousand desks that look each second would be the database's greatest load.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

import psycopg

from intake.hub.database import Database
from intake.hub.refused import Refused
from intake.wire import ProblemCode, SiteEmergencies

Look = Callable[[], Awaitable[SiteEmergencies]]
MOST_SECONDS = 60
_LOOK_EACH = 1.0
"""Seconds, while nobody listens."""

_LOOK_SELDOM = 10.0
"""Seconds, while somebody does: a connection that is cut in silence delays an emergency by no more."""

_LOG = logging.getLogger(__name__)


class Waiting:
    """Those of one process who wait."""

    def __init__(self, most: int = 1000, of_site: int = 200, longest: float = MOST_SECONDS) -> None:
        """`most`: who may wait at a time. `of_site`: of one site, so that none keeps the others out."""
        self._most = most
        self._of_site = of_site
        self.longest = longest
        self._bells: dict[str, set[asyncio.Event]] = {}
        self._over = False
        self._is_rung = False

    @property
    def count(self) -> int:
        """How many wait."""
        return sum(map(len, self._bells.values()))

    async def first(self, site: str, look: Look, seconds: float) -> SiteEmergencies:
        """Look until something is there, for at most so many seconds. Raises Refused where too many wait."""
        if seconds and (self.count >= self._most or len(self._bells.get(site, ())) >= self._of_site):
            raise Refused(ProblemCode.BUSY, "too many wait")
        end = asyncio.get_running_loop().time() + min(seconds, self.longest)
        with self._bell(site) as bell:
            while True:
                bell.clear()  # before the look: what is told after it rings again
                found = await look()
                rest = end - asyncio.get_running_loop().time()
                if found.emergencies or rest <= 0 or self._over:
                    return found
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(
                        bell.wait(), min(rest, _LOOK_SELDOM if self._is_rung else _LOOK_EACH)
                    )

    @contextlib.contextmanager
    def _bell(self, site: str) -> Iterator[asyncio.Event]:
        bell = asyncio.Event()
        self._bells.setdefault(site, set()).add(bell)
        try:
            yield bell
        finally:
            self._bells[site].discard(bell)
            if not self._bells[site]:
                del self._bells[site]

    def rely(self, *, on_rings: bool) -> None:
        """Say whether what is told rings from now on. Everybody looks: what was told before has not."""
        self._is_rung = on_rings
        for site in self._bells:
            self.ring(site)

    def ring(self, site: str) -> None:
        """Have a site's waiters look."""
        for bell in self._bells.get(site, ()):
            bell.set()

    def end(self) -> None:
        """Answer everybody now: the process is about to end."""
        self._over = True
        for site in self._bells:
            self.ring(site)


@contextlib.asynccontextmanager
async def listening(database: Database, waiting: Waiting) -> AsyncIterator[None]:
    """Ring while the database is listened to, in a task of its own."""
    task = asyncio.create_task(_listen(database, waiting))
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def _listen(database: Database, waiting: Waiting) -> None:
    while True:
        try:
            async for site in database.listen():
                if site:
                    waiting.ring(site)
                else:
                    waiting.rely(on_rings=True)
        except (psycopg.Error, OSError) as error:
            _LOG.warning("nobody listens to the database for now: %s", type(error).__name__)
        waiting.rely(on_rings=False)
        await asyncio.sleep(_LOOK_EACH)
