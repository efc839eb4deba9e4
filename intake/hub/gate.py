"""The gate: every request passes it, whatever becomes of it, and is named, timed, counted and logged."""

from __future__ import annotations

import logging
import re
import time
import uuid
from collections.abc import MutableMapping
from dataclasses import dataclass, field
from typing import Any, cast

from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPResponseStartEvent, Message, Receive, Scope, Send

from intake.hub.metrics import Counters
from intake.hub.problems import busy_answer
from intake.hub.waiting import Waiting

_LOG = logging.getLogger("intake.hub.request")
_ID = re.compile(rb"[0-9A-Za-z-]{8,64}")
_NO_ROUTE = "none"


@dataclass(slots=True)
class Gate:
    """An ASGI application around another."""

    inner: ASGIApp
    counters: Counters
    waiting: Waiting
    most: int = 32
    """Requests at work at once, those apart that wait for an emergency: the rest are told to come again.
    They would only queue for a connection of the pool, each with a body of some megabytes in its hands."""

    _at_work: int = field(default=0, init=False)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, or tell it to come again."""
        if scope["type"] != ScopeType.HTTP:
            await self.inner(scope, receive, send)
            return
        passage = _Passage(scope, send)
        full = self._at_work - self.waiting.count >= self.most
        self._at_work += 1
        try:
            await (busy_answer if full else self.inner)(scope, receive, passage.send)
        finally:
            self._at_work -= 1
            passage.end(self.counters)


class _Passage:
    """One request on its way through."""

    def __init__(self, scope: Scope, send: Send) -> None:
        given = next((value for name, value in scope["headers"] if name == b"x-request-id"), b"")
        self.id = given if _ID.fullmatch(given) else uuid.uuid4().hex.encode()
        self._scope = cast("MutableMapping[str, Any]", scope)
        self._send = send
        self._began = time.perf_counter()
        self._status = 499  # nginx's number for a caller who went away before any answer

    async def send(self, message: Message) -> None:
        """Pass an answer on, with the request's name."""
        if message["type"] == "http.response.start":
            self._named(message)
        await self._send(message)

    def _named(self, start: HTTPResponseStartEvent) -> None:
        self._status = start["status"]
        start["headers"] = [*start["headers"], (b"x-request-id", self.id)]

    def end(self, counters: Counters) -> None:
        """Count and log it."""
        took = time.perf_counter() - self._began
        method = self._scope["method"]
        route = self._scope.get("path_template") or _NO_ROUTE
        counters.answered(method, route, self._status, took if not self._waited() else None)
        _LOG.info("request", extra={"fields": self._fields(route, took)})

    def _waited(self) -> bool:
        return bool(self._scope.get("waited"))

    def _fields(self, route: str, took: float) -> dict[str, object]:
        holder = self._scope.get("auth")
        return {
            "request": self.id.decode(),
            "caller": getattr(holder, "name", None),
            "method": self._scope["method"],
            "route": route,
            "status": self._status,
            "ms": round(took * 1000, 1),
        }
