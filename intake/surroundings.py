"""Surroundings: clock, fresh identifiers and the disk's room, in one place so that tests can choose."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from intake.scan import Moment


def now() -> Moment:
    """Read both clocks."""
    return Moment(time.time_ns() // 1_000_000, time.monotonic_ns())


def iso(wall: int) -> str:
    """Write milliseconds since 1970 as ISO 8601 UTC with milliseconds."""
    seconds, milliseconds = divmod(wall, 1000)
    return f"{_second(seconds)}.{milliseconds:03d}Z"


def milliseconds(at: str) -> int:
    """Give a stored time, as `iso` writes it, in milliseconds since 1970."""
    return round(datetime.fromisoformat(at).timestamp() * 1000)


@lru_cache(maxsize=8)
def _second(seconds: int) -> str:
    """Write a whole second; a desk writes the same one many times."""
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%S}"


def uuid7(wall: int) -> str:
    """Make a UUIDv7 (RFC 9562, section 5.7): 48 bits of milliseconds, then random bits."""
    digits = f"{wall & 0xFFFF_FFFF_FFFF:012x}{os.urandom(10).hex()}"
    return f"{digits[:8]}-{digits[8:12]}-7{digits[13:16]}-{_VARIANT[digits[16]]}{digits[17:20]}-{digits[20:]}"


_VARIANT = dict(zip("0123456789abcdef", "89ab" * 4, strict=True))
"""A random digit with its upper two bits set to 10 (RFC 9562, section 4.1)."""


def boot_id() -> str:
    """Name this boot of the machine: monotonic times compare only within one (proc(5))."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return "unknown"


def free_bytes(folder: Path) -> int:
    """Give the bytes an ordinary user may still write where `folder` lies."""
    room = os.statvfs(folder)
    return room.f_bavail * room.f_frsize


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a station takes from the machine."""

    moment: Callable[[], Moment] = now
    new_id: Callable[[int], str] = uuid7
    free_bytes: Callable[[Path], int] = free_bytes
    boot: str = field(default_factory=boot_id)
