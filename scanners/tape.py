r"""A tape: scans with their times in a text file that a person can read, write and mend.

    # One line for one thing. A scan: seconds since the line before, then the code.
    +0.000 RI-C-INTACT
    +0.800 ]d2010495041780106421ASN123\x1d10LOT
    {"key": "f9"}

In a code `\\`, `\r`, `\n`, `\t` and `\x1d` (any two hexadecimal digits: one byte) are escapes;
blanks at its ends are written `\x20`. A line that begins with `{` is a JSON object, handed on as
it stands. Lines that are empty or begin with `#` are skipped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_SCAN: Final = re.compile(r"\+(\d{1,6})(?:\.(\d{1,3}))?[ \t]+(.+)", re.ASCII | re.DOTALL)
_ESCAPE: Final = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|(.?))", re.DOTALL)
_LETTERS: Final = {"\\": b"\\", "r": b"\r", "n": b"\n", "t": b"\t"}
_WRITTEN: Final = {byte[0]: f"\\{letter}" for letter, byte in _LETTERS.items()}


@dataclass(frozen=True, slots=True)
class TapeScan:
    """A code that is scanned."""

    after: int
    """Milliseconds since the item before, at most 999,999,999."""

    raw: bytes
    """As a gun would send it, without a terminator; never empty."""


@dataclass(frozen=True, slots=True)
class TapeObject:
    """A key or a request, for whoever plays the tape."""

    json: str
    """One JSON object on one line, as it stands in the file."""


TapeItem = TapeScan | TapeObject


class TapeError(ValueError):
    """A tape that cannot be read, with the number of the line, expected and got."""


def parse(text: str) -> list[TapeItem]:
    """The items of a tape, in order.

    Raises:
        TapeError: A line that is none of the four kinds, or a broken escape or object.

    """
    # Not splitlines(): it would cut a code at GS, RS or FS.
    lines = enumerate(text.removeprefix("\ufeff").split("\n"), start=1)
    kept = ((number, line.strip(" \t\r")) for number, line in lines)
    return [_item(number, line) for number, line in kept if line and not line.startswith("#")]


def render(items: Iterable[TapeItem]) -> str:
    """The text of a tape; `parse` gives the same items back."""
    return "".join(f"{_line(item)}\n" for item in items)


def play(
    items: Iterable[TapeItem],
    emit_scan: Callable[[bytes], object],
    emit_object: Callable[[str], object],
    sleep: Callable[[float], object],
    stop: Callable[[], bool],
) -> None:
    """Give every item to its receiver at its time, until the end or until `stop` says so.

    Args:
        items: What `parse` gave.
        emit_scan: Takes the bytes of a scan.
        emit_object: Takes a JSON object as text.
        sleep: Waits so many seconds. `Event().wait` here and `Event().is_set` as `stop` end a
            long pause at once.
        stop: Asked before every item and after every pause.

    """
    for item in items:
        if stop():
            return
        if isinstance(item, TapeObject):
            emit_object(item.json)
            continue
        if item.after:
            sleep(item.after / 1000)
        if stop():
            return
        emit_scan(item.raw)


def _item(number: int, line: str) -> TapeItem:
    if any("\ud800" <= character <= "\udfff" for character in line):
        raise _error(number, "text without lone surrogates", line)
    if line.startswith("{"):
        return TapeObject(_object(number, line))
    found = _SCAN.fullmatch(line)
    if found is None:
        expected = "'+seconds code', an object or '#'"
        raise _error(number, expected, line)
    seconds, fraction, code = found.groups()
    after = int(seconds) * 1000 + int((fraction or "").ljust(3, "0"))
    return TapeScan(after, _bytes(number, code))


def _object(number: int, line: str) -> str:
    try:
        msgspec.json.decode(line, type=dict[str, object])
    except msgspec.DecodeError as error:
        raise _error(number, f"one JSON object ({error})", line) from error
    return line


def _bytes(number: int, code: str) -> bytes:
    """The bytes of a code as written; text between escapes is UTF-8."""
    raw, at = b"", 0
    for escape in _ESCAPE.finditer(code):
        digits, letter = escape.groups()
        if digits is None and letter not in _LETTERS:
            raise _error(number, r"an escape \\, \r, \n, \t or \xNN", escape.group())
        raw += code[at : escape.start()].encode()
        raw += bytes.fromhex(digits) if digits else _LETTERS[letter]
        at = escape.end()
    return raw + code[at:].encode()


def _error(number: int, expected: str, got: str) -> TapeError:
    return TapeError(f"Line {number}: expected {expected}, got {got!r}.")


def _line(item: TapeItem) -> str:
    if isinstance(item, TapeObject):
        return item.json
    return f"+{item.after // 1000}.{item.after % 1000:03} {_written(item.raw)}"


def _written(raw: bytes) -> str:
    """A code as text without anything that cannot be seen."""
    # surrogateescape marks each byte that is not UTF-8 with a lone surrogate of its own.
    text = raw.decode("utf-8", "surrogateescape")
    inner = "".join(_character(character) for character in text)
    body = inner.strip(" ")
    before = len(inner) - len(inner.lstrip(" "))
    after = len(inner) - before - len(body)
    return before * r"\x20" + body + after * r"\x20"


def _character(character: str) -> str:
    raw = character.encode("utf-8", "surrogateescape")
    if raw[0] in _WRITTEN:
        return _WRITTEN[raw[0]]
    if character.isprintable():
        return character
    return "".join(f"\\x{byte:02x}" for byte in raw)
