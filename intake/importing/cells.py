"""Cells: text taken as it stands, or a fault; nothing is converted."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from intake.importing.fault import Fault, Report, TableError, TableFault

_SHOWN = 40
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
"""Control characters (Unicode: Cc, Zl, Zp) and what stands for undecodable bytes (PEP 383)."""

_ESCAPED = range(0xDC80, 0xDD00)


def shown(value: object) -> str:
    """Give a value as a message shows it: short, in its own letters, what is no letter escaped."""
    text = repr(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def are_clean(cells: Sequence[str]) -> bool:
    """Tell whether no cell holds what `report_unclean` reports."""
    whole = "".join(cells)
    return whole.isprintable() or _CONTROL.search(whole) is None


def report_unclean(row: int, columns: Sequence[str], cells: Sequence[str], report: Report) -> None:
    """Report every cell that holds a control character or bytes that are no text."""
    for column, cell in zip(columns, cells, strict=True):
        found = _CONTROL.search(cell)
        if found:
            report(_unclean(row, column, ord(found[0])))


def _unclean(row: int, column: str, code: int) -> Fault:
    if code in _ESCAPED:
        got = f"the byte 0x{code - 0xDC00:02X}, which is none"
        return Fault(row, column, TableFault.BYTES, "text in the file's encoding", got)
    if code in {0x0A, 0x0D}:
        return Fault(row, column, TableFault.CONTROL, "one line of text", "a line break")
    return Fault(row, column, TableFault.CONTROL, "text", f"the control character U+{code:04X}")


def no_text(row: int, column: str, kind: TableFault, value: object) -> Fault:
    """Give the fault of a cell that holds no text."""
    why = {
        TableFault.NUMBER: f"the number {str(value)[:_SHOWN]}: it may have lost zeros or digits",
        TableFault.DATE: f"the date {str(value)[:_SHOWN]}: it may have been a number",
        TableFault.FORMULA: "a formula: put its text in its place",
    }
    return Fault(row, column, kind, "text", why.get(kind, shown(value)))


def texts_of(
    row: int,
    columns: Sequence[str],
    values: Sequence[Any],
    text_of: Callable[[str, Any], str | Fault],
    report: Report,
) -> tuple[str, ...] | None:
    """Give the texts of a row, or report every value that is none.

    `text_of`: gives a column's value as text, or its fault.
    """
    found = [text_of(column, value) for column, value in zip(columns, values, strict=True)]
    texts = tuple(each for each in found if isinstance(each, str))
    for each in found:
        if isinstance(each, Fault):
            report(each)
    if len(texts) != len(found):
        return None
    if are_clean(texts):
        return texts
    report_unclean(row, columns, texts, report)
    return None


def expect_names(names: Sequence[str], place: str, hint: str) -> tuple[str, ...]:
    """Give the columns' names, trimmed, empty ones at the end left out.

    Raises TableError where a name is missing, stands twice or is no text: then this is not the row of names.
    """
    found = [" ".join(name.split()) for name in names]
    while found and not found[-1]:
        found.pop()
    twice = sorted({name for name in found if found.count(name) > 1} - {""})
    faulty = next((name for name in found if not are_clean([name])), None)
    if not found or "" in found or twice or faulty is not None:
        wrong = f"{shown(twice[0])} twice" if twice else shown(faulty) if faulty else _few(found)
        if faulty is not None and not faulty.isascii() and _is_undecoded(faulty):
            hint = "its bytes are no text in this encoding: say another --encoding"
        raise TableError(f"{place}: expected a name for every column, each once, got {wrong}; {hint}")
    return tuple(found)


def _is_undecoded(text: str) -> bool:
    return any(ord(character) in _ESCAPED for character in text)


def _few(names: Sequence[str]) -> str:
    said = ", ".join(shown(name) for name in names[:5] if name)
    return f"{said or 'none'} and {sum(not name for name in names)} without"
