"""The real hub in the test's own process and thread: nothing of it runs but while a request is under way.

Each request's effects are told to the model in the order in which the database has taken them, whatever the
sender came to hear of it.
"""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import json
import random
from collections.abc import Sequence
from contextlib import AsyncExitStack
from typing import Any
from urllib.parse import urlsplit

import httpx
import psycopg

from tests.central.model import Claim, Hub, Owed, Owner
from tests.hubs import hub_app

BASE = "http://127.0.0.1"


class InProcess(httpx.BaseTransport):
    """A transport to the real application on a real database."""

    def __init__(self, url: str, tokens: dict[str, str]) -> None:
        """`tokens`: by the name of their holder."""
        self.model = Hub()
        """Of the night that is played."""

        self.url = url
        self._holders = {f"Bearer {token}": name for name, token in tokens.items()}
        self.look = psycopg.connect(url, autocommit=True)
        self.kill_within = 0
        """How many turns of its loop the next request lives at most; 0: for ever."""

        self._loop = asyncio.new_event_loop()
        self._stack = AsyncExitStack()
        self._begin()

    def _begin(self) -> None:
        app = self._loop.run_until_complete(self._stack.enter_async_context(hub_app(self.url)))
        self._app = httpx.ASGITransport(app=app)  # type: ignore[arg-type] # ASGI, in another library's words

    def restart(self) -> None:
        """Begin anew, with nothing in memory."""
        self._loop.run_until_complete(self._stack.aclose())
        self._begin()

    def close(self) -> None:
        """A client lets go of it; it goes on."""

    def end(self) -> None:
        """Let go of everything."""
        self._loop.run_until_complete(self._stack.aclose())
        self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        self._loop.close()
        self.look.close()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Answer one request. Raises httpx.ReadError where it is killed meanwhile."""
        before = self._seen(request)
        response = None
        try:
            response = self._loop.run_until_complete(self._answer(request))
        finally:
            self._tell(request, before, is_answered=response is not None and response.is_success)
        return response

    def at_once(self, requests: Sequence[httpx.Request]) -> list[httpx.Response]:
        """Answer several at the same time. The model hears nothing of it."""

        async def together() -> list[httpx.Response]:
            return list(await asyncio.gather(*map(self._ask, requests)))

        return self._loop.run_until_complete(together())

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        task = asyncio.ensure_future(self._ask(request))
        turns, self.kill_within = self.kill_within, 0
        while turns and not task.done():
            await asyncio.sleep(0)
            turns -= 1
            if not turns:
                task.cancel()
        try:
            return await task
        except asyncio.CancelledError:
            raise httpx.ReadError("the hub was killed", request=request) from None

    async def _ask(self, request: httpx.Request) -> httpx.Response:
        response = await self._app.handle_async_request(request)
        raw = b"".join([part async for part in response.aiter_raw()])
        headers = [pair for pair in response.headers.raw if pair[0].lower() != b"transfer-encoding"]
        return httpx.Response(response.status_code, headers=headers, stream=httpx.ByteStream(raw))

    def _seen(self, request: httpx.Request) -> int:
        """Give how far the hub has the incarnation that a batch is of."""
        place = _place(request)
        if place is None:
            return 0
        found = self.look.execute(
            "SELECT coalesce(max(seq), 0) FROM event WHERE station = %s AND incarnation = %s", place
        ).fetchone()
        assert found is not None
        return int(found[0])

    def _tell(self, request: httpx.Request, before: int, *, is_answered: bool) -> None:
        """Tell the model; a request that was cut off on its way has no effect anywhere."""
        place, path = _place(request), request.url.path
        if place is not None and (after := self._seen(request)) > before:
            batch = _body(request)
            envelopes = batch["events"][max(0, before + 1 - batch["first"]) : after + 1 - batch["first"]]
            self.model.take(place[0], envelopes)
        elif "/reservations" in path and _is_whole(request):
            self._tell_live(path.rpartition("/")[2], request, is_answered=is_answered)

    def _tell_live(self, what: str, request: httpx.Request, *, is_answered: bool) -> None:
        """What was killed has happened, or it has not, and only the database can tell."""
        wanted = _body(request)
        key, owner = wanted["key"], Owner(self._holders[request.headers["authorization"]], wanted["unit"])
        if what == "reservations":
            if (epoch := self._epoch(owner, key)) is not None:
                self.model.reserve(owner, key, epoch)
        elif what == "confirm":
            if is_answered or self._has_said(owner, key):
                claim = Claim(wanted["claim"], wanted["label"]) if wanted.get("claim") else None
                owed = Owed(
                    owner, wanted["parcel"], key, claim, released_extra=bool(wanted.get("beyond_claim"))
                )
                self.model.confirm(owed, wanted["epoch"])
        elif is_answered or self._is_released(owner, key):
            self.model.release(owner, key)

    def _epoch(self, owner: Owner, key: str) -> int | None:
        """Give in which epoch a key is reserved for a unit: who was first is for the hub's clock to say."""
        found = self.look.execute(
            "SELECT epoch FROM reservation WHERE key = %s AND station = %s AND unit = %s AND NOT released",
            (key, *owner),
        ).fetchone()
        return found[0] if found else None

    def _is_released(self, owner: Owner, key: str) -> bool:
        found = self.look.execute(
            "SELECT FROM reservation WHERE key = %s AND station = %s AND unit = %s AND released",
            (key, *owner),
        )
        return found.fetchone() is not None

    def _has_said(self, owner: Owner, key: str) -> bool:
        found = self.look.execute(
            "SELECT FROM answer WHERE station = %s AND unit = %s AND key = %s", (*owner, key)
        )
        return found.fetchone() is not None


def _place(request: httpx.Request) -> tuple[str, str] | None:
    """Give whose events a batch holds; None for any other request."""
    parts = urlsplit(str(request.url)).path.split("/")
    if request.method != "POST" or parts[-1] != "events":
        return None
    return parts[3], parts[5]


def _is_whole(request: httpx.Request) -> bool:
    try:
        _body(request)
    except (json.JSONDecodeError, EOFError):
        return False
    return True


def _body(request: httpx.Request) -> dict[str, Any]:
    assert isinstance(request.stream, httpx.SyncByteStream)
    content = b"".join(request.stream)
    with contextlib.suppress(gzip.BadGzipFile):
        content = gzip.decompress(content)
    return dict(json.loads(content))


def killed_at(chance: random.Random) -> int:
    """Draw how many turns a request that is killed has lived."""
    return chance.randrange(1, 40)
