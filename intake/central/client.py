"""The client: one method for each door of the central claims system, one try for each call.

Verified TLS always (`Credentials`), no redirect followed, no proxy or password taken from the environment,
every answer bounded. Belongs to one thread.
"""

from __future__ import annotations

import hashlib
import math
import time
from collections.abc import Mapping
from types import TracebackType
from typing import BinaryIO, Self, TypeVar
from urllib.parse import quote

import httpx
import msgspec

from intake import __version__
from intake.central.credentials import Credentials
from intake.central.deadline import BoundedTransport
from intake.central.exchange import Answered, Asked, Limits, download, exchange
from intake.central.fault import CentralError, FaultKind
from intake.errors import WrongUsageError
from intake.wire import (
    PREFIX,
    Answers,
    Batch,
    BatchAnswer,
    Confirm,
    Confirmation,
    EmergencyTold,
    History,
    Positions,
    PublishedExpected,
    PublishedList,
    PublishedLists,
    RejectedItems,
    Release,
    Released,
    Reservation,
    Reserve,
    SiteEmergencies,
)

Transport = httpx.BaseTransport
"""A way requests go; for tests another than the network."""

_Kind = TypeVar("_Kind")
_NO_CONTENT = 204
_KEEP_SECONDS = 55.0
"""A connection is kept so long between two units: over TLS a new one costs the reservation more than itself.
The hub keeps it longer (`intake.hub.serving`), so that it closes none under a call."""

_WHOLE = 10.0
"""So many silences long a whole call may last, connection and all: a slow line is none that hangs."""

MOST_ANSWERS = 500
MOST_HISTORY = 500
"""Asked for at once."""


class Central:
    """One station's talk with its central claims system. Every method raises CentralError."""

    def __init__(
        self,
        credentials: Credentials,
        station: str,
        *,
        transport: Transport | None = None,
        timeout: float = 60.0,
        until: float = math.inf,
    ) -> None:
        """`timeout`: seconds of silence after which a call has failed; ten times that is the longest for all.

        `until`: when all is to be over, by the monotonic clock. A download has the time until then, and no
        call much more. `transport`: another way than the network, for tests.
        Raises WrongUsageError for certificates or an address that nobody can use.
        """
        self._station = f"{PREFIX}/stations/{quote(station, safe='')}"
        self._timeout = timeout
        self._until = until
        if transport is None:  # plain http never leaves this machine (`Credentials.parse`)
            context = credentials.context() if credentials.url.startswith("https:") else None
            transport = BoundedTransport(context, _KEEP_SECONDS)
        self._client = httpx.Client(
            base_url=_base(credentials.url),
            headers={
                "Authorization": f"Bearer {credentials.token}",
                "Accept-Encoding": "gzip",
                "User-Agent": f"intake/{__version__}",
            },
            transport=transport,
            trust_env=False,  # no variable may lead the token elsewhere
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def positions(self, timeout: float | None = None) -> Positions:
        """Ask how far it has this station's log, by incarnation."""
        return _read(self._call("GET", f"{self._station}/positions", timeout=timeout), Positions)

    def send(self, incarnation: str, batch: Batch) -> BatchAnswer:
        """Send events. A fault with `maybe_done` leaves open whether they arrived: send the same again."""
        return self._post(f"{self._incarnation(incarnation)}/events", batch, BatchAnswer)

    def history(self, incarnation: str, after: int, limit: int = MOST_HISTORY) -> History:
        """Ask for a part of this station's own log, after a `seq`."""
        return self._get(f"{self._incarnation(incarnation)}/events", History, after=after, limit=limit)

    def rejected(self, after: int) -> RejectedItems:
        """Ask for dead letters after a number."""
        return self._get(f"{self._station}/rejected", RejectedItems, after=after)

    def answers(self, after: int, limit: int = MOST_ANSWERS) -> Answers:
        """Ask what became of replacements, after a number."""
        return self._get(f"{self._station}/answers", Answers, after=after, limit=limit)

    def lists(self) -> PublishedLists:
        """Ask for the affected lists there are."""
        return self._get(f"{PREFIX}/lists", PublishedLists)

    def list_lines(self, listed: PublishedList, into: BinaryIO) -> None:
        """Fetch a list's JSON Lines (`ListLine`) into an empty file; raises where its checksum differs."""
        path = f"{PREFIX}/lists/{quote(listed.campaign, safe='')}/{quote(listed.version, safe='')}"
        self._fetch(path, into, listed.bytes, listed.sha256)

    def expected(self) -> PublishedExpected | None:
        """Ask for the expected returns in force; None where there are none."""
        answered = self._call("GET", f"{PREFIX}/expected")
        return None if answered.status == _NO_CONTENT else _read(answered, PublishedExpected)

    def expected_lines(self, published: PublishedExpected, into: BinaryIO) -> None:
        """Fetch expected returns' JSON Lines (`ExpectedLine`) into an empty file, as `list_lines`."""
        path = f"{PREFIX}/expected/{quote(published.version, safe='')}"
        self._fetch(path, into, published.bytes, published.sha256)

    def reserve(self, wanted: Reserve, timeout: float | None = None) -> Reservation:
        """Reserve a unit's key."""
        return self._post(f"{PREFIX}/reservations", wanted, Reservation, timeout)

    def confirm(self, wanted: Confirm, timeout: float | None = None) -> Confirmation:
        """Have a replacement created for a reserved key."""
        return self._post(f"{PREFIX}/reservations/confirm", wanted, Confirmation, timeout)

    def release(self, wanted: Release, timeout: float | None = None) -> Released:
        """Give a key back."""
        return self._post(f"{PREFIX}/reservations/release", wanted, Released, timeout)

    def tell(self, told: EmergencyTold, timeout: float | None = None) -> None:
        """Tell the site's other desks of an emergency here."""
        self._call("POST", f"{PREFIX}/emergencies", told, timeout)

    def wait(self, after: int, seconds: int, timeout: float | None = None) -> SiteEmergencies:
        """Wait up to so many seconds for emergencies at the site's other desks, after a number.

        `timeout`: how long the call may take beyond that.
        """
        asked = Asked("GET", f"{PREFIX}/emergencies", parameters={"after": after, "wait": seconds})
        return _read(exchange(self._client, asked, self._limits(timeout, seconds)), SiteEmergencies)

    def _incarnation(self, incarnation: str) -> str:
        return f"{self._station}/incarnations/{quote(incarnation, safe='')}"

    def _get(self, path: str, kind: type[_Kind], **parameters: int) -> _Kind:
        return _read(self._call("GET", path, parameters=parameters), kind)

    def _post(
        self, path: str, message: msgspec.Struct, kind: type[_Kind], timeout: float | None = None
    ) -> _Kind:
        return _read(self._call("POST", path, message, timeout), kind)

    def _call(
        self,
        method: str,
        path: str,
        message: msgspec.Struct | None = None,
        timeout: float | None = None,
        parameters: Mapping[str, int] | None = None,
    ) -> Answered:
        body = None if message is None else msgspec.json.encode(message)
        return exchange(self._client, Asked(method, path, body, parameters), self._limits(timeout))

    def _limits(self, timeout: float | None = None, waiting: int = 0) -> Limits:
        """Bound a call that the other side lets wait for so many seconds."""
        silence, now = timeout or self._timeout, time.monotonic()
        latest = max(self._until, now + waiting + silence)
        return Limits(waiting + silence, min(now + waiting + _WHOLE * silence, latest))

    def _fetch(self, path: str, into: BinaryIO, size: int, sha256: str) -> None:
        digest = hashlib.sha256()

        def take(part: bytes) -> None:
            digest.update(part)
            into.write(part)

        until = max(self._until, time.monotonic() + self._timeout)
        download(self._client, Asked("GET", path), take, size, Limits(self._timeout, until))
        if digest.hexdigest() != sha256:
            raise CentralError(
                FaultKind.MALFORMED, f"{path}: expected what its checksum {sha256[:12]} says, got other bytes"
            )


def _base(url: str) -> httpx.URL:
    try:
        return httpx.URL(url)
    except httpx.InvalidURL as error:
        raise WrongUsageError(f"hub_url: expected an address that there may be, got: {error}") from error


def _read(answered: Answered, kind: type[_Kind]) -> _Kind:
    """Read an answer. What was asked for is done all the same, so its outcome is unknown."""
    try:
        return msgspec.json.decode(answered.body, type=kind)
    except msgspec.DecodeError as error:
        raise CentralError(
            FaultKind.MALFORMED,
            f"expected the central claims system to answer as its contract says, got: {error}",
            maybe_done=True,
        ) from error
