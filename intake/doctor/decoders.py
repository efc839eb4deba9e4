"""The check of the decoders: what reads bar codes for a camera, where there is a camera."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from intake.doctor.case import Case
from intake.doctor.finding import Check, Finding, fine, warning

PACKAGE = "libzbar0"
"""Debian's; `pyzbar` brings no library of its own."""

_LIBRARY = "libzbar.so.0"
_PLACES = ("lib", "lib64", "usr/lib", "usr/lib64", "usr/local/lib")


def look(case: Case) -> Iterator[Finding]:
    """Look where the dynamic linker does; nothing is loaded."""
    if not case.settings.cameras:
        yield fine(Check.DECODERS, "decoders_idle")
    elif _has_library(case.machine):
        yield fine(Check.DECODERS, "decoders")
    else:
        yield warning(Check.DECODERS, "decoders_alone", package=PACKAGE)


def _has_library(machine: Path) -> bool:
    """Debian keeps libraries a folder deeper, one for each architecture."""
    folders = (machine / place for place in _PLACES)
    return any((folder / _LIBRARY).exists() or any(folder.glob(f"*/{_LIBRARY}")) for folder in folders)
