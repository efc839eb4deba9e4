"""Certificates: whom the other side's verified certificate was issued to.

uvicorn tells an application nothing of it, so its protocol is given a line more. The name stands where ASGI's
TLS extension has it, as the bare common name.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Mapping
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

_EXTENSION = "tls"
_NAME = "client_cert_name"


class CertificateProtocol(HttpToolsProtocol):
    """HTTP that tells the application whose certificate the connection has."""

    _name: str | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn has it
        """Ask the connection, once, whose it is."""
        super().connection_made(transport)
        tls: ssl.SSLObject | None = transport.get_extra_info("ssl_object")
        self._name = _subject(tls.getpeercert() or {}) if tls else None

    def on_message_begin(self) -> None:
        """Give the name to each request of the connection."""
        super().on_message_begin()
        self.scope["extensions"] = {_EXTENSION: {_NAME: self._name}}


def common_name(scope: Mapping[str, Any]) -> str | None:
    """Give the common name of the verified certificate, or None where there is none."""
    extensions: Mapping[str, Any] = scope.get("extensions") or {}
    name: str | None = extensions.get(_EXTENSION, {}).get(_NAME)
    return name


def _subject(certificate: Mapping[str, Any]) -> str | None:
    names = [value for part in certificate.get("subject", ()) for key, value in part if key == "commonName"]
    return names[0] if len(names) == 1 else None
