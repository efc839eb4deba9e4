"""Wishes about pictures of units."""

from __future__ import annotations

import msgspec

from intake.photo import PhotoFault


class OfferPhoto(msgspec.Struct, frozen=True, tag="photos.offer"):
    """Show the picture the desk has asked for. The station's own camera alone may offer one."""

    wish: str
    """What the desk's question is about (`Awaited.photo`): a later picture is not wanted any more."""

    sha256: str
    """Of the JPEG that lies in `photos/` already."""


class FailPhoto(msgspec.Struct, frozen=True, tag="photos.fail"):
    """Say that no picture will come, or that the one that was offered before a start cannot be shown."""

    wish: str
    """What the desk's question is about: the wish, or the SHA-256 that was offered."""

    fault: PhotoFault


class ErasePhoto(msgspec.Struct, frozen=True, tag="photos.erase"):
    """Erase a kept picture; the log keeps its SHA-256 and stays valid."""

    sha256: str
    reason: str
