"""The check of the way to the central claims system: address, secrets, certificates, contact, clocks."""

from __future__ import annotations

import ssl
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from intake.central_status import MOST_SKEW, SyncStatus, read_status
from intake.doctor.case import Case
from intake.doctor.finding import Check, Finding, fault, fine, warning
from intake.doctor.record import record
from intake.errors import WrongUsageError
from intake.journal import beginning
from intake.wire import PREFIX

if TYPE_CHECKING:
    from intake.central.credentials import Credentials

PATIENCE = 3.0
"""Seconds for each step of one look at the hub: the examination is not to hang where a firewall swallows."""

_FEW_DAYS = 30
"""Before a certificate ends somebody has to be asked for the next."""

_LOCKED_OUT: Mapping[int, str] = {
    HTTPStatus.UNAUTHORIZED: "central_token_unknown",
    HTTPStatus.FORBIDDEN: "central_token_other",
}
_LATER = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS})

_NOBODY = "0" * 16
"""No token: whether a hub is well it tells to everybody, and it is asked nothing more."""


def look(case: Case) -> Iterator[Finding]:
    """Look at what `intake sync` and `intake link` need, and ask the hub whether it lets this station in."""
    with record(case.folder) as connection:
        begun = beginning(connection)
    if begun.training:
        yield fine(Check.CENTRAL, "central_training")
    elif not case.settings.hub_url:
        yield warning(Check.CENTRAL, "central_none")
    else:
        yield from _way(case, begun.station)


def _way(case: Case, station: str) -> Iterator[Finding]:
    """Read the secrets, then use them: what is wrong with them is also why there is no contact."""
    # Imported late, with ssl: most stations that are examined before their first day have no hub.
    from intake.central.credentials import Credentials  # noqa: PLC0415

    try:
        if _is_in_service(case):
            ca = Path(case.settings.hub_ca).expanduser() if case.settings.hub_ca else None
            found = Credentials.parse(case.settings.hub_url, _NOBODY, ca)
            yield from _by_the_service(case)
        else:
            found = Credentials.of(case.folder, case.settings, case.environment)
        context = found.context()
    except WrongUsageError as error:
        yield fault(Check.CENTRAL, "central_wrong", reason=str(error))
        return
    yield from _ending(found, case.wall)
    yield _met(found, context, station, case.wall)


def _is_in_service(case: Case) -> bool:
    """Tell whether only systemd has the token: it shows it to its services, and to nobody else."""
    from intake.central.credentials import TOKEN  # noqa: PLC0415 (as above)

    has_unit = (case.machine / "etc/systemd/system/intake-sync.service").exists()
    return has_unit and "CREDENTIALS_DIRECTORY" not in case.environment and not (case.folder / TOKEN).exists()


def _by_the_service(case: Case) -> Iterator[Finding]:
    """Say whether the service has ever spoken to the hub: nothing else proves its token."""
    status = read_status(case.folder, SyncStatus)
    if status is None or status.last_success is None:
        yield warning(Check.CENTRAL, "central_token_unseen")


def _ending(found: Credentials, wall: int) -> Iterator[Finding]:
    """Say of each certificate that has a few days left, or none."""
    for path in (found.ca, *(found.certificate or ())[:1]):
        if path is not None:
            yield from judged_days(str(path), _days(path, wall))


def _days(path: Path, wall: int) -> int:
    """Give the days until the first of a file's certificates ends."""
    from cryptography import x509  # noqa: PLC0415 (9 ms)

    certificates = x509.load_pem_x509_certificates(path.read_bytes())
    end = min(each.not_valid_after_utc for each in certificates)
    return (end - datetime.fromtimestamp(wall / 1000, UTC)).days


def judged_days(file: str, days: int) -> Iterator[Finding]:
    """Say whether a certificate has to be renewed."""
    if days < 0:
        yield fault(Check.CENTRAL, "central_certificate_over", file=file)
    elif days < _FEW_DAYS:
        yield warning(Check.CENTRAL, "central_certificate", file=file, days=days)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a hub answered."""

    status: int
    date: str | None
    """As HTTP writes it (RFC 9110, section 5.6.7)."""


def _met(found: Credentials, context: ssl.SSLContext, station: str, wall: int) -> Finding:
    try:
        seen = _ask(found, context, "/health")
        if seen.status == HTTPStatus.OK and found.token != _NOBODY:
            seen = _ask(found, context, f"/stations/{quote(station, safe='')}/positions")
    except (OSError, HTTPException) as error:
        return warning(Check.CENTRAL, "central_unreachable", url=found.url, reason=str(error) or "no answer")
    return judged(found.url, station, seen, wall)


def _ask(found: Credentials, context: ssl.SSLContext, path: str) -> Seen:
    """Ask one thing; by the standard library, for two questions are worth no client."""
    parts = urlsplit(found.url)
    host = parts.hostname or ""
    connection = (
        HTTPSConnection(host, parts.port, timeout=PATIENCE, context=context)
        if parts.scheme == "https"
        else HTTPConnection(host, parts.port, timeout=PATIENCE)
    )
    with closing(connection):
        headers = {} if found.token == _NOBODY else {"Authorization": f"Bearer {found.token}"}
        connection.request("GET", f"{parts.path}{PREFIX}{path}", headers=headers)
        answer = connection.getresponse()
        return Seen(answer.status, answer.headers["Date"])


def judged(url: str, station: str, seen: Seen, wall: int) -> Finding:
    """Say what a hub's answer means, and how far its clock is from `wall`, milliseconds since 1970."""
    if (word := _LOCKED_OUT.get(seen.status)) is not None:
        return fault(Check.CENTRAL, word, url=url, station=station)
    if seen.status != HTTPStatus.OK:
        is_busy = seen.status in _LATER or seen.status >= HTTPStatus.INTERNAL_SERVER_ERROR
        word = "central_unwell" if is_busy else "central_another"
        return warning(Check.CENTRAL, word, url=url, status=seen.status)
    skew = abs(_skew(seen.date, wall))
    if skew * 1000 > MOST_SKEW:
        return warning(Check.CENTRAL, "central_skew", url=url, seconds=skew)
    return fine(Check.CENTRAL, "central", url=url)


def _skew(date: str | None, wall: int) -> int:
    """Give the seconds the hub's clock is ahead; 0 where it does not tell."""
    try:
        return round(parsedate_to_datetime(date or "").timestamp() - wall / 1000)
    except ValueError:
        return 0
