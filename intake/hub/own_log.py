"""Logs: one line an event on standard error, as JSON for programs or as text for people.

Under systemd each begins with its severity (sd-daemon(3)). No line holds a body, a token or a serial.
"""

from __future__ import annotations

import logging
import os
import sys
from enum import StrEnum

import msgspec

from intake.printable import printable

_SEVERITY = {logging.CRITICAL: 2, logging.ERROR: 3, logging.WARNING: 4, logging.INFO: 6, logging.DEBUG: 7}
_MOST_TEXT = 4000
"""Of one line: a traceback has an end."""


class LogFormat(StrEnum):
    """How a line is written."""

    TEXT = "text"
    JSON = "json"


class Line(logging.Formatter):
    """Writes one record as one line."""

    def __init__(self, form: LogFormat, *, severity: bool) -> None:
        super().__init__()
        self._form = form
        self._severity = severity

    def format(self, record: logging.LogRecord) -> str:
        """Write a record: its fields are what was logged with `extra={"fields": …}`."""
        fields: dict[str, object] = getattr(record, "fields", {})
        told = {
            "at": self.formatTime(record),
            "level": record.levelname.lower(),
            "message": record.getMessage(),
            **fields,
        }
        if record.exc_info:
            told["fault"] = self.formatException(record.exc_info)
        prefix = f"<{_SEVERITY.get(record.levelno, 6)}>" if self._severity else ""
        return prefix + (_json(told) if self._form is LogFormat.JSON else _text(told))


def _json(told: dict[str, object]) -> str:
    return msgspec.json.encode(told).decode()


def _text(told: dict[str, object]) -> str:
    text = " ".join(
        str(value) if key in ("at", "message") else f"{key}={value}" for key, value in told.items()
    )
    return printable(text, _MOST_TEXT)


def set_up(form: LogFormat) -> None:
    """Write every log of this process to standard error; uvicorn's own goes the same way."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Line(form, severity="JOURNAL_STREAM" in os.environ))
    logging.basicConfig(handlers=[handler], level=logging.INFO, force=True)
