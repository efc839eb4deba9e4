"""The check of ModemManager, which takes a serial scanner for a modem and sends it commands."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from intake.doctor.case import Case
from intake.doctor.finding import Check, Finding, fine, warning

RULES = "70-returns-intake-scanner.rules"
"""Ours, which tells ModemManager to leave scanners alone."""

_PLACES = ("etc/udev/rules.d", "run/udev/rules.d", "usr/lib/udev/rules.d", "lib/udev/rules.d")
"""Where udev looks (udev(7))."""

_NAME = "ModemManager"


def look(case: Case) -> Iterator[Finding]:
    """Look for its process, and for the rule."""
    has_rule = any((case.machine / place / RULES).exists() for place in _PLACES)
    if not _runs(case.machine / "proc"):
        yield fine(Check.MODEM_MANAGER, "modem_manager_none")
    elif has_rule:
        yield fine(Check.MODEM_MANAGER, "modem_manager_told", rules=RULES)
    else:
        yield warning(Check.MODEM_MANAGER, "modem_manager", rules=RULES)


def _runs(processes: Path) -> bool:
    for named in processes.glob("[0-9]*/comm"):
        with suppress(OSError):  # it ended a moment ago
            if named.read_text(encoding="utf-8", errors="replace").strip() == _NAME:
                return True
    return False
