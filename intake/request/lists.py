"""Wishes about affected lists, expected returns and kept payloads."""

from __future__ import annotations

import msgspec


class ActivateList(msgspec.Struct, frozen=True, tag="campaigns.activate"):
    """Put a published affected list in force."""

    campaign: str
    version: str


class ActivateExpected(msgspec.Struct, frozen=True, tag="expected.activate"):
    """Put published expected returns in force."""

    version: str


class ErasePayload(msgspec.Struct, frozen=True, tag="payloads.erase"):
    """Erase the bytes of an unrecognised scan; the log keeps their SHA-256 and stays valid."""

    sha256: str
    reason: str
