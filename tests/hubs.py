"""Hubs for tests: the real application, in this process or in one of its own, over a real PostgreSQL."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from intake.hub import stations, tokens
from intake.hub.app import Hub, create_app
from intake.hub.database import Connection, Database
from intake.hub.serving import OrderlyServer, Serving, listening_at, server
from intake.hub.tokens import TokenRole

PATIENCE = 30.0
"""Seconds after which a hub that does not come or go is a failure."""


@asynccontextmanager
async def hub_app(database_url: str) -> AsyncIterator[Hub]:
    """Give the application with its pool in this event loop, to be called by `httpx.ASGITransport`."""
    async with Database(database_url) as database:
        yield create_app(database)


@asynccontextmanager
async def calling(database_url: str, token: str | None = None) -> AsyncIterator[httpx.AsyncClient]:
    """Give a client of the application in this event loop."""
    async with hub_app(database_url) as app, client(app, token) as calls:
        yield calls


def client(app: Hub, token: str | None = None) -> httpx.AsyncClient:
    """Give a client of an application in this event loop."""
    transport = httpx.ASGITransport(app=app)  # type: ignore[arg-type] # ASGI, in another library's words
    return httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1", headers=bearer(token))


def bearer(token: str | None) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"} if token else {}


@dataclass
class RunningHub:
    """A hub at an address."""

    url: str
    port: int
    hub: subprocess.Popen[str] | Hub
    """The process, or the application in this one."""

    @property
    def process(self) -> subprocess.Popen[str]:
        assert isinstance(self.hub, subprocess.Popen)
        return self.hub

    @property
    def app(self) -> Hub:
        assert isinstance(self.hub, Hub)
        return self.hub


@contextmanager
def hub_in_thread(database_url: str, **how) -> Iterator[RunningHub]:
    """Serve in a thread of this process, on loopback; leaving ends it in order."""
    serving = Serving(database_url, port=0, **how)
    bound = listening_at(serving)
    port = bound.getsockname()[1]
    began = threading.Event()
    served: list[OrderlyServer] = []

    async def run() -> None:
        async with Database(database_url) as database:
            served.append(server(serving, database))
            began.set()
            await served[0].serve([bound])

    thread = threading.Thread(target=_ended, args=(run, began), daemon=True)
    thread.start()
    try:
        assert began.wait(PATIENCE), "the hub did not begin"
        assert served, "the hub ended before it began"
        scheme = "https" if serving.certificate else "http"
        yield RunningHub(f"{scheme}://127.0.0.1:{port}", port, served[0].hub)
    finally:
        if served:
            served[0].should_exit = True
        thread.join(PATIENCE)
        bound.close()
        assert not thread.is_alive(), "the hub did not end"


def _ended(run, began: threading.Event) -> None:
    """Run to the end; whoever waits for its beginning waits no longer than that."""
    try:
        asyncio.run(run())
    finally:
        began.set()


@contextmanager
def hub_process(database_url: str, *options: str, port: int = 0) -> Iterator[RunningHub]:
    """Serve as `intake hub serve`; killed at the end unless it has ended."""
    port = port or free_port()
    command = [sys.executable, "-m", "intake", "hub", "serve", "--port", str(port), *options]
    environment = {**os.environ, "INTAKE_HUB_DATABASE": database_url}
    process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
    try:
        url = _address(process)
        yield RunningHub(url, port, process)
    finally:
        process.kill()
        process.communicate(timeout=PATIENCE)


def _address(process: subprocess.Popen[str]) -> str:
    """Wait for the line that says where it serves, and go on emptying its log."""
    assert process.stderr is not None
    told: list[str] = []
    for line in process.stderr:
        told.append(line)
        if "serving at" in line:
            threading.Thread(target=process.stderr.read, daemon=True).start()
            return line.split("serving at ")[1].split('"')[0].strip()
    raise AssertionError("".join(told))


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as bound:
        port: int = bound.getsockname()[1]
        return port


def station_token(database_url: str, station: str, site: str = "yard") -> str:
    """Register a station, and give its token."""

    async def make(connection: Connection) -> str:
        await stations.add(connection, station, site)
        return await tokens.make(connection, TokenRole.STATION, station)

    return str(as_owner(database_url, make))


def shipper_token(database_url: str, name: str = "carrier") -> str:
    return str(as_owner(database_url, tokens.make, TokenRole.SHIPPER, name))


def admin_token(database_url: str, name: str = "operator") -> str:
    return str(as_owner(database_url, tokens.make, TokenRole.ADMIN, name))


def as_owner(database_url: str, work, *args) -> Any:
    """Do a work of the store in a transaction of the database's owner, whatever event loop the test is in."""

    async def run():
        async with await Connection.connect(database_url) as connection:
            return await work(connection, *args)

    with ThreadPoolExecutor(1) as elsewhere:
        return elsewhere.submit(asyncio.run, run()).result()


def until(true) -> None:
    """Wait for a condition."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, "what was waited for did not come"
        time.sleep(0.02)
