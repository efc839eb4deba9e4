"""Raw bytes as people read them: what cannot be printed by its name, and all of them as digits."""

from __future__ import annotations

from typing import Final

_NAMES: Final = (
    *("NUL", "SOH", "STX", "ETX", "EOT", "ENQ", "ACK", "BEL", "BS", "HT", "LF", "VT", "FF", "CR", "SO", "SI"),
    *("DLE", "DC1", "DC2", "DC3", "DC4", "NAK", "SYN", "ETB", "CAN", "EM", "SUB", "ESC", "FS", "GS", "RS"),
    "US",
)
"""Control characters 0x00 to 0x1F (ISO/IEC 6429)."""

_DEL: Final = 0x7F


def named(data: bytes) -> str:
    """Write ASCII as it is, control characters as `<CR>`, and every other byte as `<9F>`."""
    return "".join(map(_named, data))


def _named(byte: int) -> str:
    if byte < len(_NAMES):
        return f"<{_NAMES[byte]}>"
    return chr(byte) if byte < _DEL else f"<{byte:02X}>"


def hexadecimal(data: bytes) -> str:
    """Write every byte as two digits."""
    return data.hex(" ").upper()
