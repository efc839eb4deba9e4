"""Serving: uvicorn with the hub's application, in one process or in several behind one port.

The processes share nothing but the database: any number, on any machines, may stand behind one address.
"""

from __future__ import annotations

import asyncio
import gc
import ipaddress
import logging
import signal
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import uvicorn

from intake.hub import own_log
from intake.hub.app import Hub, create_app
from intake.hub.database import Database
from intake.hub.heads import BoundedProtocol
from intake.hub.own_log import LogFormat
from intake.hub.workers import keep

_LAST_REQUESTS = 20
"""Seconds a process that is to end gives those at work; a batch takes less."""

_IDLE = 75
"""Seconds a connection is kept between two calls: longer than a station does (`intake.central.client`)."""

_SILENT = 60
"""Seconds without a word after which the other side of a connection is asked whether it is there."""

_BACKLOG = 2048
_NEW_OBJECTS = 50_000
_LOG = logging.getLogger(__name__)


class ServingError(Exception):
    """The hub cannot listen as it was asked to."""


class Serving(msgspec.Struct, frozen=True):
    """How a hub is served."""

    database: str
    """Of its owner: migrations want it; requests are served in a role that may do less."""

    host: str = "127.0.0.1"
    port: int = 8443
    """0: any that is free."""

    workers: int = 1
    certificate: Path | None = None
    key: Path | None = None
    client_authority: Path | None = None
    """Whose certificates callers must have beside their tokens."""

    log_format: LogFormat = LogFormat.TEXT

    def __post_init__(self) -> None:
        """Raise ValueError for what would send tokens over a network in the clear."""
        if (self.certificate is None) != (self.key is None):
            raise ValueError("expected --tls-cert and --tls-key together, got one of them")
        if self.certificate is None and not _is_loopback(self.host):
            raise ValueError(
                f"expected --tls-cert and --tls-key to listen on {self.host}: "
                "without them only this machine is served"
            )
        if self.client_authority is not None and self.certificate is None:
            raise ValueError("expected --tls-cert and --tls-key with --client-ca, got --client-ca alone")


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def serve(serving: Serving) -> None:
    """Serve, over a database that is up to date, until SIGTERM or SIGINT.

    Raises ServingError where the port or a certificate is not to be had.
    """
    own_log.set_up(serving.log_format)
    _expect_certificates(serving)
    with listening_at(serving) as bound:
        _LOG.info("serving at %s", address(serving, bound))
        if serving.workers == 1:
            _serve_here(serving, bound)
        else:
            keep(serving.workers, _serve_here, (serving, bound))


def _expect_certificates(serving: Serving) -> None:
    """Raise ServingError where a file cannot be used, before anybody hears that the hub serves."""
    if serving.certificate is None:
        return
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    try:
        # Without a password a locked key fails; it must never ask the terminal of a service for one.
        context.load_cert_chain(serving.certificate, serving.key, password="")
        if serving.client_authority is not None:
            context.load_verify_locations(serving.client_authority)
    except (OSError, ValueError) as error:
        files = (serving.certificate, serving.key, serving.client_authority)
        named = ", ".join(str(each) for each in files if each is not None)
        raise ServingError(f"expected certificates and a key that fit in {named}, got: {error}") from error


def listening_at(serving: Serving) -> socket.socket:
    """Listen, for whichever process serves. Raises ServingError."""
    family = socket.AF_INET6 if ":" in serving.host else socket.AF_INET
    both = serving.host == "::" and socket.has_dualstack_ipv6()
    try:
        bound = socket.create_server(
            (serving.host, serving.port), family=family, backlog=_BACKLOG, dualstack_ipv6=both
        )
    except OSError as error:
        raise ServingError(
            f"expected to listen on {serving.host} port {serving.port}, got: {error.strerror}"
        ) from error
    # asyncio does it for sockets that name their protocol alone. Without it each answer waits for the
    # caller's delayed acknowledgement: 40 ms.
    bound.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    # A dock whose network went away in the middle of a call would keep its connection for ever.
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    bound.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, _SILENT)
    bound.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, _SILENT * 1000)
    return bound


def address(serving: Serving, bound: socket.socket) -> str:
    """Give the address a station uses."""
    scheme = "https" if serving.certificate else "http"
    host = f"[{serving.host}]" if ":" in serving.host else serving.host
    return f"{scheme}://{host}:{bound.getsockname()[1]}"


def _serve_here(serving: Serving, bound: socket.socket) -> None:
    own_log.set_up(serving.log_format)  # a worker begins with none
    asyncio.run(_serve_on(serving, bound))


async def _serve_on(serving: Serving, bound: socket.socket) -> None:
    async with Database(serving.database) as database:
        hub = server(serving, database)
        _collect_seldom()
        await hub.serve([bound])


def _collect_seldom() -> None:
    """Have Python look for cycles seldom, and never among what is here for good.

    A batch is ten thousand objects, which go by themselves when it is answered: to look through them each 700
    takes a sixth of its time (measured).
    """
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS)


def server(serving: Serving, database: Database) -> OrderlyServer:
    """Make the server of one process over a database that is open."""
    hub = create_app(database, certificates=serving.client_authority is not None)
    return OrderlyServer(_config(serving, hub), hub)


class OrderlyServer(uvicorn.Server):
    """A server that ends in order: everybody is answered, then its caller closes what it has opened."""

    def __init__(self, config: uvicorn.Config, hub: Hub) -> None:
        super().__init__(config)
        self.hub = hub

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Answer those who wait for an emergency, instead of waiting for them; then end."""
        self.hub.waiting.end()
        await super().shutdown(sockets)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """End on a signal. uvicorn would then raise it anew, and the process would die with its pool open."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {each: signal.signal(each, self.handle_exit) for each in (signal.SIGTERM, signal.SIGINT)}
        try:
            yield
        finally:
            for each, handler in before.items():
                signal.signal(each, handler)


def _config(serving: Serving, hub: Hub) -> uvicorn.Config:
    return uvicorn.Config(
        hub,
        http=BoundedProtocol,
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,  # nothing here asks who is behind a proxy, so nobody is believed
        timeout_keep_alive=_IDLE,
        timeout_graceful_shutdown=_LAST_REQUESTS,
        ssl_certfile=serving.certificate,
        ssl_keyfile=serving.key,
        ssl_ca_certs=str(serving.client_authority) if serving.client_authority else None,
        ssl_cert_reqs=ssl.CERT_OPTIONAL if serving.client_authority else ssl.CERT_NONE,
    )
