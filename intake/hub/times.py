"""Times: the hub's clock in the words of the contract."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


def iso(moment: datetime) -> str:
    """Write a moment as ISO 8601 UTC with milliseconds."""
    utc = moment.astimezone(UTC)
    return f"{utc:%Y-%m-%dT%H:%M:%S}.{utc.microsecond // 1000:03d}Z"


def parse(text: str) -> datetime:
    """Read one. Raises ValueError with "expected ..., got ..."."""
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"expected a time in ISO 8601, got {text}") from error


def milliseconds(span: timedelta) -> int:
    """Count a span's milliseconds, rounded down."""
    return span // timedelta(milliseconds=1)
