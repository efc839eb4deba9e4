"""Credentials: where the central claims system is, and what proves to it which station speaks.

Secrets come from systemd's credentials (systemd.exec(5), LoadCredential=), else from files in the state
folder that only its owner can read. They never stand in settings, arguments or sentences.
"""

from __future__ import annotations

import os
import re
import ssl
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from intake.errors import WrongUsageError
from intake.settings import Settings

TOKEN, CERTIFICATE, KEY = "hub-token", "hub-cert", "hub-key"
_TOKEN = re.compile(r"[!-~]{16,200}")
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_FOREIGN = "\\ "
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


@dataclass(frozen=True, slots=True)
class Credentials:
    """What one station speaks to its central claims system with."""

    url: str
    """Without a slash at its end."""

    token: str = field(repr=False)
    ca: Path | None = None
    """Certificates its server is verified by; None: the system's own."""

    certificate: tuple[Path, Path] | None = None
    """The station's own certificate and its key."""

    @classmethod
    def of(cls, folder: Path, settings: Settings, environment: Mapping[str, str] = os.environ) -> Self:
        """Give those of a state folder. Raises WrongUsageError."""
        expect_address(settings)
        places = _places(folder, environment)
        token = _found(places, TOKEN)
        if token is None:
            raise WrongUsageError(
                f"expected this station's token, got none: put it into {folder / TOKEN} (mode 0600), "
                f"or give it to the service by LoadCredential={TOKEN}:FILE"
            )
        certificate, key = _found(places, CERTIFICATE), _found(places, KEY)
        if (certificate is None) != (key is None):
            raise WrongUsageError(f"expected both {CERTIFICATE} and {KEY}, or neither, got one of them")
        ca = Path(settings.hub_ca).expanduser() if settings.hub_ca else None
        pair = (certificate, key) if certificate and key else None
        return cls.parse(settings.hub_url, _read(token), ca, pair)

    @classmethod
    def parse(
        cls, url: str, token: str, ca: Path | None = None, certificate: tuple[Path, Path] | None = None
    ) -> Self:
        """Check an address and a token. Raises WrongUsageError, which never repeats the token."""
        stripped = token.strip()
        if not _TOKEN.fullmatch(stripped):
            raise WrongUsageError("expected a token of 16 to 200 printable characters, got another text")
        return cls(_address(url), stripped, ca, certificate)

    def context(self) -> ssl.SSLContext:
        """Give what a connection is verified by, and shows. Raises WrongUsageError for unfit files."""
        try:
            context = ssl.create_default_context(cafile=self.ca)
            if self.certificate is not None:
                # Without a password a locked key fails; it must never ask the terminal of a service for one.
                context.load_cert_chain(*self.certificate, password="")
        except (OSError, ssl.SSLError, ValueError) as error:
            named = ", ".join(str(path) for path in (self.ca, *(self.certificate or ())) if path is not None)
            raise WrongUsageError(f"expected certificates in {named}, got: {error}") from error
        return context


def expect_address(settings: Settings) -> None:
    """Raise WrongUsageError where the site has no central claims system."""
    if not settings.hub_url:
        raise WrongUsageError(
            "expected the address of the central claims system, got none: set hub_url in settings.toml"
        )


def _places(folder: Path, environment: Mapping[str, str]) -> tuple[Path, ...]:
    given = environment.get("CREDENTIALS_DIRECTORY")
    return (Path(given), folder) if given else (folder,)


def _found(places: tuple[Path, ...], name: str) -> Path | None:
    """Find a secret; one in the state folder, which groups may look into, must be its owner's alone."""
    *_, folder = places
    for place in places:
        path = place / name
        if path.is_file():
            if place == folder and path.stat().st_mode & _OTHERS:
                raise WrongUsageError(
                    f"expected {path} to be its owner's alone, got others let in: chmod 600"
                )
            return path
    return None


def _read(path: Path) -> str:
    try:
        return path.read_text("ascii")
    except (OSError, UnicodeDecodeError) as error:
        # A codec's error repeats what it read.
        told = error.strerror if isinstance(error, OSError) else "what is no ASCII"
        raise WrongUsageError(f"expected a token in {path}, got: {told}") from None


def _address(url: str) -> str:
    """Give an address without its last slash. Raises WrongUsageError."""
    if not _is_address(url):
        raise WrongUsageError(
            "hub_url: expected an address like https://claims.example.com:8443 (plain http only to this "
            "machine), got another"
        )
    return url.rstrip("/")


def _is_address(url: str) -> bool:
    """Tell whether a text is an address: https, or plain http that never leaves this machine."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
        (host or "").encode("idna")  # as the resolver does it, which would fail by no OSError
    except ValueError:
        return False
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and host in _LOOPBACK)
    has_more = any((parts.query, parts.fragment, parts.username, parts.password))
    is_clean = url.isprintable() and not set(url) & set(_FOREIGN)
    return is_safe and bool(host) and port != 0 and not has_more and is_clean
